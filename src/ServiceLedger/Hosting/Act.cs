using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceLedger.Access;

namespace ServiceLedger.Hosting;

// The envelope every event carries in its header `act`. Names are the stored format: add, never rename or remove.

/// <summary>What sort of actor did something.</summary>
public enum ActorKind { Officer, Citizen, Agent, System, Clock }

/// <summary>The way something reached the ledger.</summary>
public enum Channel { Online, Window, Post, Email, Phone, VillageAgent, SystemInterface, Import }

/// <summary>Who did something, in which capacity, where and why: set once per request from the authenticated principal.</summary>
/// <param name="PolicyVersion">The version of the policy that allowed or refused it.</param>
/// <param name="BreakGlass">The emergency access under which it was done.</param>
public sealed record Act(
    ActorKind Kind,
    string ActorId,
    Channel Channel,
    string? Role = null,
    string? Department = null,
    string? Window = null,
    string? DivisionCode = null,
    string? UrbanRuralClass = null,
    Guid? MatterId = null,
    string? Purpose = null,
    string? LegalBasis = null,
    Guid? OnBehalfOf = null,
    string? AssuranceLevel = null,
    int? PolicyVersion = null,
    Guid? BreakGlass = null)
{
    /// <summary>The header of an event that holds the act.</summary>
    public const string Header = "act";

    /// <summary>The act as it stands in the header: JSON in the stored form.</summary>
    public JsonElement ToHeader() => JsonSerializer.SerializeToElement(this, LedgerJson.Stored);

    /// <summary>The rules the act is judged by.</summary>
    [JsonIgnore]
    public Policy Policy { get; init; } = Policy.Shipped;

    /// <summary>The roles that an officer's sign-in names; null where it names the one role they act in.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<string>? RolesOfSignIn { get; init; }

    /// <summary>The citizen an officer is, where the sign-in says so.</summary>
    [JsonIgnore]
    public Guid? OwnCitizenId { get; init; }

    /// <summary>Whose cases are not this officer's to handle or look at: their own and those of declared relatives.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<Guid> Kin { get; init; } = [];

    /// <summary>What protects the record of the citizen whom the request is about; null where nothing does.</summary>
    [JsonIgnore]
    public Privacy.SubjectProtection? Protection { get; init; }

    [JsonIgnore]
    public bool IsOfficer => Kind is ActorKind.Officer;

    /// <summary>Whether this is somebody of no office: a citizen, or a village agent. They act for themselves or under a mandate.</summary>
    [JsonIgnore]
    public bool IsOfNoOffice => Kind is ActorKind.Citizen or ActorKind.Agent;

    /// <summary>For whom the request acts; null in one's own right.</summary>
    [JsonIgnore]
    public Representation? Represents { get; init; }

    /// <summary>Whether this is the citizen in person, and nobody for them.</summary>
    public bool IsCitizen(Guid citizenId) => Kind is ActorKind.Citizen && OnBehalfOf is null && Guid.TryParse(ActorId, out var id) && id == citizenId;

    /// <summary>Whether this is the citizen, or somebody whose mandate covers this item and power; what belongs to no one item takes a mandate over all of them.</summary>
    public bool SpeaksFor(Guid citizenId, Power power, string? itemCode = null) => IsCitizen(citizenId) || Represents?.Covers(citizenId, power, itemCode) is true;

    /// <summary>The same for what belongs to a matter: unless the mandate is over all items, the request names that matter.</summary>
    public bool SpeaksIn(Guid matterId, Guid citizenId, Power power) => SpeaksFor(citizenId, power, Represents?.Matter is { } matter && matter.Id == matterId ? matter.ItemCode : null);

    /// <summary>Whether this is the citizen, or somebody who has this power for some of their items.</summary>
    public bool SpeaksInPartFor(Guid citizenId, Power power) => IsCitizen(citizenId) || Represents?.Has(citizenId, power) is true;
}

/// <summary>From when an act has effect in law, where that is earlier than the record of it, and why.</summary>
public sealed record EarlierEffect(DateTimeOffset At, EarlierEffectReason Reason);

/// <summary>The grounds on which something may take effect before it is recorded.</summary>
public enum EarlierEffectReason { PaperIntake, LateEntry, DeemedByLaw, ImportedLog, Correction, OriginalReceipt }

/// <summary>An event about one citizen: the citizen's file is built from these.</summary>
public interface ICitizenEvent
{
    Guid CitizenId { get; }
}

/// <summary>An event that may have effect before it was recorded; null means: from the record on.</summary>
public interface IEffectiveEvent
{
    EarlierEffect? Effect { get; }
}

/// <summary>An event that is nobody's business but the person's and the office's that helped them.</summary>
public interface IPrivateEvent;

/// <summary>An event whose personal values are opened to the citizen, and to whoever may read its own stream and does so there; in a file they stay closed.</summary>
public interface IGuardedEvent;

/// <summary>An event that must not happen in good order: supervision follows each one.</summary>
public interface ISupervisedEvent;
