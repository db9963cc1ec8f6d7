using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Participation;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>Somebody complains about how an office works: online, at a window, or by telephone (12345; Zhejiang 2018, art. 42).</summary>
/// <param name="ApplicationId">The matter it is about, where there is one.</param>
/// <param name="Officer">The officer complained about, where one is named.</param>
/// <param name="HotlineNumber">The number under which the hotline took it.</param>
public sealed record ComplaintFiled(
    Guid CitizenId, string Department, ComplaintKind Kind, Sealed<string> Text, DateOnly DueBy, Guid? ApplicationId = null, string? Officer = null, string? HotlineNumber = null) : ICitizenEvent;

/// <summary>An officer is to work on it, who is not the one complained about.</summary>
public sealed record ComplaintAssigned(Guid CitizenId, string ToOfficer) : ICitizenEvent;

/// <summary>The department answers, with reasons.</summary>
public sealed record ComplaintAnswered(Guid CitizenId, ComplaintOutcome Outcome, Sealed<string> Reasons, Sealed<string>? Measures = null) : ICitizenEvent;

public sealed record ComplaintClosed(Guid CitizenId) : ICitizenEvent;

/// <summary>Who complained does not accept the answer; once.</summary>
public sealed record ComplaintReopened(Guid CitizenId, Sealed<string> Reasons, DateOnly DueBy) : ICitizenEvent;

// -- What stands in the events --

public enum ComplaintKind { NotTakenIn, AskedAgain, Delay, Conduct, Charges, Other }

public enum ComplaintOutcome { Justified, PartlyJustified, Unjustified }

/// <summary>A limit of a complaint has passed and what it was for is not done. Recorded by the clock.</summary>
/// <param name="Of">Which one, where there are several of a kind; empty otherwise.</param>
/// <param name="DueOn">The last day on which it would have been in time.</param>
public sealed record ComplaintDeadlineMissed(Guid CitizenId, TimerKind Timer, string Of, DateOnly DueOn, int RulesVersion, CalendarUsed[] Calendars) : IDeadlineMissed;
