using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>A slip of the pen is put right; the decision itself stays as it is.</summary>
public sealed record CorrectClericalError(CorrectableField Field, string Before, string After, long Version);

public static class CorrectClericalErrorEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(CorrectClericalError command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Correct, command.Version, null, time.GetUtcNow())
        ?? Text.Refuse("$.before", command.Before, 2000, lines: true)
        ?? Text.Refuse("$.after", command.After, 2000, lines: true)
        ?? (command.Before == command.After ? Problems.Invalid("$.after", "It is the same as before.", "更正前后相同。") : WolverineContinue.NoProblems);

    [WolverinePost("/api/decisions/{decisionId:guid}/correction"), EmptyResponse]
    public static ClericalErrorCorrected Post(CorrectClericalError command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static ClericalErrorCorrected Decide(CorrectClericalError command, Decision decision, SubjectKey key) =>
        new(decision.CitizenId, command.Field, key.Seal(command.Before), key.Seal(command.After));
}
