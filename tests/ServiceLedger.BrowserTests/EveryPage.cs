namespace ServiceLedger.BrowserTests;

/// <summary>Whose page it is, as who signs in to open it.</summary>
public enum Audience { Everyone, Citizen, Officer, Supervisor }

/// <summary>A page, and who opens it.</summary>
/// <param name="Address">Where an id stands in braces, it is found by who opens it.</param>
public sealed record Listed(string Address, Audience Audience);

/// <summary>Every page there is, one list for each audience.</summary>
static partial class EveryPage;
