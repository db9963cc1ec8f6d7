using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Evidence;

/// <summary>The document must not be relied on any more.</summary>
public sealed record InvalidateEvidence(InvalidityGround Ground, string Reasons, long Version, EarlierEffect? Effect = null);

public static class InvalidateEvidenceEndpoint
{
    public static async Task<(ActorsMatter, SubjectKey)> LoadAsync(HeldEvidence evidence, Act act, IQuerySession session, Vault vault, CancellationToken ct) =>
        (await ActorsMatter.Load(act, session, ct), await vault.KeyOf(evidence.CitizenId, PurposeClass.Matters, ct));

    public static ProblemDetails Validate(InvalidateEvidence command, Act act, HeldEvidence evidence, ActorsMatter matter, TimeProvider time) =>
        evidence.Refuse(act, EvidenceAction.Invalidate, matter, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.reasons", command.Reasons, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/evidence/{evidenceId:guid}/invalidation"), EmptyResponse]
    public static EvidenceInvalidated Post(InvalidateEvidence command, [State("evidenceId")] HeldEvidence evidence, SubjectKey key) => Decide(command, evidence, key);

    public static EvidenceInvalidated Decide(InvalidateEvidence command, HeldEvidence evidence, SubjectKey key) =>
        new(evidence.CitizenId, command.Ground, key.Seal(command.Reasons), command.Effect);
}
