using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Supervision;

/// <summary>Where a run of a verb stands; one that stopped reporting was killed, or its machine was.</summary>
public enum RunStatus { Running, StoppedReporting, Ended }

/// <summary>A run of an import, an audit or a rebuild.</summary>
/// <param name="Done">How far it is, of <paramref name="Of"/>; absent where it does not tell.</param>
/// <param name="Findings">Of an audit: how many there are.</param>
public sealed record RunRow(Guid RunId, RunKind Kind, RunStatus Status, DateTimeOffset StartedAt, DateTimeOffset ReportedAt, DateTimeOffset? EndedAt, long? Done, long? Of, RunOutcome? Outcome, long? Findings);

public sealed record RunPage(IReadOnlyList<RunRow> Runs);

public static class GetRunsEndpoint
{
    /// <summary>Of each verb so many of the last runs are told.</summary>
    const int Last = 5;

    // Several reports may be late before it counts as silent.
    const int SilentSeconds = 20;

    /// <summary>Whoever may see the state of the service: supervisors, and auditors of the log.</summary>
    public static ProblemDetails Validate(Act act) => SearchEventsEndpoint.RefuseReader(act) ?? WolverineContinue.NoProblems;

    /// <summary>The last runs of each verb, the newest first.</summary>
    [WolverineGet("/api/supervision/runs")]
    public static async Task<RunPage> Get(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select run_id, kind, started_at, reported_at, ended_at, done, total, outcome, findings, reported_at < now() - interval '{SilentSeconds} seconds'
            from (select *, row_number() over (partition by kind order by started_at desc) as nth from {Run.Table}) r where nth <= {Last} order by started_at desc
            """);
        var runs = new List<RunRow>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            DateTimeOffset? ended = await rows.IsDBNullAsync(4, ct) ? null : rows.GetFieldValue<DateTimeOffset>(4);
            runs.Add(new(
                rows.GetGuid(0), Read<RunKind>(rows.GetString(1)), ended is not null ? RunStatus.Ended : rows.GetBoolean(9) ? RunStatus.StoppedReporting : RunStatus.Running, rows.GetFieldValue<DateTimeOffset>(2),
                rows.GetFieldValue<DateTimeOffset>(3), ended, await Number(5), await Number(6), await rows.IsDBNullAsync(7, ct) ? null : Read<RunOutcome>(rows.GetString(7)), await Number(8)));
        }

        return new(runs);

        async Task<long?> Number(int column) => await rows.IsDBNullAsync(column, ct) ? null : rows.GetInt64(column);
    }

    static T Read<T>(string name)
        where T : struct, Enum => EnumNames.TryRead<T>(name, out var value) ? value : throw new System.Diagnostics.UnreachableException($"The runs hold the names of {typeof(T).Name}.");
}
