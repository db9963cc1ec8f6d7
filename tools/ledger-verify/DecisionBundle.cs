using System.Text.Json;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>Verifies a decision with what was seen when it was made: each event by its proof, and all of them against the manifest in the decision itself.</summary>
/// <remarks>
/// <code>
/// bundle = { "format": "serviceledger-bundle@v1", "decisionId", "events": [ event ] }                ; JSON
/// event  = { "entry", "disclosures", "proof" }         ; as in a receipt; every event has its proof
/// </code>
/// An event is of the decision's own stream, or of a stream that the decision's manifest names, up to the version it names; none stands there twice.
/// </remarks>
public sealed class DecisionBundle(Trust trust, Memory? memory, TileFolder? tiles, TimeProvider time, Report report)
{
    const string V1 = "serviceledger-bundle@v1";

    static readonly Said Itself = new("The bundle", "决定卷宗");

    /// <summary>Verifies a bundle.</summary>
    public void Verify(byte[] file)
    {
        var read = Strict.Members(Strict.Json(file, Itself), Itself, "format", "decisionId", "events");
        if (Strict.Text(read[0], Itself) != V1)
            throw new Unreadable("format", new($"The bundle is not of the format {V1}.", $"决定卷宗格式不是 {V1}。"));
        var decision = Strict.Id(read[1], Itself);
        if (read[2].ValueKind is not JsonValueKind.Array || read[2].GetArrayLength() == 0)
            throw Strict.Form(Itself);

        var receipts = new ReceiptFile(trust, null, null, time, report);
        var resting = new List<(SignedNote Note, Checkpoint Checkpoint)>();
        foreach (var each in read[2].EnumerateArray())
        {
            var members = Strict.Members(each, Itself, "entry", "disclosures", "proof");
            var proof = ReceiptFile.ProofOf(Strict.Text(members[2], Itself));
            var before = report.Events.Count;
            if (receipts.Included(Strict.Base64(members[0], Itself), Strict.Texts(members[1], Itself), proof) is not { } checkpoint)
            {
                report.Note("eventRefused", $"It is event {before + 1} of the bundle that is refused.", $"未通过的是卷宗中的第 {before + 1} 个事项。");
                return;
            }

            if (!resting.Any(r => r.Checkpoint == checkpoint))
                resting.Add((proof.Checkpoint, checkpoint));
        }

        if (!OneLog(resting) || !Belong(decision))
            return;
        report.Conclude(Verdict.Verified, "bundle", new(
            $"The decision {decision} and what was seen for it stand in the log {resting[0].Checkpoint.Origin}: {report.Events.Count} {(report.Events.Count == 1 ? "event" : "events")}.",
            $"决定 {decision} 及作出时所见的内容已载入日志 {resting[0].Checkpoint.Origin}，共 {report.Events.Count} 个事项。"));
        foreach (var (note, checkpoint) in resting.OrderBy(r => r.Checkpoint.Size))
            memory?.Hold(note, checkpoint, ofReceipt: true, tiles, report, time.GetUtcNow());
    }

    bool OneLog(List<(SignedNote Note, Checkpoint Checkpoint)> resting)
    {
        var sizes = resting.Select(r => r.Checkpoint).OrderBy(c => c.Size).ToArray();
        if (sizes.Any(c => c.Origin != sizes[0].Origin))
            return report.Refuse("otherLog", "The events rest on different logs.", "各事项所依据的不是同一日志。");
        for (var i = 1; i < sizes.Length; i++)
            switch (Comparison.Of(sizes[i - 1], sizes[i], tiles))
            {
                case Continuity.Forked:
                    return report.Refuse("fork", $"The log is split: the bundle rests on checkpoints of {sizes[i - 1].Size} and {sizes[i].Size} entries that contradict each other. Keep the bundle: it convicts the log.", $"日志已分叉：卷宗所依据的 {sizes[i - 1].Size} 与 {sizes[i].Size} 个条目的检查点相互矛盾。请保留该卷宗，它即为证据。");
                case Continuity.TilesWrong:
                    return report.Refuse("tilesWrong", $"The tiles are not those of the checkpoint of {sizes[i].Size} entries.", $"瓦片与 {sizes[i].Size} 个条目的检查点不符。");
                case Continuity.NotProven:
                    report.Note("consistencyNotProven", $"Not proven: that the checkpoint of {sizes[i].Size} entries goes on from that of {sizes[i - 1].Size} (--tiles proves it).", $"未证明：{sizes[i].Size} 个条目的检查点延续自 {sizes[i - 1].Size} 个条目的检查点（可用 --tiles 证明）。");
                    break;
            }

        return true;
    }

    bool Belong(Guid decision)
    {
        var events = report.Events.Select(e => e.Entry).ToArray();
        if (events.GroupBy(e => (e.Stream, e.Version)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return report.Refuse("twice", $"Version {twice.Key.Version} of stream {twice.Key.Stream} stands there twice.", $"流 {twice.Key.Stream} 的第 {twice.Key.Version} 版重复出现。");
        if (events.SingleOrDefault(e => e.Stream == decision && e.Version == 1) is not { } made)
        {
            // Without the decision nobody knows what was seen for it.
            if (events.Any(e => e.Stream != decision))
                report.LeaveOpen("noDecision", "The bundle does not hold the event that made the decision: which streams were seen for it is not known.", "卷宗中没有作出该决定的事项：无从得知当时所见的内容。");
            else
                report.LeaveOpen("noDecision", "The bundle does not hold the event that made the decision.", "卷宗中没有作出该决定的事项。");
            return true;
        }

        if (made.Type != "decision_made")
            return report.Refuse("notADecision", $"{decision} is no decision: its stream begins with {made.Type}.", $"{decision} 不是决定：其流始于 {made.Type}。");
        if (made.Data is not { } data)
        {
            report.LeaveOpen("noManifest", "The decision is too long for its manifest to stand in the log in words: which streams were seen is not verified.", "该决定过长，所见清单未逐项载入日志：所见的流未经核验。");
            return true;
        }

        if (Manifest(data) is not { } seen)
        {
            if (events.FirstOrDefault(e => e.Stream != decision) is { } stranger)
                return report.Refuse("notSeen", $"The decision has no manifest, and event {stranger.Id} is not its own.", $"该决定没有所见清单，而事项 {stranger.Id} 不属于该决定。");
            report.LeaveOpen("noManifest", "The decision has no manifest of what was seen.", "该决定没有所见清单。");
            return true;
        }

        if (events.FirstOrDefault(e => e.Stream != decision && (!seen.TryGetValue(e.Stream, out var version) || e.Version > version)) is { } foreign)
            return report.Refuse("notSeen", $"Event {foreign.Id}, version {foreign.Version} of stream {foreign.Stream}, was not seen for the decision: its manifest does not name it.", $"事项 {foreign.Id}（流 {foreign.Stream} 第 {foreign.Version} 版）不在该决定的所见清单之内。");
        foreach (var (stream, version) in seen)
            if (events.Count(e => e.Stream == stream && e.Version <= version) is var held && held < version)
                report.LeaveOpen("notWhole", $"Of stream {stream}, which was seen up to version {version}, {version - held} {(version - held == 1 ? "event is" : "events are")} not in the bundle.", $"流 {stream} 当时所见至第 {version} 版，卷宗中缺少 {version - held} 个事项。");
        return true;
    }

    // data.seenManifest.streams: [{ id, version }]; null where there is none, or it is of another form.
    static Dictionary<Guid, long>? Manifest(JsonElement data)
    {
        if (data.ValueKind is not JsonValueKind.Object || !data.TryGetProperty("seenManifest", out var manifest) || manifest.ValueKind is not JsonValueKind.Object
            || !manifest.TryGetProperty("streams", out var streams) || streams.ValueKind is not JsonValueKind.Array)
            return null;
        var seen = new Dictionary<Guid, long>();
        foreach (var each in streams.EnumerateArray())
            if (each.ValueKind is not JsonValueKind.Object || !each.TryGetProperty("id", out var id) || id.ValueKind is not JsonValueKind.String || !id.TryGetGuid(out var stream)
                || !each.TryGetProperty("version", out var at) || at.ValueKind is not JsonValueKind.Number || !at.TryGetInt64(out var version))
                return null;
            else
                seen[stream] = version;
        return seen;
    }
}
