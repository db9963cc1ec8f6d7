using System.Runtime.InteropServices;

namespace ServiceLedger.MerkleLog;

/// <summary>The hash tiles of a log: what is in them, how they grow and how nodes are read out of them (C2SP tlog-tiles, "Merkle Tree").</summary>
public static class Tiles
{
    /// <summary>The hash tiles that leaves add to a tree or widen, with their content, level by level upwards. Of the tiles that are there already it reads only those that are partial, one a level.</summary>
    /// <remarks>
    /// <code>
    /// tile = 1*256 hash     ; 32 bytes each, the leftmost subtree first
    /// hash                  ; level 0: of a leaf; above: the root of a full tile of the level below
    /// </code>
    /// The entry bundles are written by <see cref="EntryBundle"/>.
    /// </remarks>
    public static IEnumerable<KeyValuePair<Tile, byte[]>> Grow(long oldSize, IReadOnlyList<TreeHash> newLeaves, TileGetter tiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, long.MaxValue - newLeaves.Count);
        var added = newLeaves;
        for (var level = 0; added.Count > 0; level++)
        {
            var before = Tile.Count(level, oldSize);
            var start = before / Tile.FullWidth * Tile.FullWidth;
            var hashes = new List<TreeHash>();
            if (before > start)
                hashes.AddRange(Hashes(new(level, before / Tile.FullWidth, (int)(before - start)), tiles));
            hashes.AddRange(added);

            var roots = new List<TreeHash>();
            for (var first = 0; first < hashes.Count; first += Tile.FullWidth)
            {
                var width = Math.Min(Tile.FullWidth, hashes.Count - first);
                var content = CollectionsMarshal.AsSpan(hashes).Slice(first, width);
                yield return new(new(level, (start + first) / Tile.FullWidth, width), MemoryMarshal.AsBytes(content).ToArray());
                if (width == Tile.FullWidth)
                    roots.Add(Root(hashes.GetRange(first, width).ToArray()));
            }
            added = roots;
        }
    }

    /// <summary>Reads the nodes of the tree of this size out of its tiles, keeping the last tile of each level. The hashes are as trustworthy as the tiles: what is made of them is to be checked against a root. A tile that is too short or asked for outside of the tree is an exception.</summary>
    public static NodeReader Read(long size, TileGetter tiles)
    {
        var last = new Dictionary<int, (Tile Tile, TreeHash[] Hashes)>();
        return (level, index) =>
        {
            ArgumentOutOfRangeException.ThrowIfNegative(level);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 62);
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size >> level);
            // The node is the root of 2^height hashes of one tile, or one of them.
            var height = level % Tile.Height;
            var first = index << height;
            var tile = Tile.InTree(level / Tile.Height, first / Tile.FullWidth, size);
            if (!last.TryGetValue(tile.Level, out var found) || found.Tile != tile)
                last[tile.Level] = found = (tile, Hashes(tile, tiles));
            return Root(found.Hashes.AsSpan((int)(first % Tile.FullWidth), 1 << height));
        };
    }

    /// <summary>The hashes of a tile; an <see cref="InvalidDataException"/> where the content is not as long as the tile, or the full tile, must be.</summary>
    public static TreeHash[] Hashes(Tile tile, TileGetter tiles)
    {
        var content = tiles(tile);
        if (tile.IsEntries || content.Length != tile.Width * TreeHash.Length && content.Length != Tile.FullWidth * TreeHash.Length)
            throw new InvalidDataException($"{tile} has {content.Length} bytes, not {tile.Width * TreeHash.Length}.");
        return MemoryMarshal.Cast<byte, TreeHash>(content.Span)[..tile.Width].ToArray();
    }

    /// <summary>The root of a complete subtree over these hashes, whose number is a power of two.</summary>
    static TreeHash Root(ReadOnlySpan<TreeHash> hashes)
    {
        if (hashes.Length == 1)
            return hashes[0];
        var half = hashes.Length / 2;
        return TreeHash.OfNode(Root(hashes[..half]), Root(hashes[half..]));
    }
}
