using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>The largest checkpoint of each log that was verified here; with it a log that is set back or split is found out.</summary>
/// <remarks>
/// <code>
/// file = { "format": "ledger-verify-state@v1", "logs": { origin: { "seenAt", "checkpoint" } } }    ; checkpoint: the signed note
/// </code>
/// Written beside, flushed and renamed; one process at a time has it.
/// </remarks>
public sealed class Memory : IDisposable
{
    const string V1 = "ledger-verify-state@v1";

    readonly string path;
    readonly FileStream place;
    readonly Dictionary<string, (SignedNote Note, Checkpoint Checkpoint, string SeenAt)> logs = [];

    Memory(string path, FileStream place)
    {
        (this.path, this.place) = (path, place);
        if (!File.Exists(path))
            return;
        var what = new Said(path, path);
        try
        {
            var file = Strict.Members(Strict.Json(Strict.File(path), what), what, "format", "logs");
            if (Strict.Text(file[0], what) != V1 || file[1].ValueKind is not JsonValueKind.Object)
                throw Strict.Form(what);
            foreach (var log in file[1].EnumerateObject())
            {
                var seen = Strict.Members(log.Value, what, "seenAt", "checkpoint");
                if (!SignedNote.TryParse(Strict.Text(seen[1], what), out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint) || checkpoint.Origin != log.Name)
                    throw Strict.Form(what);
                logs[log.Name] = (note, checkpoint, Strict.Text(seen[0], what));
            }
        }
        catch (Unreadable e)
        {
            throw new Unreadable("badState", new($"What was remembered of earlier checkpoints cannot be read: {e.Why.En} Name another --state, or --no-state.", $"无法读取此前记住的检查点：{e.Why.Zh}请另指定 --state，或使用 --no-state。"));
        }
    }

    /// <summary>Where it is kept when nobody says otherwise; null where there is no profile.</summary>
    public static string? DefaultPath =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } profile ? Path.Combine(profile, "ledger-verify", "state.json") : null;

    /// <summary>Opens what is remembered, waiting a few seconds for another process to be done with it.</summary>
    public static Memory Open(string path)
    {
        for (var tries = 50; ; tries--)
            try
            {
                if (Directory.Exists(path))
                    throw new UnauthorizedAccessException();
                if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                    Directory.CreateDirectory(folder);
                var place = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                try
                {
                    return new(path, place);
                }
                catch
                {
                    place.Dispose();
                    throw;
                }
            }
            catch (IOException) when (tries > 0 && File.Exists(path + ".lock"))
            {
                Thread.Sleep(100);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new Unreadable("badState", new($"{path} cannot be opened to remember checkpoints in. Name another --state, or --no-state.", $"无法打开 {path} 以记住检查点。请另指定 --state，或使用 --no-state。"));
            }
    }

    /// <summary>
    /// Holds a verified checkpoint against the largest that was seen of its log, and remembers it where it is the first, or goes on from that. The checkpoint of a receipt
    /// may well be older than the largest one seen; that of a log may not.
    /// </summary>
    public void Hold(SignedNote note, Checkpoint checkpoint, bool ofReceipt, TileFolder? tiles, Report report, DateTimeOffset now)
    {
        if (!logs.TryGetValue(checkpoint.Origin, out var seen))
        {
            if (report.Verdict is Verdict.Verified)
            {
                Remember();
                report.Note("firstSeen", "It is the first checkpoint of this log seen here; it is remembered, and later ones must go on from it.", "这是本机首次见到该日志的检查点，已记住；此后的检查点须与其一致。");
            }

            return;
        }

        var (smaller, larger) = seen.Checkpoint.Size <= checkpoint.Size ? (seen.Checkpoint, checkpoint) : (checkpoint, seen.Checkpoint);
        var older = new Said($"the checkpoint of {seen.Checkpoint.Size} entries seen at {seen.SeenAt}", $"于 {seen.SeenAt} 见到的 {seen.Checkpoint.Size} 个条目的检查点");
        switch (Comparison.Of(smaller, larger, tiles))
        {
            case Continuity.Forked:
                report.Refuse("fork", $"The log is split: this checkpoint contradicts {older.En}, and both are signed. Keep both: together they convict the log. That one is kept in {path}.", $"日志已分叉：该检查点与{older.Zh}相矛盾，且两者均有签名。请保留两者，合起来即为证据。后者保存在 {path}。");
                break;
            case Continuity.TilesWrong:
                report.Refuse("tilesWrong", $"The tiles are not those of the checkpoint of {larger.Size} entries: they were altered or are another log's.", $"瓦片与 {larger.Size} 个条目的检查点不符：已被改动，或属于其他日志。");
                break;
            case Continuity.Same:
                break;
            case var _ when checkpoint.Size < seen.Checkpoint.Size && !ofReceipt:
                report.Refuse("rollback", $"The log was set back: this checkpoint has {checkpoint.Size} entries, less than {older.En}.", $"日志已回退：该检查点仅有 {checkpoint.Size} 个条目，少于{older.Zh}。");
                break;
            case Continuity.Proven:
                if (checkpoint.Size > seen.Checkpoint.Size && report.Verdict is Verdict.Verified)
                    Remember();
                report.Note("consistent", $"It is consistent with {older.En}.", $"与{older.Zh}一致。");
                break;
            case var _ when checkpoint.Size < seen.Checkpoint.Size:
                report.Note("olderNotProven", $"It is older than {older.En}; that the log still holds it is not proven here (--tiles proves it).", $"早于{older.Zh}；此处未证明日志仍包含它（可用 --tiles 证明）。");
                break;
            case var _ when ofReceipt:
                report.Note("consistencyNotProven", $"Not proven: that it goes on from {older.En}, which stays remembered (--tiles proves it).", $"未证明：其延续自{older.Zh}，后者仍被记住（可用 --tiles 证明）。");
                break;
            default:
                report.LeaveOpen("consistencyNotProven", $"Not proven: that this checkpoint goes on from {older.En}, which stays remembered. Give the log's tiles with --tiles.", $"未证明：该检查点延续自{older.Zh}，后者仍被记住。请用 --tiles 提供日志的瓦片。");
                break;
        }

        void Remember()
        {
            logs[checkpoint.Origin] = (note, checkpoint, Report.Moment(now));
            if (!Write())
                report.Note("notRemembered", $"It could not be remembered: {path} cannot be written.", $"未能记住：无法写入 {path}。");
        }
    }

    bool Write()
    {
        var file = new JsonObject
        {
            ["format"] = V1,
            ["logs"] = new JsonObject(logs.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => KeyValuePair.Create(l.Key, (JsonNode?)new JsonObject { ["seenAt"] = l.Value.SeenAt, ["checkpoint"] = l.Value.Note.ToString() })))
        };
        try
        {
            using (var beside = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
            {
                beside.Write(Encoding.UTF8.GetBytes(file.ToJsonString()));
                beside.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Lets the next process have it.</summary>
    public void Dispose() => place.Dispose();
}
