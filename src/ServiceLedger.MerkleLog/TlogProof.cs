using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ServiceLedger.MerkleLog;

/// <summary>The proof that an entry is in a log, to be checked without the log (C2SP tlog-proof). Its text is a file <c>.tlog-proof</c>.</summary>
/// <remarks>
/// <code>
/// proof = "c2sp.org/tlog-proof@v1" LF
///         [ "extra " base64 LF ]        ; what the application wants to send along; nobody vouches for it
///         "index " index LF             ; decimal without leading zeroes
///         *63( base64 LF )              ; the inclusion proof, 32 bytes each, the leaf's sibling first
///         LF
///         checkpoint                    ; a signed note, with the cosignatures of witnesses
/// </code>
/// </remarks>
public sealed class TlogProof
{
    /// <summary>The longest proof that is read, in characters; the standard leaves the limit to its readers.</summary>
    public const int MaxLength = 4 * SignedNote.MaxLength;

    const string Header = "c2sp.org/tlog-proof@v1", ExtraName = "extra ", IndexName = "index ";

    /// <summary>The proof of these parts; an <see cref="ArgumentException"/> where the index is negative or there are more than 63 hashes.</summary>
    public TlogProof(long index, IReadOnlyList<TreeHash> inclusion, SignedNote checkpoint, ReadOnlyMemory<byte> extra = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inclusion.Count, 63, nameof(inclusion));
        (Index, Inclusion, Checkpoint, Extra) = (index, inclusion, checkpoint, extra);
    }

    /// <summary>The number of the leaf in the log, from 0.</summary>
    public long Index { get; }

    /// <summary>The hashes from the leaf to the root (RFC 6962 §2.1.1).</summary>
    public IReadOnlyList<TreeHash> Inclusion { get; }

    /// <summary>The checkpoint with its signatures, not yet verified.</summary>
    public SignedNote Checkpoint { get; }

    /// <summary>What the application sent along, empty where nothing; it is not authenticated (C2SP tlog-proof, "Format").</summary>
    public ReadOnlyMemory<byte> Extra { get; }

    /// <summary>Reads a proof from its bytes; false where it is not exactly of the form (C2SP tlog-proof, "Format").</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        return utf8.Length <= MaxLength && Spelling.TryUtf8(utf8, out var text) && TryParse(text, out proof);
    }

    /// <summary>Reads a proof from its text; false where it is not exactly of the form (C2SP tlog-proof, "Format").</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || text.Length > MaxLength || !SignedNote.TryParse(text[(end + 2)..], out var checkpoint))
            return false;
        var lines = text[..end].Split('\n').AsSpan();
        if (lines[0] != Header)
            return false;
        lines = lines[1..];
        byte[] extra = [];
        if (lines is [var extraLine, ..] && extraLine.StartsWith(ExtraName, StringComparison.Ordinal))
        {
            if (!Spelling.TryBase64(extraLine.AsSpan(ExtraName.Length), out extra) || extra.Length == 0)
                return false;
            lines = lines[1..];
        }
        if (lines.Length is < 1 or > 64 || !lines[0].StartsWith(IndexName, StringComparison.Ordinal) || !Spelling.TryDecimal(lines[0].AsSpan(IndexName.Length), out var index))
            return false;
        var inclusion = new List<TreeHash>();
        foreach (var line in lines[1..])
        {
            if (!TreeHash.TryParse(line, out var hash))
                return false;
            inclusion.Add(hash);
        }
        proof = new(index, inclusion, checkpoint, extra);
        return true;
    }

    /// <summary>Whether the leaf of this hash is in a log the policy knows, by a checkpoint that satisfies it; the checkpoint is given only if so (C2SP tlog-proof, "Verifying a tlog proof").</summary>
    public LogVerdict Check(TreeHash leaf, TrustPolicy policy, out Checkpoint? checkpoint)
    {
        var verdict = policy.Check(Checkpoint, out checkpoint);
        if (verdict != LogVerdict.Verified)
            return verdict;
        if (InclusionProof.Check(leaf, Index, checkpoint!.Size, [.. Inclusion], checkpoint.Root))
            return LogVerdict.Verified;
        checkpoint = null;
        return LogVerdict.NotIncluded;
    }

    /// <summary>The text of the proof, as it was read.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (!Extra.IsEmpty)
            text.Append(ExtraName).Append(Convert.ToBase64String(Extra.Span)).Append('\n');
        text.Append(IndexName).Append(Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in Inclusion)
            text.Append(hash.ToString()).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
