using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The decision is struck off (LIC art. 70).</summary>
public sealed record CancelDecision(CancellationCause Cause, string Article, long Version, EarlierEffect? Effect = null);

public static class CancelDecisionEndpoint
{
    public static ProblemDetails Validate(CancelDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Cancel, command.Version, command.Effect, time.GetUtcNow())
        ?? Texts.RefuseArticle(command.Article)
        ?? RefuseCause(command, decision, Text.DateOf(command.Effect?.At ?? time.GetUtcNow())) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/cancellation"), EmptyResponse]
    public static DecisionCancelled Post(CancelDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision) => Decide(command, decision);

    public static DecisionCancelled Decide(CancelDecision command, Decision decision) => new(decision.CitizenId, command.Cause, command.Article, command.Effect);

    static ProblemDetails? RefuseCause(CancelDecision command, Decision decision, DateOnly on) =>
        decision.Holds == (command.Cause is CancellationCause.WithdrawnOrRevoked)
            ? Problems.Invalid("$.cause", "This cause is for decisions that were withdrawn or revoked, and for those it is the only one.", "该原因仅适用于已撤回或撤销的决定，且此类决定只适用该原因。")
        : command.Cause is not CancellationCause.Expired ? null
        : decision.ValidTo is null || decision.ValidTo >= on ? Problems.Invalid("$.cause", "Its term has not ended.", "有效期尚未届满。")
        : decision.RenewalAsked ? Problems.Invalid("$.cause", "A renewal was asked for and is to be decided first (LIC art. 50).", "已申请延续，应先作出决定（许可法第五十条）。")
        : null;
}
