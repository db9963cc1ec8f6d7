using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Evidence;

/// <summary>The document must not be relied on any more.</summary>
public sealed record InvalidateEvidence(InvalidityGround Ground, string Reasons, long Version, EarlierEffect? Effect = null);

public static class InvalidateEvidenceEndpoint
{
    public static async Task<(ActorsMatter, SubjectKey)> LoadAsync(HeldEvidence evidence, Act act, IQuerySession session, ItemCatalogue items, Vault vault, CancellationToken ct) =>
        (await ActorsMatter.Load(act, session, items, ct), await vault.KeyOf(evidence.CitizenId, PurposeClass.Matters, ct));

    public static ProblemDetails Validate(InvalidateEvidence command, Act act, HeldEvidence evidence, ActorsMatter matter, TimeProvider time) =>
        evidence.Refuse(act, EvidenceAction.Invalidate, matter, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Ground is InvalidityGround.WithdrawnByIssuer && !evidence.IsHeldBy(act) ? Problems.Invalid("$.ground", "Whoever holds it says that it was withdrawn.", "撤回由持有部门说明。") : null)
        ?? Text.Refuse("$.reasons", command.Reasons, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/evidence/{evidenceId:guid}/invalidation"), EmptyResponse]
    public static EvidenceInvalidated Post(InvalidateEvidence command, [State("evidenceId")] HeldEvidence evidence, SubjectKey key) => Decide(command, evidence, key);

    public static EvidenceInvalidated Decide(InvalidateEvidence command, HeldEvidence evidence, SubjectKey key) =>
        new(evidence.CitizenId, command.Ground, key.Seal(command.Reasons), command.Effect);
}
