using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

/// <summary>A person sees who looked at their record, asks about a look, and reads the answer.</summary>
public class asking_who_looked(LedgerHost host) : IClassFixture<LedgerHost>
{
    async Task<Walk> Looked()
    {
        var matter = await Walk.Submitted(host);
        await host.FollowRegisters();
        await host.Get($"/api/citizens/{matter.Citizen}/file", $"{LedgerHost.Officer}; matter={matter.Id}");
        return matter;
    }

    [Fact]
    public async Task tells_how_many_who_for_what_and_which_parts()
    {
        var matter = await Looked();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open("/my/looks");
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain("Looks of others this month: 1");
        var card = reader.Page.QuerySelectorAll(".govuk-summary-card").ShouldHaveSingleItem();
        foreach (var said in new[] { "providing a service", "who this person is", "applications" })
            card.TextContent.ToLowerInvariant().ShouldContain(said);
        card.QuerySelector($"a[href='/my/matters/{matter.Id}']").ShouldNotBeNull();
        await reader.Press("Show", ("section", "reviews"), ("kind", "searched"));
        reader.Address.ShouldContain("kind=searched");
        reader.Text.ShouldContain("No look fits what you chose.");
    }

    [Fact]
    public async Task takes_a_question_on_the_line_and_shows_the_answer()
    {
        var matter = await Looked();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open("/my/looks");
        await reader.Open(reader.Page.QuerySelector("a[href*='ask=']")!.GetAttribute("href")!.Split('#')[0]);
        await reader.Press("Send the question", ("kind", "question"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#text");
        await reader.Press("Send the question", ("kind", "question"), ("text", "为何查看我的记录"));
        reader.Text.ShouldContain("open");
        reader.Text.ShouldContain("To be answered by");
        var address = reader.Page.QuerySelector("a[href^='/my/looks/questions/']")!.GetAttribute("href")!;
        await host.Do($"/api/access-cases/{address.Split('/')[^1]}/explanation", new { text = "为办理其申请核对材料", version = 1 });
        await reader.Open(address);
        reader.Text.ShouldContain("为何查看我的记录");
        reader.Text.ShouldContain("为办理其申请核对材料");

        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open(address);
        stranger.Status.ShouldBe(404);
    }

    [Fact]
    public async Task gives_the_lines_as_a_file()
    {
        var matter = await Looked();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open("/my/looks");
        await reader.Follow("a table (CSV)");
        reader.Status.ShouldBe(200);
        reader.Page.Source.Text.ShouldContain("providing a service", Case.Insensitive);
    }
}
