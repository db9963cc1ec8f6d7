using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Evidence;

public enum EvidenceStatus { Held, Superseded, Invalidated }

/// <summary>What can be done with a document held; the same list drives endpoints, buttons and authorisation.</summary>
public enum EvidenceAction { Verify, SetReuse, Supersede, Invalidate }

/// <summary>What the events of one document add up to.</summary>
/// <param name="HeldBy">Credit code of the department that holds it; null where the citizen keeps it here.</param>
public sealed record HeldEvidence(
    Guid Id, Guid CitizenId, string EvidenceType, EvidenceGrade Grade, string? HeldBy, Reuse Reuse, StoredContent Content, DateOnly? ValidTo, EvidenceStatus Status,
    DateTimeOffset ReceivedAt, DateTimeOffset LastEffect, long Version = 0)
{
    /// <summary>Whether the citizen has said who may use it: the holder does not open what they closed.</summary>
    public bool ReuseSetByCitizen { get; init; }

    /// <summary>The mandate under which it was brought; null where nobody brought it for the citizen.</summary>
    public Guid? BroughtUnder { get; init; }

    /// <summary>Why it must not be relied on; null while it may.</summary>
    public InvalidityGround? Invalidity { get; init; }

    static readonly EvidenceAction[] None = [];

    static readonly Dictionary<EvidenceStatus, EvidenceAction[]> Allowed = new()
    {
        [EvidenceStatus.Held] = [EvidenceAction.Verify, EvidenceAction.SetReuse, EvidenceAction.Supersede, EvidenceAction.Invalidate],
        // Permission is taken back at any time (PIPL art. 15).
        [EvidenceStatus.Superseded] = [EvidenceAction.SetReuse, EvidenceAction.Invalidate],
        [EvidenceStatus.Invalidated] = [EvidenceAction.SetReuse]
    };

    static readonly EvidenceAction[] ForHolders = [EvidenceAction.Verify, EvidenceAction.SetReuse, EvidenceAction.Supersede, EvidenceAction.Invalidate];
    static readonly EvidenceAction[] ForUsers = [EvidenceAction.Verify, EvidenceAction.Invalidate];

    // What the citizen keeps here is theirs to open and replace; of what a department holds they say who else may use it.
    static readonly EvidenceAction[] ForOwners = [EvidenceAction.SetReuse, EvidenceAction.Supersede];
    static readonly EvidenceAction[] ForSubjects = [EvidenceAction.SetReuse];

    public static HeldEvidence Create(IEvent<EvidenceReceived> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.EvidenceType, e.Data.Grade, e.Data.HeldBy, e.Data.Reuse, e.Data.Content, e.Data.ValidTo, EvidenceStatus.Held, e.EffectiveAt(), e.EffectiveAt())
    { BroughtUnder = e.Act()?.OnBehalfOf };

    /// <summary>The status an event leads to; null where it leaves it as it is.</summary>
    public static EvidenceStatus? StatusAfter(object happened) => happened switch
    {
        EvidenceSuperseded => EvidenceStatus.Superseded,
        EvidenceInvalidated => EvidenceStatus.Invalidated,
        _ => null
    };

    public HeldEvidence Apply(IEvent<EvidenceVerified> e) => After(e) with { Grade = EvidenceGrade.B };
    public HeldEvidence Apply(IEvent<EvidenceReuseSet> e) => After(e) with { Reuse = e.Data.Reuse, ReuseSetByCitizen = ReuseSetByCitizen || e.Act()?.IsOfNoOffice is true };
    public HeldEvidence Apply(IEvent<EvidenceSuperseded> e) => After(e);
    public HeldEvidence Apply(IEvent<EvidenceInvalidated> e) => After(e) with { Invalidity = e.Data.Ground };

    HeldEvidence After(IEvent e) => this with
    {
        Status = StatusAfter(e.Data) ?? Status,
        LastEffect = e.Data is IEffectiveEvent && e.EffectiveAt() > LastEffect ? e.EffectiveAt() : LastEffect
    };

    /// <summary>Whether it can be relied on on this day.</summary>
    public bool IsGood(DateOnly day) => Status is EvidenceStatus.Held && (ValidTo is null || day <= ValidTo);

    /// <summary>Whether this actor may read it: the citizen and who represents them, the department that holds it, and a department with a matter of this citizen to which it was
    /// handed, or that may reuse it.</summary>
    public bool IsVisibleTo(Act act, ActorsMatter matter) => act.May(PolicyAction.Read, FileSection.Evidence, RelationTo(act, matter));

    /// <summary>Whether this actor may read what is in it.</summary>
    public bool OpensTo(Act act, ActorsMatter matter) => act.May(PolicyAction.Read, FileSection.EvidenceContent, RelationTo(act, matter), FieldClass.Content);

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act, ActorsMatter matter) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : IsHeldBy(act) ? Relation.InCharge
        : IsOfSomebodyElse ? Relation.None
        : act.IsCitizen(CitizenId) ? Relation.Self
        : IsOpenToRepresentative(act, matter) ? Relation.Represented
        : IsUsableBy(act, matter) ? Relation.Party
        : Relation.None;

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<EvidenceAction> NextFor(Act act, ActorsMatter matter) => !act.May(PolicyAction.Write, FileSection.Evidence, RelationTo(act, matter)) ? [] : Allowed[Status].Intersect(Of(act, matter)).Where(a => a is not EvidenceAction.Verify || Grade is EvidenceGrade.C or EvidenceGrade.D);

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it, 400 for a date out of order.</summary>
    public ProblemDetails? Refuse(Act act, EvidenceAction action, ActorsMatter matter, long version, EarlierEffect? effect, DateTimeOffset now) =>
        !IsVisibleTo(act, matter) ? Problems.NotFound()
        : !act.May(PolicyAction.Write, FileSection.Evidence, RelationTo(act, matter)) ? Problems.NotForThisRole()
        : !Of(act, matter).Contains(action) ? act.Represents is not null && ForOwners.Contains(action) ? Problems.BeyondMandate() : Problems.Forbidden("Whoever holds the document does this.", "由持有该材料的一方办理。")
        : version != Version ? Problems.Stale()
        : !NextFor(act, matter).Contains(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act, matter).Select(a => a.InJson()))
        : Effects.Refuse(act, effect, LastEffect, now);

    EvidenceAction[] Of(Act act, ActorsMatter matter) =>
        act.IsCitizen(CitizenId) || IsOpenToRepresentative(act, matter) ? [.. (HeldBy is null ? ForOwners : ForSubjects).Where(a => act.SpeaksInPartFor(CitizenId, PowerFor(a)))]
        : IsHeldBy(act) ? [.. ForHolders.Where(a => IsFor(a, act))]
        : IsUsableBy(act, matter) && matter.Has(Id) ? [.. ForUsers.Where(a => IsFor(a, act))]
        : None;

    // Seeing an original takes a person.
    bool IsFor(EvidenceAction action, Act act) => action switch
    {
        EvidenceAction.Verify => act.IsOfficer,
        EvidenceAction.SetReuse => !ReuseSetByCitizen,
        _ => true
    };

    static Power PowerFor(EvidenceAction action) => action is EvidenceAction.SetReuse ? Power.DecideOnReuse : Power.HandIn;

    // Whoever represents the citizen sees what was brought under the mandate or handed in for a matter in its scope; all of it only where all items are.
    bool IsOpenToRepresentative(Act act, ActorsMatter matter) =>
        act.Represents is not null && act.SpeaksInPartFor(CitizenId, Power.Read)
        && (act.SpeaksFor(CitizenId, Power.Read) || BroughtUnder == act.OnBehalfOf || (matter.Application is { } application && application.IsVisibleTo(act) && application.Evidence.Contains(Id)));

    // A department found that what it holds is not about this citizen.
    bool IsOfSomebodyElse => HeldBy is not null && Invalidity is InvalidityGround.WrongPerson;

    /// <summary>Whether the actor's department holds it.</summary>
    public bool IsHeldBy(Act act) => HeldBy is not null && act.Kind is (ActorKind.Officer or ActorKind.System) && act.Department == HeldBy;

    // Used again it is only for what the matter asks for, and while it is good; handed in, it stays with the matter.
    bool IsUsableBy(Act act, ActorsMatter matter) =>
        act.Kind is (ActorKind.Officer or ActorKind.System) && matter.Application is { } application && application.CitizenId == CitizenId && application.IsVisibleTo(act) && !application.IsRecused(act)
        && (matter.Has(Id) || (Status is EvidenceStatus.Held && Reuse.Permits(act.Department) && application.IsOpen && matter.AskedFor.Contains(EvidenceType)));

    /// <summary>
    /// Whether this actor may hand it in for a matter of the same person: the citizen, whoever holds it, and who may reuse it. Who represents the citizen may hand in
    /// what is of the type asked for or was brought under the mandate; whatever else there is only where the mandate is over all items.
    /// </summary>
    public bool MayBeHandedInBy(Act act, Application? application, string? askedFor = null) =>
        act.SpeaksFor(CitizenId, Power.Read) || (act.SpeaksInPartFor(CitizenId, Power.Read) && (EvidenceType == askedFor || BroughtUnder == act.OnBehalfOf || application?.Evidence.Contains(Id) is true))
        || IsHeldBy(act) || (act.Kind is ActorKind.Officer or ActorKind.System && (Reuse.Permits(act.Department) || application?.Evidence.Contains(Id) is true));
}
