using JasperFx.Events;

namespace ServiceLedger.Catalogue;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>Divisions directly below one parent, as the National Bureau of Statistics lists them; a later list adds and renames, never removes.</summary>
/// <param name="ParentCode">2 digits province, 4 prefecture, 6 county or 9 town; «0» for the country.</param>
public sealed record DivisionsListed(string ParentCode, DivisionEntry[] Divisions);

/// <param name="Code">2, 4, 6, 9 or 12 digits (GB/T 2260, NBS).</param>
/// <param name="UrbanRuralClass">NBS class: 111, 112, 121, 122, 123 urban, 210, 220 rural; only for villages, and only where known.</param>
public sealed record DivisionEntry(string Code, string Name, string? UrbanRuralClass = null);

/// <summary>What the events add up to: the divisions below one parent.</summary>
public sealed record DivisionList(Guid Id, string ParentCode, DivisionEntry[] Divisions, long Version = 0)
{
    public static DivisionList Create(IEvent<DivisionsListed> e) => new(e.StreamId, e.Data.ParentCode, e.Data.Divisions);
    public DivisionList Apply(DivisionsListed e) => this with { Divisions = [.. Divisions.ExceptBy(e.Divisions.Select(d => d.Code), d => d.Code).Concat(e.Divisions).OrderBy(d => d.Code, StringComparer.Ordinal)] };

    /// <summary>What has to be recorded so that the list shows these; nothing when it does already.</summary>
    public static DivisionsListed? Decide(DivisionList? known, string parentCode, DivisionEntry[] divisions) =>
        divisions.Except(known?.Divisions ?? []).ToArray() is { Length: > 0 } news ? new(parentCode, news) : null;
}

/// <summary>The form of a division code; whether it is on record is another question.</summary>
public static class DivisionCode
{
    /// <summary>The urban-rural classes of the National Bureau of Statistics: 1xx urban, 2xx rural.</summary>
    public static IReadOnlyList<string> UrbanRuralClasses { get; } = ["111", "112", "121", "122", "123", "210", "220"];

    static readonly HashSet<string> Provinces = [.. CountyCodes.All.Select(c => c[..2] + "0000")];

    /// <summary>Whether this is a code of 6, 9 or 12 digits that begins with a county's, past or present, or is a province's.</summary>
    public static bool IsValid(string? code) =>
        code is { Length: 6 or 9 or 12 } && code.All(char.IsAsciiDigit) && (CountyCodes.Contains(code[..6]) || Provinces.Contains(code));

    /// <summary>The parent's code: town of a village, county of a town, province of a county.</summary>
    public static string ParentOf(string code) => code.Length switch { 12 => code[..9], 9 => code[..6], 6 or 4 => code[..2], _ => "0" };
}
