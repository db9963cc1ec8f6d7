using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Citizens;

// The permanent record. These names and fields are the stored format: add, never rename or remove.
// The citizen of each event is the person represented.

/// <summary>Somebody is to act for the citizen (Civil Code art. 161, 165; for a child under 14 their guardian, PIPL art. 31).</summary>
/// <param name="From">The first day, in China.</param>
/// <param name="To">The last day, in China.</param>
/// <param name="Awaits">Whose acceptance it waits for; null where both have said yes already.</param>
/// <param name="FirmCreditCode">Of the firm that the citizen runs and is represented in.</param>
/// <param name="Assurance">How surely the representative must be known when they act.</param>
public sealed record MandateGranted(
    Guid CitizenId, MandateKind Kind, Representative Representative, MandateScope Scope, DateOnly From, DateOnly To, MandateProof[] Proofs, MandateParty? Awaits,
    string? FirmCreditCode = null, AssuranceLevel? Assurance = null) : ICitizenEvent;

/// <summary>The one whose word was missing agrees: it holds within its period.</summary>
public sealed record MandateAccepted(Guid CitizenId) : ICitizenEvent;

/// <summary>The one whose word was missing does not agree.</summary>
public sealed record MandateDeclined(Guid CitizenId, Sealed<string>? Reason) : ICitizenEvent;

/// <summary>It reaches less far, or ends earlier, from now on.</summary>
public sealed record MandateNarrowed(Guid CitizenId, MandateScope Scope, DateOnly To) : ICitizenEvent;

/// <summary>It is taken back or laid down: it ends at once (Civil Code art. 173).</summary>
public sealed record MandateRevoked(Guid CitizenId, Sealed<string>? Reason) : ICitizenEvent;

/// <summary>Its last day is over; it held no longer from the effect on, whenever this was recorded.</summary>
public sealed record MandateExpired(Guid CitizenId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

// -- What stands in the events --

/// <summary>By the citizen's own wish, by law, for the citizen's firm, or by the agent of a village.</summary>
public enum MandateKind { Voluntary, Guardian, Firm, VillageAgent }

public enum MandateParty { Principal, Representative }

/// <summary>How surely somebody is known by their sign-in, the least first.</summary>
public enum AssuranceLevel { Low, Substantial, High }

/// <summary>Who acts: a citizen, or the agent of a village.</summary>
/// <param name="Site">Division code of the agent's village.</param>
public sealed record Representative(Guid? CitizenId = null, string? AgentId = null, string? Site = null);

/// <summary>How far a mandate reaches.</summary>
/// <param name="Items">Codes of the items, where it is not over all of them.</param>
public sealed record MandateScope(bool AllItems, string[] Items, Power[] Powers);

/// <summary>What proves a mandate.</summary>
/// <param name="Number">Of the document.</param>
/// <param name="EvidenceId">The document, where it is kept here.</param>
public sealed record MandateProof(ProofKind Kind, Sealed<string>? Number, Guid? EvidenceId = null);

public enum ProofKind { BirthCertificate, HouseholdRegister, CourtRuling, Appointment, AuthorisationLetter, SignedPaper }
