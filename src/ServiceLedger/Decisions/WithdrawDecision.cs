using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>A lawful decision is taken back because law or facts changed and the public interest requires it (LIC art. 8).</summary>
/// <param name="CompensationFen">What is paid for the loss.</param>
public sealed record WithdrawDecision(
    PublicInterestCause Cause, string Article, string Reasons, RemediesTold Remedies, long Version,
    long? CompensationFen = null, string? CompensationReference = null, EarlierEffect? Effect = null);

public static class WithdrawDecisionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(WithdrawDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Withdraw, command.Version, command.Effect, time.GetUtcNow())
        ?? Texts.RefuseArticle(command.Article)
        ?? RemediesTold.RefuseShortfall("$", command.Reasons, command.Remedies)
        ?? Texts.RefuseAmount("$.compensationFen", command.CompensationFen)
        ?? (command.CompensationReference is null ? null : Text.Refuse("$.compensationReference", command.CompensationReference, 200)) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/withdrawal"), EmptyResponse]
    public static DecisionWithdrawnForPublicInterest Post(WithdrawDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) =>
        Decide(command, decision, key);

    public static DecisionWithdrawnForPublicInterest Decide(WithdrawDecision command, Decision decision, SubjectKey key) => new(
        decision.CitizenId, command.Cause, command.Article, key.Seal(command.Reasons), command.Remedies.Told(), command.CompensationFen, command.CompensationReference, command.Effect);
}
