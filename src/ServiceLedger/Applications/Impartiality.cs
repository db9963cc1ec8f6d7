using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The officer who is asking says that they are not impartial, and why.</summary>
public sealed record DeclareConflict(string Relation, long Version);

/// <summary>An officer is taken off the matter and another put on it.</summary>
public sealed record RecuseOfficer(string Officer, string Replacement, long Version);

public static class DeclareConflictEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(DeclareConflict command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.DeclareConflict, command.Version, null, time.GetUtcNow())
        ?? Text.Refuse("$.relation", command.Relation, 1000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/conflicts"), EmptyResponse]
    public static ConflictDeclared Post(DeclareConflict command, Act act, [State] Application application, SubjectKey key) => new(application.CitizenId, act.ActorId, key.Seal(command.Relation));
}

public static class RecuseOfficerEndpoint
{
    public static ProblemDetails Validate(RecuseOfficer command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Recuse, command.Version, null, time.GetUtcNow())
        ?? Text.Refuse("$.officer", command.Officer, 100)
        ?? Text.Refuse("$.replacement", command.Replacement, 100)
        ?? (application.Recused.Contains(command.Officer) ? Problems.AlreadyExists("This officer is recused already.", "该人员已回避。") : null)
        ?? (command.Replacement == command.Officer || application.Recused.Contains(command.Replacement)
            ? Problems.Invalid("$.replacement", "Somebody who is not recused takes it.", "接替人员不得为回避人员。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/recusals"), EmptyResponse]
    public static OfficerRecused Post(RecuseOfficer command, [State] Application application) => new(application.CitizenId, command.Officer, command.Replacement);
}
