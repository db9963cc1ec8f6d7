using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace ServiceLedger.Tests.Access;

/// <summary>(4) The service in a process of its own, killed at any moment: what reached a reader is on record, and once.</summary>
public sealed class killing_the_service_while_people_read(Cluster cluster)
{
    const int Readers = 8, Citizens = 20, Seed = 4;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task three_times_leaves_no_answer_without_its_look() => Kill(3);

    /// <summary>Takes more than a minute: <c>dotnet test --filter-class '*killing*' --explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public Task twenty_times_leaves_no_answer_without_its_look() => Kill(20);

    async Task Kill(int times)
    {
        var connection = await cluster.NewDatabaseAsync();
        var folder = Directory.CreateDirectory(Path.Combine(cluster.Folder, new NpgsqlConnectionStringBuilder(connection).Database!)).FullName;
        var random = new Random(Seed);
        var received = new ConcurrentBag<string>();
        var (asked, paths) = (0, Array.Empty<string>());
        for (var kill = 0; kill < times; kill++)
        {
            using var service = await ServiceProcess.StartAsync(folder, connection);
            using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = service.Address };
            if (kill == 0)
                paths = await SeedAsync(http);
            await http.SignInAsync("supervisor.11500000009275780L", "Oversight");
            var (answers, last) = (0, random.Next(1, 600));
            await Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
            {
                try
                {
                    for (var i = reader; ; i++)
                    {
                        var trace = ActivityTraceId.CreateRandom().ToString();
                        Interlocked.Increment(ref asked);
                        using var request = new HttpRequestMessage(HttpMethod.Get, paths[i % paths.Length]);
                        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
                        using var answer = await http.SendAsync(request, Ct);
                        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("\"citizenId\"");
                        received.Add(trace);
                        if (Interlocked.Increment(ref answers) == last)
                            service.Kill();
                    }
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    // The service is gone, and whatever was on its way is no answer.
                }
            }, Ct)));
        }

        await using var database = NpgsqlDataSource.Create(connection + ";Pooling=false");
        await using var query = database.CreateCommand("select correlation_id, count(*) from ledger.mt_events where type = 'file_viewed' and correlation_id is not null group by 1");
        await using var rows = await query.ExecuteReaderAsync(Ct);
        var looks = new Dictionary<string, long>();
        while (await rows.ReadAsync(Ct))
            looks.Add(rows.GetString(0), rows.GetInt64(1));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times} kills: {asked} asked, {received.Count} answered, {looks.Count} looks; {received.Count(r => !looks.ContainsKey(r))} answers without a look, {looks.Values.Count(n => n > 1)} looks twice, {looks.Keys.Except(received).Count()} looks whose answer was cut off."));
        received.Count.ShouldBeGreaterThan(times * 10);
        received.Where(r => looks.GetValueOrDefault(r) != 1).ShouldBeEmpty();
        looks.Where(l => l.Value != 1).ShouldBeEmpty();
        looks.Keys.Except(received).Count().ShouldBeLessThanOrEqualTo(times * Readers + Citizens);
    }

    static async Task<string[]> SeedAsync(HttpClient http)
    {
        await http.SignInAsync("li.hua", "ServiceProvision");
        var (files, position) = (new List<string>(), "");
        for (var i = 0; i < Citizens; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/citizens") { Content = JsonContent.Create(new { idNumber = People.IdNumber(i), name = "王芳", residenceDivision = "500103" }) };
            request.Headers.Add("Idempotency-Key", $"citizen-{i}");
            using var answer = await http.SendAsync(request, Ct);
            files.Add($"/api/citizens/{(await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!["citizenId"]}/file");
            position = answer.Headers.GetValues("Ledger-Position").Single();
        }

        await http.SignInAsync("supervisor.11500000009275780L", "Oversight");
        (await http.GetAsync($"{files[0]}?atLeast={position}", Ct)).EnsureSuccessStatusCode();
        return [.. files, .. files.Select(f => f + "/history")];
    }
}
