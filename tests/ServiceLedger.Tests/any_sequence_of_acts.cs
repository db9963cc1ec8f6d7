using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Applications;
using ServiceLedger.Citizens;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.DataRequests;
using ServiceLedger.Tests.Decisions;

namespace ServiceLedger.Tests;

/// <summary>
/// Random acts, allowed and forbidden, of everybody on everything, against a model of the law written in tables: of applications with
/// their commitments, of data requests, of decisions.
/// </summary>
public class any_sequence_of_acts(LedgerHost host, ITestOutputHelper output) : IClassFixture<LedgerHost>
{
    // Fixed, so that a red build means a change and not a throw of the dice. Other seeds, and more sequences, are asked for by
    // SEQUENCES_SEED=n (or =random) and SEQUENCES=n; a failure names the seed that shows it again.
    const ulong Seed = 20260302;
    const int Sequences = 10_000, Stored = 200;

    [Fact]
    public void is_refused_where_the_law_forbids_and_recorded_where_it_allows()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("SEQUENCES"), out var n) ? n : Sequences;
        var tally = new ConcurrentDictionary<string, (int Done, int Refused)>();
        var clock = Stopwatch.StartNew();
        Check(count, Environment.ProcessorCount, world =>
        {
            foreach (var (deed, (done, refused)) in world.Tally)
                tally.AddOrUpdate(deed, (done, refused), (_, before) => (before.Done + done, before.Refused + refused));
        });
        output.WriteLine($"{count:N0} sequences: {tally.Values.Sum(t => t.Done):N0} acts done, {tally.Values.Sum(t => t.Refused):N0} refused, in {clock.Elapsed.TotalSeconds:N1} s");
        foreach (var (deed, times) in tally.OrderBy(t => t.Value.Done))
            output.WriteLine($"{deed}: {times.Done:N0} done, {times.Refused:N0} refused");

        // Chance has not passed anything over.
        if (count >= Sequences)
            foreach (var deed in Deeds())
                (tally.GetValueOrDefault(deed) is { Done: >= 5, Refused: >= 5 }).ShouldBeTrue($"{deed}: {tally.GetValueOrDefault(deed)}");
    }

    /// <summary>What the store keeps inline, what it folds, and what it builds anew are the same.</summary>
    [Fact]
    public async Task is_the_same_folded_kept_and_built_anew()
    {
        List<World> worlds = [];
        Check(Stored, 1, worlds.Add);
        var clock = Stopwatch.StartNew();
        foreach (var world in worlds)
            await Store(world);
        output.WriteLine($"{worlds.Count} sequences, {worlds.Sum(w => w.Record.Count):N0} events stored in {clock.Elapsed.TotalSeconds:N1} s");

        await using var session = host.Store.QuerySession();
        foreach (var thing in worlds.SelectMany(w => w.Things.Skip(1)))
        {
            var kept = await Kept(session, thing.Record);
            Fold.Json(kept).ShouldBe(Fold.Json(Fold.All(thing.Record.Type, await session.Events.FetchStreamAsync(thing.Record.Id))), thing.Name);
            string status = ((dynamic)kept!).Status.ToString();
            status.ShouldBe(thing.Status, thing.Name);
        }

        var events = await session.Events.QueryAllRawEvents().OrderBy(e => e.Sequence).ToListAsync();
        (await host.Services.GetRequiredService<ProjectionProgress>().Reaches(events[^1].Sequence, default)).ShouldBeTrue();
        var live = await Files();
        live.Count.ShouldBe(worlds.Count(w => w.Things.Any(t => t.Record.Events.Count > 0)));
        foreach (var file in events.Where(e => e.Data is ICitizenEvent).GroupBy(e => ((ICitizenEvent)e.Data).CitizenId))
            live[file.Key].ShouldBe(Fold.Json(file.Aggregate(default(CitizenFile), (f, e) => CitizenFile.Fold(f, file.Key, e))));

        var snapshots = await Snapshots(worlds);
        using (var daemon = await host.Store.BuildProjectionDaemonAsync())
            foreach (var projection in new[] { typeof(Application), typeof(Commitment), typeof(DataRequest), typeof(Decision) })
                await daemon.RebuildProjectionAsync(projection, default);
        (await Snapshots(worlds)).ShouldBe(snapshots, "snapshots built anew");
        await CitizenFiles.RebuildAsync(host.Services, default);
        (await Files()).ShouldBe(live, "files built anew");
    }

    /// <summary>Plays so many sequences; a failure shows the shortest that fails, as a story.</summary>
    void Check(int count, int atOnce, Action<World> played)
    {
        var asked = Environment.GetEnvironmentVariable("SEQUENCES_SEED");
        var seed = asked is "random" ? (ulong)Random.Shared.NextInt64() : ulong.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Seed;
        output.WriteLine($"SEQUENCES_SEED={seed}");
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, 1).WithQuietOnSuccess(true);
        FsCheck.Check.One(atOnce == 1 ? config : config.WithParallelRunConfig(new ParallelRunConfig(atOnce)), Prop.ForAll(Sequence.Any, sequence => played(World.Played(sequence.Tries))));
    }

    async Task Store(World world)
    {
        HashSet<Guid> begun = [];
        foreach (var step in world.Record.GroupBy(r => r.Step))
        {
            await using var session = host.Store.LightweightSession();
            session.Record(step.First().By);
            foreach (var stream in step.GroupBy(r => r.On))
            {
                object[] happened = [.. stream.Select(r => r.Event.Data)];
                if (begun.Add(stream.Key.Record.Id))
                    session.Events.StartStream(stream.Key.Record.Type, stream.Key.Record.Id, happened);
                else
                    await Append(session, stream.Key.Record, happened);
            }

            await session.SaveChangesAsync();
        }
    }

    // Fetched for writing, as every endpoint does: only then does the state that is kept learn its version.
    static async Task Append(IDocumentSession session, Recorded record, object[] happened)
    {
        if (record.Type == typeof(Application))
            (await session.Events.FetchForWriting<Application>(record.Id)).AppendMany(happened);
        else if (record.Type == typeof(Commitment))
            (await session.Events.FetchForWriting<Commitment>(record.Id)).AppendMany(happened);
        else if (record.Type == typeof(DataRequest))
            (await session.Events.FetchForWriting<DataRequest>(record.Id)).AppendMany(happened);
        else
            (await session.Events.FetchForWriting<Decision>(record.Id)).AppendMany(happened);
    }

    static async Task<object?> Kept(IQuerySession session, Recorded record) =>
        record.Type == typeof(Application) ? await session.LoadAsync<Application>(record.Id)
        : record.Type == typeof(Commitment) ? await session.LoadAsync<Commitment>(record.Id)
        : record.Type == typeof(DataRequest) ? await session.LoadAsync<DataRequest>(record.Id)
        : await session.LoadAsync<Decision>(record.Id);

    async Task<SortedDictionary<Guid, string>> Files()
    {
        await using var session = host.Store.QuerySession();
        return new((await session.Query<CitizenFile>().ToListAsync()).ToDictionary(f => f.Id, f => Fold.Json(f)));
    }

    async Task<Dictionary<Guid, string>> Snapshots(IEnumerable<World> worlds)
    {
        await using var session = host.Store.QuerySession();
        Dictionary<Guid, string> all = [];
        foreach (var record in worlds.SelectMany(w => w.Things.Skip(1)).Select(t => t.Record))
            all[record.Id] = Fold.Json(await Kept(session, record));
        return all;
    }

    static IEnumerable<string> Deeds()
    {
        var world = new World();
        var matter = new ApplicationModel(world, LedgerIds.Unknown, Items.Plain);
        IModel[] one =
        [
            new Desk(world), matter, new CommitmentModel(world, LedgerIds.Unknown, World.Own), new DataRequestModel(world, LedgerIds.Unknown, matter, null!),
            new DecisionModel(world, LedgerIds.Unknown, matter, World.Own, null, new(RulingKind.Grant), false, false, "li.hua")
        ];
        return one.SelectMany(m => m.Rules).Where(r => !r.Elsewhere).Select(r => r.Key);
    }
}

/// <summary>A sequence of tries; printed, it is the story of what came of them.</summary>
sealed class Sequence(Try[] tries)
{
    const int Shortest = 10, Longest = 50;

    public IReadOnlyList<Try> Tries => tries;

    /// <summary>Mostly well-formed, on the present version, and in force from their record on.</summary>
    public static Arbitrary<Sequence> Any { get; } = Arb.From(
        from length in Gen.Choose(Shortest, Longest)
        from tries in Gen.ArrayOf(One(), length)
        select new Sequence(tries), s => s.Shorter());

    static Gen<Try> One() =>
        from @where in Gen.Choose(0, 999)
        from what in Gen.Choose(0, 9999)
        from who in Gen.Choose(0, 99)
        from stale in Seldom(12, 2)
        from early in Seldom(4, 4)
        from fault in Seldom(7, 6)
        from choice in Gen.Choose(0, 999_999)
        from hours in Gen.Frequency((8, Gen.Choose(0, 30)), (1, Gen.Choose(100, 400)))
        select new Try(@where, what, who, stale, early, fault, choice, hours);

    static Gen<int> Seldom(int outOf, int most) => Gen.Frequency((outOf - 1, Gen.Constant(0)), (1, Gen.Choose(1, most)));

    /// <summary>Fewer tries first, then plainer ones.</summary>
    IEnumerable<Sequence> Shorter()
    {
        for (var size = tries.Length / 2; size > 0; size /= 2)
            for (var from = 0; from + size <= tries.Length; from += size)
                yield return new([.. tries[..from], .. tries[(from + size)..]]);
        for (var i = 0; i < tries.Length; i++)
            foreach (var plainer in new[] { tries[i] with { Stale = 0 }, tries[i] with { Early = 0 }, tries[i] with { Fault = 0 }, tries[i] with { Hours = tries[i].Hours / 2 } })
                if (plainer != tries[i])
                    yield return new([.. tries[..i], plainer, .. tries[(i + 1)..]]);
    }

    public override string ToString()
    {
        try
        {
            return World.Played(tries).Story;
        }
        catch (BrokenSequence broken)
        {
            return broken.Message;
        }
    }
}
