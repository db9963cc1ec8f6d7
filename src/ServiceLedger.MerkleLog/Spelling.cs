using System.Globalization;
using System.Text;

namespace ServiceLedger.MerkleLog;

/// <summary>The one spelling of bytes and numbers that the text formats allow, so that a text cannot be altered and still mean the same.</summary>
static class Spelling
{
    /// <summary>Refuses what is not UTF-8 instead of replacing it, and adds no byte order mark.</summary>
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Standard base64 with padding (RFC 4648 §4); no white space, and no unused bits set (§3.5).</summary>
    internal static bool TryBase64(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 != 0)
            return false;
        var decoded = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, decoded, out var length) || !text.SequenceEqual(Convert.ToBase64String(decoded, 0, length)))
            return false;
        bytes = decoded[..length];
        return true;
    }

    /// <summary>ASCII digits without leading zeroes, at most 2^63 − 1.</summary>
    internal static bool TryDecimal(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return (text is "0" || text is [>= '1' and <= '9', ..]) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The text of bytes in UTF-8; false where they are not.</summary>
    internal static bool TryUtf8(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            return false;
        text = Utf8.GetString(bytes);
        return true;
    }

    /// <summary>Whether UTF-8 can hold the text: it has no half of a surrogate pair.</summary>
    internal static bool IsText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            text = text[length..];
        }
        return true;
    }
}
