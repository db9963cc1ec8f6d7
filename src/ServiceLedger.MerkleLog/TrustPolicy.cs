namespace ServiceLedger.MerkleLog;

/// <summary>What a checkpoint, or a proof that rests on one, turned out to be.</summary>
public enum LogVerdict
{
    /// <summary>Everything holds.</summary>
    Verified,

    /// <summary>The signed text is no checkpoint (C2SP tlog-checkpoint, "Note text").</summary>
    NotACheckpoint,

    /// <summary>The policy knows no log of this origin (C2SP tlog-policy, "Defining a log").</summary>
    UnknownLog,

    /// <summary>No known key of the log signed (C2SP signed-note, "Signatures").</summary>
    NotSigned,

    /// <summary>A signature under a known name and key id is false (C2SP signed-note, "Signatures").</summary>
    FalseSignature,

    /// <summary>Fewer witnesses cosigned than the quorum asks for (C2SP tlog-policy, "Defining the quorum").</summary>
    TooFewWitnesses,

    /// <summary>The hashes do not lead from the leaf to the root (RFC 9162 §2.1.3.2).</summary>
    NotIncluded
}

/// <summary>Which logs are known, and which witnesses together make one of their checkpoints credible (C2SP tlog-policy).</summary>
/// <remarks>
/// <code>
/// policy  = *( line LF )                         ; exactly one quorum line
/// line    = "log" vkey [ url ]                   ; a vkey of type 0x01, named like the origin of the log
///         / "witness" name vkey [ url ]          ; a vkey of type 0x04
///         / "group" name threshold 1*name        ; names of witnesses and groups of earlier lines; none is a member twice
///         / "quorum" ( name / "none" )           ; a name of an earlier line
///         / "#" comment / ""
/// threshold = "any" / "all" / number             ; 1 to the number of members
/// </code>
/// The parts of a line stand between spaces and tabs. No key may stand on two log lines or on two witness lines.
/// </remarks>
public sealed class TrustPolicy
{
    // Whether these witnesses are enough.
    delegate bool Quorum(IReadOnlyList<NoteVerifier> cosigned);

    readonly Quorum quorum;

    TrustPolicy(IReadOnlyList<NoteVerifier> logs, IReadOnlyList<NoteVerifier> witnesses, Quorum quorum) => (Logs, Witnesses, this.quorum) = (logs, witnesses, quorum);

    /// <summary>The policy that knows these logs and asks for this many of these witnesses, at least 0; an <see cref="ArgumentException"/> where a key is of the wrong type or stands there twice, or the number is too high.</summary>
    public TrustPolicy(IReadOnlyList<NoteVerifier> logs, IReadOnlyList<NoteVerifier> witnesses, int required)
        : this(logs, witnesses, cosigned => cosigned.Count >= required)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(required);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(required, witnesses.Count);
        if (logs.Any(l => l.Type != SignatureType.Ed25519) || HasTwice(logs))
            throw new ArgumentException("Logs sign with different Ed25519 keys.", nameof(logs));
        if (witnesses.Any(w => w.Type != SignatureType.CosignatureV1) || HasTwice(witnesses))
            throw new ArgumentException("Witnesses cosign with different keys for cosignatures.", nameof(witnesses));
    }

    /// <summary>The keys of the known logs; each is named like the origin of its log.</summary>
    public IReadOnlyList<NoteVerifier> Logs { get; }

    /// <summary>The keys of the known witnesses.</summary>
    public IReadOnlyList<NoteVerifier> Witnesses { get; }

    /// <summary>Reads the text of a policy file; a <see cref="FormatException"/> that names line and reason where it is not of the form (C2SP tlog-policy, "Policy file syntax and structure").</summary>
    public static TrustPolicy Parse(string text)
    {
        List<NoteVerifier> logs = [], witnesses = [];
        Dictionary<string, Quorum> named = [];
        HashSet<string> members = [];
        Quorum? quorum = null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Any(c => c is < ' ' and not '\t' or '\u007f'))
                throw Wrong("it has a control character");
            var parts = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            switch (parts)
            {
                case []:
                case [['#', ..], ..]:
                    break;
                case ["log", var vkey, ..] when parts.Length <= 3:
                    Add(logs, vkey, SignatureType.Ed25519);
                    break;
                case ["witness", var name, var vkey, ..] when parts.Length <= 4:
                    var witness = Add(witnesses, vkey, SignatureType.CosignatureV1);
                    Define(name, cosigned => cosigned.Contains(witness));
                    break;
                case ["group", var name, var threshold, _, ..]:
                    var group = parts[3..].Select(Member).ToArray();
                    var required = threshold switch { "any" => 1, "all" => group.Length, _ => Spelling.TryDecimal(threshold, out var n) && n >= 1 && n <= group.Length ? (int)n : throw Wrong("its threshold is out of range") };
                    Define(name, cosigned => group.Count(m => m(cosigned)) >= required);
                    break;
                case ["quorum", var name]:
                    if (quorum is not null)
                        throw Wrong("it is a second quorum");
                    quorum = name == "none" ? _ => true : Named(name);
                    break;
                default:
                    throw Wrong("it is none of log, witness, group and quorum in due form");
            }
        }
        return new(logs, witnesses, quorum ?? throw new FormatException("The policy has no quorum line."));

        NoteVerifier Add(List<NoteVerifier> keys, string vkey, SignatureType type)
        {
            if (!NoteVerifier.TryParse(vkey, out var key) || key.Type != type)
                throw Wrong($"its key is no vkey of type 0x{(int)type:x2}");
            keys.Add(key);
            return HasTwice(keys) ? throw Wrong("its key stands on an earlier line") : key;
        }

        void Define(string name, Quorum quorum)
        {
            if (name == "none" || !named.TryAdd(name, quorum))
                throw Wrong("its name is taken");
        }

        Quorum Named(string name) => named.TryGetValue(name, out var found) ? found : throw Wrong($"{name} stands on no earlier line");

        Quorum Member(string name) => members.Add(name) ? Named(name) : throw Wrong($"{name} is a member already");

        FormatException Wrong(string why) => new($"Line {number} of the policy: {why}.");
    }

    /// <summary>Whether a known log signed this checkpoint and the quorum of witnesses cosigned it; the checkpoint is given only if so (C2SP tlog-proof, "Verifying a tlog proof", steps 2 and 3).</summary>
    public LogVerdict Check(SignedNote note, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!Checkpoint.TryParse(note.Text, out var read))
            return LogVerdict.NotACheckpoint;
        var keys = Logs.Where(l => l.Name == read.Origin).ToArray();
        if (keys.Length == 0)
            return LogVerdict.UnknownLog;
        if (note.SignedBy([.. keys, .. Witnesses]) is not { } signers)
            return LogVerdict.FalseSignature;
        if (!signers.Any(keys.Contains))
            return LogVerdict.NotSigned;
        if (!quorum([.. signers.Where(Witnesses.Contains)]))
            return LogVerdict.TooFewWitnesses;
        checkpoint = read;
        return LogVerdict.Verified;
    }

    // Keys are the same where the public keys are, whatever their names (C2SP tlog-policy, "Public key representation").
    static bool HasTwice(IReadOnlyList<NoteVerifier> keys) => keys.DistinctBy(k => Convert.ToHexString(k.PublicKey.Span)).Count() < keys.Count;
}
