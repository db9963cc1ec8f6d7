using Npgsql;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>An event's row and its place in the log.</summary>
/// <param name="Index">The number of its leaf; null while it has none.</param>
/// <param name="Entry">Its entry as the log holds it; null while it has no place.</param>
public sealed record LoggedEvent(Guid Id, Guid Stream, long Version, string Type, DateTimeOffset RecordedAt, string? Act, string Data, long? Index, byte[]? Entry);

/// <summary>The log as anybody reads it: the checkpoint in force, the tiles under it, and the proofs they make.</summary>
public sealed class PublishedLog(NpgsqlDataSource database, LogFolder folder, LogKeys keys, WitnessedLog witnessed)
{
    readonly ReadOnce<(SignedNote Note, Checkpoint Checkpoint)?> signed = new(bytes => keys.TryRead(bytes, out var note, out var checkpoint) ? (note, checkpoint) : null);

    /// <summary>The checkpoint that was signed last, with the cosignatures there are of it, and what it says; null before the first.</summary>
    public (SignedNote Note, Checkpoint Checkpoint)? Newest() => Signed() is var (note, checkpoint) ? (witnessed.Cosigned(note), checkpoint) : null;

    (SignedNote Note, Checkpoint Checkpoint)? Signed() => folder.ReadCheckpoint() is { } bytes ? signed.Of(bytes) : null;

    long Size => Signed()?.Checkpoint.Size ?? 0;

    /// <summary>A hash tile of the tree that was signed last; null where that tree has none.</summary>
    public byte[]? HashTile(Tile tile) =>
        !tile.IsEntries && IsIn(tile, Size) && folder.ReadTile(tile) is { } content && content.Length >= tile.Width * TreeHash.Length ? content[..(tile.Width * TreeHash.Length)] : null;

    /// <summary>A bundle of entries of the tree that was signed last; null where that tree has none.</summary>
    public async Task<byte[]?> BundleAsync(Tile tile, CancellationToken ct) => tile.IsEntries && IsIn(tile, Size) ? EntryBundle.Write(await EntriesAsync(tile, ct)) : null;

    /// <summary>The entries under a tile as the database has them, in their order; fewer where it lacks some.</summary>
    internal async Task<IReadOnlyCollection<ReadOnlyMemory<byte>>> EntriesAsync(Tile tile, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select entry from {LogSchema.Leaf} where leaf_index >= $1 and leaf_index < $2 order by leaf_index");
        command.Parameters.Add(new() { Value = tile.Index * Tile.FullWidth });
        command.Parameters.Add(new() { Value = tile.Index * Tile.FullWidth + tile.Width });
        var entries = new List<ReadOnlyMemory<byte>>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            entries.Add(rows.GetFieldValue<byte[]>(0));
        return entries;
    }

    /// <summary>An event with its place in the log; null where there is none of this id.</summary>
    public async Task<LoggedEvent?> FindAsync(Guid eventId, CancellationToken ct) => (await FindAsync([eventId], ct)).GetValueOrDefault(eventId);

    /// <summary>The events of these ids with their places in the log, in one round trip; those that there are.</summary>
    public async Task<IReadOnlyDictionary<Guid, LoggedEvent>> FindAsync(IReadOnlyCollection<Guid> eventIds, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select e.id, e.stream_id, e.version, e.type, e."timestamp", e.headers->>'{Hosting.Act.Header}', e.data::text, l.leaf_index, l.entry
            from {Store.Schema}.mt_events e left join {LogSchema.Leaf} l on l.event_id = e.id where e.id = any($1)
            """);
        command.Parameters.Add(new() { Value = eventIds.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<Guid, LoggedEvent>();
        while (await rows.ReadAsync(ct))
            found[rows.GetGuid(0)] = new(
                rows.GetGuid(0), rows.GetGuid(1), rows.GetInt64(2), rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4), await rows.IsDBNullAsync(5, ct) ? null : rows.GetString(5), rows.GetString(6),
                await rows.IsDBNullAsync(7, ct) ? null : rows.GetInt64(7), await rows.IsDBNullAsync(8, ct) ? null : rows.GetFieldValue<byte[]>(8));
        return found;
    }

    /// <summary>
    /// The proof that the leaf of this index is in the log, with what goes along: by the newest checkpoint that the quorum of witnesses cosigned where it covers the leaf,
    /// otherwise by the newest; null while neither does.
    /// </summary>
    public TlogProof? ProofOf(long index, byte[] extra) => ProofsOf([index], extra) is [var proof] ? proof : null;

    /// <summary>The same of several leaves, all under one checkpoint.</summary>
    public IReadOnlyList<TlogProof>? ProofsOf(IReadOnlyCollection<long> indices, byte[] extra)
    {
        var (note, checkpoint) = witnessed.Newest() is { } cosigned && indices.All(i => i < cosigned.Checkpoint.Size) ? (cosigned.Note, cosigned.Checkpoint) : Newest() ?? default;
        if (checkpoint is null || indices.Any(i => i >= checkpoint.Size))
            return null;
        var nodes = Tiles.Read(checkpoint.Size, folder.Tile);
        return [.. indices.Select(i => new TlogProof(i, InclusionProof.Make(i, checkpoint.Size, nodes), note, extra))];
    }

    static bool IsIn(Tile tile, long size)
    {
        var width = tile.IsEntries ? 0 : tile.Level * 8;
        return width < 63 && (tile.Index < long.MaxValue >> 8) && (tile.Index << 8) + tile.Width <= size >> width;
    }
}
