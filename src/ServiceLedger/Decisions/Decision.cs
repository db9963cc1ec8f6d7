using System.Text.Json.Serialization;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Decisions;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>An application is decided (LIC art. 38); what was ruled says how.</summary>
/// <param name="ApplicationVersion">The version of the application's stream the deciding officer had read.</param>
/// <param name="SuperiorCode">The department above, which may revoke the decision too (LIC art. 69).</param>
public sealed record DecisionMade(
    Guid CitizenId, Guid ApplicationId, long ApplicationVersion, string DecisionNumber, string ItemCode, int ItemVersion, string DepartmentCode,
    Ruling Ruling, string[] LegalBasis, EarlierEffect? Effect = null,
    FactFound[]? Facts = null, Discretion? Discretion = null, Automation? Automation = null, Publication? Publication = null, SeenManifest? SeenManifest = null,
    string? SuperiorCode = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The written decision is signed and sealed.</summary>
/// <param name="DocumentHash">base64url SHA-256 of the document, sealed because a hash of a short text could be guessed.</param>
public sealed record DecisionSigned(Guid CitizenId, string Signer, string SealNumber, Sealed<string> DocumentHash, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A certificate of what was granted or confirmed is issued (LIC art. 39); it takes the place of an earlier one.</summary>
public sealed record CertificateIssued(
    Guid CitizenId, string CertificateNumber, string CertificateType, DateOnly ValidFrom, DateOnly? ValidTo = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The decision is on its way to the applicant (LIC art. 44).</summary>
public sealed record DecisionDispatched(Guid CitizenId, DeliveryMethod Method, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The decision reached the applicant (LIC art. 44).</summary>
public sealed record DecisionDelivered(Guid CitizenId, Guid ApplicationId, DeliveryMethod Method, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The decision did not reach the applicant.</summary>
public sealed record DeliveryFailed(Guid CitizenId, DeliveryMethod Method, Sealed<string> Reason, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

public enum DeliveryMethod { Online, Window, Post, VillageAgent }

/// <summary>The decision is public (LIC art. 40), in a text that names nobody.</summary>
/// <param name="RedactedText">Public: it stands in plain and holds nothing personal.</param>
/// <param name="Redactions">What was left out of it, in the publisher's words.</param>
public sealed record DecisionPublished(Guid CitizenId, string RedactedText, string[] Redactions, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Fields of what is public are shown no longer.</summary>
public sealed record DecisionRedacted(Guid CitizenId, PublicField[] Hidden, SecrecyGround Ground, string Article, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The fields of a published decision.</summary>
public enum PublicField { DecisionNumber, Item, Department, Kind, MadeOn, Text }

/// <summary>A slip of the pen is put right; what was decided stays as it was.</summary>
public sealed record ClericalErrorCorrected(Guid CitizenId, CorrectableField Field, Sealed<string> Before, Sealed<string> After) : ICitizenEvent;

public enum CorrectableField { Name, IdNumber, Address, Date, Amount, Number, Article, Wording }

/// <summary>Another ruling takes the place of the one in force.</summary>
public sealed record DecisionVaried : ICitizenEvent, IEffectiveEvent
{
    public DecisionVaried(Guid citizenId, Ruling ruling, string[] legalBasis, Sealed<string> reasons, VariationCause cause, EarlierEffect? effect = null)
    {
        ArgumentNullException.ThrowIfNull(ruling);
        ArgumentNullException.ThrowIfNull(reasons);
        (CitizenId, Ruling, LegalBasis, Reasons, Cause, Effect) = (citizenId, ruling, legalBasis, reasons, cause, effect);
    }

    public Guid CitizenId { get; }
    public Ruling Ruling { get; }
    public string[] LegalBasis { get; }
    public Sealed<string> Reasons { get; }
    public VariationCause Cause { get; }
    public EarlierEffect? Effect { get; }
}

/// <summary>
/// Why it was varied: changed law or facts (LIC art. 8), the holder's wish (LIC art. 49), a fact corrected at its source, a person's second look (PIPL art. 24),
/// a reconsideration (REV art. 63) or a judgment (LIT art. 77).
/// </summary>
public enum VariationCause { LawChanged, FactsChanged, HolderAsked, FactCorrected, HumanReview, ReviewDecided, CourtDecided }

/// <summary>The holder asks that it go on after its term (LIC art. 50).</summary>
public sealed record RenewalRequested(Guid CitizenId, Sealed<string>? Grounds = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It goes on, until the given day.</summary>
public sealed record RenewalGranted(Guid CitizenId, DateOnly ValidTo, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Nobody decided on the renewal before the term ended, so it counts as granted, for as long again (LIC art. 50). Recorded by the clock.</summary>
/// <param name="LimitOn">The last day of the term, by which it had to be decided.</param>
public sealed record RenewalDeemedGranted(Guid CitizenId, DateOnly LimitOn, DateOnly ValidTo, int RulesVersion, EarlierEffect Effect) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>It ends with its term; with reasons and remedies.</summary>
public sealed record RenewalRefused : ICitizenEvent, IEffectiveEvent
{
    public RenewalRefused(Guid citizenId, Sealed<string> reasons, Remedies remedies, EarlierEffect? effect = null)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (CitizenId, Reasons, Remedies, Effect) = (citizenId, reasons, remedies, effect);
    }

    public Guid CitizenId { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
    public EarlierEffect? Effect { get; }
}

/// <summary>A lawful decision is taken back because law or facts changed and the public interest requires it; the loss is compensated (LIC art. 8).</summary>
public sealed record DecisionWithdrawnForPublicInterest : ICitizenEvent, IEffectiveEvent
{
    public DecisionWithdrawnForPublicInterest(
        Guid citizenId, PublicInterestCause cause, string article, Sealed<string> reasons, Remedies remedies,
        long? compensationFen = null, string? compensationReference = null, EarlierEffect? effect = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(article);
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (CitizenId, Cause, Article, Reasons, Remedies) = (citizenId, cause, article, reasons, remedies);
        (CompensationFen, CompensationReference, Effect) = (compensationFen, compensationReference, effect);
    }

    public Guid CitizenId { get; }
    public PublicInterestCause Cause { get; }
    public string Article { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
    public long? CompensationFen { get; }
    public string? CompensationReference { get; }
    public EarlierEffect? Effect { get; }
}

public enum PublicInterestCause { LawChanged, FactsChanged }

/// <summary>A decision that should not have been made is undone (LIC art. 69). What was got by fraud or bribery protects no interest.</summary>
public sealed record DecisionRevoked : ICitizenEvent, IEffectiveEvent
{
    public DecisionRevoked(Guid citizenId, RevocationCause cause, bool interestProtected, Sealed<string> reasons, Remedies remedies, long? compensationFen = null, EarlierEffect? effect = null)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        if (cause is RevocationCause.FraudOrBribery && (interestProtected || compensationFen is not null))
            throw new ArgumentException("What was got by fraud or bribery protects no interest.", nameof(interestProtected));
        (CitizenId, Cause, InterestProtected, Reasons, Remedies, CompensationFen, Effect) = (citizenId, cause, interestProtected, reasons, remedies, compensationFen, effect);
    }

    public Guid CitizenId { get; }
    public RevocationCause Cause { get; }
    public bool InterestProtected { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
    public long? CompensationFen { get; }
    public EarlierEffect? Effect { get; }
}

/// <summary>The items of LIC art. 69; the last one leaves no choice.</summary>
public enum RevocationCause { AbuseOfPower, NoAuthority, AgainstProcedure, UnqualifiedApplicant, OtherLawful, FraudOrBribery }

/// <summary>The decision is struck off (LIC art. 70).</summary>
public sealed record DecisionCancelled(Guid CitizenId, CancellationCause Cause, string Article, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The items of LIC art. 70.</summary>
public enum CancellationCause { Expired, DeathOrIncapacity, Dissolution, WithdrawnOrRevoked, ForceMajeure, OtherByLaw }

/// <summary>The department looked again at what is due for review and stands by its decision.</summary>
public sealed record DecisionReaffirmed(Guid CitizenId, Guid[] DataRequestIds, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>The citizen asks how the machine came to it (PIPL art. 24).</summary>
public sealed record ExplanationRequested(Guid CitizenId, Sealed<string>? Question = null) : ICitizenEvent;

public sealed record ExplanationGiven(Guid CitizenId, Sealed<string> Text) : ICitizenEvent;

/// <summary>The citizen asks that a person decide (PIPL art. 24).</summary>
public sealed record HumanReviewDemanded(Guid CitizenId, Sealed<string>? Grounds = null) : ICitizenEvent;

/// <summary>A person looked at it; where the outcome is another one, a variation follows.</summary>
public sealed record HumanReviewDone(Guid CitizenId, HumanReviewOutcome Outcome, Sealed<string> Reasons) : ICitizenEvent;

public enum HumanReviewOutcome { Upheld, Changed }

/// <summary>A limit of a decision has passed and what it was for is not done. Recorded by the clock.</summary>
/// <param name="Of">Which one, where there are several of a kind; empty otherwise.</param>
/// <param name="DueOn">The last day on which it would have been in time.</param>
public sealed record DecisionDeadlineMissed(Guid CitizenId, TimerKind Timer, string Of, DateOnly DueOn, int RulesVersion, CalendarUsed[] Calendars) : IDeadlineMissed;

/// <summary>A limit of a decision is reckoned anew, because a calendar changed; from here on by the calendars known at the given moment.</summary>
/// <param name="Old">The day it was due before; absent where that could not be told.</param>
/// <param name="New">The day it is due now; absent where that cannot be told yet.</param>
public sealed record DecisionDeadlineRecomputed(
    Guid CitizenId, TimerKind Timer, string Of, DateOnly? Old, DateOnly? New, RecomputationCause Cause, DateTimeOffset CalendarsAsOf, CalendarUsed[] Calendars) : ICitizenEvent;

/// <summary>Where a decision stands.</summary>
public enum DecisionStatus { Made, Signed, Dispatched, DeliveryFailed, Delivered, Withdrawn, Revoked, Cancelled, Annulled, DeclaredVoid }

/// <summary>What every status is asked alike.</summary>
public static class DecisionStatuses
{
    /// <summary>Whether what was decided holds.</summary>
    public static bool Holds(this DecisionStatus status) =>
        status is not (DecisionStatus.Withdrawn or DecisionStatus.Revoked or DecisionStatus.Cancelled or DecisionStatus.Annulled or DecisionStatus.DeclaredVoid);
}

/// <summary>What can be done with a decision; the same list drives endpoints, buttons and authorisation.</summary>
public enum DecisionAction
{
    Deliver, Sign, IssueCertificate, Dispatch, RecordDeliveryFailure, Publish, Redact, Correct, Vary, RequestRenewal, DecideRenewal,
    Withdraw, Revoke, Cancel, Reaffirm, RequestExplanation, GiveExplanation, DemandHumanReview, RecordHumanReview, Challenge
}

/// <summary>A corrected fact that the decision relied on and that nobody has looked at again.</summary>
public sealed record FactToReview(Guid DataRequestId, string DataItemCode, string Field);

/// <summary>A ruling on its way to the applicant.</summary>
public sealed record Outgoing(DateTimeOffset From, DateTimeOffset? ArrivedAt = null);

/// <summary>From the first to the last day; either is absent where there is none.</summary>
public sealed record Period(DateOnly? From, DateOnly? To);

/// <summary>What is public of a decision.</summary>
public sealed record PublicNotice(string Text, PublicField[] Hidden, DateTimeOffset PublishedAt);

/// <summary>What the events add up to: enough to decide the next step, and the notice that is public.</summary>
/// <param name="HasRemedies">Whether the ruling in force tells remedies.</param>
/// <param name="HasOnlineChannel">Whether those remedies name an online channel.</param>
/// <param name="Automated">Whether a machine took part.</param>
/// <param name="Withheld">Whether it was decided that it is not public.</param>
/// <param name="Reached">Whether it reached the applicant at least once.</param>
/// <param name="Certificates">How many were issued.</param>
/// <param name="CertificateNumber">Of the certificate in force.</param>
public sealed record Decision(
    Guid Id, Guid CitizenId, Guid ApplicationId, string DepartmentCode, string? SuperiorCode, string DecisionNumber, string ItemCode, RulingKind Kind,
    DateOnly? ValidTo, bool HasRemedies, bool HasOnlineChannel, bool Automated, bool Withheld, DateTimeOffset MadeAt, DecisionStatus Status, DateTimeOffset LastEffect,
    FactToReview[] ReviewDue, bool Reached = false, int Certificates = 0, string? CertificateNumber = null, PublicNotice? Notice = null, bool Published = false,
    bool RenewalAsked = false, bool ExplanationAsked = false, bool HumanReviewAsked = false, RevocationCause? RevokedFor = null, DateOnly? RevokedOn = null, long Version = 0)
{
    /// <summary>The version of the item it was made under.</summary>
    public int ItemVersion { get; init; } = 1;

    /// <summary>Of a payment: from when until when it is paid; absent where it is paid once.</summary>
    public Period? Paid { get; init; }

    /// <summary>The first day of what was granted, where one was named.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Taken over from another system's log.</summary>
    public bool Imported { get; init; }

    /// <summary>From when it, or what took its place, has to reach the applicant, and when it did.</summary>
    public Outgoing[] Outgoing { get; init; } = [];
    public DateTimeOffset? RenewalAskedAt { get; init; }

    /// <summary>The moment whose calendars and rules its limits are reckoned by.</summary>
    public DateTimeOffset ReckonedAt { get; init; }

    /// <summary>The moment whose calendars count instead, once they were reckoned anew.</summary>
    public DateTimeOffset? CalendarsAsOf { get; init; }

    /// <summary>Limits that the clock recorded as missed.</summary>
    public string[] Missed { get; init; } = [];

    /// <summary>Officers who decided it or varied it: another one looks at it again.</summary>
    public string[] DecidedBy { get; init; } = [];

    /// <summary>The day the ruling in force reached the applicant; absent where it has not.</summary>
    public DateOnly? DeliveredOn { get; init; }

    /// <summary>Within how many days reconsideration of it can be applied for, as it was told; absent where it was not.</summary>
    public int? ReconsiderationDays { get; init; }

    /// <summary>Within how many months it can be sued over, as it was told; absent where it was not.</summary>
    public int? LitigationMonths { get; init; }

    /// <summary>Every challenge to it, oldest first.</summary>
    public Challenge[] Challenges { get; init; } = [];

    /// <summary>Whether a review or a court found it illegal and left it in force.</summary>
    public bool ConfirmedIllegal { get; init; }

    /// <summary>The review that stays its execution; absent where none does.</summary>
    public Guid? StayedBy { get; init; }

    static readonly DecisionAction[] InForce =
    [
        DecisionAction.IssueCertificate, DecisionAction.Publish, DecisionAction.Redact, DecisionAction.Correct, DecisionAction.Vary, DecisionAction.RequestRenewal,
        DecisionAction.DecideRenewal, DecisionAction.Withdraw, DecisionAction.Revoke, DecisionAction.Cancel, DecisionAction.Reaffirm,
        DecisionAction.RequestExplanation, DecisionAction.GiveExplanation, DecisionAction.DemandHumanReview, DecisionAction.RecordHumanReview, DecisionAction.Challenge
    ];

    // What has ended before it reached the applicant is still to be delivered.
    static readonly DecisionAction[] Ended = [DecisionAction.Deliver, DecisionAction.Redact, DecisionAction.Correct, DecisionAction.RequestExplanation, DecisionAction.GiveExplanation, DecisionAction.Challenge];

    static readonly Dictionary<DecisionStatus, DecisionAction[]> Allowed = new()
    {
        [DecisionStatus.Made] = [DecisionAction.Sign, DecisionAction.Dispatch, DecisionAction.Deliver, .. InForce],
        [DecisionStatus.Signed] = [DecisionAction.Dispatch, DecisionAction.Deliver, .. InForce],
        [DecisionStatus.Dispatched] = [DecisionAction.Deliver, DecisionAction.RecordDeliveryFailure, .. InForce],
        [DecisionStatus.DeliveryFailed] = [DecisionAction.Dispatch, DecisionAction.Deliver, .. InForce],
        [DecisionStatus.Delivered] = InForce,
        [DecisionStatus.Withdrawn] = [.. Ended, DecisionAction.Cancel],
        [DecisionStatus.Revoked] = [.. Ended, DecisionAction.Cancel],
        [DecisionStatus.Cancelled] = Ended,
        [DecisionStatus.Annulled] = [.. Ended, DecisionAction.Cancel],
        [DecisionStatus.DeclaredVoid] = [.. Ended, DecisionAction.Cancel]
    };

    static readonly DecisionAction[] ForCitizens = [DecisionAction.RequestRenewal, DecisionAction.RequestExplanation, DecisionAction.DemandHumanReview, DecisionAction.Challenge];
    static readonly DecisionAction[] ForDepartment = [.. Enum.GetValues<DecisionAction>().Except([DecisionAction.RequestExplanation, DecisionAction.DemandHumanReview, DecisionAction.Challenge])];

    // A decision is looked at again by somebody else than who made it (PIPL art. 24).
    static readonly DecisionAction[] SecondLooks = [DecisionAction.Reaffirm, DecisionAction.RecordHumanReview];
    static readonly DecisionAction[] ForSuperior = [DecisionAction.Revoke];

    // What these do takes somebody who may decide.
    static readonly DecisionAction[] Decides =
    [
        DecisionAction.Vary, DecisionAction.DecideRenewal, DecisionAction.Withdraw, DecisionAction.Revoke, DecisionAction.Cancel, DecisionAction.Reaffirm, DecisionAction.RecordHumanReview
    ];

    /// <summary>Whether anything of what was asked for was granted.</summary>
    public bool Granted => Kind.Grants();

    /// <summary>Whether it holds: neither withdrawn, revoked or cancelled nor annulled or found void.</summary>
    public bool Holds => Status.Holds();

    /// <summary>Whether what it gives lasts, and its last day: absent where it has no end. Nothing lasts of a refusal, a fine, or money that is paid once.</summary>
    public (bool Lasts, DateOnly? To) Force => !Holds || !Granted || Kind is RulingKind.Payment && Paid is null ? (false, null) : (true, Kind is RulingKind.Payment ? Paid!.To : ValidTo);

    public static Decision Create(IEvent<DecisionMade> e)
    {
        var d = e.Data;
        var remedies = d.Ruling.RemediesOf();
        return new(
            e.StreamId, d.CitizenId, d.ApplicationId, d.DepartmentCode, d.SuperiorCode, d.DecisionNumber, d.ItemCode, d.Ruling.KindOf(),
            d.Ruling.Term().To, remedies is not null, remedies?.OnlineChannel is not null, d.Automation is { Level: not AutomationLevel.None }, d.Publication is { Publish: false },
            e.EffectiveAt(), DecisionStatus.Made, e.EffectiveAt(), [])
        {
            ItemVersion = d.ItemVersion,
            Paid = PaidBy(d.Ruling),
            DecidedBy = With([], e),
            ValidFrom = d.Ruling.Term().From,
            Outgoing = [new(e.EffectiveAt())],
            ReckonedAt = e.Timestamp,
            Imported = e.Act()?.Channel is Channel.Import,
            ReconsiderationDays = remedies?.ReconsiderationDays,
            LitigationMonths = remedies?.LitigationMonths
        };
    }

    public Decision Apply(IEvent<DecisionSigned> e) => this with { Status = DecisionStatus.Signed, LastEffect = Later(e) };
    public Decision Apply(IEvent<CertificateIssued> e) => this with { Certificates = Certificates + 1, CertificateNumber = e.Data.CertificateNumber, LastEffect = Later(e) };
    public Decision Apply(IEvent<DecisionDispatched> e) => this with { Status = DecisionStatus.Dispatched, LastEffect = Later(e) };
    public Decision Apply(IEvent<DecisionDelivered> e) => this with { Status = Holds ? DecisionStatus.Delivered : Status, Reached = true, Outgoing = Arrived(e), DeliveredOn = Text.DateOf(e.EffectiveAt()), LastEffect = Later(e) };
    public Decision Apply(IEvent<DeliveryFailed> e) => this with { Status = DecisionStatus.DeliveryFailed, LastEffect = Later(e) };
    public Decision Apply(IEvent<DecisionPublished> e) => this with { Notice = new(e.Data.RedactedText, [.. (Notice?.Hidden ?? []).Except([PublicField.Text])], e.EffectiveAt()), Published = true, LastEffect = Later(e) };
    public Decision Apply(IEvent<DecisionRedacted> e) => this with { Notice = Hiding(e.Data.Hidden), LastEffect = Later(e) };
    public Decision Apply(ClericalErrorCorrected _) => this;

    // What is varied must reach the applicant anew; the text that was public is of the ruling before.
    public Decision Apply(IEvent<DecisionVaried> e) => this with
    {
        Kind = e.Data.Ruling.KindOf(),
        ValidFrom = e.Data.Ruling.Term().From,
        ValidTo = e.Data.Ruling.Term().To,
        Outgoing = [.. Outgoing, new(e.EffectiveAt())],
        ReckonedAt = e.Timestamp,
        CalendarsAsOf = null,
        Paid = PaidBy(e.Data.Ruling),
        HasRemedies = e.Data.Ruling.RemediesOf() is not null,
        HasOnlineChannel = e.Data.Ruling.RemediesOf()?.OnlineChannel is not null,
        ReconsiderationDays = e.Data.Ruling.RemediesOf()?.ReconsiderationDays,
        LitigationMonths = e.Data.Ruling.RemediesOf()?.LitigationMonths,
        Status = DecisionStatus.Made,
        CertificateNumber = null,
        RenewalAsked = false,
        ReviewDue = [],
        DeliveredOn = null,
        Challenges = e.Data.Cause is VariationCause.ReviewDecided or VariationCause.CourtDecided ? Challenges
            : [.. Challenges.Select(c => c.Status is ChallengeStatus.Settled ? c with { OfEarlierRuling = true } : c)],
        Notice = Hiding([PublicField.Text]),
        DecidedBy = With(DecidedBy, e),
        LastEffect = Later(e)
    };

    public Decision Apply(IEvent<RenewalRequested> e) => this with { RenewalAsked = true, RenewalAskedAt = e.EffectiveAt(), LastEffect = Later(e) };
    public Decision Apply(IEvent<RenewalGranted> e) => this with { RenewalAsked = false, ValidTo = e.Data.ValidTo, CertificateNumber = null, LastEffect = Later(e) };
    public Decision Apply(IEvent<RenewalDeemedGranted> e) => this with { RenewalAsked = false, ValidTo = e.Data.ValidTo, CertificateNumber = null };
    public Decision Apply(DecisionDeadlineRecomputed e) => this with { CalendarsAsOf = e.CalendarsAsOf };
    public Decision Apply(DecisionDeadlineMissed e) => this with { Missed = [.. Missed, Limit.KeyOf(e)] };
    public Decision Apply(IEvent<RenewalRefused> e) => this with { RenewalAsked = false, LastEffect = Later(e) };
    public Decision Apply(IEvent<DecisionWithdrawnForPublicInterest> e) => EndedBy(e, DecisionStatus.Withdrawn);
    public Decision Apply(IEvent<DecisionRevoked> e) => EndedBy(e, DecisionStatus.Revoked) with { RevokedFor = e.Data.Cause, RevokedOn = Text.DateOf(e.EffectiveAt()) };
    public Decision Apply(IEvent<DecisionCancelled> e) => EndedBy(e, DecisionStatus.Cancelled);
    public Decision Apply(ReliedFactCorrected e) => Holds ? this with { ReviewDue = [.. ReviewDue.Union([new(e.DataRequestId, e.DataItemCode, e.Field)])] } : this;
    public Decision Apply(DecisionReaffirmed e) => this with { ReviewDue = [.. ReviewDue.Where(f => !e.DataRequestIds.Contains(f.DataRequestId))] };
    public Decision Apply(ExplanationRequested _) => this with { ExplanationAsked = true };
    public Decision Apply(ExplanationGiven _) => this with { ExplanationAsked = false };
    public Decision Apply(HumanReviewDemanded _) => this with { HumanReviewAsked = true };
    public Decision Apply(HumanReviewDone _) => this with { HumanReviewAsked = false };

    public Decision Apply(DecisionChallenged e) => this with { Challenges = Challenge.Raised(Challenges, e.ReviewId, e.ReviewNumber, e.Authority) };
    public Decision Apply(ChallengeSettled e) => this with { Challenges = Challenge.Settled(Challenges, e.ReviewId, e.Outcome) };
    public Decision Apply(IEvent<DecisionAnnulled> e) => e.Data.Part is null ? EndedBy(e, DecisionStatus.Annulled) : this with { LastEffect = Later(e) };
    public Decision Apply(IEvent<DecisionConfirmedIllegal> e) => this with { ConfirmedIllegal = true, LastEffect = Later(e) };
    public Decision Apply(IEvent<DecisionDeclaredVoid> e) => EndedBy(e, DecisionStatus.DeclaredVoid);
    public Decision Apply(IEvent<ExecutionStayed> e) => this with { StayedBy = e.Data.ReviewId, LastEffect = Later(e) };
    public Decision Apply(IEvent<ExecutionResumed> e) => this with { StayedBy = null, LastEffect = Later(e) };

    Decision EndedBy(IEvent e, DecisionStatus status) =>
        this with { Status = status, CertificateNumber = null, RenewalAsked = false, HumanReviewAsked = false, ReviewDue = [], LastEffect = Later(e) };

    Outgoing[] Arrived(IEvent e) => [.. Outgoing.Select(o => o.ArrivedAt is null ? o with { ArrivedAt = e.EffectiveAt() } : o)];

    PublicNotice? Hiding(PublicField[] fields) => Notice is null ? null : Notice with { Hidden = [.. Notice.Hidden.Union(fields)] };

    static Period? PaidBy(Ruling ruling) => ruling is Payment { PaidFrom: var from, PaidTo: var to } && (from ?? to) is not null ? new(from, to) : null;

    static string[] With(string[] officers, IEvent e) => e.Act() is { IsOfficer: true } act ? [.. officers.Union([act.ActorId])] : officers;

    DateTimeOffset Later(IEvent e) => e.EffectiveAt() > LastEffect ? e.EffectiveAt() : LastEffect;

    /// <summary>What may be done next, by whoever it is for.</summary>
    public IEnumerable<DecisionAction> Next() => Allowed[Status].Where(HasCause);

    public bool Allows(DecisionAction action) => Allowed[Status].Contains(action) && HasCause(action);

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<DecisionAction> NextFor(Act act) => Next().Where(action => MayDo(act, action) && IsGivenTo(act, action));

    public IEnumerable<DecisionAction> NextForCitizen() => Next().Intersect(ForCitizens);

    public IEnumerable<DecisionAction> NextForDepartment() => Next().Intersect(ForDepartment);

    public IEnumerable<DecisionAction> NextForSuperior() => SuperiorCode is null ? [] : Next().Intersect(ForSuperior);

    /// <summary>
    /// Whether this actor may read it: the person it is about and who receives decisions for them, officers of the department that made it, of the one above that was named in it,
    /// and of those that review it.
    /// </summary>
    public bool IsVisibleTo(Act act) => act.May(PolicyAction.Read, FileSection.Decisions, RelationTo(act));

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.SpeaksFor(CitizenId, Power.ReceiveDecisions, ItemCode) ? Relation.Represented
        : IsOfDepartment(act) ? Relation.InCharge
        : IsOfSuperior(act) || IsOfReviewer(act) ? Relation.Party
        : Relation.None;

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for their kind, 409 where it has changed or the state forbids it, 400 for a date out of order.</summary>
    public ProblemDetails? Refuse(Act act, DecisionAction action, long version, EarlierEffect? effect, DateTimeOffset now) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !IsGivenTo(act, action) ? Problems.NotForThisRole()
        : !MayDo(act, action) ? act.Represents is not null && ForCitizens.Contains(action) ? Problems.BeyondMandate()
            : IsOfDepartment(act) && SecondLooks.Contains(action) ? DecidedItself() : Forbidden(action)
        : version != Version ? Problems.Stale()
        : !Allows(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : Effects.Refuse(act, effect, LastEffect, now);

    /// <summary>Refuses whoever decided it where somebody else is to look at it.</summary>
    public ProblemDetails? RefuseDecider(Act act) => act.IsOfficer && DecidedBy.Contains(act.ActorId) ? DecidedItself() : null;

    static ProblemDetails DecidedItself() => Problems.Forbidden("Another officer than the one who decided looks at it again.", "应由作出决定的人员以外的人员复核。");

    static ProblemDetails Forbidden(DecisionAction action) => ForDepartment.Contains(action)
        ? Problems.Forbidden("Officers of the department that made the decision do this.", "由作出决定的部门工作人员办理。")
        : Problems.Forbidden("The person it is about asks for this.", "由当事人本人提出。");

    /// <summary>Whether the policy gives this to the actor's role and purpose.</summary>
    bool IsGivenTo(Act act, DecisionAction action) => act.May(Decides.Contains(action) ? PolicyAction.Decide : PolicyAction.Write, FileSection.Decisions, RelationTo(act));

    bool MayDo(Act act, DecisionAction action) =>
        (ForCitizens.Contains(action) && act.SpeaksFor(CitizenId, PowerFor(action), ItemCode)) || (IsOfDepartment(act) && ForDepartment.Contains(action) && !(SecondLooks.Contains(action) && DecidedBy.Contains(act.ActorId))) || (IsOfSuperior(act) && ForSuperior.Contains(action));

    /// <summary>The power that a representative needs to ask for what the person may ask for.</summary>
    static Power PowerFor(DecisionAction action) => action switch
    {
        DecisionAction.RequestRenewal => Power.Renew,
        DecisionAction.Challenge => Power.Challenge,
        _ => Power.AskForReview
    };

    bool IsOfDepartment(Act act) => act.IsOfficer && act.Department == DepartmentCode;

    bool IsOfSuperior(Act act) => act.IsOfficer && SuperiorCode is not null && act.Department == SuperiorCode;

    bool IsOfReviewer(Act act) => Challenge.IsReviewedBy(Challenges, act);

    /// <summary>The challenge that is pending, or was decided on the merits: there is one at a time, and each ground is heard once (REV art. 29, 30; LIT art. 44).</summary>
    [JsonIgnore]
    public Challenge? Standing => Challenge.Standing(Challenges);

    /// <summary>What the status allows still needs something to act on.</summary>
    bool HasCause(DecisionAction action) => action switch
    {
        DecisionAction.Deliver => Holds || !Reached,
        DecisionAction.IssueCertificate => Granted && Kind is not RulingKind.Payment && CertificateNumber is null,
        DecisionAction.Publish => Granted && !Withheld && (Notice is null || Notice.Hidden.Contains(PublicField.Text)),
        DecisionAction.Redact => Published,
        DecisionAction.RequestRenewal => Granted && ValidTo is not null && !RenewalAsked,
        DecisionAction.DecideRenewal => RenewalAsked,
        DecisionAction.Withdraw or DecisionAction.Revoke or DecisionAction.Cancel => Kind is not RulingKind.Refusal,
        DecisionAction.Reaffirm => ReviewDue.Length > 0,
        DecisionAction.RequestExplanation => Automated && !ExplanationAsked,
        DecisionAction.GiveExplanation => ExplanationAsked,
        DecisionAction.DemandHumanReview => Automated && !HumanReviewAsked,
        DecisionAction.RecordHumanReview => HumanReviewAsked,
        DecisionAction.Challenge => Standing is null,
        _ => true
    };
}
