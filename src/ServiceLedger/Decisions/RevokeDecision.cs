using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>A decision that should not have been made is undone by the department that made it or the one above (LIC art. 69).</summary>
/// <param name="InterestProtected">Whether the holder's interest is protected; never where it was got by fraud or bribery.</param>
public sealed record RevokeDecision(
    RevocationCause Cause, bool InterestProtected, string Reasons, RemediesTold Remedies, long Version, long? CompensationFen = null, EarlierEffect? Effect = null);

public static class RevokeDecisionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RevokeDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Revoke, command.Version, command.Effect, time.GetUtcNow()) ?? RefuseProtection(command)
        ?? RemediesTold.RefuseShortfall("$", command.Reasons, command.Remedies)
        ?? Texts.RefuseAmount("$.compensationFen", command.CompensationFen) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/revocation"), EmptyResponse]
    public static DecisionRevoked Post(RevokeDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static DecisionRevoked Decide(RevokeDecision command, Decision decision, SubjectKey key) => new(
        decision.CitizenId, command.Cause, command.InterestProtected, key.Seal(command.Reasons), command.Remedies.Told(), command.CompensationFen, command.Effect);

    static ProblemDetails? RefuseProtection(RevokeDecision command) =>
        command.Cause is RevocationCause.FraudOrBribery && command.InterestProtected
            ? Problems.Invalid("$.interestProtected", "What was got by fraud or bribery protects no interest (LIC art. 69).", "以欺骗、贿赂等手段取得的利益不受保护（许可法第六十九条）。")
        : !command.InterestProtected && command.CompensationFen is not null
            ? Problems.Invalid("$.compensationFen", "Only a protected interest is compensated (LIC art. 69).", "仅对受保护的利益予以赔偿（许可法第六十九条）。")
        : null;
}
