using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>An audit's progress on disk: an interrupted one goes on where it was, if the log has only grown since.</summary>
static class AuditState
{
    sealed record Saved(string Origin, long Size, string Root, AuditScope Scope, AuditedLog Log);

    static readonly JsonSerializerOptions Json = new() { IncludeFields = true, Converters = { new Hashes(), new JsonStringEnumConverter() } };

    public static async Task SaveAsync(AuditScope scope, Checkpoint? checkpoint, AuditedLog log, CancellationToken ct)
    {
        // What lies beyond the checkpoint is looked at anew: it has no tiles yet.
        if (scope.State is null || checkpoint is null || log.Next > checkpoint.Size)
            return;
        var beside = scope.State + ".new";
        await File.WriteAllBytesAsync(beside, JsonSerializer.SerializeToUtf8Bytes(new Saved(checkpoint.Origin, checkpoint.Size, checkpoint.Root.ToString(), scope, log), Json), ct);
        File.Move(beside, scope.State, overwrite: true);
    }

    /// <summary>The progress of this audit; null where there is none. Progress of another audit is an <see cref="AuditCannotRun"/>.</summary>
    public static async Task<AuditedLog?> ResumeAsync(AuditScope scope, long from, long end, Checkpoint? checkpoint, NpgsqlDataSource database, CancellationToken ct)
    {
        if (scope.State is null || !File.Exists(scope.State))
            return null;
        Saved saved;
        try
        {
            saved = JsonSerializer.Deserialize<Saved>(await File.ReadAllBytesAsync(scope.State, ct), Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new AuditCannotRun($"{scope.State} is not the progress of an audit.");
        }

        if (checkpoint is null || saved.Origin != checkpoint.Origin || saved.Size > checkpoint.Size || saved.Scope != scope)
            throw new AuditCannotRun($"{scope.State} is the progress of another audit; name another file, or remove it to begin anew.");
        var log = new AuditedLog(from, end, checkpoint.Size)
        {
            Next = saved.Log.Next,
            Tiles = saved.Log.Tiles,
            Differing = saved.Log.Differing,
            Missing = saved.Log.Missing,
            Altered = saved.Log.Altered,
            WithoutEvent = saved.Log.WithoutEvent,
            Findings = saved.Log.Findings,
            Values = saved.Log.Values,
            Events = saved.Log.Events,
            Matched = saved.Log.Matched
        };
        await using var command = database.CreateCommand($"select leaf_index, seq_id, substring(entry from '\"recordedAt\":\"([^\"]*)\"')::timestamptz from (select leaf_index, seq_id, convert_from(substring(entry from greatest(1, length(entry) - 400)), 'LATIN1') as entry from {LogSchema.Leaf} where leaf_index >= $1 and leaf_index < $2) l order by leaf_index");
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = log.Next });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            log.Order.Add((rows.GetInt64(0), rows.GetInt64(1), await rows.IsDBNullAsync(2, ct) ? 0 : (rows.GetFieldValue<DateTimeOffset>(2) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond));
        return log;
    }

    /// <summary>The audit came to its end: nothing is left to resume.</summary>
    public static void Done(AuditScope scope)
    {
        if (scope.State is not null)
            File.Delete(scope.State);
    }

    sealed class Hashes : JsonConverter<TreeHash>
    {
        public override TreeHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TreeHash.TryParse(reader.GetString(), out var hash) ? hash : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TreeHash value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
