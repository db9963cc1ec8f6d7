using ServiceLedger.Applications;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Evidence;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A document about a citizen comes into the ledger's keeping, so that nobody need ask for it again (State Council Order 716, art. 7).</summary>
/// <param name="EvidenceType">What it proves: the type that papers of items ask for (CCCEV: Evidence Type), or <c>other</c>.</param>
/// <param name="HeldBy">Credit code of the department that holds it; absent where the citizen keeps it here.</param>
/// <param name="ValidTo">Its last day, where it has one.</param>
public sealed record EvidenceReceived(
    Guid CitizenId, string EvidenceType, EvidenceGrade Grade, string? HeldBy, Reuse Reuse, StoredContent Content, DateOnly? ValidTo = null, Sealed<string>? FileName = null,
    EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, IGuardedEvent;

/// <summary>An officer has compared it with the original: it has grade B from now on (国办函〔2016〕108号).</summary>
/// <param name="Department">Of the officer.</param>
public sealed record EvidenceVerified(Guid CitizenId, string Department, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Whoever holds it, or the citizen, says anew who may use it for other matters.</summary>
public sealed record EvidenceReuseSet(Guid CitizenId, Reuse Reuse) : ICitizenEvent;

/// <summary>A newer document takes its place; what rested on this one stays as it was.</summary>
public sealed record EvidenceSuperseded(Guid CitizenId, Guid ByEvidenceId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>It must not be relied on any more.</summary>
public sealed record EvidenceInvalidated(Guid CitizenId, InvalidityGround Ground, Sealed<string> Reasons, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent, IGuardedEvent;

// -- What stands in the events --

/// <summary>Where the sealed content lies and what it is.</summary>
/// <param name="Digest">SHA-256 of the sealed file, hex; it is the file's name, and says nothing about the content.</param>
/// <param name="ContentHash">base64url SHA-256 of the content itself, sealed because a hash of a small document could be guessed.</param>
/// <param name="MediaType">As found in the content, not as said by the sender.</param>
/// <param name="Bytes">Of the content.</param>
public sealed record StoredContent(string Digest, Sealed<string> ContentHash, string MediaType, long Bytes);

/// <summary>Who may use it for another matter of the same person.</summary>
/// <param name="Departments">Credit codes, where the scope is <c>named</c>; otherwise absent.</param>
public sealed record Reuse(ReuseScope Scope, string[]? Departments = null)
{
    /// <summary>Whether this department may use it.</summary>
    public bool Permits(string? department) => Scope is ReuseScope.AnyDepartment || (Scope is ReuseScope.Named && department is not null && Departments!.Contains(department));
}

/// <summary>Any department with a matter of the person; those named; or nobody but those it was handed to.</summary>
public enum ReuseScope { AnyDepartment, Named, None }

public enum InvalidityGround { FoundFalse, WithdrawnByIssuer, Illegible, WrongPerson }
