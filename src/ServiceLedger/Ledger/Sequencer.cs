using Npgsql;
using ServiceLedger.MerkleLog;
using ServiceLedger.Privacy;

namespace ServiceLedger.Ledger;

/// <summary>
/// Gives events their places in the log: takes a batch from the queue, makes each event's entry, and stores the leaves and the new size in one transaction.
/// The locked row of the tree's size lets one batch at a time through, whoever runs it; a batch that fails leaves the queue as it was.
/// </summary>
public sealed class Sequencer(NpgsqlDataSource database, Vault vault)
{
    /// <summary>The most events in one batch.</summary>
    public const int MostInBatch = 2_000;

    // Looked up one by one: the table's size must not decide how. An event that was removed before it had its place stays in the queue by its number: the audit names it.
    const string Next = $"""
        select e.seq_id, e.id, e.stream_id, e.version, e.type, e."timestamp", e.headers->>'{Hosting.Act.Header}', e.data::text
        from {LogSchema.Pending} p cross join lateral (select * from {Hosting.Store.Schema}.mt_events m where m.seq_id = p.seq_id offset 0) e order by p.seq_id limit $1
        """;

    /// <summary>Sequences the next batch; returns how many events it had, 0 when the queue is empty.</summary>
    public async Task<int> SequenceAsync(CancellationToken ct = default)
    {
        var commitments = await vault.Commitments(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var read = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands = { new($"select size from {LogSchema.TreeHead} for update"), new(Next) { Parameters = { new() { Value = MostInBatch } } } }
        };
        long size;
        var batch = new List<Waiting>();
        await using (var rows = await read.ExecuteReaderAsync(ct))
        {
            if (!await rows.ReadAsync(ct))
                throw new InvalidOperationException("The row of the tree's size is missing.");
            size = rows.GetInt64(0);
            await rows.NextResultAsync(ct);
            while (await rows.ReadAsync(ct))
                batch.Add(new(
                    rows.GetInt64(0), rows.GetGuid(1), rows.GetGuid(2), rows.GetInt64(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5),
                    await rows.IsDBNullAsync(6, ct) ? null : rows.GetFieldValue<byte[]>(6), rows.GetFieldValue<byte[]>(7)));
        }

        if (batch.Count == 0)
            return 0;
        var entries = new byte[batch.Count][];
        Parallel.For(0, batch.Count, i => entries[i] = batch[i].Entry(commitments));
        await using (var leaves = await connection.BeginBinaryImportAsync($"copy {LogSchema.Leaf} (leaf_index, seq_id, event_id, hash, entry) from stdin (format binary)", ct))
        {
            for (var i = 0; i < batch.Count; i++)
                await leaves.WriteRowAsync(ct, size + i, batch[i].Number, batch[i].Id, TreeHash.OfLeaf(entries[i]).ToArray(), entries[i]);
            await leaves.CompleteAsync(ct);
        }

        await using var done = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new($"delete from {LogSchema.Pending} where seq_id = any($1)") { Parameters = { new() { Value = batch.ConvertAll(w => w.Number) } } },
                new($"update {LogSchema.TreeHead} set size = $1") { Parameters = { new() { Value = size + batch.Count } } }
            }
        };
        await done.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return batch.Count;
    }

    sealed record Waiting(long Number, Guid Id, Guid Stream, long Version, string Type, DateTimeOffset RecordedAt, byte[]? Act, byte[] Data)
    {
        public byte[] Entry(Commitments commitments) => LogEntry.Of(commitments, Id, Stream, Version, Type, RecordedAt, Act, Data);
    }
}
