using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Registers;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Meters;

/// <summary>One share that is missing: a department's data item that was denied on one ground, or given late, and what that cost.</summary>
/// <param name="Reason">The ground of the refusals, or <c>late</c>.</param>
/// <param name="Askers">How many departments asked.</param>
/// <param name="Matters">How many matters waited.</param>
/// <param name="DaysLost">Working days.</param>
public sealed record RefusedShare(string ProvidingDepartment, string DataItem, string Reason, long Requests, long Askers, long Matters, long DaysLost);

public sealed record RefusedSharePage(IReadOnlyList<RefusedShare> Shares);

public static class GetRefusedSharesEndpoint
{
    public static ProblemDetails Validate(Act act, HttpContext context) =>
        Roles.RefuseOthersThanSupervisors(act) ?? IndicatorQuery.Read(context.Request.Query, "size").Fault ?? WolverineContinue.NoProblems;

    /// <summary>The shares that cost most days, first; <c>department</c> is the one that holds the data.</summary>
    [WolverineGet("/api/supervision/refused-shares")]
    public static async Task<RefusedSharePage> Get(HttpContext context, NpgsqlDataSource database, CancellationToken ct)
    {
        var query = IndicatorQuery.Read(context.Request.Query, "size").Query!;
        var (where, parameters) = Figures.Where(query, "requested_at", "providing_department");
        await using var command = database.CreateCommand(
            $"""
            select providing_department, data_item, case when denied then refusal_ground else 'late' end, count(*), count(distinct requesting_department), count(distinct application_id), coalesce(sum(days_lost), 0)::bigint
            from {RegisterCatalogue.DataRequests.Table} where (denied or late){where} group by 1, 2, 3 order by 7 desc, 4 desc, 1, 2, 3 limit {query.Size}
            """);
        command.Parameters.AddRange(parameters);
        var shares = new List<RefusedShare>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            shares.Add(new(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6)));
        return new(shares);
    }
}
