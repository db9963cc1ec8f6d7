using System.Globalization;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Citizens;

/// <summary>What is wrong with an ID number, in the order it is looked for.</summary>
public enum IdNumberFault
{
    None,
    Missing,

    /// <summary>The old form of first-generation cards, withdrawn on 1 January 2013 (Resident Identity Card Law as amended in 2011).</summary>
    FifteenDigits,
    WrongLength,
    NotDigits,
    UnknownCounty,
    NoSuchDate,

    /// <summary>Later than today, or so long ago that nobody has such a number.</summary>
    BornInFuture,
    WrongCheckCharacter
}

/// <summary>
/// A citizen's ID number, GB 11643: six digits of county, eight of birth date, three of sequence (the last odd for a man, even for
/// a woman), and a check character of ISO 7064 MOD 11-2. Never shown by accident: its text is a mask.
/// </summary>
public readonly record struct CitizenIdNumber
{
    const int EarliestYear = 1850;

    // Residence permits of people from Hong Kong, Macao and Taiwan carry these in place of a county.
    static readonly string[] ResidencePermits = ["810000", "820000", "830000"];

    readonly string? value;

    CitizenIdNumber(string value) => this.value = value;

    /// <summary>All 18 characters, ASCII digits and at the end perhaps X; only what <see cref="TryParse"/> accepted has them.</summary>
    public string Value => value ?? throw new InvalidOperationException("There is no ID number here.");

    public string CountyCode => Value[..6];

    public DateOnly BirthDate => DateOnly.ParseExact(Value.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture);

    public bool IsFemale => (Value[16] - '0') % 2 is 0;

    /// <summary>A mask; the number itself is had from <see cref="Value"/> only.</summary>
    public override string ToString() => "ID ************";

    /// <summary>The number in this text, spaces around it, full-width characters and a small x allowed; or what is wrong with it.</summary>
    public static bool TryParse(string? text, DateOnly today, out CitizenIdNumber number, out IdNumberFault fault)
    {
        var value = string.Concat((text ?? "").Trim().Select(AsWritten));
        fault = FaultOf(value, today);
        number = fault is IdNumberFault.None ? new(value) : default;
        return fault is IdNumberFault.None;
    }

    /// <summary>The check character of ISO 7064 MOD 11-2 for the 17 digits before it.</summary>
    public static char CheckCharacter(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        foreach (var digit in digits)
            sum = (sum + digit - '0') * 2 % 11;
        return "10X98765432"[sum];
    }

    static IdNumberFault FaultOf(string value, DateOnly today)
    {
        if (value.Length is 0)
            return IdNumberFault.Missing;
        if (value.Length is 15 && value.All(char.IsAsciiDigit))
            return IdNumberFault.FifteenDigits;
        if (value.Length is not 18)
            return IdNumberFault.WrongLength;
        if (!value[..17].All(char.IsAsciiDigit) || (!char.IsAsciiDigit(value[17]) && value[17] is not 'X'))
            return IdNumberFault.NotDigits;
        if (!CountyCodes.Contains(value[..6]) && !ResidencePermits.Contains(value[..6]))
            return IdNumberFault.UnknownCounty;
        if (!DateOnly.TryParseExact(value.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born))
            return IdNumberFault.NoSuchDate;
        if (born > today || born.Year < EarliestYear)
            return IdNumberFault.BornInFuture;
        return value[17] == CheckCharacter(value.AsSpan(0, 17)) ? IdNumberFault.None : IdNumberFault.WrongCheckCharacter;
    }

    // Full-width forms, as Chinese input methods write them, stand 0xFEE0 above ASCII.
    static char AsWritten(char c) => char.ToUpperInvariant(c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c);
}
