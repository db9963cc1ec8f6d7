using System.IO.Compression;
using System.Text;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Tests.Catalogue;

public class published_holidays
{
    [Fact]
    public void are_known_from_2004_to_2026() => PublishedHolidays.ByYear.Keys.ShouldBe(Enumerable.Range(2004, 23));

    [Fact]
    public void of_2026_are_33_days_and_6_weekend_days_to_make_up_for_them()
    {
        var (holidays, makeUpWorkdays) = PublishedHolidays.ByYear[2026];
        holidays.Length.ShouldBe(33);
        holidays.ShouldContain(new DateOnly(2026, 2, 17));
        makeUpWorkdays.ShouldBe([new(2026, 1, 4), new(2026, 2, 14), new(2026, 2, 28), new(2026, 5, 9), new(2026, 9, 20), new(2026, 10, 10)]);
    }

    [Fact]
    public void are_in_order_in_their_year_and_never_also_made_up_for()
    {
        foreach (var (year, (holidays, makeUpWorkdays)) in PublishedHolidays.ByYear)
        {
            holidays.ShouldBeInOrder();
            makeUpWorkdays.ShouldBeInOrder();
            holidays.Concat(makeUpWorkdays).ShouldAllBe(day => day.Year == year);
            holidays.Intersect(makeUpWorkdays).ShouldBeEmpty();
        }
    }

    [Fact]
    public void are_made_up_for_on_weekends_only() =>
        PublishedHolidays.ByYear.Values.SelectMany(year => year.MakeUpWorkdays)
            .ShouldAllBe(day => day.DayOfWeek == DayOfWeek.Saturday || day.DayOfWeek == DayOfWeek.Sunday);

    [Fact]
    public void are_read_from_a_file()
    {
        var years = Read("""{ "holidays": { "2027-01-02": "元旦", "2027-01-01": "元旦" }, "workdays": { "2027-01-09": "元旦" }, "source": "x" }""");
        years.Keys.ShouldBe([2027]);
        years[2027].Holidays.ShouldBe([new(2027, 1, 1), new(2027, 1, 2)]);
        years[2027].MakeUpWorkdays.ShouldBe([new(2027, 1, 9)]);
    }

    [Theory]
    [InlineData("", "$: not JSON")]
    [InlineData("[]", "$: ")]
    [InlineData("""{ "workdays": {} }""", "holidays: missing")]
    [InlineData("""{ "holidays": {} }""", "workdays: missing")]
    [InlineData("""{ "holidays": [], "workdays": {} }""", "holidays: ")]
    [InlineData("""{ "holidays": { "2027-02-29": "x" }, "workdays": {} }""", "holidays.2027-02-29: ")]
    [InlineData("""{ "holidays": { "2027-1-1": "x" }, "workdays": {} }""", "holidays.2027-1-1: ")]
    [InlineData("""{ "holidays": { "2027-01-01": true }, "workdays": {} }""", "holidays.2027-01-01: ")]
    [InlineData("""{ "holidays": { "2027-01-01": "x", "2027-01-01": "x" }, "workdays": {} }""", "2027-01-01")]
    [InlineData("""{ "holidays": { "\ud800": "x" }, "workdays": {} }""", "not JSON")]
    [InlineData("""{ "holidays": { "2027-01-01": "x" }, "workdays": { "2027-01-01": "x" } }""", "workdays.2027-01-01: ")]
    [InlineData("""{ "holidays": { "2027-01-01": "x" }, "workdays": {}, "inLieuDays": { "2027-01-04": "x" } }""", "inLieuDays.2027-01-04: ")]
    [InlineData("""{ "holidays": { "2027-02-06": "x" }, "workdays": {} }""", "holidays.2027-01-01: missing")]
    [InlineData("""{ "holidays": { "2027-01-01": "x" }, "workdays": { "2026-12-27": "x" } }""", "holidays.2026-01-01: missing")]
    public void in_a_broken_file_are_refused_with_the_member_at_fault(string file, string member) =>
        Should.Throw<FormatException>(() => Read(file)).Message.ShouldContain(member);

    [Fact]
    public void in_a_file_that_is_not_text_are_refused() =>
        Should.Throw<FormatException>(() => PublishedHolidays.Read(new MemoryStream([.. "{\"holidays\":{\""u8, 0xFF, .. "\":\"x\"},\"workdays\":{}}"u8])));

    [Fact]
    public void are_those_of_chinese_days()
    {
        using var file = SharedData.Open("reference/chinese-days_2004-2026.json");
        var years = PublishedHolidays.Read(file);
        years.Keys.ShouldBe(PublishedHolidays.ByYear.Keys);
        foreach (var (year, (holidays, makeUpWorkdays)) in years)
        {
            PublishedHolidays.ByYear[year].Holidays.ShouldBe(holidays);
            PublishedHolidays.ByYear[year].MakeUpWorkdays.ShouldBe(makeUpWorkdays);
        }
    }

    static IReadOnlyDictionary<int, (DateOnly[] Holidays, DateOnly[] MakeUpWorkdays)> Read(string file) =>
        PublishedHolidays.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)));
}

/// <summary>Data shared with other projects, beside the repository; a test that needs it is skipped where it is not.</summary>
static class SharedData
{
    public static Stream Open(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ServiceLedger.sln")))
            root = root.Parent;

        var file = Path.Combine(root?.FullName ?? "", "..", "shared", "data", path);
        if (!File.Exists(file))
            Assert.Skip("../shared/data is not here");
        return File.OpenRead(file);
    }

    public static Stream OpenGzip(string path) => new GZipStream(Open(path), CompressionMode.Decompress);
}
