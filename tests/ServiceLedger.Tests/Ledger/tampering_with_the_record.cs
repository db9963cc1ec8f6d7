using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Applications;
using ServiceLedger.Evidence;
using ServiceLedger.Interchange;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;
using ServiceLedger.Privacy;
using ServiceLedger.Tests.Interchange;

namespace ServiceLedger.Tests.Ledger;

/// <summary>An event as the owner of the database finds it.</summary>
public sealed record RecordedEvent(long Number, Guid Id, Guid Stream, long Version, string Type, bool HasValue);

/// <summary>A city of more than 20,000 events, sequenced and signed, that can be set back after each tampering.</summary>
public sealed class SealedCity(Cluster cluster) : IAsyncLifetime
{
    static readonly string[] Tables = ["mt_streams", "mt_events", "pending", "leaf", "tree_head"];

    NpgsqlDataSource? database;

    public LedgerHost Host { get; } = new(cluster);
    public IReadOnlyList<RecordedEvent> Events { get; private set; } = [];
    public LogFolder Folder => new(Host.LogFolder);

    /// <summary>An export of the log, as somebody keeps it who trusts nobody.</summary>
    public string Export => Host.LogFolder + "-export";

    string Kept => Host.LogFolder + "-kept";

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        database = NpgsqlDataSource.Create(Host.Connection);
        await new DemoRecording(Host.Store, Host.Services.GetRequiredService<Vault>(), Host.Services.GetRequiredService<EvidenceFolder>(), Host.Services.GetRequiredService<CaseNumbers>(), RecordedCity.Afterwards).RunAsync();
        for (var i = 0; i < 20; i++)
            await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await Host.Submit(await Host.Register())));
        // Before anything is sequenced the city gets a history: an event a minute, with gaps between the numbers, as transactions that fail leave them.
        await Run("""
            alter table ledger.mt_events disable trigger queue_events;
            create temporary table spread as select e.*, row_number() over (order by seq_id) as place from ledger.mt_events e;
            update ledger.mt_events e set seq_id = -s.place * 3, "timestamp" = timestamptz '2026-01-01' + s.place * interval '1 minute' from spread s where s.id = e.id;
            update ledger.mt_events set seq_id = -seq_id;
            select setval('ledger.mt_events_sequence', (select max(seq_id) from ledger.mt_events));
            delete from ledger.pending;
            insert into ledger.pending select seq_id from ledger.mt_events where type <> 'tombstone';
            alter table ledger.mt_events enable always trigger queue_events;
            """);
        await Host.Services.GetRequiredService<KeepsLog>().CatchUpAsync();
        await Run("create schema kept;" + string.Concat(Tables.Select(t => $"create table kept.{t} as table ledger.{t};")));
        Copy(Host.LogFolder, Kept);
        await ExportAsync();
        Events = await EventsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
            await database.DisposeAsync();
        await Host.DisposeAsync();
    }

    public async Task Run(string sql, params object[] parameters)
    {
        await using var command = database!.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Value<T>(string sql, params object[] parameters)
    {
        await using var command = database!.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<AuditReport> AuditAsync(AuditScope? scope = null) => Host.Services.GetRequiredService<Audit>().RunAsync(scope ?? new());

    /// <summary>Sequences and signs what was brought in, with the real key, as the service would.</summary>
    public async Task SealAsync()
    {
        while (await Host.Services.GetRequiredService<Sequencer>().SequenceAsync() > 0)
            ;
        await new Checkpoints(database!, Folder, Host.Services.GetRequiredService<LogKeys>()).SignAsync();
    }

    /// <summary>Everything as it was before.</summary>
    public async Task RestoreAsync()
    {
        await Run(
            "alter table ledger.mt_events disable trigger queue_events;" + $"truncate {string.Join(", ", Tables.Select(t => "ledger." + t))};"
            + string.Concat(Tables.Select(t => $"insert into ledger.{t} select * from kept.{t};")) + "alter table ledger.mt_events enable always trigger queue_events;");
        Directory.Delete(Host.LogFolder, recursive: true);
        Copy(Kept, Host.LogFolder);
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    async Task ExportAsync()
    {
        Copy(Host.LogFolder, Export);
        var export = new LogFolder(Export);
        var entries = new List<ReadOnlyMemory<byte>>();
        await using var command = database!.CreateCommand("select entry from ledger.leaf order by leaf_index");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            entries.Add(rows.GetFieldValue<byte[]>(0));
        for (var index = 0; index * Tile.FullWidth < entries.Count; index++)
        {
            var tile = Tile.InTree(Tile.Entries, index, entries.Count);
            export.WriteTile(tile, EntryBundle.Write(entries.GetRange(index * Tile.FullWidth, tile.Width)));
        }
    }

    async Task<List<RecordedEvent>> EventsAsync()
    {
        var events = new List<RecordedEvent>();
        await using var command = database!.CreateCommand("select seq_id, id, stream_id, version, type, data::text like '%\"ciphertext\"%' from ledger.mt_events where type <> 'tombstone' order by seq_id");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            events.Add(new(rows.GetInt64(0), rows.GetGuid(1), rows.GetGuid(2), rows.GetInt64(3), rows.GetString(4), rows.GetBoolean(5)));
        return events;
    }
}

/// <summary>Whatever the owner of the database does to the record, the audit names the events it was done to, and no others.</summary>
public sealed class tampering_with_the_record(SealedCity city) : IClassFixture<SealedCity>, IAsyncLifetime
{
    const int Times = 100;

    readonly Random chance = new(1);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await city.RestoreAsync();

    [Fact]
    public async Task is_not_seen_where_there_is_none()
    {
        var report = await city.AuditAsync(new(Against: city.Export));
        report.Findings.ShouldBeEmpty();
        report.Events.ShouldBeGreaterThanOrEqualTo(20_000);
        (report.Matched, report.Size, report.Waiting).ShouldBe((report.Events, report.Events, 0));
        report.Values.Match.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task by_changing_rows_is_named()
    {
        var events = Chosen(Times);
        string[] changes =
        [
            "data = data || '{\"citizenId\": \"01900000-0000-7000-8000-000000000001\"}'", "data = data || '{\"added\": 1}'", "type = type || '_not'", "\"timestamp\" = \"timestamp\" + interval '1 second'",
            "\"timestamp\" = \"timestamp\" - interval '1 day'", "headers = jsonb_set(headers, '{act,role}', '\"nobody\"')", "headers = headers - 'act'", "user_name = 'nobody'", "is_archived = true", "version = version + 1000"
        ];
        for (var i = 0; i < events.Count; i++)
            await city.Run($"update ledger.mt_events set {changes[i % changes.Length]} where id = $1", events[i].Id);
        await Named(events, AuditFault.Altered, AuditFault.BackDated);
    }

    [Fact]
    public async Task by_changing_sealed_values_is_named()
    {
        var events = Chosen(Times, e => e.HasValue);
        string[] members = ["ciphertext", "nonce", "digest"];
        for (var i = 0; i < events.Count; i++)
            await city.Run(
                $"""update ledger.mt_events set data = regexp_replace(data::text, '("{members[i % 3]}": ")(.)', '\1' || case when data::text ~ '"{members[i % 3]}": "A' then 'B' else 'A' end)::jsonb where id = $1""", events[i].Id);
        await Named(events, AuditFault.ValueAltered, AuditFault.Altered);
    }

    [Fact]
    public async Task by_removing_rows_is_named()
    {
        var events = Chosen(Times);
        await city.Run("delete from ledger.mt_events where id = any($1)", events.Select(e => e.Id).ToArray());
        await Named(events, AuditFault.Removed);
    }

    [Fact]
    public async Task by_bringing_rows_into_gaps_is_named()
    {
        var inserted = new List<RecordedEvent>();
        foreach (var (e, i) in Chosen(Times, distinctStreams: true).Select((e, i) => (e, i)))
        {
            var number = e.Number + 1 + i % 2;
            // Half of them with the count of their stream set right, half past the queue.
            await city.Run($"""
                {(i % 4 < 2 ? "" : "alter table ledger.mt_events disable trigger queue_events;")}
                with s as (update ledger.mt_streams set version = version + {(i % 2 == 0 ? 1 : 0)} where id = '{e.Stream}' returning version)
                {Copy(e, number.ToString(CultureInfo.InvariantCulture), Guid.CreateVersion7(), "(select max(version) + 1 from ledger.mt_events x where x.stream_id = e.stream_id)", "timestamptz '2026-06-01'")};
                alter table ledger.mt_events enable always trigger queue_events;
                """);
            inserted.Add(e with { Number = number, Id = await city.Value<Guid>("select id from ledger.mt_events where seq_id = $1", number) });
        }

        await city.SealAsync();
        await Named(inserted, AuditFault.Inserted);
    }

    [Fact]
    public async Task by_bringing_in_rows_of_an_earlier_date_is_named()
    {
        var inserted = new List<RecordedEvent>();
        foreach (var (e, i) in Chosen(Times, distinctStreams: true).Select((e, i) => (e, i)))
        {
            // Into the queue as the service does it, under a new number or one from a gap of that time.
            var number = i % 2 == 0 ? "nextval('ledger.mt_events_sequence')" : (e.Number + 1).ToString(CultureInfo.InvariantCulture);
            var id = Guid.CreateVersion7();
            await city.Run($"""
                with s as (update ledger.mt_streams set version = version + 1 where id = '{e.Stream}' returning version)
                {Copy(e, number, id, "(select version from s)", "\"timestamp\" + interval '20 seconds'")}
                """);
            inserted.Add(e with { Id = id });
        }

        await city.SealAsync();
        await Named(inserted, AuditFault.BackDated);
    }

    [Fact]
    public async Task by_exchanging_rows_is_named()
    {
        var swapped = new List<RecordedEvent>();
        var byType = Chosen(20_000).GroupBy(e => e.Type).Where(g => g.Count() >= 8).SelectMany(g => g.Chunk(2).Where(p => p.Length == 2).Take(3)).OrderBy(_ => chance.Next()).Take(Times / 2).ToArray();
        foreach (var (pair, i) in byType.Select((p, i) => (p, i)))
        {
            var ids = pair.Select(e => e.Id).ToArray();
            if (i % 2 == 0)
                await city.Run("with a as (select * from ledger.mt_events where id = any($1)) update ledger.mt_events e set data = a.data from a where e.id = any($1) and a.id <> e.id", ids);
            else
            {
                await city.Run("update ledger.mt_events set seq_id = -seq_id where id = any($1)", ids);
                await city.Run("with a as (select id, seq_id from ledger.mt_events where id = any($1)) update ledger.mt_events e set seq_id = -a.seq_id from a where e.id = any($1) and a.id <> e.id", ids);
            }

            swapped.AddRange(pair);
        }

        swapped.Count.ShouldBe(Times);
        await Named(swapped, AuditFault.Swapped);
    }

    [Fact]
    public async Task with_leaves_is_named()
    {
        var events = Chosen(Times);
        string[] changes =
        [
            "entry = set_byte(entry, 20, get_byte(entry, 20) # 1)", "hash = set_byte(hash, 5, get_byte(hash, 5) # 1)", "entry = entry || ' '", "hash = ''",
            "entry = set_byte(entry, 30, get_byte(entry, 30) # 1), hash = sha256('\\x00'::bytea || set_byte(entry, 30, get_byte(entry, 30) # 1))"
        ];
        for (var i = 0; i < events.Count; i++)
            await city.Run($"update ledger.leaf set {changes[i % changes.Length]} where event_id = $1", events[i].Id);
        await Named(events, AuditFault.LeafAltered);
    }

    [Fact]
    public async Task with_events_and_their_leaves_together_is_named()
    {
        var events = Chosen(Times);
        foreach (var e in events)
            await city.Run("update ledger.mt_events set data = data || '{\"added\": 1}' where id = $1", e.Id);
        await Resequence(events);
        await Named(events, AuditFault.Altered);
    }

    [Fact]
    public async Task with_tiles_is_named()
    {
        var events = Chosen(Times);
        foreach (var e in events)
        {
            var index = await city.Value<long>("select leaf_index from ledger.leaf where event_id = $1", e.Id);
            Flip(Tile.InTree(0, index / Tile.FullWidth, city.Events.Count), (int)(index % Tile.FullWidth) * TreeHash.Length + chance.Next(TreeHash.Length));
        }

        await Named(events, AuditFault.TileAltered);
        await city.RestoreAsync();
        foreach (var level in new[] { 1, 2 })
        {
            Flip(Tile.InTree(level, 0, city.Events.Count), 7);
            var finding = (await city.AuditAsync()).Findings.Where(f => f.Fault is AuditFault.TileAltered).ShouldHaveSingleItem();
            finding.What.ShouldContain($"tile/{level}/000");
            if (level == 2)
                break;
            await city.RestoreAsync();
            if (city.Events.Count < 1 << 16)
                break;
        }

        void Flip(Tile tile, int at)
        {
            var content = city.Folder.ReadTile(tile)!;
            content[at] ^= 1;
            city.Folder.WriteTile(tile, content);
        }
    }

    [Fact]
    public async Task by_cutting_streams_short_is_named()
    {
        var cut = Chosen(20_000, e => city.Events.Any(later => later.Stream == e.Stream && later.Version == e.Version + 1) is false, distinctStreams: true).Take(Times).ToList();
        await city.Run("delete from ledger.mt_events where id = any($1)", cut.Select(e => e.Id).ToArray());
        await city.Run("update ledger.mt_streams s set version = version - 1 where id = any($1)", cut.Select(e => e.Stream).ToArray());
        await Named(cut, AuditFault.Removed);
    }

    [Fact]
    public async Task by_cutting_off_the_end_of_the_record_is_named()
    {
        var cut = city.Events.TakeLast(Times).ToList();
        await Cut(cut);
        var report = await city.AuditAsync();
        report.Findings.ShouldAllBe(f => f.Fault == AuditFault.LeafMissing);
        report.Findings.Select(f => f.Index!.Value).ShouldBe(Enumerable.Range(city.Events.Count - Times, Times).Select(i => (long)i));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(5000)]
    public async Task by_setting_everything_back_to_a_backup_is_named_to_whoever_kept_a_later_checkpoint(int lost)
    {
        var gone = city.Events.TakeLast(lost).ToList();
        await Cut(gone);
        await ResignAsync();
        (await city.AuditAsync()).Holds.ShouldBeTrue("nothing in the database and its folder can tell");
        (await city.AuditAsync(new(Against: Path.Combine(city.Export, "checkpoint")))).Findings.ShouldHaveSingleItem().Fault.ShouldBe(AuditFault.RolledBack);
        var report = await city.AuditAsync(new(Against: city.Export));
        report.Findings.ShouldAllBe(f => f.Fault == AuditFault.RolledBack);
        report.Findings.Select(f => f.EventId).OfType<Guid>().ShouldBe(gone.Select(e => e.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task by_writing_history_anew_and_signing_it_with_the_real_key_is_named_to_whoever_kept_a_checkpoint()
    {
        var events = Chosen(Times);
        foreach (var e in events)
            await city.Run("update ledger.mt_events set data = data || '{\"added\": 1}' where id = $1", e.Id);
        await Resequence(events);
        await ResignAsync();
        (await city.AuditAsync()).Holds.ShouldBeTrue("nothing in the database and its folder can tell");
        (await city.AuditAsync(new(Against: Path.Combine(city.Export, "checkpoint")))).Findings.ShouldHaveSingleItem().Fault.ShouldBe(AuditFault.Forked);
        var report = await city.AuditAsync(new(Against: city.Export));
        report.Findings.ShouldAllBe(f => f.Fault == AuditFault.Forked);
        report.Findings.Select(f => f.EventId).OfType<Guid>().ShouldBe(events.Select(e => e.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task with_the_queue_is_named()
    {
        var kept = await city.Host.Register();
        var number = await city.Value<long>("select max(seq_id) from ledger.mt_events");
        await city.Run("delete from ledger.mt_events where seq_id = $1", number);
        await city.SealAsync();
        (await city.AuditAsync()).Findings.ShouldContain(f => f.Fault == AuditFault.Removed && f.Number == number);
        kept.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task with_the_checkpoint_is_named()
    {
        var note = city.Folder.ReadCheckpoint()!;
        note[^10] ^= 1;
        city.Folder.WriteCheckpoint(note);
        (await city.AuditAsync()).Findings.ShouldHaveSingleItem().Fault.ShouldBe(AuditFault.CheckpointRefused);
    }

    [Fact]
    public async Task is_found_in_a_part_of_the_log_and_in_one_stream()
    {
        var e = Chosen(1, e => e.Version > 1)[0];
        var index = await city.Value<long>("select leaf_index from ledger.leaf where event_id = $1", e.Id);
        (await city.AuditAsync(new(From: index, To: index + 1))).Findings.ShouldBeEmpty();
        await city.Run("update ledger.mt_events set data = data || '{\"added\": 1}' where id = $1", e.Id);
        (await city.AuditAsync(new(From: index, To: index + 1))).Findings.ShouldHaveSingleItem().EventId.ShouldBe(e.Id);
        (await city.AuditAsync(new(Stream: e.Stream))).Findings.ShouldHaveSingleItem().What.ShouldBe("data.added");
        (await city.AuditAsync(new(From: index + 1024))).Findings.ShouldBeEmpty();
        (await city.AuditAsync(new(Stream: city.Events.First(o => o.Stream != e.Stream).Stream))).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task is_found_by_an_audit_that_was_interrupted_and_went_on()
    {
        var events = Chosen(Times);
        foreach (var e in events)
            await city.Run("update ledger.mt_events set data = data || '{\"added\": 1}' where id = $1", e.Id);
        var state = Path.Combine(city.Host.Folder, "audit-state");
        var audit = city.Host.Services.GetRequiredService<Audit>();
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => audit.RunAsync(new(State: state), p =>
        {
            if (p.Done >= 2 * 4096)
                stop.Cancel();
        }, stop.Token));
        File.Exists(state).ShouldBeTrue();
        var begun = 0L;
        var report = await audit.RunAsync(new(State: state), p => begun = Math.Max(begun, p.Of));
        begun.ShouldBeLessThan(city.Events.Count);
        report.Findings.Select(f => f.EventId!.Value).ShouldBe(events.Select(e => e.Id), ignoreOrder: true);
        report.Events.ShouldBe(city.Events.Count);
        File.Exists(state).ShouldBeFalse();
    }

    /// <summary>Events at random places, each once; those before the last 10 so that a later one is there.</summary>
    List<RecordedEvent> Chosen(int count, Func<RecordedEvent, bool>? which = null, bool distinctStreams = false)
    {
        var shuffled = city.Events.Take(city.Events.Count - 10).OrderBy(_ => chance.Next()).Where(which ?? (_ => true));
        return [.. (distinctStreams ? shuffled.DistinctBy(e => e.Stream) : shuffled).Take(count)];
    }

    /// <summary>Brings in a copy of an event, in its stream.</summary>
    static string Copy(RecordedEvent e, string number, Guid id, string version, string at) => $"""
        insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, is_archived)
        select {number}, '{id}', stream_id, {version}, data, type, {at}, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, false from ledger.mt_events e where id = '{e.Id}'
        """;

    async Task Named(List<RecordedEvent> events, params AuditFault[] as_)
    {
        events.Count.ShouldBeGreaterThanOrEqualTo(Times);
        var report = await city.AuditAsync();
        report.Findings.Where(f => f.EventId is not { } id || events.All(e => e.Id != id)).Select(f => f.ToString()).ShouldBeEmpty("false alarms");
        events.Where(e => report.Findings.All(f => f.EventId != e.Id)).Select(e => e.ToString()).ShouldBeEmpty("not found");
        report.Findings.Where(f => !as_.Contains(f.Fault)).Select(f => f.ToString()).ShouldBeEmpty("named as something else");
    }

    async Task Cut(List<RecordedEvent> events)
    {
        var ids = events.Select(e => e.Id).ToArray();
        await city.Run("delete from ledger.leaf where event_id = any($1)", ids);
        await city.Run("update ledger.tree_head set size = (select max(leaf_index) + 1 from ledger.leaf)");
        await city.Run("delete from ledger.mt_events where id = any($1)", ids);
        await city.Run("update ledger.mt_streams s set version = e.last from (select stream_id, max(version) as last from ledger.mt_events group by stream_id) e where e.stream_id = s.id");
        await city.Run("delete from ledger.mt_streams s where not exists (select from ledger.mt_events e where e.stream_id = s.id)");
    }

    /// <summary>Makes the leaves of these events anew and puts them in the places of the old ones.</summary>
    async Task Resequence(List<RecordedEvent> events)
    {
        var ids = events.Select(e => e.Id).ToArray();
        await city.Run("create schema if not exists forged; drop table if exists forged.places; create table forged.places (leaf_index bigint, event_id uuid)");
        await city.Run("insert into forged.places select leaf_index, event_id from ledger.leaf where event_id = any($1)", ids);
        var size = await city.Value<long>("select size from ledger.tree_head");
        await city.Run("delete from ledger.leaf where event_id = any($1)", ids);
        await city.Run("insert into ledger.pending select seq_id from ledger.mt_events where id = any($1)", ids);
        (await city.Host.Services.GetRequiredService<Sequencer>().SequenceAsync()).ShouldBe(events.Count);
        await city.Run("update ledger.leaf l set leaf_index = p.leaf_index from forged.places p where p.event_id = l.event_id");
        await city.Run($"update ledger.tree_head set size = {size}");
    }

    /// <summary>Signs the whole log anew with the real key, as if there had never been another.</summary>
    async Task ResignAsync()
    {
        Directory.Delete(city.Host.LogFolder, recursive: true);
        Directory.CreateDirectory(city.Host.LogFolder);
        await city.SealAsync();
    }
}
