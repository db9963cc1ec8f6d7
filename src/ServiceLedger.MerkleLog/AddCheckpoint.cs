using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ServiceLedger.MerkleLog;

/// <summary>What a log asks of a witness: to cosign a checkpoint, with the proof that it goes on from the size the witness cosigned last (C2SP tlog-witness, "add-checkpoint").</summary>
/// <remarks>
/// <code>
/// body = "old " size LF        ; decimal without leading zeroes; 0 where nothing was cosigned yet
///        *63( base64 LF )      ; the consistency proof, 32 bytes each
///        LF
///        checkpoint            ; a signed note
/// </code>
/// </remarks>
public sealed class AddCheckpoint
{
    /// <summary>The most hashes of a proof (C2SP tlog-witness, "add-checkpoint").</summary>
    public const int MaxProof = 63;

    const string OldName = "old ";

    /// <summary>The request of these parts; an <see cref="ArgumentException"/> where the size is negative or there are more than 63 hashes.</summary>
    public AddCheckpoint(long oldSize, IReadOnlyList<TreeHash> proof, SignedNote checkpoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proof.Count, MaxProof, nameof(proof));
        (OldSize, Proof, Checkpoint) = (oldSize, proof, checkpoint);
    }

    /// <summary>The size from which the proof goes on.</summary>
    public long OldSize { get; }

    /// <summary>The consistency proof from the old size to that of the checkpoint (RFC 6962 §2.1.2), not yet checked.</summary>
    public IReadOnlyList<TreeHash> Proof { get; }

    /// <summary>The checkpoint with its signatures, not yet verified.</summary>
    public SignedNote Checkpoint { get; }

    /// <summary>Reads a request from its bytes; false where it is not exactly of the form (C2SP tlog-witness, "add-checkpoint").</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out AddCheckpoint? request)
    {
        request = null;
        if (utf8.Length > 2 * SignedNote.MaxLength || !Spelling.TryUtf8(utf8, out var text))
            return false;
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !SignedNote.TryParse(text[(end + 2)..], out var checkpoint))
            return false;
        var lines = text[..end].Split('\n');
        if (lines.Length > MaxProof + 1 || !lines[0].StartsWith(OldName, StringComparison.Ordinal) || !Spelling.TryDecimal(lines[0].AsSpan(OldName.Length), out var oldSize))
            return false;
        var proof = new List<TreeHash>();
        foreach (var line in lines[1..])
        {
            if (!TreeHash.TryParse(line, out var hash))
                return false;
            proof.Add(hash);
        }
        request = new(oldSize, proof, checkpoint);
        return true;
    }

    /// <summary>The text of the request, as it was read.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(OldName).Append(OldSize.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in Proof)
            text.Append(hash.ToString()).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
