using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Load;

/// <summary>What reading a citizen's file costs, unrecorded and recorded in several ways, by clients that each read as fast as they are answered.</summary>
static class LookMeasuring
{
    const int Citizens = 300, SecondsOfWarmUp = 2;

    /// <summary>How much of a processor one request took of each side, in milliseconds, and how long it was.</summary>
    sealed record Round(int Clients, Recorded Way, double PerSecond, double P50, double P99, double Service, double Postgres, double Client)
    {
        public double Cost => Service + Postgres;
    }

    /// <param name="args">Seconds of each measurement and how many rounds; 4 and 5 where not given.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var (seconds, rounds) = (Number(args, 0, 4), Number(args, 1, 5));
        var folder = Directory.CreateTempSubdirectory("serviceledger-load-").FullName;
        try
        {
            // Not a throwaway cluster: those do without fsync, which is what a commit costs.
            await using var postgres = await LocalPostgres.StartAsync(folder, _ => { });
            await postgres.CreateDatabaseAsync("ledger");
            using var service = await ServiceProcess.StartAsync(postgres.ConnectionStringTo("ledger"), folder);
            var postmaster = int.Parse(File.ReadLines(Path.Combine(folder, "pg", "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            using var http = new HttpClient { BaseAddress = service.Address };
            var files = await SeedAsync(http);
            var measured = new List<Round>();
            foreach (var clients in new[] { 1, 16, 64 })
                for (var round = 0; round <= rounds; round++)
                    foreach (var way in Enum.GetValues<Recorded>())
                    {
                        await service.SwitchAsync(way);
                        // The first round only warms up.
                        var one = await MeasureAsync(http, files, clients, way, round == 0 ? SecondsOfWarmUp : seconds, service.Id, postmaster);
                        if (round > 0)
                            measured.Add(one);
                    }

            return Report(measured);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Signs an officer of the development provider in.</summary>
    /// <param name="provider">Where the provider is; absent: where the client asks.</param>
    internal static async Task SignInAsync(HttpClient http, string person, string purpose, Uri? provider = null)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", ServiceLedger.Access.DevelopmentProvider.DemoGrant), new("person", person)]);
        using var answer = await http.PostAsync(new Uri(provider ?? http.BaseAddress!, "/connect/token"), form);
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await answer.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]!.GetValue<string>());
        http.DefaultRequestHeaders.Remove("Purpose");
        http.DefaultRequestHeaders.Add("Purpose", purpose);
    }

    /// <summary>Registers the citizens, each with a matter; the addresses of their files, once those are there and a supervisor is signed in who reads them.</summary>
    internal static async Task<string[]> SeedAsync(HttpClient http, int citizens = Citizens)
    {
        await SignInAsync(http, "li.hua", "ServiceProvision");
        var item = (await http.GetFromJsonAsync<JsonNode>("/api/items"))!["items"]!.AsArray().Select(i => i!["code"]!.GetValue<string>()).First();
        var (files, position) = (new List<string>(), "");
        for (var i = 0; i < citizens; i++)
        {
            var citizen = await PostAsync("/api/citizens", new { idNumber = IdNumber(i), name = $"测试{i}", residenceDivision = "500103" });
            files.Add($"/api/citizens/{citizen.Body["citizenId"]}/file");
            position = (await PostAsync("/api/applications", new { citizenId = citizen.Body["citizenId"], itemCode = item })).Position;
        }

        await SignInAsync(http, "supervisor.11500000009275780L", "Oversight");
        (await http.GetAsync($"{files[^1]}?atLeast={position}")).EnsureSuccessStatusCode();
        return [.. files];

        async Task<(JsonNode Body, string Position)> PostAsync(string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var answer = await http.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return ((await answer.Content.ReadFromJsonAsync<JsonNode>())!, answer.Headers.GetValues("Ledger-Position").Single());
        }
    }

    /// <summary>A made-up ID number (GB 11643) of somebody born in 1990.</summary>
    static string IdNumber(int i)
    {
        var body = $"500103{new DateOnly(1990, 1, 1).AddDays(i % 365):yyyyMMdd}{i / 365:000}";
        var sum = body.Select((digit, place) => (digit - '0') * ((1 << (17 - place)) % 11)).Sum();
        return body + "10X98765432"[sum % 11];
    }

    static async Task<Round> MeasureAsync(HttpClient http, string[] files, int clients, Recorded way, int seconds, int service, int postmaster)
    {
        var (serviceBefore, postgresBefore, clientBefore) = (Cpu.Of(service), Cpu.OfChildren(postmaster), Cpu.Of(Environment.ProcessId));
        var clock = Stopwatch.StartNew();
        var times = (await Task.WhenAll(Enumerable.Range(0, clients).Select(c => Task.Run(async () =>
        {
            var mine = new List<double>();
            for (var i = c * 7; clock.Elapsed.TotalSeconds < seconds; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                await http.GetByteArrayAsync(files[i % files.Length]);
                mine.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return mine;
        })))).SelectMany(t => t).Order().ToArray();
        var took = clock.Elapsed.TotalSeconds;
        double Each(double before, double after) => (after - before) / times.Length;
        return new(
            clients, way, times.Length / took, times[times.Length / 2], times[times.Length * 99 / 100],
            Each(serviceBefore, Cpu.Of(service)), Each(postgresBefore, Cpu.OfChildren(postmaster)), Each(clientBefore, Cpu.Of(Environment.ProcessId)));
    }

    static int Report(IReadOnlyList<Round> rounds)
    {
        Console.WriteLine("clients  recorded   requests/s   p50 ms   p99 ms   CPU ms of service  PostgreSQL  both  client   × unrecorded (CPU of both)");
        var medians = rounds.GroupBy(r => (r.Clients, r.Way)).ToDictionary(g => g.Key, g => new Round(
            g.Key.Clients, g.Key.Way, Median(g, r => r.PerSecond), Median(g, r => r.P50), Median(g, r => r.P99), Median(g, r => r.Service), Median(g, r => r.Postgres), Median(g, r => r.Client)));
        foreach (var m in medians.Values)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{m.Clients,7}  {m.Way,-9} {m.PerSecond,11:0} {m.P50,8:0.00} {m.P99,8:0.00} {m.Service,19:0.000} {m.Postgres,11:0.000} {m.Cost,5:0.000} {m.Client,7:0.000}   {m.Cost / medians[(m.Clients, Recorded.Never)].Cost:0.00}"));
        var (never, alone, grouped) = (medians[(64, Recorded.Never)].Cost, medians[(64, Recorded.Alone)].Cost, medians[(64, Recorded.Grouped)].Cost);
        var met = Verdict("a recorded read of 64 clients costs at most 2.2 of an unrecorded one", grouped / never, 2.2)
            & Verdict("… and at most half of what it costs with a commit of its own", grouped / alone, 0.5);
        return met ? 0 : 1;
    }

    static bool Verdict(string target, double is_, double most)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(is_ <= most ? "met   " : "MISSED")}  {target}: {is_:0.00} (at most {most:0.0})"));
        return is_ <= most;
    }

    static double Median(IEnumerable<Round> rounds, Func<Round, double> of) => rounds.Select(of).Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
}
