using System.Text.Json;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>What somebody kept of the log from earlier: a checkpoint, or the folder of an export. Only it tells that a log was set back or written anew as a whole.</summary>
static class EarlierLog
{
    /// <summary>How the present log differs from what was kept; an <see cref="AuditCannotRun"/> where that cannot be read.</summary>
    public static IEnumerable<AuditFinding> Compare(string path, Checkpoint present, LogFolder folder, LogKeys keys, IReadOnlyCollection<NoteVerifier> verifiers)
    {
        var kept = new LogFolder(path);
        var isExport = Directory.Exists(path);
        if (!isExport && !File.Exists(path))
            throw new AuditCannotRun($"{path} is not there.");
        var note = isExport ? kept.ReadCheckpoint() ?? throw new AuditCannotRun($"{path} holds no checkpoint.") : File.ReadAllBytes(path);
        if (!keys.TryRead(note, verifiers, out _, out var earlier))
            throw new AuditCannotRun($"{path} holds no checkpoint signed by a key of this log.");
        if (earlier.Size > present.Size)
            return [new(AuditFault.RolledBack, present.Size, null, null, null, $"{earlier.Size} leaves were signed earlier, now there are {present.Size}."), .. isExport ? Diverging(kept, earlier, folder, present) : []];
        if (RootAt(folder, present.Size, earlier.Size) == earlier.Root)
            return [];
        return [new(AuditFault.Forked, null, null, null, null, $"The tree of {earlier.Size} leaves that was signed earlier is not the beginning of this one: two histories were signed."), .. isExport ? Diverging(kept, earlier, folder, present) : []];
    }

    static TreeHash? RootAt(LogFolder folder, long size, long earlier)
    {
        try
        {
            return GrowingTree.Read(earlier, Tiles.Read(size, folder.Tile)).Root;
        }
        catch (Exception e) when (e is LogBroken or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The leaves that were other ones, or are not there any more.</summary>
    static IEnumerable<AuditFinding> Diverging(LogFolder kept, Checkpoint earlier, LogFolder folder, Checkpoint present)
    {
        for (var index = 0L; index * Tile.FullWidth < earlier.Size; index++)
        {
            var then = kept.HashesOf(Tile.InTree(0, index, earlier.Size)) ?? throw new AuditCannotRun($"{Tile.InTree(0, index, earlier.Size)} of the export is missing or damaged.");
            var now = index * Tile.FullWidth < present.Size ? folder.HashesOf(Tile.InTree(0, index, present.Size)) ?? [] : [];
            IReadOnlyList<ReadOnlyMemory<byte>>? entries = null;
            for (var i = 0; i < then.Length; i++)
            {
                if (i < now.Length && now[i] == then[i])
                    continue;
                entries ??= EntriesOf(kept, index, earlier.Size);
                var place = index * Tile.FullWidth + i;
                var (id, type) = i < entries.Count ? Named(entries[i]) : (null, null);
                yield return new(i < now.Length ? AuditFault.Forked : AuditFault.RolledBack, place, id, null, type, i < now.Length ? "Another leaf was signed here earlier." : "A leaf was signed here earlier; now there is none.");
            }
        }
    }

    static IReadOnlyList<ReadOnlyMemory<byte>> EntriesOf(LogFolder kept, long index, long size)
    {
        var tile = Tile.InTree(Tile.Entries, index, size);
        return kept.ReadTile(tile) is { } bundle && EntryBundle.TryRead(bundle, tile.Width, out var entries) ? entries : [];
    }

    static (Guid? Id, string? Type) Named(ReadOnlyMemory<byte> entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry);
            return (json.RootElement.GetProperty("id").GetGuid(), json.RootElement.GetProperty("type").GetString());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return (null, null);
        }
    }
}
