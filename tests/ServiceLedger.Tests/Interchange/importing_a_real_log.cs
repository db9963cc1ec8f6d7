using Marten;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Applications;
using ServiceLedger.Citizens;
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
        (first.Cases, first.Events, first.Decisions, first.Refused, first.Broken).ShouldBe((1434, 8577, 39, 0, null));
        (first.Actions + first.Steps).ShouldBe(8577);
        first.Citizens.ShouldBe(39);
        first.Unmapped.Values.Sum().ShouldBe(first.Steps - 1283 - 20 - 53); // T10 and T20 are in the map, as steps; an adviser's second advice in a case is a step too.
        var recorded = await host.Scalar<long>("select count(*) from ledger.mt_events");

        var second = await Import();
        (second.Cases, second.AlreadyOnRecord, second.Events, second.SkippedEvents, second.Citizens).ShouldBe((0, 1434, 8577, 8577, 0));
        (await host.Scalar<long>("select count(*) from ledger.mt_events")).ShouldBe(recorded);

        (await host.Services.GetRequiredService<ProjectionProgress>().Reaches(recorded, default)).ShouldBeTrue();
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

    async Task<XesImportReport> Import(string? source = null, Action<XesImportReport>? progress = null, CancellationToken ct = default)
    {
        await using var log = SharedData.Open("eventlogs/receipt.xes.gz");
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Interchange", "maps", "receipt.json"));
        var map = XesMap.Load(file);
        var import = new XesImport(
            host.Store, host.Services.GetRequiredService<Vault>(), host.Services.GetRequiredService<CaseNumbers>(), TimeProvider.System);
        return await import.RunAsync(log, source is null ? map : map with { Source = source }, "responsible", progress, ct);
    }
}
