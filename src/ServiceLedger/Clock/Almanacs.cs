using System.Diagnostics;
using Marten;
using Marten.Services;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Clock;

/// <summary>
/// The almanac on record, remembered in this process: every deadline asks for it, and it changes about once a year. What this process records is known at once, what
/// another one imports within a few seconds.
/// </summary>
public sealed class Almanacs : DocumentSessionListenerBase
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    volatile Known? known;

    sealed record Known(Almanac Almanac, long Since);

    /// <summary>Calendars and rules of all times; the law's rules where none were adopted yet.</summary>
    public async Task<Almanac> OnRecordAsync(IQuerySession session, CancellationToken ct)
    {
        if (known is { } remembered && Stopwatch.GetElapsedTime(remembered.Since) < Fresh)
            return remembered.Almanac;
        var since = Stopwatch.GetTimestamp();
        var almanac = await Almanac.Load(session, ct);
        known = new(almanac, since);
        return almanac;
    }

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        if (commit.GetStreams().Any(s => s.Events.Any(e => e.Data is CalendarPublished or ClockRulesAdopted)))
            known = null;
        return Task.CompletedTask;
    }
}

/// <summary>Records the rules of the settings when the service starts, where they are not those in force.</summary>
public sealed class AdoptsClockRules(IDocumentStore store, Settings settings) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var book = await session.LoadAsync<ClockBook>(ClockBook.Stream, cancellationToken);
        if (ClockBook.Decide(book, settings.Clock) is not { } adopted)
            return;
        session.Record(new Act(ActorKind.System, "serviceledger", Channel.SystemInterface));
        if (book is null)
            session.Events.StartStream<ClockBook>(ClockBook.Stream, adopted);
        else
            session.Events.Append(ClockBook.Stream, book.Version + 1, adopted);
        await session.SaveChangesAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
