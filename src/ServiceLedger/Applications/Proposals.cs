using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>An officer proposes how to decide; a second one may send it back.</summary>
public sealed record ProposeDecision(RulingKind Kind, string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>A proposal is sent back to be redone.</summary>
public sealed record ReturnForRework(string Comments, long Version, EarlierEffect? Effect = null);

public static class ProposeDecisionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ProposeDecision command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.ProposeDecision, command.Version, command.Effect, time.GetUtcNow())
        ?? Hearings.RefusePresider(act, application)
        ?? (application.Proposal is { Returned: false } ? Problems.AlreadyExists("A proposal lies before the reviewer.", "已有待审的拟办意见。") : null)
        ?? Text.Refuse("$.reasons", command.Reasons, 8000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/proposals"), EmptyResponse]
    public static DraftDecisionProposed Post(ProposeDecision command, Act act, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, (application.Proposal?.Number ?? 0) + 1, act.ActorId, command.Kind, key.Seal(command.Reasons), command.Effect);
}

public static class ReturnForReworkEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ReturnForRework command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.ReturnForRework, command.Version, command.Effect, time.GetUtcNow())
        ?? Hearings.RefusePresider(act, application)
        ?? (application.Proposal is not { Returned: false } proposal ? Problems.Make(409, "no-proposal", "No proposal lies before a reviewer.", "没有待审的拟办意见。", "Propose first.", "请先提出拟办意见。")
            : proposal.Author == act.ActorId ? Problems.Forbidden("A second officer reviews the proposal.", "拟办意见应由另一名人员审核。") : null)
        ?? Text.Refuse("$.comments", command.Comments, 4000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/proposals/return"), EmptyResponse]
    public static ReturnedForRework Post(ReturnForRework command, Act act, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, application.Proposal!.Number, act.ActorId, key.Seal(command.Comments), command.Effect);
}
