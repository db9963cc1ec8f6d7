using System.Diagnostics;
using System.Globalization;
using Marten;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Meters;
using ServiceLedger.Supervision.Registers;

namespace ServiceLedger.Load;

/// <summary>How soon a supervisor is answered by a long record: every meter over all of it and told apart in several ways, and the lists.</summary>
static class MeterMeasuring
{
    const int Times = 7, MostMilliseconds = 200;

    static readonly string[] Ways = ["", "by=department", "by=item", "by=area", "by=district,class", "by=month", "by=department,area,quarter", "from=2025-04-01&to=2025-06-30&by=department", "area=rural&channel=window"];
    static readonly string[] Lists = ["re-asks", "refused-shares", "like-cases"];

    public static async Task<int> RunAsync(string[] args)
    {
        var wanted = args.Length > 0 && long.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("serviceledger-load-").FullName;
        try
        {
            await using var postgres = await LocalPostgres.StartAsync(folder, _ => { });
            await postgres.CreateDatabaseAsync("ledger");
            await using var service = new LogService(postgres.ConnectionStringTo("ledger"), folder);
            _ = service.Server;
            await using var database = NpgsqlDataSource.Create(postgres.ConnectionStringTo("ledger") + ";Command Timeout=0");
            var store = service.Services.GetRequiredService<IDocumentStore>();
            await ManyEvents.FillAsync(service.Services, database, wanted, () => FollowAsync(store), copy => CopyAsync(database, copy));
            foreach (var register in RegisterCatalogue.All)
                Console.WriteLine($"       {register.Name}: {await ManyEvents.ScalarAsync(database, $"select count(*) from {register.Table}"):N0} rows");

            using var http = service.CreateClient();
            await LookMeasuring.SignInAsync(http, "supervisor.11500000009275780L", "Oversight");
            var met = true;
            foreach (var meter in MeterCatalogue.All)
            {
                var answers = new List<(string Way, double Took)>();
                foreach (var way in Ways)
                    answers.Add((way, await TookAsync(http, $"/api/supervision/indicators/{meter.Code}?{way}")));
                var slowest = answers.MaxBy(a => a.Took);
                met &= Verdict($"{meter.Code}, the slowest of {Ways.Length} ways: {(slowest.Way.Length == 0 ? "all of it" : slowest.Way)}", slowest.Took);
            }

            foreach (var list in Lists)
                met &= Verdict(list, await TookAsync(http, $"/api/supervision/{list}"));
            return met ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task FollowAsync(IDocumentStore store)
    {
        var clock = Stopwatch.StartNew();
        await store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromMinutes(5));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       read models caught up with the city {clock.Elapsed.TotalSeconds:N1} s after it was recorded"));
    }

    /// <summary>The rows of the city again, under the ids its copied streams have.</summary>
    static async Task CopyAsync(NpgsqlDataSource database, int copy)
    {
        foreach (var register in RegisterCatalogue.All)
        {
            if (copy == 1)
                await ManyEvents.ExecuteAsync(database, $"create table city_{register.Name} as table {register.Table}");
            var ids = string.Join(", ", register.Columns.Where(c => c.Type == "uuid").Select(c => $"'{c.Name}', md5({c.Name}::text || '{copy}')"));
            await ManyEvents.ExecuteAsync(database, $"insert into {register.Table} select (jsonb_populate_record(r, jsonb_build_object({ids}))).* from city_{register.Name} r");
        }
    }

    /// <summary>The median time to the end of the answer, in milliseconds.</summary>
    static async Task<double> TookAsync(HttpClient http, string path)
    {
        var took = new List<double>();
        for (var i = 0; i <= Times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await http.GetByteArrayAsync(path);
            if (i > 0)
                took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return took.Order().ElementAt(Times / 2);
    }

    static bool Verdict(string what, double took)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(took <= MostMilliseconds ? "met   " : "MISSED")}  {what}: {took:0} ms (at most {MostMilliseconds})"));
        return took <= MostMilliseconds;
    }
}
