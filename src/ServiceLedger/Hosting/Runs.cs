using Npgsql;
using Weasel.Core;

namespace ServiceLedger.Hosting;

/// <summary>Verbs that take long.</summary>
public enum RunKind { Import, Audit, Rebuild }

/// <summary>How a run ended: with nothing to be said, with findings that somebody must look at, ended by hand, or broken off.</summary>
public enum RunOutcome { Done, Findings, Interrupted, Failed }

/// <summary>
/// A verb that tells supervisors that it runs and how far it is, from its beginning to its end; killed, it tells no more. It is about the service and about nobody, and so no event.
/// </summary>
public sealed class Run : IAsyncDisposable
{
    /// <summary>One row for each run: when it began, when it last reported, and how far it was then.</summary>
    public const string Table = $"{Store.Schema}.run";

    /// <summary>How often it reports, whether it has come further or not.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    readonly NpgsqlDataSource database;
    readonly Guid id;
    readonly CancellationTokenSource stop = new();
    readonly Task beats;
    readonly Func<Task<(long Done, long Of)>>? ask;
    (long Done, long Of)? at;
    bool ended;

    Run(NpgsqlDataSource database, Guid id, Func<Task<(long, long)>>? ask)
    {
        (this.database, this.id, this.ask) = (database, id, ask);
        beats = ReportAsync();
    }

    public static ISchemaObject Schema() => new Sql("run", $"to_regclass('{Table}') is not null", $"""
        create table {Table} (run_id uuid primary key, kind text not null, started_at timestamptz not null default now(), reported_at timestamptz not null default now(), ended_at timestamptz, done bigint, total bigint, outcome text, findings bigint);
        """);

    /// <summary>Begins one; null where this login may read and write nothing here, which keeps no auditor from auditing.</summary>
    /// <param name="ask">How far it is, where it does not say so itself.</param>
    public static async Task<Run?> BeginAsync(NpgsqlDataSource database, RunKind kind, Func<Task<(long Done, long Of)>>? ask = null)
    {
        var id = Guid.CreateVersion7();
        try
        {
            await using var command = database.CreateCommand($"insert into {Table} (run_id, kind) values ($1, $2)");
            command.Parameters.AddRange((NpgsqlParameter[])[new() { Value = id }, new() { Value = kind.InJson() }]);
            await command.ExecuteNonQueryAsync();
            return new(database, id, ask);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            return null;
        }
    }

    /// <summary>How far it is; told with the next report.</summary>
    public void At(long done, long of) => at = (done, of);

    /// <summary>That it is over, and how it ended.</summary>
    public async Task EndAsync(RunOutcome outcome, long? findings = null)
    {
        if (ended)
            return;
        ended = true;
        await stop.CancelAsync();
        await beats;
        await TellAsync($"update {Table} set reported_at = now(), ended_at = now(), done = coalesce($2, done), total = coalesce($3, total), outcome = '{outcome.InJson()}', findings = $4 where run_id = $1", findings);
    }

    /// <summary>What did not end in order has failed.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(RunOutcome.Failed);
        stop.Dispose();
    }

    async Task ReportAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Beat, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
                await TellAsync($"update {Table} set reported_at = now(), done = coalesce($2, done), total = coalesce($3, total) where run_id = $1");
        }
    }

    async Task TellAsync(string update, long? findings = null)
    {
        try
        {
            at = ask is null ? at : await ask();
            await using var command = database.CreateCommand(update);
            command.Parameters.AddRange((NpgsqlParameter[])[new() { Value = id }, Number(at?.Done), Number(at?.Of)]);
            if (update.Contains("$4", StringComparison.Ordinal))
                command.Parameters.Add(Number(findings));
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The work itself notices that the database is away; one that goes on without has stopped reporting, and is shown so.
        }
    }

    static NpgsqlParameter Number(long? value) => new() { Value = value is { } number ? number : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint };
}
