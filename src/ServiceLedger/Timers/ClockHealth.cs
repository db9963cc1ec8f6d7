using System.Diagnostics.Metrics;
using System.Globalization;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Timers;

/// <summary>What can be amiss with the clock while the service records.</summary>
public enum ClockFault
{
    /// <summary>Something is due, and the clock has not come to the end of it for longer than it takes.</summary>
    Behind,

    /// <summary>Something could not be kept and is tried again later.</summary>
    PutOff
}

/// <summary>The clock at one moment.</summary>
/// <param name="Due">How many streams and cards have something that is due and not on record yet.</param>
/// <param name="PutOff">How many of them could not be kept and wait for the next try.</param>
/// <param name="Behind">How long ago the clock last came to the end of what was due; nothing while nothing is due, or where another process keeps the time.</param>
/// <param name="Faults">What is amiss, in words.</param>
public sealed record ClockMeasured(long Due, int PutOff, TimeSpan Behind, IReadOnlyDictionary<ClockFault, string> Faults);

/// <summary>Measures the clock. That a limit passed long ago says nothing, for it may have been recorded a moment ago with an earlier effect: what counts is how long the clock has not come to the end.</summary>
public sealed class ClockHealth(ClockActor clock, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>So long the clock may take to come to the end of what is due.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(1);

    public async Task<ClockMeasured> MeasureAsync(CancellationToken ct = default)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(ClockActor.Waiting);
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        var due = (long)(await command.ExecuteScalarAsync(ct))!;
        var (putOff, behind) = (clock.PutOffAt(now), due > 0 && clock.CameToAnEnd is { } since && now > since ? now - since : TimeSpan.Zero);
        var faults = new SortedDictionary<ClockFault, string>();
        if (behind > Within)
            faults[ClockFault.Behind] = string.Create(CultureInfo.InvariantCulture, $"The clock has not come to the end of what is due for more than {Within.TotalMinutes} min: {due} wait.");
        if (putOff > 0)
            faults[ClockFault.PutOff] = string.Create(CultureInfo.InvariantCulture, $"{putOff} could not be kept and are put off; the log names them.");
        return new(due, putOff, behind, faults);
    }
}

/// <summary>Measures the clock every other second, for metrics and for the log of the service: a line when it falls behind, and one when it has caught up.</summary>
public sealed class WatchesClock : BackgroundService
{
    /// <summary>The name of the meter.</summary>
    public const string Meter = "ServiceLedger.Clock";

    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    readonly ClockHealth health;
    readonly ILogger<WatchesClock> log;
    readonly Meter meter = new(Meter);
    ClockMeasured? last;

    public WatchesClock(ClockHealth health, ILogger<WatchesClock> log)
    {
        (this.health, this.log) = (health, log);
        meter.CreateObservableGauge("serviceledger.clock.due", () => last?.Due ?? 0, "{stream}", "How many streams and cards have something that is due and not on record yet");
        meter.CreateObservableGauge("serviceledger.clock.put_off", () => last?.PutOff ?? 0, "{stream}", "How many of them could not be kept and wait for the next try");
        meter.CreateObservableGauge("serviceledger.clock.behind", () => last?.Behind.TotalSeconds ?? 0, "s", "How long ago the clock last came to the end of what was due, while something is");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Watching.EveryAsync(Every, WatchAsync, stoppingToken);

    /// <summary>Measures once, and says what changed. What is put off is said where it happens.</summary>
    public async Task WatchAsync(CancellationToken ct = default)
    {
        var wasBehind = last?.Faults.ContainsKey(ClockFault.Behind) is true;
        last = await health.MeasureAsync(ct);
        if (last.Faults.TryGetValue(ClockFault.Behind, out var words) && !wasBehind)
            log.LogError("{Fault}", words);
        if (wasBehind && words is null)
            log.LogInformation("The clock is no longer behind.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }
}
