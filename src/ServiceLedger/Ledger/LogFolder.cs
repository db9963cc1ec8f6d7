using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>
/// The log's files, laid out as they are published (C2SP tlog-tiles): <c>checkpoint</c> and <c>tile/…</c>. Each is written beside, flushed and renamed,
/// so that after a loss of power there is the old one or the new one.
/// </summary>
public sealed class LogFolder(string folder)
{
    string Checkpoint => Path.Combine(folder, "checkpoint");

    /// <summary>The checkpoint that was signed last; null before the first.</summary>
    public byte[]? ReadCheckpoint() => Read(Checkpoint);

    public void WriteCheckpoint(ReadOnlySpan<byte> note) => Write(Checkpoint, note);

    /// <summary>The content of a tile: of the full one too where only its beginning is asked for; null where there is none.</summary>
    public byte[]? ReadTile(Tile tile) =>
        Read(PathOf(tile)) ?? (tile.IsPartial ? Read(PathOf(new(tile.Level, tile.Index))) : null);

    /// <summary>The content of a tile that must be there.</summary>
    public ReadOnlyMemory<byte> Tile(Tile tile) => ReadTile(tile) ?? throw new LogBroken($"{tile.Path} is missing in the log's folder.");

    /// <summary>The hashes of a tile; null where it is missing or not as long as it must be.</summary>
    public TreeHash[]? HashesOf(Tile tile)
    {
        try
        {
            return Tiles.Hashes(tile, Tile);
        }
        catch (Exception e) when (e is LogBroken or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Writes a tile for good; the narrower ones that a full tile makes needless go.</summary>
    public void WriteTile(Tile tile, ReadOnlySpan<byte> content)
    {
        Write(PathOf(tile), content);
        var narrower = PathOf(new(tile.Level, tile.Index)) + ".p";
        if (!tile.IsPartial && Directory.Exists(narrower))
            Directory.Delete(narrower, recursive: true);
    }

    /// <summary>Takes the place of the one process that writes here; null while another has it. It is free again when that process ends, however it ends.</summary>
    public IDisposable? TryLock()
    {
        DurableFiles.MakeFolder(folder);
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    string PathOf(Tile tile) => Path.Combine(folder, tile.Path);

    static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    static void Write(string path, ReadOnlySpan<byte> content)
    {
        DurableFiles.MakeFolder(Path.GetDirectoryName(path)!);
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        DurableFiles.Name(beside, path);
    }
}

/// <summary>The log does not fit its own past: nothing is signed until a person has looked.</summary>
public sealed class LogBroken(string message) : Exception(message);
