using System.Diagnostics.Metrics;
using System.Globalization;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Ledger;

/// <summary>What can be amiss with the log while the service records.</summary>
public enum LogFault
{
    /// <summary>It does not fit its own past.</summary>
    Broken,

    /// <summary>The quorum of its witnesses is missing.</summary>
    Unwitnessed,

    /// <summary>An event has waited for its place longer than was promised.</summary>
    Late
}

/// <summary>The log at one moment.</summary>
/// <param name="Waiting">How long the oldest event without a place has waited.</param>
/// <param name="Unwitnessed">How long ago the quorum of witnesses cosigned last.</param>
/// <param name="Faults">What is amiss, in words.</param>
public sealed record LogMeasured(TimeSpan Waiting, TimeSpan Unwitnessed, IReadOnlyDictionary<LogFault, string> Faults);

/// <summary>Measures the log. Without witnesses in the settings it is not at fault for having none; its page says so.</summary>
public sealed class LogHealth(NpgsqlDataSource database, WitnessedLog witnessed, LogSettings settings, LogState state)
{
    // Both times are the database's: its clock and ours may differ.
    const string Oldest = $"""
        select extract(epoch from clock_timestamp() - e."timestamp")::float8 from {LogSchema.Pending} p join {Store.Schema}.mt_events e using (seq_id) order by p.seq_id limit 1
        """;

    public async Task<LogMeasured> MeasureAsync(CancellationToken ct = default)
    {
        await using var command = database.CreateCommand(Oldest);
        var waiting = TimeSpan.FromSeconds(Math.Max(0, await command.ExecuteScalarAsync(ct) as double? ?? 0));
        var faults = new SortedDictionary<LogFault, string>();
        if (state.Broken is { } broken)
            faults[LogFault.Broken] = $"The log is not signed any more: {broken}";
        if (settings.Witnessing.Witnesses.Count > 0 && witnessed.IsUnwitnessed)
            faults[LogFault.Unwitnessed] = string.Create(CultureInfo.InvariantCulture, $"Fewer than {settings.Witnessing.Quorum} of {settings.Witnessing.Witnesses.Count} witnesses cosign the log{(witnessed.StopsDecisions ? "; no decision is taken" : "")}.");
        if (waiting > Receipts.Within)
            faults[LogFault.Late] = string.Create(CultureInfo.InvariantCulture, $"An event has waited for more than {Receipts.Within.TotalSeconds} s for its place in the log.");
        return new(waiting, witnessed.Age, faults);
    }
}

/// <summary>Measures the log every other second, for metrics and for the log of the service: a line when something goes amiss, and one when it is in order again.</summary>
public sealed class WatchesLog : BackgroundService
{
    /// <summary>The name of the meter.</summary>
    public const string Meter = "ServiceLedger.Log";

    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    readonly LogHealth health;
    readonly ILogger<WatchesLog> log;
    readonly Meter meter = new(Meter);
    readonly HashSet<LogFault> told = [];
    LogMeasured? last;

    public WatchesLog(LogHealth health, ILogger<WatchesLog> log)
    {
        (this.health, this.log) = (health, log);
        meter.CreateObservableGauge("serviceledger.log.waiting", () => last?.Waiting.TotalSeconds ?? 0, "s", "How long the oldest event without a place in the log has waited");
        meter.CreateObservableGauge("serviceledger.log.unwitnessed", () => last?.Unwitnessed.TotalSeconds ?? 0, "s", "How long ago the quorum of witnesses cosigned last");
        meter.CreateObservableGauge("serviceledger.log.faults", () => last?.Faults.Count ?? 0, "{fault}", "How many things are amiss with the log");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Watching.EveryAsync(Every, WatchAsync, stoppingToken);

    /// <summary>Measures once, and says what changed.</summary>
    public async Task WatchAsync(CancellationToken ct = default)
    {
        last = await health.MeasureAsync(ct);
        foreach (var (fault, words) in last.Faults)
            if (told.Add(fault) && fault is not LogFault.Broken) // Whoever found it broken has said so.
                log.LogError("{Fault}", words);
        foreach (var fault in told.Where(f => !last.Faults.ContainsKey(f)).ToArray())
        {
            told.Remove(fault);
            log.LogInformation("The log is no longer {Fault}.", fault.ToString().ToLowerInvariant());
        }
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }
}
