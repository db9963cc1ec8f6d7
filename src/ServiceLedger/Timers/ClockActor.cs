using System.Collections.Concurrent;
using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;
using ServiceLedger.Privacy;
using ServiceLedger.Reviews;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Supervision.Registers;

namespace ServiceLedger.Timers;

/// <summary>
/// Records what the law lets happen by the mere passing of time, and calls what went wrong by its name. What is to be done stands in the register of deadlines, which follows from the
/// events; before anything is recorded it is reckoned again from the stream itself, and the stream's version lets it be recorded once. So it does nothing wrong, however late, however
/// often, and after whatever it comes to it.
/// </summary>
public sealed class ClockActor(IDocumentStore store, NpgsqlDataSource database, Almanacs almanacs, ItemCatalogue items, RatingTerms ratings, TimeProvider time, ILogger<ClockActor> log)
{
    /// <summary>Who records it.</summary>
    public static readonly Act Clock = new(ActorKind.Clock, "statutory-clock", Channel.SystemInterface);

    // So many at a time: what comes meanwhile waits for the next look.
    const int AtATime = 500;

    // No stream has so many limits that pass at once: an event that does not settle its limit must not be recorded for ever.
    const int MostOfOneStream = 100;

    // What fails by itself must keep nothing else waiting, and is tried again later.
    static readonly TimeSpan PutOff = TimeSpan.FromMinutes(10);

    // What is put off and due still is looked at every second; what nobody looks at any more is due no longer.
    static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);

    const string DueNow = $"""
        select stream_id, subject, passes_at as at from {Deadlines} where passes_at <= $1
        union all
        select stream_id, subject, warns_at from {Deadlines} where warns_at <= $1 and warned_of is distinct from due_day
        """;

    /// <summary>How many streams and cards have something that is due; its parameter is the moment.</summary>
    internal const string Waiting = $"select (select count(distinct stream_id) from ({DueNow}) due) + (select count(*) from {RegisterCatalogue.CardsDue})";

    const string Deadlines = $"{Store.Schema}.register_deadline";

    readonly ConcurrentDictionary<Guid, DateTimeOffset> putOff = new();
    long cameToAnEnd;

    /// <summary>When it last did all that was due, or began to; null where it does not run in this process.</summary>
    public DateTimeOffset? CameToAnEnd => Interlocked.Read(ref cameToAnEnd) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>How many streams and events are put off at this moment.</summary>
    public int PutOffAt(DateTimeOffset now) => putOff.Values.Count(until => now < until + Forgotten);

    /// <summary>Does all that is to be done by now, as far as the registers have come; returns how many events it recorded.</summary>
    public async Task<int> CatchUpAsync(CancellationToken ct)
    {
        var recorded = 0;
        Interlocked.CompareExchange(ref cameToAnEnd, time.GetUtcNow().UtcTicks, 0);
        for (var done = -1; done != recorded;)
        {
            done = recorded;
            foreach (var (stream, kind) in await DueAsync(time.GetUtcNow(), ct))
                recorded += await TryAsync(stream, () => KeepAsync(stream, kind, ct));
            foreach (var card in await CardsDueAsync(ct))
                recorded += await TryAsync(card, () => IssueAsync(card, ct));
            recorded += await RecomputeAsync(ct);
        }

        Interlocked.Exchange(ref cameToAnEnd, time.GetUtcNow().UtcTicks);
        return recorded;
    }

    /// <summary>Records what has passed on one stream, and warns of what is about to.</summary>
    public async Task<int> KeepAsync(Guid stream, KeptKind kind, CancellationToken ct)
    {
        for (var recorded = 0; ; recorded++)
        {
            if (recorded == MostOfOneStream)
                throw new System.Diagnostics.UnreachableException("What was recorded does not settle its limit.");
            await using var session = Session();
            var almanac = await almanacs.OnRecordAsync(session, ct);
            var now = time.GetUtcNow();
            var (kept, append) = await LoadAsync(session, stream, kind, ct);
            if (kept.Next(almanac, now) is { } passed)
                append(kept.WhenPassed(passed));
            else if (!await WarnAsync(session, kept, almanac, now, ct))
                return recorded;
            session.WritesAbout(kept.Whose.CitizenId);
            await session.SaveChangesAsync(ct);
        }
    }

    static async Task<bool> WarnAsync(IDocumentSession session, KeptStream kept, Almanac almanac, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var l in kept.Limits(almanac).Where(l => l.WarnsAt <= now && l.PassesAt > now && !kept.Missed.Contains(l.Key)))
        {
            var card = Carding.IdOf(kept.Whose.CitizenId, kept.Whose.StreamId, l.Kind, l.Of, l.Due!.Value);
            if (await session.LoadAsync<CardCase>(card, ct) is not null)
                continue;
            session.Events.StartStream<CardCase>(card, new WarningRaised(
                kept.Whose.CitizenId, kept.Whose.StreamId, kept.Whose.ApplicationId, l.Kind, l.Of, l.Due.Value, kept.Whose.Of(l.Kind, l.Of), l.Reckoning.RulesVersion));
            return true;
        }

        // The register comes behind: whatever is still told there is told anew from here.
        RegisterCatalogue.Deadlines.Upsert(session, [.. RegisteredDeadline.RowsOf(kept, almanac)]);
        session.QueueSqlCommand(
            $"update {RegisterCatalogue.Deadlines.Table} set warned_of = due_day where stream_id = ? and warns_at <= ?", kept.Whose.StreamId, now.ToUniversalTime());
        await session.SaveChangesAsync(ct);
        return false;
    }

    /// <summary>Issues the card that an event brings, once.</summary>
    public async Task<int> IssueAsync(Guid eventId, CancellationToken ct)
    {
        await using var session = Session();
        var because = await session.Events.LoadAsync(eventId, ct) ?? throw new InvalidOperationException($"The event {eventId} brings a card and is not on record.");
        var stream = await session.Events.FetchForWriting<CardCase>(Carding.IdOf(because), ct);
        session.QueueSqlCommand($"delete from {RegisterCatalogue.CardsDue} where event_id = ?", eventId);
        if (stream.Aggregate is not { IssuedAt: not null })
        {
            var whose = await WhoseAsync(session, because, ct);
            stream.AppendOne(Carding.Of(because, whose));
            session.WritesAbout(whose.CitizenId);
        }

        await session.SaveChangesAsync(ct);
        return stream.Aggregate is { IssuedAt: not null } ? 0 : 1;
    }

    /// <summary>Reckons anew, by an event on each stream, what runs while a new notice changes its days (LIC art. 82).</summary>
    async Task<int> RecomputeAsync(CancellationToken ct)
    {
        await using var session = Session();
        var recorded = 0;
        foreach (var calendar in (await almanacs.OnRecordAsync(session, ct)).Days.Republished)
        {
            var first = calendar.ChangedFrom();
            await using var command = database.CreateCommand(
                $"""
                select distinct stream_id, subject from {RegisterCatalogue.Deadlines.Table}
                where done_day is null and length is not null and calendars_as_of < $1 and from_day <= $2 and (due_day is null or due_day >= $3) and stream_id <> all($4) limit {AtATime}
                """);
            command.Parameters.Add(new() { Value = calendar.PublishedAt.ToUniversalTime() });
            command.Parameters.Add(new() { Value = new DateOnly(calendar.Year, 12, 31) });
            command.Parameters.Add(new() { Value = first });
            command.Parameters.Add(PutOffNow());
            var streams = new List<(Guid, KeptKind)>();
            await using (var rows = await command.ExecuteReaderAsync(ct))
                while (await rows.ReadAsync(ct))
                    streams.Add((rows.GetGuid(0), KindOf(rows.GetString(1))));
            foreach (var (stream, kind) in streams)
                recorded += await TryAsync(stream, () => RecomputeAsync(stream, kind, calendar.PublishedAt, ct));
        }

        return recorded;
    }

    async Task<int> RecomputeAsync(Guid stream, KeptKind kind, DateTimeOffset asOf, CancellationToken ct)
    {
        await using var session = Session();
        var almanac = await almanacs.OnRecordAsync(session, ct);
        var (kept, append) = await LoadAsync(session, stream, kind, ct);
        if (kept.CalendarsAsOf >= asOf)
            return 0;
        var pairs = kept.Limits(almanac).Zip(kept.LimitsBy(almanac, asOf)).Where(p => p.First.DoneOn is null && p.First.Length is not null).ToArray();
        var moved = pairs.Where(p => p.First.Due != p.Second.Due).ToArray();
        foreach (var (before, after) in moved.Length > 0 ? moved : pairs[..Math.Min(1, pairs.Length)])
            append(kept.Recomputed(before, after, asOf));
        session.QueueSqlCommand($"update {RegisterCatalogue.Deadlines.Table} set calendars_as_of = ? where stream_id = ?", asOf.ToUniversalTime(), stream);
        session.WritesAbout(kept.Whose.CitizenId);
        await session.SaveChangesAsync(ct);
        return Math.Max(1, moved.Length);
    }

    async Task<(KeptStream Kept, Action<object> Append)> LoadAsync(IDocumentSession session, Guid id, KeptKind kind, CancellationToken ct)
    {
        switch (kind)
        {
            case KeptKind.Application:
                var application = await session.Events.FetchForWriting<Application>(id, ct);
                var terms = await items.Find(application.Aggregate!.ItemCode, application.Aggregate.ItemVersion, ct);
                return (KeptStream.Of(application.Aggregate, () => terms!.Terms(application.Aggregate.ItemVersion)!), application.AppendOne);
            case KeptKind.Decision:
                var decision = await session.Events.FetchForWriting<Decision>(id, ct);
                return (KeptStream.Of(decision.Aggregate!), decision.AppendOne);
            case KeptKind.DataRequest:
                var request = await session.Events.FetchForWriting<DataRequest>(id, ct);
                return (KeptStream.Of(request.Aggregate!), request.AppendOne);
            case KeptKind.Commitment:
                var commitment = await session.Events.FetchForWriting<Commitment>(id, ct);
                return (KeptStream.Of(commitment.Aggregate!, (await session.LoadAsync<Application>(commitment.Aggregate!.ApplicationId, ct))!.DecidedAt), commitment.AppendOne);
            case KeptKind.Review:
                var review = await session.Events.FetchForWriting<Review>(id, ct);
                return (KeptStream.Of(review.Aggregate!), review.AppendOne);
            case KeptKind.Rating:
                var rating = await session.Events.FetchForWriting<Rating>(id, ct);
                return (KeptStream.Of(rating.Aggregate!, ratings), rating.AppendOne);
            case KeptKind.Complaint:
                var complaint = await session.Events.FetchForWriting<Complaint>(id, ct);
                return (KeptStream.Of(complaint.Aggregate!), complaint.AppendOne);
            default:
                throw new System.Diagnostics.UnreachableException($"Nothing of {kind} is kept.");
        }
    }

    static async Task<Answerable> WhoseAsync(IQuerySession session, IEvent e, CancellationToken ct) =>
        await session.LoadAsync<Application>(e.StreamId, ct) is { } application ? Carding.WhoseIs(application)
        : await session.LoadAsync<Decision>(e.StreamId, ct) is { } decision ? Carding.WhoseIs(decision)
        : await session.LoadAsync<DataRequest>(e.StreamId, ct) is { } request ? Carding.WhoseIs(request, e.Data)
        : await session.LoadAsync<Commitment>(e.StreamId, ct) is { } commitment ? Carding.WhoseIs(commitment)
        : await session.LoadAsync<Review>(e.StreamId, ct) is { } review ? Carding.WhoseIs(review)
        : await session.LoadAsync<Rating>(e.StreamId, ct) is { } rating ? Carding.WhoseIs(rating)
        : await session.LoadAsync<Complaint>(e.StreamId, ct) is { } complaint ? Carding.WhoseIs(complaint)
        : throw new System.Diagnostics.UnreachableException($"{e.EventTypeName} brings a card and nobody answers for it.");

    async Task<IReadOnlyList<(Guid Stream, KeptKind Kind)>> DueAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            select stream_id, subject from ({DueNow}) due where stream_id <> all($2)
            group by stream_id, subject order by min(at) limit {AtATime}
            """);
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        command.Parameters.Add(PutOffNow());
        var due = new List<(Guid, KeptKind)>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            due.Add((rows.GetGuid(0), KindOf(rows.GetString(1))));
        return due;
    }

    async Task<IReadOnlyList<Guid>> CardsDueAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select event_id from {RegisterCatalogue.CardsDue} where event_id <> all($1) order by at limit {AtATime}");
        command.Parameters.Add(PutOffNow());
        var due = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            due.Add(rows.GetGuid(0));
        return due;
    }

    /// <summary>What is put off at this moment: however much it is, it takes nobody's place among those looked at.</summary>
    NpgsqlParameter PutOffNow() => new() { Value = putOff.Where(p => p.Value > time.GetUtcNow()).Select(p => p.Key).ToArray() };

    /// <summary>
    /// What somebody else did at the same moment is looked at again at the next tick; an erased record has no clock any more. What fails otherwise is said, put off, and keeps nothing else
    /// from being done; only a database that does not answer stops the look.
    /// </summary>
    async Task<int> TryAsync(Guid about, Func<Task<int>> act)
    {
        if (putOff.TryGetValue(about, out var until) && time.GetUtcNow() < until)
            return 0;
        try
        {
            var recorded = await act();
            putOff.TryRemove(about, out _);
            return recorded;
        }
        catch (Exception e) when (e is ConcurrencyException or Marten.Exceptions.ExistingStreamIdCollisionException || RecordLock.IsErased(e))
        {
            log.LogInformation("A limit is looked at again: {Fault}.", e.GetType().Name);
            return 0;
        }
        catch (Exception e) when (e is not OperationCanceledException && !IsUnreachable(e))
        {
            putOff[about] = time.GetUtcNow() + PutOff;
            // The message of a fault may hold what stands in an event.
            log.LogError("The clock could not keep {Stream}: {Fault}, {Cause}. It is tried again in {Minutes} minutes.", about, e.GetType().Name, e.GetBaseException().GetType().Name, PutOff.TotalMinutes);
            return 0;
        }
    }

    static bool IsUnreachable(Exception e) => (e as Marten.Exceptions.MartenCommandException)?.InnerException is NpgsqlException and not PostgresException || e is NpgsqlException and not PostgresException;

    static KeptKind KindOf(string subject) => EnumNames.TryRead<KeptKind>(subject, out var kind) ? kind : throw new System.Diagnostics.UnreachableException($"Nothing of {subject} is kept.");

    IDocumentSession Session()
    {
        var session = store.LightweightSession();
        session.Record(Clock);
        return session;
    }
}

/// <summary>Lets the clock look every second, and before the service answers, so that what passed while it was down is on record first.</summary>
public sealed class KeepsTime(ClockActor clock, TimeProvider time, ILogger<KeepsTime> log) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Who waits for the service waits no longer for what it makes up for.
    static readonly TimeSpan LongestBeforeAnswering = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var first = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        first.CancelAfter(LongestBeforeAnswering);
        try
        {
            await TryAsync(first.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("More passed while the service was down than the clock recorded yet. It goes on while the service answers.");
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryAsync(stoppingToken);
    }

    async Task TryAsync(CancellationToken ct)
    {
        try
        {
            if (await clock.CatchUpAsync(ct) is > 0 and var recorded)
                log.LogInformation("The clock recorded {Events} events.", recorded);
        }
        catch (Exception e) when (e is NpgsqlException or Marten.Exceptions.MartenCommandException)
        {
            log.LogWarning("The clock stood still: {Fault}. It looks again.", e.GetType().Name);
        }
    }
}
