using System.Globalization;
using System.Threading.RateLimiting;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>How much one actor or one address may ask of this process; settings <c>Limits:…</c>. What is over it is answered 429.</summary>
public sealed record Limits
{
    /// <summary>Requests a second of one actor, lasting.</summary>
    public int ActorPerSecond { get; init; } = 200;

    /// <summary>Requests of one actor at once, after a pause.</summary>
    public int ActorBurst { get; init; } = 2_000;

    /// <summary>Requests a second without sign-in from one address, lasting; many people may share one.</summary>
    public int AddressPerSecond { get; init; } = 500;

    /// <summary>Requests without sign-in from one address at once, after a pause.</summary>
    public int AddressBurst { get; init; } = 5_000;

    /// <summary>Searches for people a minute, for each officer.</summary>
    public int SearchesPerMinute { get; init; } = 60;

    /// <summary>Steps of signing in a minute from one address.</summary>
    public int SignInsPerMinute { get; init; } = 300;

    /// <summary>Matters asked for by their number a minute, from one address: numbers follow each other, and could be tried.</summary>
    public int TracksPerMinute { get; init; } = 30;

    /// <summary>Requests a minute from one address that were refused because nobody is signed in.</summary>
    public int UnsignedPerMinute { get; init; } = 300;
}

/// <summary>The framework's rate limiter, told who is who.</summary>
public static class LimitsAtWork
{
    /// <summary>What is counted together.</summary>
    enum Counted { Free, Actor, Address, Search, SignIn, Unsigned, Track }

    public static void AddLedgerLimits(this IServiceCollection services, Limits limits) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, (Counted, string)>(context => Partition(Requests(context), limits)),
            PartitionedRateLimiter.Create<HttpContext, (Counted, string)>(context => Partition(Lookups(context), limits)));
        options.OnRejected = async (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Problems.Make(429, "too-many-requests", "Too many requests.", "请求过于频繁。", "Wait as long as Retry-After says, then repeat.", "请按 Retry-After 等待后重试。").WriteTo(context.HttpContext);
        };
    });

    static (Counted, string) Requests(HttpContext context) =>
        context.Features.Get<SignedIn>() is { } who ? (Counted.Actor, who.Id)
        : SignIn.IsStepOf(context.Request.Path) ? (Counted.SignIn, Address(context))
        : context.Features.Get<Unsigned>() is not null ? (Counted.Unsigned, Address(context))
        : (Counted.Address, Address(context));

    /// <summary>What is looked up by what somebody types: people by officers, and matters by anybody.</summary>
    static (Counted, string) Lookups(HttpContext context) => context.GetEndpoint()?.Metadata switch
    {
        { } asked when asked.GetMetadata<TriedByNumberAttribute>() is not null => (Counted.Track, Address(context)),
        { } asked when asked.GetMetadata<ReadsOnlyAttribute>() is not null && context.Features.Get<SignedIn>() is { } who => (Counted.Search, who.Id),
        _ => (Counted.Free, "")
    };

    static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    static RateLimitPartition<(Counted, string)> Partition((Counted What, string) key, Limits limits) => key.What switch
    {
        Counted.Free => RateLimitPartition.GetNoLimiter(key),
        Counted.Actor => Bucket(key, limits.ActorBurst, limits.ActorPerSecond, TimeSpan.FromSeconds(1)),
        Counted.Address => Bucket(key, limits.AddressBurst, limits.AddressPerSecond, TimeSpan.FromSeconds(1)),
        Counted.Search => Bucket(key, limits.SearchesPerMinute, limits.SearchesPerMinute, TimeSpan.FromMinutes(1)),
        Counted.Track => Bucket(key, limits.TracksPerMinute, limits.TracksPerMinute, TimeSpan.FromMinutes(1)),
        Counted.SignIn => Bucket(key, limits.SignInsPerMinute, limits.SignInsPerMinute, TimeSpan.FromMinutes(1)),
        _ => Bucket(key, limits.UnsignedPerMinute, limits.UnsignedPerMinute, TimeSpan.FromMinutes(1))
    };

    static RateLimitPartition<(Counted, string)> Bucket((Counted, string) key, int burst, int refill, TimeSpan every) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = refill,
        ReplenishmentPeriod = every,
        QueueLimit = 0,
        // The framework replenishes all partitions by one timer of its own.
        AutoReplenishment = false
    });
}

/// <summary>Marks an address at which a stranger could try numbers: it has a limit of its own for each address it is asked from.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TriedByNumberAttribute : Attribute;
