using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Reviews;

/// <summary>What is challenged, as it stands: the decision, the ruling in force, its application and the item's limits.</summary>
/// <param name="Decision">Absent where nothing was decided.</param>
/// <param name="Limits">Of the item, for a fresh clock.</param>
public sealed record Disputed(Decision? Decision, Ruling? Ruling, Application Application, TimeLimits Limits)
{
    public Deciders Deciders => new(Decision?.DecidedBy ?? Application.Reviewers);

    /// <summary>The latest date of effect of all of it.</summary>
    public DateTimeOffset LastEffect => Decision is { } d && d.LastEffect > Application.LastEffect ? d.LastEffect : Application.LastEffect;
}

/// <summary>The streams of what is challenged, taken for this request alone, in the order review, decision, application.</summary>
public sealed record DisputedStreams(IEventStream<Decision>? Decision, IEventStream<Application> Application, Ruling? Ruling, TimeLimits Limits, SubjectKey Key)
{
    public static async Task<DisputedStreams> Of(Review review, IDocumentSession session, ItemCatalogue items, Vault vault, CancellationToken ct)
    {
        var decision = review.DecisionId is { } id ? await session.Events.FetchForExclusiveWriting<Decision>(id, ct) : null;
        var application = await session.Events.FetchForExclusiveWriting<Application>(review.ApplicationId, ct);
        var matter = application.Aggregate!;
        return new(
            decision, application, decision is null ? null : await RulingOf(decision.Id, session, ct), (await items.Find(matter.ItemCode, matter.ItemVersion, ct))!.Terms(matter.ItemVersion)!.Limits,
            await vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct));
    }

    static async Task<Ruling> RulingOf(Guid decision, IQuerySession session, CancellationToken ct)
    {
        var events = await session.Events.Known().Where(e => e.StreamId == decision).OrderBy(e => e.Version).ToListAsync(ct);
        return events.Select(e => (e.Data as DecisionVaried)?.Ruling ?? (e.Data as DecisionMade)?.Ruling).OfType<Ruling>().Last();
    }

    public Disputed Disputed => new(Decision?.Aggregate, Ruling, Application.Aggregate!, Limits);

    /// <summary>Records the consequences where they belong.</summary>
    public void Append(Consequences consequences)
    {
        if (consequences.OfDecision.Count > 0)
            Decision!.AppendMany([.. consequences.OfDecision]);
        if (consequences.OfApplication.Count > 0)
            Application.AppendMany([.. consequences.OfApplication]);
    }
}

/// <summary>How a ruling on a challenge changes what is challenged.</summary>
/// <param name="Cause">Why the matter is reopened.</param>
/// <param name="Varies">As what another ruling takes its place.</param>
/// <param name="Reference">The number of the review or the judgment.</param>
public sealed record RulingOnChallenge(
    ChallengeOutcome Outcome, ReopeningCause Cause, VariationCause Varies, string Reference, Sealed<string>? Part, Ruling? Ruling, string[] LegalBasis, Sealed<string>? Reasons, EarlierEffect? Effect);

/// <summary>What a ruling on a challenge does, by stream; all of it is recorded with the ruling or none of it.</summary>
public sealed record Consequences(IReadOnlyList<object> OfDecision, IReadOnlyList<object> OfApplication)
{
    static readonly ChallengeOutcome[] TakeHold =
        [ChallengeOutcome.Varied, ChallengeOutcome.Revoked, ChallengeOutcome.RevokedInPart, ChallengeOutcome.RevokedAndRedo, ChallengeOutcome.DeclaredVoid];

    static readonly ChallengeOutcome[] OfWhatWasNotDecided =
        [ChallengeOutcome.PerformanceOrdered, ChallengeOutcome.ConfirmedIllegal, ChallengeOutcome.Dismissed, ChallengeOutcome.Mediated, ChallengeOutcome.NotAccepted, ChallengeOutcome.Ended];

    /// <summary>Refuses an outcome that what is challenged does not admit of.</summary>
    public static ProblemDetails? Refuse(string field, ChallengeOutcome outcome, Disputed disputed) =>
        disputed.Decision is null && !OfWhatWasNotDecided.Contains(outcome) && !(Inaction.WasRefused(disputed.Application) && outcome is ChallengeOutcome.RevokedAndRedo or ChallengeOutcome.Upheld)
            ? Problems.Invalid(field, "Nothing was decided that could be changed so: order performance, confirm it illegal, or dismiss.", "未作出决定的，可以责令履行、确认违法或者驳回。")
        : disputed.Decision is not null && outcome is ChallengeOutcome.PerformanceOrdered
            ? Problems.Invalid(field, "Performance is ordered where nothing was decided (REV art. 66; LIT art. 72); revoke the decision and have it made anew.", "责令履行适用于未作出决定的情形（复议法第六十六条、诉讼法第七十二条）；可撤销并责令重作。")
        : disputed.Decision is { Holds: false } && TakeHold.Contains(outcome)
            ? Problems.Make(
                409, "no-longer-in-force", "The decision is no longer in force.", "原决定已失效。",
                "It can be confirmed illegal, or the challenge be dismissed (REV art. 65, 69).", "可以确认违法或者驳回（复议法第六十五条、第六十九条）。")
        : null;

    /// <summary>Refuses a ruling that is worse for the applicant than the one in force (REV art. 63).</summary>
    public static ProblemDetails? RefuseWorse(RulingTold told, Ruling inForce) => told.Refuse("$.ruling")
        ?? (IsWorse(told, inForce) ? Problems.Invalid("$.ruling", "It is worse for the applicant than the ruling in force (REV art. 63).", "变更后的决定不得对申请人更为不利（复议法第六十三条）。") : null);

    /// <summary>Whether this grants less, for a shorter time or less money, or takes more.</summary>
    public static bool IsWorse(RulingTold told, Ruling inForce) => inForce switch
    {
        Fine fine => told.Kind is not RulingKind.Fine || told.AmountFen > fine.AmountFen,
        Payment paid => told.Kind is not RulingKind.Payment || told.AmountFen < paid.AmountFen || Ends(told.PaidTo, paid.PaidTo),
        Refusal => told.Kind is RulingKind.Fine,
        _ => Rank(told.Kind) < Rank(inForce.KindOf()) || Ends(told.ValidTo, inForce.Term().To)
            || (told.Kind is RulingKind.GrantWithConditions && inForce is GrantWithConditions g && told.Conditions!.Count > g.Conditions.Length)
            || (inForce is Confirmation != told.Kind is RulingKind.Confirmation)
    };

    static bool Ends(DateOnly? told, DateOnly? inForce) => told is not null && (inForce is null || told < inForce);

    static int Rank(RulingKind kind) => kind switch
    {
        RulingKind.Refusal or RulingKind.Fine => 0,
        RulingKind.Partly or RulingKind.GrantWithConditions => 1,
        _ => 2
    };

    /// <summary>The events of the decision and of the application.</summary>
    public static Consequences Of(Review review, RulingOnChallenge on, Disputed disputed) => new(
        disputed.Decision is null ? [] :
        [
            .. Changes(review, on),
            .. review.Stays ? [new ExecutionResumed(review.CitizenId, review.Id, on.Effect)] : Array.Empty<object>(),
            new ChallengeSettled(review.CitizenId, review.Id, on.Outcome)
        ],
        [
            .. Reopens(on.Outcome, disputed) ? [new ApplicationReopened(review.CitizenId, on.Cause, on.Reference, disputed.Limits, on.Effect)] : Array.Empty<object>(),
            .. disputed.Decision is null ? [new ApplicationChallengeSettled(review.CitizenId, review.Id, on.Outcome)] : Array.Empty<object>()
        ]);

    static IEnumerable<object> Changes(Review review, RulingOnChallenge on) => on.Outcome switch
    {
        ChallengeOutcome.Varied => [new DecisionVaried(review.CitizenId, on.Ruling!, on.LegalBasis, on.Reasons!, on.Varies, on.Effect)],
        ChallengeOutcome.Revoked or ChallengeOutcome.RevokedAndRedo => [new DecisionAnnulled(review.CitizenId, review.Id, null, on.Effect)],
        ChallengeOutcome.RevokedInPart => [new DecisionAnnulled(review.CitizenId, review.Id, on.Part!, on.Effect)],
        ChallengeOutcome.ConfirmedIllegal => [new DecisionConfirmedIllegal(review.CitizenId, review.Id, on.Effect)],
        ChallengeOutcome.DeclaredVoid => [new DecisionDeclaredVoid(review.CitizenId, review.Id, on.Effect)],
        _ => []
    };

    /// <summary>What is to be done anew is open again, unless it is so already or another decision took its place.</summary>
    static bool Reopens(ChallengeOutcome outcome, Disputed disputed) => outcome switch
    {
        ChallengeOutcome.RevokedAndRedo => disputed.Decision is { } decision ? disputed.Application.DecisionId == decision.Id : Inaction.WasRefused(disputed.Application),
        ChallengeOutcome.PerformanceOrdered => disputed.Application.IsOpen || Inaction.WasRefused(disputed.Application),
        _ => false
    };
}
