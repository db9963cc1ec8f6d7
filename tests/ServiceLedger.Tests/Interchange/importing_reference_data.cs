using System.Text;
using ServiceLedger.Interchange;
using ServiceLedger.Tests.Catalogue;

namespace ServiceLedger.Tests.Interchange;

public class importing_reference_data(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task takes_all_items_of_a_real_district_and_records_the_one_wrong_credit_code_with_a_warning()
    {
        var before = await host.Scalar<long>("select count(*) from ledger.mt_doc_department");
        var first = await Items();
        (first.Read, first.Recorded).ShouldBe((1135, 1135));
        first.Warnings.ShouldHaveSingleItem().ShouldContain("TE5116020105116050");
        (await host.Scalar<long>("select count(*) from ledger.mt_doc_department")).ShouldBe(before + 34);
        (await host.Scalar<string>("select data->>'codeWarning' from ledger.mt_events where data->>'creditCode' = 'TE5116020105116050'")).ShouldBe("wrongCheckCharacter");
        (await Items()).Recorded.ShouldBe(0);

        async Task<ReferenceReport> Items()
        {
            await using var file = SharedData.Open("reference/guangan_service_items.csv");
            return await new ReferenceImport(host.Store).CatalogueAsync(file);
        }
    }

    [Fact]
    public async Task takes_what_a_case_costs_the_office_where_the_file_says_it()
    {
        const string Columns = "department,name,item_code,task_type,area_code,dept_code,org_uscc_in_code,cost_fen\n";
        (await Items("测试局,甲事项,COST-1,1,500103,TESTDEPT,,12600\n测试局,乙事项,COST-2,1,500103,TESTDEPT,,\n")).Recorded.ShouldBe(2);
        (await host.Get("/api/items/COST-1"))["terms"]!["costFen"]!.GetValue<long>().ShouldBe(12600);
        (await host.Get("/api/items/COST-2"))["terms"]!["costFen"].ShouldBeNull();
        (await Should.ThrowAsync<BrokenFile>(() => Items("测试局,甲事项,COST-1,1,500103,TESTDEPT,,-3\n"))).Message.ShouldBe("Line 2, cost_fen: a whole number of fen.");

        Task<ReferenceReport> Items(string rows) => new ReferenceImport(host.Store).CatalogueAsync(new MemoryStream(Encoding.UTF8.GetBytes(Columns + rows)));
    }

    [Theory]
    [InlineData("chongqing_areas_2023.csv.gz", 38)]
    [InlineData("chongqing_streets_2023.csv.gz", 1031)]
    [InlineData("chongqing_villages_2023.csv.gz", 11270)]
    public async Task takes_the_divisions_once(string name, int count)
    {
        (await Divisions()).ShouldBe(count);
        (await Divisions()).ShouldBe(0);

        async Task<int> Divisions()
        {
            await using var file = SharedData.Open("reference/" + name);
            return (await new ReferenceImport(host.Store).DivisionsAsync(file)).Recorded;
        }
    }

    [Fact]
    public async Task ships_the_calendars_that_the_published_file_holds()
    {
        await using var file = SharedData.Open("reference/chinese-days_2004-2026.json");
        var report = await new ReferenceImport(host.Store).CalendarAsync(file);
        (report.Read, report.Recorded).ShouldBe((23, 0));
    }

    [Fact]
    public async Task the_demo_catalogue_is_there_from_the_start_and_pages()
    {
        var first = await host.Get("/api/items?size=20");
        first["items"]!.AsArray().Count.ShouldBe(20);
        var codes = first["items"]!.AsArray().Select(i => i!["code"]!.GetValue<string>()).ToList();
        codes.ShouldBe(codes.Order(StringComparer.Ordinal));
        var second = await host.Get($"/api/items?size=20&after={first["next"]}");
        second["items"]!.AsArray().Select(i => i!["code"]!.GetValue<string>()).ShouldAllBe(c => string.CompareOrdinal(c, codes.Last()) > 0);
        var one = await host.Get($"/api/items/{codes[0]}?version=1");
        one["terms"]!["papers"].ShouldNotBeNull();
        (await host.Client().GetAsync($"/api/items/{codes[0]}?version=9")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }
}

public class importing_a_changed_calendar(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task publishes_a_new_version_of_a_year_that_changed_and_of_it_alone()
    {
        var notice = """{"holidays":{"2026-01-01":"New Year's Day,元旦,1"},"workdays":{},"inLieuDays":{}}""";
        var report = await new ReferenceImport(host.Store).CalendarAsync(new MemoryStream(Encoding.UTF8.GetBytes(notice)));
        report.Recorded.ShouldBe(1);
        (await host.Scalar<int>("select (data->>'calendarVersion')::int from ledger.mt_doc_workingcalendar where data->>'year' = '2026'")).ShouldBe(2);
    }
}
