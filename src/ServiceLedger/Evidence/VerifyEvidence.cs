using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Evidence;

/// <summary>An officer has compared the document with the original: from C or D it gets grade B.</summary>
public sealed record VerifyEvidence(long Version, EarlierEffect? Effect = null);

public static class VerifyEvidenceEndpoint
{
    public static Task<ActorsMatter> LoadAsync(Act act, IQuerySession session, ItemCatalogue items, CancellationToken ct) => ActorsMatter.Load(act, session, items, ct);

    public static ProblemDetails Validate(VerifyEvidence command, Act act, HeldEvidence evidence, ActorsMatter matter, TimeProvider time) =>
        evidence.Refuse(act, EvidenceAction.Verify, matter, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/evidence/{evidenceId:guid}/verification"), EmptyResponse]
    public static EvidenceVerified Post(VerifyEvidence command, Act act, [State("evidenceId")] HeldEvidence evidence) => Decide(command, act, evidence);

    public static EvidenceVerified Decide(VerifyEvidence command, Act act, HeldEvidence evidence) => new(evidence.CitizenId, act.Department!, command.Effect);
}
