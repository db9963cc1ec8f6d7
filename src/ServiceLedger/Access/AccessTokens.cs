using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>Verifies the access tokens (RFC 9068) of requests against the authority's published keys, and nothing that a token itself brings or points to.</summary>
public sealed class AccessTokens(SignInSettings settings, IOptionsMonitor<OpenIdConnectOptions> authority, WhoIs whoIs, VerifiedTokens verified, TimeProvider time, ILogger<AccessTokens> log)
{
    /// <summary>The longest token looked at, in characters.</summary>
    public const int Longest = 8 * 1024;

    /// <summary>How far the clocks of authority and service may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    // An authority that did not answer is left alone for so long.
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256];
    static readonly string[] Types = ["at+jwt", "application/at+jwt"];

    readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = Longest, MapInboundClaims = false };
    readonly TokenValidationParameters rules = new()
    {
        ValidAudience = settings.Audience,
        ValidAlgorithms = Algorithms,
        ValidTypes = Types,
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = false,
        LifetimeValidator = Lifetime(time)
    };
    long unreachableSince;

    /// <summary>Who the bearer of the token is, or why nobody.</summary>
    public async ValueTask<(SignedIn? Who, ProblemDetails? Refusal)> ReadAsync(string token, CancellationToken ct)
    {
        var key = VerifiedTokens.KeyOf(token);
        if (verified.Find(key) is { } known)
            return (known, null);

        var cuts = verified.Cuts;
        if (token.Length > Longest || !handler.CanReadToken(token))
            return (null, Unverified());
        if (await KeysAsync(ct) is not { } keys)
            return (null, Problems.Make(503, "sign-in-unavailable", "Nobody can be signed in at the moment.", "暂时无法登录。", "The authority does not answer; repeat the request shortly.", "认证机构无应答，请稍后重试。"));
        var these = rules.Clone();
        these.ConfigurationManager = keys;
        var result = await handler.ValidateTokenAsync(token, these);
        if (!result.IsValid)
            return (null, Unverified());

        var (who, refusal) = await whoIs.ReadAsync(result.ClaimsIdentity.Claims, ct);
        if (who is not null)
            verified.Remember(key, who, result.SecurityToken.ValidTo, cuts);
        return (who, refusal);
    }

    /// <summary>Whether a token's time is now, by the service's clock: it must have an end.</summary>
    public static LifetimeValidator Lifetime(TimeProvider time) => (from, until, _, _) =>
        until is { } end && time.GetUtcNow().UtcDateTime is var now && now < end + Skew && (from is null || from <= now + Skew);

    /// <summary>Where the authority publishes its keys; null while it does not answer.</summary>
    public async Task<BaseConfigurationManager?> KeysAsync(CancellationToken ct)
    {
        var manager = authority.Get(SignIn.Authority).ConfigurationManager!;
        if (unreachableSince != 0 && time.GetElapsedTime(unreachableSince) is var since && since >= TimeSpan.Zero && since < Pause)
            return null;
        try
        {
            await manager.GetConfigurationAsync(ct);
            unreachableSince = 0;
            return (BaseConfigurationManager)manager;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            log.LogError("The authority {Authority} does not answer: {Fault}", settings.Authority, (e.InnerException ?? e).GetType().Name);
            unreachableSince = time.GetTimestamp();
            return null;
        }
    }

    static ProblemDetails Unverified() => Problems.NotSignedIn("The access token cannot be verified or is not for this service now.", "访问令牌无法验证，或不适用于本服务。");
}

/// <summary>
/// Tokens verified in the last 30 seconds, none longer than it lasts, by their SHA-256: verifying a signature costs many times what a cheap request does.
/// </summary>
public sealed class VerifiedTokens(TimeProvider time)
{
    const int Remembered = 10_000;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<(UInt128, UInt128), (SignedIn Who, DateTimeOffset Until)> tokens = new();
    int cuts;

    internal int Cuts => Volatile.Read(ref cuts);

    internal static (UInt128, UInt128) KeyOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes = stackalloc byte[2048];
        if (!Encoding.UTF8.TryGetBytes(token, bytes, out var length))
            SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        else
            SHA256.HashData(bytes[..length], hash);
        return (MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
    }

    internal SignedIn? Find((UInt128, UInt128) key) => tokens.TryGetValue(key, out var known) && time.GetUtcNow() < known.Until ? known.Who : null;

    /// <summary>Remembers a verified token, unless somebody was cut while it was being verified.</summary>
    internal void Remember((UInt128, UInt128) key, SignedIn who, DateTime validTo, int cutsBefore)
    {
        var now = time.GetUtcNow();
        if (cutsBefore != Cuts || validTo <= now.UtcDateTime)
            return;
        // A full cache starts afresh: simpler than tracking use, and a miss costs one verification.
        if (tokens.Count >= Remembered)
            tokens.Clear();
        tokens[key] = (who, validTo < now.UtcDateTime + Longest ? new(validTo, TimeSpan.Zero) : now + Longest);
    }

    /// <summary>Forgets every token of an actor: the next request is verified anew.</summary>
    public void Cut(string actorId)
    {
        Interlocked.Increment(ref cuts);
        foreach (var (key, known) in tokens)
            if (known.Who.Id == actorId)
                tokens.TryRemove(key, out _);
    }
}
