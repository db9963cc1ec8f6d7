using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>
/// A record is found to be of the same person as another. It takes two officers who answer for the protection of personal data: one records it on the record that stands for both,
/// then another on the one that is used no more.
/// </summary>
/// <param name="Other">The other record.</param>
/// <param name="Grounds">What shows that they are one; sealed.</param>
public sealed record MergeIdentities(Guid Other, MergePart Part, string Grounds);

/// <summary>They are two after all: recorded on the one that was used no more, then on the other.</summary>
public sealed record ReverseMerge(Guid Other, string Reasons);

/// <summary>What a merge is judged by.</summary>
/// <param name="Other">Null where there is no such record.</param>
public sealed record MergeGround(Citizen? Other, SubjectKey Key);

public static class MergeIdentitiesEndpoint
{
    public static async Task<MergeGround> LoadAsync(MergeIdentities command, Citizen citizen, IQuerySession session, Vault vault, CancellationToken ct) =>
        new(await session.LoadAsync<Citizen>(command.Other, ct), await vault.KeyOf(citizen.Id, PurposeClass.Identity, ct));

    public static ProblemDetails Validate(MergeIdentities command, Act act, Citizen citizen, MergeGround ground) =>
        RefuseOfficer(act)
        ?? (ground.Other is null || command.Other == citizen.Id ? Problems.Invalid("$.other", "The id of another record.", "应为另一份档案的标识。") : null)
        ?? RefuseChain(command, citizen, ground.Other!)
        ?? (command.Part is MergePart.Absorbed ? RefuseSecond(act, citizen, ground.Other!) : null)
        ?? Text.Refuse("$.grounds", command.Grounds, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    internal static ProblemDetails? RefuseOfficer(Act act) =>
        act.IsOfficer && act.May(PolicyAction.Restrict, FileSection.Rights, Relation.None) ? null : Problems.NotForThisRole();

    /// <summary>A record is absorbed by one other, which is absorbed by none.</summary>
    static ProblemDetails? RefuseChain(MergeIdentities command, Citizen citizen, Citizen other) =>
        citizen.Merges.Any(m => m.Other == command.Other) ? Problems.AlreadyExists("This record says so already.", "该档案已作此登记。")
        : (command.Part is MergePart.Survivor ? IsAbsorbed(citizen) || Survives(other) || IsAbsorbed(other) : citizen.Merges.Length > 0) ? Problems.Make(
            409, "merged-already", "One of the two is merged with a third record.", "其中一份档案已与第三份档案合并。",
            "Take that back first: a record is absorbed by one other, which itself is absorbed by none.", "请先撤销该合并：一份档案只能并入一份档案，且后者不得再并入他档。")
        : null;

    /// <summary>The other record says it stands for both, and another officer said so.</summary>
    static ProblemDetails? RefuseSecond(Act act, Citizen citizen, Citizen other) =>
        other.Merges.FirstOrDefault(m => m.Other == citizen.Id) is not { Part: MergePart.Survivor } first ? Problems.Make(
            409, "not-proposed", "The other record does not say that it stands for both.", "另一份档案尚未登记为保留档案。", "It is recorded there first, with part survivor.", "请先在该档案登记（part 为 survivor）。")
        : first.Officer == act.ActorId ? Problems.Forbidden("A second officer does this, not the one who proposed it.", "须由提议人以外的另一名人员办理。")
        : null;

    static bool IsAbsorbed(Citizen citizen) => citizen.Merges.Any(m => m.Part is MergePart.Absorbed);

    static bool Survives(Citizen citizen) => citizen.Merges.Any(m => m.Part is MergePart.Survivor);

    [WolverinePost("/api/citizens/{citizenId:guid}/merge"), EmptyResponse]
    public static IdentitiesMerged Post(MergeIdentities command, [State] Citizen citizen, MergeGround ground) => Decide(command, citizen, ground.Key);

    public static IdentitiesMerged Decide(MergeIdentities command, Citizen citizen, SubjectKey key) => new(citizen.Id, command.Other, command.Part, key.Seal(command.Grounds));
}

public static class ReverseMergeEndpoint
{
    public static async Task<MergeGround> LoadAsync(ReverseMerge command, Citizen citizen, IQuerySession session, Vault vault, CancellationToken ct) =>
        new(await session.LoadAsync<Citizen>(command.Other, ct), await vault.KeyOf(citizen.Id, PurposeClass.Identity, ct));

    public static ProblemDetails Validate(ReverseMerge command, Act act, Citizen citizen, MergeGround ground) =>
        MergeIdentitiesEndpoint.RefuseOfficer(act)
        ?? (citizen.Merges.All(m => m.Other != command.Other) ? Problems.Invalid("$.other", "This record is not merged with it.", "该档案未与其合并。") : null)
        ?? (ground.Other?.Merges.Any(m => m.Other == citizen.Id && m.Part is MergePart.Absorbed) is true ? Problems.Make(
            409, "still-absorbed", "The other record still says that it is used no more.", "另一份档案仍登记为已并入。", "It is taken back there first.", "请先在该档案撤销。") : null)
        ?? Text.Refuse("$.reasons", command.Reasons, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/citizens/{citizenId:guid}/merge/reversal"), EmptyResponse]
    public static MergeReversed Post(ReverseMerge command, [State] Citizen citizen, MergeGround ground) => new(citizen.Id, command.Other, ground.Key.Seal(command.Reasons));
}
