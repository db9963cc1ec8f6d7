namespace ServiceLedger.Catalogue;

/// <summary>What is known of a credit code by looking at it.</summary>
public enum CreditCodeFinding { Valid, WrongCheckCharacter, NotACreditCode }

/// <summary>The unified social credit code of an organisation, GB 32100: two characters, six digits of division, ten characters, the last a check.</summary>
public static class CreditCode
{
    // GB 32100 leaves out I, O, S, V and Z.
    const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>
    /// Whether the code is one. The check character is the one whose place in the alphabet of 31 is
    /// (31 − Σ cᵢ·3ⁱ mod 31) mod 31, cᵢ being the place of the i-th character counted from 0, for i from 0 to 16.
    /// </summary>
    public static CreditCodeFinding Check(string? code)
    {
        if (code is not { Length: 18 } || !code.All(Alphabet.Contains) || !code[2..8].All(char.IsAsciiDigit))
            return CreditCodeFinding.NotACreditCode;

        var (sum, weight) = (0, 1);
        foreach (var c in code[..17])
        {
            sum += Alphabet.IndexOf(c, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return code[17] == Alphabet[(31 - sum % 31) % 31] ? CreditCodeFinding.Valid : CreditCodeFinding.WrongCheckCharacter;
    }
}
