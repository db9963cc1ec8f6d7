using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using ServiceLedger.Access;

namespace ServiceLedger.Tests.Access;

/// <summary>Tokens that are not the authority's for this service now get nothing: each is 401, in the form of a refusal.</summary>
public class an_access_token(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly RSA Attacker = RSA.Create(2048);
    static readonly RsaSecurityKey AttackerKey = new(Attacker) { KeyId = "attacker" };

    static Dictionary<string, object> Claims => new() { ["actor_kind"] = "officer", ["sub"] = "li.hua", ["roles"] = "supervisor", ["department"] = LedgerHost.Department };

    string Good => Tokens.Sign(Tokens.Key(host.Folder), Claims);

    [Fact]
    public async Task that_is_good_is_taken_as_it_is_and_in_a_session_of_the_other_algorithm()
    {
        (await Get("Bearer " + Good)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await Get("bearer " + Tokens.Sign(Tokens.Key(host.Folder), Claims, algorithm: SecurityAlgorithms.RsaSsaPssSha256))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    public static TheoryData<string> Attacks =>
    [
        "algorithm none", "algorithm None with a signature", "HS256 with the public key as secret", "HS256 with the public key's modulus as secret", "RS512", "wrong issuer", "no issuer", "wrong audience", "no audience",
        "expired", "not yet valid", "without expiry", "unknown kid", "no kid", "kid of the authority, key of the attacker", "kid with a path", "kid with a statement", "jku", "x5u", "jwk", "x5c", "crit", "identity token", "type left out",
        "tampered payload", "signature stripped", "signature of another token", "oversize", "garbage", "empty", "four parts", "encrypted", "not text", "a form's name", "twice the claims"
    ];

    [Theory, MemberData(nameof(Attacks))]
    public async Task that_is_an_attack_is_refused(string attack) => await Refused(await Get("Bearer " + Attack(attack)));

    [Theory, InlineData(" li.hua"), InlineData("li.hua "), InlineData("."), InlineData("..")]
    public async Task of_an_officer_whom_no_address_could_name_is_refused(string subject) =>
        await Refused(await Get("Bearer " + Tokens.Sign(Tokens.Key(host.Folder), new Dictionary<string, object>(Claims) { ["sub"] = subject })));

    [Fact]
    public async Task sent_in_another_way_than_once_as_bearer_is_refused()
    {
        await Refused(await Get());
        await Refused(await Get("Bearer " + Good, "Bearer " + Good));
        await Refused(await Get("Bearer " + Good, "Basic eDp4"));
        await Refused(await Get("Basic " + Good));
        await Refused(await Get(Good));
        await Refused(await Get("Bearer " + Good + ", Bearer " + Good));
        await Refused(await host.Client().GetAsync($"{Address}?access_token={Good}"));
        using var form = new HttpRequestMessage(HttpMethod.Post, "/api/applications") { Content = new FormUrlEncodedContent([new("access_token", Good)]) };
        await Refused(await host.Client().SendAsync(form));
        using var cookie = new HttpRequestMessage(HttpMethod.Get, Address);
        cookie.Headers.Add("Cookie", $"access_token={Good}; ledger-session={Good}");
        await Refused(await host.Client().SendAsync(cookie));
    }

    [Fact]
    public async Task says_what_to_send_and_leaves_what_is_open_alone()
    {
        (await Get()).Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await Get("Bearer x")).Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
        using var open = new HttpRequestMessage(HttpMethod.Get, "/api/departments");
        open.Headers.TryAddWithoutValidation("Authorization", "Bearer garbage");
        (await host.Client().SendAsync(open)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task ends_when_it_says_however_lately_it_was_verified()
    {
        var end = host.Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        var token = Tokens.Sign(Tokens.Key(host.Folder), Claims, d => d.Expires = end.UtcDateTime);
        (await Get("Bearer " + token)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        host.Time.Advance(TimeSpan.FromSeconds(10) + AccessTokens.Skew);
        await Refused(await Get("Bearer " + token));
    }

    [Fact]
    public async Task is_remembered_for_a_moment_until_its_bearer_is_cut()
    {
        var verified = host.Services.GetRequiredService<VerifiedTokens>();
        var token = Tokens.Sign(Tokens.Key(host.Folder), new Dictionary<string, object>(Claims) { ["sub"] = "ma.li" });
        await Get("Bearer " + token);
        verified.Find(VerifiedTokens.KeyOf(token))!.Id.ShouldBe("ma.li");
        verified.Find(VerifiedTokens.KeyOf(token + "x")).ShouldBeNull();
        verified.Cut("somebody.else");
        verified.Find(VerifiedTokens.KeyOf(token)).ShouldNotBeNull();
        verified.Cut("ma.li");
        verified.Find(VerifiedTokens.KeyOf(token)).ShouldBeNull();

        // Verified before a cut, remembered after it: not at all.
        var who = new SignedIn(ActorKindOfOfficer, "ma.li", null, [], null, null, null, null, null, null);
        verified.Remember(VerifiedTokens.KeyOf(token), who, DateTime.MaxValue, verified.Cuts - 1);
        verified.Find(VerifiedTokens.KeyOf(token)).ShouldBeNull();

        await Get("Bearer " + token);
        verified.Find(VerifiedTokens.KeyOf(token)).ShouldNotBeNull();
        host.Time.Advance(TimeSpan.FromSeconds(30));
        verified.Find(VerifiedTokens.KeyOf(token)).ShouldBeNull();
    }

    [Fact]
    public async Task of_a_citizen_without_their_id_here_is_known_by_the_id_number_and_by_nothing_of_it_in_the_log()
    {
        var number = People.IdNumber(2950);
        var registered = await host.Post("/api/citizens", new { idNumber = number, name = "王芳", residenceDivision = "500103" });
        var citizen = System.Text.Json.Nodes.JsonNode.Parse(await registered.Content.ReadAsStringAsync())!["citizenId"]!.GetValue<Guid>();
        (await host.Client($"kind=citizen; id=somebody; number={number}").GetAsync($"/api/citizens/{citizen}/accesses")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await (await host.Client($"kind=citizen; id=somebody; number={People.IdNumber(777_777)}").GetAsync($"/api/citizens/{citizen}/accesses")).ShouldBeRefused(403, "forbidden");
        host.Log.Text.ShouldNotContain(number);
        (await host.Scalar<long>("select count(*) from ledger.mt_events where headers::text like '%somebody%'")).ShouldBe(0);
    }

    [Fact]
    public async Task of_somebody_with_several_roles_is_used_in_the_one_the_request_states()
    {
        var citizen = await host.Register();
        var several = $"{LedgerHost.Supervisor}; role=handler";
        (await (await host.Client(several).GetAsync($"/api/citizens/{citizen}/accesses")).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("Role");
        await host.Get($"/api/citizens/{citizen}/accesses", several + "; as=supervisor");
        (await host.Scalar<string>("select headers->'act'->>'role' from ledger.mt_events where type = 'file_viewed' order by seq_id desc limit 1")).ShouldBe("supervisor");
    }

    static ServiceLedger.Hosting.ActorKind ActorKindOfOfficer => ServiceLedger.Hosting.ActorKind.Officer;

    string Attack(string attack)
    {
        var key = Tokens.Key(host.Folder);
        var (head, payload) = (Header(key.KeyId), Payload());
        return attack switch
        {
            "algorithm none" => Unsigned(head.With("alg", "none")) + ".",
            "algorithm None with a signature" => Signed(head.With("alg", "None"), key.Rsa),
            "HS256 with the public key as secret" => Hashed(head.With("alg", "HS256"), Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem())),
            "HS256 with the public key's modulus as secret" => Hashed(head.With("alg", "HS256"), key.Rsa.ExportSubjectPublicKeyInfo()),
            "RS512" => Tokens.Sign(key, Claims, algorithm: SecurityAlgorithms.RsaSha512),
            "wrong issuer" => Tokens.Sign(key, Claims, d => d.Issuer = "http://localhost:5081/"),
            "no issuer" => Tokens.Sign(key, Claims, d => d.Issuer = null),
            "wrong audience" => Tokens.Sign(key, Claims, d => d.Audience = "another-service"),
            "no audience" => Tokens.Sign(key, Claims, d => d.Audience = null),
            "expired" => Tokens.Sign(key, Claims, d => d.Expires = host.Time.GetUtcNow().UtcDateTime - AccessTokens.Skew),
            "not yet valid" => Tokens.Sign(key, Claims, d => d.NotBefore = host.Time.GetUtcNow().UtcDateTime + AccessTokens.Skew + TimeSpan.FromSeconds(1)),
            "without expiry" => Tokens.Sign(key, Claims, d => d.Expires = null),
            "unknown kid" => Signed(head.With("kid", "another"), key.Rsa),
            "no kid" => Signed(head.With("kid", null), key.Rsa),
            "kid of the authority, key of the attacker" => Signed(head, Attacker),
            "kid with a path" => Hashed(head.With("alg", "HS256").With("kid", "../../../../dev/null"), []),
            "kid with a statement" => Signed(head.With("kid", "x' union select 'secret' --"), Attacker),
            "jku" => Signed(head.With("kid", "attacker").With("jku", "http://localhost:5080/attacker/jwks"), Attacker),
            "x5u" => Signed(head.With("kid", "attacker").With("x5u", "http://localhost:5080/attacker.pem"), Attacker),
            "jwk" => Signed(head.With("kid", "attacker").With("jwk", JsonSerializer.SerializeToElement(new { kty = "RSA", kid = "attacker", n = Base64Url.EncodeToString(Attacker.ExportParameters(false).Modulus), e = "AQAB" })), Attacker),
            "x5c" => Signed(head.With("kid", "attacker").With("x5c", new[] { Certificate() }), Attacker),
            "crit" => Signed(head.With("kid", "attacker").With("crit", new[] { "jwk" }), Attacker),
            "identity token" => Tokens.Sign(key, Claims, d => (d.TokenType, d.Audience) = ("JWT", DevelopmentProvider.Pages)),
            "type left out" => Signed(head.With("typ", null), key.Rsa),
            "tampered payload" => Good.Split('.') is var good ? $"{good[0]}.{Encoded(payload.With("roles", "auditor"))}.{good[2]}" : "",
            "signature stripped" => Unsigned(head) + ".",
            "signature of another token" => Unsigned(head.With("cty", "x")) + "." + Good.Split('.')[2],
            "oversize" => Tokens.Sign(key, new Dictionary<string, object>(Claims) { ["window"] = new string('W', AccessTokens.Longest) }),
            "garbage" => "ey.garbage.$$$",
            "empty" => "",
            "four parts" => Good + ".x",
            "encrypted" => Good + ".x.y",
            "not text" => "\u00ff\u00fe.\u0000.",
            "a form's name" => "null",
            "twice the claims" => Signed(head, key.Rsa, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(payload)).Replace("\"actor_kind\"", "\"actor_kind\":\"citizen\",\"actor_kind\"", StringComparison.Ordinal) is var json ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json[..^1] + ",\"department\":[\"a\",\"b\"]}")) : ""),
            _ => throw new NotSupportedException(attack)
        };
    }

    static Dictionary<string, object?> Header(string kid) => new() { ["alg"] = "RS256", ["kid"] = kid, ["typ"] = "at+jwt" };

    static Dictionary<string, object?> Payload() =>
        new(Claims.Select(c => new KeyValuePair<string, object?>(c.Key, c.Value))) { ["iss"] = Tokens.Issuer, ["aud"] = Tokens.Audience, ["nbf"] = 1577836800, ["exp"] = 4070908800 };

    static string Encoded(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    static string Unsigned(object head, string? payload = null) => $"{Encoded(head)}.{payload ?? Encoded(Payload())}";

    static string Signed(object head, RSA key, string? payload = null) =>
        Unsigned(head, payload) is var text ? $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}" : "";

    static string Hashed(object head, byte[] secret) => Unsigned(head) is var text ? $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}" : "";

    static string Certificate() => Convert.ToBase64String(new CertificateRequest("CN=attacker", Attacker, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero)).RawData);

    static string Address => $"/api/citizens/{LedgerIds.Unknown}/file";

    async Task<HttpResponseMessage> Get(params string[] authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.TryAddWithoutValidation("Purpose", "Oversight");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await host.Client().SendAsync(request);
    }

    static async Task Refused(HttpResponseMessage answer)
    {
        await answer.ShouldBeRefused(401, "not-signed-in");
        answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
    }
}

static class Heads
{
    public static Dictionary<string, object?> With(this Dictionary<string, object?> head, string name, object? value)
    {
        var other = new Dictionary<string, object?>(head) { [name] = value };
        if (value is null)
            other.Remove(name);
        return other;
    }
}
