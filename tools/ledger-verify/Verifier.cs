using System.Diagnostics;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>Verifies what the transparency log gave away, with nothing but the file, the log's public key, and what was seen before.</summary>
public static class Verifier
{
    /// <summary>Runs a command line; returns its exit code, that of the <see cref="Verdict"/>. No input makes it throw.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error, TimeProvider time, Func<string, string?> environment)
    {
        var chinese = IsChinese(args, environment);
        if (args is [] || args.Any(a => a is "--help" or "-h"))
        {
            (args is [] ? error : output).Write(chinese ? HelpZh : HelpEn);
            return args is [] ? (int)Verdict.Unusable : (int)Verdict.Verified;
        }

        var report = new Report();
        try
        {
            var asked = Asked.Read(args);
            using var memory = asked.State is { } state && (asked.Command != "log" || asked.Logs.Count > 0) ? Memory.Open(state) : null;
            Verify(asked, memory, time, report, Progress(error, chinese));
        }
        catch (Unreadable e)
        {
            report.Conclude(Verdict.Unusable, e.Reason, e.Why);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever else an input may bring about: nothing is verified then.
            report.Conclude(Verdict.Unusable, "fault", new($"The verifier failed ({e.GetType().Name}): {e.Message}", $"核验程序出错（{e.GetType().Name}）：{e.Message}"));
        }

        if (args.Contains("--json"))
            output.Write(report.ToJson(chinese));
        else
            (report.Verdict is Verdict.Unusable ? error : output).Write(report.ToText(chinese));
        return (int)report.Verdict;
    }

    static void Verify(Asked asked, Memory? memory, TimeProvider time, Report report, Action<long, long> progress)
    {
        var trust = new Trust(asked.Logs, asked.Witnesses, asked.Quorum);
        var tiles = asked.Tiles is null ? null : Directory.Exists(asked.Tiles) ? new TileFolder(asked.Tiles) : throw new Unreadable("noFile", new($"There is no folder {asked.Tiles}.", $"没有文件夹 {asked.Tiles}。"));
        switch (asked.Command)
        {
            case "receipt":
                new ReceiptFile(trust, memory, tiles, time, report).Receipt(Strict.File(asked.File));
                break;
            case "proof":
                new ReceiptFile(trust, memory, tiles, time, report).Proof(Strict.File(asked.File), asked.Entry is null ? null : Strict.File(asked.Entry));
                break;
            case "bundle":
                new DecisionBundle(trust, memory, tiles, time, report).Verify(Strict.File(asked.File));
                break;
            case "checkpoint":
                OfCheckpoint(asked, trust, memory, tiles, report, time);
                break;
            default:
                OfLog(asked, trust, memory, report, time, progress);
                break;
        }
    }

    static void OfCheckpoint(Asked asked, Trust trust, Memory? memory, TileFolder? tiles, Report report, TimeProvider time)
    {
        var note = Note(asked.File);
        if (trust.Check(note, report) is not { } checkpoint)
            return;
        if (asked.Against is { } against)
        {
            // The older one needs the log's signature; its witnesses were asked for in its time.
            if ((trust with { Quorum = 0 }).Check(Note(against), report) is not { } older)
                return;
            if (older.Origin != checkpoint.Origin)
            {
                report.Refuse("otherLog", $"The checkpoints are of two logs: {older.Origin} and {checkpoint.Origin}.", $"两个检查点属于不同日志：{older.Origin} 与 {checkpoint.Origin}。");
                return;
            }

            if (!GoesOn(older, checkpoint, tiles, report))
                return;
        }

        report.Conclude(Verdict.Verified, "checkpoint", new($"The log {checkpoint.Origin} signed that it has {checkpoint.Size} {(checkpoint.Size == 1 ? "entry" : "entries")}.", $"日志 {checkpoint.Origin} 签署了 {checkpoint.Size} 个条目的状态。"));
        memory?.Hold(note, checkpoint, ofReceipt: false, tiles, report, time.GetUtcNow());
    }

    static bool GoesOn(Checkpoint older, Checkpoint newer, TileFolder? tiles, Report report)
    {
        if (newer.Size < older.Size)
            return report.Refuse("rollback", $"The log was set back: {older.Size} entries were signed before, and now {newer.Size}.", $"日志已回退：此前签署 {older.Size} 个条目，如今仅 {newer.Size} 个。");
        switch (Comparison.Of(older, newer, tiles))
        {
            case Continuity.Forked:
                return report.Refuse("fork", $"The log is split: the checkpoints of {older.Size} and {newer.Size} entries contradict each other, and both are signed. Keep both: together they convict the log.", $"日志已分叉：{older.Size} 与 {newer.Size} 个条目的检查点相互矛盾，且两者均有签名。请保留两者，合起来即为证据。");
            case Continuity.TilesWrong:
                return report.Refuse("tilesWrong", $"The tiles are not those of the checkpoint of {newer.Size} entries: they were altered or are another log's.", $"瓦片与 {newer.Size} 个条目的检查点不符：已被改动，或属于其他日志。");
            case Continuity.NotProven:
                report.LeaveOpen("consistencyNotProven", tiles is null
                    ? $"Not proven: that the checkpoint of {newer.Size} entries goes on from that of {older.Size}. Give the log's tiles with --tiles." : $"Not proven: that the checkpoint of {newer.Size} entries goes on from that of {older.Size}. The folder lacks tiles for it.", tiles is null
                    ? $"未证明：{newer.Size} 个条目的检查点延续自 {older.Size} 个条目的检查点。请用 --tiles 提供日志的瓦片。" : $"未证明：{newer.Size} 个条目的检查点延续自 {older.Size} 个条目的检查点。文件夹中缺少所需瓦片。");
                return true;
            case Continuity.Same:
                report.Note("same", "The two checkpoints are of the same tree.", "两个检查点是同一棵树。");
                return true;
            default:
                report.Note("consistent", $"It goes on from the checkpoint of {older.Size} entries: nothing of them was altered or removed.", $"延续自 {older.Size} 个条目的检查点：其中没有任何条目被改动或删除。");
                return true;
        }
    }

    static void OfLog(Asked asked, Trust trust, Memory? memory, Report report, TimeProvider time, Action<long, long> progress)
    {
        if (!Directory.Exists(asked.File))
            throw new Unreadable("noFile", new($"There is no folder {asked.File}.", $"没有文件夹 {asked.File}。"));
        var ownKey = trust.Logs.Count == 0;
        if (ownKey)
        {
            var keys = Path.Combine(asked.File, "log.vkey");
            if (!File.Exists(keys))
                throw new Unreadable("usage", new("Give the log's verifier key with --key: the folder has no log.vkey either.", "请用 --key 提供日志的验证公钥：文件夹中也没有 log.vkey。"));
            trust = trust with { Logs = Trust.Keys(keys, SignatureType.Ed25519) };
        }

        var note = Note(Path.Combine(asked.File, "checkpoint"));
        var folder = new TileFolder(asked.File);
        if (trust.Check(note, report) is not { } checkpoint || !new ExportedLog(folder, report, progress).Holds(checkpoint))
            return;
        report.Conclude(Verdict.Verified, "log", new(
            $"The folder holds the whole log {checkpoint.Origin}: {checkpoint.Size} {(checkpoint.Size == 1 ? "entry makes" : "entries make")} the root that was signed, and every tile is right.",
            $"文件夹中是完整的日志 {checkpoint.Origin}：{checkpoint.Size} 个条目推导出所签的根，每个瓦片均正确。"));
        if (ownKey)
            report.Note("ownKey", "The key is only the folder's own word (log.vkey): whoever made the folder may have made the key. Give the key you know with --key.", "公钥仅出自文件夹自身（log.vkey）：制作文件夹者也可能自造公钥。请用 --key 提供您已知的公钥。");
        memory?.Hold(note, checkpoint, ofReceipt: false, folder, report, time.GetUtcNow());
    }

    static SignedNote Note(string path) =>
        SignedNote.TryParse(Strict.File(path), out var note) ? note : throw new Unreadable("form", new($"{path} is no signed note, or was cut short.", $"{path} 不是签名文本，或不完整。"));

    // Said once a second, from the second second on.
    static Action<long, long> Progress(TextWriter error, bool chinese)
    {
        var begun = Stopwatch.StartNew();
        var said = 1L;
        return (done, size) =>
        {
            if (begun.Elapsed.TotalSeconds < said + 1 || done == size)
                return;
            said = (long)begun.Elapsed.TotalSeconds;
            var left = begun.Elapsed * ((double)(size - done) / done);
            error.WriteLine(chinese ? $"已核验 {done:N0} / {size:N0} 个条目，约剩 {left:mm\\:ss}" : $"{done:N0} of {size:N0} entries, about {left:mm\\:ss} left");
        };
    }

    static bool IsChinese(string[] args, Func<string, string?> environment)
    {
        for (var i = 0; i < args.Length; i++)
            if (args[i].StartsWith("--lang=", StringComparison.Ordinal) || args[i] == "--lang" && i + 1 < args.Length)
                return (args[i] == "--lang" ? args[i + 1] : args[i]["--lang=".Length..]) == "zh-CN";
        return new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(environment).FirstOrDefault(v => !string.IsNullOrEmpty(v))?.StartsWith("zh", StringComparison.Ordinal) ?? false;
    }

    const string HelpEn = """
        Verifies what the transparency log gave away. It works offline.

          ledger-verify receipt FILE --key VKEY              a receipt: JSON, proof with its entry, or promise
          ledger-verify proof FILE [--entry FILE] --key VKEY a proof (C2SP tlog-proof), of the entry in that file or in the proof
          ledger-verify checkpoint FILE --key VKEY           a checkpoint
                        [--against OLDER [--tiles FOLDER]]   and that it goes on from an older one, by the log's tiles
          ledger-verify log FOLDER [--key VKEY]              an exported log: every entry, every tile, the root
          ledger-verify bundle FILE --key VKEY               a decision with what was seen for it

        FILE may be - for the standard input.

          --key VKEY|FILE      a verifier key of the log, or a file with one a line; may be repeated
          --witness VKEY|FILE  a verifier key of a witness; may be repeated
          --quorum N           how many of them must have cosigned; otherwise all
          --tiles FOLDER       tiles of the log, to prove that one checkpoint goes on from another
          --state FILE         where the largest checkpoint of each log is remembered; otherwise in the profile
          --no-state           remember nothing and compare with nothing
          --json               the report as JSON
          --lang zh-CN|en      its language; otherwise that of LANG

        Exit codes: 0 verified; 1 refused: something is wrong; 2 the command or its input cannot be read;
        3 not decided: a promise without proof, a continuity not proven, too few witnesses.

        """;

    const string HelpZh = """
        核验透明日志给出的凭据，无需联网。

          ledger-verify receipt 文件 --key 公钥               回执：JSON、附条目的证明，或承诺
          ledger-verify proof 文件 [--entry 文件] --key 公钥  证明（C2SP tlog-proof），条目在所给文件或证明之中
          ledger-verify checkpoint 文件 --key 公钥            检查点
                        [--against 旧检查点 [--tiles 文件夹]] 并以日志的瓦片证明其延续自旧检查点
          ledger-verify log 文件夹 [--key 公钥]               导出的日志：每个条目、每个瓦片和根
          ledger-verify bundle 文件 --key 公钥                决定及作出时所见的内容

        文件可为 -，表示标准输入。

          --key 公钥|文件      日志的验证公钥，或每行一个公钥的文件；可重复
          --witness 公钥|文件  见证方的验证公钥；可重复
          --quorum N           须有多少个见证方联署；默认全部
          --tiles 文件夹       日志的瓦片，用于证明一个检查点延续自另一个
          --state 文件         记住每个日志最大检查点的位置；默认在用户目录
          --no-state           不记住，也不比较
          --json               以 JSON 输出报告
          --lang zh-CN|en      语言；默认依 LANG

        退出码：0 核验通过；1 核验不通过：有不实之处；2 命令或输入无法读取；
        3 尚不能认定：只有承诺而无证明、延续性未证明、见证方不足。

        """;
}
