using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The citizen asks how the machine came to the decision (PIPL art. 24).</summary>
public sealed record RequestExplanation(long Version, string? Question = null);

/// <summary>The department explains it.</summary>
public sealed record GiveExplanation(string Text, long Version);

public static class RequestExplanationEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RequestExplanation command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.RequestExplanation, command.Version, null, time.GetUtcNow())
        ?? (command.Question is null ? null : Text.Refuse("$.question", command.Question, 4000, lines: true)) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/explanation-request"), EmptyResponse]
    public static ExplanationRequested Post(RequestExplanation command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static ExplanationRequested Decide(RequestExplanation command, Decision decision, SubjectKey key) => new(decision.CitizenId, key.Seal(command.Question));
}

public static class GiveExplanationEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(GiveExplanation command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.GiveExplanation, command.Version, null, time.GetUtcNow())
        ?? Text.Refuse("$.text", command.Text, RemediesTold.LongestReasons, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/explanation"), EmptyResponse]
    public static ExplanationGiven Post(GiveExplanation command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static ExplanationGiven Decide(GiveExplanation command, Decision decision, SubjectKey key) => new(decision.CitizenId, key.Seal(command.Text));
}
