using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace ServiceLedger.Verify.Tests;

/// <summary>A log of 300 events that is the same at every run, and what it gives away.</summary>
static class Given
{
    /// <summary>JSON with its Chinese as it is.</summary>
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public const string Origin = "ledger.example/log";
    public const int Size = 300, Submitted = 7, Made = 280;

    public static readonly NoteSigner Log = NoteSigner.Parse("PRIVATE+KEY+ledger.example/log+d1913288+AWer3XIQJPD/Tgs/TC/BO8W61C0LeFHUVtiNID0VqqRQ");

    /// <summary>Another key under the name of the log.</summary>
    public static readonly NoteSigner Stranger = NoteSigner.Parse("PRIVATE+KEY+ledger.example/log+e0b5ddd5+AZ8Ha363/cAxHNMgjNu+u/gBTdOgXjUZHJaUezWKNitA");

    public static readonly NoteSigner[] Witnesses =
    [
        NoteSigner.Parse("PRIVATE+KEY+witness1.example+13ce8335+BI/Gy0qYFtdWIWUt54MRju4TESzaGW5h0b3gRg8psm4+"),
        NoteSigner.Parse("PRIVATE+KEY+witness2.example+3da8147f+BJ7k7mftlfokxHMJ6LFfBPJSvSpemwlBXjYL9f38tACe")
    ];

    public static string Key => Log.Verifier.ToString();

    /// <summary>A day after the last event.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 3, 1, 0, 0, TimeSpan.Zero);

    public static readonly string[] Disclosures = [Disclosure("_26bc4LT-ac6q2KI6cBW5e", "新办"), Disclosure("eluV5Og3gSNII8EYnsxA_A", "13900000000")];

    public static string Disclosure(string salt, string value) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new[] { salt, value }, Relaxed)));

    static string Digest(string disclosure) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(disclosure)));

    /// <summary>The id of the i-th event, and of the stream of the i-th.</summary>
    public static string Id(int i) => $"01950000-0000-7000-8000-{i:x12}";

    public static string Stream(int i) => $"01950000-0000-7000-9000-{i:x12}";

    static string At(int i) => new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero).AddSeconds(i).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    static string Entry(int i) => i switch
    {
        Submitted => Entry(i, "application_submitted", $$$"""{"contact":{"digest":"{{{Digest(Disclosures[1])}}}"},"itemCode":"A-1","reason":{"digest":"WFd"},"situation":{"digest":"{{{Digest(Disclosures[0])}}}"}}"""),
        Made => Entry(i, "decision_made", $$$"""{"seenManifest":{"evidence":[],"itemVersion":1,"streams":[{"id":"{{{Stream(Submitted)}}}","version":1},{"id":"{{{Stream(8)}}}","version":1}]}}"""),
        _ => Entry(i, "citizen_registered", $$$"""{"number":{{{i}}}}""")
    };

    /// <summary>The entry of an event of this type and data.</summary>
    public static string Entry(int i, string type, string data) =>
        $$"""{"act":{"actorId":{"digest":"QWN0b3I"},"role":"handler"},"data":{{data}},"id":"{{Id(i)}}","recordedAt":"{{At(i)}}","stream":"{{Stream(i)}}","type":"{{type}}","version":1}""";

    public static readonly byte[][] Entries = [.. Enumerable.Range(0, Size).Select(i => Encoding.UTF8.GetBytes(Entry(i)))];

    public static NodeReader Nodes(byte[][] entries) => (level, index) =>
    {
        var tree = new GrowingTree();
        for (var i = index << level; i < (index + 1) << level; i++)
            tree.Append(TreeHash.OfLeaf(entries[i]));
        return tree.Root;
    };

    public static TreeHash Root(int size, byte[][]? entries = null) => GrowingTree.Read(size, Nodes(entries ?? Entries)).Root;

    /// <summary>The checkpoint of the first entries, signed by the log and cosigned by these.</summary>
    public static SignedNote Checkpoint(int size = Size, byte[][]? entries = null, NoteSigner? log = null, params NoteSigner[] witnesses)
    {
        var text = new Checkpoint(Origin, size, Root(size, entries)).ToString();
        return SignedNote.Sign(text, log ?? Log).With(witnesses.Select(w => Cosignature.Sign(w, text, 1_772_500_000)));
    }

    public static TlogProof Proof(int index, int size = Size, byte[]? extra = null, byte[][]? entries = null, params NoteSigner[] witnesses) =>
        new(index, InclusionProof.Make(index, size, Nodes(entries ?? Entries)), Checkpoint(size, entries, witnesses: witnesses), extra);

    public static byte[] Extra(int index, params string[] disclosures) => JsonSerializer.SerializeToUtf8Bytes(new { entry = Convert.ToBase64String(Entries[index]), disclosures });

    public static string Promise(int index, NoteSigner? log = null) => SignedNote.Sign(
        $"serviceledger/receipt/v1\n{Origin}\n{Id(index)}\n{TreeHash.OfLeaf(Entries[index])}\n{At(index)}\n{At(index + 5)}\n", log ?? Log).ToString();

    public static JsonObject Receipt(int index = Submitted, string[]? disclosures = null, string? proof = null) => new()
    {
        ["format"] = "serviceledger-receipt@v1",
        ["promise"] = Promise(index),
        ["entry"] = Convert.ToBase64String(Entries[index]),
        ["disclosures"] = new JsonArray([.. (disclosures ?? Disclosures).Select(d => JsonValue.Create(d))]),
        ["proof"] = proof ?? Proof(index).ToString()
    };

    public static JsonObject Bundle(params int[] indices) => new()
    {
        ["format"] = "serviceledger-bundle@v1",
        ["decisionId"] = Stream(Made),
        ["events"] = new JsonArray([.. indices.Select(i => Event(i))])
    };

    public static JsonObject Event(int i, int size = Size, byte[][]? entries = null) => new()
    {
        ["entry"] = Convert.ToBase64String((entries ?? Entries)[i]),
        ["disclosures"] = new JsonArray([.. i == Submitted ? Disclosures.Select(d => JsonValue.Create(d)) : []]),
        ["proof"] = Proof(i, size, entries: entries).ToString()
    };

    /// <summary>The entries of a log that is another from this one on.</summary>
    public static byte[][] Forked(int from) => [.. Entries.Select((e, i) => i < from ? e : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(e).Replace("handler", "head", StringComparison.Ordinal)))];
}

/// <summary>A folder for one test, and the verifier run in it.</summary>
sealed class Desk : IDisposable
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "ledger-verify-" + Guid.NewGuid());

    public Desk() => Directory.CreateDirectory(folder);

    public FakeTimeProvider Time { get; } = new(Given.Now);

    public string State => At("state.json");

    public string At(string name) => Path.Combine(folder, name);

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    /// <summary>Writes the log of these entries down as it is exported.</summary>
    public string Export(string name, int size = Given.Size, byte[][]? entries = null, NoteSigner? log = null)
    {
        entries ??= Given.Entries;
        foreach (var tile in Tile.Changed(0, size))
            Write($"{name}/{tile.Path}", tile.IsEntries
                ? EntryBundle.Write([.. entries.Skip((int)tile.Index * 256).Take(tile.Width).Select(e => new ReadOnlyMemory<byte>(e))])
                : [.. Enumerable.Range(0, tile.Width).SelectMany(i => Given.Nodes(entries)(tile.Level * 8, tile.Index * 256 + i).ToArray())]);
        Write($"{name}/log.vkey", (log ?? Given.Log).Verifier + "\n");
        Write($"{name}/checkpoint", Given.Checkpoint(size, entries, log).ToString());
        return At(name);
    }

    /// <summary>Runs the verifier without a memory; its exit code and all it wrote.</summary>
    public (int Code, string Text) Run(params string[] args) => RunWith([.. args, "--no-state"]);

    /// <summary>Runs the verifier with the memory of this folder.</summary>
    public (int Code, string Text) Remembering(params string[] args) => RunWith([.. args, "--state", State]);

    public (int Code, string Text) RunWith(string[] args, string? language = null)
    {
        using var said = new StringWriter();
        var code = Verifier.Run(args, said, said, Time, name => name == "LANG" ? language : null);
        var text = said.ToString().Replace(folder, "DESK", StringComparison.Ordinal);
        text.ShouldNotContain("   at ");
        text.ShouldNotContain("Exception");
        return (code, text);
    }

    /// <summary>Runs the verifier for its report in JSON.</summary>
    public (int Code, string Reason) Reason(params string[] args)
    {
        var (code, text) = Run([.. args, "--json"]);
        var report = JsonNode.Parse(text)!;
        ((int)report["exitCode"]!).ShouldBe(code);
        return (code, (string)report["reason"]!);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
