using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The applicant takes the application back before it is decided.</summary>
public sealed record WithdrawApplication(long Version, string? Reason = null, EarlierEffect? Effect = null);

public static class WithdrawApplicationEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(WithdrawApplication command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Withdraw, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Reason is not null && Text.Fault(command.Reason, 2000, lines: true) is { } fault ? Problems.Invalid("$.reason", fault.En, fault.Zh) : WolverineContinue.NoProblems);

    [WolverinePost("/api/applications/{applicationId:guid}/withdrawal"), EmptyResponse]
    public static ApplicationWithdrawn Post(WithdrawApplication command, [State] Application application, SubjectKey key) => Decide(command, application, key);

    public static ApplicationWithdrawn Decide(WithdrawApplication command, Application application, SubjectKey key) =>
        new(application.CitizenId, key.Seal(command.Reason), command.Effect);
}
