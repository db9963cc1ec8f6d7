using System.Globalization;
using ServiceLedger.Applications;

namespace ServiceLedger.Decisions;

/// <summary>The number of a certificate (after GB/T 36904: type, issuer, serial number, version, check character).</summary>
/// <remarks>
/// <code>
/// certificate number = department "-" type "-" decision "-" issue "-" check    11500000009275780L-CERT1-50010320260301000042PD-01-7
/// department         = capital letters and digits: those of the issuer's code (GB 32100)
/// type               = 1 to 21 capital letters or digits: the type of certificate (GB/T 36903)
/// decision           = the decision number, its capital letters and digits only
/// issue              = 2 or more digits: 01 for the first certificate of the decision, 02 for the next
/// check              = "0"…"9" or "A"…"Z", ISO 7064 MOD 37,36 over all characters before it without hyphens
/// </code>
/// </remarks>
public static class CertificateNumber
{
    const int LongestType = 21;

    public static string Make(string departmentCode, string type, string decisionNumber, int issue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(issue, 1);
        if (!IsType(type))
            throw new ArgumentException("A type has 1 to 21 capital letters or digits.", nameof(type));
        string[] parts = [Bare(departmentCode), type, Bare(decisionNumber), issue.ToString("D2", CultureInfo.InvariantCulture)];
        return $"{string.Join('-', parts)}-{CaseNumber.CheckCharacter(string.Concat(parts))}";
    }

    /// <summary>Whether its check character is that of the rest.</summary>
    public static bool IsValid(string? number) =>
        number?.Split('-') is { Length: 5 } parts && parts.All(p => p.Length > 0 && p.All(IsOfAlphabet)) && parts[4].Length == 1
        && parts[4][0] == CaseNumber.CheckCharacter(string.Concat(parts[..4]));

    public static bool IsType(string? type) => type is { Length: > 0 and <= LongestType } && type.All(IsOfAlphabet);

    static string Bare(string code) => string.Concat(code.ToUpperInvariant().Where(IsOfAlphabet));

    static bool IsOfAlphabet(char c) => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c);
}
