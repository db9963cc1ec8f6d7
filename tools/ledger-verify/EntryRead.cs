using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServiceLedger.Verify;

/// <summary>
/// The entry of an event as the log holds it: JSON of act, data (or, where that is too long, its digest), id, recordedAt, stream, type and version. In the place of a
/// personal value stands <c>{ "digest" }</c>, that of its disclosure (RFC 9901 §4.2.4).
/// </summary>
public sealed record EntryRead(Guid Id, Guid Stream, long Version, string Type, string RecordedAt, JsonElement? Data)
{
    const string Time = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    static readonly Said Itself = new("The entry", "条目");
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Dictionary<string, List<string>> members = [];

    /// <summary>In how many members a digest stands for a value.</summary>
    public int Sealed => members.Values.Sum(m => m.Count);

    /// <summary>Reads an entry; it is worth what the proof of its hash is worth.</summary>
    public static EntryRead Of(ReadOnlyMemory<byte> entry)
    {
        var json = Strict.Json(entry, Itself);
        var whole = json.ValueKind is JsonValueKind.Object && json.TryGetProperty("data", out _);
        var read = Strict.Members(json, Itself, "act", whole ? "data" : "dataDigest", "id", "recordedAt", "stream", "type", "version");
        var (type, at) = (Strict.Text(read[5], Itself), Strict.Text(read[3], Itself));
        if (read[6].ValueKind is not JsonValueKind.Number || !read[6].TryGetInt64(out var version) || version < 1 || type.Length == 0 || !type.All(c => c is '_' or >= 'a' and <= 'z' or >= '0' and <= '9') || !TryMoment(at, out _))
            throw Strict.Form(Itself);
        var found = new EntryRead(Strict.Id(read[2], Itself), Strict.Id(read[4], Itself), version, type, at, whole ? read[1] : null);
        found.Collect(read[0], "act");
        if (whole)
            found.Collect(read[1], "data");
        return found;
    }

    /// <summary>Reads a moment as entries and promises write it: UTC, to the microsecond.</summary>
    public static bool TryMoment(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    /// <summary>The disclosed values, each with the members where its digest stands; null where a disclosure is none of this entry's, or stands there twice, which the report then says.</summary>
    public IReadOnlyList<ValueShown>? Match(IReadOnlyList<string> disclosures, Report report)
    {
        if (Data is null && disclosures.Count > 0)
        {
            report.LeaveOpen("valuesInDigest", "The entry is too long to hold its values' digests one by one: the values disclosed beside it are not verified.", "条目过长，未逐项载入各值的摘要：随附披露的值未经核验。");
            return [];
        }

        var values = new List<ValueShown>();
        for (var i = 0; i < disclosures.Count; i++)
        {
            if (disclosures.Take(i).Contains(disclosures[i]))
                return No("disclosureTwice", $"Disclosure {i + 1} stands there twice.", $"第 {i + 1} 项披露重复出现。");
            var digest = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(disclosures[i])));
            if (!members.TryGetValue(digest, out var names))
                return No("disclosureForeign", $"Disclosure {i + 1} belongs to no member of the entry: it was altered, or it is another event's.", $"第 {i + 1} 项披露与条目中任何一项都不相符：已被改动，或属于其他事项。");
            if (Value(disclosures[i]) is not { } value)
                return No("disclosureForm", $"Disclosure {i + 1} is not of the form of RFC 9901.", $"第 {i + 1} 项披露不符合 RFC 9901 的格式。");
            values.AddRange(names.Select(n => new ValueShown(n, value)));
        }

        return values;

        IReadOnlyList<ValueShown>? No(string reason, string en, string zh)
        {
            report.Refuse(reason, en, zh);
            return null;
        }
    }

    // base64url(JSON [salt, value]), RFC 9901 §4.2.2.
    static string? Value(string disclosure)
    {
        try
        {
            var json = Strict.Json(Base64Url.DecodeFromChars(disclosure), new("The disclosure", "披露"));
            return json.ValueKind is JsonValueKind.Array && json.GetArrayLength() == 2 && json[0].ValueKind is JsonValueKind.String ? JsonSerializer.Serialize(json[1], Plain) : null;
        }
        catch (Exception e) when (e is FormatException or Unreadable)
        {
            return null;
        }
    }

    void Collect(JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.Array)
            for (var i = 0; i < value.GetArrayLength(); i++)
                Collect(value[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
        if (value.ValueKind is not JsonValueKind.Object)
            return;
        if (value.EnumerateObject().Count() == 1 && value.TryGetProperty("digest", out var digest) && digest.ValueKind is JsonValueKind.String)
        {
            if (!members.TryGetValue(digest.GetString()!, out var names))
                members[digest.GetString()!] = names = [];
            names.Add(path);
        }
        else
        {
            foreach (var member in value.EnumerateObject())
                Collect(member.Value, $"{path}.{member.Name}");
        }
    }
}
