using System.Text.Json.Serialization;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Reviews;

/// <summary>Where a challenge stands.</summary>
public enum ReviewStatus { Lodged, CorrectionAsked, Accepted, Suspended, Decided, Delivered, NotAccepted, Terminated, InCourt, Judged }

/// <summary>What can be done with a challenge; the same list drives endpoints, buttons and authorisation.</summary>
public enum ReviewAction
{
    AskCorrection, SupplyCorrection, Accept, RefuseAcceptance, Transfer, ChooseProcedure, SendCopy, FileResponse, RecordNoResponse, HearOpinions, HoldHearing, AgreeMediation,
    Suspend, Resume, Terminate, Withdraw, StayExecution, LiftStay, Extend, Decide, Deliver, ReportCompliance, IssueOpinion, AnswerOpinion, FileLawsuit, RecordJudgment
}

/// <summary>What the respondent has brought: nothing yet, the evidence it decided on, or nothing in time, which counts as having none (REV art. 70).</summary>
public enum ResponseState { Awaited, Filed, None }

/// <summary>What is due by when.</summary>
/// <param name="On">The last day; absent where a year on the way has no calendar.</param>
public sealed record ReviewDue(ReviewDueKind Kind, DateOnly? On);

/// <summary>
/// Examined by the authority (REV art. 30), corrected by the applicant (31), copied and answered (48, 54), decided (62), performed by the respondent (64, 66), reported on (76), sued over (LIT art. 45).
/// </summary>
public enum ReviewDueKind { Examination, Correction, Copy, Response, Decision, Performance, OpinionReport, Lawsuit }

/// <summary>A rest, its last one may be open.</summary>
public sealed record ReviewRest(ReviewSuspensionGround Ground, DateOnly From, DateOnly? To);

/// <summary>What the events add up to: enough to decide the next step, nothing for display.</summary>
/// <param name="DecisionId">Absent where nothing was decided.</param>
/// <param name="Respondent">Credit code of the department that decided, or did not.</param>
/// <param name="Authority">Credit code of the department that reviews it; absent where it went to court at once.</param>
/// <param name="LastEffect">The latest date of effect so far: nothing may be recorded as having happened before it.</param>
public sealed record Review(
    Guid Id, Guid CitizenId, Guid ApplicationId, Guid? DecisionId, string Number, string ItemCode, string Respondent, string? Authority, ReviewStatus Status, bool WithinTime, DateOnly LastDay,
    DateTimeOffset LodgedAt, DateTimeOffset LastEffect, long Version = 0)
{
    const int DaysToExamine = 5;

    public LateGround? Late { get; init; }

    /// <summary>The day from which the authority's time to examine it runs.</summary>
    public DateOnly ReceivedOn { get; init; }
    public DateOnly? CorrectBy { get; init; }

    /// <summary>Whether something was asked for: that happens once (REV art. 31).</summary>
    public bool CorrectionWasAsked { get; init; }
    public DateOnly? AcceptedOn { get; init; }

    /// <summary>Whether it counts as accepted because nobody refused it in time.</summary>
    public bool AcceptanceDeemed { get; init; }

    /// <summary>Absent until it is chosen; then it is an ordinary one unless something else is said.</summary>
    public ReviewProcedure? Procedure { get; init; }
    public DateOnly? CopySentOn { get; init; }
    public ResponseState Response { get; init; }

    /// <summary>Whether the parties were heard, or could not be for a reason of theirs.</summary>
    public bool Heard { get; init; }

    /// <summary>Officers who presided over its hearings: none of them decides it.</summary>
    public string[] Presiders { get; init; } = [];

    /// <summary>Whether the parties agreed: then it is closed by mediation.</summary>
    public bool Mediated { get; init; }
    public ReviewRest[] Rests { get; init; } = [];
    public int ExtendedBy { get; init; }

    /// <summary>Whether the decision is not carried out meanwhile.</summary>
    public bool Stays { get; init; }
    public ChallengeOutcome? Outcome { get; init; }

    /// <summary>By when the respondent decides anew or performs its duty.</summary>
    public DateOnly? PerformBy { get; init; }

    /// <summary>The day from which somebody may sue over what was decided, or not accepted.</summary>
    public DateOnly? ToldOn { get; init; }

    /// <summary>Whether the respondent did what was decided; absent until somebody reports.</summary>
    public bool? Complied { get; init; }

    /// <summary>By when the respondent reports on an opinion; absent where none is open.</summary>
    public DateOnly? OpinionReportBy { get; init; }
    public string? Court { get; init; }

    /// <summary>Taken over from another system's log: its limits are told, but their passing here has no effect.</summary>
    public bool Imported { get; init; }

    /// <summary>Limits that the clock recorded as missed.</summary>
    public string[] Missed { get; init; } = [];

    static readonly ReviewAction[] UnderReview =
    [
        ReviewAction.ChooseProcedure, ReviewAction.SendCopy, ReviewAction.FileResponse, ReviewAction.RecordNoResponse, ReviewAction.HearOpinions, ReviewAction.HoldHearing, ReviewAction.AgreeMediation,
        ReviewAction.Suspend, ReviewAction.Terminate, ReviewAction.Withdraw, ReviewAction.StayExecution, ReviewAction.LiftStay, ReviewAction.Extend, ReviewAction.Decide,
        ReviewAction.IssueOpinion, ReviewAction.AnswerOpinion, ReviewAction.FileLawsuit
    ];

    static readonly Dictionary<ReviewStatus, ReviewAction[]> Allowed = new()
    {
        [ReviewStatus.Lodged] = [ReviewAction.AskCorrection, ReviewAction.Accept, ReviewAction.RefuseAcceptance, ReviewAction.Transfer, ReviewAction.Withdraw],
        [ReviewStatus.CorrectionAsked] = [ReviewAction.SupplyCorrection, ReviewAction.RefuseAcceptance, ReviewAction.Withdraw],
        [ReviewStatus.Accepted] = UnderReview,
        [ReviewStatus.Suspended] = [ReviewAction.Resume, ReviewAction.Terminate, ReviewAction.Withdraw, ReviewAction.StayExecution, ReviewAction.LiftStay],
        [ReviewStatus.Decided] = [ReviewAction.Deliver, ReviewAction.IssueOpinion, ReviewAction.AnswerOpinion],
        [ReviewStatus.Delivered] = [ReviewAction.ReportCompliance, ReviewAction.IssueOpinion, ReviewAction.AnswerOpinion, ReviewAction.FileLawsuit],
        [ReviewStatus.NotAccepted] = [ReviewAction.FileLawsuit],
        [ReviewStatus.Terminated] = [],
        [ReviewStatus.InCourt] = [ReviewAction.RecordJudgment],
        [ReviewStatus.Judged] = [ReviewAction.ReportCompliance]
    };

    static readonly ReviewAction[] ForApplicants = [ReviewAction.SupplyCorrection, ReviewAction.Withdraw, ReviewAction.FileLawsuit];
    static readonly ReviewAction[] ForRespondents = [ReviewAction.FileResponse, ReviewAction.ReportCompliance, ReviewAction.AnswerOpinion, ReviewAction.FileLawsuit, ReviewAction.RecordJudgment];
    static readonly ReviewAction[] ForReviewers = [.. Enum.GetValues<ReviewAction>().Except([ReviewAction.FileResponse, ReviewAction.AnswerOpinion, ReviewAction.RecordJudgment, ReviewAction.FileLawsuit])];

    // What these do takes somebody who may decide.
    static readonly ReviewAction[] Decides =
        [ReviewAction.RefuseAcceptance, ReviewAction.Terminate, ReviewAction.StayExecution, ReviewAction.LiftStay, ReviewAction.Extend, ReviewAction.Decide, ReviewAction.RecordJudgment];

    public static Review Create(IEvent<ReviewLodged> e)
    {
        var d = e.Data;
        return new(
            e.StreamId, d.CitizenId, d.ApplicationId, d.DecisionId, d.ReviewNumber, d.ItemCode, d.Respondent, d.Authority, ReviewStatus.Lodged, d.WithinTime, d.LastDay, e.EffectiveAt(), e.EffectiveAt())
        { Late = d.LateGround, ReceivedOn = Day(e), Imported = e.Act()?.Channel is Channel.Import };
    }

    public static Review Create(IEvent<LawsuitFiled> e)
    {
        var d = e.Data;
        return new(
            e.StreamId, d.CitizenId, d.ApplicationId, d.DecisionId, d.ReviewNumber, d.ItemCode, d.Respondent, null, ReviewStatus.InCourt, d.WithinTime, d.LastDay, e.EffectiveAt(), e.EffectiveAt())
        { Late = d.LateGround, ReceivedOn = Day(e), Court = d.Court, Imported = e.Act()?.Channel is Channel.Import };
    }

    /// <summary>The status an event leads to; null where it leaves it as it is.</summary>
    public static ReviewStatus? StatusAfter(object happened) => happened switch
    {
        ReviewLodged or ReviewCorrectionSupplied or ReviewTransferred => ReviewStatus.Lodged,
        ReviewCorrectionAsked => ReviewStatus.CorrectionAsked,
        ReviewAccepted or ReviewAcceptanceDeemed or ReviewResumed => ReviewStatus.Accepted,
        ReviewNotAccepted => ReviewStatus.NotAccepted,
        ReviewSuspended => ReviewStatus.Suspended,
        ReviewTerminated => ReviewStatus.Terminated,
        ReviewDecided => ReviewStatus.Decided,
        ReviewDelivered => ReviewStatus.Delivered,
        LawsuitFiled => ReviewStatus.InCourt,
        JudgmentRecorded => ReviewStatus.Judged,
        _ => null
    };

    public Review Apply(IEvent<ReviewCorrectionAsked> e) => After(e) with { CorrectionWasAsked = true, CorrectBy = e.Data.DueBy };
    public Review Apply(IEvent<ReviewCorrectionSupplied> e) => After(e) with { CorrectBy = null, ReceivedOn = Day(e) };
    public Review Apply(IEvent<ReviewAccepted> e) => After(e) with { AcceptedOn = Day(e) };
    public Review Apply(IEvent<ReviewAcceptanceDeemed> e) => After(e) with { AcceptedOn = Day(e), AcceptanceDeemed = true };
    public Review Apply(IEvent<ReviewNotAccepted> e) => After(e) with { CorrectBy = null, Outcome = ChallengeOutcome.NotAccepted, ToldOn = Day(e) };
    public Review Apply(IEvent<ReviewTransferred> e) => After(e) with { Authority = e.Data.ToAuthority, ReceivedOn = Day(e) };
    public Review Apply(IEvent<ProcedureChosen> e) => After(e) with { Procedure = e.Data.Procedure };
    public Review Apply(IEvent<ProcedureConverted> e) => After(e) with { Procedure = ReviewProcedure.Ordinary };
    public Review Apply(IEvent<CopySentToRespondent> e) => After(e) with { CopySentOn = Day(e) };
    public Review Apply(IEvent<ResponseFiled> e) => After(e) with { Response = ResponseState.Filed };
    public Review Apply(IEvent<ResponseNotFiled> e) => After(e) with { Response = ResponseState.None };
    public Review Apply(IEvent<OpinionsHeard> e) => After(e) with { Heard = true };
    public Review Apply(IEvent<ReviewHearingHeld> e) => After(e) with { Heard = true, Presiders = [.. Presiders.Union([e.Data.Presider])] };
    public Review Apply(IEvent<MediationAgreed> e) => After(e) with { Mediated = true };
    public Review Apply(IEvent<ReviewSuspended> e) => After(e) with { Rests = [.. Rests, new(e.Data.Ground, Day(e), null)] };
    public Review Apply(IEvent<ReviewResumed> e) => After(e) with { Rests = [.. Rests[..^1], Rests[^1] with { To = Day(e) }] };
    public Review Apply(IEvent<ReviewTerminated> e) => After(e) with { Outcome = ChallengeOutcome.Ended, Stays = false };
    public Review Apply(IEvent<ExecutionStayOrdered> e) => After(e) with { Stays = true };
    public Review Apply(IEvent<ExecutionStayLifted> e) => After(e) with { Stays = false };
    public Review Apply(IEvent<ReviewExtended> e) => After(e) with { ExtendedBy = e.Data.Days };
    public Review Apply(IEvent<ReviewDecided> e) => After(e) with { Outcome = e.Data.Outcome, PerformBy = e.Data.PerformBy, Stays = false };
    public Review Apply(IEvent<ReviewDelivered> e) => After(e) with { ToldOn = Day(e) };
    public Review Apply(IEvent<ReviewComplied> e) => After(e) with { Complied = true };
    public Review Apply(IEvent<ReviewNotComplied> e) => After(e) with { Complied = false };
    public Review Apply(IEvent<ReviewOpinionIssued> e) => After(e) with { OpinionReportBy = e.Data.ReportBy };
    public Review Apply(IEvent<ReviewOpinionAnswered> e) => After(e) with { OpinionReportBy = null };

    // What the court rules takes the place of what the review came to.
    public Review Apply(IEvent<LawsuitFiled> e) => After(e) with { Court = e.Data.Court, Outcome = null, Complied = null, PerformBy = null, Stays = false };
    public Review Apply(ReviewDeadlineMissed e) => this with { Missed = [.. Missed, Limit.KeyOf(e)] };
    public Review Apply(IEvent<JudgmentRecorded> e) => After(e) with { Outcome = e.Data.Outcome, PerformBy = e.Data.PerformBy };

    Review After(IEvent e) => this with { Status = StatusAfter(e.Data) ?? Status, LastEffect = e.EffectiveAt() > LastEffect ? e.EffectiveAt() : LastEffect };

    static DateOnly Day(IEvent e) => Text.DateOf(e.EffectiveAt());

    /// <summary>Whether it is decided whether and how it is reviewed: neither over nor in court.</summary>
    [JsonIgnore]
    public bool IsPending => Status is ReviewStatus.Lodged or ReviewStatus.CorrectionAsked or ReviewStatus.Accepted or ReviewStatus.Suspended or ReviewStatus.InCourt;

    /// <summary>Whether it is reviewed in the simple procedure.</summary>
    [JsonIgnore]
    public bool IsSimple => Procedure is ReviewProcedure.Simple;

    /// <summary>What was done counts as having no evidence: the respondent brought none in time (REV art. 70).</summary>
    [JsonIgnore]
    public bool HasNoEvidence => Response is ResponseState.None;

    /// <summary>
    /// Everything that is due now, by the days of REV art. 30, 31, 48, 54, 62 and 88: those of 5, 7 and 10 (3 and 5) are working days, those of 60 and 30 (15) are not; the day they begin on
    /// is not counted, and a last day that is no working day moves to the next one.
    /// </summary>
    public IReadOnlyList<ReviewDue> Dues(WorkingDays days) =>
    [
        .. Status switch
        {
            ReviewStatus.Lodged => [new(ReviewDueKind.Examination, days.After(ReceivedOn, DaysToExamine))],
            ReviewStatus.CorrectionAsked => [new(ReviewDueKind.Correction, CorrectBy)],
            ReviewStatus.Accepted =>
            [
                .. CopySentOn is null ? [new(ReviewDueKind.Copy, days.After(AcceptedOn!.Value, IsSimple ? 3 : 7))]
                    : Response is ResponseState.Awaited ? [new(ReviewDueKind.Response, ResponseDue(days))] : Array.Empty<ReviewDue>(),
                new(ReviewDueKind.Decision, DecisionDue(days))
            ],
            ReviewStatus.Delivered or ReviewStatus.NotAccepted => [new ReviewDue(ReviewDueKind.Lawsuit, days.FirstFrom(ToldOn!.Value.AddDays(ReviewTime.DaysAfterReview)))],
            _ => Array.Empty<ReviewDue>()
        },
        .. PerformBy is { } by && Complied is not true ? [new(ReviewDueKind.Performance, by)] : Array.Empty<ReviewDue>(),
        .. OpinionReportBy is { } report ? [new(ReviewDueKind.OpinionReport, report)] : Array.Empty<ReviewDue>()
    ];

    /// <summary>The last day of the respondent's answer; null where a year on the way has no calendar.</summary>
    internal DateOnly? ResponseDue(WorkingDays days) => days.After(CopySentOn!.Value, IsSimple ? 5 : 10);

    /// <summary>The last day to decide: rests do not count, and every day between a rest's first and last is one more.</summary>
    internal DateOnly? DecisionDue(WorkingDays days) =>
        days.FirstFrom(AcceptedOn!.Value.AddDays((IsSimple ? 30 : 60) + ExtendedBy + Rests.Sum(r => r.To is { } to ? to.DayNumber - r.From.DayNumber : 0)));

    /// <summary>How this actor stands to it. The respondent learns of it with the copy that is sent after acceptance.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.SpeaksFor(CitizenId, Power.Challenge, ItemCode) ? Relation.Represented
        : IsReviewedBy(act) ? Relation.InCharge
        : IsAnsweredBy(act) ? Relation.Party
        : Relation.None;

    /// <summary>Whether this actor may read it: the person and who challenges for them, officers of the authority that reviews it, and once it is accepted or in court those of the respondent.</summary>
    public bool IsVisibleTo(Act act) => act.May(PolicyAction.Read, FileSection.Reviews, RelationTo(act));

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<ReviewAction> NextFor(Act act) => Allowed[Status].Where(action => HasCause(action) && IsGivenTo(act, action) && MayDo(act, action) && !IsBarred(act, action));

    public bool Allows(ReviewAction action) => Allowed[Status].Contains(action) && HasCause(action);

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it, 400 for a date out of order.</summary>
    public ProblemDetails? Refuse(Act act, ReviewAction action, long version, EarlierEffect? effect, DateTimeOffset now) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !IsGivenTo(act, action) ? Problems.NotForThisRole()
        : !MayDo(act, action) ? act.Represents is not null && ForApplicants.Contains(action) ? Problems.BeyondMandate() : Forbidden(action)
        : IsBarred(act, action) ? Problems.Forbidden("Who presided over the hearing does not decide.", "听证主持人不得作出复议决定。")
        : version != Version ? Problems.Stale()
        : !Allows(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : Effects.Refuse(act, effect, LastEffect, now);

    static ProblemDetails Forbidden(ReviewAction action) =>
        ForReviewers.Contains(action) ? Problems.Forbidden("Officers of the authority that reviews it do this.", "由行政复议机关工作人员办理。")
        : ForRespondents.Contains(action) ? Problems.Forbidden("Officers of the department that is answerable do this.", "由被申请人工作人员办理。")
        : Problems.Forbidden("The applicant does this.", "由申请人办理。");

    bool IsGivenTo(Act act, ReviewAction action) => act.May(Decides.Contains(action) ? PolicyAction.Decide : PolicyAction.Write, FileSection.Reviews, RelationTo(act));

    bool MayDo(Act act, ReviewAction action) => RelationTo(act) switch
    {
        Relation.Self or Relation.Represented => ForApplicants.Contains(action),
        Relation.InCharge => ForReviewers.Contains(action),
        Relation.Party => ForRespondents.Contains(action),
        _ => false
    };

    /// <summary>Who presided over the hearing does not decide.</summary>
    bool IsBarred(Act act, ReviewAction action) => act.IsOfficer && action is ReviewAction.Decide && Presiders.Contains(act.ActorId);

    bool IsReviewedBy(Act act) => act.IsOfficer && Authority is not null && act.Department == Authority;

    bool IsAnsweredBy(Act act) => act.IsOfficer && act.Department == Respondent && (AcceptedOn is not null || Court is not null);

    /// <summary>What the status allows still needs something to act on.</summary>
    bool HasCause(ReviewAction action) => action switch
    {
        ReviewAction.AskCorrection => !CorrectionWasAsked,
        ReviewAction.ChooseProcedure => Procedure is null or ReviewProcedure.Simple,
        ReviewAction.SendCopy => CopySentOn is null,
        ReviewAction.FileResponse or ReviewAction.RecordNoResponse => CopySentOn is not null && Response is ResponseState.Awaited,
        ReviewAction.AgreeMediation => !Mediated,
        ReviewAction.StayExecution => DecisionId is not null && !Stays,
        ReviewAction.LiftStay => Stays,
        ReviewAction.Extend => ExtendedBy == 0 && !IsSimple,
        ReviewAction.ReportCompliance => Complied is not true && Outcome is not (ChallengeOutcome.Upheld or ChallengeOutcome.Dismissed or ChallengeOutcome.NotAccepted or ChallengeOutcome.Ended),
        ReviewAction.IssueOpinion => OpinionReportBy is null,
        ReviewAction.AnswerOpinion => OpinionReportBy is not null,
        _ => true
    };
}
