using System.Text.Json.Nodes;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Meters;
using ServiceLedger.Supervision.Registers;
using ServiceLedger.Tests.Interchange;
using ServiceLedger.Timers;

namespace ServiceLedger.Tests.Supervision;

/// <summary>The city, and what the clock recorded of some of its matters that are late and still open.</summary>
public sealed class OverdueCity(Cluster cluster) : IAsyncLifetime
{
    const int Kept = 6;

    readonly RecordedCity city = new(cluster);

    public LedgerHost Host => city.Host;

    public async ValueTask InitializeAsync()
    {
        await city.InitializeAsync();
        await Host.FollowRegisters();
        var clock = new ClockActor(
            Host.Store, Host.Services.GetRequiredService<NpgsqlDataSource>(), Host.Services.GetRequiredService<Almanacs>(), Host.Services.GetRequiredService<ItemCatalogue>(), new(), RecordedCity.Afterwards, NullLogger<ClockActor>.Instance);
        foreach (var matter in await Host.Column<Guid>($"select application_id from {RegisterCatalogue.Applications.Table} where decided_at is null and ended_at is null and due_on < '{RecordedCity.Afterwards.Today():yyyy-MM-dd}' order by due_on, item_code, application_id limit {Kept}"))
            (await clock.KeepAsync(matter, KeptKind.Application, default)).ShouldBeGreaterThan(0);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();
}

public class the_meters_of_the_demo_city(OverdueCity city) : IClassFixture<OverdueCity>
{
    static readonly IndicatorBy[][] Ways =
    [
        [], [IndicatorBy.Department], [IndicatorBy.Item], [IndicatorBy.District], [IndicatorBy.Channel], [IndicatorBy.Class], [IndicatorBy.Area], [IndicatorBy.Month], [IndicatorBy.Quarter], [IndicatorBy.Year],
        [IndicatorBy.Area, IndicatorBy.Channel], [IndicatorBy.Department, IndicatorBy.Quarter], [IndicatorBy.District, IndicatorBy.Class, IndicatorBy.Item]
    ];

    LedgerHost Host => city.Host;

    public static TheoryData<string> Codes => [.. MeterCatalogue.All.Select(m => m.Code)];

    [Theory, MemberData(nameof(Codes))]
    public async Task equal_what_is_counted_from_the_events_themselves(string code)
    {
        await Host.FollowRegisters();
        var counted = (await Raw()).Of(code);
        counted.Count.ShouldBeGreaterThan(0, code);
        counted.ShouldContain(c => c.Adds > 0, code);
        foreach (var by in Ways)
            await ShouldBeAsCounted(code, by, counted, "");
    }

    [Fact]
    public async Task of_a_period_and_a_cell_count_what_lies_in_them()
    {
        await Host.FollowRegisters();
        var raw = await Raw();
        foreach (var code in MeterCatalogue.All.Select(m => m.Code))
        {
            var counted = raw.Of(code).Where(c => c.At >= new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)) && c.At < new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)));
            await ShouldBeAsCounted(code, [IndicatorBy.Month], [.. counted.Where(c => c.Class?[0] == '2')], "&from=2025-01-01&to=2025-12-31&area=rural");
            await ShouldBeAsCounted(code, [], [.. counted.Where(c => c.Channel == "online")], "&from=2025-01-01&to=2025-12-31&channel=online");
            await ShouldBeAsCounted(code, [IndicatorBy.Item], [.. counted.Where(c => c.Department == LedgerHost.Department)], $"&from=2025-01-01&to=2025-12-31&department={LedgerHost.Department}");
        }
    }

    [Fact]
    public async Task are_published_for_everybody_once_and_again_only_when_they_change()
    {
        await Host.FollowRegisters();
        var year = new { from = "2025-01-01", to = "2025-12-31", area = "rural" };
        var answer = await Host.Post("/api/supervision/indicators/refusal/publication", year, LedgerHost.Supervisor);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var row = (await Host.Get("/api/supervision/indicators/refusal?from=2025-01-01&to=2025-12-31&area=rural", LedgerHost.Supervisor))["rows"]![0]!;
        await (await Host.Post("/api/supervision/indicators/refusal/publication", year, LedgerHost.Supervisor)).ShouldBeRefused(409, "already-exists");
        await (await Host.Post("/api/supervision/indicators/refusal/publication", new { year.from, year.to, district = "500101", item = "CQ-001001" }, LedgerHost.Supervisor)).ShouldBeRefused(409, "too-few");

        using var everybody = Host.Client();
        var shown = JsonNode.Parse(await everybody.GetStringAsync("/api/indicators?code=refusal"))!["indicators"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)shown["figure"]!["from"], (string?)shown["figure"]!["area"], shown["times"]!.GetValue<int>()).ShouldBe(("2025-01-01", "rural", 1));
        shown["figure"]!["numerator"]!.GetValue<long>().ShouldBe(row["numerator"]!.GetValue<long>());
        shown["figure"]!["denominator"]!.GetValue<long>().ShouldBe(row["denominator"]!.GetValue<long>());
        ((string?)shown["means"]).ShouldBe("refused");
        JsonNode.Parse(await everybody.GetStringAsync("/api/indicators?code=visits"))!["indicators"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task tell_how_far_city_and_country_lie_apart()
    {
        await Host.FollowRegisters();
        var answer = await Host.Get("/api/supervision/indicators/digital-take-up?by=area", LedgerHost.Supervisor);
        decimal Of(string area) => answer["rows"]!.AsArray().Single(r => (string?)r!["of"]!["area"] == area)!["value"]!.GetValue<decimal>();
        answer["gap"]!.GetValue<decimal>().ShouldBe(Of("urban") - Of("rural"));
        answer["gap"]!.GetValue<decimal>().ShouldBeGreaterThan(0.2m);
    }

    [Fact]
    public async Task are_the_same_after_a_rebuild()
    {
        await Host.FollowRegisters();
        var live = await All();
        await Host.RebuildRegisters();
        (await All()).ShouldBe(live);

        async Task<List<string>> All()
        {
            var all = new List<string>();
            foreach (var code in MeterCatalogue.All.Select(m => m.Code))
                all.Add((await Host.Get($"/api/supervision/indicators/{code}?by=department,area,quarter", LedgerHost.Supervisor))["rows"]!.ToJsonString());
            return all;
        }
    }

    async Task<CountedFromEvents> Raw()
    {
        await using var session = Host.Store.QuerySession();
        return new(await session.Events.QueryAllRawEvents().ToListAsync(), Host.Time.Today());
    }

    async Task ShouldBeAsCounted(string code, IndicatorBy[] by, IReadOnlyList<Counted> counted, string filters)
    {
        var spread = MeterCatalogue.Find(code) is { Spread: not null } or { Since: not null };
        var tellsWhere = filters.Contains("area", StringComparison.Ordinal) || by.Any(b => b is IndicatorBy.District or IndicatorBy.Class or IndicatorBy.Area);
        var expected = counted.GroupBy(c => string.Join(" | ", by.Select(b => c.Of(b) ?? "-"))).Select(g => (g.Key, Sum: g.Sum(c => c.Adds), Count: g.Count(), Values: g.Select(c => c.Spread).Order().ToArray()))
            .Select(g => tellsWhere && g.Count < 5 ? $"{g.Key}: withheld" : $"{g.Key}: {g.Sum} / {g.Count}{(spread ? $" {At(g.Values, 0.5)} {At(g.Values, 0.9)} {g.Values[^1]}" : "")}").Order(StringComparer.Ordinal);
        var answer = await Host.Get($"/api/supervision/indicators/{code}?{(by.Length > 0 ? "by=" + string.Join(',', by.Select(b => b.InJson())) : "")}{filters}".Replace("?&", "?", StringComparison.Ordinal), LedgerHost.Supervisor);
        var rows = answer["rows"]!.AsArray().Select(r => r!.AsObject()).Where(r => by.Length > 0 || r["denominator"] is not { } d || d.GetValue<long>() > 0)
            .Select(r => $"{string.Join(" | ", by.Select(b => (string?)r["of"]![b.InJson()] ?? "-"))}: {(r["withheld"] is not null ? "withheld" : $"{r["numerator"]} / {r["denominator"]}{Told(r["spread"])}")}").Order(StringComparer.Ordinal);
        string.Join('\n', rows).ShouldBe(string.Join('\n', expected), $"{code} by {string.Join(',', by)} {filters}");
    }

    static string Told(JsonNode? spread) => spread is null ? "" : $" {spread["p50"]} {spread["p90"]} {spread["max"]}";

    // The least value that at least this part of all does not exceed.
    static long At(long[] sorted, double part) => sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
}
