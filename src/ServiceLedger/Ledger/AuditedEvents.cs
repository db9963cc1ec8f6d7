using Npgsql;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;
using ServiceLedger.Privacy;

namespace ServiceLedger.Ledger;

/// <summary>Names the events behind what an audit found in the log, and finds those that have no place in it.</summary>
sealed class AuditedEvents(NpgsqlDataSource database, Commitments commitments)
{
    const string Columns = $"e.seq_id, e.id, e.stream_id, e.version, e.type, e.\"timestamp\", e.headers->>'{Act.Header}', e.data::text";

    /// <summary>What became of events whose leaf finds no row, and which events stand out of their time.</summary>
    public async Task<IReadOnlyList<AuditFinding>> OfLeavesAsync(AuditedLog log, bool inOrder, CancellationToken ct)
    {
        var found = new List<AuditFinding>();
        var elsewhere = await MapAsync($"select id, seq_id from {Store.Schema}.mt_events where id = any($1)", log.WithoutEvent.Select(l => l.EventId), ct);
        var places = await MapAsync($"select event_id, leaf_index from {LogSchema.Leaf} where event_id = any($1)", log.WithoutEvent.Select(l => l.IdNow).OfType<Guid>(), ct);
        foreach (var leaf in log.WithoutEvent)
            if (elsewhere.TryGetValue(leaf.EventId, out var number))
                found.Add(ChunkAuditor.Of(AuditFault.Swapped, leaf, $"seq_id: its row stands under {number}"));
            else if (leaf.IdNow is { } id && !places.ContainsKey(id))
                found.Add(ChunkAuditor.Of(AuditFault.Altered, leaf, $"id: the row under its number says {id}"));
            else
                found.Add(ChunkAuditor.Of(AuditFault.Removed, leaf, "It is in the log and has no row any more."));
        if (inOrder)
            found.AddRange(await OutOfTimeAsync(log, ct));
        return found;
    }

    async Task<List<AuditFinding>> OutOfTimeAsync(AuditedLog log, CancellationToken ct)
    {
        var tolerance = (long)Receipts.Within.TotalMicroseconds;
        var late = Disorder.Of([.. log.Order.Select(o => o.RecordedAt)], tolerance).Select(i => log.Order[i].Index).ToHashSet();
        var byNumber = log.Order.OrderBy(o => o.Number).ToArray();
        var inGaps = Disorder.Of([.. byNumber.Select(o => o.RecordedAt)], tolerance).Select(i => byNumber[i].Index).Where(i => !late.Contains(i)).ToHashSet();
        var found = new List<AuditFinding>();
        if (late.Count + inGaps.Count == 0)
            return found;
        await using var command = database.CreateCommand($"select l.leaf_index, l.event_id, l.seq_id, e.type from {LogSchema.Leaf} l left join {Store.Schema}.mt_events e using (seq_id) where l.leaf_index = any($1)");
        command.Parameters.Add(new() { Value = late.Concat(inGaps).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            found.Add(new(
                late.Contains(rows.GetInt64(0)) ? AuditFault.BackDated : AuditFault.Inserted, rows.GetInt64(0), rows.GetGuid(1), rows.GetInt64(2), await rows.IsDBNullAsync(3, ct) ? null : rows.GetString(3),
                late.Contains(rows.GetInt64(0)) ? "Its time of record is not one at which the log was at its place." : "Its number lies among those of another time: it came into a gap."));
        return found;
    }

    /// <summary>
    /// The events that have no place in the log: within their time they wait; past the queue they were inserted; and where a leaf is missing whose hash they make they tell which it was.
    /// Returns how many wait.
    /// </summary>
    public async Task<long> WithoutPlaceAsync(AuditedLog log, List<AuditFinding> findings, CancellationToken ct)
    {
        var missing = log.Missing.Where(m => m.InTile is not null).ToLookup(m => m.InTile!.Value);
        var moved = findings.Where(f => f.Fault is AuditFault.Swapped or AuditFault.Altered && f.EventId is not null).Select(f => f.EventId!.Value).ToHashSet();
        var named = new Dictionary<long, (Guid Id, long Number, string Type)>();
        var newest = log.Order.Count == 0 ? DateTimeOffset.MinValue : DateTimeOffset.UnixEpoch.AddMicroseconds(log.Order.Max(o => o.RecordedAt));
        var waiting = 0L;
        await using (var command = database.CreateCommand($"""
            select {Columns}, p.seq_id is not null from {Store.Schema}.mt_events e left join {LogSchema.Leaf} l on l.seq_id = e.seq_id left join {LogSchema.Pending} p on p.seq_id = e.seq_id
            where l.seq_id is null and e.type <> '{LogSchema.Tombstone}' order by e.seq_id
            """))
        await using (var rows = await command.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
            {
                var (number, id, type, recordedAt) = (rows.GetInt64(0), rows.GetGuid(1), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5));
                if (rows.GetBoolean(8))
                {
                    waiting++;
                    if (recordedAt + Receipts.Within < newest)
                        findings.Add(new(AuditFault.Unsequenced, null, id, number, type, "It waits for its place while later events have theirs."));
                    continue;
                }

                var hash = TreeHash.OfLeaf(LogEntry.Of(commitments, id, rows.GetGuid(2), rows.GetInt64(3), type, recordedAt, await rows.IsDBNullAsync(6, ct) ? null : rows.GetString(6), rows.GetString(7)));
                if (missing[hash].FirstOrDefault() is { } leaf)
                    named[leaf.Index] = (id, number, type);
                else if (!moved.Contains(id))
                    findings.Add(new(AuditFault.Inserted, null, id, number, type, "It came in past the queue: it has no place in the log and waits for none."));
            }

        foreach (var leaf in log.Missing)
            findings.Add(named.TryGetValue(leaf.Index, out var e)
                ? new(AuditFault.LeafMissing, leaf.Index, e.Id, e.Number, e.Type, "Its leaf is gone; its own row is as it was signed.")
                : new(AuditFault.LeafMissing, leaf.Index, null, null, null, leaf.InTile is { } hash ? $"The leaf that was signed is gone, and so is its event; its hash is {hash}." : "A leaf is gone."));
        await FindRemovedFromQueueAsync(findings, ct);
        await FindMiscountedStreamsAsync(log, findings, ct);
        return waiting;
    }

    async Task FindRemovedFromQueueAsync(List<AuditFinding> findings, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select seq_id from {LogSchema.Pending} p where not exists (select from {Store.Schema}.mt_events e where e.seq_id = p.seq_id)");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            findings.Add(new(AuditFault.Removed, null, null, rows.GetInt64(0), null, "It was removed before it had its place."));
    }

    // Events beyond what their stream counts, and streams that lack events no leaf remembers.
    async Task FindMiscountedStreamsAsync(AuditedLog log, List<AuditFinding> findings, CancellationToken ct)
    {
        var explained = findings.Where(f => f.EventId is not null).Select(f => f.EventId!.Value).ToHashSet();
        var shortened = log.WithoutEvent.Select(l => l.Stream).OfType<Guid>().Concat(log.Altered.SelectMany(a => new[] { a.Leaf.Stream, a.Leaf.StreamNow }).OfType<Guid>()).ToHashSet();
        await using var command = database.CreateCommand($"""
            select coalesce(s.id, e.stream_id), coalesce(s.version, 0), coalesce(e.last, 0), coalesce(e.events, 0), x.id, x.seq_id, x.type
            from {Store.Schema}.mt_streams s full join (select stream_id, max(version) as last, count(*) as events, bool_or(type = '{LogSchema.Tombstone}') as fills from {Store.Schema}.mt_events group by stream_id) e on s.id = e.stream_id
                 left join {Store.Schema}.mt_events x on x.stream_id = e.stream_id and x.version = e.last
            where e.fills is not true and (coalesce(s.version, 0) <> coalesce(e.last, 0) or e.events <> e.last)
            """);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (stream, counted, last, events) = (rows.GetGuid(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
            if (shortened.Contains(stream) || (last > 0 && explained.Contains(rows.GetGuid(4))))
                continue;
            findings.Add(counted < last
                ? new(AuditFault.Inserted, null, rows.GetGuid(4), rows.GetInt64(5), rows.GetString(6), $"Its stream {stream} counts {counted} events; this one has number {last} in it.")
                : new(AuditFault.Removed, null, null, null, null, $"Stream {stream} counts {counted} events and has {events}."));
        }
    }

    async Task<Dictionary<Guid, long>> MapAsync(string sql, IEnumerable<Guid> keys, CancellationToken ct)
    {
        var found = new Dictionary<Guid, long>();
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = keys.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            found[rows.GetGuid(0)] = rows.GetInt64(1);
        return found;
    }
}
