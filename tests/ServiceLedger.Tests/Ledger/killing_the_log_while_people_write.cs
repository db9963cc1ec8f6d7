using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Tests.Ledger;

/// <summary>Service and database in processes of their own, killed at any moment: what was acknowledged is in the log, once, and every checkpoint goes on from the one before.</summary>
public sealed class killing_the_log_while_people_write(Cluster cluster)
{
    const int Writers = 16, Seed = 5;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task a_few_times_loses_no_event_and_no_checkpoint() => Kill(ofDatabase: 1, ofService: 2);

    /// <summary>Takes some minutes: <c>dotnet test --filter-class '*killing_the_log*' --explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public Task five_times_the_database_and_twenty_times_the_service_loses_no_event_and_no_checkpoint() => Kill(ofDatabase: 5, ofService: 20);

    async Task Kill(int ofDatabase, int ofService)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cluster.Folder, $"killed-{ofService}")).FullName;
        var pid = Path.Combine(folder, "pg", "data", "postmaster.pid");
        var random = new Random(Seed);
        var acknowledged = new ConcurrentDictionary<Guid, JsonNode>();
        var (keys, citizen, item, checkpoints) = (0, "", "", new Dictionary<long, byte[]>());
        var log = new LogFolder(Path.Combine(folder, "log"));
        var database = new Queue<int>(Enumerable.Range(0, ofService).OrderBy(_ => random.Next()).Take(ofDatabase));
        try
        {
            for (var kill = 0; kill <= ofService; kill++)
            {
                using var service = await ServiceProcess.StartAsync(folder);
                using var http = new HttpClient { BaseAddress = service.Address, Timeout = TimeSpan.FromSeconds(30) };
                await http.SignInAsync("li.hua", "ServiceProvision");
                if (kill == 0)
                {
                    item = (await http.GetFromJsonAsync<JsonNode>("/api/items", Ct))!["items"]![0]!["code"]!.GetValue<string>();
                    using var registered = await PostAsync(http, "/api/citizens", new { idNumber = People.IdNumber(1), name = "王芳", residenceDivision = "500103" }, "citizen");
                    citizen = (await registered.Content.ReadFromJsonAsync<JsonNode>(Ct))!["citizenId"]!.GetValue<string>();
                }

                if (kill == ofService)
                {
                    await SealedAsync(folder);
                    break;
                }

                var (answers, killsDatabase) = (0, database.Contains(kill));
                var (first, last) = (random.Next(20, 200), random.Next(300, 600));
                using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
                var watching = WatchAsync(log, checkpoints, done.Token);
                await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
                {
                    for (var key = Interlocked.Increment(ref keys); !done.IsCancellationRequested;)
                        try
                        {
                            using var answer = await PostAsync(http, "/api/applications", new { citizenId = citizen, itemCode = item, situation = $"第 {key} 件" }, $"key-{key}");
                            if (!answer.IsSuccessStatusCode)
                            {
                                // Without its database the service refuses; the same request is sent again until it is acknowledged.
                                ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(500, await answer.Content.ReadAsStringAsync(Ct));
                                await Task.Delay(20, Ct);
                                continue;
                            }

                            var body = (await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!;
                            acknowledged[body["applicationId"]!.GetValue<Guid>()] = body["receipt"]!;
                            key = Interlocked.Increment(ref keys);
                            var count = Interlocked.Increment(ref answers);
                            if (killsDatabase && count == first)
                                Process.GetProcessById(int.Parse(File.ReadLines(pid).First(), CultureInfo.InvariantCulture)).Kill();
                            if (count == last)
                            {
                                service.Kill();
                                await done.CancelAsync();
                            }
                        }
                        catch (Exception e) when (e is HttpRequestException or IOException)
                        {
                            // The service is gone; what was on its way is not acknowledged.
                            return;
                        }
                }, Ct)));
                await done.CancelAsync();
                await watching;
            }

            await using var postgres = await LocalPostgres.StartAsync(folder, _ => { }, ct: Ct);
            await using var connection = NpgsqlDataSource.Create(postgres.ConnectionStringTo("ledger") + ";Pooling=false");
            var size = await ScalarAsync<long>(connection, "select size from ledger.tree_head");
            var leaves = await ScalarAsync<string>(connection, "select count(*) || ' ' || count(distinct seq_id) || ' ' || min(leaf_index) || ' ' || max(leaf_index) from ledger.leaf");
            leaves.ShouldBe($"{size} {size} 0 {size - 1}");
            var submitted = await IdsAsync(connection, "select e.stream_id from ledger.mt_events e join ledger.leaf l on l.seq_id = e.seq_id and l.event_id = e.id where e.type = 'application_submitted'");
            submitted.Count.ShouldBe(submitted.Distinct().Count());
            acknowledged.Keys.Except(submitted).ShouldBeEmpty("acknowledged and not in the log");
            submitted.Count.ShouldBeLessThanOrEqualTo(keys);
            var hashes = (await HashesAsync(connection)).ToHashSet();
            foreach (var receipt in acknowledged.Values)
                hashes.ShouldContain(TreeHash.OfLeaf(Convert.FromBase64String(receipt["entry"]!.GetValue<string>())).ToString(), "what was promised is what is in the log");

            checkpoints.Count.ShouldBeGreaterThan(ofService);
            Checkpoint newest = Read(log.ReadCheckpoint()!);
            newest.Size.ShouldBe(size);
            foreach (var earlier in checkpoints.Values.Select(Read))
                ConsistencyProof.Check(earlier.Size, earlier.Root, newest.Size, newest.Root, ConsistencyProof.Make(earlier.Size, newest.Size, Tiles.Read(newest.Size, log.Tile))).ShouldBeTrue($"at {earlier.Size}");
            (await AuditAsync(folder)).ShouldContain("Nothing is wrong.");
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{ofService} kills of the service, {ofDatabase} of PostgreSQL: {acknowledged.Count} acknowledged, {submitted.Count} on record, {size} leaves, {checkpoints.Count} checkpoints seen."));
        }
        finally
        {
            if (File.Exists(pid))
                Process.GetProcessById(int.Parse(File.ReadLines(pid).First(), CultureInfo.InvariantCulture)).Kill();
        }

        Checkpoint Read(byte[] note) =>
            SignedNote.TryParse(note, out var signed) && signed.Verify(Verifier(folder)) && Checkpoint.TryParse(signed.Text, out var checkpoint) ? checkpoint : throw new InvalidOperationException("A checkpoint is not signed: " + Encoding.UTF8.GetString(note));
    }

    static NoteVerifier Verifier(string folder)
    {
        using var signer = NoteSigner.Parse(File.ReadAllText(Path.Combine(folder, "log-signing-key")).Trim());
        return signer.Verifier;
    }

    // Each checkpoint that was ever there: at any moment, too, the file is a whole one.
    static async Task WatchAsync(LogFolder log, Dictionary<long, byte[]> checkpoints, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            if (log.ReadCheckpoint() is { } note && SignedNote.TryParse(note, out var signed) && Checkpoint.TryParse(signed.Text, out var checkpoint))
                checkpoints[checkpoint.Size] = note;
            await Task.Delay(5, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until the service has given every event its place under a checkpoint.</summary>
    static async Task SealedAsync(string folder)
    {
        var log = new LogFolder(Path.Combine(folder, "log"));
        await using var postgres = await LocalPostgres.StartAsync(folder, _ => { }, ct: Ct);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionStringTo("ledger") + ";Pooling=false");
        while (await ScalarAsync<long>(database, "select count(*) from ledger.pending") > 0
            || !SignedNote.TryParse(log.ReadCheckpoint()!, out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint) || checkpoint.Size < await ScalarAsync<long>(database, "select size from ledger.tree_head"))
            await Task.Delay(50, Ct);
    }

    static async Task<string> AuditAsync(string folder)
    {
        // From the service's own folder: verbs look at every assembly beside them, and beside this one stand those of tests.
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var service = Path.Combine(LocalDatabase.Root(), "src", "ServiceLedger", "bin", built.Parent!.Name, built.Name, "ServiceLedger.dll");
        var start = new ProcessStartInfo("dotnet", [service, "audit"])
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Data"] = folder }
        };
        using var audit = Process.Start(start)!;
        var said = await audit.StandardOutput.ReadToEndAsync(Ct);
        await audit.WaitForExitAsync(Ct);
        audit.ExitCode.ShouldBe(0, said);
        return said;
    }

    static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request, Ct);
    }

    static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    static async Task<List<Guid>> IdsAsync(NpgsqlDataSource database, string sql)
    {
        var ids = new List<Guid>();
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(Ct);
        while (await rows.ReadAsync(Ct))
            ids.Add(rows.GetGuid(0));
        return ids;
    }

    static async Task<List<string>> HashesAsync(NpgsqlDataSource database)
    {
        var hashes = new List<string>();
        await using var command = database.CreateCommand("select hash from ledger.leaf");
        await using var rows = await command.ExecuteReaderAsync(Ct);
        while (await rows.ReadAsync(Ct))
            hashes.Add(Convert.ToBase64String(rows.GetFieldValue<byte[]>(0)));
        return hashes;
    }
}
