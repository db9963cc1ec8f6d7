using ServiceLedger.Hosting;

namespace ServiceLedger.Clock;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>The limits by which deadlines are reckoned from here on: the law's, and those the city set for itself.</summary>
public sealed record ClockRulesAdopted(int RulesVersion, ClockRules ClockRules);

/// <summary>A limit has passed and what it was for is not done; recorded by the clock, on the stream of what is late. Every kind of stream has an event of its own for it.</summary>
public interface IDeadlineMissed : ICitizenEvent, ISupervisedEvent
{
    TimerKind Timer { get; }

    /// <summary>Which one, where there are several of a kind: a step's code, an opinion's number; empty otherwise.</summary>
    string Of { get; }

    /// <summary>The last day on which it would have been in time.</summary>
    DateOnly DueOn { get; }
}

public enum RecomputationCause { CalendarChanged, DateCorrected }

/// <summary>What a limit is for.</summary>
public enum TimerKind
{
    /// <summary>All corrections are told, or the application counts as accepted (LIC art. 32(4)).</summary>
    CorrectionNotice,

    /// <summary>The applicant puts right what was told.</summary>
    Corrections,

    /// <summary>The papers that were missing at a provisional acceptance come in (Zhejiang 2018, art. 11).</summary>
    ProvisionalCure,

    /// <summary>The decision, within the law's time (LIC art. 42).</summary>
    Decision,

    /// <summary>The decision, within the shorter time the department promised (Zhejiang 2018, art. 12).</summary>
    PromisedDecision,

    /// <summary>The lower level's review (LIC art. 43).</summary>
    FirstReview,

    /// <summary>One step, within the time promised for it.</summary>
    Step,

    /// <summary>Another department's opinion (LIC art. 26).</summary>
    JointOpinion,

    /// <summary>Those concerned ask for a hearing, or have waived it (LIC art. 47).</summary>
    HearingRequest,

    /// <summary>The hearing is held (LIC art. 47).</summary>
    HearingHolding,

    /// <summary>The decision reaches the applicant (LIC art. 44).</summary>
    Delivery,

    /// <summary>A renewal is decided before the term ends, or counts as granted (LIC art. 50).</summary>
    Renewal,

    /// <summary>What was promised instead of papers is checked (Zhejiang 2018, art. 14).</summary>
    CommitmentCheck,

    /// <summary>The person puts right what the check found.</summary>
    CommitmentFix,

    /// <summary>The provider says whether it shares the data.</summary>
    DataRequestCheck,

    /// <summary>The provider gives what it granted.</summary>
    DataRequestAnswer,

    /// <summary>The permission to use the data given.</summary>
    DataPermission,

    /// <summary>The authority examines an application for review, or it counts as accepted (REV art. 30).</summary>
    ReviewExamination,

    /// <summary>The applicant supplies what was missing (REV art. 31).</summary>
    ReviewCorrection,

    /// <summary>The respondent is sent the copy (REV art. 48).</summary>
    ReviewCopy,

    /// <summary>The respondent answers, or what was done counts as having no evidence (REV art. 48, 70).</summary>
    ReviewResponse,

    /// <summary>The review is decided (REV art. 62).</summary>
    ReviewDecision,

    /// <summary>What a review or court ordered is done (REV art. 64, 77).</summary>
    ReviewPerformance,

    /// <summary>What a review opinion asks for is reported (REV art. 76).</summary>
    ReviewOpinionReport,

    /// <summary>Who rated badly under a real name is contacted (a local rule).</summary>
    RatingContact,

    /// <summary>What was rated badly is put right (a local rule).</summary>
    RatingFix,

    /// <summary>A complaint is answered (a local rule).</summary>
    ComplaintAnswer
}
