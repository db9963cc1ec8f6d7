using System.Text;
using Npgsql;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>
/// Signs the log. The leaves are read again from the database and hashed again from their entries; the tree they make must go on from the one signed last, which is kept
/// outside the database; their tiles are on disk before the checkpoint is. A tree that does not fit its past is never signed.
/// </summary>
public sealed class Checkpoints(NpgsqlDataSource database, LogFolder folder, LogKeys keys)
{
    const int MostAtOnce = 8 * 1024;

    GrowingTree? tree;

    /// <summary>Signs what was sequenced since; returns the size of the tree, or throws <see cref="LogBroken"/> saying what does not fit.</summary>
    public async Task<long> SignAsync(CancellationToken ct = default)
    {
        tree ??= Signed();
        var size = await SizeAsync(ct);
        if (size < tree.Size)
            throw new LogBroken($"The database holds {size} leaves, but {tree.Size} were signed: it was set back, or leaves were removed.");
        // Empty, the log is signed too: whoever asks learns who it is.
        if (size == tree.Size && (size > 0 || folder.ReadCheckpoint() is not null))
            return size;
        var grown = new GrowingTree(tree.Size, tree.Edge);
        for (var from = tree.Size; from < size; from = grown.Size)
        {
            var leaves = await LeavesAsync(from, Math.Min(size, from + MostAtOnce), ct);
            foreach (var (tile, content) in Tiles.Grow(from, leaves, folder.Tile))
                folder.WriteTile(tile, content);
            foreach (var leaf in leaves)
                grown.Append(leaf);
        }

        folder.WriteCheckpoint(Encoding.UTF8.GetBytes(keys.Sign(new Checkpoint(keys.Origin, grown.Size, grown.Root)).ToString()));
        tree = grown;
        return size;
    }

    /// <summary>The tree as it was signed last, read from its tiles.</summary>
    GrowingTree Signed()
    {
        if (folder.ReadCheckpoint() is not { } note)
            return new();
        if (!keys.TryRead(note, out var checkpoint))
            throw new LogBroken("The checkpoint in the log's folder is not signed by a key of this log.");
        var read = GrowingTree.Read(checkpoint.Size, Tiles.Read(checkpoint.Size, folder.Tile));
        return read.Root == checkpoint.Root ? read : throw new LogBroken($"The tiles in the log's folder do not make the root that was signed at {checkpoint.Size} leaves.");
    }

    async Task<long> SizeAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select size from {LogSchema.TreeHead}");
        return await command.ExecuteScalarAsync(ct) as long? ?? throw new LogBroken("The row of the tree's size is missing.");
    }

    async Task<IReadOnlyList<TreeHash>> LeavesAsync(long from, long to, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select leaf_index, hash, entry from {LogSchema.Leaf} where leaf_index >= $1 and leaf_index < $2 order by leaf_index");
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        var leaves = new List<TreeHash>((int)(to - from));
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var hash = TreeHash.OfLeaf(rows.GetFieldValue<byte[]>(2));
            if (rows.GetInt64(0) != from + leaves.Count)
                throw new LogBroken($"Leaf {from + leaves.Count} is missing in the database.");
            if (!rows.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(hash.ToArray()))
                throw new LogBroken($"Leaf {rows.GetInt64(0)} was altered before it was signed: its hash is not that of its entry.");
            leaves.Add(hash);
        }

        return leaves.Count == to - from ? leaves : throw new LogBroken($"Leaf {from + leaves.Count} is missing in the database.");
    }
}
