using System.Collections.Concurrent;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>Whom a stream or an event is about. That never changes, so what was once read is remembered.</summary>
public sealed class Subjects(NpgsqlDataSource database)
{
    const int MostRemembered = 100_000;

    readonly ConcurrentDictionary<Guid, (Guid Citizen, Guid Stream)> known = new();

    /// <summary>The citizen, by the first event of the stream or by the event of this id, and its stream; null where there is none or it is about nobody.</summary>
    public async Task<(Guid Citizen, Guid Stream)?> OfAsync(Guid id, CancellationToken ct)
    {
        if (known.TryGetValue(id, out var subject))
            return subject;
        await using var command = database.CreateCommand($"""
            select (data->>'citizenId')::uuid, stream_id from {Store.Schema}.mt_events where stream_id = $1 and version = 1
            union all
            select (data->>'citizenId')::uuid, stream_id from {Store.Schema}.mt_events where id = $1
            """);
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct) || await row.IsDBNullAsync(0, ct))
            return null;
        // A full memory starts afresh: simpler than tracking use, and a miss costs one read by key.
        if (known.Count >= MostRemembered)
            known.Clear();
        return known[id] = (row.GetGuid(0), row.GetGuid(1));
    }
}
