namespace ServiceLedger.Access;

/// <summary>For whom a line of the record of looks is made.</summary>
public enum LineReader { Citizen, Office }

/// <summary>Who reads the id of the officer beside a look. A citizen reads institution and role; the officer's id where the look was found unlawful.</summary>
public static class OfficerShown
{
    /// <summary>Reader and outcome (none: no case, or not decided) for which the id is shown; nothing else shows it.</summary>
    static readonly (LineReader Reader, AccessCaseStatus? Outcome)[] Shown =
    [
        (LineReader.Citizen, AccessCaseStatus.FoundUnlawful),
        (LineReader.Office, null), (LineReader.Office, AccessCaseStatus.Justified), (LineReader.Office, AccessCaseStatus.FoundUnlawful)
    ];

    public static bool To(LineReader reader, AccessCaseStatus? status) =>
        Shown.Contains((reader, status is AccessCaseStatus.Justified or AccessCaseStatus.FoundUnlawful ? status : null));
}
