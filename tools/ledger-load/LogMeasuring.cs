using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Load;

/// <summary>What the transparency log does: how fast it works a backlog off, how soon a commit stands under a signed checkpoint, how fast it is made again by an audit, and what its trigger costs.</summary>
static class LogMeasuring
{
    const int PerSecond = 1000, SecondsOfLatency = 15, Writers = 8;

    public static async Task<int> RunAsync(string[] args)
    {
        var wanted = args.Length > 0 && long.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("serviceledger-load-").FullName;
        try
        {
            await using var postgres = await LocalPostgres.StartAsync(folder, _ => { });
            await postgres.CreateDatabaseAsync("ledger");
            await using var service = new LogService(postgres.ConnectionStringTo("ledger"), folder);
            _ = service.Server;
            await using var database = NpgsqlDataSource.Create(postgres.ConnectionStringTo("ledger") + ";Command Timeout=0");
            await ManyEvents.FillAsync(service.Services, database, wanted);
            var met = await BacklogAsync(service, database);
            met &= await LatencyAsync(service, database, Path.Combine(folder, "log"));
            met &= await AuditAsync(service);
            met &= await TriggerAsync(service, database);
            return met ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<bool> BacklogAsync(LogService service, NpgsqlDataSource database)
    {
        var waiting = await ManyEvents.ScalarAsync(database, "select count(*) from ledger.pending");
        var clock = Stopwatch.StartNew();
        await service.Services.GetRequiredService<KeepsLog>().CatchUpAsync();
        await ManyEvents.ExecuteAsync(database, "vacuum (freeze, analyze) ledger.leaf; ");
        return Verdict("a backlog is sequenced and signed, leaves/s", waiting / clock.Elapsed.TotalSeconds, least: 20_000);
    }

    /// <summary>From each commit to the first checkpoint on disk that covers its event, while the log keeps itself.</summary>
    static async Task<bool> LatencyAsync(LogService service, NpgsqlDataSource database, string folder)
    {
        var (store, log) = (service.Services.GetRequiredService<IDocumentStore>(), service.Services.GetRequiredService<KeepsLog>());
        await log.StartAsync(default);
        var clock = Stopwatch.StartNew();
        var (committed, signed) = (new ConcurrentDictionary<Guid, double>(), new List<(long Size, double At)>());
        var files = new LogFolder(folder);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = w; i < PerSecond * SecondsOfLatency; i += Writers)
            {
                var due = i * 1000.0 / PerSecond - clock.Elapsed.TotalMilliseconds;
                if (due > 1)
                    await Task.Delay(TimeSpan.FromMilliseconds(due));
                await using var session = store.LightweightSession();
                session.Record(new Act(ActorKind.System, "benchmark", Channel.SystemInterface));
                var stream = session.Events.StartStream<Application>(LedgerId.New(), new DraftDiscarded(Guid.Empty));
                await session.SaveChangesAsync();
                committed[stream.Events[0].Id] = clock.Elapsed.TotalMilliseconds;
            }
        })));
        while (!writing.IsCompleted || (signed.Count > 0 && signed[^1].At > clock.Elapsed.TotalMilliseconds - 1000))
        {
            if (files.ReadCheckpoint() is { } note && SignedNote.TryParse(note, out var parsed) && Checkpoint.TryParse(parsed.Text, out var checkpoint) && (signed.Count == 0 || checkpoint.Size > signed[^1].Size))
                signed.Add((checkpoint.Size, clock.Elapsed.TotalMilliseconds));
            await Task.Delay(1);
        }

        await writing;
        await log.StopAsync(default);
        var waits = new List<double>();
        await using var command = database.CreateCommand("select event_id, leaf_index from ledger.leaf where event_id = any($1)");
        command.Parameters.Add(new() { Value = committed.Keys.ToArray() });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var index = rows.GetInt64(1);
            waits.Add(Math.Max(0, signed.First(s => s.Size > index).At - committed[rows.GetGuid(0)]));
        }

        waits.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       {waits.Count / (committed.Values.Max() / 1000):N0} events/s by {Writers} writers, {signed.Count} checkpoints"));
        return Verdict("commit to signed checkpoint, p50 ms", waits[waits.Count / 2], most: 50) & Verdict("commit to signed checkpoint, p99 ms", waits[waits.Count * 99 / 100], most: 250)
            & Verdict("events without a place, of all that were committed", committed.Count - waits.Count, most: 0);
    }

    static async Task<bool> AuditAsync(LogService service)
    {
        var clock = Stopwatch.StartNew();
        var report = await service.Services.GetRequiredService<Audit>().RunAsync(new());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       {report.Events:N0} events and {report.Values.Match:N0} sealed values made again in {clock.Elapsed.TotalSeconds:N1} s, {report.Findings.Count} findings"));
        return Verdict("an audit of 1,000,000 events, s", clock.Elapsed.TotalSeconds * 1_000_000 / report.Events, most: 30) & report.Holds;
    }

    /// <summary>What the trigger adds to an append: the same appends with it and without, in turn.</summary>
    static async Task<bool> TriggerAsync(LogService service, NpgsqlDataSource database)
    {
        var store = service.Services.GetRequiredService<IDocumentStore>();
        var (with, without) = (new List<double>(), new List<double>());
        for (var round = 0; round < 8; round++)
            foreach (var on in new[] { true, false })
            {
                await ManyEvents.ExecuteAsync(database, on ? "alter table ledger.mt_events enable always trigger queue_events" : "alter table ledger.mt_events disable trigger queue_events");
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < 500; i++)
                {
                    await using var session = store.LightweightSession();
                    session.Events.StartStream<Application>(LedgerId.New(), new DraftDiscarded(Guid.Empty));
                    await session.SaveChangesAsync();
                }

                if (round > 0)
                    (on ? with : without).Add(clock.Elapsed.TotalMilliseconds / 500);
            }

        static double Median(List<double> of) => of.Order().ElementAt(of.Count / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       one append and commit: {Median(with):0.000} ms with the trigger, {Median(without):0.000} ms without"));
        return Verdict("an append with the queue's trigger, × one without", Median(with) / Median(without), most: 1.25);
    }

    static bool Verdict(string target, double is_, double? most = null, double? least = null)
    {
        var met = !(is_ > most) && !(is_ < least);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(met ? "met   " : "MISSED")}  {target}: {is_:#,0.##} ({(most is not null ? "at most" : "at least")} {most ?? least:#,0.##})"));
        return met;
    }
}
