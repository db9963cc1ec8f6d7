using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

public enum AccessCaseStatus { Open, Explained, Justified, FoundUnlawful }

/// <summary>What can be done with a case; the same list drives endpoints, buttons and authorisation.</summary>
public enum AccessCaseAction { Explain, Decide }

/// <summary>A question or objection of a citizen about one look: enough to decide the next step, nothing for display.</summary>
/// <param name="Department">Whose look it was.</param>
/// <param name="LookedBy">Whose look it was.</param>
public sealed record AccessCase(
    Guid Id, Guid CitizenId, Guid AccessId, AccessQuestionKind Kind, string Department, string LookedBy, DateOnly DueBy, DateTimeOffset AskedAt, AccessCaseStatus Status, long Version = 0)
{
    static readonly Dictionary<AccessCaseStatus, AccessCaseAction[]> Allowed = new()
    {
        [AccessCaseStatus.Open] = [AccessCaseAction.Explain, AccessCaseAction.Decide],
        [AccessCaseStatus.Explained] = [AccessCaseAction.Explain, AccessCaseAction.Decide],
        [AccessCaseStatus.Justified] = [],
        [AccessCaseStatus.FoundUnlawful] = []
    };

    public static AccessCase Create(IEvent<AccessObjectedBySubject> e) =>
        new(e.StreamId, e.Data.CitizenId, e.Data.AccessId, e.Data.Kind, e.Data.Department, e.Data.LookedBy, e.Data.DueBy, e.Timestamp, AccessCaseStatus.Open);

    public AccessCase Apply(AccessExplained _) => this with { Status = AccessCaseStatus.Explained };
    public AccessCase Apply(AccessJustified _) => this with { Status = AccessCaseStatus.Justified };
    public AccessCase Apply(AccessFoundUnlawful _) => this with { Status = AccessCaseStatus.FoundUnlawful };

    public bool IsDecided => Status is AccessCaseStatus.Justified or AccessCaseStatus.FoundUnlawful;

    /// <summary>Not decided although the day it was due has passed.</summary>
    public bool IsOverdue(DateOnly today) => !IsDecided && today > DueBy;

    /// <summary>The citizen and who sees looks or objects to them on their behalf, those in the department that looked who may read what people write about its looks, and supervision.</summary>
    public bool IsVisibleTo(Act act) =>
        act.SpeaksFor(CitizenId, Power.SeeLooks) || act.SpeaksFor(CitizenId, Power.ObjectToLooks) || act.Supervises()
        || (IsOffice(act) && act.May(PolicyAction.Read, FileSection.Accesses, Relation.InCharge, FieldClass.Texts));

    public IEnumerable<AccessCaseAction> NextFor(Act act) => Allowed[Status].Intersect(Of(act));

    /// <summary>Why this actor cannot do this now, or null.</summary>
    public ProblemDetails? Refuse(Act act, AccessCaseAction action, long version) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !Of(act).Contains(action) ? Problems.Forbidden("The department that looked explains; supervision decides, and never the officer who looked.", "由查阅部门作出说明，由监督人员作出认定；查阅人本人不得认定。")
        : version != Version ? Problems.Stale()
        : !Allowed[Status].Contains(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : null;

    AccessCaseAction[] Of(Act act) =>
    [
        .. IsOffice(act) ? [AccessCaseAction.Explain] : Array.Empty<AccessCaseAction>(),
        .. act.Supervises() && act.ActorId != LookedBy ? [AccessCaseAction.Decide] : Array.Empty<AccessCaseAction>()
    ];

    public bool IsOffice(Act act) => act.IsOfficer && act.Department == Department;
}
