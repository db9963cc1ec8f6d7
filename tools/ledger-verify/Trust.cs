using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>Whom the verifier believes: the keys of logs, and how many of which witnesses must have cosigned.</summary>
public sealed record Trust(IReadOnlyList<NoteVerifier> Logs, IReadOnlyList<NoteVerifier> Witnesses, int Quorum)
{
    /// <summary>Reads keys of a type: a vkey, or a file with one on each line.</summary>
    public static IReadOnlyList<NoteVerifier> Keys(string given, SignatureType type)
    {
        if (NoteVerifier.TryParse(given, out var key))
            return key.Type == type ? [key] : throw Wrong(given, type);
        if (!File.Exists(given))
            throw new Unreadable("badKey", new($"{given} is neither a verifier key nor a file of them.", $"{given} 既不是验证公钥，也不是公钥文件。"));
        var lines = Strict.Utf8(Strict.File(given), new(given, given)).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
        return lines.Length == 0 ? throw Wrong(given, type) : [.. lines.Select(l => NoteVerifier.TryParse(l, out var read) && read.Type == type ? read : throw Wrong(given, type))];
    }

    static Unreadable Wrong(string given, SignatureType type) => new("badKey", type is SignatureType.Ed25519
        ? new($"{given} holds no verifier key of a log.", $"{given} 中没有日志的验证公钥。") : new($"{given} holds no verifier key of a witness (type 0x04).", $"{given} 中没有见证方的验证公钥（类型 0x04）。"));

    /// <summary>Whether a known log signed this checkpoint, and the quorum of witnesses cosigned it, which may stay open; null where it is refused, and the report says why.</summary>
    public Checkpoint? Check(SignedNote note, Report report)
    {
        switch (new TrustPolicy(Logs, Witnesses, 0).Check(note, out var checkpoint))
        {
            case LogVerdict.NotACheckpoint:
                report.Refuse("notACheckpoint", "What is signed there is no checkpoint.", "所签内容不是检查点。");
                return null;
            case LogVerdict.UnknownLog:
                report.Refuse("unknownLog", $"No given key is of the log {First(note)}.", $"所给公钥均不属于日志 {First(note)}。");
                return null;
            case LogVerdict.NotSigned:
                report.Refuse("notSigned", $"None of the given keys of the log {First(note)} signed the checkpoint.", $"所给的日志 {First(note)} 的公钥均未签署该检查点。");
                return null;
            case not LogVerdict.Verified:
                report.Refuse("falseSignature", "A signature under the checkpoint is false: the checkpoint was altered, or somebody else signed it.", "检查点上的签名不真实：检查点已被改动，或由他人签署。");
                return null;
        }

        note.Verify([.. Logs, .. Witnesses], out var signers);
        var cosigned = note.Signatures.Where(s => Witnesses.Any(w => w.Verify(note.Text, s)))
            .DistinctBy(s => (s.Name, s.KeyId)).Select(s => new WitnessShown(s.Name, Cosignature.TryGetTime(s, out var time) && time < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(time) : DateTimeOffset.MaxValue)).ToArray();
        var shown = new CheckpointShown(checkpoint!.Origin, checkpoint.Size, checkpoint.Root.ToString(), [.. signers.Where(Logs.Contains).Select(k => k.ToString())], cosigned);
        if (!report.Checkpoints.Any(c => c.Origin == shown.Origin && c.Size == shown.Size && c.Root == shown.Root))
            report.Checkpoints.Add(shown);
        if (cosigned.Length < Quorum)
            report.LeaveOpen("tooFewWitnesses", $"{cosigned.Length} of the given witnesses cosigned the checkpoint of {checkpoint.Size} entries; {Quorum} are asked for.", $"{checkpoint.Size} 个条目的检查点仅有 {cosigned.Length} 个所给见证方联署，要求 {Quorum} 个。");
        return checkpoint;
    }

    /// <summary>Whether a known log signed this text, which is no checkpoint.</summary>
    public bool Signed(SignedNote note, string origin, Report report)
    {
        var keys = Logs.Where(l => l.Name == origin).ToArray();
        if (keys.Length == 0)
            return report.Refuse("unknownLog", $"No given key is of the log {origin}.", $"所给公钥均不属于日志 {origin}。");
        return note.Verify(keys, out _) || report.Refuse("falsePromise", "The signature under the promise is false: the promise was altered, or none of the given keys signed it.", "承诺上的签名不真实：承诺已被改动，或不是由所给公钥签署。");
    }

    static string First(SignedNote note) => note.Text[..note.Text.IndexOf('\n')];
}
