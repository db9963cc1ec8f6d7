using System.Collections.Concurrent;
using Npgsql;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Ledger;

/// <summary>The data keys an audit opens sealed values with, by the id that values carry, and the ids of those whose destruction is in the log.</summary>
sealed class AuditKeys(IReadOnlyDictionary<string, WrappedKey> wrapped, Vault vault, IReadOnlySet<string> destroyed)
{
    readonly ConcurrentDictionary<string, SubjectKey> opened = new();

    public static async Task<AuditKeys> LoadAsync(Vault vault, NpgsqlDataSource database, CancellationToken ct) =>
        new(await vault.AllByKeyIdAsync(ct), vault, await DestroyedAsync(database, ct));

    public SubjectKey? Find(string keyId) =>
        opened.TryGetValue(keyId, out var key) ? key : wrapped.TryGetValue(keyId, out var found) ? opened.GetOrAdd(keyId, vault.Unwrap(found)) : null;

    public bool IsDestroyed(string keyId) => destroyed.Contains(keyId);

    static async Task<HashSet<string>> DestroyedAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select jsonb_array_elements_text(e.data->'keyIds') from {Store.Schema}.mt_events e join {LogSchema.Leaf} l on l.event_id = e.id where e.type = $1
            """);
        command.Parameters.Add(new() { Value = EventCatalogue.Names[typeof(SubjectKeyDestroyed)] });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var destroyed = new HashSet<string>();
        while (await rows.ReadAsync(ct))
            destroyed.Add(rows.GetString(0));
        return destroyed;
    }
}
