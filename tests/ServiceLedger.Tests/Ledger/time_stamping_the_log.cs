using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Tests.Ledger;

/// <summary>A time-stamping authority on a port of its own (RFC 3161), with a certificate and a clock of its own.</summary>
public sealed class Authority : IAsyncDisposable
{
    readonly RSA key = RSA.Create(2048);
    readonly X509Certificate2 certificate;
    WebApplication? server;

    public Authority()
    {
        var request = new CertificateRequest("CN=Authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    public FakeTimeProvider Time { get; } = new(LedgerHost.Now);
    public Uri Address { get; private set; } = null!;

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>What it does to its answer before it sends it.</summary>
    public Func<Rfc3161TimestampRequest, byte[]>? Otherwise { get; set; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/", async (HttpRequest request) =>
        {
            Asked++;
            request.ContentType.ShouldBe("application/timestamp-query");
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            Rfc3161TimestampRequest.TryDecode(body.ToArray(), out var asked, out _).ShouldBeTrue();
            return Results.Bytes(Otherwise?.Invoke(asked!) ?? Granted(asked!.GetMessageHash().ToArray(), asked.GetNonce()), "application/timestamp-reply");
        });
        await server.StartAsync();
        Address = new(server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    /// <summary>A response that grants a time-stamp of this digest (RFC 3161 §2.4.2).</summary>
    public byte[] Granted(byte[] digest, ReadOnlyMemory<byte>? nonce)
    {
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            info.WriteInteger(1);
            info.WriteObjectIdentifier("1.2.3.4");
            using (info.PushSequence())
            {
                using (info.PushSequence())
                    info.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
                info.WriteOctetString(digest);
            }

            info.WriteInteger(Asked);
            info.WriteGeneralizedTime(Time.GetUtcNow(), omitFractionalSeconds: true);
            if (nonce is { } n)
                info.WriteInteger(n.Span);
        }

        // The certificate that signs is named in the signature (RFC 5816 §2.2.1).
        var named = new AsnWriter(AsnEncodingRules.DER);
        using (named.PushSequence())
        using (named.PushSequence())
        using (named.PushSequence())
            named.WriteOctetString(SHA256.HashData(certificate.RawData));
        var cms = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), info.Encode()));
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = X509IncludeOption.EndCertOnly,
            SignedAttributes = { new Pkcs9AttributeObject(new Oid("1.2.840.113549.1.9.16.2.47"), named.Encode()) }
        });
        return Response(0, cms.Encode());
    }

    /// <summary>A response of this status, with a token or without.</summary>
    public static byte[] Response(int status, byte[]? token = null)
    {
        var response = new AsnWriter(AsnEncodingRules.DER);
        using (response.PushSequence())
        {
            using (response.PushSequence())
                response.WriteInteger(status);
            if (token is not null)
                response.WriteEncodedValue(token);
        }

        return response.Encode();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        certificate.Dispose();
        key.Dispose();
    }
}

/// <summary>Once a day an authority that takes no part here says what the newest checkpoint was.</summary>
public sealed class time_stamping_the_log(Cluster cluster) : IAsyncLifetime
{
    readonly Authority authority = new();
    readonly FakeTimeProvider time = new(LedgerHost.Now);
    readonly Log log = new();
    LedgerFactory service = null!;

    TimeStamps Stamps => service.Services.GetRequiredService<TimeStamps>();
    LogFolder Folder => service.Services.GetRequiredService<LogFolder>();

    public async ValueTask InitializeAsync()
    {
        await authority.StartAsync();
        service = new(await cluster.NewDatabaseAsync(), cluster.Folder, time, log, settings: new() { ["Log:TimeStampAuthority"] = authority.Address.ToString() });
        _ = service.Server;
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task happens_once_a_day_where_something_was_added()
    {
        (await Stamps.StampAsync()).ShouldBeFalse();
        var first = await Grow("甲");
        (await Stamps.StampAsync()).ShouldBeTrue();
        (await Stamps.StampAsync()).ShouldBeFalse();
        var second = await Grow("乙");
        Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        (await Stamps.StampAsync()).ShouldBeFalse();
        Advance(TimeSpan.FromSeconds(1));
        (await Stamps.StampAsync()).ShouldBeTrue();
        Advance(TimeSpan.FromDays(2));
        (await Stamps.StampAsync()).ShouldBeFalse();
        authority.Asked.ShouldBe(2);

        using var client = service.CreateClient();
        foreach (var (checkpoint, at) in new[] { (first, LedgerHost.Now), (second, LedgerHost.Now.AddDays(1)) })
        {
            var answer = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/log/timestamps/{checkpoint.Size}"));
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/timestamp-reply");
            var token = TimeStamps.Read(await answer.Content.ReadAsByteArrayAsync()).ShouldNotBeNull();
            token.VerifySignatureForData(Encoding.UTF8.GetBytes(checkpoint.ToString()), out _).ShouldBeTrue();
            token.TokenInfo.Timestamp.ShouldBe(at);
        }

        (await client.GetAsync("/log/timestamps/1000000")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var stamped = (await client.GetFromJsonAsync<JsonNode>("/log"))!["timeStamped"]!;
        (stamped["size"]!.GetValue<long>(), stamped["at"]!.GetValue<DateTimeOffset>()).ShouldBe((second.Size, LedgerHost.Now.AddDays(1)));
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        (await client.GetStringAsync("/log")).ShouldContain("Time-stamped last");
    }

    [Fact]
    public async Task keeps_nothing_that_is_not_a_stamp_of_the_checkpoint_now()
    {
        await Grow("丙");
        await Refused(_ => Authority.Response(2));
        await Refused(_ => Encoding.ASCII.GetBytes("<html>"));
        await Refused(_ => []);
        await Refused(asked => authority.Granted(SHA256.HashData([1]), asked.GetNonce()));
        await Refused(asked => authority.Granted(asked.GetMessageHash().ToArray(), null));
        await Refused(asked => authority.Granted(asked.GetMessageHash().ToArray(), new byte[] { 1, 2, 3 }));
        await Refused(asked => [.. authority.Granted(asked.GetMessageHash().ToArray(), asked.GetNonce()), 0]);
        await Refused(asked => Altered(authority.Granted(asked.GetMessageHash().ToArray(), asked.GetNonce())));
        await Refused(_ => throw new InvalidOperationException("It fails."));
        authority.Time.Advance(TimeSpan.FromMinutes(6));
        await Refused(null);
        log.Text.ShouldContain("Its clock is 6 minutes from ours.");
        Folder.NewestTimeStamp().ShouldBeNull();
        time.Advance(TimeSpan.FromMinutes(6));
        (await Stamps.StampAsync()).ShouldBeTrue();
        log.Text.ShouldContain("The log is time-stamped again.");

        async Task Refused(Func<Rfc3161TimestampRequest, byte[]>? otherwise)
        {
            authority.Otherwise = otherwise;
            (await Stamps.StampAsync()).ShouldBeFalse();
            var asked = authority.Asked;
            (await Stamps.StampAsync()).ShouldBeFalse();
            // It is asked again after a while only.
            authority.Asked.ShouldBe(asked);
            Advance(TimeSpan.FromMinutes(15));
        }

        // The last byte is the signature's.
        static byte[] Altered(byte[] response) => [.. response[..^1], (byte)(response[^1] ^ 1)];
    }

    [Fact]
    public void by_nobody_reachable_refuses_the_start()
    {
        foreach (var (given, usable) in new[] { ("https://authority.example/tsr", true), ("authority.example", false), ("file:///tsr", false) })
        {
            var missing = new List<string>();
            var read = LogSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Log:TimeStampAuthority"] = given, ["Data"] = cluster.Folder }).Build(), true, true, missing);
            (read.TimeStampAuthority is not null, missing.Count == 0).ShouldBe((usable, usable));
        }
    }

    int people = 2000;

    async Task<Checkpoint> Grow(string name)
    {
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.BearAs(cluster.Folder, LedgerHost.Officer);
        client.DefaultRequestHeaders.Add("Idempotency-Key", name == "甲" ? "a" : name == "乙" ? "b" : "c");
        (await client.PostAsync("/api/citizens", JsonContent.Create(new { idNumber = People.IdNumber(++people), name, residenceDivision = "500103" }))).StatusCode.ShouldBe(HttpStatusCode.Created);
        await service.Services.GetRequiredService<KeepsLog>().CatchUpAsync();
        return service.Services.GetRequiredService<PublishedLog>().Newest()!.Value.Checkpoint;
    }

    void Advance(TimeSpan by)
    {
        time.Advance(by);
        authority.Time.Advance(by);
    }
}
