using System.Globalization;
using System.Text.Json.Nodes;
using Marten;
using ServiceLedger.Hosting;
using ServiceLedger.Interchange;

namespace ServiceLedger.Tests.Interchange;

public class overdue_cases_of_a_real_log(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Source = "4tu-receipt-wabo";

    [Fact]
    public async Task are_those_that_the_log_says_ended_after_their_deadline_or_never()
    {
        var log = RealLogs.Read(RealLogs.Receipts);
        await RealLogs.Import(host, RealLogs.Receipts, "receipt.json", Source, "responsible");
        await RealLogs.CaughtUp(host);
        var ledger = await RegisterAsync();
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));

        var (agreed, unexplained) = (new Dictionary<string, int>(), new List<string>());
        foreach (var (says, _) in log)
        {
            var deadline = Moment(says["deadline"]);
            DateTimeOffset? end = says.TryGetValue("enddate", out var text) ? Moment(text) : null;
            var (due, done) = ledger[says["concept:name"]];
            var inLog = end is null ? "never closed" : end > deadline ? "late" : "in time";
            var inLedger = done is null ? due < today ? "overdue" : "running" : done > due ? "late" : "in time";
            var found = (inLog, inLedger) switch
            {
                ("late", "late") => "late in both",
                ("in time", "in time") => "in time in both",
                ("never closed", "overdue") => "never closed, overdue",
                // The ledger counts days, not hours: the last day is in time to its end.
                ("late", "in time") when InChina(end!.Value) == InChina(deadline) => "ended on the last day, after the hour",
                _ => null
            };
            if (found is null)
                unexplained.Add($"{says["concept:name"]}: {inLog} in the log ({deadline:s}, {end:s}), {inLedger} in the ledger ({due:O}, {done:O})");
            else
                agreed[found] = agreed.GetValueOrDefault(found) + 1;
        }

        unexplained.ShouldBeEmpty();
        agreed.ShouldBe(new Dictionary<string, int>
        {
            ["late in both"] = 377 - 68,
            ["ended on the last day, after the hour"] = 68,
            ["in time in both"] = 1329 - 377,
            ["never closed, overdue"] = 105
        }, ignoreOrder: true);
        // What a supervisor reads is the same list.
        (await host.Scalar<long>("""
            select count(*) from ledger.register_deadline
            where kind = 'promisedDecision' and item_code = 'XES-WABO-RECEIPT' and due_day < coalesce(done_day, (now() at time zone 'Asia/Shanghai')::date)
            """)).ShouldBe(377 - 68 + 105);
    }

    [Fact]
    public async Task end_when_their_source_closed_them_though_the_log_goes_on()
    {
        var goesOn = RealLogs.Read(RealLogs.Receipts).Where(t => t.Says.TryGetValue("enddate", out var end) && t.Events.Any(e => Moment(e["time:timestamp"]) > Moment(end)) && !t.Events.Any(e => e["concept:name"].StartsWith("T15", StringComparison.Ordinal))).ToArray();
        goesOn.Length.ShouldBe(145);
        await RealLogs.Import(host, RealLogs.Receipts, "receipt.json", Source, "responsible");
        await RealLogs.CaughtUp(host);
        var ledger = await RegisterAsync();
        goesOn.ShouldAllBe(t => ledger[t.Says["concept:name"]].Done == InChina(Moment(t.Says["enddate"])));

        var one = goesOn.First(t => InChina(Moment(t.Events[^1]["time:timestamp"])) > InChina(Moment(t.Says["enddate"])));
        var id = await ApplicationAsync(one.Says["concept:name"]);
        var shown = await host.Get($"/api/applications/{id}/deadline", LedgerHost.Officer);
        var promised = shown["limits"]!.AsArray().Single(l => l!["kind"]!.GetValue<string>() == "promisedDecision")!;
        (promised["due"]!.GetValue<string>(), promised["doneOn"]!.GetValue<string>()).ShouldBe(($"{InChina(Moment(one.Says["deadline"])):O}", $"{InChina(Moment(one.Says["enddate"])):O}"));
        (shown["status"]!.GetValue<string>(), shown["due"]).ShouldBe(("closed", null));
        var application = await host.Get($"/api/applications/{id}", LedgerHost.Officer);
        application["outcome"]!.GetValue<string>().ShouldBe("closedAtSource");
        (await host.Scalar<long>("select count(*) from ledger.register_application where outcome = 'closedAtSource' and ended_at is not null and closed_at >= ended_at")).ShouldBe(1329 - 39);
        (await host.Scalar<long>("select count(*) from ledger.register_application where outcome is null")).ShouldBe(105);
    }


    /// <summary>What the ledger was promised and what became of it, by the case id of the log.</summary>
    async Task<IReadOnlyDictionary<string, (DateOnly Due, DateOnly? Done)>> RegisterAsync()
    {
        await using var session = host.Store.QuerySession();
        var cases = (await session.Query<ImportedCase>().ToListAsync()).ToDictionary(c => c.ApplicationId, c => c.Id);
        var names = RealLogs.Read(RealLogs.Receipts).Select(t => t.Says["concept:name"]).ToDictionary(n => $"{Source}\n{n}".ToLookupId());
        var rows = await session.AdvancedSql.QueryAsync<string>(
            "select json_build_object('id', application_id, 'due', due_day, 'done', done_day)::text from ledger.register_deadline where kind = 'promisedDecision' and item_code = 'XES-WABO-RECEIPT'", TestContext.Current.CancellationToken);
        return rows.Select(r => JsonNode.Parse(r)!).ToDictionary(
            r => names[cases[r["id"]!.GetValue<Guid>()]], r => (DateOnly.Parse(r["due"]!.GetValue<string>(), CultureInfo.InvariantCulture), r["done"] is { } done ? DateOnly.Parse(done.GetValue<string>(), CultureInfo.InvariantCulture) : (DateOnly?)null));
    }

    async Task<Guid> ApplicationAsync(string name)
    {
        await using var session = host.Store.QuerySession();
        return (await session.LoadAsync<ImportedCase>($"{Source}\n{name}".ToLookupId()))!.ApplicationId;
    }

    static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    static DateOnly InChina(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime.AddHours(8));
}
