using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace ServiceLedger.Tests.Clock;

/// <summary>The service in a process of its own, killed while it makes up for what passed: nothing that is due is lost, and nothing is recorded twice.</summary>
public sealed class killing_the_clock(Cluster cluster)
{
    const int Seed = 6, Writers = 8;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task a_few_times_loses_no_timer_and_doubles_none() => Kill(matters: 60, kills: 3);

    /// <summary>Takes some minutes: <c>dotnet test --filter-class '*killing_the_clock*' --explicit only</c>. Each matter has three timers that are due.</summary>
    [Fact(Explicit = true)]
    public Task two_hundred_times_among_five_thousand_timers_loses_none_and_doubles_none() => Kill(matters: 1_700, kills: 200);

    async Task Kill(int matters, int kills)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cluster.Folder, FormattableString.Invariant($"clock-killed-{kills}"))).FullName;
        var connection = await cluster.EmptyDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connection + ";Pooling=false");
        var random = new Random(Seed);
        using (var service = await ServiceProcess.StartAsync(folder, connection, new() { ["Clock__Runs"] = "false" }))
            await SubmitAsync(service, matters);

        var (progress, before) = (0, 0L);
        for (var kill = 0; kill < kills; kill++)
        {
            using var service = await ServiceProcess.StartAsync(folder, connection, untilReady: false);
            // Before it has started, while it makes up for what passed before it answers, and afterwards: until it has recorded something more, or for a moment.
            var (some, clock, longest) = (before + random.Next(1, 40), Stopwatch.StartNew(), TimeSpan.FromMilliseconds(random.Next(500, 8_000)));
            // Where the machine is too busy for it to have begun by then, the last time waits for it.
            if (kill == kills - 1 && progress == 0)
                longest = TimeSpan.FromMinutes(1);
            while (clock.Elapsed < longest && await RecordedAsync(database) < some)
                await Task.Delay(20, Ct);
            service.Kill();
            var now = await RecordedAsync(database);
            progress += now > before ? 1 : 0;
            before = now;
        }

        using (await ServiceProcess.StartAsync(folder, connection))
            for (var (waited, still) = (Stopwatch.StartNew(), 0); still < 3; await Task.Delay(500, Ct))
            {
                waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(5), "The clock comes to its end.");
                still = await ScalarAsync(database, """
                    select (select count(*) from ledger.register_deadline where passes_at <= now()) + (select count(*) from ledger.card_due)
                         + (select max(seq_id) - min(last_seq_id) from ledger.mt_events, ledger.mt_event_progression where name in ('Registers:All', 'CitizenFile:All'))
                    """) == 0 ? still + 1 : 0;
            }

        // Of every matter: it counts as accepted, the promised time is missed, and the law's; each once, and each with its card.
        (await ScalarAsync(database, "select count(*) from ledger.mt_events where type = 'application_submitted'")).ShouldBe(matters);
        (await ScalarAsync(database, "select count(*) from ledger.mt_events where type = 'acceptance_deemed'")).ShouldBe(matters);
        (await ScalarAsync(database, "select count(distinct stream_id) from ledger.mt_events where type = 'acceptance_deemed'")).ShouldBe(matters);
        var missed = await ScalarAsync(database, "select count(*) from ledger.mt_events where type = 'deadline_missed'");
        (await ScalarAsync(database, "select count(*) from (select distinct stream_id, data->>'timer', data->>'of', data->>'dueOn' from ledger.mt_events where type = 'deadline_missed') d")).ShouldBe(missed);
        missed.ShouldBe(await ScalarAsync(database, "select count(*) from ledger.register_deadline where due_day < current_date - 2 and kind in ('decision', 'promisedDecision')"));
        missed.ShouldBeGreaterThanOrEqualTo(matters);
        var cards = await ScalarAsync(database, "select count(*) from ledger.mt_events where type in ('yellow_card_issued', 'red_card_issued')");
        cards.ShouldBe(matters + missed);
        (await ScalarAsync(database, "select count(distinct data->'because'->>0) from ledger.mt_events where type in ('yellow_card_issued', 'red_card_issued')")).ShouldBe(cards);
        progress.ShouldBeGreaterThan(0, "It was killed while it was at work.");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{kills} kills, {progress} of them after something was recorded: {matters} matters deemed accepted, {missed} limits missed, {cards} cards, none lost and none twice."));
    }

    static async Task SubmitAsync(ServiceProcess service, int matters)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        await http.SignInAsync("li.hua", "ServiceProvision");
        var item = (await http.GetFromJsonAsync<JsonNode>("/api/items", Ct))!["items"]![0]!["code"]!.GetValue<string>();
        var citizen = (await PostAsync(http, "/api/citizens", new { idNumber = People.IdNumber(1), name = "王芳", residenceDivision = "500103" }, "citizen"))["citizenId"]!.GetValue<string>();
        var (next, received) = (0, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i <= matters; i = Interlocked.Increment(ref next))
                await PostAsync(http, "/api/applications", new { citizenId = citizen, itemCode = item, effect = new { at = received, reason = "paperIntake" } }, FormattableString.Invariant($"matter-{i}"));
        }, Ct)));
    }

    static async Task<JsonNode> PostAsync(HttpClient http, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request, Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Ct));
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!;
    }

    static Task<long> RecordedAsync(NpgsqlDataSource database) => ScalarAsync(database, "select count(*) from ledger.mt_events where type in ('acceptance_deemed', 'deadline_missed', 'yellow_card_issued', 'red_card_issued')");

    static async Task<long> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture);
    }
}
