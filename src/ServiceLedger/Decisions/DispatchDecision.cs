using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The decision is sent to the applicant (LIC art. 44).</summary>
public sealed record DispatchDecision(DeliveryMethod Method, long Version, EarlierEffect? Effect = null);

/// <summary>The decision did not reach the applicant, with the reason.</summary>
public sealed record RecordDeliveryFailure(DeliveryMethod Method, string Reason, long Version, EarlierEffect? Effect = null);

public static class DispatchDecisionEndpoint
{
    public static ProblemDetails Validate(DispatchDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Dispatch, command.Version, command.Effect, time.GetUtcNow())
        ?? DeliverDecisionEndpoint.RefuseMethod(command.Method, decision) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/dispatch"), EmptyResponse]
    public static DecisionDispatched Post(DispatchDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision) => Decide(command, decision);

    public static DecisionDispatched Decide(DispatchDecision command, Decision decision) => new(decision.CitizenId, command.Method, command.Effect);
}

public static class RecordDeliveryFailureEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RecordDeliveryFailure command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.RecordDeliveryFailure, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/delivery/failure"), EmptyResponse]
    public static DeliveryFailed Post(RecordDeliveryFailure command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static DeliveryFailed Decide(RecordDeliveryFailure command, Decision decision, SubjectKey key) =>
        new(decision.CitizenId, command.Method, key.Seal(command.Reason), command.Effect);
}
