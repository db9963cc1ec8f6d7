using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>The one whose word is missing agrees.</summary>
public sealed record AcceptMandate(long Version);

/// <summary>The one whose word is missing does not agree.</summary>
public sealed record DeclineMandate(long Version, string? Reason = null);

public static class AcceptMandateEndpoint
{
    public static Task<KnownPerson> LoadAsync(Mandate mandate, IQuerySession session, Vault vault, CancellationToken ct) => KnownPerson.Load(mandate.Representative.CitizenId, session, vault, ct);

    public static ProblemDetails Validate(AcceptMandate command, Act act, Mandate mandate, KnownPerson representative, TimeProvider time) =>
        mandate.Refuse(act, MandateAction.Accept, OfficersMatter.None, command.Version, time.Today())
        ?? GrantMandateEndpoint.RefuseMinor(representative, time.Today(), "$")
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/mandates/{mandateId:guid}/acceptance"), EmptyResponse]
    public static MandateAccepted Post(AcceptMandate command, [State] Mandate mandate) => new(mandate.CitizenId);
}

public static class DeclineMandateEndpoint
{
    public static Task<SubjectKey> LoadAsync(Mandate mandate, Vault vault, CancellationToken ct) => vault.KeyOf(mandate.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(DeclineMandate command, Act act, Mandate mandate, TimeProvider time) =>
        mandate.Refuse(act, MandateAction.Decline, OfficersMatter.None, command.Version, time.Today())
        ?? Text.RefuseIfGiven("$.reason", command.Reason, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/mandates/{mandateId:guid}/refusal"), EmptyResponse]
    public static MandateDeclined Post(DeclineMandate command, [State] Mandate mandate, SubjectKey key) => new(mandate.CitizenId, key.Seal(command.Reason));
}
