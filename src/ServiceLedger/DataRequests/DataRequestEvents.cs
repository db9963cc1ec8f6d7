using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.DataRequests;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

// -- Asking (State Council Order 809; Order 716, art. 7) --

/// <summary>A request for data is prepared; it is nobody's business but the asking department's.</summary>
public sealed record DataRequestDrafted(Guid CitizenId, Guid ApplicationId, string RequestingDepartment, DataAsked Asked) : ICitizenEvent;

/// <summary>A department asks another for what it holds about a person, for one matter.</summary>
public sealed record DataRequested(Guid CitizenId, Guid ApplicationId, string RequestingDepartment, DataAsked Asked, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

public sealed record DataRequestCancelled(Guid CitizenId, Sealed<string> Reason, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The provider has looked whether everything needed for an answer is there.</summary>
public sealed record RequestCompletenessChecked(Guid CitizenId, bool Complete, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record MoreInfoAsked(Guid CitizenId, Sealed<string> Question, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record MoreInfoGiven(Guid CitizenId, Sealed<string> Answer, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

// -- Granting --

/// <summary>The provider grants fields until a day; unconditional sharing and a standing agreement grant at once.</summary>
/// <param name="AgreementId">The sharing agreement it rests on, where there is one.</param>
public sealed record DataRequestApproved(
    Guid CitizenId, string[] FieldsGranted, DateOnly ValidUntil, Sealed<string>? Conditions, Guid? AgreementId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The provider refuses, with its ground, the article, and what the asker can do instead.</summary>
public sealed record DataRequestRefused(Guid CitizenId, DataRefusalGround Ground, string Article, Sealed<string> Alternative, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The asking department does not accept the refusal (Order 809, art. 26).</summary>
public sealed record DisputeRaised(Guid CitizenId, Sealed<string> Grounds, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The data authority has brought both sides together.</summary>
public sealed record DisputeMediated(Guid CitizenId, Sealed<string> Result, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The data authority has decided; where it grants, the approval follows in the same act.</summary>
public sealed record DisputeDecided(Guid CitizenId, DisputeOutcome Outcome, string Article, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

// -- Giving --

/// <summary>The provider gives all that was granted.</summary>
/// <param name="EvidenceIds">Documents that belong to it.</param>
/// <param name="ResponseHash">base64url SHA-256 of the response as the source system gave it.</param>
/// <param name="AsOf">The day the source's data are of.</param>
public sealed record DataProvided(
    Guid CitizenId, ProvidedField[] Fields, Guid[] EvidenceIds, Sealed<string> ResponseHash, string SourceSystem, DateOnly AsOf, string? ProviderSignature = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, IGuardedEvent;

/// <summary>The provider gives some of what was granted, and says of the rest why not.</summary>
public sealed record DataPartlyProvided(
    Guid CitizenId, ProvidedField[] Fields, MissingField[] Missing, Guid[] EvidenceIds, Sealed<string> ResponseHash, string SourceSystem, DateOnly AsOf, string? ProviderSignature = null,
    EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, IGuardedEvent;

/// <summary>The source holds nothing about the person.</summary>
public sealed record DataNotFound(Guid CitizenId, string SourceSystem, DateOnly AsOf, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The source could not answer; it may be tried again.</summary>
/// <param name="FaultCode">The source system's own code.</param>
public sealed record FulfilmentFailed(Guid CitizenId, string SourceSystem, string FaultCode, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

// -- What the person says (Zhejiang 2018, art. 7; PIPL art. 46) --

/// <summary>The person is shown what was fetched about them.</summary>
public sealed record EvidencePreviewOffered(Guid CitizenId, Channel Via, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record EvidenceConfirmedBySubject(Guid CitizenId, string[] Fields, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The person says that a field is wrong: for this matter their own paper prevails, and the provider is asked to correct.</summary>
public sealed record EvidenceContestedBySubject(Guid CitizenId, string Field, Sealed<string> Claim, Guid? OwnEvidenceId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, IGuardedEvent;

// -- Using, and afterwards (Order 809, art. 25) --

/// <summary>A decision rests on these fields.</summary>
public sealed record DataUsedInDecision(Guid CitizenId, Guid DecisionId, string[] Fields, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A limit of a data request has passed and what it was for is not done. Recorded by the clock.</summary>
/// <param name="Of">Which one, where there are several of a kind; empty otherwise.</param>
/// <param name="DueOn">The last day on which it would have been in time.</param>
public sealed record DataRequestDeadlineMissed(Guid CitizenId, TimerKind Timer, string Of, DateOnly DueOn, int RulesVersion, CalendarUsed[] Calendars) : IDeadlineMissed;

/// <summary>A limit of a data request is reckoned anew, because a calendar changed; from here on by the calendars known at the given moment.</summary>
/// <param name="Old">The day it was due before; absent where that could not be told.</param>
/// <param name="New">The day it is due now; absent where that cannot be told yet.</param>
public sealed record DataRequestDeadlineRecomputed(
    Guid CitizenId, TimerKind Timer, string Of, DateOnly? Old, DateOnly? New, RecomputationCause Cause, DateTimeOffset CalendarsAsOf, CalendarUsed[] Calendars) : ICitizenEvent;

/// <summary>The data were used for something else, or passed on; supervision follows it.</summary>
public sealed record UseOutsideScopeDetected(Guid CitizenId, string[] Fields, Sealed<string> Finding, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, ISupervisedEvent;
public sealed record DataRequestExpired(Guid CitizenId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record DataReturnedOrDeleted(Guid CitizenId, DataDisposal Method, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

// -- Correction (PIPL art. 46; Order 809, art. 26) --

/// <summary>The provider corrects a field in its own register; every request that received it is told in the same act.</summary>
public sealed record DataCorrectedAtSource(
    Guid CitizenId, Guid CorrectionId, string Field, Sealed<string>? Before, Sealed<string> After, DateOnly AsOf, Sealed<string> Reason, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, IGuardedEvent;

/// <summary>A recipient is told of a correction.</summary>
public sealed record CorrectionPropagated(
    Guid CitizenId, Guid CorrectionId, string Recipient, Guid ApplicationId, string Field, Sealed<string> Value, DateOnly AsOf, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, IGuardedEvent;

/// <summary>A recipient has looked at what the correction means for it.</summary>
public sealed record CorrectionAcknowledged(Guid CitizenId, Guid CorrectionId, CorrectionImpact Impact, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

// -- What stands in the events --

/// <summary>What is asked for, and why.</summary>
/// <param name="DataItemCode">The item of the data catalogue.</param>
/// <param name="Purpose">Why, as a purpose code.</param>
/// <param name="ObligingLaw">Where the item is not shared at all: the law that obliges the provider all the same.</param>
/// <param name="AgreementId">The sharing agreement that covers it.</param>
public sealed record DataAsked(
    string ProvidingDepartment, string DataItemCode, int? CatalogueVersion, SharingClass SharingClass, string[] Fields, string Purpose, string LegalBasis, Sealed<string> Necessity,
    Urgency Urgency, DateOnly? DueBy = null, string? ObligingLaw = null, Guid? AgreementId = null);

public sealed record ProvidedField(string Name, Sealed<string> Value);
public sealed record MissingField(string Name, MissingReason Reason);

/// <summary>How an item of the data catalogue is shared (Order 809): with whoever needs it, on conditions, or not.</summary>
public enum SharingClass { Unconditional, Conditional, None }
public enum Urgency { Ordinary, Urgent }
public enum DataRefusalGround { NotNecessary, NoLegalBasis, NotShareable, NotHeld, Secrecy, Incomplete }
public enum DisputeOutcome { Granted, RefusalUpheld }
public enum MissingReason { NotHeld, NotUpToDate, Withheld }
public enum DataDisposal { Returned, Deleted }
public enum CorrectionImpact { None, ReviewDue }
