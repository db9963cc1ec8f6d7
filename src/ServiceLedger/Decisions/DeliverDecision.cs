using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The decision reaches the applicant (LIC art. 44: within 10 working days).</summary>
public sealed record DeliverDecision(DeliveryMethod Method, long Version, EarlierEffect? Effect = null);

/// <summary>The stream of the application a decision was made on.</summary>
public sealed record DecidedMatter(IEventStream<Application> Application);

public static class DeliverDecisionEndpoint
{
    // Fetched for writing, because only then does the application's state learn its version; wrapped, because what an endpoint
    // returns would go to a stream that stands among its parameters.
    public static async Task<DecidedMatter> LoadAsync(Decision decision, IDocumentSession session, CancellationToken ct) =>
        new(await session.Events.FetchForWriting<Application>(decision.ApplicationId, ct));

    public static ProblemDetails Validate(DeliverDecision command, Act act, Decision decision, DecidedMatter matter, TimeProvider time) =>
        Refuse(command, act, decision, matter.Application.Aggregate!.LastEffect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    public static ProblemDetails? Refuse(DeliverDecision command, Act act, Decision decision, DateTimeOffset notBefore, DateTimeOffset now) =>
        !decision.IsVisibleTo(act) ? Problems.NotFound()
        : !act.IsOfficer ? Problems.Forbidden("Officers record the delivery.", "由工作人员记录送达。")
        : command.Version != decision.Version ? Problems.Stale()
        : !decision.Allows(DecisionAction.Deliver) ? Problems.NotInThisState(decision.Status.InJson(), decision.Next.Select(a => a.InJson()))
        : Effects.Refuse(act, command.Effect, notBefore, now);

    [WolverinePost("/api/decisions/{decisionId:guid}/delivery"), EmptyResponse]
    public static DecisionDelivered Post(
        DeliverDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, DecidedMatter matter)
    {
        var (delivered, result) = Decide(command, decision);
        matter.Application.AppendOne(result);
        return delivered;
    }

    public static (DecisionDelivered, ResultDelivered) Decide(DeliverDecision command, Decision decision) => (
        new(decision.CitizenId, decision.ApplicationId, command.Method, command.Effect),
        new(decision.CitizenId, decision.Id, command.Effect));
}
