using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.Participation;

public enum ComplaintStatus { Filed, Assigned, Answered, Closed, Reopened }

/// <summary>What can be done with a complaint; the same list drives endpoints, buttons and authorisation.</summary>
public enum ComplaintAction { Assign, Answer, Close, Reopen }

/// <summary>What the office has settled about complaints.</summary>
/// <param name="AnswerWorkingDays">Within how many working days a complaint is answered: a local rule.</param>
public sealed record ComplaintTerms(int AnswerWorkingDays = 15)
{
    public static ComplaintTerms Read(IConfiguration configuration) => new(RatingTerms.Days(configuration, "Complaints:AnswerWorkingDays", 15));
}

/// <summary>What the events add up to: whose complaint it is, about what, by when it is due, and how it stands.</summary>
/// <param name="About">The officer complained about.</param>
/// <param name="AssignedTo">The officer who works on it.</param>
/// <param name="WasReopened">Whether it was reopened already: that is possible once.</param>
public sealed record Complaint(
    Guid Id, Guid CitizenId, string DepartmentCode, ComplaintKind Kind, Guid? ApplicationId, string? About, string? AssignedTo, DateOnly DueBy, DateTimeOffset FiledAt, ComplaintStatus Status,
    ComplaintOutcome? Outcome = null, bool WasReopened = false, long Version = 0)
{
    static readonly Dictionary<ComplaintStatus, ComplaintAction[]> Allowed = new()
    {
        [ComplaintStatus.Filed] = [ComplaintAction.Assign, ComplaintAction.Answer],
        [ComplaintStatus.Assigned] = [ComplaintAction.Assign, ComplaintAction.Answer],
        [ComplaintStatus.Answered] = [ComplaintAction.Close, ComplaintAction.Reopen],
        [ComplaintStatus.Closed] = [ComplaintAction.Reopen],
        [ComplaintStatus.Reopened] = [ComplaintAction.Assign, ComplaintAction.Answer]
    };

    public static Complaint Create(IEvent<ComplaintFiled> e) =>
        new(e.StreamId, e.Data.CitizenId, e.Data.Department, e.Data.Kind, e.Data.ApplicationId, e.Data.Officer, null, e.Data.DueBy, e.Timestamp, ComplaintStatus.Filed) { AskedAt = e.Timestamp };

    public Complaint Apply(ComplaintAssigned e) => this with { Status = ComplaintStatus.Assigned, AssignedTo = e.ToOfficer };
    public Complaint Apply(IEvent<ComplaintAnswered> e) => this with { Status = ComplaintStatus.Answered, Outcome = e.Data.Outcome, AnsweredAt = e.Timestamp };
    public Complaint Apply(ComplaintDeadlineMissed e) => this with { Missed = [.. Missed, Limit.KeyOf(e)] };
    public Complaint Apply(ComplaintClosed _) => this with { Status = ComplaintStatus.Closed };
    public Complaint Apply(IEvent<ComplaintReopened> e) => this with { Status = ComplaintStatus.Reopened, Outcome = null, DueBy = e.Data.DueBy, WasReopened = true, AskedAt = e.Timestamp, AnsweredAt = null };

    /// <summary>When it was answered last; null while it is to be.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it was filed, or reopened.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Limits that the clock recorded as missed.</summary>
    public string[] Missed { get; init; } = [];

    /// <summary>Not answered although the day it was due has passed.</summary>
    public bool IsOverdue(DateOnly today) => Status is ComplaintStatus.Filed or ComplaintStatus.Assigned or ComplaintStatus.Reopened && today > DueBy;

    /// <summary>How this actor stands to it. The officer complained about has no charge of it.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.SpeaksFor(CitizenId, Power.Submit) ? Relation.Represented
        : IsAbout(act) ? Relation.Party
        : act.IsOfficer && act.Department == DepartmentCode ? Relation.InCharge
        : Relation.None;

    /// <summary>Whether this is the officer complained about: they learn what of, and neither who complained nor in which matter.</summary>
    public bool IsAbout(Act act) => act.IsOfficer && About is not null && act.ActorId == About;

    public bool IsVisibleTo(Act act) => act.May(PolicyAction.Read, FileSection.Participation, RelationTo(act));

    public IEnumerable<ComplaintAction> Next() => Allowed[Status].Where(a => a is not ComplaintAction.Reopen || !WasReopened);

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<ComplaintAction> NextFor(Act act) => Next().Intersect(Of(act));

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it.</summary>
    public ProblemDetails? Refuse(Act act, ComplaintAction action, long version) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !Of(act).Contains(action) ? IsAbout(act) ? Problems.Forbidden("Nobody handles a complaint about themselves.", "被投诉人员不得办理该投诉。")
            : Problems.Forbidden("This is for the other side of the complaint.", "应由投诉的另一方办理。")
        : version != Version ? Problems.Stale()
        : !Next().Contains(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : null;

    ComplaintAction[] Of(Act act) =>
        !act.May(PolicyAction.Write, FileSection.Participation, RelationTo(act)) ? []
        : RelationTo(act) is Relation.Self or Relation.Represented ? [ComplaintAction.Close, ComplaintAction.Reopen]
        : RelationTo(act) is Relation.InCharge ? [ComplaintAction.Assign, ComplaintAction.Answer, ComplaintAction.Close]
        : [];
}
