using System.Globalization;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>Every look is told in plain words, in Chinese and in English: no code is left in them.</summary>
public class words_of_a_look
{
    static readonly Guid Citizen = Given.Citizen;
    static readonly object[] Looks =
    [
        .. Enum.GetValues<FileSection>().Select(s => new FileViewed(Citizen, "/", [s], null, 1)), new SearchPerformed(Citizen, SearchKey.IdNumber, 1), new SearchPerformed(Citizen, SearchKey.NameAndBirthDate, 3), new SearchPerformed(Citizen, SearchKey.CaseNumber, 1),
        new AccessRefused(Citizen, "/", null, 403), new Exported(Citizen, "/", [FileSection.Accesses], ExportFormat.Csv, 7), new Exported(Citizen, "/", [FileSection.Accesses], ExportFormat.Json, 7)
    ];

    static RecordedLook Look(object what, Act? by = null, bool own = true) =>
        new(Given.Other, 1, new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero), what, by ?? Given.Officer, "区民政局", Given.CaseNumber, own);

    [Theory, InlineData("zh-CN"), InlineData("en")]
    public void say_what_happened_for_every_kind_section_and_purpose(string language) => In(language, () =>
    {
        Looks.Select(l => RecordedLooks.KindOf(l)).Distinct().Order().ShouldBe(Enum.GetValues<AccessKind>());
        var said = Looks.Select(l => AccessWords.Sentence(Look(l), Citizen, LineReader.Citizen)).ToArray();
        said.Distinct().Count().ShouldBe(said.Length);
        said.ShouldAllBe(s => s.Contains("区民政局", StringComparison.Ordinal) && s.Contains("2026-03-02 09:00", StringComparison.Ordinal));
        foreach (var purpose in Purposes.All)
        {
            var sentence = AccessWords.Sentence(Look(Looks[0], Given.Officer with { Purpose = purpose.Code }), Citizen, LineReader.Citizen);
            sentence.ShouldContain(language == "en" ? $" for {purpose.En}" : $"目的：{purpose.Zh}");
            sentence.ShouldNotContain(purpose.Code);
        }

        string[] words = [.. Enum.GetValues<FileSection>().Select(AccessWords.InWords), .. Enum.GetValues<AccessKind>().Select(AccessWords.InWords), .. Enum.GetValues<AccessCaseStatus>().Select(AccessWords.InWords), .. Enum.GetValues<DisclosureDelayGround>().Select(AccessWords.InWords)];
        words.Distinct().Count().ShouldBe(words.Length);
        foreach (var text in said.Select(s => s.Replace("区民政局", "", StringComparison.Ordinal)).Concat(words))
            text.Any(c => c is >= '\u4e00' and <= '\u9fff').ShouldBe(language != "en", text);
        string[] roles = [.. Roles.Labels.Keys];
        if (language != "en")
            roles.ShouldAllBe(r => Roles.InWords(r) != r);
    });

    [Fact]
    public void keep_a_code_that_nobody_knows() => In("en", () => Purposes.InWords("Statistics").ShouldBe("Statistics"));

    [Theory, InlineData("zh-CN", "本人查看", "他人试图", "代理人查看", "系统查看"), InlineData("en", "You looked", "Somebody tried", "Somebody acting for this person looked", "A system looked")]
    public void name_nobody_but_institutions(string language, string self, string stranger, string representative, string system) => In(language, () =>
    {
        Say(Looks[0], Given.Applicant).ShouldContain(self);
        var refused = Say(new AccessRefused(Citizen, "/", null, 404), Given.Stranger);
        refused.ShouldContain(stranger);
        refused.ShouldNotContain(Given.Stranger.ActorId);
        Say(Looks[0], Given.Stranger with { OnBehalfOf = Given.Matter }).ShouldContain(representative);
        Say(Looks[0], new(ActorKind.System, "sync", Channel.SystemInterface)).ShouldContain(system);
        Say(Looks[0], Given.Officer).ShouldNotContain(Given.Officer.ActorId);
    });

    [Theory, InlineData("zh-CN", "他人办件", "检索找到 3 人"), InlineData("en", "in a matter of somebody else", "one of 3")]
    public void tell_of_other_people_only_that_there_are_any(string language, string matter, string several) => In(language, () =>
    {
        var by = Given.Officer with { MatterId = Given.Matter };
        AccessWords.Sentence(Look(Looks[0], by), Citizen, LineReader.Citizen).ShouldContain(Given.CaseNumber);
        var foreign = Look(new SearchPerformed(Citizen, SearchKey.NameAndBirthDate, 3), by, own: false);
        var said = AccessWords.Sentence(foreign, Citizen, LineReader.Citizen);
        said.ShouldContain(matter);
        said.ShouldContain(several);
        said.ShouldNotContain(Given.CaseNumber);
        said.ShouldNotContain(Given.Matter.ToString());
        AccessWords.Sentence(foreign, Citizen, LineReader.Office).ShouldContain(Given.CaseNumber);
        var scope = new LookScope(Citizen, new(2026, 3, 2), [], false, false);
        AccessLines.Line(foreign, scope, LineReader.Citizen, null).Matter.ShouldBeNull();
        AccessLines.Line(Look(Looks[0], by), scope, LineReader.Citizen, null).Matter.ShouldBe(new(Given.CaseNumber, $"/api/applications/{Given.Matter}"));
    });

    [Theory]
    [InlineData(LineReader.Citizen, null, false), InlineData(LineReader.Citizen, AccessCaseStatus.Open, false), InlineData(LineReader.Citizen, AccessCaseStatus.Explained, false)]
    [InlineData(LineReader.Citizen, AccessCaseStatus.Justified, false), InlineData(LineReader.Citizen, AccessCaseStatus.FoundUnlawful, true)]
    [InlineData(LineReader.Office, null, true), InlineData(LineReader.Office, AccessCaseStatus.Open, true), InlineData(LineReader.Office, AccessCaseStatus.Explained, true)]
    [InlineData(LineReader.Office, AccessCaseStatus.Justified, true), InlineData(LineReader.Office, AccessCaseStatus.FoundUnlawful, true)]
    public void show_an_officer_to_the_citizen_only_where_the_look_was_unlawful(LineReader reader, AccessCaseStatus? status, bool shown) => OfficerShown.To(reader, status).ShouldBe(shown);

    [Theory]
    [InlineData("=1+1", "\"'=1+1\""), InlineData("+86", "\"'+86\""), InlineData("-2", "\"'-2\""), InlineData("@A1", "\"'@A1\""), InlineData("\tx", "\"'\tx\""), InlineData("＝1", "\"'＝1\"")]
    [InlineData("a\"b", "\"a\"\"b\""), InlineData("a,b\r\nc", "\"a,b\r\nc\""), InlineData("1=1", "\"1=1\""), InlineData(null, "\"\""), InlineData("", "\"\"")]
    public void in_a_spreadsheet_are_never_a_formula(string? text, string cell) => AccessCsv.Cell(text).ShouldBe(cell);

    static string Say(object what, Act by) => AccessWords.Sentence(Look(what, by), Citizen, LineReader.Citizen);

    static void In(string language, Action test)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            test();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
