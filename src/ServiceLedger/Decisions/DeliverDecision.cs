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
        decision.Refuse(act, DecisionAction.Deliver, command.Version, command.Effect, now)
        ?? Effects.Refuse(act, command.Effect, notBefore, now)
        ?? RefuseMethod(command.Method, decision);

    /// <summary>What can be challenged and comes online can be challenged online.</summary>
    internal static ProblemDetails? RefuseMethod(DeliveryMethod method, Decision decision) =>
        method is DeliveryMethod.Online && decision is { HasRemedies: true, HasOnlineChannel: false } ? Problems.Make(
            409, "no-online-channel", "It names no online channel to challenge it.", "未告知网上救济渠道。",
            "A decision delivered online names where to apply for reconsideration online (REV art. 22). Deliver it another way, or vary it so that it does.",
            "网上送达的决定须告知网上申请复议的渠道（复议法第二十二条）。请以其他方式送达，或变更决定予以补充。") : null;

    [WolverinePost("/api/decisions/{decisionId:guid}/delivery"), EmptyResponse]
    public static DecisionDelivered Post(
        DeliverDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, DecidedMatter matter)
    {
        var (delivered, result) = Decide(command, decision);
        // The matter is told once; a decision that was varied may reach the applicant again, and a matter that was reopened waits for another one.
        if (!decision.Reached && matter.Application.Aggregate!.DecisionId == decision.Id)
            matter.Application.AppendOne(result);
        return delivered;
    }

    public static (DecisionDelivered, ResultDelivered) Decide(DeliverDecision command, Decision decision) => (
        new(decision.CitizenId, decision.ApplicationId, command.Method, command.Effect),
        new(decision.CitizenId, decision.Id, command.Effect));
}
