using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Decisions;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>The decision is challenged: its reconsideration is applied for, or somebody sued over it (REV art. 11; LIT art. 12).</summary>
/// <param name="ReviewId">The stream of the challenge.</param>
/// <param name="Authority">Credit code of the department that reviews it; absent in court.</param>
public sealed record DecisionChallenged(Guid CitizenId, Guid ReviewId, string ReviewNumber, string? Authority = null) : ICitizenEvent;

/// <summary>The challenge is at an end, or at its next stage: what came of it. Its effects on the decision, if any, stand beside it.</summary>
public sealed record ChallengeSettled(Guid CitizenId, Guid ReviewId, ChallengeOutcome Outcome) : ICitizenEvent;

/// <summary>
/// The outcomes that a reconsideration (REV art. 63 to 69, 73) and a judgment (LIT art. 69 to 77) have alike; not accepted or turned away by the court (REV art. 30; LIT art. 49),
/// and ended without a decision (REV art. 41; LIT art. 62).
/// </summary>
public enum ChallengeOutcome
{
    Varied, Revoked, RevokedInPart, RevokedAndRedo, ConfirmedIllegal, PerformanceOrdered, DeclaredVoid, Upheld, Dismissed, Mediated, NotAccepted, Ended
}

/// <summary>A review or a court undid the decision, the whole or a part of it (REV art. 64; LIT art. 70).</summary>
/// <param name="Part">Which part; absent where it is the whole.</param>
public sealed record DecisionAnnulled(Guid CitizenId, Guid ReviewId, Sealed<string>? Part = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>A review or a court found the decision illegal and left it in force (REV art. 65; LIT art. 74).</summary>
public sealed record DecisionConfirmedIllegal(Guid CitizenId, Guid ReviewId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>A review or a court found the decision void from the beginning (REV art. 67; LIT art. 75).</summary>
public sealed record DecisionDeclaredVoid(Guid CitizenId, Guid ReviewId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;

/// <summary>The decision is not carried out while it is reviewed (REV art. 42).</summary>
public sealed record ExecutionStayed(Guid CitizenId, Guid ReviewId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It may be carried out again.</summary>
public sealed record ExecutionResumed(Guid CitizenId, Guid ReviewId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A challenge to a decision, or to what was not decided, as that itself knows it.</summary>
/// <param name="Authority">Credit code of the department that reviews it; absent in court.</param>
/// <param name="Outcome">Absent while it is pending.</param>
/// <param name="OfEarlierRuling">Whether another ruling took the place of the one it was about.</param>
public sealed record Challenge(Guid ReviewId, string ReviewNumber, string? Authority, ChallengeStatus Status, ChallengeOutcome? Outcome = null, bool OfEarlierRuling = false)
{
    /// <summary>With one more; a challenge goes from the review to the court under one id.</summary>
    public static Challenge[] Raised(Challenge[] before, Guid reviewId, string number, string? authority) =>
        Array.Exists(before, c => c.ReviewId == reviewId)
            ? [.. before.Select(c => c.ReviewId == reviewId ? c with { Authority = authority ?? c.Authority, Status = ChallengeStatus.Pending, Outcome = null } : c)]
            : [.. before, new(reviewId, number, authority, ChallengeStatus.Pending)];

    /// <summary>With this one settled.</summary>
    public static Challenge[] Settled(Challenge[] before, Guid reviewId, ChallengeOutcome outcome) =>
        [.. before.Select(c => c.ReviewId == reviewId ? c with { Status = ChallengeStatus.Settled, Outcome = outcome } : c)];

    /// <summary>The one that is pending, or was decided on the merits: there is one at a time, and the same is decided once (REV art. 29, 30; LIT art. 44).</summary>
    public static Challenge? Standing(Challenge[] all) => Array.FindLast(all, c => !c.OfEarlierRuling && c.Outcome is not (ChallengeOutcome.NotAccepted or ChallengeOutcome.Ended));

    /// <summary>Whether this officer's department reviews one of them.</summary>
    public static bool IsReviewedBy(Challenge[] all, Act act) => act.IsOfficer && Array.Exists(all, c => c.Authority is not null && c.Authority == act.Department);
}

public enum ChallengeStatus { Pending, Settled }
