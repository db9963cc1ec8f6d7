using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>Somebody whose interests are touched is told, and may speak until a day (LIC art. 36).</summary>
public sealed record NotifyThirdParty(string Party, string Interest, DateOnly DueBy, long Version, EarlierEffect? Effect = null);

/// <summary>What a third party has to say comes in.</summary>
/// <param name="Number">The number of the third party within the application.</param>
public sealed record ReceiveStatement(int Number, string Statement, long Version, EarlierEffect? Effect = null);

public static class NotifyThirdPartyEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(NotifyThirdParty command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.NotifyThirdParty, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.party", command.Party, 200)
        ?? Text.Refuse("$.interest", command.Interest, 2000, lines: true)
        ?? (command.DueBy < command.Effect.Day(time) ? Problems.Invalid("$.dueBy", "It lies before the day of this act.", "日期早于本行为之日。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/third-parties"), EmptyResponse]
    public static ThirdPartyNotified Post(NotifyThirdParty command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, application.ThirdParties.Length + 1, key.Seal(command.Party), key.Seal(command.Interest), command.DueBy, command.Effect);
}

public static class ReceiveStatementEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ReceiveStatement command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.ReceiveStatement, command.Version, command.Effect, time.GetUtcNow())
        ?? (application.ThirdParties.All(p => p.Number != command.Number) ? Problems.Invalid("$.number", "No third party of this number was told.", "没有该编号的利害关系人。") : null)
        ?? Text.Refuse("$.statement", command.Statement, 8000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/third-parties/statements"), EmptyResponse]
    public static ThirdPartyStatementReceived Post(ReceiveStatement command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, command.Number, key.Seal(command.Statement), command.Effect);
}
