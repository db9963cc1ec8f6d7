using System.Text.Json.Serialization;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.DataRequests;

public enum DataRequestStatus { Drafted, Requested, NeedsMoreInfo, Refused, Disputed, Approved, Provided, PartlyProvided, NotFound, Failed, Cancelled, Expired, Disposed }

/// <summary>What can be done with a data request; the same list drives endpoints, buttons and authorisation.</summary>
public enum DataRequestAction
{
    Submit, Cancel, GiveInfo, RaiseDispute, OfferPreview, Confirm, Contest, RecordUse, Expire, Dispose, Acknowledge,
    CheckCompleteness, AskInfo, Approve, Refuse, Provide, ReportNotFound, ReportFailure, Correct,
    ReportMisuse, Mediate, DecideDispute
}

/// <summary>What the events add up to: enough to decide the next step, nothing for display.</summary>
/// <param name="Granted">Fields granted, of those asked.</param>
/// <param name="Provided">Fields given, of those granted.</param>
/// <param name="Contested">Fields the person says are wrong and the provider has not corrected.</param>
/// <param name="Corrections">Corrections this request was told of.</param>
public sealed record DataRequest(
    Guid Id, Guid CitizenId, Guid ApplicationId, string RequestingDepartment, string ProvidingDepartment, string DataItemCode, DataAsked Asked, DataRequestStatus Status, DateTimeOffset LastEffect,
    string[] Granted, string[] Provided, ContestedField[] Contested, DataUse[] Uses, CorrectionTold[] Corrections, DateOnly? ValidUntil = null, long Version = 0)
{
    /// <summary>Ids of the documents that came with the data.</summary>
    public Guid[] Evidence { get; init; } = [];

    /// <summary>It was never sent: nobody's business but the asking department's, even when it is cancelled.</summary>
    public bool IsDraft { get; init; }

    /// <summary>Officers who asked, or spoke for who asked: they neither answer nor settle it.</summary>
    public string[] AskedBy { get; init; } = [];

    /// <summary>Officers who refused it: they neither dispute nor settle it.</summary>
    public string[] RefusedBy { get; init; } = [];

    /// <summary>When it was asked, or asked anew after more was told, and when the provider said something to it.</summary>
    public DateTimeOffset? AskedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it was granted, and when the provider gave what was granted, or said that it cannot.</summary>
    public DateTimeOffset? GrantedAt { get; init; }
    public DateTimeOffset? GivenAt { get; init; }

    /// <summary>When it was over otherwise.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The moment whose calendars and rules its limits are reckoned by.</summary>
    public DateTimeOffset ReckonedAt { get; init; }

    /// <summary>The moment whose calendars count instead, once they were reckoned anew.</summary>
    public DateTimeOffset? CalendarsAsOf { get; init; }

    /// <summary>Limits that the clock recorded as missed.</summary>
    public string[] Missed { get; init; } = [];

    /// <summary>The role of officers who settle disputes over sharing.</summary>
    public const string Authority = Access.Roles.DataAuthority;

    static readonly DataRequestAction[] None = [];

    static readonly Dictionary<DataRequestStatus, DataRequestAction[]> Allowed = new()
    {
        [DataRequestStatus.Drafted] = [DataRequestAction.Submit, DataRequestAction.Cancel],
        [DataRequestStatus.Requested] = [DataRequestAction.CheckCompleteness, DataRequestAction.AskInfo, DataRequestAction.Approve, DataRequestAction.Refuse, DataRequestAction.Cancel],
        [DataRequestStatus.NeedsMoreInfo] = [DataRequestAction.GiveInfo, DataRequestAction.Refuse, DataRequestAction.Cancel],
        [DataRequestStatus.Refused] = [DataRequestAction.RaiseDispute],
        [DataRequestStatus.Disputed] = [DataRequestAction.Mediate, DataRequestAction.DecideDispute],
        [DataRequestStatus.Approved] = [DataRequestAction.Provide, DataRequestAction.ReportNotFound, DataRequestAction.ReportFailure, DataRequestAction.Cancel, DataRequestAction.Expire],
        [DataRequestStatus.Failed] = [DataRequestAction.Provide, DataRequestAction.ReportNotFound, DataRequestAction.ReportFailure, DataRequestAction.Cancel, DataRequestAction.Expire],
        [DataRequestStatus.Provided] = InUse(),
        [DataRequestStatus.PartlyProvided] = [DataRequestAction.Provide, .. InUse()],
        [DataRequestStatus.NotFound] = None,
        [DataRequestStatus.Cancelled] = None,
        // What was given may still rest in a decision: misuse and corrections do not end with the permission.
        [DataRequestStatus.Expired] = [DataRequestAction.Dispose, DataRequestAction.ReportMisuse, DataRequestAction.Correct, DataRequestAction.Acknowledge],
        [DataRequestStatus.Disposed] = [DataRequestAction.ReportMisuse, DataRequestAction.Correct, DataRequestAction.Acknowledge]
    };

    static readonly DataRequestAction[] ForRequesters =
    [
        DataRequestAction.Submit, DataRequestAction.Cancel, DataRequestAction.GiveInfo, DataRequestAction.RaiseDispute, DataRequestAction.OfferPreview, DataRequestAction.Confirm,
        DataRequestAction.Contest, DataRequestAction.RecordUse, DataRequestAction.Expire, DataRequestAction.Dispose, DataRequestAction.Acknowledge
    ];

    static readonly DataRequestAction[] ForProviders =
    [
        DataRequestAction.CheckCompleteness, DataRequestAction.AskInfo, DataRequestAction.Approve, DataRequestAction.Refuse, DataRequestAction.Provide, DataRequestAction.ReportNotFound,
        DataRequestAction.ReportFailure, DataRequestAction.Correct, DataRequestAction.ReportMisuse
    ];

    static readonly DataRequestAction[] ForAuthority = [DataRequestAction.Mediate, DataRequestAction.DecideDispute, DataRequestAction.ReportMisuse];
    static readonly DataRequestAction[] ForSubjects = [DataRequestAction.Confirm, DataRequestAction.Contest];

    static DataRequestAction[] InUse() =>
    [
        DataRequestAction.OfferPreview, DataRequestAction.Confirm, DataRequestAction.Contest, DataRequestAction.RecordUse, DataRequestAction.ReportMisuse, DataRequestAction.Correct,
        DataRequestAction.Acknowledge, DataRequestAction.Expire, DataRequestAction.Dispose
    ];

    public static DataRequest Create(IEvent<DataRequestDrafted> e) =>
        New(e.StreamId, e.Data.CitizenId, e.Data.ApplicationId, e.Data.RequestingDepartment, e.Data.Asked, DataRequestStatus.Drafted, DateTimeOffset.MinValue) with { IsDraft = true, AskedBy = With([], e) };

    public static DataRequest Create(IEvent<DataRequested> e) =>
        New(e.StreamId, e.Data.CitizenId, e.Data.ApplicationId, e.Data.RequestingDepartment, e.Data.Asked, DataRequestStatus.Requested, e.EffectiveAt()) with { AskedBy = With([], e), AskedAt = e.EffectiveAt(), ReckonedAt = e.Timestamp };

    static DataRequest New(Guid id, Guid citizen, Guid application, string by, DataAsked asked, DataRequestStatus status, DateTimeOffset at) =>
        new(id, citizen, application, by, asked.ProvidingDepartment, asked.DataItemCode, asked, status, at, [], [], [], [], []);

    /// <summary>The status an event leads to; null where it leaves it as it is.</summary>
    public static DataRequestStatus? StatusAfter(object happened) => happened switch
    {
        DataRequestDrafted => DataRequestStatus.Drafted,
        DataRequested or MoreInfoGiven => DataRequestStatus.Requested,
        MoreInfoAsked => DataRequestStatus.NeedsMoreInfo,
        DataRequestApproved => DataRequestStatus.Approved,
        DataRequestRefused => DataRequestStatus.Refused,
        DisputeRaised or DisputeMediated => DataRequestStatus.Disputed,
        DisputeDecided d => d.Outcome is DisputeOutcome.Granted ? DataRequestStatus.Approved : DataRequestStatus.Refused,
        DataProvided => DataRequestStatus.Provided,
        DataPartlyProvided => DataRequestStatus.PartlyProvided,
        DataNotFound => DataRequestStatus.NotFound,
        FulfilmentFailed => DataRequestStatus.Failed,
        DataRequestCancelled => DataRequestStatus.Cancelled,
        DataRequestExpired => DataRequestStatus.Expired,
        DataReturnedOrDeleted => DataRequestStatus.Disposed,
        _ => null
    };

    public DataRequest Apply(IEvent<DataRequested> e) => After(e) with { Asked = e.Data.Asked, IsDraft = false, AskedBy = With(AskedBy, e), AskedAt = e.EffectiveAt(), AnsweredAt = null, ReckonedAt = e.Timestamp, CalendarsAsOf = null };
    public DataRequest Apply(IEvent<DataRequestCancelled> e) => After(e) with { EndedAt = e.EffectiveAt() };
    public DataRequest Apply(IEvent<RequestCompletenessChecked> e) => After(e);
    public DataRequest Apply(IEvent<MoreInfoAsked> e) => After(e) with { AnsweredAt = e.EffectiveAt() };
    public DataRequest Apply(IEvent<MoreInfoGiven> e) => After(e) with { AskedBy = With(AskedBy, e), AskedAt = e.EffectiveAt(), AnsweredAt = null, ReckonedAt = e.Timestamp, CalendarsAsOf = null };

    // The first answer counts: what a dispute brings about later does not make a refusal in time late.
    public DataRequest Apply(IEvent<DataRequestApproved> e) => After(e) with { Granted = e.Data.FieldsGranted, ValidUntil = e.Data.ValidUntil, AnsweredAt = AnsweredAt ?? e.EffectiveAt(), GrantedAt = e.EffectiveAt() };
    public DataRequest Apply(IEvent<DataRequestRefused> e) => After(e) with { RefusedBy = With(RefusedBy, e), AnsweredAt = AnsweredAt ?? e.EffectiveAt() };
    public DataRequest Apply(IEvent<DisputeRaised> e) => After(e) with { AskedBy = With(AskedBy, e) };
    public DataRequest Apply(IEvent<DisputeMediated> e) => After(e);
    public DataRequest Apply(IEvent<DisputeDecided> e) => After(e) with { GrantedAt = e.Data.Outcome is DisputeOutcome.Granted ? e.EffectiveAt() : null };
    public DataRequest Apply(IEvent<DataProvided> e) => After(e) with { GivenAt = GivenAt ?? e.EffectiveAt(), Provided = [.. Provided.Union(e.Data.Fields.Select(f => f.Name))], Evidence = [.. Evidence.Union(e.Data.EvidenceIds)] };
    public DataRequest Apply(IEvent<DataPartlyProvided> e) => After(e) with { Provided = [.. Provided.Union(e.Data.Fields.Select(f => f.Name))], Evidence = [.. Evidence.Union(e.Data.EvidenceIds)] };
    public DataRequest Apply(IEvent<DataNotFound> e) => After(e) with { GivenAt = GivenAt ?? e.EffectiveAt() };
    public DataRequest Apply(IEvent<FulfilmentFailed> e) => After(e) with { GivenAt = GivenAt ?? e.EffectiveAt() };
    public DataRequest Apply(IEvent<EvidencePreviewOffered> e) => After(e);
    public DataRequest Apply(IEvent<EvidenceConfirmedBySubject> e) => After(e) with { Contested = [.. Contested.Where(c => !e.Data.Fields.Contains(c.Field))] };
    public DataRequest Apply(IEvent<EvidenceContestedBySubject> e) => After(e) with { Contested = [.. Contested.Where(c => c.Field != e.Data.Field), new(e.Data.Field, e.Data.OwnEvidenceId)] };
    public DataRequest Apply(IEvent<DataUsedInDecision> e) => After(e) with { Uses = [.. Uses, new(e.Data.DecisionId, e.Data.Fields)] };
    public DataRequest Apply(IEvent<UseOutsideScopeDetected> e) => After(e);
    public DataRequest Apply(IEvent<DataRequestExpired> e) => After(e) with { EndedAt = e.EffectiveAt() };
    public DataRequest Apply(IEvent<DataReturnedOrDeleted> e) => After(e) with { EndedAt = EndedAt ?? e.EffectiveAt() };
    public DataRequest Apply(DataRequestDeadlineRecomputed e) => this with { CalendarsAsOf = e.CalendarsAsOf };
    public DataRequest Apply(DataRequestDeadlineMissed e) => this with { Missed = [.. Missed, Limit.KeyOf(e)] };
    public DataRequest Apply(IEvent<DataCorrectedAtSource> e) => After(e);

    // The provider has done what the contest asked for: its data count again.
    public DataRequest Apply(IEvent<CorrectionPropagated> e) => After(e) with
    {
        Contested = [.. Contested.Where(c => c.Field != e.Data.Field)],
        Corrections = [.. Corrections, new(e.Data.CorrectionId, e.Data.Field, null)]
    };
    public DataRequest Apply(IEvent<CorrectionAcknowledged> e) => After(e) with { Corrections = [.. Corrections.Select(c => c.Id == e.Data.CorrectionId ? c with { Impact = e.Data.Impact } : c)] };

    static string[] With(string[] officers, IEvent e) => e.Act() is { IsOfficer: true } act ? [.. officers.Union([act.ActorId])] : officers;

    DataRequest After(IEvent e) => this with { Status = StatusAfter(e.Data) ?? Status, LastEffect = e.EffectiveAt() > LastEffect ? e.EffectiveAt() : LastEffect };

    /// <summary>Whether data were given and may still be used.</summary>
    [JsonIgnore]
    public bool IsInUse => Status is DataRequestStatus.Provided or DataRequestStatus.PartlyProvided;

    /// <summary>Whose word on a field counts in this matter: the person's, where they contest it (Zhejiang 2018, art. 7).</summary>
    public FactSource Prevails(string field) => Contested.Any(c => c.Field == field) ? FactSource.Person : FactSource.Provider;

    public bool Allows(DataRequestAction action) => Allowed[Status].Contains(action);

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<DataRequestAction> NextFor(Act act) => act.May(PolicyAction.Write, FileSection.DataRequests, RelationTo(act)) ? Allowed[Status].Intersect(Of(act)).Where(action => !IsOfOtherSide(act, action)) : [];

    /// <summary>Whether this actor may read it: the person and who represents them, the asking and the providing department, and the data authority over a dispute.</summary>
    public bool IsVisibleTo(Act act) =>
        act.May(PolicyAction.Read, FileSection.DataRequests, RelationTo(act)) && (IsRequester(act) || (Status is not DataRequestStatus.Drafted && !IsDraft));

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.SpeaksIn(ApplicationId, CitizenId, Power.Read) ? Relation.Represented
        : IsAuthority(act) ? Relation.Party
        : IsRequester(act) ? Relation.InCharge
        : IsProvider(act) ? Relation.Party
        : Relation.None;

    /// <summary>Whether this actor may know the values: the parties; the data authority settles the dispute without them.</summary>
    public bool OpensValuesTo(Act act) =>
        act.May(PolicyAction.Read, FileSection.DataRequests, RelationTo(act), FieldClass.Values)
        && (act.Represents is null || ForSubjects.Any(a => act.SpeaksIn(ApplicationId, CitizenId, PowerFor(a))));

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it, 400 for a date out of order.</summary>
    public ProblemDetails? Refuse(Act act, DataRequestAction action, long version, EarlierEffect? effect, DateTimeOffset now) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !act.May(PolicyAction.Write, FileSection.DataRequests, RelationTo(act)) ? Problems.NotForThisRole()
        : !Of(act).Contains(action) ? act.Represents is not null && ForSubjects.Contains(action) ? Problems.BeyondMandate() : Problems.Forbidden("This is for another party to the request.", "应由数据共享的另一方办理。")
        : IsOfOtherSide(act, action) ? Problems.Forbidden("You acted for another side in this request.", "您曾代表另一方办理本申请。")
        : version != Version ? Problems.Stale()
        : !Allows(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : Effects.Refuse(act, effect, LastEffect, now);

    DataRequestAction[] Of(Act act) =>
        act.IsOfNoOffice ? [.. ForSubjects.Where(a => act.SpeaksIn(ApplicationId, CitizenId, PowerFor(a)))]
        : [.. IsRequester(act) ? ForRequesters : None, .. IsProvider(act) ? ForProviders : None, .. IsAuthority(act) ? ForAuthority : None];

    /// <summary>Whether this officer acted for another side, before they came to the department or role they are in now.</summary>
    bool IsOfOtherSide(Act act, DataRequestAction action) => act.IsOfficer && action switch
    {
        DataRequestAction.CheckCompleteness or DataRequestAction.AskInfo or DataRequestAction.Approve or DataRequestAction.Refuse => AskedBy.Contains(act.ActorId),
        DataRequestAction.RaiseDispute => RefusedBy.Contains(act.ActorId),
        DataRequestAction.Mediate or DataRequestAction.DecideDispute => AskedBy.Contains(act.ActorId) || RefusedBy.Contains(act.ActorId),
        _ => false
    };

    static Power PowerFor(DataRequestAction action) => action is DataRequestAction.Confirm ? Power.ConfirmData : Power.ContestData;

    bool IsRequester(Act act) => act.Kind is ActorKind.Officer or ActorKind.System && act.Department == RequestingDepartment;
    bool IsProvider(Act act) => act.Kind is ActorKind.Officer or ActorKind.System && act.Department == ProvidingDepartment;

    // Nobody settles a dispute of their own department.
    bool IsAuthority(Act act) => act.IsOfficer && act.Role == Authority && !IsRequester(act) && !IsProvider(act);
}

/// <summary>A field the person says is wrong.</summary>
public sealed record ContestedField(string Field, Guid? OwnEvidenceId);
public sealed record DataUse(Guid DecisionId, string[] Fields);

/// <summary>A correction the recipient was told of; without an impact it is not acknowledged yet.</summary>
public sealed record CorrectionTold(Guid Id, string Field, CorrectionImpact? Impact);

public enum FactSource { Provider, Person }
