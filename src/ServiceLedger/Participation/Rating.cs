using System.Text.Json.Serialization;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.Participation;

/// <summary>How far a rating has come.</summary>
public enum RatingStatus { Given, Contacted, FixPlanned, Fixed, CalledBack, Excluded }

/// <summary>Whether the department contests it, and what supervision found.</summary>
public enum RatingContestStatus { None, Open, Upheld }

/// <summary>What can be done with a rating; the same list drives endpoints, buttons and authorisation.</summary>
public enum RatingAction { Contest, DecideContest, Contact, PlanFix, Fix, CallBack }

/// <summary>By when a bad rating is followed up.</summary>
/// <param name="ContactBy">Null where nothing is due, or a year has no calendar.</param>
public sealed record RatingDues(DateOnly? ContactBy, DateOnly? FixBy)
{
    public static readonly RatingDues None = new(null, null);
}

/// <summary>What the office has settled about ratings.</summary>
/// <param name="ContactWorkingDays">Within how many working days a real-name bad rater is contacted (Anyang 2021, art. 52: a local rule).</param>
/// <param name="FixWorkingDays">Within how many what was rated badly is put right: a local rule.</param>
public sealed record RatingTerms(int ContactWorkingDays = 1, int FixWorkingDays = 15)
{
    public static RatingTerms Read(IConfiguration configuration) => new(Days(configuration, "Ratings:ContactWorkingDays", 1), Days(configuration, "Ratings:FixWorkingDays", 15));

    internal static int Days(IConfiguration configuration, string name, int otherwise) =>
        configuration[name] is not { } days ? otherwise
        : int.TryParse(days, out var number) && number is > 0 and <= 365 ? number
        : throw new RefusedToStart($"This start was refused. {name} is a number of days from 1 to 365.");
}

/// <summary>What the events add up to: whose it is, of what, how good, and how it was followed up.</summary>
/// <param name="Subject">The matter, or the visit, that is rated: each once.</param>
public sealed record Rating(
    Guid Id, Guid CitizenId, Guid ApplicationId, Guid Subject, string ItemCode, int ItemVersion, string DepartmentCode, int Level, DimensionScore[] Scores, bool Anonymous, DateTimeOffset GivenAt,
    RatingStatus Status, RatingContestStatus Contest, RatingContestGround? ContestGround = null, bool? Satisfied = null, long Version = 0)
{
    public const int Best = 5, Worst = 1, WorstGood = 3;

    static readonly RatingDimension[] Online = [RatingDimension.Convenience, RatingDimension.Clarity, RatingDimension.Speed];
    static readonly RatingDimension[] OnSite = [RatingDimension.Speed, RatingDimension.Attitude, RatingDimension.Competence, RatingDimension.Surroundings];

    static readonly Dictionary<RatingStatus, RatingAction[]> Allowed = new()
    {
        [RatingStatus.Given] = [RatingAction.Contact],
        [RatingStatus.Contacted] = [RatingAction.PlanFix, RatingAction.Fix],
        [RatingStatus.FixPlanned] = [RatingAction.PlanFix, RatingAction.Fix],
        [RatingStatus.Fixed] = [RatingAction.CallBack],
        // Who is not satisfied is not done with.
        [RatingStatus.CalledBack] = [RatingAction.PlanFix, RatingAction.Fix],
        [RatingStatus.Excluded] = []
    };

    static readonly RatingAction[] ForDepartment = [RatingAction.Contest, RatingAction.Contact, RatingAction.PlanFix, RatingAction.Fix, RatingAction.CallBack];
    static readonly RatingAction[] ForSupervisors = [RatingAction.DecideContest];

    /// <summary>What is rated one by one of a visit, or of a matter.</summary>
    public static IReadOnlyList<RatingDimension> Dimensions(bool ofVisit) => ofVisit ? OnSite : Online;

    public static Rating Create(IEvent<RatingGiven> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.ApplicationId, e.Data.VisitId ?? e.Data.ApplicationId, e.Data.ItemCode, e.Data.ItemVersion, e.Data.DepartmentCode, e.Data.Level, e.Data.Scores, e.Data.Anonymous, e.Timestamp,
        RatingStatus.Given, RatingContestStatus.None);

    public Rating Apply(RatingContested e) => this with { Contest = RatingContestStatus.Open, ContestGround = e.Ground };
    public Rating Apply(RatingExcluded _) => this with { Contest = RatingContestStatus.None, Status = RatingStatus.Excluded };
    public Rating Apply(RatingUpheld _) => this with { Contest = RatingContestStatus.Upheld };
    public Rating Apply(IEvent<BadRatingContacted> e) => this with { Status = RatingStatus.Contacted, ContactedAt = e.Timestamp };
    public Rating Apply(FixPlanned _) => this with { Status = RatingStatus.FixPlanned };
    public Rating Apply(IEvent<BadRatingFixed> e) => this with { Status = RatingStatus.Fixed, FixedAt = e.Timestamp };
    public Rating Apply(RatingDeadlineMissed e) => this with { Missed = [.. Missed, Limit.KeyOf(e)] };
    public Rating Apply(RatingCalledBack e) => this with { Status = RatingStatus.CalledBack, Satisfied = e.Satisfied };

    /// <summary>Limits that the clock recorded as missed.</summary>
    public string[] Missed { get; init; } = [];

    /// <summary>When it was contacted and put right.</summary>
    public DateTimeOffset? ContactedAt { get; init; }
    public DateTimeOffset? FixedAt { get; init; }

    [JsonIgnore]
    public bool OfVisit => Subject != ApplicationId;

    /// <summary>Whether the department must come back to it: a bad one under a real name.</summary>
    [JsonIgnore]
    public bool NeedsFollowUp => Level < WorstGood && !Anonymous && Status is not RatingStatus.Excluded;

    /// <summary>By when it is to be contacted and put right; nothing where it need not be. Pure: whoever watches the clock asks it again.</summary>
    public RatingDues Dues(WorkingDays days, RatingTerms terms) =>
        NeedsFollowUp ? new(days.After(Text.DateOf(GivenAt), terms.ContactWorkingDays), days.After(Text.DateOf(GivenAt), terms.FixWorkingDays)) : RatingDues.None;

    /// <summary>Whether its contact, or its being put right, is late.</summary>
    public bool IsOverdue(RatingDues dues, DateOnly today) =>
        (Status is RatingStatus.Given && today > dues.ContactBy) || (Status is RatingStatus.Given or RatingStatus.Contacted or RatingStatus.FixPlanned && today > dues.FixBy);

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.SpeaksFor(CitizenId, Power.Submit, ItemCode) ? Relation.Represented
        : act.IsOfficer && act.Department == DepartmentCode ? Relation.InCharge
        : Relation.None;

    public bool IsVisibleTo(Act act) => act.May(PolicyAction.Read, FileSection.Participation, RelationTo(act));

    /// <summary>Whether this actor may know whose rating it is, and of which matter.</summary>
    public bool NamesTo(Act act) => !Anonymous || RelationTo(act) is Relation.Self or Relation.Represented;

    /// <summary>What a look at it is recorded at: of an anonymous one the person, for the record of looks is not to tell which rating is theirs.</summary>
    [JsonIgnore]
    public Guid LookedAt => Anonymous ? CitizenId : Id;

    public IEnumerable<RatingAction> Next() =>
    [
        .. Contest is RatingContestStatus.Open ? [RatingAction.DecideContest] : Array.Empty<RatingAction>(),
        .. Contest is RatingContestStatus.None && Status is not RatingStatus.Excluded ? [RatingAction.Contest] : Array.Empty<RatingAction>(),
        .. NeedsFollowUp && Satisfied is not true ? Allowed[Status] : []
    ];

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<RatingAction> NextFor(Act act) => Next().Intersect(Of(act));

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it.</summary>
    public ProblemDetails? Refuse(Act act, RatingAction action, long version) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !Of(act).Contains(action) ? ForSupervisors.Contains(action)
            ? Problems.Forbidden("Supervision decides on a contested rating.", "由监督人员对异议作出认定。")
            : Problems.Forbidden("The department that was rated does this.", "由被评价的部门办理。")
        : version != Version ? Problems.Stale()
        : !Next().Contains(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : null;

    RatingAction[] Of(Act act) =>
        act.Supervises() ? act.May(PolicyAction.Supervise, FileSection.Participation, RelationTo(act)) ? ForSupervisors : []
        : act.IsOfficer && RelationTo(act) is Relation.InCharge && act.May(PolicyAction.Write, FileSection.Participation, Relation.InCharge) ? ForDepartment
        : [];
}
