using System.Xml.Linq;
using Marten;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Applications;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Interchange;
using ServiceLedger.Privacy;
using ServiceLedger.Tests.Catalogue;

namespace ServiceLedger.Tests.Interchange;

public class importing_a_real_log(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task accounts_for_every_case_and_event_and_records_nothing_new_when_repeated()
    {
        var first = await Import();
        (first.Cases, first.Events, first.Decisions, first.Closed, first.Refused, first.Broken).ShouldBe((1434, 8577, 39, 1434 - 39 - 105, 0, null));
        (first.Actions + first.Steps).ShouldBe(8577);
        first.Citizens.ShouldBe(39);
        first.Unmapped.Values.Sum().ShouldBe(first.Steps - 1283 - 20 - 53); // T10 and T20 are in the map, as steps; an adviser's second advice in a case is a step too.
        var recorded = await host.Scalar<long>("select count(*) from ledger.mt_events");

        var second = await Import();
        (second.Cases, second.AlreadyOnRecord, second.Events, second.SkippedEvents, second.Citizens).ShouldBe((0, 1434, 8577, 8577, 0));
        (await host.Scalar<long>("select count(*) from ledger.mt_events")).ShouldBe(recorded);

        while (!await host.Services.GetRequiredService<ProjectionProgress>().Reaches(recorded, TestContext.Current.CancellationToken))
            ;
        await using var session = host.Store.QuerySession();
        var files = (await session.Query<CitizenFile>().ToListAsync()).Where(f => f.ForeignSource == "4tu-receipt-wabo").ToList();
        files.Count.ShouldBe(39);
        files.Sum(f => f.Applications.Length).ShouldBe(1434);
        files.Sum(f => f.Applications.Sum(a => a.StepsDone)).ShouldBe(first.Steps);
        files.Sum(f => f.Decisions.Length).ShouldBe(39);

        // A file as of two months earlier, and as known before the import.
        var largest = files.MaxBy(f => f.Applications.Length)!;
        var latest = largest.Applications.Max(a => a.SubmittedAt);
        var earlier = await host.Get($"/api/citizens/{largest.Id}/file?asOf={latest.AddMonths(-2):yyyy-MM-ddTHH:mm:ssZ}");
        earlier["counts"]!["applications"]!.GetValue<int>().ShouldBe(largest.Applications.Count(a => a.SubmittedAt <= latest.AddMonths(-2)));
        earlier["counts"]!["applications"]!.GetValue<int>().ShouldBeInRange(1, largest.Applications.Length - 1);
        (await host.Get($"/api/citizens/{largest.Id}/file?knownAt=2025-01-01T00:00:00Z"))["counts"]!["applications"]!.GetValue<int>().ShouldBe(0);

        var matter = await session.Events.FetchStreamAsync(largest.Applications[0].Id);
        matter.ShouldAllBe(e => e.EffectiveAt().Year < 2013 && e.Timestamp.Year > 2020);
        matter[^1].Act()!.Channel.ShouldBe(Channel.Import);

        // The rounds of advice: what was asked was answered, by the department asked, not before it was asked.
        var cases = files.SelectMany(f => f.Applications).Select(a => a.Id).ToHashSet();
        var opinions = (await session.Query<Application>().ToListAsync()).Where(a => cases.Contains(a.Id)).SelectMany(a => a.Opinions).ToList();
        opinions.Count.ShouldBe(89);
        opinions.ShouldAllBe(o => o.GivenAt >= o.StartsAt);
    }

    [Fact]
    public async Task of_fines_makes_each_a_decision_with_its_amount_and_accounts_for_every_case_and_event()
    {
        var first = await ImportFines("4tu-roadfines");
        (first.Cases, first.Citizens, first.Events, first.Decisions, first.Refused, first.Broken).ShouldBe((3001, 3001, 11373, 3001, 0, null));
        // Created, sent, notified, challenged; everything else is a step that the map names, but for what comes out of its order or before the first calendar.
        (first.Actions, first.Steps).ShouldBe((3001 + 2067 + 1652 + 82 + 82 + 17 + 15 + 13, 1652 + 1549 + 1226 + 4 + 4 + 4 + 4 + 1));
        (first.Unmapped.Count, first.Closed).ShouldBe((0, 218 + 40));
        var recorded = await host.Scalar<long>("select count(*) from ledger.mt_events");

        var second = await ImportFines("4tu-roadfines");
        (second.Cases, second.AlreadyOnRecord, second.Events, second.SkippedEvents, second.Citizens, second.Decisions).ShouldBe((0, 3001, 11373, 11373, 0, 0));
        (await host.Scalar<long>("select count(*) from ledger.mt_events")).ShouldBe(recorded);

        (await host.Scalar<decimal>("""
            select sum((d.data -> 'ruling' ->> 'amountFen')::bigint) from ledger.mt_events d
            join ledger.mt_events c on c.stream_id = (d.data ->> 'citizenId')::uuid and c.type = 'citizen_imported' and c.data ->> 'source' = '4tu-roadfines'
            where d.type = 'decision_made'
            """)).ShouldBe(13_489_421);

        (await host.Services.GetRequiredService<ProjectionProgress>().Reaches(await host.Scalar<long>("select max(seq_id) from ledger.mt_events"), default)).ShouldBeTrue();
        await using var session = host.Store.QuerySession();
        var files = (await session.Query<CitizenFile>().ToListAsync()).Where(f => f.ForeignSource == "4tu-roadfines").ToList();
        files.Count.ShouldBe(3001);
        files.ShouldAllBe(f => f.Applications.Length == 1 && f.Decisions.Length == 1 && !f.Decisions[0].Granted && f.Decisions[0].Kind == RulingKind.Fine);
        files.Sum(f => f.Applications[0].StepsDone).ShouldBe(first.Steps);
        files.Count(f => f.Decisions[0].DeliveredAt is not null).ShouldBe(1652);
        // Sent, and not heard of since.
        files.Count(f => f.Decisions[0] is { DeliveredAt: null, Status: DecisionStatus.Dispatched or DecisionStatus.Annulled }).ShouldBe(2067 - 1652);
        files.Count(f => f.Applications[0].EndedAt is not null).ShouldBe(218 + 40);

        var decision = await host.Get($"/api/decisions/{files.First(f => f.ForeignReference is not null && f.Applications[0].EndedAt is not null).Decisions[0].Id}", LedgerHost.Officer);
        decision["ruling"]!["amountFen"]!.GetValue<long>().ShouldBePositive();
        decision["ruling"]!["reasons"]!.GetValue<string>().ShouldMatch(@"^Offence under article \d+; vehicle class [ACM], \d+ points\.$");
        decision["legalBasis"]![0]!.GetValue<string>().ShouldMatch(@"^Codice della strada, art\. \d+$");
        decision["remedies"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task of_fines_interrupted_goes_on_when_run_again()
    {
        await using var here = SharedData.Open("eventlogs/roadfines_sample3001.xes.gz");
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => ImportFines("fines-interrupted", _ => stop.Cancel(), stop.Token));
        var rest = await ImportFines("fines-interrupted");
        (rest.Cases + rest.AlreadyOnRecord, rest.Events, rest.Actions + rest.Steps + rest.SkippedEvents).ShouldBe((3001, 11373, 11373));
        rest.Cases.ShouldBeInRange(1, 3000);
    }

    [Fact]
    public async Task interrupted_leaves_whole_cases_and_goes_on_when_run_again()
    {
        await using var here = SharedData.Open("eventlogs/receipt.xes.gz");
        using var stop = new CancellationTokenSource();
        var others = await host.Scalar<long>("select count(*) from ledger.mt_doc_importedcase");
        await Should.ThrowAsync<OperationCanceledException>(() => Import("interrupted", _ => stop.Cancel(), stop.Token));
        var before = await host.Scalar<long>("select count(*) from ledger.mt_doc_importedcase") - others;
        before.ShouldBeInRange(1, 1433);
        var rest = await Import("interrupted");
        (rest.Cases + rest.AlreadyOnRecord, rest.Events).ShouldBe((1434, 8577));
        rest.Cases.ShouldBeInRange(1, 1433);
        await using var session = host.Store.QuerySession();
        (await session.Query<ImportedCase>().CountAsync()).ShouldBeGreaterThanOrEqualTo(1434);
        var broken = await host.Scalar<long>("""
            select count(*) from ledger.mt_doc_importedcase c
            left join ledger.mt_doc_application a on a.id = (c.data ->> 'applicationId')::uuid where a.id is null
            """);
        broken.ShouldBe(0);
    }

    Task<XesImportReport> Import(string source = "4tu-receipt-wabo", Action<XesImportReport>? progress = null, CancellationToken ct = default) =>
        RealLogs.Import(host, RealLogs.Receipts, "receipt.json", source, "responsible", progress, ct);

    Task<XesImportReport> ImportFines(string source, Action<XesImportReport>? progress = null, CancellationToken ct = default) =>
        RealLogs.Import(host, RealLogs.Fines, "roadfines.json", source, null, progress, ct);
}

/// <summary>The published logs, imported as they are, or read as plain XML.</summary>
static class RealLogs
{
    public static readonly string Receipts = "receipt.xes.gz", Fines = "roadfines_sample3001.xes.gz";

    public static async Task<XesImportReport> Import(
        LedgerHost host, string name, string shipped, string source, string? citizenFrom = null, Action<XesImportReport>? progress = null, CancellationToken ct = default)
    {
        await using var log = SharedData.Open($"eventlogs/{name}");
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Interchange", "maps", shipped));
        var map = XesMap.Load(file);
        var import = new XesImport(
            host.Store, host.Services.GetRequiredService<Vault>(), host.Services.GetRequiredService<CaseNumbers>(), TimeProvider.System);
        return await import.RunAsync(log, map with { Source = source }, citizenFrom, progress, ct);
    }

    /// <summary>The traces of a log: what each says of itself, and its events.</summary>
    public static IReadOnlyList<(IReadOnlyDictionary<string, string> Says, IReadOnlyList<IReadOnlyDictionary<string, string>> Events)> Read(string name)
    {
        using var log = SharedData.OpenGzip($"eventlogs/{name}");
        return [.. XDocument.Load(log).Descendants().Where(e => e.Name.LocalName == "trace").Select(t => (Attributes(t), (IReadOnlyList<IReadOnlyDictionary<string, string>>)[.. t.Elements().Where(e => e.Name.LocalName == "event").Select(Attributes)]))];
    }

    public static Task CaughtUp(LedgerHost host) => host.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromMinutes(2));

    static IReadOnlyDictionary<string, string> Attributes(XElement of) =>
        of.Elements().Where(e => e.Attribute("key") is not null).ToDictionary(e => e.Attribute("key")!.Value, e => e.Attribute("value")!.Value);
}
