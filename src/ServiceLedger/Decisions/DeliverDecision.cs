using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The decision reaches the applicant (LIC art. 44: within 10 working days).</summary>
public sealed record DeliverDecision(DeliveryMethod Method, long Version, EarlierEffect? Effect = null);

public static class DeliverDecisionEndpoint
{
    public static ProblemDetails Validate(DeliverDecision command, Act act, Decision decision, TimeProvider time) =>
        !decision.IsVisibleTo(act) ? Problems.NotFound()
        : !act.IsOfficer ? Problems.Forbidden("Officers record the delivery.", "由工作人员记录送达。")
        : command.Version != decision.Version ? Problems.Stale()
        : !decision.Allows(DecisionAction.Deliver) ? Problems.NotInThisState(decision.Status.InJson(), decision.Next.Select(a => a.InJson()))
        : Effects.Refuse(act, command.Effect, decision.LastEffect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/delivery"), EmptyResponse]
    public static async Task<DecisionDelivered> Post(
        DeliverDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, IDocumentSession session, CancellationToken ct)
    {
        var (delivered, result) = Decide(command, decision);
        // Fetched, because only then does the application's state learn its version.
        (await session.Events.FetchForWriting<Application>(decision.ApplicationId, ct)).AppendOne(result);
        return delivered;
    }

    public static (DecisionDelivered, ResultDelivered) Decide(DeliverDecision command, Decision decision) => (
        new(decision.CitizenId, decision.ApplicationId, command.Method, command.Effect),
        new(decision.CitizenId, decision.Id, command.Effect));
}
