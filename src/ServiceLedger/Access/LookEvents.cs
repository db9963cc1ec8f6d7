namespace ServiceLedger.Access;

// The permanent record. These names and fields are the stored format: add, never rename or remove.
// One stream per citizen and month. Who looked, in which capacity, for which purpose and matter, stands in the act of the event.

/// <summary>What is on record of a citizen was shown to somebody; written before it left (PIPL art. 55, 56; Network Data Security Regulations 2024, art. 12).</summary>
/// <param name="Screen">The address that showed it, without ids.</param>
/// <param name="StreamId">The one thing shown, where it was one: an application, a decision, a document …</param>
/// <param name="Results">How many events or documents it held.</param>
/// <param name="Fields">The classes of fields shown.</param>
public sealed record FileViewed(Guid CitizenId, string Screen, FileSection[] Sections, Guid? StreamId, int Results, FieldClass[]? Fields = null, LookVia? Via = null);

/// <summary>A search found the citizen.</summary>
/// <param name="By">What was searched by; the terms themselves are kept nowhere.</param>
/// <param name="Results">How many people it found.</param>
public sealed record SearchPerformed(Guid CitizenId, SearchKey By, int Results, LookVia? Via = null);

/// <summary>Somebody tried to read or change what is on record of a citizen, and may not.</summary>
/// <param name="Status">What was answered: 403, 404 where what is foreign answers like what does not exist, or 400 to a use of break-glass without a reason.</param>
public sealed record AccessRefused(Guid CitizenId, string Screen, Guid? StreamId, int Status, LookVia? Via = null);

/// <summary>What is on record of a citizen left as a file (PIPL art. 45: the person may have a copy).</summary>
/// <param name="Results">How many lines it held.</param>
public sealed record Exported(Guid CitizenId, string Screen, FileSection[] Sections, ExportFormat Format, int Results, LookVia? Via = null);

// -- What stands in the events --

public enum ExportFormat { Csv, Json, Pdf }

/// <summary>A part of what is on record of a citizen.</summary>
public enum FileSection { Identity, Applications, Papers, Commitments, DataRequests, Decisions, Evidence, EvidenceContent, History, Accesses, Mandates, Rights, Participation, Reviews }

public enum SearchKey { IdNumber, NameAndBirthDate, CaseNumber }

/// <summary>Whether it was shown to another system or program, or on a page.</summary>
public enum LookVia { Api, Screen }

/// <summary>A request of the API that a page of the service makes.</summary>
public sealed record OnPage;

/// <summary>The looks at one citizen's record in one month: the type of their stream. Nothing is folded from it.</summary>
public sealed record AccessMonth(Guid Id);
