using System.Buffers.Binary;

namespace ServiceLedger.MerkleLog;

/// <summary>The entries of up to 256 leaves that stand side by side, in their order (C2SP tlog-tiles, "Log entries").</summary>
/// <remarks>
/// <code>
/// bundle = 1*256 entry
/// entry  = length bytes     ; length: 2 bytes, the most significant first; as many bytes as it says
/// </code>
/// </remarks>
public static class EntryBundle
{
    /// <summary>The longest entry in bytes (C2SP tlog-tiles, "Log entries").</summary>
    public const int MaxEntryLength = ushort.MaxValue;

    /// <summary>Writes the content of a bundle; an <see cref="ArgumentException"/> where there are no entries, more than 256, or one longer than 65,535 bytes.</summary>
    public static byte[] Write(IReadOnlyCollection<ReadOnlyMemory<byte>> entries)
    {
        if (entries.Count is < 1 or > Tile.FullWidth)
            throw new ArgumentException($"A bundle has 1 to {Tile.FullWidth} entries, not {entries.Count}.", nameof(entries));
        if (entries.FirstOrDefault(e => e.Length > MaxEntryLength) is { Length: > 0 } longest)
            throw new ArgumentException($"An entry has at most {MaxEntryLength} bytes, not {longest.Length}.", nameof(entries));
        var bundle = new byte[entries.Sum(e => 2 + e.Length)];
        var rest = bundle.AsSpan();
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[2..]);
            rest = rest[(2 + entry.Length)..];
        }
        return bundle;
    }

    /// <summary>Reads the first entries of a bundle, as many as the width says, as parts of the content; false where it is cut short, or holds more although it is no full bundle (C2SP tlog-tiles, "Log entries").</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bundle, int width, out IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var read = new List<ReadOnlyMemory<byte>>();
        entries = [];
        while (bundle.Length >= 2)
        {
            var end = 2 + BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            if (end > bundle.Length)
                return false;
            read.Add(bundle[2..end]);
            bundle = bundle[end..];
        }
        // As with hash tiles, the full bundle may stand in for a partial one.
        if (!bundle.IsEmpty || width < 1 || read.Count < width || read.Count != width && read.Count != Tile.FullWidth)
            return false;
        entries = read[..width];
        return true;
    }
}
