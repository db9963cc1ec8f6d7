using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ServiceLedger.Ledger;

/// <summary>
/// Writes JSON in its one canonical form (RFC 8785): members in the order of their names' UTF-16 code units, no white space, strings with the fewest escapes,
/// numbers as ECMAScript writes a double.
/// </summary>
/// <remarks>
/// A number that a double does not hold exactly has no canonical form in RFC 8785 (it asks for I-JSON, RFC 7493 §2.2). Such a number is written as it stands,
/// so that two different ones never become one. The ledger's own numbers are integers of at most 2^53 − 1.
/// </remarks>
public static class Jcs
{
    const int ExactDigits = 15;

    const byte Escape = (byte)'\\';

    /// <summary>The canonical form of a JSON value, UTF-8; a lone surrogate is an <see cref="InvalidOperationException"/>.</summary>
    public static byte[] Of(JsonElement value)
    {
        var to = new ArrayBufferWriter<byte>(256);
        Write(value, to);
        return to.WrittenSpan.ToArray();
    }

    /// <summary>Writes the canonical form of a JSON value.</summary>
    public static void Write(JsonElement value, IBufferWriter<byte> to)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, to, static (m, w) => Write(m.Value, w));
                break;
            case JsonValueKind.Array:
                WriteArray(value, to, Write);
                break;
            case JsonValueKind.String:
                var raw = JsonMarshal.GetRawUtf8Value(value);
                // Without an escape a JSON string is its own canonical form.
                if (raw.Contains(Escape))
                    WriteString(value.GetString()!, to);
                else
                    to.Write(raw);
                break;
            case JsonValueKind.Number:
                WriteNumber(JsonMarshal.GetRawUtf8Value(value), to);
                break;
            default:
                to.Write(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    /// <summary>Writes an object with its members in canonical order, the value of each by <paramref name="write"/>.</summary>
    public static void WriteObject(JsonElement value, IBufferWriter<byte> to, Action<JsonProperty, IBufferWriter<byte>> write)
    {
        var (rented, count, plain) = (ArrayPool<JsonProperty>.Shared.Rent(value.GetPropertyCount()), 0, true);
        foreach (var member in value.EnumerateObject())
        {
            rented[count++] = member;
            plain &= !JsonMarshal.GetRawUtf8PropertyName(member).ContainsAny(SortsOtherwise);
        }

        // Few members, mostly in order: an insertion sort. Ordinal comparison is that of UTF-16 code units (RFC 8785 §3.2.3).
        for (var i = 1; i < count; i++)
        {
            var member = rented[i];
            var at = i;
            for (; at > 0 && Compare(rented[at - 1], member, plain) > 0; at--)
                rented[at] = rented[at - 1];
            rented[at] = member;
        }

        to.Write("{"u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                to.Write(","u8);
            if (plain)
            {
                to.Write("\""u8);
                to.Write(JsonMarshal.GetRawUtf8PropertyName(rented[i]));
                to.Write("\""u8);
            }
            else
                WriteString(rented[i].Name, to);
            to.Write(":"u8);
            write(rented[i], to);
        }

        to.Write("}"u8);
        ArrayPool<JsonProperty>.Shared.Return(rented, clearArray: true);
    }

    static int Compare(JsonProperty a, JsonProperty b, bool plain) =>
        plain ? JsonMarshal.GetRawUtf8PropertyName(a).SequenceCompareTo(JsonMarshal.GetRawUtf8PropertyName(b)) : string.CompareOrdinal(a.Name, b.Name);

    // Names without an escape and below U+E000 sort in UTF-8 as they do in UTF-16.
    static readonly SearchValues<byte> SortsOtherwise = SearchValues.Create([Escape, .. Enumerable.Range(0xEE, 0x100 - 0xEE).Select(b => (byte)b)]);

    /// <summary>Writes an array, each item by <paramref name="write"/>.</summary>
    public static void WriteArray(JsonElement value, IBufferWriter<byte> to, Action<JsonElement, IBufferWriter<byte>> write)
    {
        to.Write("["u8);
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first)
                to.Write(","u8);
            first = false;
            write(item, to);
        }

        to.Write("]"u8);
    }

    /// <summary>Writes a string with the escapes of RFC 8785 §3.2.2.2 and no others.</summary>
    public static void WriteString(string value, IBufferWriter<byte> to)
    {
        to.Write("\""u8);
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAny(Escaped);
            WritePlain(plain < 0 ? rest : rest[..plain], to);
            if (plain < 0)
                break;
            to.Write(rest[plain] switch
            {
                '"' => "\\\""u8,
                '\\' => "\\\\"u8,
                '\b' => "\\b"u8,
                '\t' => "\\t"u8,
                '\n' => "\\n"u8,
                '\f' => "\\f"u8,
                '\r' => "\\r"u8,
                var c => Encoding.ASCII.GetBytes($"\\u{(int)c:x4}")
            });
            rest = rest[(plain + 1)..];
        }

        to.Write("\""u8);
    }

    static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    static void WritePlain(ReadOnlySpan<char> text, IBufferWriter<byte> to)
    {
        var bytes = to.GetSpan(Strict.GetMaxByteCount(text.Length));
        try
        {
            to.Advance(Strict.GetBytes(text, bytes));
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidOperationException("A lone surrogate has no canonical form.", e);
        }
    }

    static void WriteNumber(ReadOnlySpan<byte> raw, IBufferWriter<byte> to)
    {
        if (raw.Length <= ExactDigits && !raw.ContainsAnyExcept(Digits) && (raw[0] != '0' || raw.Length == 1))
        {
            to.Write(raw);
            return;
        }

        var text = Encoding.ASCII.GetString(raw);
        to.Write(Encoding.ASCII.GetBytes(IsExact(text, out var number) ? EcmaScript(number) : text));
    }

    static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    // An integer is exact up to 2^53 − 1; a decimal fraction is taken as its nearest double as everybody does, unless it is too large or too small for one.
    static bool IsExact(string text, out double number)
    {
        number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number) || (number == 0 && text.AsSpan().ContainsAnyInRange('1', '9')))
            return false;
        return text.AsSpan().ContainsAny('.', 'e', 'E') || Math.Abs(number) <= 9007199254740991;
    }

    /// <summary>A finite double as ECMAScript's Number::toString writes it (RFC 8785 §3.2.2.3): the shortest digits that read back as the same double.</summary>
    public static string EcmaScript(double number)
    {
        if (number == 0)
            return "0";
        var (digits, point) = Decimal(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        var sign = number < 0 ? "-" : "";
        if (point is > 0 and <= 21)
            return sign + (digits.Length <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}");
        if (point is > -6 and <= 0)
            return $"{sign}0.{new string('0', -point)}{digits}";
        var exponent = point - 1;
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}";
    }

    // "R" writes the shortest digits that read back as the same double, with or without an exponent: the digits alone, and where the point stands among them.
    static (string Digits, int Point) Decimal(string round)
    {
        var e = round.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? round : round[..e];
        var exponent = e < 0 ? 0 : int.Parse(round[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits[leading..].TrimEnd('0'), point - leading);
    }
}
