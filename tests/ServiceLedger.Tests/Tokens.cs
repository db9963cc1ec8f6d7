using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceLedger.Access;

namespace ServiceLedger.Tests;

/// <summary>
/// Turns the persona of a test into what a request really carries: an access token as the development provider signs it, for who it is, and headers for what it states.
/// <code>kind=officer; id=li.hua; role=handler; department=…; window=…; division=…; class=…; assurance=…; own=…; purpose=…; matter=…; basis=…; channel=…; behalf=…; glass=…</code>
/// </summary>
static class Tokens
{
    public const string Issuer = "http://localhost:5080/", Audience = "serviceledger";

    static readonly Dictionary<string, string> Headers = new()
    {
        ["purpose"] = RequestStatement.Purpose,
        ["matter"] = RequestStatement.Matter,
        ["basis"] = RequestStatement.LegalBasis,
        ["channel"] = RequestStatement.Channel,
        ["behalf"] = RequestStatement.OnBehalfOf,
        ["glass"] = RequestStatement.BreakGlass,
        ["as"] = RequestStatement.Role
    };

    static readonly Dictionary<string, string> Claims = new()
    {
        ["kind"] = "actor_kind",
        ["id"] = "sub",
        ["name"] = "name",
        ["role"] = "roles",
        ["department"] = "department",
        ["window"] = "window",
        ["division"] = "division",
        ["class"] = "urban_rural_class",
        ["assurance"] = "acr",
        ["own"] = "citizen",
        ["number"] = "id_number"
    };

    static readonly ConcurrentDictionary<(string Folder, string Persona), string> Signed = new();
    static readonly ConcurrentDictionary<string, RsaSecurityKey> Keys = new();

    /// <summary>The development provider's signing key of the hosts on this folder.</summary>
    public static RsaSecurityKey Key(string folder) => Keys.GetOrAdd(folder, f => DevelopmentProvider.Key(Path.Combine(f, "sign-in-key.pem")));

    /// <summary>The headers of a request of this persona.</summary>
    public static IEnumerable<(string Name, string Value)> Of(string folder, string persona)
    {
        var parts = persona.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(p => p.Split('=', 2)).Select(p => (Name: p[0].Trim(), Value: p.ElementAtOrDefault(1)?.Trim() ?? "")).ToArray();
        var token = Signed.GetOrAdd((folder, string.Join(';', parts.Where(p => !Headers.ContainsKey(p.Name)))), _ => Token(Key(folder), parts.Where(p => !Headers.ContainsKey(p.Name))));
        return parts.Where(p => Headers.ContainsKey(p.Name)).Select(p => (Headers[p.Name], p.Value)).Prepend(("Authorization", "Bearer " + token));
    }

    /// <summary>Puts them on a request or a client.</summary>
    public static void BearAs(this System.Net.Http.Headers.HttpRequestHeaders headers, string folder, string persona)
    {
        foreach (var (name, value) in Of(folder, persona))
            headers.TryAddWithoutValidation(name, value);
    }

    static string Token(RsaSecurityKey key, IEnumerable<(string Name, string Value)> parts)
    {
        var claims = parts.GroupBy(p => Claims.GetValueOrDefault(p.Name, p.Name)).ToDictionary(g => g.Key, g => g.Count() == 1 ? (object)g.Single().Value : g.Select(p => p.Value).ToArray());
        if (claims.GetValueOrDefault("actor_kind") is "citizen" && claims.TryGetValue("sub", out var id) && !claims.ContainsKey("id_number"))
            claims["citizen"] = id;
        return Sign(key, claims);
    }

    /// <summary>A token of these claims, good at any time a test may set its clock to.</summary>
    public static string Sign(SecurityKey key, IDictionary<string, object> claims, Action<SecurityTokenDescriptor>? otherwise = null, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = "at+jwt",
            IssuedAt = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            NotBefore = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Expires = new(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Claims = claims,
            SigningCredentials = new(key, algorithm)
        };
        otherwise?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }
}
