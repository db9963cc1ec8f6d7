using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Participation;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>Somebody says how they were served: once for each matter that is over, and once for each visit (国办发〔2019〕51号).</summary>
/// <param name="VisitId">The event of the visit that is rated; absent where it is the matter as a whole.</param>
/// <param name="Level">5 very satisfied … 1 very dissatisfied.</param>
/// <param name="Anonymous">Whether offices are not shown whose rating it is.</param>
public sealed record RatingGiven(
    Guid CitizenId, Guid ApplicationId, Guid? VisitId, string ItemCode, int ItemVersion, string DepartmentCode, int Level, DimensionScore[] Scores, bool Anonymous, Sealed<string>? Text = null) : ICitizenEvent;

/// <summary>The department holds the rating to be mistaken or malicious.</summary>
public sealed record RatingContested(Guid CitizenId, RatingContestGround Ground, Sealed<string> Why) : ICitizenEvent;

/// <summary>Supervision finds that it is, and does not count it.</summary>
public sealed record RatingExcluded(Guid CitizenId, RatingContestGround Ground, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>Supervision finds that it is not: it counts.</summary>
public sealed record RatingUpheld(Guid CitizenId, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>Somebody of the department spoke with who rated badly under their real name.</summary>
public sealed record BadRatingContacted(Guid CitizenId, Channel Via, Sealed<string> Heard) : ICitizenEvent;

/// <summary>How what was rated badly is to be put right.</summary>
public sealed record FixPlanned(Guid CitizenId, Sealed<string> Plan) : ICitizenEvent;

/// <summary>It is put right.</summary>
public sealed record BadRatingFixed(Guid CitizenId, Sealed<string> Done) : ICitizenEvent;

/// <summary>Who rated was asked again.</summary>
public sealed record RatingCalledBack(Guid CitizenId, bool Satisfied, Sealed<string>? Said = null) : ICitizenEvent;

// -- What stands in the events --

/// <param name="Score">5 best … 1 worst.</param>
public sealed record DimensionScore(RatingDimension Dimension, int Score);

/// <summary>What is rated one by one: of a matter online the first three, of a visit speed and what follows it.</summary>
public enum RatingDimension { Convenience, Clarity, Speed, Attitude, Competence, Surroundings }

public enum RatingContestGround { Mistaken, Malicious }

/// <summary>A limit of the follow-up of a bad rating has passed and what it was for is not done. Recorded by the clock.</summary>
/// <param name="Of">Which one, where there are several of a kind; empty otherwise.</param>
/// <param name="DueOn">The last day on which it would have been in time.</param>
public sealed record RatingDeadlineMissed(Guid CitizenId, TimerKind Timer, string Of, DateOnly DueOn, int RulesVersion, CalendarUsed[] Calendars) : IDeadlineMissed;
