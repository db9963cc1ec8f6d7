using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Registers;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Meters;

/// <summary>Cases that are alike in all that can be compared without reading them, and were decided both ways (LIC art. 5: nobody is discriminated against).</summary>
/// <param name="Papers">Ids of the papers that came in.</param>
/// <param name="DataItems">Data that other departments gave.</param>
/// <param name="FactGrades">Grades of the facts found.</param>
/// <param name="GrantedIn">Decisions that granted, the first of them; whoever opens one is on record as having looked.</param>
/// <param name="RefusedIn">Decisions that refused.</param>
public sealed record LikeCases(string ItemCode, int ItemVersion, IReadOnlyList<string> Papers, IReadOnlyList<string> DataItems, IReadOnlyList<string> FactGrades, long Granted, long Refused, IReadOnlyList<Guid> GrantedIn, IReadOnlyList<Guid> RefusedIn);

public sealed record LikeCasesPage(IReadOnlyList<LikeCases> LikeCases);

public static class GetLikeCasesEndpoint
{
    // Of each outcome so many are named.
    const int Named = 20;

    public static ProblemDetails Validate(Act act, HttpContext context) =>
        Roles.RefuseOthersThanSupervisors(act) ?? IndicatorQuery.Read(context.Request.Query, "size").Fault ?? WolverineContinue.NoProblems;

    /// <summary>The same item and the same facts, decided both ways; those first where the rarer outcome is rarest. A fine answers nobody's application. What is the reader's own case or a relative's is left out.</summary>
    [WolverineGet("/api/supervision/like-cases")]
    public static async Task<LikeCasesPage> Get(Act act, HttpContext context, NpgsqlDataSource database, CancellationToken ct)
    {
        var query = IndicatorQuery.Read(context.Request.Query, "size").Query!;
        var (where, parameters) = Figures.Where(query, "made_at", prefix: "d.");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var rows = await Figures.CountAsync(
            connection,
            $"""
            with given as (select application_id, string_agg(distinct data_item, ',' order by data_item) as items from {RegisterCatalogue.DataRequests.Table} where answer in ('provided', 'partlyProvided') group by application_id),
            alike as (
              select d.item_code, d.item_version, a.papers, coalesce(given.items, '') as data_items, d.fact_grades, count(*) filter (where d.granted) as granted, count(*) filter (where not d.granted) as refused,
                array_agg(d.decision_id) filter (where d.granted) as granted_in, array_agg(d.decision_id) filter (where not d.granted) as refused_in
              from {RegisterCatalogue.Decisions.Table} d join {RegisterCatalogue.Applications.Table} a on a.application_id = d.application_id left join given on given.application_id = d.application_id
              where d.made_kind <> 'fine' and {OwnCases.Except("d", parameters.Length + 1)}{where}
              group by 1, 2, 3, 4, 5 having bool_or(d.granted) and bool_or(not d.granted))
            select item_code, item_version, papers, data_items, fact_grades, granted, refused,
              array(select id from unnest(granted_in) as id order by id limit {Named}), array(select id from unnest(refused_in) as id order by id limit {Named})
            from alike order by least(granted, refused)::numeric / (granted + refused), granted + refused desc, 1, 2, 3, 4, 5 limit {query.Size}
            """, [.. parameters, OwnCases.Of(act)], ct);
        var found = new List<LikeCases>();
        while (await rows.ReadAsync(ct))
            found.Add(new(
                rows.GetString(0), rows.GetInt32(1), Listed(rows.GetString(2)), Listed(rows.GetString(3)), Listed(rows.GetString(4)), rows.GetInt64(5), rows.GetInt64(6),
                rows.GetFieldValue<Guid[]>(7), rows.GetFieldValue<Guid[]>(8)));
        return new(found);
    }

    static string[] Listed(string together) => together.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
