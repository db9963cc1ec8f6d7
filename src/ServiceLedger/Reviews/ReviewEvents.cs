using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Reviews;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>Reconsideration of a decision is applied for, or of what was not decided or not accepted (REV art. 11, 20, 22).</summary>
/// <param name="DecisionId">Absent where nothing was decided.</param>
/// <param name="Respondent">Credit code of the department that decided, or did not.</param>
/// <param name="Authority">Credit code of the department that reviews it.</param>
/// <param name="KnownOn">The day the person learnt of what is challenged.</param>
/// <param name="LastDay">The last day on which it could be lodged.</param>
/// <param name="RemediesKnownOn">The day they learnt of the remedies, where those were not told.</param>
/// <param name="LateGround">Which limit it is beyond; it can then be not accepted.</param>
public sealed record ReviewLodged(
    Guid CitizenId, Guid ApplicationId, Guid? DecisionId, string ReviewNumber, string ItemCode, string Respondent, string Authority, ReviewForm Form, Sealed<string> Claims,
    DateOnly KnownOn, bool WithinTime, DateOnly LastDay, DateOnly? RemediesKnownOn = null, bool RealEstate = false, Obstacle[]? Obstacles = null, LateGround? LateGround = null,
    EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The application lacks something; all of it is told at once, once (REV art. 31).</summary>
public sealed record ReviewCorrectionAsked(Guid CitizenId, Sealed<string> Missing, DateOnly DueBy, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>What was missing is supplied (REV art. 31).</summary>
public sealed record ReviewCorrectionSupplied(Guid CitizenId, Sealed<string> Text, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It is examined and accepted (REV art. 30).</summary>
public sealed record ReviewAccepted(Guid CitizenId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Nobody refused it within the five working days: it counts as accepted (REV art. 30). Recorded by the clock.</summary>
/// <param name="RuleReference">The article it follows from.</param>
public sealed record ReviewAcceptanceDeemed(Guid CitizenId, string RuleReference, EarlierEffect Effect) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>It is not accepted, with reasons and the court that may be gone to (REV art. 30, 34).</summary>
public sealed record ReviewNotAccepted : ICitizenEvent, IEffectiveEvent
{
    public ReviewNotAccepted(Guid citizenId, NonAcceptanceGround ground, Sealed<string> reasons, string court, EarlierEffect? effect = null)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentException.ThrowIfNullOrWhiteSpace(court);
        (CitizenId, Ground, Reasons, Court, Effect) = (citizenId, ground, reasons, court, effect);
    }

    public Guid CitizenId { get; }
    public NonAcceptanceGround Ground { get; }
    public Sealed<string> Reasons { get; }
    public string Court { get; }
    public EarlierEffect? Effect { get; }
}

/// <summary>It goes to the authority that is competent (REV art. 24 to 30).</summary>
public sealed record ReviewTransferred(Guid CitizenId, string ToAuthority, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Whether it is reviewed in the ordinary or the simple procedure (REV art. 48, 53).</summary>
/// <param name="Ground">Of a simple one.</param>
public sealed record ProcedureChosen(Guid CitizenId, ReviewProcedure Procedure, SimpleGround? Ground = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It turned out not to be fit for the simple procedure and goes on in the ordinary one (REV art. 55).</summary>
/// <param name="Approver">Who answers for the reviewing body and approved it.</param>
public sealed record ProcedureConverted(Guid CitizenId, string Approver, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The respondent was sent the application (REV art. 48, 54).</summary>
public sealed record CopySentToRespondent(Guid CitizenId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The respondent answers, with the evidence it decided on (REV art. 44, 48).</summary>
/// <param name="EvidenceBundleHash">Of what had been seen when it was decided; absent where the decision pinned nothing, or there is none.</param>
public sealed record ResponseFiled(Guid CitizenId, Sealed<string> Answer, string? EvidenceBundleHash = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The respondent did not answer in time: what was done counts as having no evidence (REV art. 70).</summary>
public sealed record ResponseNotFiled(Guid CitizenId, DateOnly DueBy, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>The parties were heard; or could not be, for a reason of theirs, so that it is reviewed on paper (REV art. 49).</summary>
public sealed record OpinionsHeard(Guid CitizenId, HearingManner Manner, Sealed<string> Summary, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A hearing was held (REV art. 50, 51). Who presides over it does not decide.</summary>
public sealed record ReviewHearingHeld(Guid CitizenId, string Presider, Sealed<string> RecordHash, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The parties agreed in mediation (REV art. 5, 73).</summary>
public sealed record MediationAgreed(Guid CitizenId, Sealed<string> Terms, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It rests until a ground of REV art. 39 is gone; the time to decide does not run.</summary>
public sealed record ReviewSuspended(Guid CitizenId, ReviewSuspensionGround Ground, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

public sealed record ReviewResumed(Guid CitizenId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It ends without a decision (REV art. 41).</summary>
public sealed record ReviewTerminated(Guid CitizenId, ReviewTerminationGround Ground, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The decision is not carried out while it is reviewed (REV art. 42).</summary>
public sealed record ExecutionStayOrdered(Guid CitizenId, StayGround Ground, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

public sealed record ExecutionStayLifted(Guid CitizenId, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The time to decide is longer, once, by thirty days at most (REV art. 62).</summary>
/// <param name="Approver">Who answers for the reviewing body and approved it.</param>
public sealed record ReviewExtended(Guid CitizenId, int Days, string Approver, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It is decided, with reasons and the court that may be gone to (REV art. 61, 63 to 75). The effects on what was challenged stand in its own stream.</summary>
public sealed record ReviewDecided : ICitizenEvent, IEffectiveEvent
{
    public ReviewDecided(
        Guid citizenId, ChallengeOutcome outcome, Sealed<string> reasons, string[] legalBasis, string court, Sealed<string>? part = null, DateOnly? performBy = null, long? compensationFen = null,
        EarlierEffect? effect = null)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentException.ThrowIfNullOrWhiteSpace(court);
        if (outcome is ChallengeOutcome.RevokedAndRedo or ChallengeOutcome.PerformanceOrdered != performBy is not null)
            throw new ArgumentException("What is to be done is to be done by a day.", nameof(performBy));
        (CitizenId, Outcome, Reasons, LegalBasis, Court) = (citizenId, outcome, reasons, legalBasis, court);
        (Part, PerformBy, CompensationFen, Effect) = (part, performBy, compensationFen, effect);
    }

    public Guid CitizenId { get; }
    public ChallengeOutcome Outcome { get; }
    public Sealed<string> Reasons { get; }
    public string[] LegalBasis { get; }
    public string Court { get; }

    /// <summary>Which part is revoked.</summary>
    public Sealed<string>? Part { get; }

    /// <summary>By when the respondent decides anew or performs its duty.</summary>
    public DateOnly? PerformBy { get; }

    /// <summary>What the respondent pays (REV art. 72).</summary>
    public long? CompensationFen { get; }
    public EarlierEffect? Effect { get; }
}

/// <summary>The decision reached the applicant: from then on it has effect (REV art. 75).</summary>
public sealed record ReviewDelivered(Guid CitizenId, DeliveryMethod Method, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The respondent did what was decided (REV art. 77).</summary>
public sealed record ReviewComplied(Guid CitizenId, Sealed<string> Report, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It did not, and is ordered to (REV art. 77, 83).</summary>
public sealed record ReviewNotComplied(Guid CitizenId, Sealed<string> Report, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>The reviewing authority tells the respondent what else is to be put right; it reports within sixty days (REV art. 76).</summary>
public sealed record ReviewOpinionIssued(Guid CitizenId, Sealed<string> Text, DateOnly ReportBy, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The respondent reports how it put that right (REV art. 76).</summary>
public sealed record ReviewOpinionAnswered(Guid CitizenId, Sealed<string> Report, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Somebody sued: over a decision at once, or over it or over inaction after a review (LIT art. 44 to 47).</summary>
/// <param name="ReviewNumber">Of the review it follows, or of the suit alone.</param>
/// <param name="LastDay">The last day on which it could be filed.</param>
public sealed record LawsuitFiled(
    Guid CitizenId, Guid ApplicationId, Guid? DecisionId, string ReviewNumber, string ItemCode, string Respondent, string Court, DateOnly KnownOn, bool WithinTime, DateOnly LastDay,
    DateOnly? RemediesKnownOn = null, bool RealEstate = false, Obstacle[]? Obstacles = null, LateGround? LateGround = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>What the court ruled (LIT art. 49, 62, 69 to 77). The effects on what was challenged stand in its own stream.</summary>
/// <param name="DocumentHash">base64url SHA-256 of the judgment, sealed because a hash of a short text could be guessed; absent only where it was taken over from a log that holds no document.</param>
/// <param name="PerformBy">By when the respondent decides anew or performs its duty.</param>
public sealed record JudgmentRecorded(
    Guid CitizenId, ChallengeOutcome Outcome, string JudgmentNumber, Sealed<string>? DocumentHash = null, Sealed<string>? Part = null, DateOnly? PerformBy = null, EarlierEffect? Effect = null)
    : ICitizenEvent, IEffectiveEvent;

// -- What stands in the events --

/// <summary>On paper or online; or by word of mouth, which is recorded on the spot (REV art. 22).</summary>
public enum ReviewForm { Written, Oral }

/// <summary>Force majeure or another proper reason that kept the person from it: its days do not count (REV art. 20; LIT art. 48).</summary>
public sealed record Obstacle(DateOnly From, DateOnly To, Sealed<string> Reason);

/// <summary>
/// Which limit a late challenge is beyond: the days told from knowledge (REV art. 20), the year for who was not told the remedies (REV art. 20), the five or twenty years since the act
/// (REV art. 21; LIT art. 46), the six months (LIT art. 46), the fifteen days after a review (LIT art. 45).
/// </summary>
public enum LateGround { SinceKnowledge, YearWithoutRemedies, AbsoluteLimit, SixMonths, FifteenDays }

/// <summary>What of REV art. 30 is missing; or nothing was supplied of what was missing, and it counts as given up (REV art. 31).</summary>
public enum NonAcceptanceGround { NoClearParties, NoInterest, NoClaims, OutOfTime, OutOfScope, NotOfThisAuthority, DealtWithBefore, NotSupplied }

public enum ReviewProcedure { Ordinary, Simple }

/// <summary>What allows the simple procedure (REV art. 53).</summary>
public enum SimpleGround { PenaltyOnTheSpot, WarningOrCriticism, UpTo3000Yuan, GovernmentInformation, PartiesAgree }

/// <summary>How the parties were heard; not at all for a reason of theirs is on paper.</summary>
public enum HearingManner { InPerson, ByPhone, Online, OnPaper }

/// <summary>The ten grounds of REV art. 39.</summary>
public enum ReviewSuspensionGround
{
    ApplicantDied, ApplicantIncapable, ApplicantMissing, BodyEnded, ForceMajeure, Mediation, QuestionOfLaw, OtherCase, RuleUnderReview, Other
}

/// <summary>The grounds of REV art. 41.</summary>
public enum ReviewTerminationGround { Withdrawn, NobodySucceeds, BodyWithoutSuccessor, BecameCriminalCase, SuspendedSixtyDays }

/// <summary>The grounds of REV art. 42.</summary>
public enum StayGround { RespondentFindsNecessary, AuthorityFindsNecessary, ApplicantAsks, ByLaw }

/// <summary>A limit of a review has passed and what it was for is not done. Recorded by the clock.</summary>
/// <param name="Of">Which one, where there are several of a kind; empty otherwise.</param>
/// <param name="DueOn">The last day on which it would have been in time.</param>
public sealed record ReviewDeadlineMissed(Guid CitizenId, TimerKind Timer, string Of, DateOnly DueOn, int RulesVersion, CalendarUsed[] Calendars) : IDeadlineMissed;
