using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A department asks that looks are shown to the citizen later (PIPL art. 18, 35). It hides nothing until a second officer approves.</summary>
/// <param name="Department">Who asks.</param>
/// <param name="MatterId">Looks under this matter; absent: looks by the department.</param>
/// <param name="Authority">The body that ordered it.</param>
/// <param name="DocumentNumber">Its order.</param>
/// <param name="Until">The last day on which they are not shown.</param>
public sealed record DisclosureDelayAsked(Guid CitizenId, string Department, Guid? MatterId, DisclosureDelayGround Ground, string Authority, string DocumentNumber, DateOnly Until);

/// <summary>More time is asked for, with an order of its own.</summary>
public sealed record DisclosureExtensionAsked(Guid CitizenId, string Authority, string DocumentNumber, DateOnly Until);

/// <summary>A second officer approves what was asked: looks from now on are shown after this day.</summary>
public sealed record DisclosureDelayed(Guid CitizenId, DateOnly Until);

/// <summary>The delay ends early, or what was asked is given up.</summary>
public sealed record DisclosureReleased(Guid CitizenId);

/// <summary>Why a look may be shown later: the law demands secrecy, or it is an emergency (PIPL art. 18), or telling would obstruct a legal duty (art. 35).</summary>
public enum DisclosureDelayGround { SecretByLaw, Emergency, ObstructsDuty }

public enum DisclosureDelayStatus { Asked, InForce, ExtensionAsked, Released }

/// <summary>What can be done with a delay; the same list drives endpoints, buttons and authorisation.</summary>
public enum DisclosureDelayAction { Approve, Extend, Release }

/// <summary>What is asked and not approved yet.</summary>
public sealed record DelayAsked(string By, string Authority, string DocumentNumber, DateOnly Until);

/// <summary>What the events add up to: which looks are shown later, and until when.</summary>
/// <param name="Authority">Of what is in force; before, of what is asked.</param>
/// <param name="Since">Approved then; looks before are not hidden, for they may have been read.</param>
/// <param name="Until">The last day approved.</param>
public sealed record DisclosureDelay(
    Guid Id, Guid CitizenId, string Department, Guid? MatterId, DisclosureDelayGround Ground, string Authority, string DocumentNumber, DelayAsked? Asked, DisclosureDelayStatus Status,
    DateTimeOffset? Since = null, DateOnly? Until = null, DateTimeOffset? ReleasedAt = null, long Version = 0)
{
    static readonly Dictionary<DisclosureDelayStatus, DisclosureDelayAction[]> Allowed = new()
    {
        [DisclosureDelayStatus.Asked] = [DisclosureDelayAction.Approve, DisclosureDelayAction.Release],
        [DisclosureDelayStatus.InForce] = [DisclosureDelayAction.Extend, DisclosureDelayAction.Release],
        [DisclosureDelayStatus.ExtensionAsked] = [DisclosureDelayAction.Approve, DisclosureDelayAction.Release],
        [DisclosureDelayStatus.Released] = []
    };

    public static DisclosureDelay Create(IEvent<DisclosureDelayAsked> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.Department, e.Data.MatterId, e.Data.Ground, e.Data.Authority, e.Data.DocumentNumber,
        new(AskedBy(e), e.Data.Authority, e.Data.DocumentNumber, e.Data.Until), DisclosureDelayStatus.Asked);

    public DisclosureDelay Apply(IEvent<DisclosureExtensionAsked> e) =>
        this with { Asked = new(AskedBy(e), e.Data.Authority, e.Data.DocumentNumber, e.Data.Until), Status = DisclosureDelayStatus.ExtensionAsked };

    public DisclosureDelay Apply(IEvent<DisclosureDelayed> e) => this with
    {
        Authority = Asked!.Authority,
        DocumentNumber = Asked.DocumentNumber,
        Asked = null,
        Status = DisclosureDelayStatus.InForce,
        Since = Since ?? e.Timestamp,
        Until = e.Data.Until
    };

    public DisclosureDelay Apply(IEvent<DisclosureReleased> e) => this with { Asked = null, Status = DisclosureDelayStatus.Released, ReleasedAt = e.Timestamp };

    /// <summary>Whether the looks it covers are not shown to the citizen today.</summary>
    public bool Hides(DateOnly today) => Since is not null && ReleasedAt is null && today <= Until;

    /// <summary>Whether it must not show itself yet: looks at the delay, and attempts at it, would tell of it.</summary>
    public bool HidesItself(DateOnly today) => ReleasedAt is null && today <= Later(Until, Asked?.Until);

    /// <summary>Whether this look was made while it was in force, and so is shown after its end with a note.</summary>
    public bool Covers(Act by, DateTimeOffset at) => at >= Since && (MatterId is { } matter ? by.MatterId == matter : by.Department == Department) && (ReleasedAt is { } released ? at <= released : Text.DateOf(at) <= Until);

    /// <summary>The last day on which what it covers is not shown.</summary>
    public DateOnly? LastDay => ReleasedAt is { } released && Until is { } until && Text.DateOf(released) < until ? Text.DateOf(released) : Until;

    /// <summary>The department that asked, and supervision.</summary>
    public bool IsVisibleTo(Act act) => act.IsOfficer && (act.Department == Department || act.Supervises());

    public IEnumerable<DisclosureDelayAction> NextFor(Act act) => Allowed[Status].Intersect(Of(act));

    /// <summary>Why this actor cannot do this now, or null.</summary>
    public ProblemDetails? Refuse(Act act, DisclosureDelayAction action, long version, DateOnly today) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !Of(act).Contains(action) ? Problems.Forbidden("The department asks; a supervisor or the head of the department approves, and never who asked.", "由部门提出，由监督人员或部门负责人批准；提出人本人不得批准。")
        : version != Version ? Problems.Stale()
        : !Allowed[Status].Contains(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : today > (action is DisclosureDelayAction.Approve ? Earlier(Until, Asked?.Until) : Until ?? Asked?.Until) ? Problems.Make(
            409, "delay-over", "The delay is over.", "延期已届满。", "What was hidden is shown. Ask for a new delay for looks to come.", "相关记录已显示。如需对今后的查阅延期，请重新提出。")
        : null;

    DisclosureDelayAction[] Of(Act act) =>
    [
        .. act.Department == Department ? [DisclosureDelayAction.Extend] : Array.Empty<DisclosureDelayAction>(),
        .. act.Department == Department || act.Supervises() ? [DisclosureDelayAction.Release] : Array.Empty<DisclosureDelayAction>(),
        .. (act.Supervises() || (act.Department == Department && act.Role == Roles.Head)) && act.ActorId != Asked?.By ? [DisclosureDelayAction.Approve] : Array.Empty<DisclosureDelayAction>()
    ];

    static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other : one;

    static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other : one;

    static string AskedBy(IEvent e) => e.Act()?.ActorId ?? throw new System.Diagnostics.UnreachableException("Every event of a delay carries its act.");
}
