using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Registers;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Meters;

/// <summary>A paper asked for although an office held it: who asked, for which item, and whose share would have spared it.</summary>
/// <param name="Department">Who asked; absent where the applicant handed it in unasked.</param>
/// <param name="HeldBy">The office that holds it; absent where the person keeps it here.</param>
public sealed record ReAskRow(Guid ReAskId, Guid ApplicationId, string? Department, string ItemCode, string PaperId, string Article, string? HeldBy, bool DocumentHeld, DateTimeOffset AskedAt);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record ReAskPage(IReadOnlyList<ReAskRow> ReAsks, Guid? Next);

public static class GetReAsksEndpoint
{
    public static ProblemDetails Validate(Act act, HttpContext context) =>
        Roles.RefuseOthersThanSupervisors(act) ?? IndicatorQuery.Read(context.Request.Query, "after", "size").Fault ?? WolverineContinue.NoProblems;

    /// <summary>The re-asks in the order they were recorded, a page at a time: <c>after</c> is the last id of the page before. It holds ids of matters and nobody's name; what is the reader's own case or a relative's is left out.</summary>
    [WolverineGet("/api/supervision/re-asks")]
    public static async Task<ReAskPage> Get(Act act, HttpContext context, NpgsqlDataSource database, CancellationToken ct)
    {
        var query = IndicatorQuery.Read(context.Request.Query, "after", "size").Query!;
        var (where, parameters) = Figures.Where(query, "asked_at", prefix: "r.");
        await using var command = database.CreateCommand(
            $"""
            select re_ask_id, application_id, department, item_code, paper_id, article, held_by, document_held, asked_at from {RegisterCatalogue.ReAsks.Table} r
            where r.re_ask_id > ${parameters.Length + 1} and {OwnCases.Except("r", parameters.Length + 2)}{where} order by re_ask_id limit {query.Size}
            """);
        command.Parameters.AddRange((NpgsqlParameter[])[.. parameters, new() { Value = query.After ?? Guid.Empty }, OwnCases.Of(act)]);
        var page = new List<ReAskRow>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            page.Add(new(
                rows.GetGuid(0), rows.GetGuid(1), await rows.IsDBNullAsync(2, ct) ? null : rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5),
                await rows.IsDBNullAsync(6, ct) ? null : rows.GetString(6), rows.GetBoolean(7), rows.GetFieldValue<DateTimeOffset>(8)));
        return new(page, page.Count == query.Size ? page[^1].ReAskId : null);
    }
}

/// <summary>Leaves a supervisor's own matters, and those of declared relatives, out of a list of matters.</summary>
static class OwnCases
{
    public static NpgsqlParameter Of(Act act) => new() { Value = act.Kin.ToArray() };

    /// <param name="rows">The alias of what has an <c>application_id</c>.</param>
    public static string Except(string rows, int parameter) =>
        $"(cardinality(${parameter}::uuid[]) = 0 or not exists (select from {Store.Schema}.mt_doc_application own where own.id = {rows}.application_id and (own.data ->> 'citizenId')::uuid = any(${parameter})))";
}
