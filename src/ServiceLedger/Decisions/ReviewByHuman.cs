using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The citizen asks that a person look at what a machine took part in (PIPL art. 24).</summary>
public sealed record DemandHumanReview(long Version, string? Grounds = null);

/// <summary>A person looked at it; where the outcome is another one, a variation follows.</summary>
public sealed record RecordHumanReview(HumanReviewOutcome Outcome, string Reasons, long Version);

public static class DemandHumanReviewEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(DemandHumanReview command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.DemandHumanReview, command.Version, null, time.GetUtcNow())
        ?? (command.Grounds is null ? null : Text.Refuse("$.grounds", command.Grounds, 4000, lines: true)) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/human-review-demand"), EmptyResponse]
    public static HumanReviewDemanded Post(DemandHumanReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static HumanReviewDemanded Decide(DemandHumanReview command, Decision decision, SubjectKey key) => new(decision.CitizenId, key.Seal(command.Grounds));
}

public static class RecordHumanReviewEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RecordHumanReview command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.RecordHumanReview, command.Version, null, time.GetUtcNow())
        ?? Texts.RefuseReasons(command.Reasons) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/human-review"), EmptyResponse]
    public static HumanReviewDone Post(RecordHumanReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static HumanReviewDone Decide(RecordHumanReview command, Decision decision, SubjectKey key) => new(decision.CitizenId, command.Outcome, key.Seal(command.Reasons));
}
