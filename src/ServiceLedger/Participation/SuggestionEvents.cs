using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Participation;

// The permanent record. These names and fields are the stored format: add, never rename or remove.
// One stream for each suggestion. Only its beginning is about its author; what others do to it names nobody.

/// <summary>Somebody suggests how an item, or what a department does, could be better. What they wrote is sealed until a moderator has found what of it is public.</summary>
/// <param name="ItemCode">The item it is about, in this version; absent where it is about the department.</param>
/// <param name="Name">Under which the author wants to be shown; absent: under none.</param>
public sealed record SuggestionMade(Guid CitizenId, string Department, string? ItemCode, int? ItemVersion, Sealed<string> Title, Sealed<string> Text, Sealed<string>? Name = null) : ICitizenEvent;

/// <summary>A moderator shows a suggestion or hides it; everybody reads that it was done, on which ground and by which office.</summary>
/// <param name="Title">What everybody reads: it stands in plain and holds nothing personal.</param>
public sealed record ModerationDone(ModerationAct What, ModerationGround? Ground = null, string? Title = null, string? Text = null);

/// <summary>Somebody else wants it too.</summary>
/// <param name="Supporter">A keyed pseudonym of the person, another one for each suggestion.</param>
public sealed record SuggestionSupported(string Supporter);

/// <summary>Another suggestion says the same: what becomes of it stands there.</summary>
public sealed record SuggestionMerged(Guid IntoSuggestionId);

/// <summary>The department answers in public.</summary>
/// <param name="ItemVersion">The version of the item that brings it.</param>
public sealed record SuggestionAnswered(SuggestionOutcome Outcome, string Reasons, int? ItemVersion = null);

/// <summary>What was accepted is done.</summary>
public sealed record SuggestionImplemented(string Done, DateOnly Since, int? ItemVersion = null);

/// <summary>What it brought.</summary>
/// <param name="Figure">A number as text, with its unit.</param>
public sealed record EffectMeasured(string Text, string? Figure = null, string? Unit = null);

// -- What stands in the events --

/// <summary>Shown as it was written; shown with changes; hidden.</summary>
public enum ModerationAct { Published, PublishedChanged, Hidden }

public enum ModerationGround { PersonalData, Insult, Unlawful, Advertising, OffTopic, Repeated }

public enum SuggestionOutcome { Accepted, Partly, NotAccepted }
