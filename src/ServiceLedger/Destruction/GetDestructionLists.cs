using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Destruction;

/// <summary>A list without the records on it.</summary>
/// <param name="Executed">What became of it, once it is executed: the proof.</param>
public sealed record DestructionListRow(Guid Id, string ListNumber, string Law, DestructionListStatus Status, int Records, int TakenOff, DestructionListExecuted? Executed, long Version);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record DestructionListPage(IReadOnlyList<DestructionListRow> Lists, Guid? Next);

/// <summary>A list with the records on it, by the ids of citizens and nothing else.</summary>
public sealed record DestructionListView(
    Guid Id, string ListNumber, string Law, DestructionListStatus Status, string Proposer, IReadOnlyList<string> Approvers, IReadOnlyList<ListedRecord> Records, IReadOnlyList<TakenOff> TakenOff,
    DestructionListExecuted? Executed, long Version, IReadOnlyList<DestructionListAction> Next);

public static class GetDestructionListsEndpoint
{
    public static ProblemDetails Validate(Act act) => GetDestructionListEndpoint.Refuse(act) ?? WolverineContinue.NoProblems;

    /// <summary>All lists in the order they were proposed; <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/destruction-lists")]
    public static async Task<DestructionListPage> Get(Guid? after, int? size, IQuerySession session, CancellationToken ct)
    {
        var take = HistoryPage.Size(size);
        var page = await session.Query<DestructionList>().Where(l => l.MatchesSql("d.id > ?", after ?? Guid.Empty)).OrderBy(l => l.Id).Take(take).ToListAsync(ct);
        return new([.. page.Select(l => new DestructionListRow(l.Id, l.Number, l.Law, l.Status, l.Records.Length, l.TakenOff.Length, l.Executed, l.Version))], page.Count == take ? page[^1].Id : null);
    }
}

public static class GetDestructionListEndpoint
{
    /// <summary>Whoever it is not for is answered as if there were none.</summary>
    public static ProblemDetails Validate(Act act) => Refuse(act) is null ? WolverineContinue.NoProblems : Problems.NotFound();

    public static ProblemDetails? Refuse(Act act) => act.IsOfficer && act.May(PolicyAction.Read, FileSection.Rights, Relation.None) ? null : Problems.NotForThisRole();

    [WolverineGet("/api/destruction-lists/{destructionListId:guid}")]
    public static DestructionListView Get([ReadModel("destructionListId")] DestructionList list, Act act, HttpContext context)
    {
        ListedRecord[] records = [.. list.Records.Where(r => !act.Kin.Contains(r.CitizenId))];
        TakenOff[] off = [.. list.TakenOff.Where(t => !act.Kin.Contains(t.CitizenId))];
        context.Features.GetRequiredFeature<Seen>().Listed = [.. records.Select(r => r.CitizenId).Concat(off.Select(t => t.CitizenId)).Distinct().Select(c => (c, list.Id))];
        return new(list.Id, list.Number, list.Law, list.Status, list.Proposer, list.Approvers, records, off, list.Executed, list.Version, [.. list.NextFor(act)]);
    }
}
