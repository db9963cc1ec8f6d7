using Npgsql;
using NpgsqlTypes;
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

    // An event that was removed before it had its place stays in the queue by its number: the audit names it.
    const string Take = $"""
        with taken as (
          delete from {LogSchema.Pending} where seq_id in (select p.seq_id from {LogSchema.Pending} p join {Hosting.Store.Schema}.mt_events e using (seq_id) order by p.seq_id limit $1) returning seq_id
        )
        select e.seq_id, e.id, e.stream_id, e.version, e.type, e."timestamp", e.headers->>'{Hosting.Act.Header}', e.data::text
        from taken join {Hosting.Store.Schema}.mt_events e using (seq_id) order by e.seq_id
        """;

    const string Put = $"""
        insert into {LogSchema.Leaf} (leaf_index, seq_id, event_id, hash, entry)
        select $1 + place - 1, seq_id, event_id, hash, entry from unnest($2, $3, $4, $5) with ordinality as l(seq_id, event_id, hash, entry, place)
        """;

    /// <summary>Sequences the next batch; returns how many events it had, 0 when the queue is empty.</summary>
    public async Task<int> SequenceAsync(CancellationToken ct = default)
    {
        var commitments = await vault.Commitments(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var take = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands = { new($"select size from {LogSchema.TreeHead} for update"), new(Take) { Parameters = { new() { Value = MostInBatch } } } }
        };
        long size;
        var (numbers, ids, hashes, entries) = (new List<long>(), new List<Guid>(), new List<byte[]>(), new List<byte[]>());
        await using (var rows = await take.ExecuteReaderAsync(ct))
        {
            if (!await rows.ReadAsync(ct))
                throw new InvalidOperationException("The row of the tree's size is missing.");
            size = rows.GetInt64(0);
            await rows.NextResultAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var entry = LogEntry.Of(
                    commitments, rows.GetGuid(1), rows.GetGuid(2), rows.GetInt64(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5), await rows.IsDBNullAsync(6, ct) ? null : rows.GetString(6), rows.GetString(7));
                numbers.Add(rows.GetInt64(0));
                ids.Add(rows.GetGuid(1));
                hashes.Add(TreeHash.OfLeaf(entry).ToArray());
                entries.Add(entry);
            }
        }

        if (numbers.Count == 0)
            return 0;
        await using var put = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new(Put)
                {
                    Parameters =
                    {
                        new() { Value = size }, new() { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint }, new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                        new() { Value = hashes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea }, new() { Value = entries, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea }
                    }
                },
                new($"update {LogSchema.TreeHead} set size = $1") { Parameters = { new() { Value = size + numbers.Count } } }
            }
        };
        await put.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return numbers.Count;
    }
}
