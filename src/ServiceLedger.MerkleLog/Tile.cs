using System.Globalization;

namespace ServiceLedger.MerkleLog;

/// <summary>Reads the content of a tile. It may give the full tile where a partial one is asked for, since a log may have deleted that (C2SP tlog-tiles, "Partial Tiles"), and throws what it will when there is none.</summary>
public delegate ReadOnlyMemory<byte> TileGetter(Tile tile);

/// <summary>The coordinates of a tile: up to 256 hashes that stand side by side in the tree, or the entries of as many leaves (C2SP tlog-tiles, "Merkle Tree" and "Log entries").</summary>
public readonly record struct Tile
{
    /// <summary>The number of hashes, or entries, of a full tile (C2SP tlog-tiles, "Merkle Tree").</summary>
    public const int FullWidth = 1 << Height;

    /// <summary>The <see cref="Level"/> that stands for a bundle of entries.</summary>
    public const int Entries = -1;

    internal const int Height = 8;

    /// <summary>A tile of this level, index and width; an <see cref="ArgumentOutOfRangeException"/> where the level is not −1 to 63, the index negative or the width not 1 to 256.</summary>
    public Tile(int level, long index, int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, Entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 63);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        (Level, Index, Width) = (level, index, width);
    }

    /// <summary>The level of the tile: its hashes are of subtrees of 256^level leaves; <see cref="Entries"/> for a bundle of entries.</summary>
    public int Level { get; }

    /// <summary>The number of the tile within its level, from 0.</summary>
    public long Index { get; }

    /// <summary>The number of hashes or entries in it, 1 to 256.</summary>
    public int Width { get; }

    /// <summary>Whether it holds fewer than 256 hashes or entries (C2SP tlog-tiles, "Partial Tiles").</summary>
    public bool IsPartial => Width < FullWidth;

    /// <summary>Whether it is a bundle of entries (C2SP tlog-tiles, "Log entries").</summary>
    public bool IsEntries => Level == Entries;

    /// <summary>The tile of this level and index as a tree of this size has it; an <see cref="ArgumentOutOfRangeException"/> where the tree has none.</summary>
    public static Tile InTree(int level, long index, long size)
    {
        var first = index <= long.MaxValue >> Height ? index << Height : long.MaxValue;
        return new(level, index, (int)Math.Min(FullWidth, Count(level, size) - first));
    }

    /// <summary>The tiles and bundles that a tree has at its new size and did not have, or had narrower, at its old size: the bundles first, then level by level upwards (C2SP tlog-tiles, "Partial Tiles"). A tile stands there once, at its new width.</summary>
    public static IEnumerable<Tile> Changed(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        for (var level = Entries; level * Height < 63; level++)
        {
            long before = Count(level, oldSize), after = Count(level, newSize);
            if (before < after)
                for (var index = before >> Height; index <= (after - 1) >> Height; index++)
                    yield return InTree(level, index, newSize);
        }
    }

    /// <summary>The path of the tile under the log's prefix, without a leading slash (C2SP tlog-tiles, "Merkle Tree").</summary>
    /// <remarks>
    /// <code>
    /// path    = "tile/" ( level / "entries" ) "/" index [ ".p/" width ]
    /// level   = 0 to 63, decimal without leading zeroes
    /// index   = *( "x" 3DIGIT "/" ) 3DIGIT    ; in groups of three digits, the most significant first, as few groups as hold it
    /// width   = 1 to 255, decimal without leading zeroes; only where the tile is partial
    /// </code>
    /// </remarks>
    public string Path
    {
        get
        {
            var groups = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
            for (var rest = Index / 1000; rest > 0; rest /= 1000)
                groups = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{groups}");
            var level = IsEntries ? "entries" : Level.ToString(CultureInfo.InvariantCulture);
            return string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{groups}{(IsPartial ? $".p/{Width}" : "")}");
        }
    }

    /// <summary>Reads the path of a tile as <see cref="Path"/> writes it; false for any other spelling (C2SP tlog-tiles, "Merkle Tree").</summary>
    public static bool TryParse(string path, out Tile tile)
    {
        tile = default;
        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0] != "tile")
            return false;
        long level = Entries, index = 0, width = FullWidth;
        if (parts[1] != "entries" && (!Spelling.TryDecimal(parts[1], out level) || level > 63))
            return false;
        var groups = parts[2..];
        if (groups.Length > 1 && groups[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!Spelling.TryDecimal(groups[^1], out width) || width is < 1 or >= FullWidth)
                return false;
            groups = [.. groups[..^2], groups[^2][..^2]];
        }
        // 2^63 − 1 has 19 digits.
        if (groups.Length > 7)
            return false;
        foreach (var group in groups)
        {
            var digits = group.StartsWith('x') ? group[1..] : group;
            if (digits.Length != 3 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || index > (long.MaxValue - value) / 1000)
                return false;
            index = index * 1000 + value;
        }
        tile = new((int)level, index, (int)width);
        return tile.Path == path;
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    /// <summary>How many hashes there are on this level in a tree of this size: one for every full tile of the level below.</summary>
    internal static long Count(int level, long size) => Math.Max(level, 0) * Height is var shift and < 63 ? size >> shift : 0;
}
