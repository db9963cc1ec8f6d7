using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;
using ServiceLedger.Witnessing;

namespace ServiceLedger.Tests.Ledger;

/// <summary>A service whose log three witnesses follow, two of whom are enough.</summary>
public sealed class WitnessedService(Cluster cluster) : IAsyncLifetime
{
    public const string Origin = "witnessed.example/log";

    readonly string key = NoteSigner.NewKey(Origin);
    LedgerFactory? factory;
    int keys, people;

    public FakeTimeProvider Time { get; } = new(LedgerHost.Now);
    public Log Log { get; } = new();
    public WitnessOnPort[] Witnesses { get; private set; } = [];
    public IServiceProvider Services => factory!.Services;
    public LogFolder Folder => new(factory!.LogFolder);
    public NoteVerifier Verifier => Services.GetRequiredService<LogKeys>().Verifiers[0];

    public async ValueTask InitializeAsync()
    {
        using var signer = NoteSigner.Parse(key);
        Witnesses = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => WitnessOnPort.StartAsync($"witness{i}.example", new LogToFollow(Origin, [signer.Verifier.ToString()]))));
        factory = new(await cluster.NewDatabaseAsync(), cluster.Folder, Time, Log, Settings());
        _ = factory.Server;
    }

    public Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string> { ["Log:Origin"] = Origin, ["Log:SigningKey"] = key, ["Log:WitnessTimeoutMilliseconds"] = "3000" };
        for (var i = 0; i < Witnesses.Length; i++)
            (settings[$"Log:Witnesses:{i}:Url"], settings[$"Log:Witnesses:{i}:Key"]) = (Witnesses[i].Address.ToString(), Witnesses[i].Verifier.ToString());
        return settings;
    }

    /// <summary>The asker as it is after a restart.</summary>
    public Witnesses Asker() => ActivatorUtilities.CreateInstance<Witnesses>(Services);

    /// <summary>Records something and signs.</summary>
    public async Task<Checkpoint> Grow()
    {
        (await Post("/api/citizens", new { idNumber = People.IdNumber(Interlocked.Increment(ref people)), name = "王芳", residenceDivision = "500103" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Services.GetRequiredService<KeepsLog>().CatchUpAsync();
        return Newest();
    }

    public Checkpoint Newest() => Services.GetRequiredService<LogKeys>().TryRead(Folder.ReadCheckpoint()!, out var checkpoint) ? checkpoint : throw new InvalidOperationException("No checkpoint.");

    public Witnessed? Witnessed => Services.GetRequiredService<WitnessedLog>().Newest();

    /// <summary>Time goes on for everybody.</summary>
    public void Advance(TimeSpan time)
    {
        Time.Advance(time);
        foreach (var witness in Witnesses)
            witness.Time.Advance(time);
    }

    public HttpClient Client(string? persona = null)
    {
        var client = factory!.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        if (persona is not null)
            client.DefaultRequestHeaders.BearAs(cluster.Folder, persona);
        return client;
    }

    public Task<HttpResponseMessage> Post(string path, object body)
    {
        var client = Client(LedgerHost.Officer);
        client.DefaultRequestHeaders.Add("Idempotency-Key", $"key-{Interlocked.Increment(ref keys)}");
        return client.PostAsync(path, JsonContent.Create(body, options: LedgerJson.Stored));
    }

    public async ValueTask DisposeAsync()
    {
        if (factory is not null)
            await factory.DisposeAsync();
        foreach (var witness in Witnesses)
            await witness.DisposeAsync();
    }
}

/// <summary>What is signed, others have seen: the service shows how many, and decides nothing where nobody has for too long.</summary>
public sealed class being_witnessed(WitnessedService service) : IClassFixture<WitnessedService>, IAsyncLifetime
{
    static readonly TimeSpan Wait = TimeSpan.FromMinutes(2);

    readonly Witnesses asker = service.Asker();

    public ValueTask InitializeAsync()
    {
        service.Advance(Wait);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        asker.Dispose();
        foreach (var witness in service.Witnesses)
        {
            await witness.StopAsync();
            await witness.StartAsync();
        }
    }

    [Fact]
    public async Task publishes_the_newest_checkpoint_with_its_cosignatures()
    {
        var signed = await service.Grow();
        (await Cosigners("/log/checkpoint")).ShouldBe((signed, 0));
        await asker.AskAsync();
        (await Cosigners("/log/checkpoint")).ShouldBe((signed, 3));
        (await Cosigners("/log/checkpoint/witnessed")).ShouldBe((signed, 3));
        var grown = await service.Grow();
        (await Cosigners("/log/checkpoint")).ShouldBe((grown, 0));
        (await Cosigners("/log/checkpoint/witnessed")).ShouldBe((signed, 3));
        await asker.AskAsync();
        (await Cosigners("/log/checkpoint/witnessed")).ShouldBe((grown, 3));
    }

    [Fact]
    public async Task needs_the_quorum_and_no_more()
    {
        await service.Grow();
        await asker.AskAsync();
        var before = service.Witnessed!;
        var grown = await service.Grow();
        await service.Witnesses[0].StopAsync();
        await service.Witnesses[1].StopAsync();
        await asker.AskAsync();
        (await Cosigners("/log/checkpoint")).ShouldBe((grown, 1));
        service.Witnessed!.Checkpoint.ShouldBe(before.Checkpoint);
        await service.Witnesses[0].StartAsync();
        // Who failed is not asked again at once.
        await asker.AskAsync();
        (await Cosigners("/log/checkpoint")).ShouldBe((grown, 1));
        service.Advance(Wait);
        await asker.AskAsync();
        (await Cosigners("/log/checkpoint/witnessed")).ShouldBe((grown, 2));
        service.Log.Text.ShouldContain("The witness witness1.example does not cosign: it cannot be reached.");
        service.Log.Text.ShouldContain("The witness witness1.example cosigns again.");
    }

    [Fact]
    public async Task is_asked_for_again_though_nothing_was_added()
    {
        await service.Grow();
        await asker.AskAsync();
        var first = service.Witnessed!;
        service.Advance(TimeSpan.FromMinutes(5));
        await asker.AskAsync();
        service.Witnessed!.At.ShouldBe(first.At);
        service.Advance(TimeSpan.FromMinutes(5));
        await asker.AskAsync();
        service.Witnessed!.At.ShouldBe(first.At + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task goes_on_from_what_a_witness_has_seen_after_a_restart()
    {
        await service.Grow();
        await asker.AskAsync();
        await service.Grow();
        await service.Grow();
        using (var restarted = service.Asker())
            await restarted.AskAsync();
        // Another process asked meanwhile: what this one remembers is behind.
        await service.Grow();
        await asker.AskAsync();
        (await Cosigners("/log/checkpoint")).ShouldBe((service.Newest(), 3));
        File.Delete(Path.Combine(service.Services.GetRequiredService<LogSettings>().Folder, "cosigned"));
        await service.Grow();
        using (var forgetful = service.Asker())
            await forgetful.AskAsync();
        (await Cosigners("/log/checkpoint")).ShouldBe((service.Newest(), 3));
    }

    [Fact]
    public async Task tells_loudly_that_a_witness_has_seen_another_log()
    {
        await service.Grow();
        await asker.AskAsync();
        var (good, size) = (service.Folder.ReadCheckpoint()!, service.Newest().Size);
        try
        {
            // Somebody with the log's key signed one leaf more, and shows it to a witness.
            var tree = GrowingTree.Read(size, Tiles.Read(size, service.Folder.Tile));
            tree.Append(TreeHash.OfLeaf([1]));
            var other = service.Services.GetRequiredService<LogKeys>().Sign(new Checkpoint(WitnessedService.Origin, tree.Size, tree.Root));
            (await service.Witnesses[2].Ask(new AddCheckpoint(size, Grown(size), other).ToString())).StatusCode.ShouldBe(HttpStatusCode.OK);
            service.Advance(TimeSpan.FromMinutes(10));
            await asker.AskAsync();
            service.Log.Text.ShouldContain("Critical ServiceLedger.Ledger.Witnesses The witness witness3.example does not cosign: it has seen more leaves than are signed here");
            await service.Grow();
            service.Advance(Wait);
            await asker.AskAsync();
            service.Log.Text.ShouldContain("Critical ServiceLedger.Ledger.Witnesses The witness witness3.example does not cosign: what is signed here does not go on from what it has seen");
            (await Cosigners("/log/checkpoint/witnessed")).ShouldBe((service.Newest(), 2));
        }
        finally
        {
            // The witness forgets, so that the other tests find it as it was.
            await service.Witnesses[2].StopAsync();
            foreach (var file in Directory.GetFiles(service.Witnesses[2].Memory))
                File.Delete(file);
        }

        good.ShouldNotBe(service.Folder.ReadCheckpoint());

        // The proof of one leaf more: the leaf, and the subtrees along the edge, the smallest first.
        TreeHash[] Grown(long size)
        {
            var nodes = Tiles.Read(size, service.Folder.Tile);
            return ConsistencyProof.Make(size, size + 1, (level, index) => level == 0 && index == size ? TreeHash.OfLeaf([1]) : nodes(level, index));
        }
    }

    [Fact]
    public async Task counts_no_cosignature_by_another_key_or_from_the_future()
    {
        await service.Grow();
        service.Witnesses[0].Time.Advance(TimeSpan.FromMinutes(6));
        service.Witnesses[1].Time.Advance(TimeSpan.FromMinutes(6));
        await asker.AskAsync();
        (await Cosigners("/log/checkpoint")).ShouldBe((service.Newest(), 1));
        service.Log.Text.ShouldContain("The witness witness1.example does not cosign: its clock is ahead of ours.");
        // Time goes on, and the two are no longer ahead.
        service.Time.Advance(TimeSpan.FromMinutes(6));
        service.Witnesses[2].Time.Advance(TimeSpan.FromMinutes(6));
        await asker.AskAsync();
        (await Cosigners("/log/checkpoint")).ShouldBe((service.Newest(), 3));
    }

    [Fact]
    public async Task proves_by_a_witnessed_checkpoint_as_soon_as_one_covers_the_leaf()
    {
        var log = service.Services.GetRequiredService<PublishedLog>();
        var policy = new TrustPolicy([service.Verifier], [.. service.Witnesses.Select(w => w.Verifier)], 2);
        var index = (await service.Grow()).Size - 1;
        log.ProofOf(index, [])!.Check(await Leaf(index), policy, out _).ShouldBe(LogVerdict.TooFewWitnesses);
        await asker.AskAsync();
        var witnessed = service.Newest();
        var last = (await service.Grow()).Size - 1;
        log.ProofOf(index, [])!.Check(await Leaf(index), policy, out var checkpoint).ShouldBe(LogVerdict.Verified);
        checkpoint.ShouldBe(witnessed);
        log.ProofOf(last, [])!.Check(await Leaf(last), policy, out _).ShouldBe(LogVerdict.TooFewWitnesses);
        log.ProofOf(last + 1, []).ShouldBeNull();
    }

    [Fact]
    public async Task says_who_the_witnesses_are_and_whether_they_vouch_for_it()
    {
        await service.Grow();
        await asker.AskAsync();
        var log = await Json("/log");
        log["witnesses"]!.AsArray().Select(w => w!.GetValue<string>()).ShouldBe(service.Witnesses.Select(w => w.Verifier.ToString()));
        (log["quorum"]!.GetValue<int>(), log["unwitnessed"]!.GetValue<bool>()).ShouldBe((2, false));
        log["witnessed"]!["size"]!.GetValue<long>().ShouldBe(service.Newest().Size);
        log["witnessed"]!["at"]!.GetValue<DateTimeOffset>().ShouldBe(service.Time.GetUtcNow());
        (await Page()).ShouldNotContain("未经见证");
        (await Page()).ShouldContain(WebUtility.HtmlEncode(service.Witnesses[0].Verifier.ToString()));
        (await Health()).ShouldBe(("Healthy", null));

        service.Advance(TimeSpan.FromMinutes(16));
        (await Json("/log"))["unwitnessed"]!.GetValue<bool>().ShouldBeTrue();
        (await Page()).ShouldContain("未经见证");
        (await Page()).ShouldContain("Unwitnessed");
        (await Health()).ShouldBe(("Degraded", "Fewer than 2 of 3 witnesses cosign the log."));
    }

    [Fact]
    public async Task missing_for_four_hours_stops_decisions_and_nothing_else()
    {
        await service.Grow();
        await asker.AskAsync();
        service.Advance(TimeSpan.FromHours(4));
        (await Decide()).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        service.Advance(TimeSpan.FromSeconds(1));
        var refused = await Decide();
        await refused.ShouldBeRefused(503, "log-unwitnessed");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(60));
        (await Health()).ShouldBe(("Degraded", "Fewer than 2 of 3 witnesses cosign the log; no decision is taken."));
        (await service.Post("/api/citizens", new { idNumber = People.IdNumber(1007), name = "王芳", residenceDivision = "500103" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        await asker.AskAsync();
        (await Decide()).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Task<HttpResponseMessage> Decide() => service.Post($"/api/applications/{LedgerIds.Unknown}/decision", new { kind = "grant", legalBasis = new[] { "许可法第三十八条" }, version = 2 });
    }

    [Fact]
    public async Task an_event_that_waits_too_long_for_its_place_raises_an_alarm_once()
    {
        await service.Grow();
        await asker.AskAsync();
        using var watch = new WatchesLog(service.Services.GetRequiredService<LogHealth>(), service.Services.GetRequiredService<ILogger<WatchesLog>>());
        await watch.WatchAsync();
        (await service.Post("/api/citizens", new { idNumber = People.IdNumber(1008), name = "王芳", residenceDivision = "500103" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Sql("update ledger.mt_events set \"timestamp\" = \"timestamp\" - interval '6 seconds' where seq_id in (select seq_id from ledger.pending)");
        await watch.WatchAsync();
        await watch.WatchAsync();
        (await Health()).ShouldBe(("Degraded", "An event has waited for more than 5 s for its place in the log."));
        await service.Services.GetRequiredService<KeepsLog>().CatchUpAsync();
        await watch.WatchAsync();
        service.Log.Text.Split('\n').Count(l => l.StartsWith("Error ServiceLedger.Ledger.WatchesLog An event has waited", StringComparison.Ordinal)).ShouldBe(1);
        service.Log.Text.Split('\n').Count(l => l.Contains("The log is no longer late.", StringComparison.Ordinal)).ShouldBe(1);
        (await Health()).Status.ShouldBe("Healthy");
    }

    async Task<(Checkpoint Checkpoint, int Cosigners)> Cosigners(string path)
    {
        SignedNote.TryParse(await service.Client().GetByteArrayAsync(path), out var note).ShouldBeTrue();
        new TrustPolicy([service.Verifier], [], 0).Check(note, out var checkpoint).ShouldBe(LogVerdict.Verified);
        return (checkpoint!, service.Witnesses.Count(w => WitnessedLog.CosignedAt(note, w.Verifier) is not null));
    }

    async Task<JsonNode> Json(string path) => (await service.Client().GetFromJsonAsync<JsonNode>(path))!;

    async Task<string> Page()
    {
        var client = service.Client();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return await client.GetStringAsync("/log");
    }

    async Task<(string Status, string? Detail)> Health()
    {
        var log = JsonNode.Parse(await (await service.Client().GetAsync("/health/ready")).Content.ReadAsStringAsync())!["checks"]!["log"]!;
        return (log["status"]!.GetValue<string>(), log["detail"]?.GetValue<string>());
    }

    async Task<TreeHash> Leaf(long index)
    {
        await using var command = service.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand(string.Create(CultureInfo.InvariantCulture, $"select hash from ledger.leaf where leaf_index = {index}"));
        return TreeHash.FromBytes((byte[])(await command.ExecuteScalarAsync())!);
    }

    async Task Sql(string sql)
    {
        await using var command = service.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
