using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceLedger.Verify;

/// <summary>How a verification ended; the number is the exit code.</summary>
public enum Verdict
{
    /// <summary>Everything that was asked holds.</summary>
    Verified = 0,

    /// <summary>Something is wrong: a signature, a proof, a value, or a log that contradicts itself.</summary>
    Refused = 1,

    /// <summary>The command or its input cannot be read.</summary>
    Unusable = 2,

    /// <summary>What there is holds, but it does not settle the question.</summary>
    NotDecided = 3
}

/// <summary>A sentence in both languages.</summary>
public readonly record struct Said(string En, string Zh);

/// <summary>The input cannot be read.</summary>
public sealed class Unreadable(string reason, Said why) : Exception(why.En)
{
    /// <summary>What is wrong, as a name that does not change.</summary>
    public string Reason => reason;

    /// <summary>What is wrong, in words.</summary>
    public Said Why => why;
}

/// <summary>A value that was disclosed, and the member of the entry where its digest stands.</summary>
public sealed record ValueShown(string Member, string Json);

/// <summary>An event whose entry was verified.</summary>
public sealed record EventShown(EntryRead Entry, long? Index, IReadOnlyList<ValueShown> Values);

/// <summary>A witness that cosigned, and when it saw the checkpoint.</summary>
public sealed record WitnessShown(string Name, DateTimeOffset SeenAt);

/// <summary>A checkpoint whose signatures were verified.</summary>
public sealed record CheckpointShown(string Origin, long Size, string Root, IReadOnlyList<string> Keys, IReadOnlyList<WitnessShown> Witnesses);

/// <summary>What was found: the verdict with its reason, what was verified, and what else there is to know.</summary>
public sealed class Report
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly List<(string Reason, Said Message)> notes = [];
    (string Reason, Said Message) headline = ("", default);

    /// <summary>The worst that was found so far.</summary>
    public Verdict Verdict { get; private set; }

    /// <summary>Why, as a name that does not change.</summary>
    public string Reason => headline.Reason;

    /// <summary>The events that were verified.</summary>
    public List<EventShown> Events { get; } = [];

    /// <summary>The checkpoints whose signatures were verified, each once.</summary>
    public List<CheckpointShown> Checkpoints { get; } = [];

    /// <summary>Concludes; what is no worse than what was concluded before stands among the notes.</summary>
    public void Conclude(Verdict verdict, string reason, Said message)
    {
        if (headline.Reason.Length == 0 || Weight(verdict) > Weight(Verdict))
        {
            if (headline.Reason.Length > 0)
                notes.Insert(0, headline);
            (Verdict, headline) = (verdict, (reason, message));
        }
        else
        {
            notes.Add((reason, message));
        }
    }

    /// <summary>Refuses; always false, for whoever asked.</summary>
    public bool Refuse(string reason, string en, string zh)
    {
        Conclude(Verdict.Refused, reason, new(en, zh));
        return false;
    }

    /// <summary>Leaves it open.</summary>
    public void LeaveOpen(string reason, string en, string zh) => Conclude(Verdict.NotDecided, reason, new(en, zh));

    /// <summary>Adds what else there is to know.</summary>
    public void Note(string reason, string en, string zh) => notes.Add((reason, new(en, zh)));

    static int Weight(Verdict verdict) => verdict switch { Verdict.Verified => 0, Verdict.NotDecided => 1, Verdict.Refused => 2, _ => 3 };

    /// <summary>The report as people read it.</summary>
    public string ToText(bool chinese)
    {
        var text = new StringBuilder();
        Line(Verdict switch
        {
            Verdict.Verified => chinese ? "核验通过" : "VERIFIED",
            Verdict.Refused => chinese ? "核验不通过" : "REFUSED",
            Verdict.NotDecided => chinese ? "尚不能认定" : "NOT DECIDED",
            _ => chinese ? "无法核验" : "NOT READABLE"
        }, Words(headline.Message));
        foreach (var e in Events)
        {
            Line(chinese ? "事项" : "event", string.Create(CultureInfo.InvariantCulture, $"{e.Entry.Type} {e.Entry.Id}"));
            Line(chinese ? "所在流" : "stream", chinese ? $"{e.Entry.Stream}，第 {e.Entry.Version} 版" : $"{e.Entry.Stream}, version {e.Entry.Version}");
            Line(chinese ? "记录时间" : "recorded", e.Entry.RecordedAt);
            foreach (var value in e.Values)
                Line(chinese ? "披露的值" : "value", $"{value.Member} = {value.Json}");
            if (e.Entry.Sealed - e.Values.Count is > 0 and var closed)
                Line(chinese ? "未披露" : "not disclosed", chinese ? $"另有 {closed} 个值在条目中只有摘要" : $"{closed} more {(closed == 1 ? "value stands" : "values stand")} in the entry by digest only");
            if (e.Index is { } index)
                Line(chinese ? "条目序号" : "entry", index.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var c in Checkpoints)
        {
            Line(chinese ? "日志" : "log", chinese ? $"{c.Origin}，{c.Size} 个条目，根 {c.Root}" : $"{c.Origin}, {c.Size} {(c.Size == 1 ? "entry" : "entries")}, root {c.Root}");
            foreach (var key in c.Keys)
                Line(chinese ? "签名密钥" : "signed by", key);
            foreach (var witness in c.Witnesses)
                Line(chinese ? "见证" : "witness", chinese ? $"{witness.Name}，见于 {Moment(witness.SeenAt)}" : $"{witness.Name}, seen {Moment(witness.SeenAt)}");
        }

        foreach (var (_, message) in notes)
            Line(chinese ? "注意" : "note", Words(message));
        return text.ToString();

        string Words(Said said) => chinese ? said.Zh : said.En;

        void Line(string name, string what) => text.Append(name).Append(chinese ? "：" : ": ").Append(Harmless(what)).Append('\n');
    }

    /// <summary>The report as programs read it.</summary>
    /// <remarks>
    /// <code>
    /// { "verdict": "verified" / "refused" / "unusable" / "notDecided", "exitCode", "reason", "message",
    ///   "events": [{ "id", "type", "stream", "version", "recordedAt", "index", "values": [{ "member", "value" }], "notDisclosed" }],
    ///   "checkpoints": [{ "origin", "size", "root", "keys": [vkey], "witnesses": [{ "name", "seenAt" }] }],
    ///   "notes": [{ "reason", "message" }] }
    /// </code>
    /// </remarks>
    public string ToJson(bool chinese) => new JsonObject
    {
        ["verdict"] = Verdict switch { Verdict.Verified => "verified", Verdict.Refused => "refused", Verdict.NotDecided => "notDecided", _ => "unusable" },
        ["exitCode"] = (int)Verdict,
        ["reason"] = headline.Reason,
        ["message"] = chinese ? headline.Message.Zh : headline.Message.En,
        ["events"] = new JsonArray([.. Events.Select(e => new JsonObject
        {
            ["id"] = e.Entry.Id.ToString(),
            ["type"] = e.Entry.Type,
            ["stream"] = e.Entry.Stream.ToString(),
            ["version"] = e.Entry.Version,
            ["recordedAt"] = e.Entry.RecordedAt,
            ["index"] = e.Index,
            ["values"] = new JsonArray([.. e.Values.Select(v => new JsonObject { ["member"] = v.Member, ["value"] = JsonNode.Parse(v.Json) })]),
            ["notDisclosed"] = e.Entry.Sealed - e.Values.Count
        })]),
        ["checkpoints"] = new JsonArray([.. Checkpoints.Select(c => new JsonObject
        {
            ["origin"] = c.Origin,
            ["size"] = c.Size,
            ["root"] = c.Root,
            ["keys"] = new JsonArray([.. c.Keys.Select(k => JsonValue.Create(k))]),
            ["witnesses"] = new JsonArray([.. c.Witnesses.Select(w => new JsonObject { ["name"] = w.Name, ["seenAt"] = Moment(w.SeenAt) })])
        })]),
        ["notes"] = new JsonArray([.. notes.Select(n => new JsonObject { ["reason"] = n.Reason, ["message"] = chinese ? n.Message.Zh : n.Message.En })])
    }.ToJsonString(Indented) + "\n";

    internal static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // What stands in a file must not steer the terminal or turn the direction of the text.
    static string Harmless(string text)
    {
        var harmless = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                harmless.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                harmless.Append(rune.ToString());
        return harmless.ToString();
    }
}
