using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Applications;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

// -- Intake (LIC art. 29, 32) --

/// <summary>An application is prepared and kept for later; saved again, the last content counts. It is nobody's business but the applicant's and the helping officer's.</summary>
public sealed record ApplicationDrafted(Guid CitizenId, string ItemCode, int ItemVersion, string DepartmentCode, Sealed<string>? Situation, Material[] Materials) : ICitizenEvent, IPrivateEvent;

public sealed record DraftDiscarded(Guid CitizenId) : ICitizenEvent, IPrivateEvent;

/// <summary>A citizen asks for something (LIC art. 29); the ledger gives the matter its case number.</summary>
/// <param name="SubmittedBy">The way the application itself came, which may differ from the way it was recorded.</param>
/// <param name="SplitFrom">The application this one was split from; its date of receipt counts.</param>
public sealed record ApplicationSubmitted(
    Guid CitizenId, string CaseNumber, string ItemCode, int ItemVersion, string DepartmentCode, Channel SubmittedBy,
    Sealed<string>? Situation, Material[] Materials, EarlierEffect? Effect = null, Guid? SplitFrom = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Papers come in after the submission; the voucher is what the applicant holds.</summary>
public sealed record MaterialsReceived(Guid CitizenId, string VoucherNumber, Material[] Materials, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Somebody came in person for this matter: the burden that is to be at most one visit (Zhejiang 2018, art. 2).</summary>
/// <param name="TravelMinutes">One way, as the visitor says.</param>
public sealed record VisitRecorded(
    Guid CitizenId, string Place, string DivisionCode, VisitPurpose Purpose, bool RequiredByLaw, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int? TravelMinutes = null) : ICitizenEvent;

/// <summary>An error that could be put right at once was (LIC art. 32(3)).</summary>
/// <param name="Requirement">The id of the paper, or <c>situation</c>.</param>
public sealed record OnSpotErrorCorrected(Guid CitizenId, string Requirement, Sealed<string> Before, Sealed<string> After, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The applicant is told that no permission is needed (LIC art. 32(1)).</summary>
public sealed record NotRequiredNotified(Guid CitizenId, string Article, Sealed<string>? Explanation, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The matter is not this department's; the applicant is told whose it is (LIC art. 32(2)).</summary>
public sealed record OutOfRemitRefused(Guid CitizenId, string CompetentAuthority, string Article, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Everything that must be put right, told once (LIC art. 32(4)).</summary>
public sealed record CorrectionRequested(
    Guid CitizenId, string NoticeNumber, Defect[] Defects, DateOnly DueBy, Channel NotifiedBy, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A second list for the same submission: it breaks the rule that all is told once (LIC art. 32(4), 72(4)), so supervision follows it.</summary>
/// <param name="Defects">The whole list as it now stands.</param>
public sealed record CorrectionListAmended(
    Guid CitizenId, string NoticeNumber, Defect[] Defects, DateOnly DueBy, Channel NotifiedBy, Sealed<string> Reason, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>All that was to be put right is (LIC art. 32(5)).</summary>
public sealed record CorrectionSubmitted(Guid CitizenId, string VoucherNumber, string[] Cured, Material[] Materials, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Some of what was to be put right is.</summary>
public sealed record CorrectionPartlySubmitted(Guid CitizenId, string VoucherNumber, string[] Cured, Material[] Materials, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A paper was asked for that an office already holds (State Council Order 716, art. 7), so supervision follows it.</summary>
/// <param name="EvidenceId">The evidence held; absent where a department could supply it and was not asked.</param>
/// <param name="HeldBy">Credit code of the office that holds it; absent for the citizen's own.</param>
public sealed record ReAskDetected(Guid CitizenId, string ItemCode, string PaperId, Guid? EvidenceId, string? HeldBy, string Article) : ICitizenEvent, ISupervisedEvent;

// -- Acceptance (LIC art. 32) --

/// <summary>The department must handle it from now on (LIC art. 32(5)); the clock's profile is pinned.</summary>
/// <param name="PromisedOn">The day by which the system it was taken over from had promised the decision; absent where none did.</param>
public sealed record ApplicationAccepted(
    Guid CitizenId, string AcceptanceNumber, TimeLimits Limits, EarlierEffect? Effect = null, DateOnly? PromisedOn = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Nobody told the applicant in time what to put right, so it counts as accepted from the day it was received (LIC art. 32(4)). Recorded by the clock.</summary>
/// <param name="LimitOn">The last day on which the department could have told it.</param>
public sealed record AcceptanceDeemed(
    Guid CitizenId, string AcceptanceNumber, TimeLimits Limits, DateOnly LimitOn, string Article, int RulesVersion, CalendarUsed[] Calendars, EarlierEffect Effect) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>The day of acceptance was recorded wrongly: the right one, from which all limits are reckoned anew.</summary>
public sealed record AcceptanceDateCorrected(Guid CitizenId, DateTimeOffset Former, DateTimeOffset AcceptedAt, Sealed<string> Reason) : ICitizenEvent, ISupervisedEvent;

/// <summary>Accepted although papers are missing that the item tolerates at first, on the applicant's promise (Zhejiang 2018, art. 11).</summary>
public sealed record ApplicationProvisionallyAccepted(
    Guid CitizenId, string AcceptanceNumber, TimeLimits Limits, string[] Missing, DateOnly CureBy, Sealed<string> Promise, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The last missing paper came in: the acceptance is no longer provisional.</summary>
public sealed record ProvisionalAcceptanceCompleted(Guid CitizenId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The department does not accept it; dated, in writing, with reasons and remedies (LIC art. 32).</summary>
public sealed record AcceptanceRefused : ICitizenEvent, IEffectiveEvent
{
    public AcceptanceRefused(Guid citizenId, string voucherNumber, string article, Sealed<string> reasons, Remedies remedies, EarlierEffect? effect = null)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (CitizenId, VoucherNumber, Article, Reasons, Remedies, Effect) = (citizenId, voucherNumber, article, reasons, remedies, effect);
    }

    public Guid CitizenId { get; }
    public string VoucherNumber { get; }
    public string Article { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
    public EarlierEffect? Effect { get; }
}

/// <summary>The acceptance is taken back, with reasons and remedies (Zhejiang 2018, art. 11).</summary>
public sealed record AcceptanceRevoked : ICitizenEvent, IEffectiveEvent
{
    public AcceptanceRevoked(Guid citizenId, string voucherNumber, string article, Sealed<string> reasons, Remedies remedies, EarlierEffect? effect = null)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (CitizenId, VoucherNumber, Article, Reasons, Remedies, Effect) = (citizenId, voucherNumber, article, reasons, remedies, effect);
    }

    public Guid CitizenId { get; }
    public string VoucherNumber { get; }
    public string Article { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
    public EarlierEffect? Effect { get; }
}

public sealed record ApplicationWithdrawn(Guid CitizenId, Sealed<string>? Reason, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>What the applicant was to bring or put right did not come in time, so the application counts as withdrawn (Zhejiang 2018, art. 11). Recorded by the clock.</summary>
/// <param name="LimitOn">The last day on which it would have been in time.</param>
public sealed record ApplicationDeemedWithdrawn(Guid CitizenId, DeemedWithdrawalCause Cause, DateOnly LimitOn, string Article, int RulesVersion, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The applicant promises instead of proving (Chongqing 2021, art. 50); the promise has a stream of its own.</summary>
public sealed record PapersPromised(Guid CitizenId, Guid CommitmentId, string[] Papers, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

// -- Custody: whose desk it lies on --

/// <summary>It is handed to another department or officer; until they take it the sender answers for it, so that it is never nobody's.</summary>
public sealed record CustodyTransferred(Guid CitizenId, string ToDepartment, string? ToOfficer, Sealed<string> Reason, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

public sealed record CustodyAccepted(Guid CitizenId, string Department, string? Officer, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record CustodyReturned(Guid CitizenId, Sealed<string> Reason, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>An officer says that they are not impartial in this matter.</summary>
public sealed record ConflictDeclared(Guid CitizenId, string Officer, Sealed<string> Relation) : ICitizenEvent;

/// <summary>The officer may not act in this matter any more; somebody else takes it.</summary>
public sealed record OfficerRecused(Guid CitizenId, string Officer, string Replacement) : ICitizenEvent;

// -- Review (LIC art. 26, 34 to 36, 45 to 48) --

/// <summary>A named step of handling begins.</summary>
public sealed record StepStarted(Guid CitizenId, string StepCode, int? PromisedDays = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record StepCompleted(Guid CitizenId, string StepCode, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Another department is asked for its opinion (LIC art. 26). Parallel ones count from the one acceptance; a sequential one from the written completion of the one before (Zhejiang 2018, art. 5).</summary>
/// <param name="Number">1, 2, 3 … within the application.</param>
/// <param name="After">The number it waits for; absent where it is parallel or the first of a sequence.</param>
/// <param name="DueBy">Absent where none was set, as in an imported log.</param>
public sealed record JointOpinionRequested(
    Guid CitizenId, int Number, string Department, Sealed<string> Question, JointHandling Handling, int? After, DateOnly? DueBy, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The department asked has answered in writing.</summary>
public sealed record JointOpinionGiven(Guid CitizenId, int Number, JointOpinion Opinion, Sealed<string> Text, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The lower level has reviewed it and hands it up with all papers; the upper level may not ask for them again (LIC art. 35).</summary>
public sealed record FirstReviewForwarded(Guid CitizenId, string FromDepartment, string ToDepartment, string Reviewer, Sealed<string> Opinion, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The substance was checked on the spot by at least two officers (LIC art. 34); fewer cannot be written down.</summary>
public sealed record SubstantiveCheckRecorded : ICitizenEvent, IEffectiveEvent
{
    public SubstantiveCheckRecorded(Guid citizenId, string[] officers, DateOnly checkedOn, Sealed<string> place, Sealed<string> findings, EarlierEffect? effect = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(officers.Distinct().Count(), 2, nameof(officers));
        (CitizenId, Officers, CheckedOn, Place, Findings, Effect) = (citizenId, officers, checkedOn, place, findings, effect);
    }

    public Guid CitizenId { get; }
    public string[] Officers { get; }
    public DateOnly CheckedOn { get; }
    public Sealed<string> Place { get; }
    public Sealed<string> Findings { get; }
    public EarlierEffect? Effect { get; }
}

/// <summary>Somebody whose interests are touched is told of it (LIC art. 36).</summary>
public sealed record ThirdPartyNotified(Guid CitizenId, int Number, Sealed<string> Party, Sealed<string> Interest, DateOnly DueBy, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The third party has said what it has to say.</summary>
public sealed record ThirdPartyStatementReceived(Guid CitizenId, int Number, Sealed<string> Statement, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Those concerned are told of their right to a hearing (LIC art. 47).</summary>
public sealed record HearingRightNotified(Guid CitizenId, string NoticeNumber, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record HearingRequested(Guid CitizenId, HearingParty RequestedBy, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Nobody asked for a hearing in time (LIC art. 47). Recorded by the clock.</summary>
public sealed record HearingWaived(Guid CitizenId, DateOnly LimitOn, int RulesVersion, CalendarUsed[] Calendars) : ICitizenEvent;

/// <summary>Day, place and presider are told at least seven working days before (LIC art. 48(1)); the presider has not reviewed the matter (48(3)).</summary>
public sealed record HearingScheduled(Guid CitizenId, DateTimeOffset HeldAt, string Place, string Presider, bool Public, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record HearingHeld(Guid CitizenId, string Presider, Sealed<string> RecordHash, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Those heard have signed the record; the decision follows it (LIC art. 48(5)).</summary>
public sealed record HearingRecordConfirmed(Guid CitizenId, bool Confirmed, Sealed<string>? Remarks, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

// -- Clock (LIC art. 42, 45) --

/// <summary>The time from now on does not count, on a ground of the closed list, told to the applicant in writing (LIC art. 45).</summary>
/// <param name="ExpectedDays">Working days it is expected to take, as the notice says.</param>
public sealed record ClockSuspended(Guid CitizenId, SuspensionGround Ground, string Article, int ExpectedDays, string NoticeNumber, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record ClockResumed(Guid CitizenId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The limit is extended, once, by approval of the head of the agency or, in joint handling, of the government; the reasons are told (LIC art. 42).</summary>
/// <param name="Days">Working days.</param>
public sealed record DeadlineExtended(
    Guid CitizenId, int Days, string Approver, ApproverRank Rank, Sealed<string> Reasons, string NoticeNumber, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A limit of an application has passed and what it was for is not done. Recorded by the clock.</summary>
/// <param name="Of">Which one, where there are several of a kind; empty otherwise.</param>
/// <param name="DueOn">The last day on which it would have been in time.</param>
public sealed record DeadlineMissed(Guid CitizenId, TimerKind Timer, string Of, DateOnly DueOn, int RulesVersion, CalendarUsed[] Calendars) : IDeadlineMissed;

/// <summary>A limit of an application is reckoned anew, because a calendar changed or a date was corrected; from here on by the calendars known at the given moment.</summary>
/// <param name="Old">The day it was due before; absent where that could not be told.</param>
/// <param name="New">The day it is due now; absent where that cannot be told yet.</param>
public sealed record DeadlineRecomputed(
    Guid CitizenId, TimerKind Timer, string Of, DateOnly? Old, DateOnly? New, RecomputationCause Cause, DateTimeOffset CalendarsAsOf, CalendarUsed[] Calendars) : ICitizenEvent;

// -- Towards the decision, and after it --

/// <summary>An officer proposes how to decide.</summary>
/// <param name="Number">1, 2, 3 … within the application.</param>
public sealed record DraftDecisionProposed(Guid CitizenId, int Number, string Author, RulingKind Kind, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A second officer sends the proposal back.</summary>
public sealed record ReturnedForRework(Guid CitizenId, int Number, string Reviewer, Sealed<string> Comments, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A decision was made (LIC art. 37, 38); it has a stream of its own.</summary>
public sealed record ApplicationDecided(Guid CitizenId, Guid DecisionId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The decision reached the applicant (LIC art. 44).</summary>
public sealed record ResultDelivered(Guid CitizenId, Guid DecisionId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

public sealed record ApplicationLinked(Guid CitizenId, Guid ApplicationId, LinkKind Kind) : ICitizenEvent;

/// <summary>A part of the matter goes on as an application of its own.</summary>
public sealed record ApplicationSplit(Guid CitizenId, Guid NewApplicationId, string ItemCode, Sealed<string> Reason) : ICitizenEvent;

/// <summary>The matter goes on in another application of the same person.</summary>
public sealed record ApplicationMerged(Guid CitizenId, Guid IntoApplicationId, Sealed<string> Reason) : ICitizenEvent;

/// <summary>It is taken up again with a fresh clock: by a review's order, a court's, or because of an error.</summary>
/// <param name="Reference">The number of the order, or of the note that records the error.</param>
public sealed record ApplicationReopened(Guid CitizenId, ReopeningCause Cause, string Reference, TimeLimits Limits, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Nothing more will be done; retention runs from the given day.</summary>
/// <param name="SourceClosedAt">When the system it was taken over from closed it: before the effect where its log goes on after that. Absent unless the outcome is that one.</param>
public sealed record ApplicationClosed(
    Guid CitizenId, ApplicationOutcome Outcome, Retention Retention, DateOnly RetentionStartsOn, EarlierEffect? Effect = null, DateTimeOffset? SourceClosedAt = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Reconsideration is applied for because nothing was decided, or because the application was not accepted (REV art. 11).</summary>
/// <param name="ReviewId">The stream of the review.</param>
/// <param name="Authority">Credit code of the department that reviews it.</param>
public sealed record ApplicationChallenged(Guid CitizenId, Guid ReviewId, string ReviewNumber, string? Authority = null) : ICitizenEvent;

/// <summary>What came of it; a reopening that was ordered stands beside it.</summary>
public sealed record ApplicationChallengeSettled(Guid CitizenId, Guid ReviewId, ChallengeOutcome Outcome) : ICitizenEvent;

// -- What stands in the events --

/// <summary>A paper as it was handed in.</summary>
/// <param name="PaperId">The id of the item's paper it is meant for.</param>
/// <param name="ContentHash">base64url SHA-256 of the content, sealed because a hash of a small document could be guessed.</param>
/// <param name="EvidenceId">The document held in the ledger that it is; absent where only the paper itself is known.</param>
public sealed record Material(string PaperId, PaperForm Form, EvidenceGrade Grade, Sealed<string>? ContentHash = null, Guid? EvidenceId = null);

/// <summary>One thing to put right.</summary>
/// <param name="Requirement">The id of the item's paper, or <c>situation</c>.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Cure">How to put it right.</param>
/// <param name="HeldIsUnfit">Why what an office holds of this type will not do, where it will not; absent where nothing is held, or nobody looked.</param>
public sealed record Defect(string Requirement, Sealed<string> Fault, Sealed<string> Cure, HeldUnfit? HeldIsUnfit = null);

/// <summary>What is held is about another thing, as another house; it is out of date; or it is wrong.</summary>
public enum HeldUnfit { AnotherObject, OutOfDate, Wrong }

/// <summary>How far a paper can be trusted (国办函〔2016〕108号): issued by the agency, verified at a window, uploaded, self-made on a promise.</summary>
public enum EvidenceGrade { A, B, C, D }

public enum DeemedWithdrawalCause { NotCorrected, PapersNotBrought }
public enum VisitPurpose { Inquiry, Submission, Correction, Check, Hearing, Collection, Other }
public enum JointHandling { Parallel, Sequential }
public enum JointOpinion { Agree, AgreeOnCondition, Oppose }
public enum HearingParty { Applicant, ThirdParty }

/// <summary>The grounds on which time does not count: the closed list of LIC art. 45, the applicant's own delay where a law says so, and force majeure.</summary>
public enum SuspensionGround { Hearing, Tender, Auction, Inspection, Testing, Quarantine, Appraisal, ExpertReview, AwaitingApplicant, ForceMajeure }

public enum ApproverRank { AgencyHead, GovernmentHead }
public enum LinkKind { Related, SamePackage, Absorbs, ContinuesFrom }
public enum ReopeningCause { ReviewOrderedRedo, Court, Error }

/// <summary>How a matter ended; the last one only of a matter taken over from another system that closed it and does not say how.</summary>
public enum ApplicationOutcome { Decided, Withdrawn, NotRequired, OutOfRemit, AcceptanceRefused, AcceptanceRevoked, Merged, ClosedAtSource }
