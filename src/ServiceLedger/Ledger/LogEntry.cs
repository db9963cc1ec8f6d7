using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Ledger;

/// <summary>
/// The entry of an event in the transparency log: what the log commits to for ever, without a personal value in it.
/// <code>
/// entry      = JCS (RFC 8785) of { "act", "data" | "dataDigest", "id", "recordedAt", "stream", "type", "version" }, UTF-8, at most 65,535 bytes
/// act        = the event's act as it was recorded, its actorId as { "digest" }; null where there is none
/// data       = the event's data, in which each sealed value { "digest", "keyId", "nonce", "ciphertext" } is { "digest" },
///              and so is each text that names an officer for the office's own use
/// dataDigest = base64url(SHA-256(JCS of data)), in the place of data that would make the entry too long
/// id, stream = UUID, lower case, with hyphens
/// recordedAt = yyyy-MM-ddTHH:mm:ss.ffffffZ
/// type       = the event's stored name
/// version    = place of the event in its stream, from 1
/// leaf hash  = SHA-256(0x00 entry)                                    RFC 6962 §2.1
/// </code>
/// A digest is the salted commitment of RFC 9901 §4.2.4: of sealed values their own, of actors and officers that of <see cref="Commitments"/>. Rotating keys, restricting and erasing leave every digest as it is, and so every leaf.
/// The stored format: never change it.
/// </summary>
public static class LogEntry
{
    /// <summary>The longest entry, in bytes: the length in an entry bundle is a uint16 (C2SP tlog-tiles, "Log entries").</summary>
    public const int MostBytes = 65_535;

    const string Time = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    /// <summary>The entry of an event; <paramref name="act"/> and <paramref name="data"/> are JSON as stored, act may be absent.</summary>
    public static byte[] Of(Commitments commitments, Guid id, Guid stream, long version, string type, DateTimeOffset recordedAt, string? act, string data) =>
        Of(commitments, id, stream, version, type, recordedAt, act is null ? null : Encoding.UTF8.GetBytes(act), Encoding.UTF8.GetBytes(data));

    /// <summary>The same of JSON in UTF-8.</summary>
    public static byte[] Of(Commitments commitments, Guid id, Guid stream, long version, string type, DateTimeOffset recordedAt, byte[]? act, byte[] data)
    {
        using var acts = act is null ? null : JsonDocument.Parse(act);
        using var datas = JsonDocument.Parse(data);
        var entry = new ArrayBufferWriter<byte>(1024);
        Write(entry, "data", w => WriteNaming(datas.RootElement, HistoryLine.Officers, "data.", WriteData, w));
        if (entry.WrittenCount <= MostBytes)
            return entry.WrittenSpan.ToArray();

        var whole = new ArrayBufferWriter<byte>(entry.WrittenCount);
        WriteNaming(datas.RootElement, HistoryLine.Officers, "data.", WriteData, whole);
        entry = new ArrayBufferWriter<byte>(1024);
        Write(entry, "dataDigest", w => Jcs.WriteString(Base64Url(SHA256.HashData(whole.WrittenSpan)), w));
        return entry.WrittenSpan.ToArray();

        // An object in which the members of these names are commitments.
        void WriteNaming(JsonElement value, string[] names, string path, Action<JsonElement, IBufferWriter<byte>> write, IBufferWriter<byte> to) =>
            Jcs.WriteObject(value, to, (m, w) =>
            {
                if (m.Value.ValueKind is not JsonValueKind.String || Array.Find(names, m.NameEquals) is not { } name)
                {
                    write(m.Value, w);
                    return;
                }

                w.Write("{\"digest\":"u8);
                Jcs.WriteString(commitments.Digest(id, path + name, m.Value.GetString()!), w);
                w.Write("}"u8);
            });

        // The names stand in canonical order.
        void Write(ArrayBufferWriter<byte> to, string name, Action<IBufferWriter<byte>> value)
        {
            to.Write("{\"act\":"u8);
            if (acts is null)
                to.Write("null"u8);
            else
                WriteNaming(acts.RootElement, Actor, "act.", Jcs.Write, to);
            to.Write(Encoding.ASCII.GetBytes($",\"{name}\":"));
            value(to);
            to.Write(Encoding.ASCII.GetBytes($",\"id\":\"{id:D}\",\"recordedAt\":\"{recordedAt.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)}\",\"stream\":\"{stream:D}\",\"type\":"));
            Jcs.WriteString(type, to);
            to.Write(Encoding.ASCII.GetBytes($",\"version\":{version.ToString(CultureInfo.InvariantCulture)}}}"));
        }
    }

    static readonly string[] Actor = ["actorId"];

    /// <summary>The members of an entry whose commitment is made for this one event.</summary>
    internal static IReadOnlySet<string> Salted { get; } = HistoryLine.Officers.Select(o => $"data.{o}.digest").Append("act.actorId.digest").ToHashSet();

    static string Base64Url(byte[] hash) => System.Buffers.Text.Base64Url.EncodeToString(hash);

    /// <summary>JSON as stored in the canonical form in which entries hold it: each sealed value as its digest.</summary>
    public static byte[] Canonical(JsonElement data)
    {
        var to = new ArrayBufferWriter<byte>(256);
        WriteData(data, to);
        return to.WrittenSpan.ToArray();
    }

    static void WriteData(JsonElement value, IBufferWriter<byte> to)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when IsSealed(value):
                to.Write("{\"digest\":"u8);
                Jcs.Write(value.GetProperty("digest"u8), to);
                to.Write("}"u8);
                break;
            case JsonValueKind.Object:
                Jcs.WriteObject(value, to, static (m, w) => WriteData(m.Value, w));
                break;
            case JsonValueKind.Array:
                Jcs.WriteArray(value, to, WriteData);
                break;
            default:
                Jcs.Write(value, to);
                break;
        }
    }

    /// <summary>Whether a value is a sealed one.</summary>
    public static bool IsSealed(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object && value.GetPropertyCount() == 4 && IsText(value, "ciphertext"u8) && IsText(value, "digest"u8) && IsText(value, "keyId"u8) && IsText(value, "nonce"u8);

    static bool IsText(JsonElement value, ReadOnlySpan<byte> name) => value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String;
}
