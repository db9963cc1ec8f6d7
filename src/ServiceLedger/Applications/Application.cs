using System.Text.Json.Serialization;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Applications;

/// <summary>Where an application stands.</summary>
public enum ApplicationStatus
{
    Draft, Submitted, CorrectionRequested, ProvisionallyAccepted, Accepted, Suspended, Decided, Delivered,
    NotRequired, OutOfRemit, AcceptanceRefused, AcceptanceRevoked, Withdrawn, Merged, Closed, Discarded
}

/// <summary>What can be done with an application; the same list drives endpoints, buttons and authorisation.</summary>
public enum ApplicationAction
{
    SaveDraft, DiscardDraft, SubmitDraft,
    ReceiveMaterials, RecordVisit, CorrectOnSpot, NotifyNotRequired, RefuseOutOfRemit, RequestCorrection, AmendCorrectionList, SubmitCorrection, Promise,
    Accept, AcceptProvisionally, RefuseAcceptance, RevokeAcceptance, Withdraw,
    TransferCustody, AcceptCustody, ReturnCustody, DeclareConflict, Recuse,
    StartStep, CompleteStep, RequestOpinions, GiveOpinion, ForwardFirstReview, RecordCheck, NotifyThirdParty, ReceiveStatement,
    NotifyHearingRight, RequestHearing, ScheduleHearing, HoldHearing, ConfirmHearingRecord,
    CorrectAcceptanceDate, Suspend, Resume, Extend, ProposeDecision, ReturnForRework, Decide, Deliver, Link, Split, Merge, Reopen, Close
}

/// <summary>What the events add up to: enough to decide the next step, nothing for display.</summary>
/// <param name="CaseNumber">Null while it is a draft.</param>
/// <param name="Papers">Ids of the item's papers that have come in.</param>
/// <param name="OpenSteps">Codes of the steps started and not completed.</param>
/// <param name="LastEffect">The latest date of effect so far: nothing may be recorded as having happened before it.</param>
public sealed record Application(
    Guid Id, Guid CitizenId, string? CaseNumber, string ItemCode, int ItemVersion, string DepartmentCode, ApplicationStatus Status,
    string[] Papers, string[] OpenSteps, DateTimeOffset LastEffect, Guid? DecisionId = null, long Version = 0)
{
    /// <summary>The content of a draft; null from the submission on.</summary>
    public DraftContent? Draft { get; init; }

    /// <summary>When the department received it; its own date of effect.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>The limits pinned on acceptance; a reopening pins new ones.</summary>
    public TimeLimits? Limits { get; init; }

    /// <summary>The day by which the system it was taken over from had promised the decision.</summary>
    public DateOnly? PromisedOn { get; init; }

    /// <summary>The one complete list of corrections; null while none was told.</summary>
    public CorrectionList? Corrections { get; init; }

    /// <summary>Papers a provisional acceptance still waits for.</summary>
    public string[] Missing { get; init; } = [];

    /// <summary>Ids of the documents held that were handed in for it.</summary>
    public Guid[] Evidence { get; init; } = [];

    /// <summary>Papers the applicant promised instead of bringing.</summary>
    public string[] Promised { get; init; } = [];

    /// <summary>The officer whose desk it lies on, where that is known.</summary>
    public string? Officer { get; init; }

    /// <summary>Where it was sent and not taken yet.</summary>
    public Handover? Handover { get; init; }

    /// <summary>Officers who may not act in this matter.</summary>
    public string[] Recused { get; init; } = [];

    /// <summary>Officers who reviewed the substance: none of them presides over the hearing.</summary>
    public string[] Reviewers { get; init; } = [];

    /// <summary>Those of them who examined it or proposed how to decide, and so do not decide it themselves.</summary>
    public string[] Examiners { get; init; } = [];
    public Opinion[] Opinions { get; init; } = [];

    /// <summary>The lower level that reviewed it first; its papers may not be asked for again.</summary>
    public string? FirstReviewBy { get; init; }
    public ThirdParty[] ThirdParties { get; init; } = [];
    public Hearing? Hearing { get; init; }

    /// <summary>The intervals that do not count, oldest first; only the last may be open.</summary>
    public Suspension[] Suspensions { get; init; } = [];
    public bool Extended { get; init; }

    /// <summary>Working days it was extended by.</summary>
    public int ExtendedBy { get; init; }
    public Proposal? Proposal { get; init; }

    /// <summary>How often it was decided; more than once only after it was reopened.</summary>
    public int Decisions { get; init; }

    /// <summary>Other matters it was linked to.</summary>
    public Link[] Links { get; init; } = [];

    /// <summary>Reviews of what was not decided or not accepted, oldest first.</summary>
    public Challenge[] Challenges { get; init; } = [];

    /// <summary>What became of it, once that is settled.</summary>
    public ApplicationOutcome? Outcome { get; init; }

    /// <summary>How long it is kept, while it is closed.</summary>
    public Retained? Retained { get; init; }

    // -- What its limits are reckoned from: see ApplicationClock --

    /// <summary>The moment whose calendars and rules its limits are reckoned by: of its submission, its acceptance or its reopening.</summary>
    public DateTimeOffset ReckonedAt { get; init; }

    /// <summary>The moment whose calendars count instead, once they were reckoned anew.</summary>
    public DateTimeOffset? CalendarsAsOf { get; init; }

    /// <summary>Taken over from another system's log: its limits are told, and whether they were kept, but their passing here has no effect.</summary>
    public bool Imported { get; init; }

    /// <summary>When the department first did something about what it received: told corrections, accepted, refused, or was spared it.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>It counts as accepted because nobody told in time what to put right.</summary>
    public bool AcceptanceWasDeemed { get; init; }

    /// <summary>When the last correction asked for came in, and when the department did something about that.</summary>
    public DateTimeOffset? CorrectedAt { get; init; }
    public DateTimeOffset? CorrectionAnsweredAt { get; init; }

    /// <summary>Until when the papers missing at a provisional acceptance are promised, and when the last came in.</summary>
    public DateOnly? CureBy { get; init; }
    public DateTimeOffset? CuredAt { get; init; }
    public DateTimeOffset? FirstReviewedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>When it ended without a decision.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Steps that a time was promised for.</summary>
    public TimedStep[] TimedSteps { get; init; } = [];

    /// <summary>What was reckoned before it was reopened, oldest first.</summary>
    public Course[] EarlierCourses { get; init; } = [];

    /// <summary>Limits that the clock recorded as missed.</summary>
    public string[] Missed { get; init; } = [];

    static readonly ApplicationAction[] None = [];

    // What an open matter always allows.
    static readonly ApplicationAction[] Open =
    [
        ApplicationAction.ReceiveMaterials, ApplicationAction.RecordVisit, ApplicationAction.StartStep, ApplicationAction.CompleteStep, ApplicationAction.Link,
        ApplicationAction.TransferCustody, ApplicationAction.AcceptCustody, ApplicationAction.ReturnCustody, ApplicationAction.DeclareConflict, ApplicationAction.Recuse, ApplicationAction.Withdraw
    ];

    static readonly ApplicationAction[] Intake =
    [
        ApplicationAction.CorrectOnSpot, ApplicationAction.NotifyNotRequired, ApplicationAction.RefuseOutOfRemit, ApplicationAction.AmendCorrectionList, ApplicationAction.Promise,
        ApplicationAction.AcceptProvisionally, ApplicationAction.RefuseAcceptance, ApplicationAction.Split, ApplicationAction.Merge
    ];

    static readonly ApplicationAction[] Review =
    [
        ApplicationAction.RequestOpinions, ApplicationAction.GiveOpinion, ApplicationAction.RecordCheck, ApplicationAction.NotifyThirdParty, ApplicationAction.ReceiveStatement,
        ApplicationAction.NotifyHearingRight, ApplicationAction.RequestHearing, ApplicationAction.ScheduleHearing, ApplicationAction.HoldHearing, ApplicationAction.ConfirmHearingRecord
    ];

    static readonly ApplicationAction[] Over = [ApplicationAction.RecordVisit, ApplicationAction.StartStep, ApplicationAction.CompleteStep, ApplicationAction.Link, ApplicationAction.Reopen];

    static readonly Dictionary<ApplicationStatus, ApplicationAction[]> Allowed = new()
    {
        [ApplicationStatus.Draft] = [ApplicationAction.SaveDraft, ApplicationAction.DiscardDraft, ApplicationAction.SubmitDraft],
        [ApplicationStatus.Submitted] = [.. Open, .. Intake, ApplicationAction.RequestCorrection, ApplicationAction.Accept],
        [ApplicationStatus.CorrectionRequested] = [.. Open, .. Intake, ApplicationAction.SubmitCorrection],
        [ApplicationStatus.ProvisionallyAccepted] = [.. Open, .. Review, ApplicationAction.RevokeAcceptance, ApplicationAction.Extend],
        [ApplicationStatus.Accepted] =
        [
            .. Open, .. Review, ApplicationAction.RevokeAcceptance, ApplicationAction.CorrectAcceptanceDate, ApplicationAction.ForwardFirstReview, ApplicationAction.Suspend, ApplicationAction.Extend, ApplicationAction.ProposeDecision,
            ApplicationAction.ReturnForRework, ApplicationAction.Decide, ApplicationAction.Split, ApplicationAction.Merge
        ],
        [ApplicationStatus.Suspended] = [.. Open, .. Review, ApplicationAction.Resume],
        [ApplicationStatus.Decided] = [ApplicationAction.RecordVisit, ApplicationAction.StartStep, ApplicationAction.CompleteStep, ApplicationAction.Link, ApplicationAction.Deliver],
        [ApplicationStatus.Delivered] = [.. Over, ApplicationAction.Close],
        [ApplicationStatus.NotRequired] = [ApplicationAction.Close],
        [ApplicationStatus.OutOfRemit] = [ApplicationAction.Reopen, ApplicationAction.Close],
        [ApplicationStatus.AcceptanceRefused] = [ApplicationAction.Reopen, ApplicationAction.Close],
        [ApplicationStatus.AcceptanceRevoked] = [ApplicationAction.Reopen, ApplicationAction.Close],
        [ApplicationStatus.Withdrawn] = [ApplicationAction.Close],
        [ApplicationStatus.Merged] = [ApplicationAction.Close],
        [ApplicationStatus.Closed] = [ApplicationAction.Reopen],
        [ApplicationStatus.Discarded] = None
    };

    static readonly ApplicationAction[] ForApplicants =
    [
        ApplicationAction.SaveDraft, ApplicationAction.DiscardDraft, ApplicationAction.SubmitDraft, ApplicationAction.ReceiveMaterials, ApplicationAction.RecordVisit,
        ApplicationAction.SubmitCorrection, ApplicationAction.Promise, ApplicationAction.RequestHearing, ApplicationAction.Withdraw
    ];

    /// <summary>The power that a representative needs to do for the applicant what the applicant may do.</summary>
    static Power PowerFor(ApplicationAction action) => action switch
    {
        ApplicationAction.SaveDraft or ApplicationAction.DiscardDraft or ApplicationAction.SubmitDraft => Power.Submit,
        ApplicationAction.ReceiveMaterials or ApplicationAction.RecordVisit => Power.HandIn,
        ApplicationAction.SubmitCorrection => Power.Correct,
        ApplicationAction.Promise => Power.Promise,
        ApplicationAction.RequestHearing => Power.AskForHearing,
        ApplicationAction.Withdraw => Power.Withdraw,
        _ => throw new System.Diagnostics.UnreachableException($"Applicants do not {action}.")
    };

    static readonly ApplicationAction[] ForReceivers = [ApplicationAction.AcceptCustody, ApplicationAction.ReturnCustody];
    static readonly ApplicationAction[] ForAdvisers = [ApplicationAction.GiveOpinion];
    static readonly ApplicationAction[] ForDrafters = [ApplicationAction.SaveDraft, ApplicationAction.DiscardDraft, ApplicationAction.SubmitDraft];
    static readonly ApplicationAction[] ForHandlers = [.. Enum.GetValues<ApplicationAction>().Except(ForReceivers).Except(ForAdvisers).Except(ForDrafters)];

    public static Application Create(IEvent<ApplicationDrafted> e) => new(
        e.StreamId, e.Data.CitizenId, null, e.Data.ItemCode, e.Data.ItemVersion, e.Data.DepartmentCode, ApplicationStatus.Draft, [.. Of(e.Data.Materials)], [], DateTimeOffset.MinValue)
    { Draft = new(e.Data.Situation, e.Data.Materials, e.Act()?.Department), Evidence = [.. EvidenceOf(e.Data.Materials)] };

    public static Application Create(IEvent<ApplicationSubmitted> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.CaseNumber, e.Data.ItemCode, e.Data.ItemVersion, e.Data.DepartmentCode, ApplicationStatus.Submitted,
        [.. Of(e.Data.Materials)], [], e.EffectiveAt())
    { ReceivedAt = e.EffectiveAt(), Evidence = [.. EvidenceOf(e.Data.Materials)], ReckonedAt = e.Timestamp, Imported = e.Act()?.Channel is Channel.Import };

    /// <summary>The status an event leads to; null where it leaves it as it is.</summary>
    public static ApplicationStatus? StatusAfter(object happened) => happened switch
    {
        ApplicationDrafted => ApplicationStatus.Draft,
        DraftDiscarded => ApplicationStatus.Discarded,
        ApplicationSubmitted or CorrectionSubmitted => ApplicationStatus.Submitted,
        CorrectionRequested or CorrectionListAmended => ApplicationStatus.CorrectionRequested,
        NotRequiredNotified => ApplicationStatus.NotRequired,
        OutOfRemitRefused => ApplicationStatus.OutOfRemit,
        ApplicationProvisionallyAccepted => ApplicationStatus.ProvisionallyAccepted,
        ApplicationAccepted or AcceptanceDeemed or ProvisionalAcceptanceCompleted or ClockResumed or ApplicationReopened => ApplicationStatus.Accepted,
        AcceptanceRefused => ApplicationStatus.AcceptanceRefused,
        AcceptanceRevoked => ApplicationStatus.AcceptanceRevoked,
        ApplicationWithdrawn or ApplicationDeemedWithdrawn => ApplicationStatus.Withdrawn,
        ClockSuspended => ApplicationStatus.Suspended,
        ApplicationDecided => ApplicationStatus.Decided,
        ResultDelivered => ApplicationStatus.Delivered,
        ApplicationMerged => ApplicationStatus.Merged,
        ApplicationClosed => ApplicationStatus.Closed,
        _ => null
    };

    public Application Apply(IEvent<ApplicationDrafted> e) => After(e) with
    {
        ItemVersion = e.Data.ItemVersion,
        DepartmentCode = e.Data.DepartmentCode,
        Papers = [.. Of(e.Data.Materials)],
        Evidence = [.. EvidenceOf(e.Data.Materials)],
        Draft = new(e.Data.Situation, e.Data.Materials, Draft?.Department)
    };
    public Application Apply(IEvent<DraftDiscarded> e) => After(e) with { Draft = null };
    public Application Apply(IEvent<ApplicationSubmitted> e) => After(e) with
    {
        CaseNumber = e.Data.CaseNumber,
        ItemVersion = e.Data.ItemVersion,
        DepartmentCode = e.Data.DepartmentCode,
        Papers = [.. Of(e.Data.Materials)],
        Evidence = [.. EvidenceOf(e.Data.Materials)],
        Draft = null,
        ReceivedAt = e.EffectiveAt(),
        ReckonedAt = e.Timestamp,
        CalendarsAsOf = null
    };
    public Application Apply(IEvent<MaterialsReceived> e) => With(e, e.Data.Materials);
    public Application Apply(IEvent<VisitRecorded> e) => After(e);
    public Application Apply(IEvent<OnSpotErrorCorrected> e) => After(e);
    public Application Apply(IEvent<NotRequiredNotified> e) => Ended(e) with { Outcome = ApplicationOutcome.NotRequired };
    public Application Apply(IEvent<OutOfRemitRefused> e) => Ended(e) with { Outcome = ApplicationOutcome.OutOfRemit };
    public Application Apply(IEvent<CorrectionRequested> e) => Answered(e) with { Corrections = CorrectionList.Of(e.Data.Defects, e.EffectiveAt(), e.Data.DueBy) };
    public Application Apply(IEvent<CorrectionListAmended> e) => Answered(e) with { Corrections = CorrectionList.Of(e.Data.Defects, e.EffectiveAt(), e.Data.DueBy) };
    public Application Apply(IEvent<CorrectionSubmitted> e) => With(e, e.Data.Materials) with { Corrections = Corrections! with { Cured = Corrections.Told }, CorrectedAt = e.EffectiveAt(), CorrectionAnsweredAt = null };
    public Application Apply(IEvent<CorrectionPartlySubmitted> e) => With(e, e.Data.Materials) with { Corrections = Corrections! with { Cured = [.. Corrections.Cured.Union(e.Data.Cured)] } };
    public Application Apply(IEvent<ReAskDetected> e) => After(e);
    public Application Apply(IEvent<PapersPromised> e) => After(e) with { Promised = [.. Promised.Union(e.Data.Papers)] };
    public Application Apply(IEvent<ApplicationAccepted> e) => Answered(e) with { AcceptedAt = e.EffectiveAt(), Limits = e.Data.Limits, PromisedOn = e.Data.PromisedOn, ReckonedAt = e.Timestamp, CalendarsAsOf = null };

    // Reckoned by what was known when the limit passed, however late the clock came to it.
    public Application Apply(IEvent<AcceptanceDeemed> e) => Answered(e, Text.StartOf(e.Data.LimitOn.AddDays(1))) with
    {
        AcceptanceWasDeemed = true,
        AcceptedAt = e.EffectiveAt(),
        Limits = e.Data.Limits,
        ReckonedAt = Text.StartOf(e.Data.LimitOn.AddDays(1)),
        CalendarsAsOf = null
    };
    public Application Apply(IEvent<AcceptanceDateCorrected> e) => After(e) with { AcceptedAt = e.Data.AcceptedAt };
    public Application Apply(DeadlineRecomputed e) => this with { CalendarsAsOf = e.CalendarsAsOf };
    public Application Apply(DeadlineMissed e) => this with { Missed = [.. Missed, Limit.KeyOf(e)] };
    public Application Apply(IEvent<ApplicationProvisionallyAccepted> e) => Answered(e) with
    {
        AcceptedAt = e.EffectiveAt(),
        Limits = e.Data.Limits,
        Missing = e.Data.Missing,
        CureBy = e.Data.CureBy,
        ReckonedAt = e.Timestamp,
        CalendarsAsOf = null
    };
    public Application Apply(IEvent<ProvisionalAcceptanceCompleted> e) => After(e) with { Missing = [], CuredAt = e.EffectiveAt() };
    public Application Apply(IEvent<AcceptanceRefused> e) => Ended(e) with { Outcome = ApplicationOutcome.AcceptanceRefused };
    public Application Apply(IEvent<AcceptanceRevoked> e) => Ended(e) with { Outcome = ApplicationOutcome.AcceptanceRevoked };
    public Application Apply(IEvent<ApplicationWithdrawn> e) => Ended(e) with { Outcome = ApplicationOutcome.Withdrawn };
    public Application Apply(IEvent<ApplicationDeemedWithdrawn> e) => Ended(e) with { Outcome = ApplicationOutcome.Withdrawn };

    public Application Apply(IEvent<CustodyTransferred> e) => After(e) with { Handover = new(e.Data.ToDepartment, e.Data.ToOfficer) };
    public Application Apply(IEvent<CustodyAccepted> e) => After(e) with { Handover = null, DepartmentCode = e.Data.Department, Officer = e.Data.Officer };
    public Application Apply(IEvent<CustodyReturned> e) => After(e) with { Handover = null };
    public Application Apply(IEvent<ConflictDeclared> e) => After(e);
    // What is on its way to somebody who may not take it would be on its way for ever.
    public Application Apply(IEvent<OfficerRecused> e) => After(e) with
    {
        Recused = [.. Recused.Union([e.Data.Officer])],
        Officer = e.Data.Replacement,
        Handover = Handover?.Officer == e.Data.Officer ? null : Handover
    };

    public Application Apply(IEvent<StepStarted> e) => After(e) with
    {
        OpenSteps = [.. OpenSteps, e.Data.StepCode],
        TimedSteps = e.Data.PromisedDays is { } days ? [.. TimedSteps.Where(s => s.Code != e.Data.StepCode), new(e.Data.StepCode, e.EffectiveAt(), days)] : TimedSteps
    };
    public Application Apply(IEvent<StepCompleted> e) => After(e) with
    {
        OpenSteps = [.. OpenSteps.Except([e.Data.StepCode])],
        TimedSteps = [.. TimedSteps.Select(s => s.Code == e.Data.StepCode && s.DoneAt is null ? s with { DoneAt = e.EffectiveAt() } : s)]
    };
    public Application Apply(IEvent<JointOpinionRequested> e) => After(e) with { Opinions = [.. Opinions, Opinion.Asked(e.Data, Opinions, AcceptedAt, e.EffectiveAt())] };
    public Application Apply(IEvent<JointOpinionGiven> e) => After(e) with { Opinions = [.. Opinions.Select(o => o.After(e.Data, e.EffectiveAt()))] };
    public Application Apply(IEvent<FirstReviewForwarded> e) => After(e) with
    {
        FirstReviewBy = e.Data.FromDepartment,
        FirstReviewedAt = e.EffectiveAt(),
        DepartmentCode = e.Data.ToDepartment,
        Officer = null,
        Handover = null,
        Reviewers = [.. Reviewers.Union([e.Data.Reviewer])],
        Examiners = [.. Examiners.Union([e.Data.Reviewer])]
    };
    public Application Apply(IEvent<SubstantiveCheckRecorded> e) => After(e) with { Reviewers = [.. Reviewers.Union(e.Data.Officers)], Examiners = [.. Examiners.Union(e.Data.Officers)] };
    public Application Apply(IEvent<ThirdPartyNotified> e) => After(e) with { ThirdParties = [.. ThirdParties, new(e.Data.Number, e.Data.DueBy)] };
    public Application Apply(IEvent<ThirdPartyStatementReceived> e) => After(e) with { ThirdParties = [.. ThirdParties.Select(p => p.Number == e.Data.Number ? p with { Heard = true } : p)] };
    public Application Apply(IEvent<HearingRightNotified> e) => After(e) with { Hearing = new(e.EffectiveAt()) };
    public Application Apply(IEvent<HearingRequested> e) => After(e) with { Hearing = Hearing! with { RequestedAt = e.EffectiveAt() } };
    public Application Apply(IEvent<HearingWaived> e) => After(e) with { Hearing = Hearing! with { Waived = true } };
    public Application Apply(IEvent<HearingScheduled> e) => After(e) with { Hearing = Hearing! with { ScheduledFor = e.Data.HeldAt, Presider = e.Data.Presider } };
    public Application Apply(IEvent<HearingHeld> e) => After(e) with { Hearing = Hearing! with { HeldAt = e.EffectiveAt(), Presider = e.Data.Presider } };
    public Application Apply(IEvent<HearingRecordConfirmed> e) => After(e) with { Hearing = Hearing! with { RecordSettled = true } };

    public Application Apply(IEvent<ClockSuspended> e) => After(e) with { Suspensions = [.. Suspensions, new(e.Data.Ground, e.EffectiveAt(), null, e.Data.Article, e.Data.NoticeNumber)] };
    public Application Apply(IEvent<ClockResumed> e) => After(e) with { Suspensions = [.. Suspensions[..^1], Suspensions[^1] with { To = e.EffectiveAt() }] };
    public Application Apply(IEvent<DeadlineExtended> e) => After(e) with { Extended = true, ExtendedBy = ExtendedBy + e.Data.Days };

    public Application Apply(IEvent<DraftDecisionProposed> e) => After(e) with
    {
        Proposal = new(e.Data.Number, e.Data.Author, false),
        Reviewers = [.. Reviewers.Union([e.Data.Author])],
        Examiners = [.. Examiners.Union([e.Data.Author])]
    };
    public Application Apply(IEvent<ReturnedForRework> e) => After(e) with { Proposal = Proposal! with { Returned = true }, Reviewers = [.. Reviewers.Union([e.Data.Reviewer])] };
    public Application Apply(IEvent<ApplicationDecided> e) => After(e) with { DecisionId = e.Data.DecisionId, Decisions = Decisions + 1, Outcome = ApplicationOutcome.Decided, DecidedAt = e.EffectiveAt() };
    public Application Apply(IEvent<ResultDelivered> e) => After(e);
    public Application Apply(IEvent<ApplicationLinked> e) => After(e) with { Links = [.. Links.Union([new(e.Data.ApplicationId, e.Data.Kind)])] };
    public Application Apply(IEvent<ApplicationSplit> e) => After(e);
    public Application Apply(IEvent<ApplicationMerged> e) => Ended(e) with { Outcome = ApplicationOutcome.Merged };

    // A fresh start: what the first round used up is available again, what it found stays.
    public Application Apply(IEvent<ApplicationReopened> e) => After(e) with
    {
        Retained = null,
        EarlierCourses = Course is { } course ? [.. EarlierCourses, course] : EarlierCourses,
        AcceptedAt = e.EffectiveAt(),
        Limits = e.Data.Limits,
        PromisedOn = null,
        ReckonedAt = e.Timestamp,
        CalendarsAsOf = null,
        DecidedAt = null,
        EndedAt = null,
        Extended = false,
        ExtendedBy = 0,
        Suspensions = [],
        Hearing = null,
        Proposal = null,
        Outcome = null,
        DecisionId = null
    };
    public Application Apply(ApplicationChallenged e) => this with { Challenges = Challenge.Raised(Challenges, e.ReviewId, e.ReviewNumber, e.Authority) };
    public Application Apply(ApplicationChallengeSettled e) => this with { Challenges = Challenge.Settled(Challenges, e.ReviewId, e.Outcome) };
    public Application Apply(IEvent<ApplicationClosed> e) => After(e) with { Retained = new(e.Data.Retention, e.Data.RetentionStartsOn), Outcome = e.Data.Outcome, EndedAt = EndedAt ?? e.Data.SourceClosedAt };

    // What is over is on its way to nobody any more.
    Application After(IEvent e) => this with
    {
        Status = StatusAfter(e.Data) ?? Status,
        Handover = Allowed[StatusAfter(e.Data) ?? Status].Contains(ApplicationAction.AcceptCustody) ? Handover : null,
        LastEffect = e.Data is IEffectiveEvent && e.EffectiveAt() > LastEffect ? e.EffectiveAt() : LastEffect
    };

    Application Answered(IEvent e) => Answered(e, e.EffectiveAt());

    /// <param name="at">When the department's time to answer ended: with its answer, or without one.</param>
    Application Answered(IEvent e, DateTimeOffset at) => After(e) with
    {
        AnsweredAt = AnsweredAt ?? at,
        CorrectionAnsweredAt = CorrectedAt is null ? null : CorrectionAnsweredAt ?? at
    };

    Application Ended(IEvent e) => Answered(e) with { EndedAt = e.EffectiveAt() };

    Application With(IEvent e, Material[] materials) => After(e) with
    {
        Papers = [.. Papers.Union(Of(materials))],
        Evidence = [.. Evidence.Union(EvidenceOf(materials))],
        Missing = [.. Missing.Except(Of(materials))]
    };

    static IEnumerable<Guid> EvidenceOf(Material[] materials) => materials.Select(m => m.EvidenceId).OfType<Guid>().Distinct();

    static IEnumerable<string> Of(Material[] materials) => materials.Select(m => m.PaperId).Distinct();

    /// <summary>What the present limits are reckoned from; null while it is not accepted.</summary>
    [JsonIgnore]
    public Course? Course => AcceptedAt is { } accepted ? new(accepted, Limits!, Suspensions, ExtendedBy, DecidedAt ?? EndedAt, ReckonedAt, CalendarsAsOf, PromisedOn) : null;

    /// <summary>The case number; every application has one from its submission on.</summary>
    [JsonIgnore]
    public string Number => CaseNumber ?? throw new System.Diagnostics.UnreachableException("A draft has no number, and nothing that needs one is allowed on it.");

    /// <summary>The number of the next decision: every one has its own.</summary>
    [JsonIgnore]
    public string NextDecisionNumber => Decisions == 0 ? $"{Number}-D" : $"{Number}-D{Decisions + 1}";

    public bool Allows(ApplicationAction action) => Allowed[Status].Contains(action);

    /// <summary>Whether it is being handled: submitted, and neither decided nor over.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is ApplicationStatus.Submitted or ApplicationStatus.CorrectionRequested or ApplicationStatus.ProvisionallyAccepted or ApplicationStatus.Accepted or ApplicationStatus.Suspended;

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<ApplicationAction> NextFor(Act act) => IsRecused(act) ? [] : Allowed[Status].Intersect(Of(act)).Where(action => IsGivenTo(act, action));

    /// <summary>Whether this actor may read it: the applicant and who represents them, officers of the department in charge, and those it was sent to, who were asked or who review it.</summary>
    public bool IsVisibleTo(Act act) => act.May(PolicyAction.Read, FileSection.Applications, RelationTo(act)) && !(IsDraft && RelationTo(act) is Relation.None);

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.SpeaksFor(CitizenId, IsDraft ? Power.Submit : Power.Read, ItemCode) ? Relation.Represented
        : IsHandledBy(act) || IsDraftedBy(act) ? Relation.InCharge
        : IsSentTo(act) || IsAsked(act) || (!IsDraft && Challenge.IsReviewedBy(Challenges, act)) ? Relation.Party
        : Relation.None;

    /// <summary>Whether the policy gives this to the actor's role and purpose.</summary>
    bool IsGivenTo(Act act, ApplicationAction action) => act.May(action is ApplicationAction.Decide ? PolicyAction.Decide : PolicyAction.Write, FileSection.Applications, RelationTo(act));

    bool IsDraft => Status is ApplicationStatus.Draft or ApplicationStatus.Discarded;

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it, 400 for a date out of order.</summary>
    public ProblemDetails? Refuse(Act act, ApplicationAction action, long version, EarlierEffect? effect, DateTimeOffset now) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !IsGivenTo(act, action) ? Problems.NotForThisRole()
        : IsRecused(act) ? Problems.Forbidden("You are recused from this matter.", "您已在本办件中回避。")
        : !Of(act).Contains(action) ? act.Represents is not null && ForApplicants.Contains(action) ? Problems.BeyondMandate()
            : Problems.Forbidden("Officers of the department in charge do this.", "由主管部门工作人员办理。")
        : version != Version ? Problems.Stale()
        : !Allows(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : Effects.Refuse(act, effect, LastEffect, now)
        ?? (action is ApplicationAction.Decide ? RefuseUnfinished(act) : null);

    /// <summary>What must be done before a decision: opinions asked for are in, a hearing asked for is held and its record settled, a proposal sent back is redone; and who presided, examined or proposed does not decide.</summary>
    ProblemDetails? RefuseUnfinished(Act act)
    {
        if (Hearing?.Presider == act.ActorId)
            return Problems.Forbidden("Who presided over the hearing does not decide (LIC art. 48).", "听证主持人不得作出决定（许可法第四十八条）。");
        if (act.IsOfficer && Examiners.Contains(act.ActorId))
            return Problems.Forbidden("Who examined the matter or proposed the decision does not decide.", "审查人员、拟办人员不得作出决定。");
        (string En, string Zh)[] open =
        [
            .. Opinions.Where(o => o.GivenAt is null).Select(o => ($"the opinion of {o.Department}", $"{o.Department} 的意见")),
            .. Hearing is { RequestedAt: not null, RecordSettled: false } ? [("the hearing", "听证")] : Array.Empty<(string, string)>(),
            .. Proposal is { Returned: true } ? [("the proposal that was sent back", "退回的拟办意见")] : Array.Empty<(string, string)>()
        ];
        return open.Length == 0 ? null : Problems.Make(
            409, "unfinished", "Something must be finished first.", "尚有未完成的环节。",
            $"Still open: {string.Join(", ", open.Select(o => o.En))}.", $"未完成：{string.Join("、", open.Select(o => o.Zh))}。");
    }

    ApplicationAction[] Of(Act act) =>
        act.IsOfNoOffice ? [.. ForApplicants.Where(a => act.SpeaksFor(CitizenId, PowerFor(a), ItemCode))]
        : [.. IsHandledBy(act) ? ForHandlers : None, .. IsSentTo(act) ? ForReceivers : None, .. IsAsked(act) ? ForAdvisers : None, .. IsDraftedBy(act) ? ForDrafters : None];

    /// <summary>Whether this officer may not act in it any more.</summary>
    public bool IsRecused(Act act) => act.IsOfficer && Recused.Contains(act.ActorId);
    bool IsHandledBy(Act act) => !IsDraft && Is(act, DepartmentCode);
    bool IsSentTo(Act act) => Handover is { } to && Is(act, to.Department) && (to.Officer is null || to.Officer == act.ActorId);
    bool IsAsked(Act act) => Opinions.Any(o => Is(act, o.Department));
    bool IsDraftedBy(Act act) => Draft?.Department is { } department && Is(act, department);

    static bool Is(Act act, string department) => act.Kind is ActorKind.Officer or ActorKind.System && act.Department == department;
}

/// <summary>What a draft holds until it is submitted.</summary>
/// <param name="Department">Of the officer who helps with it; null where the applicant writes it.</param>
public sealed record DraftContent(Sealed<string>? Situation, Material[] Materials, string? Department);

/// <summary>What was told to be put right, and what of it is.</summary>
/// <param name="DueBy">Until when it is expected.</param>
public sealed record CorrectionList(string[] Told, string[] Cured, DateTimeOffset? ToldAt = null, DateOnly? DueBy = null)
{
    public static CorrectionList Of(Defect[] defects, DateTimeOffset toldAt, DateOnly dueBy) => new([.. defects.Select(d => d.Requirement).Distinct()], [], toldAt, dueBy);

    /// <summary>What is still to be put right.</summary>
    public IEnumerable<string> Open() => Told.Except(Cured);
}

public sealed record Handover(string Department, string? Officer);

/// <summary>An opinion asked of another department.</summary>
/// <param name="StartsAt">From when the department's time counts; null while it waits for the one before.</param>
public sealed record Opinion(int Number, string Department, JointHandling Handling, int? AfterNumber, DateTimeOffset? StartsAt, DateTimeOffset? GivenAt, DateOnly? DueBy = null)
{
    /// <summary>Parallel ones share the instant of acceptance; a sequential one starts when the one before is given (Zhejiang 2018, art. 5).</summary>
    public static Opinion Asked(JointOpinionRequested asked, Opinion[] before, DateTimeOffset? acceptedAt, DateTimeOffset now) => new(
        asked.Number, asked.Department, asked.Handling, asked.After,
        asked.Handling is JointHandling.Parallel ? acceptedAt ?? now : asked.After is { } after ? before.Single(o => o.Number == after).GivenAt : now, null, asked.DueBy);

    public Opinion After(JointOpinionGiven given, DateTimeOffset at) =>
        Number == given.Number ? this with { GivenAt = at } : AfterNumber == given.Number ? this with { StartsAt = at } : this;
}

public sealed record ThirdParty(int Number, DateOnly DueBy, bool Heard = false);

/// <summary>How far a hearing has come.</summary>
/// <param name="RecordSettled">Those heard have confirmed the record, or said what is wrong with it.</param>
public sealed record Hearing(DateTimeOffset NotifiedAt, DateTimeOffset? RequestedAt = null, DateTimeOffset? ScheduledFor = null, string? Presider = null, DateTimeOffset? HeldAt = null, bool RecordSettled = false, bool Waived = false);

/// <param name="Article">The law that lets the time not count.</param>
/// <param name="NoticeNumber">Of the notice that told the applicant.</param>
public sealed record Suspension(SuspensionGround Ground, DateTimeOffset From, DateTimeOffset? To, string? Article = null, string? NoticeNumber = null);

/// <summary>A step that a time was promised for, in working days.</summary>
public sealed record TimedStep(string Code, DateTimeOffset StartedAt, int PromisedDays, DateTimeOffset? DoneAt = null);

/// <summary>From an acceptance or reopening to the decision or another end.</summary>
/// <param name="ReckonedAt">The moment whose calendars and rules count.</param>
/// <param name="PromisedOn">The day promised for it, where that is no number of working days.</param>
public sealed record Course(
    DateTimeOffset AcceptedAt, TimeLimits Limits, Suspension[] Suspensions, int ExtendedBy, DateTimeOffset? DoneAt, DateTimeOffset ReckonedAt, DateTimeOffset? CalendarsAsOf = null,
    DateOnly? PromisedOn = null);

public sealed record Link(Guid ApplicationId, LinkKind Kind);

/// <summary>The last proposal of how to decide.</summary>
public sealed record Proposal(int Number, string Author, bool Returned);
