using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The department does not accept the application: a dated voucher with reasons and remedies (LIC art. 32).</summary>
public sealed record RefuseAcceptance(string Article, string Reasons, RemediesTold Remedies, long Version, EarlierEffect? Effect = null);

/// <summary>The department takes its acceptance back: what was promised did not come, or it should not have been accepted.</summary>
public sealed record RevokeAcceptance(string Article, string Reasons, RemediesTold Remedies, long Version, EarlierEffect? Effect = null);

public static class RefuseAcceptanceEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RefuseAcceptance command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.RefuseAcceptance, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.article", command.Article, 300) ?? RemediesTold.RefuseShortfall("$", command.Reasons, command.Remedies)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/refusal-of-acceptance"), EmptyResponse]
    public static AcceptanceRefused Post(RefuseAcceptance command, [State] Application application, SubjectKey key) => Decide(command, application, key);

    public static AcceptanceRefused Decide(RefuseAcceptance command, Application application, SubjectKey key) => new(
        application.CitizenId, $"{application.Number}-R{application.Version + 1}", command.Article, key.Seal(command.Reasons), command.Remedies.Told(), command.Effect);
}

public static class RevokeAcceptanceEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RevokeAcceptance command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.RevokeAcceptance, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.article", command.Article, 300) ?? RemediesTold.RefuseShortfall("$", command.Reasons, command.Remedies)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/revocation-of-acceptance"), EmptyResponse]
    public static AcceptanceRevoked Post(RevokeAcceptance command, [State] Application application, SubjectKey key) => Decide(command, application, key);

    public static AcceptanceRevoked Decide(RevokeAcceptance command, Application application, SubjectKey key) => new(
        application.CitizenId, $"{application.Number}-R{application.Version + 1}", command.Article, key.Seal(command.Reasons), command.Remedies.Told(), command.Effect);
}
