using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceLedger.Hosting;

// The envelope every event carries in its header `act`. Names are the stored format: add, never rename or remove.

/// <summary>What sort of actor did something.</summary>
public enum ActorKind { Officer, Citizen, Agent, System, Clock }

/// <summary>The way something reached the ledger.</summary>
public enum Channel { Online, Window, Post, Email, Phone, VillageAgent, SystemInterface, Import }

/// <summary>Who did something, in which capacity, where and why: set once per request from the authenticated principal.</summary>
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
    string? AssuranceLevel = null)
{
    /// <summary>The header of an event that holds the act.</summary>
    public const string Header = "act";

    /// <summary>The actor's own record as a citizen, where sign-in tells it; not part of the envelope.</summary>
    [JsonIgnore]
    public Guid? OwnCitizenId { get; init; }

    /// <summary>The act as it stands in the header: JSON in the stored form.</summary>
    public JsonElement ToHeader() => JsonSerializer.SerializeToElement(this, LedgerJson.Stored);

    [JsonIgnore]
    public bool IsOfficer => Kind is ActorKind.Officer;

    /// <summary>Whether this is the citizen in person.</summary>
    public bool IsCitizen(Guid citizenId) => Kind is ActorKind.Citizen && Guid.TryParse(ActorId, out var id) && id == citizenId;
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
