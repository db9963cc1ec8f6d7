using Marten;
using Marten.Events;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision;

/// <summary>What an examination came to.</summary>
/// <param name="Looks">How many looks there were on the day.</param>
/// <param name="Listed">How many of them are listed.</param>
public sealed record Examined(int Looks, int Listed);

/// <summary>
/// Examines the looks of one day, some people at a time. What is listed already is passed over, so that an examination that was cut off goes on when it is run again,
/// and running it twice adds nothing.
/// </summary>
public sealed class LooksExamination(IDocumentStore store, NpgsqlDataSource database, LookRegister register, ProjectionProgress files, StaffRegister staff)
{
    /// <summary>Who lists a look: the service by itself.</summary>
    public static readonly Act ByTheClock = new(ActorKind.Clock, "looks-examination", Channel.SystemInterface, Purpose: "Oversight");

    /// <summary>So long after its end a day is complete.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    const int PeopleAtATime = 500;

    // The key of the advisory lock: any number that nothing else uses.
    const long Lock = 0x5345_5256_4C4F_4F4B;

    /// <summary>Lists what stands out on this day; null while the record of it is not complete here, or another examination is under way.</summary>
    public async Task<Examined?> RunAsync(DateOnly day, WorkingDays days, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await Locks("pg_try_advisory_lock"))
            return null;
        try
        {
            var position = await register.CatchUpAsync(ct);
            return await register.LacksAsync(day, position, ct) || !await files.Reaches(position, ct) ? null : await ExamineAsync(day, days.IsWorkingDay(day)!.Value, ct);
        }
        finally
        {
            await Locks("pg_advisory_unlock");
        }

        async Task<bool> Locks(string how)
        {
            await using var command = new NpgsqlCommand($"select {how}($1)", connection) { Parameters = { new() { Value = Lock } } };
            return await command.ExecuteScalarAsync(CancellationToken.None) is true;
        }
    }

    async Task<Examined> ExamineAsync(DateOnly day, bool isWorkingDay, CancellationToken ct)
    {
        var peaks = await register.PeaksAsync(day, ct);
        var (total, listed, last) = (0, 0, Guid.Empty);
        while (await register.OfDayAsync(day, last, PeopleAtATime, ct) is { Count: > 0 } looks)
        {
            listed += await ListAsync(day, looks, isWorkingDay, peaks, ct);
            total += looks.Count;
            last = looks[^1].CitizenId;
        }

        return new(total, listed);
    }

    async Task<int> ListAsync(DateOnly day, IReadOnlyList<RegisteredLook> looks, bool isWorkingDay, IReadOnlySet<string> peaks, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        session.Record(ByTheClock);
        var people = looks.Select(l => l.CitizenId).Distinct().ToArray();
        var streams = await StreamsAsync(people, session, ct);
        var ties = await TiesAsync(streams, session, ct);
        var emergencies = (await session.Query<BreakGlass>().Where(g => g.CitizenId.In(people)).ToListAsync(ct)).ToLookup(g => g.CitizenId);
        var visits = looks.GroupBy(l => (l.CitizenId, l.Officer)).ToDictionary(g => g.Key, g => (Count: Explanation.Visits(g.Select(l => l.At)), First: g.Min(l => l.At)));
        var acts = await ActsAsync(day, [.. visits.Where(v => v.Value.Count >= Explanation.ManyVisits).Select(v => v.Key.CitizenId).Distinct()], streams, session, ct);

        var found = looks.Select(l => (Look: l, Causes: Explanation.CausesOf(l, FactsOf(l)))).Where(f => f.Causes.Length > 0).ToArray();
        var ids = found.Select(f => f.Look.AccessId).ToArray();
        var known = (await session.Query<UnexplainedLook>().Where(u => u.AccessId.In(ids)).Select(u => u.AccessId).ToListAsync(ct)).ToHashSet();
        foreach (var (look, causes) in found.Where(f => !known.Contains(f.Look.AccessId)))
            session.Events.StartStream<UnexplainedLook>(
                LedgerId.For(look.CitizenId), new UnlinkedReadDetected(look.CitizenId, look.AccessId, look.At, look.Officer, look.Department, look.Role, look.Screen, causes));
        await session.SaveChangesAsync(ct);
        return found.Length;

        LookFacts FactsOf(RegisteredLook l)
        {
            var (count, first) = visits[(l.CitizenId, l.Officer)];
            return new(
                [.. ties[l.CitizenId]], [.. emergencies[l.CitizenId]], isWorkingDay, peaks.Contains(l.Officer), staff.Of(l.CitizenId), count,
                acts[l.CitizenId].Any(a => a.Department == l.Department && a.At > first));
        }
    }

    /// <summary>Whose each stream of these people's files is.</summary>
    static async Task<IReadOnlyDictionary<Guid, Guid>> StreamsAsync(Guid[] people, IQuerySession session, CancellationToken ct) =>
        (await session.LoadManyAsync<CitizenFile>(ct, people)).SelectMany(f => f.Streams().Select(s => (Stream: s, f.Id))).ToDictionary(s => s.Stream, s => s.Id);

    static async Task<ILookup<Guid, Tie>> TiesAsync(IReadOnlyDictionary<Guid, Guid> streams, IQuerySession session, CancellationToken ct)
    {
        var ids = streams.Keys.ToArray();
        var events = await session.Events.QueryAllRawEvents().Where(e => e.EventTypesAre(Ties.Events) && e.StreamId.In(ids)).OrderBy(e => e.Sequence).ToListAsync(ct);
        return events.GroupBy(e => e.StreamId).SelectMany(s => Ties.Of(s).Select(t => (Citizen: streams[s.Key], Tie: t))).ToLookup(t => t.Citizen, t => t.Tie);
    }

    /// <summary>What offices did for these people on this day.</summary>
    static async Task<ILookup<Guid, (string? Department, DateTimeOffset At)>> ActsAsync(
        DateOnly day, IReadOnlyCollection<Guid> people, IReadOnlyDictionary<Guid, Guid> streams, IQuerySession session, CancellationToken ct)
    {
        var ids = streams.Where(s => people.Contains(s.Value)).Select(s => s.Key).ToArray();
        var (from, to) = (LookRegister.StartOf(day), LookRegister.EndOf(day));
        var events = ids.Length == 0 ? [] : await session.Events.Known().Where(e => e.StreamId.In(ids) && e.Timestamp >= from && e.Timestamp < to).ToListAsync(ct);
        return events.ToLookup(e => streams[e.StreamId], e => (e.Act()?.Department, e.Timestamp));
    }
}
