using System.Collections.Frozen;

namespace ServiceLedger.Catalogue;

/// <summary>
/// The six-digit codes of counties and what ranks with them (GB/T 2260, NBS), withdrawn ones too: a citizen keeps the code of the
/// county that issued the number. A city without counties stands for itself.
/// </summary>
public static class CountyCodes
{
    /// <summary>Every code, past or present.</summary>
    public static IReadOnlySet<string> All { get; } = Read();

    /// <summary>Whether these six digits are or were a county's code.</summary>
    public static bool Contains(string code) => All.Contains(code);

    // One code a line; written by reference-data.mjs when the product is built.
    static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(CountyCodes).Assembly.GetManifestResourceStream("county-codes.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
