using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>Another ruling takes the place of the one in force; it is delivered anew.</summary>
/// <param name="Reasons">Why it is varied; the ruling has reasons of its own where it falls short.</param>
public sealed record VaryDecision(RulingTold Ruling, IReadOnlyList<string> LegalBasis, string Reasons, VariationCause Cause, long Version, EarlierEffect? Effect = null);

public static class VaryDecisionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(VaryDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Vary, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Cause is VariationCause.HumanReview or VariationCause.FactCorrected ? decision.RefuseDecider(act) : null)
        ?? (command.Cause is VariationCause.ReviewDecided or VariationCause.CourtDecided
            ? Problems.Invalid("$.cause", "It is varied so by the decision on its challenge, and by nothing else.", "此类变更仅由复议决定或者裁判作出。") : null)
        ?? Texts.RefuseLegalBasis(command.LegalBasis)
        ?? Texts.RefuseReasons(command.Reasons)
        ?? command.Ruling.Refuse("$.ruling")
        ?? (decision.Granted && !command.Ruling.Kind.Grants()
            ? Problems.Invalid("$.ruling.kind", "What was granted is not refused afterwards; it is withdrawn or revoked.", "已准予的不得改为不予；应当撤回或者撤销。")
            : WolverineContinue.NoProblems);

    [WolverinePost("/api/decisions/{decisionId:guid}/variation"), EmptyResponse]
    public static DecisionVaried Post(VaryDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static DecisionVaried Decide(VaryDecision command, Decision decision, SubjectKey key) =>
        new(decision.CitizenId, command.Ruling.Sealed(key), [.. command.LegalBasis], key.Seal(command.Reasons), command.Cause, command.Effect);
}
