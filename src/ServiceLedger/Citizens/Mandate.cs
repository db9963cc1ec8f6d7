using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Citizens;

public enum MandateStatus { Granted, Accepted, Declined, Revoked, Expired }

/// <summary>What can be done with a mandate; the same list drives endpoints, buttons and authorisation.</summary>
public enum MandateAction { Accept, Decline, Narrow, Revoke }

/// <summary>What the events add up to.</summary>
/// <param name="CitizenId">The person represented.</param>
/// <param name="Status">As recorded; that the last day is over may not be on record yet.</param>
/// <param name="RecordedBy">Credit code of the department that recorded it; null where the parties did so themselves.</param>
public sealed record Mandate(
    Guid Id, Guid CitizenId, MandateKind Kind, Representative Representative, MandateScope Scope, DateOnly From, DateOnly To, MandateStatus Status, MandateParty? Awaits,
    ProofKind[] Proofs, string? FirmCreditCode, AssuranceLevel? Assurance, string? RecordedBy, long Version = 0)
{
    static readonly MandateAction[] None = [];

    static readonly Dictionary<MandateStatus, MandateAction[]> Allowed = new()
    {
        [MandateStatus.Granted] = [MandateAction.Accept, MandateAction.Decline, MandateAction.Narrow, MandateAction.Revoke],
        [MandateStatus.Accepted] = [MandateAction.Narrow, MandateAction.Revoke],
        [MandateStatus.Declined] = None,
        [MandateStatus.Revoked] = None,
        [MandateStatus.Expired] = None
    };

    static readonly MandateAction[] ForParties = [MandateAction.Accept, MandateAction.Decline, MandateAction.Narrow, MandateAction.Revoke];

    // On the word of a party that is not there itself; an acceptance at a window is recorded with the grant.
    static readonly MandateAction[] ForOfficers = [MandateAction.Narrow, MandateAction.Revoke];

    public static Mandate Create(IEvent<MandateGranted> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.Kind, e.Data.Representative, e.Data.Scope, e.Data.From, e.Data.To, e.Data.Awaits is null ? MandateStatus.Accepted : MandateStatus.Granted,
        e.Data.Awaits, [.. e.Data.Proofs.Select(p => p.Kind).Distinct()], e.Data.FirmCreditCode, e.Data.Assurance, e.Act()?.Department);

    /// <summary>The status an event leads to; null where it leaves it as it is.</summary>
    public static MandateStatus? StatusAfter(object happened) => happened switch
    {
        MandateGranted granted => granted.Awaits is null ? MandateStatus.Accepted : MandateStatus.Granted,
        MandateAccepted => MandateStatus.Accepted,
        MandateDeclined => MandateStatus.Declined,
        MandateRevoked => MandateStatus.Revoked,
        MandateExpired => MandateStatus.Expired,
        _ => null
    };

    public Mandate Apply(MandateAccepted _) => this with { Status = MandateStatus.Accepted, Awaits = null };
    public Mandate Apply(MandateDeclined _) => this with { Status = MandateStatus.Declined, Awaits = null };
    public Mandate Apply(MandateNarrowed e) => this with { Scope = e.Scope, To = e.To };
    public Mandate Apply(MandateRevoked _) => this with { Status = MandateStatus.Revoked, Awaits = null };
    public Mandate Apply(MandateExpired _) => this with { Status = MandateStatus.Expired, Awaits = null };

    /// <summary>Where it stands on this day: after its last day it has expired, whether that is on record or not.</summary>
    public MandateStatus StatusOn(DateOnly day) => Status is MandateStatus.Granted or MandateStatus.Accepted && day > To ? MandateStatus.Expired : Status;

    /// <summary>Whether the representative may do this for the citizen on this day; <paramref name="itemCode"/> null is what belongs to no one item.</summary>
    public bool Covers(Power power, string? itemCode, DateOnly day) =>
        StatusOn(day) is MandateStatus.Accepted && day >= From && Represent(null).Covers(CitizenId, power, itemCode);

    /// <summary>What a request under it may do.</summary>
    /// <param name="matter">The matter the request names.</param>
    public Representation Represent(Application? matter) => new(
        CitizenId, Scope.AllItems ? null : Scope.Items, Scope.Powers, matter is not null && matter.CitizenId == CitizenId ? new(matter.Id, matter.ItemCode) : null);

    /// <summary>Whether this actor is the representative, in person.</summary>
    public bool IsHeldBy(Act act) => act.Kind switch
    {
        ActorKind.Citizen => Representative.CitizenId is { } citizen && Guid.TryParse(act.ActorId, out var id) && id == citizen,
        ActorKind.Agent => Representative.AgentId is { } agent && act.ActorId == agent && act.DivisionCode?.StartsWith(Representative.Site!, StringComparison.Ordinal) is true,
        _ => false
    };

    /// <summary>Whether the representative is known surely enough to act.</summary>
    public bool IsSureOf(Act act) => Assurance is not { } needed || (act.AssuranceLevel is { } level && EnumNames.TryRead<AssuranceLevel>(level, out var has) && has >= needed);

    /// <summary>Whether this actor may read it: both parties, the office that recorded it, and officers with a matter of the citizen.</summary>
    public bool IsVisibleTo(Act act, OfficersMatter matter) => act.May(PolicyAction.Read, FileSection.Mandates, RelationTo(act, matter));

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act, OfficersMatter matter) =>
        act.IsCitizen(CitizenId) ? Relation.Self
        : IsHeldBy(act) ? Relation.Represented
        : act.IsOfficer && act.Department == RecordedBy ? Relation.InCharge
        : act.IsOfficer && matter.IsOf(CitizenId) ? matter.Application!.RelationTo(act)
        : Relation.None;

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<MandateAction> NextFor(Act act, OfficersMatter matter, DateOnly day) => Allowed[StatusOn(day)].Intersect(Of(act, matter));

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it.</summary>
    public ProblemDetails? Refuse(Act act, MandateAction action, OfficersMatter matter, long version, DateOnly day) =>
        !IsVisibleTo(act, matter) ? Problems.NotFound()
        : !act.May(PolicyAction.Write, FileSection.Mandates, RelationTo(act, matter)) ? Problems.NotForThisRole()
        : act.OnBehalfOf is not null ? RefuseForAnother()
        : !Of(act, matter).Contains(action) ? Problems.Forbidden("This is for the other party to the mandate.", "应由授权的另一方办理。")
        : version != Version ? Problems.Stale()
        : !NextFor(act, matter, day).Contains(action) ? Problems.NotInThisState(StatusOn(day).InJson(), NextFor(act, matter, day).Select(a => a.InJson()))
        : null;

    /// <summary>What has been entrusted to somebody they do not pass on (Civil Code art. 169).</summary>
    public static ProblemDetails RefuseForAnother() =>
        Problems.Forbidden("Mandates are given, changed and ended in person, not under another mandate.", "授权的设立、变更和终止须由本人办理，不得转委托。");

    MandateAction[] Of(Act act, OfficersMatter matter)
    {
        if (act.OnBehalfOf is not null)
            return None;
        // A ward does not end what the law has put over them.
        MandateParty? party = IsHeldBy(act) ? MandateParty.Representative : act.IsCitizen(CitizenId) && Kind is not MandateKind.Guardian ? MandateParty.Principal : null;
        return party is not null ? [.. ForParties.Where(a => a is MandateAction.Narrow or MandateAction.Revoke || party == Awaits)]
            : IsAtOffice(act, matter) ? ForOfficers : None;
    }

    bool IsAtOffice(Act act, OfficersMatter matter) => act.IsOfficer && (act.Department == RecordedBy || matter.IsOf(CitizenId));

    /// <summary>The event of its last day having passed.</summary>
    public MandateExpired Expire() => new(CitizenId, new(Text.StartOf(To.AddDays(1)), EarlierEffectReason.DeemedByLaw));
}

/// <summary>The matter an officer names, where it is open to them.</summary>
public sealed record OfficersMatter(Application? Application)
{
    public static readonly OfficersMatter None = new((Application?)null);

    public static async Task<OfficersMatter> Load(Act act, IQuerySession session, CancellationToken ct) =>
        act.IsOfficer && act.MatterId is { } matter && await session.LoadAsync<Application>(matter, ct) is { } application && application.IsVisibleTo(act) && !application.IsRecused(act) ? new(application) : None;

    public bool IsOf(Guid citizenId) => Application?.CitizenId == citizenId;
}

/// <summary>What the office has settled about mandates.</summary>
/// <param name="LongestAgentDays">How many days a village agent's mandate lasts at most.</param>
public sealed record MandateTerms(int LongestAgentDays = 90)
{
    public static MandateTerms Read(IConfiguration configuration) =>
        configuration["Mandates:LongestAgentDays"] is not { } days ? new()
        : int.TryParse(days, out var longest) && longest is > 0 and <= 366 ? new(longest)
        : throw new RefusedToStart("This start was refused. Mandates:LongestAgentDays is a number of days from 1 to 366.");
}

/// <summary>The items of the catalogue among those that a request names.</summary>
public sealed record KnownItems(IReadOnlyCollection<string> Codes)
{
    public const int Most = 100;

    public static async Task<KnownItems> Load(ItemCatalogue items, IReadOnlyList<string>? named, CancellationToken ct)
    {
        var found = new HashSet<string>();
        foreach (var code in (named ?? []).Take(Most))
            if (code is not null && await items.Find(code, ct: ct) is not null)
                found.Add(code);
        return new(found);
    }

    /// <summary>Refuses a list of items that is empty, too long, or holds what the catalogue has not.</summary>
    public ProblemDetails? Refuse(IReadOnlyList<string> named) =>
        named.Count is 0 or > Most ? Problems.Invalid("$.items", $"Name 1 to {Most} items.", $"请列明 1 至 {Most} 个事项。")
        : named.Select((code, i) => Codes.Contains(code) ? null : Problems.Invalid($"$.items[{i}]", "The catalogue has no such item.", "事项目录中没有该事项。")).FirstOrDefault(fault => fault is not null);
}
