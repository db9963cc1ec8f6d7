using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Applications;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>The applicant promises what papers would prove, and bears the consequences if it is not so (Chongqing 2021, art. 50).</summary>
/// <param name="Papers">Ids of the item's papers the promise stands for.</param>
public sealed record CommitmentDeclared(
    Guid CitizenId, Guid ApplicationId, string ItemCode, string DepartmentCode, string[] Papers, Sealed<string> Statement, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>What was promised was checked (Zhejiang 2018, art. 14: within 60 working days of the decision).</summary>
public sealed record CommitmentChecked(Guid CitizenId, bool Kept, Sealed<string> Findings, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It was not so: the person is to put it right by a day.</summary>
public sealed record CommitmentFixOrdered(Guid CitizenId, DateOnly DueBy, Sealed<string> Order, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It was not put right: on the credit record, and no further commitment until repaired.</summary>
public sealed record CommitmentBroken(Guid CitizenId, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The credit is repaired: the person may commit again.</summary>
public sealed record CommitmentRepaired(Guid CitizenId, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A limit of a commitment has passed and what it was for is not done. Recorded by the clock.</summary>
/// <param name="Of">Which one, where there are several of a kind; empty otherwise.</param>
/// <param name="DueOn">The last day on which it would have been in time.</param>
public sealed record CommitmentDeadlineMissed(Guid CitizenId, TimerKind Timer, string Of, DateOnly DueOn, int RulesVersion, CalendarUsed[] Calendars) : IDeadlineMissed;

/// <summary>A limit of a commitment is reckoned anew, because a calendar changed; from here on by the calendars known at the given moment.</summary>
/// <param name="Old">The day it was due before; absent where that could not be told.</param>
/// <param name="New">The day it is due now; absent where that cannot be told yet.</param>
public sealed record CommitmentDeadlineRecomputed(
    Guid CitizenId, TimerKind Timer, string Of, DateOnly? Old, DateOnly? New, RecomputationCause Cause, DateTimeOffset CalendarsAsOf, CalendarUsed[] Calendars) : ICitizenEvent;

public enum CommitmentStatus { Declared, Kept, NotKept, FixOrdered, Broken, Repaired }

public enum CommitmentAction { Check, OrderFix, RecordBreach, Repair }

/// <summary>What the events add up to.</summary>
public sealed record Commitment(
    Guid Id, Guid CitizenId, Guid ApplicationId, string DepartmentCode, string[] Papers, CommitmentStatus Status, DateTimeOffset LastEffect, DateOnly? FixBy = null, long Version = 0)
{
    public string? ItemCode { get; init; }

    /// <summary>When it was checked first, when something was ordered to be put right, and when that was looked at.</summary>
    public DateTimeOffset? CheckedAt { get; init; }
    public DateTimeOffset? OrderedAt { get; init; }
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The moment whose calendars and rules its limits are reckoned by.</summary>
    public DateTimeOffset ReckonedAt { get; init; }

    /// <summary>The moment whose calendars count instead, once they were reckoned anew.</summary>
    public DateTimeOffset? CalendarsAsOf { get; init; }

    /// <summary>Limits that the clock recorded as missed.</summary>
    public string[] Missed { get; init; } = [];

    static readonly Dictionary<CommitmentStatus, CommitmentAction[]> Allowed = new()
    {
        [CommitmentStatus.Declared] = [CommitmentAction.Check],
        [CommitmentStatus.Kept] = [],
        [CommitmentStatus.NotKept] = [CommitmentAction.OrderFix, CommitmentAction.RecordBreach],
        [CommitmentStatus.FixOrdered] = [CommitmentAction.Check, CommitmentAction.RecordBreach],
        [CommitmentStatus.Broken] = [CommitmentAction.Repair],
        [CommitmentStatus.Repaired] = []
    };

    public static Commitment Create(IEvent<CommitmentDeclared> e) =>
        new(e.StreamId, e.Data.CitizenId, e.Data.ApplicationId, e.Data.DepartmentCode, e.Data.Papers, CommitmentStatus.Declared, e.EffectiveAt()) { ItemCode = e.Data.ItemCode, ReckonedAt = e.Timestamp };

    public Commitment Apply(IEvent<CommitmentChecked> e) => After(e, e.Data.Kept ? CommitmentStatus.Kept : CommitmentStatus.NotKept) with { CheckedAt = CheckedAt ?? e.EffectiveAt(), SettledAt = OrderedAt is null ? null : e.EffectiveAt() };
    public Commitment Apply(IEvent<CommitmentFixOrdered> e) => After(e, CommitmentStatus.FixOrdered) with { FixBy = e.Data.DueBy, OrderedAt = e.EffectiveAt(), SettledAt = null };
    public Commitment Apply(IEvent<CommitmentBroken> e) => After(e, CommitmentStatus.Broken) with { SettledAt = SettledAt ?? e.EffectiveAt() };
    public Commitment Apply(IEvent<CommitmentRepaired> e) => After(e, CommitmentStatus.Repaired);
    public Commitment Apply(CommitmentDeadlineRecomputed e) => this with { CalendarsAsOf = e.CalendarsAsOf };
    public Commitment Apply(CommitmentDeadlineMissed e) => this with { Missed = [.. Missed, Limit.KeyOf(e)] };

    Commitment After(IEvent e, CommitmentStatus status) => this with { Status = status, LastEffect = e.EffectiveAt() > LastEffect ? e.EffectiveAt() : LastEffect };

    public IReadOnlyList<CommitmentAction> NextFor(Act act) => RelationTo(act) is Relation.InCharge && act.May(PolicyAction.Write, FileSection.Commitments, Relation.InCharge) ? Allowed[Status] : [];

    public bool Allows(CommitmentAction action) => Allowed[Status].Contains(action);

    /// <summary>Whether this actor may read it: the person and who represents them, and officers of the department it was made to.</summary>
    public bool IsVisibleTo(Act act) => act.May(PolicyAction.Read, FileSection.Commitments, RelationTo(act));

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.SpeaksFor(CitizenId, Power.Read, ItemCode) ? Relation.Represented
        : act.IsOfficer && act.Department == DepartmentCode ? Relation.InCharge
        : Relation.None;

    public ProblemDetails? Refuse(Act act, CommitmentAction action, long version, EarlierEffect? effect, DateTimeOffset now) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !act.May(PolicyAction.Write, FileSection.Commitments, RelationTo(act)) ? Problems.NotForThisRole()
        : !act.IsOfficer ? Problems.Forbidden("Officers of the department do this.", "由主管部门工作人员办理。")
        : version != Version ? Problems.Stale()
        : !Allows(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : Effects.Refuse(act, effect, LastEffect, now);
}
