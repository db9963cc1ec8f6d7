using System.Diagnostics;
using Npgsql;

namespace ServiceLedger.Hosting;

/// <summary>How far the citizen file has followed the record: read-your-writes without guessing.</summary>
/// <param name="patience">How long to wait for it at most; 5 s where nothing is said.</param>
public sealed class ProjectionProgress(NpgsqlDataSource database, TimeSpan? patience = null)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>The name of the citizen file among the projections.</summary>
    public const string Files = "CitizenFile";

    readonly TimeSpan patience = patience ?? TimeSpan.FromSeconds(5);

    /// <summary>Waits for the citizen file to reach this position; false when it has not in time.</summary>
    public async Task<bool> Reaches(long position, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(Pause, ct))
        {
            if (await Position(ct) >= position)
                return true;
            if (waited.Elapsed > patience)
                return false;
        }
    }

    /// <summary>The sequence of the last event the citizen file has seen.</summary>
    public Task<long> Position(CancellationToken ct) => Position(Files, ct);

    /// <summary>The sequence of the last event a projection has seen.</summary>
    public async Task<long> Position(string projection, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select last_seq_id from ledger.mt_event_progression where name = $1");
        command.Parameters.Add(new() { Value = $"{projection}:All" });
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>The sequence of the last event on record.</summary>
    public async Task<long> End(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select max(seq_id) from ledger.mt_events");
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>How many events the citizen file is behind.</summary>
    public async Task<long> Lag(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select coalesce((select max(seq_id) from ledger.mt_events), 0) - coalesce((select last_seq_id from ledger.mt_event_progression where name = 'CitizenFile:All'), 0)");
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }
}
