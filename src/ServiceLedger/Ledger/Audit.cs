using System.Diagnostics;
using Marten;
using Npgsql;
using ServiceLedger.MerkleLog;
using ServiceLedger.Privacy;

namespace ServiceLedger.Ledger;

/// <summary>
/// Recomputes the log from the tables: every event's entry is made again from its row and compared with its leaf, the leaves with the tiles, the tiles with the signed root,
/// the checkpoint with one kept from earlier. What does not fit is named, down to the event and the member.
/// </summary>
public sealed class Audit(NpgsqlDataSource database, IDocumentStore store, LogFolder folder, LogKeys keys, Vault vault)
{
    const int LeavesAtOnce = 16 * Tile.FullWidth, AtOnce = 3, LeavesBetweenSaves = 32 * LeavesAtOnce;

    /// <summary>Runs the audit; an <see cref="AuditCannotRun"/> says what it lacks.</summary>
    public async Task<AuditReport> RunAsync(AuditScope scope, Action<AuditProgress>? progress = null, CancellationToken ct = default)
    {
        var findings = new List<AuditFinding>();
        var checkpoint = Signed(findings);
        var signed = checkpoint?.Size ?? 0;
        var stored = await ScalarAsync($"select greatest((select size from {LogSchema.TreeHead}), (select coalesce(max(leaf_index) + 1, 0) from {LogSchema.Leaf}))", ct);
        var commitments = await vault.Commitments(ct);
        var chunks = new ChunkAuditor(database, folder, commitments, await AuditKeys.LoadAsync(vault, database, ct), signed);
        if (checkpoint is not null && scope.Against is not null)
            findings.AddRange(EarlierLog.Compare(scope.Against, checkpoint, folder, keys, [.. keys.Verifiers, .. await RetiredAsync(ct)]));

        var events = new AuditedEvents(database, commitments);
        var waiting = 0L;
        AuditedLog log;
        if (scope.Stream is { } stream)
        {
            log = new(0, 0, signed);
            log.AddLoose(await chunks.StreamAsync(stream, ct));
            findings.AddRange(log.Judge(checkpoint, folder));
            findings.AddRange(await events.OfLeavesAsync(log, inOrder: false, ct));
        }
        else
        {
            log = await ReadAsync(scope, Math.Min(scope.To ?? long.MaxValue, Math.Max(stored, signed)), checkpoint, chunks, progress, ct);
            findings.AddRange(log.Judge(checkpoint, folder));
            findings.AddRange(await events.OfLeavesAsync(log, inOrder: true, ct));
            if (scope.IsWhole)
                waiting = await events.WithoutPlaceAsync(log, findings, ct);
        }

        AuditState.Done(scope);
        return new(signed, checkpoint?.Root.ToString(), log.Events, log.Matched, waiting, log.Values, [.. findings.OrderBy(f => f.Index ?? long.MaxValue).ThenBy(f => f.Number)]);
    }

    async Task<AuditedLog> ReadAsync(AuditScope scope, long end, Checkpoint? checkpoint, ChunkAuditor chunks, Action<AuditProgress>? progress, CancellationToken ct)
    {
        // Whole tiles: their roots are compared.
        var from = Math.Min(scope.From, end) / Tile.FullWidth * Tile.FullWidth;
        var log = await AuditState.ResumeAsync(scope, from, end, checkpoint, database, ct) ?? new AuditedLog(from, end, checkpoint?.Size ?? 0);
        var clock = Stopwatch.StartNew();
        var (begun, saved) = (log.Next, log.Next);
        var running = new Queue<(Task<AuditedChunk> Chunk, long UpTo)>();
        try
        {
            for (var next = log.Next; next < end || running.Count > 0;)
            {
                while (next < end && running.Count < AtOnce)
                {
                    var (first, last) = (next, Math.Min(end, next + LeavesAtOnce));
                    running.Enqueue((Task.Run(() => chunks.RangeAsync(first, last, ct), ct), last));
                    next = last;
                }

                var (chunk, upTo) = running.Dequeue();
                log.Add(await chunk, upTo);
                progress?.Invoke(new(log.Next - begun, end - begun, clock.Elapsed));
                if (log.Next - saved >= LeavesBetweenSaves)
                {
                    await AuditState.SaveAsync(scope, checkpoint, log, ct);
                    saved = log.Next;
                }
            }
        }
        catch (OperationCanceledException)
        {
            await AuditState.SaveAsync(scope, checkpoint, log, CancellationToken.None);
            throw;
        }

        return log;
    }

    /// <summary>The checkpoint that holds; what is wrong with it otherwise.</summary>
    Checkpoint? Signed(List<AuditFinding> findings)
    {
        if (folder.ReadCheckpoint() is not { } note)
        {
            findings.Add(new(AuditFault.CheckpointRefused, null, null, null, null, "There is no checkpoint in the log's folder."));
            return null;
        }

        if (keys.TryRead(note, out var checkpoint))
            return checkpoint;
        findings.Add(new(AuditFault.CheckpointRefused, null, null, null, null, "The checkpoint is not signed by a key of this log."));
        return null;
    }

    // What was kept may be signed with a key that is no longer in use.
    async Task<IEnumerable<NoteVerifier>> RetiredAsync(CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return (await session.LoadAsync<LogKeyBook>(LogKeyBook.Stream, ct))?.Retired.Select(NoteVerifier.Parse) ?? [];
    }

    async Task<long> ScalarAsync(string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}

/// <summary>An audit lacks something it needs.</summary>
public sealed class AuditCannotRun(string message) : Exception(message);
