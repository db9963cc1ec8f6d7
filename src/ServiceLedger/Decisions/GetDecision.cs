using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>One decision: what it rests on, what is in force of it, what happened since, and what may be done next.</summary>
/// <param name="Ruling">The ruling in force.</param>
/// <param name="MadeAs">The ruling as it was made, where it was varied since.</param>
/// <param name="Remedies">How what falls short, or takes something back, can be challenged.</param>
/// <param name="ReviewDue">Facts it relied on that were corrected since.</param>
/// <param name="Since">Every event after it was made, oldest first.</param>
/// <param name="Next">What the reader may do next.</param>
/// <param name="Challenges">Reviews and suits over it, oldest first, and what came of them.</param>
/// <param name="Stayed">Whether it is not carried out while it is reviewed.</param>
public sealed record DecisionView(
    Guid Id, Guid ApplicationId, Guid CitizenId, string DecisionNumber, string ItemCode, int ItemVersion, string Department, string? Superior, RulingView Ruling, RulingView? MadeAs,
    IReadOnlyList<string> LegalBasis, IReadOnlyList<RemediesView> Remedies, IReadOnlyList<FactView>? Facts, DiscretionTold? Discretion, Automation? Automation, Publication? Publication,
    SeenView? SeenManifest, DateTimeOffset MadeAt, DateTimeOffset? DeliveredAt, DecisionStatus Status, DateOnly? ValidTo, string? CertificateNumber, IReadOnlyList<FactToReview> ReviewDue,
    PublishedDecision? Published, IReadOnlyList<HistoryLine> Since, long Version, IReadOnlyList<DecisionAction> Next, NextView NextBy, IReadOnlyList<Challenge> Challenges,
    bool ConfirmedIllegal, bool Stayed);

/// <summary>A ruling with its texts opened.</summary>
public sealed record RulingView(
    RulingKind Kind, DateOnly? ValidFrom, DateOnly? ValidTo, string? Reasons, Remedies? Remedies, IReadOnlyList<string>? Conditions = null, string? Granted = null, string? Fact = null,
    long? AmountFen = null, string? PayeeAccount = null, DateOnly? PaidFrom = null, DateOnly? PaidTo = null);

/// <summary>Remedies, the event that told them, and what they say in words.</summary>
public sealed record RemediesView(string Of, Remedies Remedies, string Text);

public sealed record FactView(string Statement, IReadOnlyList<Guid> EvidenceIds, IReadOnlyList<Guid> DataRequestIds, EvidenceGrade Grade);

public sealed record SeenView(IReadOnlyList<SeenStream> Streams, IReadOnlyList<EvidenceTold> Evidence, int ItemVersion);

/// <summary>Who may do what next.</summary>
public sealed record NextView(IReadOnlyList<DecisionAction> Citizen, IReadOnlyList<DecisionAction> Department, IReadOnlyList<DecisionAction> Superior);

public static class GetDecisionEndpoint
{
    /// <summary>Whoever may not know its texts reads of it in its history.</summary>
    public static ProblemDetails Validate(Act act, Decision decision) =>
        act.May(PolicyAction.Read, FileSection.Decisions, decision.RelationTo(act), FieldClass.Texts) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/decisions/{decisionId:guid}")]
    public static async Task<DecisionView> Get([ReadModel] Decision decision, Act act, HttpContext context, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var events = await session.Events.Known().Where(e => e.StreamId == decision.Id).OrderBy(e => e.Version).ToListAsync(ct);
        var made = (DecisionMade)events[0].Data;
        var varied = events.Select(e => e.Data).OfType<DecisionVaried>().LastOrDefault();
        var key = await vault.KeyFor(act, decision.CitizenId, PurposeClass.Matters, ct);
        var since = await HistoryPage.Of([.. events.Skip(1)], decision.CitizenId, act, act.View(PolicyAction.Read, decision.RelationTo(act)), FileSection.Decisions, vault, events.Count, e => e.Version, ct);
        context.Features.GetRequiredFeature<Seen>().Fields = [FieldClass.Facts, FieldClass.Texts];
        return new(
            decision.Id, made.ApplicationId, made.CitizenId, made.DecisionNumber, made.ItemCode, made.ItemVersion, made.DepartmentCode, made.SuperiorCode,
            View(varied?.Ruling ?? made.Ruling, key), varied is null ? null : View(made.Ruling, key), varied?.LegalBasis ?? made.LegalBasis, Remedies(events),
            made.Facts?.Select(f => new FactView(key.Open(f.Statement), f.EvidenceIds, f.DataRequestIds, f.Grade)).ToArray(),
            made.Discretion is { } d ? new(d.Range, d.Chosen, key.Open(d.Why)) : null, made.Automation, made.Publication, Seen(made.SeenManifest, key),
            events[0].EffectiveAt(), events.LastOrDefault(e => e.Data is DecisionDelivered)?.EffectiveAt(), decision.Status, decision.ValidTo, decision.CertificateNumber, decision.ReviewDue,
            decision.Published ? GetPublishedDecisionsEndpoint.Public(decision) : null, since.Events, decision.Version,
            [.. decision.NextFor(act)], new([.. decision.NextForCitizen()], [.. decision.NextForDepartment()], [.. decision.NextForSuperior()]), decision.Challenges, decision.ConfirmedIllegal, decision.StayedBy is not null);
    }

    static SeenView? Seen(SeenManifest? m, SubjectKey key) => m is null ? null : new(m.Streams, [.. m.Evidence.Select(e => new EvidenceTold(e.Id, key.Open(e.Digest)))], m.ItemVersion);

    static RulingView View(Ruling ruling, SubjectKey key)
    {
        var (from, to) = ruling.Term();
        var view = new RulingView(ruling.KindOf(), from, to, key.Open(ruling.ReasonsOf()), ruling.RemediesOf());
        return ruling switch
        {
            GrantWithConditions r => view with { Conditions = [.. r.Conditions.Select(c => key.Open(c))] },
            GrantInPart r => view with { Granted = key.Open(r.Granted) },
            Confirmation r => view with { Fact = key.Open(r.Fact) },
            Payment r => view with { AmountFen = r.AmountFen, PayeeAccount = key.Open(r.PayeeAccount), PaidFrom = r.PaidFrom, PaidTo = r.PaidTo },
            Fine r => view with { AmountFen = r.AmountFen },
            _ => view
        };
    }

    /// <summary>The remedies of the ruling in force, and of whatever was refused or taken back since.</summary>
    static List<RemediesView> Remedies(IReadOnlyList<IEvent> events)
    {
        var told = new List<RemediesView>();
        foreach (var e in events)
        {
            var (ruling, remedies) = e.Data switch
            {
                DecisionMade d => (true, d.Ruling.RemediesOf()),
                DecisionVaried d => (true, d.Ruling.RemediesOf()),
                RenewalRefused d => (false, d.Remedies),
                DecisionWithdrawnForPublicInterest d => (false, d.Remedies),
                DecisionRevoked d => (false, d.Remedies),
                _ => (false, null)
            };
            if (ruling)
                told.Clear();
            if (remedies is not null)
                told.Add(new(e.EventTypeName, remedies, InWords(remedies)));
        }

        return told;
    }

    static string InWords(Remedies r) => Problems.InChinese
        ? $"不服本决定的，可自知道之日起 {r.ReconsiderationDays} 日内向{r.ReconsiderationAuthority}申请行政复议"
            + (r.OnlineChannel is null ? "" : $"（网上：{r.OnlineChannel}）") + $"，或者自知道之日起 {r.LitigationMonths} 个月内向{r.Court}提起行政诉讼。"
        : $"You may apply to {r.ReconsiderationAuthority} for reconsideration within {r.ReconsiderationDays} days of knowing of this decision"
            + (r.OnlineChannel is null ? "" : $" (online: {r.OnlineChannel})") + $", or sue at {r.Court} within {r.LitigationMonths} months.";
}

public static class GetDecisionHistoryEndpoint
{
    public static ProblemDetails Validate(Act act, Decision decision) => decision.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>What happened, oldest first; <c>after</c> is the last version of the page before.</summary>
    [WolverineGet("/api/decisions/{decisionId:guid}/history")]
    public static Task<HistoryPage> Get([ReadModel] Decision decision, Act act, HttpContext context, IQuerySession session, Vault vault, long? after, int? size, CancellationToken ct) =>
        HistoryPage.OfStream(decision.Id, decision.CitizenId, act, decision.RelationTo(act), FileSection.Decisions, context, session, vault, after, size, ct);
}
