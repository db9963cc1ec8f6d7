using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Citizens;

public enum RightsRequestStatus { Lodged, Verified, Granted, RestrictedInstead, Refused }

/// <summary>What can be done with a request; the same list drives endpoints, buttons and authorisation.</summary>
public enum RightsRequestAction { Verify, Decide }

/// <summary>What the events add up to: what is asked, of whom, by when it is due, and how it stands.</summary>
/// <param name="Copy">What of the record the copy holds, once it is issued.</param>
public sealed record RightsRequest(
    Guid Id, Guid CitizenId, RightsRequestKind Kind, string Department, RightsLodger By, DateOnly DueBy, DateTimeOffset LodgedAt, RightsRequestStatus Status, DeletionGround? DeletionGround = null,
    FactInQuestion? Fact = null, CopyIssued? Copy = null, long Version = 0)
{
    /// <summary>Officers who took it down or checked it: another one decides it.</summary>
    public string[] HandledBy { get; init; } = [];

    /// <summary>The officer who decided it: of the dead another one hands the copy over.</summary>
    public string? DecidedBy { get; init; }

    static readonly Dictionary<RightsRequestStatus, RightsRequestAction[]> Allowed = new()
    {
        [RightsRequestStatus.Lodged] = [RightsRequestAction.Verify, RightsRequestAction.Decide],
        [RightsRequestStatus.Verified] = [RightsRequestAction.Decide],
        [RightsRequestStatus.Granted] = [],
        [RightsRequestStatus.RestrictedInstead] = [],
        [RightsRequestStatus.Refused] = []
    };

    public static RightsRequest Create(IEvent<RightsRequestLodged> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.Kind, e.Data.Department, e.Data.By, e.Data.DueBy, e.Timestamp, RightsRequestStatus.Lodged, e.Data.DeletionGround, e.Data.Fact)
    { HandledBy = With([], e) };

    public RightsRequest Apply(IEvent<RectificationVerified> e) => this with { Status = RightsRequestStatus.Verified, HandledBy = With(HandledBy, e) };
    public RightsRequest Apply(IEvent<FactRectified> e) => DecidedWith(e);
    public RightsRequest Apply(IEvent<AccessGranted> e) => DecidedWith(e);
    public RightsRequest Apply(IEvent<CopyIssued> e) => DecidedWith(e) with { Copy = e.Data };
    public RightsRequest Apply(IEvent<RestrictionGranted> e) => DecidedWith(e);
    public RightsRequest Apply(IEvent<DeletionDecided> e) => DecidedWith(e);
    public RightsRequest Apply(IEvent<RightsRequestRefused> e) => DecidedWith(e);

    /// <summary>The status an event leads to.</summary>
    public static RightsRequestStatus? StatusAfter(object happened) => happened switch
    {
        RightsRequestLodged => RightsRequestStatus.Lodged,
        RectificationVerified => RightsRequestStatus.Verified,
        FactRectified or AccessGranted or CopyIssued or RestrictionGranted => RightsRequestStatus.Granted,
        DeletionDecided d => d.Outcome is DeletionOutcome.Erase ? RightsRequestStatus.Granted : RightsRequestStatus.RestrictedInstead,
        RightsRequestRefused => RightsRequestStatus.Refused,
        _ => null
    };

    RightsRequest DecidedWith(IEvent e) => this with { Status = StatusAfter(e.Data)!.Value, DecidedBy = e.Act()?.ActorId };

    static string[] With(string[] officers, IEvent e) => e.Act() is { IsOfficer: true } act ? [.. officers.Union([act.ActorId])] : officers;

    public bool IsOpen => Status is RightsRequestStatus.Lodged or RightsRequestStatus.Verified;

    /// <summary>Not decided although the day it was due has passed.</summary>
    public bool IsOverdue(DateOnly today) => IsOpen && today > DueBy;

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.SpeaksFor(CitizenId, Power.ExerciseRights) ? Relation.Represented
        : act.IsOfficer && act.Department == Department ? Relation.InCharge
        : Relation.None;

    /// <summary>The person and who exercises their rights for them, the department that answers, and officers who watch over the protection of data.</summary>
    public bool IsVisibleTo(Act act) => act.May(PolicyAction.Read, FileSection.Rights, RelationTo(act));

    /// <summary>Whether this actor may have the copy: the person and who exercises their rights for them; of the dead the department that hands it to their next of kin, by another officer than the one who granted it.</summary>
    public bool GivesCopyTo(Act act) => Copy is not null && (
        RelationTo(act) is Relation.Self or Relation.Represented ? act.May(PolicyAction.Export, FileSection.Rights, RelationTo(act))
        : By is RightsLodger.NextOfKin && act.ActorId != DecidedBy && act.May(PolicyAction.Export, FileSection.Rights, RelationTo(act), FieldClass.Texts));

    public IEnumerable<RightsRequestAction> NextFor(Act act) => Allowed[Status].Intersect(Of(act)).Where(a => a is RightsRequestAction.Decide || Kind is RightsRequestKind.Rectification);

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it.</summary>
    public ProblemDetails? Refuse(Act act, RightsRequestAction action, long version) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : action is RightsRequestAction.Decide && MayDecide(act) && HandledBy.Contains(act.ActorId)
            ? Problems.Forbidden("Another officer than the one who took it down or checked it decides it.", "应由登记、核实人员以外的人员作出决定。")
        : !Of(act).Contains(action) ? Problems.Forbidden("The department asked answers, by an officer who may decide.", "由被请求的部门有权决定的人员办理。")
        : version != Version ? Problems.Stale()
        : !NextFor(act).Contains(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : null;

    RightsRequestAction[] Of(Act act) => RelationTo(act) is not Relation.InCharge ? [] :
    [
        .. act.May(PolicyAction.Write, FileSection.Rights, Relation.InCharge) ? [RightsRequestAction.Verify] : Array.Empty<RightsRequestAction>(),
        .. MayDecide(act) && !HandledBy.Contains(act.ActorId) ? [RightsRequestAction.Decide] : Array.Empty<RightsRequestAction>()
    ];

    bool MayDecide(Act act) => RelationTo(act) is Relation.InCharge && act.May(PolicyAction.Decide, FileSection.Rights, Relation.InCharge);
}

/// <summary>What the office has settled about requests.</summary>
/// <param name="AnswerWorkingDays">Within how many working days a request is answered: the law says in time and names no number (PIPL art. 50).</param>
public sealed record RightsTerms(int AnswerWorkingDays = 15)
{
    public static RightsTerms Read(IConfiguration configuration) =>
        configuration["Rights:AnswerWorkingDays"] is not { } days ? new()
        : int.TryParse(days, out var answer) && answer is > 0 and <= 365 ? new(answer)
        : throw new RefusedToStart("This start was refused. Rights:AnswerWorkingDays is a number of days from 1 to 365.");
}
