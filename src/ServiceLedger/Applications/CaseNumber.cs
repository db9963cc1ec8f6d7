using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ServiceLedger.Applications;

/// <summary>The number people quote for an application, on paper and by telephone.</summary>
/// <remarks>
/// <code>
/// case number = division "-" date "-" sequence "-" check      500103-20261123-000042-P
/// division    = 6 digits, county (GB/T 2260)
/// date        = 8 digits, yyyyMMdd
/// sequence    = 6 to 19 digits; more than 6 only when the first is not 0
/// check       = "0"…"9" or "A"…"Z", ISO 7064 MOD 37,36 over all characters before it without hyphens
/// </code>
/// When read, lower case, full-width characters, spaces around it, and missing or other hyphens are as good.
/// </remarks>
public static class CaseNumber
{
    const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The case number of a matter in this division, of which the first six digits count, on this date.</summary>
    public static string Make(string divisionCode, DateOnly date, long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        if (divisionCode is not { Length: >= 6 } || !divisionCode.All(char.IsAsciiDigit))
            throw new ArgumentException("A division code has at least six digits.", nameof(divisionCode));

        var number = string.Create(CultureInfo.InvariantCulture, $"{divisionCode[..6]}{date:yyyyMMdd}{sequence:D6}");
        return Hyphenated(number + CheckCharacter(number));
    }

    /// <summary>Whether this is a case number, as written or as read.</summary>
    public static bool IsValid(string? text) => TryNormalise(text, out _);

    /// <summary>The case number as written, from one as read; false when there is something wrong with it.</summary>
    public static bool TryNormalise(string? text, [NotNullWhen(true)] out string? caseNumber)
    {
        caseNumber = null;
        var number = string.Concat((text ?? "").Trim().Select(AsWritten).Where(c => c is not '-'));
        if (number.Length is < 21 or > 34 || !number.AsSpan(..^1).ContainsOnlyDigits())
            return false;
        if (number.Length > 21 && number[14] is '0')
            return false;
        if (!DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return false;
        if (number[^1] != CheckCharacter(number[..^1]))
            return false;

        caseNumber = Hyphenated(number);
        return true;
    }

    /// <summary>The check character of ISO 7064 MOD 37,36 for a text of ASCII digits and capital letters.</summary>
    public static char CheckCharacter(string text)
    {
        var product = 36;
        foreach (var c in text)
        {
            var sum = (product + Alphabet.IndexOf(c, StringComparison.Ordinal)) % 36;
            product = (sum is 0 ? 36 : sum) * 2 % 37;
        }

        return Alphabet[(37 - product) % 36];
    }

    static string Hyphenated(string number) => $"{number[..6]}-{number[6..14]}-{number[14..^1]}-{number[^1]}";

    // Full-width forms stand 0xFEE0 above ASCII; input methods and word processors also turn a hyphen into a dash.
    static char AsWritten(char c) => c switch
    {
        >= '！' and <= '～' => char.ToUpperInvariant((char)(c - 0xFEE0)),
        '‐' or '‑' or '‒' or '–' or '—' or '−' => '-',
        _ => char.ToUpperInvariant(c)
    };

    static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
