using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;
using ServiceLedger.Privacy;

namespace ServiceLedger.Ledger;

/// <summary>A leaf as it stands in the database beside the hash in its tile, and what its event's row makes of it.</summary>
/// <param name="InTile">What the tile says; null beyond the checkpoint or where the tile is missing.</param>
/// <param name="OfEntry">The hash of the entry in the leaf's row.</param>
/// <param name="OfEvent">The hash of the entry made again from the event's row; null where there is no row.</param>
sealed record AuditedLeaf(long Index, Guid EventId, long Number, string? Type, TreeHash? InTile, TreeHash Stored, TreeHash OfEntry, TreeHash? OfEvent)
{
    /// <summary>The stream it was committed to, where the row is another or gone.</summary>
    public Guid? Stream { get; init; }

    /// <summary>The event that the row under its number says it is.</summary>
    public Guid? IdNow { get; init; }

    /// <summary>The stream that its event's row says.</summary>
    public Guid? StreamNow { get; init; }

    public bool Agrees => Stored == OfEntry && (InTile is null || InTile == Stored);
}

/// <summary>An event's row that is not what was sequenced: the members that differ, each as JSON, as committed and as it stands.</summary>
sealed record AlteredEvent(AuditedLeaf Leaf, IReadOnlyList<(string Member, string Committed, string Present)> Members);

/// <summary>What comparing one run of leaves gave.</summary>
sealed class AuditedChunk
{
    public List<AuditedLeaf> Leaves { get; } = [];

    /// <summary>Their committed times of record, in microseconds since 1970.</summary>
    public List<long> RecordedAt { get; } = [];

    /// <summary>The hashes of the tiles over this run, by the tile's index; null where one is missing.</summary>
    public Dictionary<long, TreeHash[]?> TileHashes { get; } = [];
    public List<AlteredEvent> Altered { get; } = [];
    public List<AuditedLeaf> WithoutEvent { get; } = [];
    public List<AuditFinding> Findings { get; } = [];
    public AuditedValues Values { get; set; } = new(0, 0, 0, 0);
    public long Matched { get; set; }
}

/// <summary>Makes the entries of a run of leaves again from the events' rows and compares: events with leaves, leaves with tiles, sealed values with their digests.</summary>
sealed class ChunkAuditor(NpgsqlDataSource database, LogFolder folder, Commitments commitments, AuditKeys keys, long signed)
{
    const string Rows = $"""
        select l.leaf_index, l.seq_id, l.event_id, l.hash, l.entry,
               e.id, e.stream_id, e.version, e.type, e."timestamp", e.headers->>'{Act.Header}', e.data::text, e.user_name, e.is_archived
        from {LogSchema.Leaf} l left join {Store.Schema}.mt_events e on e.seq_id = l.seq_id
        """;

    /// <summary>The leaves from one place to the one before another.</summary>
    public async Task<AuditedChunk> RangeAsync(long from, long to, CancellationToken ct)
    {
        var chunk = await ReadAsync($"{Rows} where l.leaf_index >= $1 and l.leaf_index < $2 order by l.leaf_index", [from, to], ct);
        for (var index = from; index < Math.Min(to, signed); index += Tile.FullWidth)
            InTile(index, chunk);
        return chunk;
    }

    /// <summary>The leaves of one stream's events, and those of leaves that say they are of it.</summary>
    public Task<AuditedChunk> StreamAsync(Guid stream, CancellationToken ct) =>
        ReadAsync($"{Rows} where e.stream_id = $1 or position(convert_to('\"stream\":\"' || $1::text || '\"', 'UTF8') in l.entry) > 0 order by l.leaf_index", [stream], ct);

    async Task<AuditedChunk> ReadAsync(string sql, object[] parameters, CancellationToken ct)
    {
        var chunk = new AuditedChunk();
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var index = rows.GetInt64(0);
            var entry = rows.GetFieldValue<byte[]>(4);
            var leaf = new AuditedLeaf(
                index, rows.GetGuid(2), rows.GetInt64(1), null, InTile(index, chunk), StoredHash(rows.GetFieldValue<byte[]>(3)), TreeHash.OfLeaf(entry), null);
            chunk.RecordedAt.Add(RecordedAtIn(entry));
            if (await rows.IsDBNullAsync(5, ct))
            {
                leaf = leaf with { Type = Member(entry, "type"), Stream = StreamIn(entry) };
                chunk.Leaves.Add(leaf);
                chunk.WithoutEvent.Add(leaf);
                continue;
            }

            var (act, data, type) = (await rows.IsDBNullAsync(10, ct) ? null : rows.GetFieldValue<byte[]>(10), rows.GetFieldValue<byte[]>(11), rows.GetString(8));
            var again = LogEntry.Of(commitments, rows.GetGuid(5), rows.GetGuid(6), rows.GetInt64(7), type, rows.GetFieldValue<DateTimeOffset>(9), act, data);
            leaf = leaf with { Type = type, OfEvent = TreeHash.OfLeaf(again) };
            chunk.Leaves.Add(leaf);
            var isAnother = rows.GetGuid(5) != leaf.EventId;
            if (!isAnother && again.AsSpan().SequenceEqual(entry))
                chunk.Matched++;
            else
            {
                var odd = leaf with { Stream = StreamIn(entry), IdNow = rows.GetGuid(5), StreamNow = rows.GetGuid(6) };
                if (isAnother)
                    chunk.WithoutEvent.Add(odd);
                else if (leaf.OfEvent != leaf.InTile)
                    chunk.Altered.Add(new(odd, Differences(entry, again)));
            }

            CheckMargins(chunk, leaf, act, await rows.IsDBNullAsync(12, ct) ? null : rows.GetString(12), rows.GetBoolean(13));
            CheckValues(chunk, leaf, data);
        }

        return chunk;
    }

    // What is no hash is not that of any entry either.
    static TreeHash StoredHash(byte[] bytes) => bytes.Length == TreeHash.Length ? TreeHash.FromBytes(bytes) : default;

    TreeHash? InTile(long index, AuditedChunk chunk)
    {
        if (index >= signed)
            return null;
        if (!chunk.TileHashes.TryGetValue(index / Tile.FullWidth, out var hashes))
            chunk.TileHashes[index / Tile.FullWidth] = hashes = folder.HashesOf(Tile.InTree(0, index / Tile.FullWidth, signed));
        return hashes?[index % Tile.FullWidth];
    }

    // The time stands near the end of the entry, after everything a person could have written.
    static long RecordedAtIn(ReadOnlySpan<byte> entry)
    {
        var name = "\"recordedAt\":\""u8;
        var at = entry.LastIndexOf(name);
        return at >= 0 && entry.Length > at + name.Length + 27 && DateTimeOffset.TryParse(Encoding.ASCII.GetString(entry.Slice(at + name.Length, 27)), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : 0;
    }

    // What Marten keeps beside the event and the entry does not hold: who it says acted, and whether it is still shown.
    static void CheckMargins(AuditedChunk chunk, AuditedLeaf leaf, byte[]? act, string? userName, bool archived)
    {
        if (archived)
            chunk.Findings.Add(Of(AuditFault.Altered, leaf, "is_archived: the event is hidden from whoever reads its stream"));
        if (act is null || userName is null)
            return;
        using var json = JsonDocument.Parse(act);
        if (json.RootElement.TryGetProperty("actorId", out var actor) && !actor.ValueEquals(userName))
            chunk.Findings.Add(Of(AuditFault.Altered, leaf, "user_name: it is not who acted"));
    }

    void CheckValues(AuditedChunk chunk, AuditedLeaf leaf, byte[] data)
    {
        using var json = JsonDocument.Parse(data);
        var (match, mismatch, erased, missing) = (0, 0, 0, 0);
        Walk(json.RootElement, "data");
        chunk.Values += new AuditedValues(match, mismatch, erased, missing);

        void Walk(JsonElement value, string path)
        {
            if (value.ValueKind is JsonValueKind.Array)
            {
                var place = 0;
                foreach (var item in value.EnumerateArray())
                    Walk(item, $"{path}[{place++}]");
            }
            else if (value.ValueKind is JsonValueKind.Object && LogEntry.IsSealed(value))
                Check(value.Deserialize<Sealed<string>>(LedgerJson.Stored)!, path);
            else if (value.ValueKind is JsonValueKind.Object)
                foreach (var member in value.EnumerateObject())
                    if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                        Walk(member.Value, $"{path}.{member.Name}");
        }

        void Check(Sealed<string> value, string path)
        {
            if (keys.Find(value.KeyId) is { } key)
            {
                if (Opens(key, value))
                {
                    match++;
                    return;
                }

                mismatch++;
                chunk.Findings.Add(Of(AuditFault.ValueAltered, leaf, $"{path}: it does not open to what its digest commits to"));
            }
            else if (keys.IsDestroyed(value.KeyId))
                erased++;
            else
            {
                missing++;
                chunk.Findings.Add(Of(AuditFault.ValueMissing, leaf, $"{path}: its key is not in the vault, and no destruction of it is in the log"));
            }
        }
    }

    static bool Opens(SubjectKey key, Sealed<string> value)
    {
        try
        {
            key.Disclosure(value);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static AuditFinding Of(AuditFault fault, AuditedLeaf leaf, string what) => new(fault, leaf.Index, leaf.EventId, leaf.Number, leaf.Type, what);

    static Guid? StreamIn(byte[] entry) => Guid.TryParse(Member(entry, "stream"), out var stream) ? stream : null;

    static string? Member(byte[] entry, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(entry);
            return json.RootElement.TryGetProperty(name, out var member) ? member.GetString() : null;
        }
        catch (JsonException)
        {
            // The leaf's own row was altered: that is found by its hash.
            return null;
        }
    }

    /// <summary>The members in which an entry as committed and one made again differ, each by its path.</summary>
    static List<(string Member, string Committed, string Present)> Differences(byte[] committed, byte[] present)
    {
        var found = new List<(string, string, string)>();
        try
        {
            using JsonDocument a = JsonDocument.Parse(committed), b = JsonDocument.Parse(present);
            Compare(a.RootElement, b.RootElement, "");
        }
        catch (JsonException)
        {
            // The leaf's own row was altered: that is found by its hash.
        }

        return found;

        void Compare(JsonElement a, JsonElement b, string path)
        {
            if (a.ValueKind is JsonValueKind.Object && b.ValueKind is JsonValueKind.Object)
                foreach (var name in a.EnumerateObject().Concat(b.EnumerateObject()).Select(m => m.Name).Distinct())
                    Compare(a.TryGetProperty(name, out var x) ? x : default, b.TryGetProperty(name, out var y) ? y : default, path.Length == 0 ? name : $"{path}.{name}");
            else if (Text(a) is var one && Text(b) is var other && one != other)
                found.Add((path, one, other));
        }

        static string Text(JsonElement value) => value.ValueKind is JsonValueKind.Undefined ? "" : value.GetRawText();
    }
}
