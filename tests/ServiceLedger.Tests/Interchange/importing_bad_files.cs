using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Applications;
using ServiceLedger.Interchange;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Interchange;

/// <summary>A reference file with a fault is refused whole and says where; of a log with a fault, what stands before it is recorded.</summary>
public class importing_bad_files(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Columns = "department,name,item_code,task_type,area_code,org_uscc_in_code\n";
    const string Row = "市民政局,婚姻登记,BAD-1,7,500103,11500000009275780L\n";

    static readonly Dictionary<string, (byte[] File, string Says)> Catalogues = new()
    {
        ["empty"] = ([], "no rows"),
        ["a byte order mark only"] = ([0xEF, 0xBB, 0xBF], "no rows"),
        ["column names only"] = (Bytes(Columns), "no rows"),
        ["a column less"] = (Bytes("department,name,task_type,area_code,org_uscc_in_code\n市民政局,婚姻登记,7,500103,11500000009275780L\n"), "item_code"),
        ["another separator"] = (Bytes((Columns + Row).Replace(',', ';')), "department"),
        ["a field empty"] = (Bytes(Columns + Row + "市民政局,,BAD-2,7,500103,11500000009275780L\n"), "name"),
        ["a field too long"] = (Bytes(Columns + Row + $"市民政局,{new string('长', 501)},BAD-2,7,500103,11500000009275780L\n"), "name"),
        ["not UTF-8"] = ([.. Bytes(Columns + Row), 0xC0, 0x80, .. Bytes(Row)], "UTF-8"),
        ["not UTF-8 in the column names"] = ([0xFF, .. Bytes(Columns + Row)], "UTF-8"),
        ["GB 18030"] = ([.. Bytes(Columns), 0xCA, 0xD0, 0xC3, 0xF1, .. Bytes(Row)], "UTF-8"),
        ["U+0000"] = (Bytes(Columns + Row + "市民政局,婚姻\0登记,BAD-2,7,500103,11500000009275780L\n"), "control characters"),
        ["a row too short"] = (Bytes(Columns + Row + "市民政局,婚姻登记\n"), "CSV"),
        ["a row too long"] = (Bytes(Columns + Row + Row.TrimEnd() + ",x,y\n"), "CSV"),
        ["a quote left open"] = (Bytes(Columns + Row + "市民政局,\"婚姻登记,BAD-2,7,500103,11500000009275780L\n"), "CSV"),
        ["something that is no CSV"] = ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0xFF, 0xFE], "UTF-8"),
        ["gzip of which only the start is there"] = (Gzip(Columns + Row)[..12], "."),
        ["gzip cut between rows"] = (GzipOf(Columns + Row, whole: false), "gzip"),
        ["gzip damaged"] = (Damaged(Gzip(Columns + string.Concat(Enumerable.Repeat(Row, 50)))), "gzip"),
        ["the first bytes of gzip only"] = ([0x1F, 0x8B], ".")
    };

    static readonly Dictionary<string, (byte[] File, string Says)> Divisions = new()
    {
        ["empty"] = ([], "no rows"),
        ["a column less"] = (Bytes("code\n50\n"), "name"),
        ["a code of 3 digits"] = (Bytes("code,name\n50,重庆\n500,重庆\n"), "Line 3"),
        ["a code of 13 digits"] = (Bytes("code,name\n5001030010011,村\n"), "Line 2"),
        ["letters in a code"] = (Bytes("code,name\n50A103,渝中\n"), "digits"),
        ["full-width digits"] = (Bytes("code,name\n５００１０３,渝中\n"), "digits"),
        ["an empty code"] = (Bytes("code,name\n,渝中\n"), "code"),
        ["an empty name"] = (Bytes("code,name\n500103, \n"), "name"),
        ["U+0000 in a name"] = (Bytes("code,name\n500103,渝\0中\n"), "name"),
        ["U+0000 in a class"] = (Bytes("code,name,class\n500103001001,某村,1\01\n"), "class"),
        ["a row too short"] = (Bytes("code,name\n500103\n"), "CSV"),
        ["not UTF-8"] = ([.. Bytes("code,name\n500103,"), 0xE6, 0x83, (byte)'\n'], "UTF-8"),
        ["gzip cut short"] = (Gzip("code,name\n500103,渝中\n")[..^10], "gzip")
    };

    static readonly Dictionary<string, (byte[] File, string Says)> Calendars = new()
    {
        ["empty"] = ([], "JSON"),
        ["null"] = (Bytes("null"), "object"),
        ["an array"] = (Bytes("[]"), "object"),
        ["cut short"] = (Bytes("""{"holidays":{"2030-01-01":"元旦","""), "JSON"),
        ["no holidays"] = (Bytes("""{"workdays":{}}"""), "holidays"),
        ["no workdays"] = (Bytes("""{"holidays":{"2030-01-01":"元旦"}}"""), "workdays"),
        ["holidays in a list"] = (Bytes("""{"holidays":["2030-01-01"],"workdays":{}}"""), "holidays"),
        ["a day there is not"] = (Bytes("""{"holidays":{"2030-01-01":"元旦","2030-02-30":"x"},"workdays":{}}"""), "2030-02-30"),
        ["a day written otherwise"] = (Bytes("""{"holidays":{"2030-01-01":"元旦","2030/02/03":"x"},"workdays":{}}"""), "2030/02/03"),
        ["a day twice"] = (Bytes("""{"holidays":{"2030-01-01":"元旦","2030-01-01":"x"},"workdays":{}}"""), "JSON"),
        ["a day both off and worked"] = (Bytes("""{"holidays":{"2030-01-01":"元旦"},"workdays":{"2030-01-01":"x"}}"""), "workdays.2030-01-01"),
        ["a year that is not whole"] = (Bytes("""{"holidays":{"2030-01-01":"元旦","2031-05-01":"x"},"workdays":{}}"""), "2031-01-01"),
        ["a number for a name"] = (Bytes("""{"holidays":{"2030-01-01":1},"workdays":{}}"""), "2030-01-01"),
        ["half a surrogate pair"] = (Bytes("""{"holidays":{"\ud800":"元旦"},"workdays":{}}"""), "$"),
        ["not UTF-8"] = ([.. Bytes("""{"holidays":{"2030-01-01":"元旦","2030-"""), 0xC0, 0x80, .. Bytes("\":\"x\"},\"workdays\":{}}")], "UTF-8"),
        ["UTF-16"] = (Encoding.Unicode.GetBytes("""{"holidays":{"2030-01-01":"元旦"},"workdays":{}}"""), "UTF-8"),
        ["nested too deep"] = (Bytes(new string('[', 10_000)), "JSON")
    };

    public static TheoryData<string> CatalogueNames => [.. Catalogues.Keys];
    public static TheoryData<string> DivisionNames => [.. Divisions.Keys];
    public static TheoryData<string> CalendarNames => [.. Calendars.Keys];

    [Theory, MemberData(nameof(CatalogueNames))]
    public Task of_a_catalogue_is_refused_whole(string file) => IsRefusedWhole(Catalogues[file], (import, stream) => import.CatalogueAsync(stream));

    [Theory, MemberData(nameof(DivisionNames))]
    public Task of_divisions_is_refused_whole(string file) => IsRefusedWhole(Divisions[file], (import, stream) => import.DivisionsAsync(stream));

    [Theory, MemberData(nameof(CalendarNames))]
    public Task of_a_calendar_is_refused_whole(string file) => IsRefusedWhole(Calendars[file], (import, stream) => import.CalendarAsync(stream));

    async Task IsRefusedWhole((byte[] File, string Says) bad, Func<ReferenceImport, Stream, Task<ReferenceReport>> import)
    {
        var before = await Recorded();
        using var stream = new MemoryStream(bad.File);
        var refusal = await Should.ThrowAsync<BrokenFile>(() => import(new(host.Store), stream));
        refusal.Message.ShouldContain(bad.Says, Shouldly.Case.Sensitive);
        refusal.Message.Length.ShouldBeLessThan(300);
        refusal.Message.ShouldNotContain("Exception");
        (await Recorded()).ShouldBe(before);
    }

    [Fact]
    public async Task of_a_log_records_the_cases_before_the_fault_and_a_repeat_adds_the_rest_once()
    {
        var map = Map("torn");
        var cases = Enumerable.Range(1, 180).Select(n => CaseOf(n)).ToArray();
        var torn = await ImportAsync(Log([.. cases[..150], "<trace><string key=\"concept:name\" value=\"151\"/><event>"]), map);
        torn.Broken.ShouldNotBeNull().Line.ShouldBeGreaterThan(151);
        (torn.Cases, torn.Citizens, torn.Events, torn.AlreadyOnRecord).ShouldBe((150, 150, 300, 0));

        var events = await Events();
        var whole = await ImportAsync(Log(cases), map);
        whole.Broken.ShouldBeNull();
        (whole.Cases, whole.Citizens, whole.AlreadyOnRecord, whole.SkippedEvents).ShouldBe((30, 30, 150, 300));
        // Each case is its citizen, its submission, its acceptance and a step.
        ((await Events()) - events).ShouldBe(30 * 4);

        events = await Events();
        (await ImportAsync(Log(cases), map)).Cases.ShouldBe(0);
        (await Events()).ShouldBe(events);
    }

    [Theory]
    [InlineData("no time", """<event><string key="concept:name" value="look"/></event>""")]
    [InlineData("a time that is none", """<event><string key="concept:name" value="look"/><date key="time:timestamp" value="yesterday"/></event>""")]
    [InlineData("a time in the future", """<event><string key="concept:name" value="look"/><date key="time:timestamp" value="2099-01-01T00:00:00Z"/></event>""")]
    [InlineData("the last moment", """<event><string key="concept:name" value="look"/><date key="time:timestamp" value="9999-12-31T23:59:59.9999999Z"/></event>""")]
    public async Task of_a_log_with_a_case_at_fault_says_where_and_a_repeat_without_it_records_each_case_once(string fault, string happened)
    {
        var map = Map(fault);
        var cases = Enumerable.Range(1, 160).Select(n => CaseOf(n)).ToArray();
        var bad = $"<trace><string key=\"concept:name\" value=\"bad\"/>{happened}</trace>";
        var before = await Events();
        BrokenXes? broken;
        try
        {
            broken = (await ImportAsync(Log([.. cases[..150], bad, .. cases[150..]]), map)).Broken;
        }
        catch (BrokenXes e)
        {
            broken = e;
        }

        // The root element stands on the first line, each case on one of its own.
        broken.ShouldNotBeNull().Line.ShouldBe(152);
        (await ImportAsync(Log(cases), map)).Broken.ShouldBeNull();
        (await host.Scalar<long>("select count(*) from ledger.mt_events where type = 'application_submitted'")).ShouldBe(await host.Scalar<long>("select count(*) from ledger.mt_doc_importedcase"));
        // Four events a case and an item; the citizen of the case at fault may be on record.
        ((await Events()) - before).ShouldBeOneOf(1 + 160 * 4, 2 + 160 * 4);
    }

    [Fact]
    public async Task of_a_log_with_a_case_at_the_end_of_time_that_is_not_read_leaves_nothing_half_written()
    {
        var map = Map("half");
        await Should.ThrowAsync<BrokenXes>(async () => throw (await ImportAsync(Log([CaseOf(1), "</log>"]), map)).Broken ?? throw new InvalidOperationException("It was read."));
        (await host.Scalar<long>("select count(*) from ledger.mt_doc_importedcase c where not exists (select 1 from ledger.mt_streams s where s.id = (c.data ->> 'applicationId')::uuid)")).ShouldBe(0);
    }

    [Theory]
    [InlineData("重庆"), InlineData("5001"), InlineData("50010A")]
    public void by_a_map_whose_division_is_none_is_refused_before_anything_is_read(string division) =>
        Should.Throw<BrokenMap>(() => Map("division", division)).Message.ShouldContain("$.division");

    async Task<XesImportReport> ImportAsync(string log, XesMap map)
    {
        var services = host.Services;
        var import = new XesImport(host.Store, services.GetRequiredService<Vault>(), services.GetRequiredService<CaseNumbers>(), services.GetRequiredService<TimeProvider>());
        using var stream = new MemoryStream(Bytes(log));
        return await import.RunAsync(stream, map, null);
    }

    static XesMap Map(string source, string division = "500103")
    {
        using var stream = new MemoryStream(Bytes($$"""
            {"source":"{{source}}","item":"XES-{{source}}","itemName":"测试","department":"11500000009275780L","division":"{{division}}","activities":{"receive":{"action":"accept"},"look":{} } }
            """));
        return XesMap.Load(stream);
    }

    static string CaseOf(int n) =>
        $"<trace><string key=\"concept:name\" value=\"{n.ToString(CultureInfo.InvariantCulture)}\"/>{Event("receive", 9)}{Event("look", 10)}</trace>";

    static string Event(string activity, int hour) =>
        $"<event><string key=\"concept:name\" value=\"{activity}\"/><date key=\"time:timestamp\" value=\"2024-03-01T{hour:00}:00:00+08:00\"/></event>";

    static string Log(IEnumerable<string> traces) => $"<log>\n{string.Join('\n', traces)}\n</log>";

    // Marten fills the sequence numbers of an append that failed with tombstones.
    Task<long> Events() => host.Scalar<long>("select count(*) from ledger.mt_events where type <> 'tombstone'");

    async Task<(long, long)> Recorded() => (await Events(), await host.Scalar<long>("select count(*) from ledger.mt_streams"));

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static byte[] Gzip(string text) => GzipOf(text, whole: true);

    /// <summary>Gzip; what is not whole lacks its end, though all of the text can be read.</summary>
    static byte[] GzipOf(string text, bool whole)
    {
        using var bytes = new MemoryStream();
        using var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(Bytes(text));
        gzip.Flush();
        if (whole)
            gzip.Dispose();
        return bytes.ToArray();
    }

    static byte[] Damaged(byte[] gzip)
    {
        for (var i = gzip.Length / 2; i < gzip.Length; i++)
            gzip[i] ^= 0x5A;
        return gzip;
    }
}
