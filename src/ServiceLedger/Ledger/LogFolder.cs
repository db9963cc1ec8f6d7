using System.Globalization;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>
/// The log's files, laid out as they are published (C2SP tlog-tiles): <c>checkpoint</c> and <c>tile/…</c>, and beside them
/// <c>cosigned</c> and <c>witnessed</c>, checkpoints as witnesses cosigned them, and <c>timestamps/SIZE.tsr</c>. Each is written beside, flushed and renamed,
/// so that after a loss of power there is the old one or the new one.
/// </summary>
public sealed class LogFolder(string folder)
{
    string Checkpoint => Path.Combine(folder, "checkpoint");
    string VerifierKeys => Path.Combine(folder, "log.vkey");
    string Cosigned => Path.Combine(folder, "cosigned");
    string Witnessed => Path.Combine(folder, "witnessed");
    string TimeStamps => Path.Combine(folder, "timestamps");

    /// <summary>The checkpoint that was signed last; null before the first.</summary>
    public byte[]? ReadCheckpoint() => Read(Checkpoint);

    /// <summary>When the last checkpoint was put here; null before the first.</summary>
    public DateTimeOffset? CheckpointAt() => File.Exists(Checkpoint) ? new(File.GetLastWriteTimeUtc(Checkpoint)) : null;

    public void WriteCheckpoint(ReadOnlySpan<byte> note) => Write(Checkpoint, note);

    /// <summary>The newest checkpoint that any witness cosigned, with the cosignatures there are; null where there is none.</summary>
    public byte[]? ReadCosigned() => Read(Cosigned);

    public void WriteCosigned(ReadOnlySpan<byte> note) => Write(Cosigned, note);

    /// <summary>The newest checkpoint that the quorum of witnesses cosigned; null where there is none.</summary>
    public byte[]? ReadWitnessed() => Read(Witnessed);

    public void WriteWitnessed(ReadOnlySpan<byte> note) => Write(Witnessed, note);

    /// <summary>The response of the time-stamping authority about the checkpoint of this size (RFC 3161); null where there is none.</summary>
    public byte[]? ReadTimeStamp(long size) => Read(TimeStamp(size));

    public void WriteTimeStamp(long size, ReadOnlySpan<byte> response) => Write(TimeStamp(size), response);

    /// <summary>The size of the newest checkpoint that was time-stamped; null where none was.</summary>
    public long? NewestTimeStamp() => Directory.Exists(TimeStamps)
        ? Directory.EnumerateFiles(TimeStamps, "*.tsr").Select(f => long.TryParse(Path.GetFileNameWithoutExtension(f), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : (long?)null).Max()
        : null;

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
        if (!tile.IsPartial)
            RemoveNarrower(tile);
    }

    /// <summary>The content of a tile of exactly this width; null where there is none.</summary>
    public byte[]? ReadExactly(Tile tile) => Read(PathOf(tile));

    /// <summary>Removes the narrower tiles that a wider one makes needless.</summary>
    public void RemoveNarrower(Tile tile)
    {
        var narrower = PathOf(new(tile.Level, tile.Index)) + ".p";
        if (!Directory.Exists(narrower))
            return;
        if (!tile.IsPartial)
            Directory.Delete(narrower, recursive: true);
        else
            foreach (var other in Directory.EnumerateFiles(narrower).Where(f => f != PathOf(tile)))
                File.Delete(other);
    }

    /// <summary>Writes the verifier keys down for whoever gets the folder, one a line (C2SP signed-note).</summary>
    public void WriteVerifierKeys(IReadOnlyList<NoteVerifier> verifiers) => Write(VerifierKeys, System.Text.Encoding.UTF8.GetBytes(string.Concat(verifiers.Select(v => v + "\n"))));

    /// <summary>The lines of verifier keys in the folder.</summary>
    public IReadOnlyList<string> ReadVerifierKeys() => Read(VerifierKeys) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];

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

    string TimeStamp(long size) => Path.Combine(TimeStamps, size.ToString(CultureInfo.InvariantCulture) + ".tsr");

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
