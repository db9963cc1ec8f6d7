using Marten;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Tests.Supervision;
using ServiceLedger.Timers;

namespace ServiceLedger.Tests.Clock;

/// <summary>The clock of a host, moved by hand and looked at.</summary>
sealed class WatchedClock(LedgerHost host)
{
    public ClockActor Actor => host.Services.GetRequiredService<ClockActor>();

    public static DateTimeOffset Day(int month, int day, int hour = 9) => new(2026, month, day, hour, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Lets it look at a moment, which cannot be before one it has looked at.</summary>
    public async Task LookAt(DateTimeOffset now)
    {
        if (now != host.Time.GetUtcNow())
            host.Time.SetUtcNow(now);
        await host.FollowRegisters();
        // What it records may bring a card, which it issues once the registers have followed.
        for (var again = -1; again != 0;)
        {
            again = await Actor.CatchUpAsync(default);
            await host.FollowRegisters();
        }
    }

    public async Task<IReadOnlyList<string>> History(Guid stream) => await host.Column<string>($"select type from ledger.mt_events where stream_id = '{stream}' order by version");

    public async Task<IReadOnlyList<CardCase>> Cards(Guid stream)
    {
        await using var session = host.Store.QuerySession();
        return await session.Query<CardCase>().Where(c => c.StreamId == stream).ToListAsync();
    }
}
