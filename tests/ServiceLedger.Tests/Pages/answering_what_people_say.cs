using ServiceLedger.Tests.Applications;
using Acting = ServiceLedger.Tests.Citizens.Acting;

namespace ServiceLedger.Tests.Pages;

/// <summary>A department follows up bad ratings and answers complaints and suggestions; supervision finds what counts and what is shown.</summary>
public class answering_what_people_say(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Officer = "li.hua", Elsewhere = "liu.gang", Supervisor = "supervisor.11500000DEM000129K";

    [Fact]
    public async Task follows_up_a_bad_rating_until_the_person_is_satisfied()
    {
        var (_, rating) = await Rated(anonymous: false);
        using var reader = await Reader.SignedIn(host, Officer);
        await reader.Open("/office/voices");
        await reader.Open(reader.Page.QuerySelector($"a[href='/office/ratings/{rating}']")!.GetAttribute("href")!);
        reader.Text.ShouldContain("等得太久");
        reader.Text.ShouldContain("under a real name");
        await reader.Follow("Record that you spoke with the person");
        await reader.Press("Record that you spoke with the person", ("via", "phone"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#heard");
        await reader.Press("Record that you spoke with the person", ("heard", "等了两个小时"));
        reader.Address.ShouldBe($"/office/ratings/{rating}");
        await Does(reader, "Say how it is to be put right", ("plan", "增设窗口"));
        await Does(reader, "Say that it was put right", ("done", "已增设窗口"));
        await Does(reader, "Record that the person was asked again", ("satisfied", "true"));
        reader.Text.ShouldContain("satisfied");
        reader.Page.QuerySelectorAll(".ledger-actions a").Select(a => a.TextContent).ShouldBe(["Contest the rating"]);
    }

    [Fact]
    public async Task contests_a_rating_and_supervision_finds_whether_it_counts()
    {
        var (matter, rating) = await Rated(anonymous: true);
        using (var reader = await Reader.SignedIn(host, Officer))
        {
            await reader.Open($"/office/ratings/{rating}");
            reader.Text.ShouldContain("anonymous");
            reader.Page.Body!.InnerHtml.ShouldNotContain(matter.Id.ToString());
            await Does(reader, "Contest the rating", ("ground", "malicious"), ("why", "当日未到窗口"));
            reader.Text.ShouldContain("contested");
        }

        using var supervisor = await Reader.SignedIn(host, Supervisor);
        await supervisor.Open("/supervision/ratings");
        await supervisor.Open(supervisor.Page.QuerySelector($"a[href='/supervision/ratings/{rating}']")!.GetAttribute("href")!);
        supervisor.Text.ShouldContain("当日未到窗口");
        await supervisor.Press("Record the finding");
        supervisor.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#exclude");
        await supervisor.Press("Record the finding", ("exclude", "true"));
        supervisor.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#reasons");
        await supervisor.Press("Record the finding", ("reasons", "监控显示确未到场"));
        supervisor.Address.ShouldBe($"/supervision/ratings/{rating}");
        supervisor.Text.ShouldContain("not counted");
    }

    [Fact]
    public async Task answers_a_complaint()
    {
        var citizen = await host.Register();
        var complaint = await Acting.Granted(host, new { citizenId = citizen, department = LedgerHost.Department, kind = "delay", text = "两周无人联系" }, LedgerHost.CitizenPersona(citizen), "/api/complaints");
        using var reader = await Reader.SignedIn(host, Officer);
        await reader.Open("/office/voices/complaints");
        await reader.Open(reader.Page.QuerySelector($"a[href='/office/complaints/{complaint}']")!.GetAttribute("href")!);
        reader.Text.ShouldContain("两周无人联系");
        await Does(reader, "Give it to an officer", ("officer", "zhao.min"));
        await reader.Follow("Answer the complaint");
        await reader.Press("Answer the complaint", ("outcome", "justified"), ("reasons", "确有延误"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#measures");
        await reader.Press("Answer the complaint", ("measures", "增加人手"));
        reader.Address.ShouldBe($"/office/complaints/{complaint}");
        await Does(reader, "Close it");
        await reader.Open("/office/voices/complaints");
        reader.Page.QuerySelector($"a[href='/office/complaints/{complaint}']").ShouldBeNull();
        await reader.Open("/office/voices/complaints?show=all");
        reader.Page.QuerySelector($"a[href='/office/complaints/{complaint}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task shows_a_suggestion_without_what_is_personal_answers_it_and_says_what_it_brought()
    {
        var citizen = await host.Register();
        var suggestion = await Acting.Granted(host, new { department = LedgerHost.Department, title = "延长窗口时间", text = "我叫王芳，周六也请办理" }, LedgerHost.CitizenPersona(citizen), "/api/suggestions");
        using var reader = await Reader.SignedIn(host, Officer);
        await reader.Open($"/office/suggestions/{suggestion}");
        reader.Status.ShouldBe(404);
        using (var supervisor = await Reader.SignedIn(host, Supervisor))
        {
            await supervisor.Open("/supervision/suggestions");
            supervisor.Text.ShouldContain("我叫王芳");
            await supervisor.Press("Record it");
            supervisor.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe($"#what-{suggestion}");
            await supervisor.Press("Record it", ($"what-{suggestion}", "publishedChanged"), ($"text-{suggestion}", "周六也请办理"));
            supervisor.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe($"#ground-{suggestion}");
            supervisor.Page.GetElementById($"text-{suggestion}")!.TextContent.ShouldContain("周六也请办理");
            await supervisor.Press("Record it", ($"ground-{suggestion}", "personalData"));
            supervisor.Text.ShouldContain("No suggestion waits.");
        }

        await reader.Open("/office/voices/suggestions");
        await reader.Follow("延长窗口时间");
        reader.Text.ShouldNotContain("我叫王芳");
        await Does(reader, "Answer the suggestion", ("outcome", "accepted"), ("reasons", "周六上午办理"));
        await Does(reader, "Say that it is put into practice", ("done", "周六上午开放"), ("since", "2026-03-01"));
        await Does(reader, "Say what it brought", ("text", "等候时间缩短"), ("figure", "-3"), ("unit", "天"));
        reader.Text.ShouldContain("等候时间缩短");
        using var other = await Reader.SignedIn(host, Elsewhere);
        await other.Open($"/office/suggestions/{suggestion}");
        other.Status.ShouldBe(200);
        other.Page.QuerySelectorAll(".ledger-actions a").ShouldBeEmpty();
    }

    [Fact]
    public async Task shows_ratings_and_complaints_to_their_department_only()
    {
        var (matter, rating) = await Rated(anonymous: false);
        var complaint = await Acting.Granted(host, new { citizenId = matter.Citizen, department = LedgerHost.Department, kind = "delay", text = "无人联系" }, matter.Own, "/api/complaints");
        using var other = await Reader.SignedIn(host, Elsewhere);
        using var citizen = await Reader.SignedIn(host, matter.Citizen.ToString());
        foreach (var page in new[] { $"/office/ratings/{rating}", $"/office/ratings/{rating}/contact", $"/office/complaints/{complaint}", $"/office/complaints/{complaint}/answer" })
        {
            await other.Open(page);
            other.Status.ShouldBe(404, page);
            await citizen.Open(page);
            citizen.Status.ShouldBe(403, page);
        }

        using var officer = await Reader.SignedIn(host, Officer);
        foreach (var page in new[] { "/supervision/ratings", "/supervision/suggestions" })
        {
            await citizen.Open(page);
            citizen.Status.ShouldBe(403, page);
        }

        await officer.Open("/supervision/suggestions");
        officer.Status.ShouldBe(403);
    }

    static async Task Does(Reader reader, string what, params (string, string)[] fields)
    {
        var from = reader.Address;
        await reader.Follow(what);
        await reader.Press(what, fields);
        reader.Address.ShouldBe(from, reader.Page.QuerySelector(".govuk-error-summary")?.TextContent);
    }

    async Task<(Walk Matter, Guid Rating)> Rated(bool anonymous)
    {
        var matter = await Walk.Submitted(host);
        await matter.Do("withdrawal", new { }, matter.Own);
        return (matter, await Acting.Granted(host, new { level = 1, anonymous, text = "等得太久" }, matter.Own, $"/api/applications/{matter.Id}/ratings"));
    }
}
