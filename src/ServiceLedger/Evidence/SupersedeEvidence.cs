using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Evidence;

/// <summary>A newer document of the same person and type takes the place of this one.</summary>
public sealed record SupersedeEvidence(Guid ByEvidenceId, long Version, EarlierEffect? Effect = null);

/// <summary>The newer document; null where there is none.</summary>
public sealed record NewerEvidence(HeldEvidence? Evidence);

public static class SupersedeEvidenceEndpoint
{
    public static async Task<(ActorsMatter, NewerEvidence)> LoadAsync(SupersedeEvidence command, Act act, IQuerySession session, ItemCatalogue items, CancellationToken ct) =>
        (await ActorsMatter.Load(act, session, items, ct), new(await session.LoadAsync<HeldEvidence>(command.ByEvidenceId, ct)));

    public static ProblemDetails Validate(SupersedeEvidence command, Act act, HeldEvidence evidence, ActorsMatter matter, NewerEvidence newer, TimeProvider time) =>
        evidence.Refuse(act, EvidenceAction.Supersede, matter, command.Version, command.Effect, time.GetUtcNow())
        ?? (newer.Evidence is { Status: EvidenceStatus.Held } by && by.Id != evidence.Id && by.CitizenId == evidence.CitizenId && by.EvidenceType == evidence.EvidenceType && by.HeldBy == evidence.HeldBy
            ? null : Problems.Invalid("$.byEvidenceId", "There is no other document held of the same person, type and holder.", "没有同一人、同类型、同一持有方的其他在存材料。"))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/evidence/{evidenceId:guid}/superseding"), EmptyResponse]
    public static EvidenceSuperseded Post(SupersedeEvidence command, [State("evidenceId")] HeldEvidence evidence) => Decide(command, evidence);

    public static EvidenceSuperseded Decide(SupersedeEvidence command, HeldEvidence evidence) => new(evidence.CitizenId, command.ByEvidenceId, command.Effect);
}
