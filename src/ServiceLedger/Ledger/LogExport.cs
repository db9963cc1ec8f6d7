using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>How far an export has got.</summary>
/// <param name="Size">How many entries the checkpoint covers.</param>
/// <param name="Entries">How many of them stand in the folder.</param>
/// <param name="Written">How many files were written.</param>
/// <param name="Kept">How many were there already and right.</param>
public sealed record ExportReport(long Size, long Entries, int Written, int Kept)
{
    public TimeSpan Took { get; init; }
}

/// <summary>There is nothing to export, or the folder is not for this log.</summary>
public sealed class NoExport(string message) : Exception(message);

/// <summary>
/// The log as a folder that anybody can keep, serve or verify: that of C2SP tlog-tiles, entries with it, under one checkpoint.
/// <code>
/// folder = "log.vkey"                  ; the verifier keys of the log, one a line (C2SP signed-note), the one in use first; written first
///          "tile/" …                   ; hash tiles and bundles of entries, those of the checkpoint's size and no others (C2SP tlog-tiles)
///          "checkpoint"                ; written last (C2SP tlog-checkpoint)
/// </code>
/// An export that was interrupted, or that is older, is gone on with: what is there and right is kept.
/// </summary>
public sealed class LogExport(LogFolder log, PublishedLog published, LogKeys keys)
{
    /// <summary>Exports the log as it is signed now; whatever does not fit together is a <see cref="LogBroken"/>.</summary>
    public async Task<ExportReport> RunAsync(string folder, Action<ExportReport> progress, CancellationToken ct = default)
    {
        var begun = TimeProvider.System.GetTimestamp();
        if (published.Newest() is not var (note, checkpoint))
            throw new NoExport("The log has no checkpoint yet: there is nothing to export.");
        var export = new LogFolder(folder);
        Admit(folder, export, checkpoint);
        export.WriteVerifierKeys(keys.Verifiers);
        var report = new ExportReport(checkpoint.Size, 0, 0, 0);
        foreach (var tile in Tile.Changed(0, checkpoint.Size))
        {
            ct.ThrowIfCancellationRequested();
            var there = export.ReadExactly(tile);
            var content = tile.IsEntries ? await BundleAsync(tile, there, ct) : log.Tile(tile)[..(tile.Width * TreeHash.Length)];
            var right = there is not null && there.AsSpan().SequenceEqual(content.Span);
            if (!right)
                export.WriteTile(tile, content.Span);
            report = report with
            {
                Entries = report.Entries + (tile.IsEntries ? tile.Width : 0),
                Written = report.Written + (right ? 0 : 1),
                Kept = report.Kept + (right ? 1 : 0),
                Took = TimeProvider.System.GetElapsedTime(begun)
            };
            progress(report);
        }

        export.WriteCheckpoint(System.Text.Encoding.UTF8.GetBytes(note.ToString()));
        foreach (var tile in Tile.Changed(0, checkpoint.Size))
            export.RemoveNarrower(tile);
        return report with { Took = TimeProvider.System.GetElapsedTime(begun) };
    }

    // A folder is this log's when its checkpoint is one of this tree, or when it was begun with one of its keys.
    void Admit(string folder, LogFolder export, Checkpoint checkpoint)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
            return;
        if (export.ReadCheckpoint() is { } bytes)
        {
            if (!SignedNote.TryParse(bytes, out var note) || !Checkpoint.TryParse(note.Text, out var older) || older.Origin != checkpoint.Origin)
                throw new NoExport("The folder holds the export of another log.");
            if (older.Size > checkpoint.Size)
                throw new NoExport($"The folder holds an export of {older.Size} entries, but this log has {checkpoint.Size}: it was set back, or it is another log.");
            if (GrowingTree.Read(older.Size, Tiles.Read(checkpoint.Size, log.Tile)).Root != older.Root)
                throw new NoExport($"The folder holds an export whose {older.Size} entries are not the first of this log.");
        }
        else if (!export.ReadVerifierKeys().Any(k => keys.Verifiers.Any(v => v.ToString() == k)))
            throw new NoExport("The folder is not empty and no export of this log was begun in it.");
    }

    // What is there already is asked for its hashes before the database is.
    async Task<ReadOnlyMemory<byte>> BundleAsync(Tile tile, byte[]? there, CancellationToken ct)
    {
        var hashes = Tiles.Hashes(new(0, tile.Index, tile.Width), log.Tile);
        if (there is not null && EntryBundle.TryRead(there, tile.Width, out var kept) && kept.Select(e => TreeHash.OfLeaf(e.Span)).SequenceEqual(hashes))
            return there;
        var entries = await published.EntriesAsync(tile, ct);
        // Where a leaf is missing the next one stands in its place, and has another hash.
        foreach (var (i, entry) in entries.Index())
            if (TreeHash.OfLeaf(entry.Span) != hashes[i])
                throw new LogBroken($"Leaf {tile.Index * Tile.FullWidth + i} in the database is not the one that was signed.");
        return entries.Count == tile.Width ? EntryBundle.Write(entries) : throw new LogBroken($"Leaf {tile.Index * Tile.FullWidth + entries.Count} is missing in the database.");
    }
}
