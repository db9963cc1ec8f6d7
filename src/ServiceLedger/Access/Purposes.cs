namespace ServiceLedger.Access;

/// <summary>Purposes of processing that a request may state.</summary>
public static class Purposes
{
    static readonly string[] WithoutMatter = ["LegalCompliance", "Oversight"];

    /// <summary>Whether a file may be read for this purpose without naming a matter.</summary>
    public static bool NeedNoMatter(string? purpose) => WithoutMatter.Contains(purpose);
}
