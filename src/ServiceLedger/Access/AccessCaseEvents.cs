using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A citizen asks about a look at their record, or objects to it (PIPL art. 44, 50).</summary>
/// <param name="AccessId">The event of the look.</param>
/// <param name="Department">Whose look it was; it explains.</param>
/// <param name="LookedBy">Whose look it was; they do not decide.</param>
public sealed record AccessObjectedBySubject(Guid CitizenId, Guid AccessId, AccessQuestionKind Kind, string Department, string LookedBy, Sealed<string> Text, DateOnly DueBy);

/// <summary>The department says why it looked.</summary>
/// <param name="Sources">What shows it: a document, a matter, an order.</param>
public sealed record AccessExplained(Guid CitizenId, Sealed<string> Text, Sealed<string>[] Sources);

/// <summary>Supervision finds that the look was right.</summary>
public sealed record AccessJustified(Guid CitizenId, Sealed<string> Reasons, string LegalBasis);

/// <summary>Supervision finds that the look was against the law (PIPL art. 66 to 69).</summary>
/// <param name="Measures">What is done about it.</param>
public sealed record AccessFoundUnlawful(Guid CitizenId, Sealed<string> Reasons, Sealed<string> Measures);

// -- What stands in the events --

public enum AccessQuestionKind { Question, Objection }
