using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NSec.Cryptography;
using ServiceLedger.Hosting;

namespace ServiceLedger.Load;

/// <summary>
/// How fast the service is, as a share of the limit: what hand-written SQL does with the same rows on the same PostgreSQL in the same minutes. Service and limit take turns, and medians
/// of the rounds are told.
/// </summary>
static class LoadMeasuring
{
    const int Citizens = 300, SecondsOfWarmUp = 3, ReadsPerSecond = 1000;

    /// <summary>One measurement.</summary>
    /// <param name="Who">Service or limit.</param>
    /// <param name="Service">Processor milliseconds of the process that answers, for each request; the others likewise.</param>
    sealed record Round(string Work, string Who, int Clients, double PerSecond, double P50, double P95, double P99, double Max, double Service, double Postgres, double Client, int Failed);

    /// <param name="args">Seconds of each measurement and how many rounds; 4 and 5 where not given. <c>--out FILE</c> writes the raw figures as JSON.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args.TakeWhile(a => a != "--out").Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (seconds, rounds) = (numbers.ElementAtOrDefault(0) is > 0 and var s ? s : 4, numbers.ElementAtOrDefault(1) is > 0 and var r ? r : 5);
        var folder = Directory.CreateTempSubdirectory("serviceledger-load-").FullName;
        try
        {
            // Not a throwaway cluster: those do without fsync, which is what a commit costs.
            await using var postgres = await LocalPostgres.StartAsync(folder, _ => { });
            await postgres.CreateDatabaseAsync("ledger");
            var postmaster = int.Parse(File.ReadLines(Path.Combine(folder, "pg", "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            var (ledger, limitOnes) = (postgres.ConnectionStringTo("ledger"), postgres.ConnectionStringTo("limit"));
            var (citizens, plan) = await SeedAsync(folder, ledger);
            NpgsqlConnection.ClearAllPools();
            await postgres.CreateDatabaseAsync("limit", "ledger");
            var planFile = Path.Combine(folder, "plan.json");
            await File.WriteAllTextAsync(planFile, JsonSerializer.Serialize(plan));

            using var service = await RealService.StartAsync(folder, ledger);
            using var limit = await LimitProcess.StartAsync(limitOnes, folder, planFile);
            var measured = new List<Round>();
            foreach (var clients in new[] { 1, 16, 64 })
                for (var round = 0; round <= rounds; round++)
                    foreach (var (work, who) in new[] { ("submit", "service"), ("submit", "limit"), ("read", "service"), ("read", "limit") })
                    {
                        var (address, process) = who == "service" ? (service.Address, service.Id) : (limit.Address, limit.Id);
                        using var http = Client(clients, address);
                        await LookMeasuring.SignInAsync(http, work == "submit" ? "li.hua" : "supervisor.11500000009275780L", work == "submit" ? "ServiceProvision" : "Oversight", service.Address);
                        // The first round only warms up.
                        var one = await MeasureAsync(work, who, clients, round == 0 ? SecondsOfWarmUp : seconds, process, postmaster, work == "submit" ? Submit(http, citizens) : Read(http, citizens));
                        if (round > 0)
                            measured.Add(one);
                    }

            foreach (var raw in new[] { "insert", "select", "empty" })
            {
                using var http = Client(16, limit.Address);
                await LookMeasuring.SignInAsync(http, "li.hua", "ServiceProvision", service.Address);
                for (var round = 0; round < 2; round++)
                {
                    var one = await MeasureAsync($"raw {raw}", "limit", 16, seconds, limit.Id, postmaster, raw == "insert" ? _ => http.PostAsync("/raw/insert", null) : _ => http.GetAsync($"/raw/{raw}"));
                    if (round > 0)
                        measured.Add(one);
                }
            }

            using (var http = Client(256, service.Address))
            {
                await LookMeasuring.SignInAsync(http, "supervisor.11500000009275780L", "Oversight", service.Address);
                measured.Add(await AtRateAsync("read, open loop", ReadsPerSecond, 3 * seconds, service.Id, postmaster, Read(http, citizens)));
            }

            await service.StopAsync();
            if (Array.IndexOf(args, "--out") is >= 0 and var at)
                await File.WriteAllTextAsync(args[at + 1], JsonSerializer.Serialize(measured));
            return Report(measured, plan);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Citizens with a matter each; and one submission more, whose rows are the plan of the limit.</summary>
    static async Task<(Guid[] Citizens, LimitPlan Plan)> SeedAsync(string folder, string ledger)
    {
        using var service = await RealService.StartAsync(folder, ledger);
        using var http = new HttpClient { BaseAddress = service.Address };
        var citizens = (await LookMeasuring.SeedAsync(http, Citizens)).Select(f => Guid.Parse(f.Split('/')[3])).ToArray();
        await LookMeasuring.SignInAsync(http, "li.hua", "ServiceProvision");
        using var answer = await Submit(http, [citizens[0]])(0);
        var made = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        var (application, number) = (made["applicationId"]!.GetValue<Guid>(), made["caseNumber"]!.GetValue<string>());
        await using var database = NpgsqlDataSource.Create(ledger);
        var rows = await CapturedRows.OfStreamAsync(database, application);
        string ValueOf(string table, string column) => rows.Single(r => r.Table == table) is var row ? row.Values[row.Columns.ToList().IndexOf(column)]! : "";
        var plan = new LimitPlan(rows, application.ToString(), citizens[0].ToString(), number, ValueOf("mt_events", "id"), ValueOf("mt_doc_idempotencyrecord", "id"));
        await service.StopAsync();
        return (citizens, plan);
    }

    static HttpClient Client(int clients, Uri address) => new(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = address };

    static Func<int, Task<HttpResponseMessage>> Submit(HttpClient http, Guid[] citizens) => i =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/applications") { Content = JsonContent.Create(new { citizenId = citizens[i % citizens.Length], itemCode = "CQ-000101" }) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return http.SendAsync(request);
    };

    static Func<int, Task<HttpResponseMessage>> Read(HttpClient http, Guid[] citizens) => i => http.GetAsync($"/api/citizens/{citizens[i % citizens.Length]}/file");

    /// <summary>So many clients, each as fast as it is answered.</summary>
    static Task<Round> MeasureAsync(string work, string who, int clients, int seconds, int process, int postmaster, Func<int, Task<HttpResponseMessage>> ask) =>
        MeasureAsync(work, who, clients, process, postmaster, async (clock, took) =>
        {
            await Task.WhenAll(Enumerable.Range(0, clients).Select(c => Task.Run(async () =>
            {
                for (var i = c * 7; clock.Elapsed.TotalSeconds < seconds; i++)
                    took.Add(await AskAsync(ask, i, Stopwatch.GetTimestamp()));
            })));
        });

    /// <summary>So many a second, whether answered or not: each is timed from the moment it was meant to be sent.</summary>
    static Task<Round> AtRateAsync(string work, int perSecond, int seconds, int process, int postmaster, Func<int, Task<HttpResponseMessage>> ask) =>
        MeasureAsync(work, "service", perSecond, process, postmaster, async (clock, took) =>
        {
            var (begun, sent) = (Stopwatch.GetTimestamp(), new List<Task>());
            for (var i = 0; i < perSecond * seconds; i++)
            {
                var meant = begun + (long)((double)i / perSecond * Stopwatch.Frequency);
                if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), meant) is var ahead && ahead > TimeSpan.FromMilliseconds(1))
                    await Task.Delay(ahead);
                var n = i;
                sent.Add(Task.Run(async () => took.Add(await AskAsync(ask, n, meant))));
            }

            await Task.WhenAll(sent);
        });

    static async Task<(double Took, bool Good)> AskAsync(Func<int, Task<HttpResponseMessage>> ask, int i, long since)
    {
        using var answer = await ask(i);
        await answer.Content.CopyToAsync(Stream.Null);
        return (Stopwatch.GetElapsedTime(since).TotalMilliseconds, answer.IsSuccessStatusCode);
    }

    static async Task<Round> MeasureAsync(string work, string who, int clients, int process, int postmaster, Func<Stopwatch, ConcurrentBag<(double Took, bool Good)>, Task> load)
    {
        var (serviceBefore, postgresBefore, clientBefore) = (Cpu.Of(process), Cpu.OfChildren(postmaster), Cpu.Of(Environment.ProcessId));
        var (clock, all) = (Stopwatch.StartNew(), new ConcurrentBag<(double Took, bool Good)>());
        await load(clock, all);
        var (seconds, times) = (clock.Elapsed.TotalSeconds, all.Select(a => a.Took).Order().ToArray());
        double Each(double before, double after) => (after - before) / times.Length;
        double Of(double share) => times[Math.Min(times.Length - 1, (int)(times.Length * share))];
        return new(
            work, who, clients, times.Length / seconds, Of(0.5), Of(0.95), Of(0.99), times[^1],
            Each(serviceBefore, Cpu.Of(process)), Each(postgresBefore, Cpu.OfChildren(postmaster)), Each(clientBefore, Cpu.Of(Environment.ProcessId)), all.Count(a => !a.Good));
    }

    static int Report(IReadOnlyList<Round> rounds, LimitPlan plan)
    {
        Console.WriteLine($"rows of a submission: {string.Join(", ", plan.Rows.CountBy(r => r.Table).Select(t => $"{t.Value} {t.Key}"))}");
        Console.WriteLine("work              who      clients   per s   p50 ms   p95 ms   p99 ms   max ms   CPU ms: answers  PostgreSQL  client");
        var medians = rounds.GroupBy(r => (r.Work, r.Who, r.Clients)).ToDictionary(g => g.Key, g => new Round(
            g.Key.Work, g.Key.Who, g.Key.Clients, Median(g, r => r.PerSecond), Median(g, r => r.P50), Median(g, r => r.P95), Median(g, r => r.P99), Median(g, r => r.Max),
            Median(g, r => r.Service), Median(g, r => r.Postgres), Median(g, r => r.Client), g.Sum(r => r.Failed)));
        foreach (var m in medians.Values)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{m.Work,-17} {m.Who,-8} {m.Clients,7} {m.PerSecond,7:0} {m.P50,8:0.00} {m.P95,8:0.00} {m.P99,8:0.00} {m.Max,8:0.0} {m.Service,17:0.000} {m.Postgres,11:0.000} {m.Client,7:0.000}{(m.Failed > 0 ? $"   {m.Failed} FAILED" : "")}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"raw SHA-256 of 1 KB: {PerSecond(SHA256.HashData):N0}/s; Ed25519 signature: {PerSecond(Signer()):N0}/s, one core"));
        double Share(string work, int clients) => medians[(work, "service", clients)].PerSecond / medians[(work, "limit", clients)].PerSecond;
        var met = rounds.All(r => r.Failed == 0);
        foreach (var clients in new[] { 16, 64 })
            met &= Verdict($"submit by {clients} clients, of the limit", Share("submit", clients), least: 0.65);
        met &= Verdict("recorded read by 64 clients, of the limit's unrecorded read", Share("read", 64), least: 0.85);
        met &= Verdict("recorded read by 16 clients, of the limit's unrecorded read", Share("read", 16), least: 0.5);
        met &= Verdict($"99 of 100 of {ReadsPerSecond} recorded reads a second, ms", medians.Values.Single(m => m.Work == "read, open loop").P99, most: 15);
        return met ? 0 : 1;
    }

    static Func<byte[], byte[]> Signer()
    {
        var key = Key.Create(SignatureAlgorithm.Ed25519);
        return data => SignatureAlgorithm.Ed25519.Sign(key, data);
    }

    static double PerSecond(Func<byte[], byte[]> of)
    {
        var (data, count, clock) = (RandomNumberGenerator.GetBytes(1024), 0, Stopwatch.StartNew());
        for (; clock.ElapsedMilliseconds < 500; count++)
            of(data);
        return count / clock.Elapsed.TotalSeconds;
    }

    static bool Verdict(string target, double is_, double? least = null, double? most = null)
    {
        var good = is_ >= (least ?? is_) && is_ <= (most ?? is_);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(good ? "met   " : "MISSED")}  {target}: {is_:0.00} ({(least is null ? "at most" : "at least")} {least ?? most:0.##})"));
        return good;
    }

    static double Median(IEnumerable<Round> rounds, Func<Round, double> of) => rounds.Select(of).Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    /// <summary>The limit server's process.</summary>
    sealed class LimitProcess(Process process, Uri address) : IDisposable
    {
        public Uri Address => address;
        public int Id => process.Id;

        public static async Task<LimitProcess> StartAsync(string connection, string folder, string plan)
        {
            var address = $"http://localhost:{RealService.FreePort()}";
            var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(LimitServer).Assembly.Location, "limit", connection, folder, plan, address]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            while (await process.StandardOutput.ReadLineAsync() is { } line)
                if (line == "ready")
                    return new(process, new(address));
            throw new InvalidOperationException("The limit server did not start.");
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
