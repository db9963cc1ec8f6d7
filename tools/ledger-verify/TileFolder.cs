using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>A tile is not in the folder.</summary>
public sealed class MissingTile(Tile tile) : Exception($"{tile.Path} is missing.")
{
    /// <summary>Which.</summary>
    public Tile Tile => tile;
}

/// <summary>A folder laid out as a log is published (C2SP tlog-tiles).</summary>
public sealed class TileFolder(string folder)
{
    /// <summary>Where it is.</summary>
    public string Path => folder;

    /// <summary>The content of a tile or bundle, or of the full one where only that is there; a <see cref="MissingTile"/> where neither is.</summary>
    public ReadOnlyMemory<byte> Read(Tile tile) =>
        Content(tile) ?? (tile.IsPartial ? Content(new(tile.Level, tile.Index)) : null) ?? throw new MissingTile(tile);

    // A full bundle of the longest entries has 256 · 65,537 bytes.
    const int Largest = Tile.FullWidth * (EntryBundle.MaxEntryLength + 2);

    byte[]? Content(Tile tile)
    {
        var file = new FileInfo(System.IO.Path.Combine(folder, tile.Path));
        try
        {
            return !file.Exists ? null : file.Length > Largest ? [] : File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Unreadable("noFile", new($"{file.FullName} cannot be read.", $"无法读取 {file.FullName}。"));
        }
    }
}
