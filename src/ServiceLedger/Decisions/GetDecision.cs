using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>One decision as it was made, and what may be done next.</summary>
public sealed record DecisionView(
    Guid Id, Guid ApplicationId, Guid CitizenId, string DecisionNumber, string ItemCode, int ItemVersion, string Department, RulingView Ruling,
    IReadOnlyList<string> LegalBasis, DateTimeOffset MadeAt, DateTimeOffset? DeliveredAt, DecisionStatus Status, long Version, IReadOnlyList<DecisionAction> Next);

/// <summary>The ruling with its reasons opened.</summary>
public sealed record RulingView(string Kind, DateOnly? ValidFrom, DateOnly? ValidTo, string? Reasons, Remedies? Remedies);

public static class GetDecisionEndpoint
{
    public static ProblemDetails Validate(Act act, Decision decision) => decision.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/decisions/{decisionId:guid}")]
    public static async Task<DecisionView> Get([ReadModel] Decision decision, Act act, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var events = await session.Events.FetchStreamAsync(decision.Id, token: ct);
        var made = (DecisionMade)events[0].Data;
        var key = await vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);
        return new(
            decision.Id, made.ApplicationId, made.CitizenId, made.DecisionNumber, made.ItemCode, made.ItemVersion, made.DepartmentCode, View(made.Ruling, key),
            made.LegalBasis, events[0].EffectiveAt(), events.FirstOrDefault(e => e.Data is DecisionDelivered)?.EffectiveAt(), decision.Status, decision.Version,
            act.IsOfficer ? decision.Next : []);
    }

    static RulingView View(Ruling ruling, SubjectKey key) => ruling switch
    {
        Grant g => new("grant", g.ValidFrom, g.ValidTo, null, null),
        Refusal r => new("refusal", null, null, key.Open(r.Reasons), r.Remedies),
        _ => throw new System.Diagnostics.UnreachableException("A ruling is one of its known kinds.")
    };
}
