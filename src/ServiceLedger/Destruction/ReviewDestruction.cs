using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Destruction;

/// <summary>A second officer has gone through the list; what is to be kept is taken off.</summary>
public sealed record ReviewDestruction(IReadOnlyList<TakenOff> TakenOff, long Version);

/// <summary>An officer other than who proposed it approves it; the second approval lets it be executed.</summary>
public sealed record ApproveDestruction(long Version);

public static class ReviewDestructionEndpoint
{
    public static ProblemDetails Validate(ReviewDestruction command, Act act, DestructionList list) =>
        list.Refuse(act, DestructionListAction.Review, command.Version)
        ?? (command.TakenOff.Any(t => t is null) ? Problems.Invalid("$.takenOff", "Null is not allowed here.", "此处不允许为空。") : null)
        ?? (command.TakenOff.Select(t => t.CitizenId).Distinct().Count() != command.TakenOff.Count ? Problems.Invalid("$.takenOff", "Each once.", "不得重复。") : null)
        ?? command.TakenOff.Select((t, i) => list.Records.Any(r => r.CitizenId == t.CitizenId) ? null : Problems.Invalid($"$.takenOff[{i}].citizenId", "The list has no such record.", "清单中没有该档案。")).FirstOrDefault(fault => fault is not null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/destruction-lists/{destructionListId:guid}/review"), EmptyResponse]
    public static DestructionListReviewed Post(ReviewDestruction command, [State("destructionListId")] DestructionList list) => new([.. command.TakenOff]);
}

public static class ApproveDestructionEndpoint
{
    public static ProblemDetails Validate(ApproveDestruction command, Act act, DestructionList list) =>
        list.Refuse(act, DestructionListAction.Approve, command.Version) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/destruction-lists/{destructionListId:guid}/approval"), EmptyResponse]
    public static DestructionListApproved Post(ApproveDestruction command, [State("destructionListId")] DestructionList list) => Decide(list);

    public static DestructionListApproved Decide(DestructionList list) => new(list.Approvers.Length + 1);
}
