using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ServiceLedger.MerkleLog;

/// <summary>The state of a log: who it is, how many leaves it has and their root (C2SP tlog-checkpoint). Its text is the text of a signed note.</summary>
/// <remarks>
/// <code>
/// text      = origin LF size LF root LF *( extension LF )
/// origin    = 1*( any character )      ; neither it nor an extension line is empty
/// size      = decimal without leading zeroes, at most 2^63 − 1
/// root      = base64 of 32 bytes
/// </code>
/// </remarks>
public sealed record Checkpoint
{
    /// <summary>A checkpoint of these parts; an <see cref="ArgumentException"/> where the size is negative or a line is empty or not one line.</summary>
    public Checkpoint(string origin, long size, TreeHash root, params IReadOnlyList<string> extensions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        foreach (var line in extensions.Prepend(origin))
            if (line.Length == 0 || line.Any(c => c < ' ') || !Spelling.IsText(line))
                throw new ArgumentException("A line of a checkpoint is not empty and has no control characters.", nameof(origin));
        (Origin, Size, Root, Extensions) = (origin, size, root, extensions);
    }

    /// <summary>The name of the log, by custom its URL without a scheme (C2SP tlog-checkpoint, "Note text").</summary>
    public string Origin { get; }

    /// <summary>The number of leaves.</summary>
    public long Size { get; }

    /// <summary>The root of the tree of that size (RFC 6962 §2.1).</summary>
    public TreeHash Root { get; }

    /// <summary>Further lines, which nobody audits and a log better leaves out (C2SP tlog-checkpoint, "Note text").</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>Reads the text of a checkpoint, from a note whose signature is verified; false where it is not exactly of the form (C2SP tlog-checkpoint, "Note text").</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        // What follows the final newline is the last, empty part.
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[..^1].Any(l => l.Length == 0) || text.Any(c => c < ' ' && c != '\n') || !Spelling.IsText(text)
            || !Spelling.TryDecimal(lines[1], out var size) || !TreeHash.TryParse(lines[2], out var root))
            return false;
        checkpoint = new(lines[0], size, root, lines[3..^1]);
        return true;
    }

    /// <summary>The text to be signed, with its final newline.</summary>
    public override string ToString() => string.Concat(new[] { Origin, Size.ToString(CultureInfo.InvariantCulture), Root.ToString() }.Concat(Extensions).Select(l => l + "\n"));

    /// <summary>Whether the texts are the same.</summary>
    public bool Equals(Checkpoint? other) => other is not null && ToString() == other.ToString();

    /// <summary>A number for hash tables, taken from the root.</summary>
    public override int GetHashCode() => Root.GetHashCode();
}
