using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Supervision.Cards;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A limit is about to pass: its office is told, before there is anything to blame it for.</summary>
/// <param name="StreamId">What is about to be late: an application, decision, data request, commitment, review, rating or complaint.</param>
/// <param name="Of">Which one, where it has several of a kind; empty otherwise.</param>
/// <param name="DueOn">The last day in time.</param>
/// <param name="Department">Credit code of the office.</param>
public sealed record WarningRaised(Guid CitizenId, Guid StreamId, Guid? ApplicationId, TimerKind Timer, string Of, DateOnly DueOn, string Department, int RulesVersion) : ICitizenEvent;

/// <summary>Something that must not happen in good order did, and can be put right.</summary>
/// <param name="Because">The events that show it.</param>
/// <param name="Department">Credit code of the office that answers for it.</param>
/// <param name="Officer">Who did it, where somebody did.</param>
/// <param name="Article">The rule that was broken.</param>
public sealed record YellowCardIssued(
    Guid CitizenId, Guid StreamId, Guid? ApplicationId, CardCause Cause, TimerKind? Timer, string Department, string? Officer, string Article, Guid[] Because) : ICitizenEvent;

/// <summary>Something that must not happen in good order did, and the person's right or the law's time is lost.</summary>
public sealed record RedCardIssued(
    Guid CitizenId, Guid StreamId, Guid? ApplicationId, CardCause Cause, TimerKind? Timer, string Department, string? Officer, string Article, Guid[] Because) : ICitizenEvent;

/// <summary>The office says why the card is not deserved.</summary>
public sealed record CardContested(Guid CitizenId, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>Supervision has looked at it and the card stands.</summary>
public sealed record CardUpheld(Guid CitizenId, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>Supervision takes the card back.</summary>
public sealed record CardCancelled(Guid CitizenId, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>The office is to put right what the card is for, by a day.</summary>
public sealed record RectificationOrdered(Guid CitizenId, DateOnly DueBy, Sealed<string> Order) : ICitizenEvent;

/// <summary>The office has put it right, and says how.</summary>
public sealed record RectificationDone(Guid CitizenId, Sealed<string> Report) : ICitizenEvent;

// -- What stands in the events --

/// <summary>For what a card is issued.</summary>
public enum CardCause
{
    /// <summary>A limit of the law was missed (LIC art. 42, 44, 47, 74).</summary>
    Late,

    /// <summary>The time the department promised was missed though the law's is not over (Zhejiang 2018, art. 12).</summary>
    LateAsPromised,

    /// <summary>A step or an opinion was late though the whole is not.</summary>
    LateStep,

    /// <summary>The lower level's review was late (LIC art. 43).</summary>
    LateFirstReview,

    /// <summary>Nobody told in time what to put right, so that it counts as accepted (LIC art. 32(4), 72).</summary>
    NotToldInTime,

    /// <summary>A renewal was not decided in time, so that it counts as granted (LIC art. 50).</summary>
    RenewalNotDecided,

    /// <summary>A second list of corrections for the same submission (LIC art. 72(4)).</summary>
    SecondCorrectionList,

    /// <summary>A paper was asked for that an office holds (State Council Order 716, art. 7).</summary>
    ReAsk,

    /// <summary>Shared data were used beyond what they were given for (Order 809, art. 25).</summary>
    UseOutsideScope,

    /// <summary>A recorded day of acceptance was changed afterwards.</summary>
    AcceptanceDateChanged,

    /// <summary>A valid application was refused, as a review or court found (LIC art. 72(1)).</summary>
    ValidApplicationRefused,

    /// <summary>Another decision that a review or court found unlawful.</summary>
    Overturned,

    /// <summary>What a review or court ordered was not done (REV art. 77, 83).</summary>
    NotPerformed,

    /// <summary>Data that another department was to give came late (Order 809, art. 19).</summary>
    LateShare,

    /// <summary>Something else that its event says.</summary>
    Other
}
