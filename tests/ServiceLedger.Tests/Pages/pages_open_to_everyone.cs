using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.Pages;

public class pages_open_to_everyone(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Theory]
    [InlineData("/", "One record of what you applied for"), InlineData("/items", "What you can apply for"), InlineData("/indicators", "Figures"), InlineData("/decisions", "Published decisions")]
    [InlineData("/suggestions", "Suggestions and answers"), InlineData("/proof", "The log")]
    public async Task are_read_by_anybody(string address, string heading)
    {
        using (var nobody = new Reader(host))
        {
            await nobody.Open(address);
            nobody.Status.ShouldBe(200);
            nobody.Page.QuerySelector("h1")!.TextContent.ShouldContain(heading);
        }

        foreach (var person in new[] { "li.hua", (await host.Register()).ToString(), "supervisor.11500000DEM000129K" })
        {
            using var reader = await Reader.SignedIn(host, person);
            await reader.Open(address);
            reader.Status.ShouldBe(200, person);
        }
    }

    [Fact]
    public void have_styles_of_one_piece() =>
        // A mark in the middle, where files are joined, spoils the rule behind it.
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "assets", "ledger.css")).Contains('\uFEFF', StringComparison.Ordinal).ShouldBeFalse();

    [Fact]
    public async Task tell_of_an_item_what_to_bring_and_where_to_go()
    {
        using var reader = new Reader(host);
        await reader.Open($"/items/{Items.Plain}");
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain("Where to go");
        string.Join(' ', reader.Text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).ShouldContain("within 7 working days of acceptance. The law gives it 20 working days.");
        await reader.Open("/items/none");
        reader.Status.ShouldBe(404);
    }

    [Fact]
    public async Task say_who_can_sign_in_and_what_to_try()
    {
        await Walk.Submitted(host);
        using var reader = new Reader(host, "zh-CN");
        await reader.Open("/");
        reader.Text.ShouldContain("可登录人员");
        reader.Page.QuerySelectorAll("a[href^='/sign-in?returnUrl=']").Length.ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData("/items/%C2%A0"), InlineData("/items/%E2%80%A9"), InlineData("/items/%20"), InlineData("/my/apply/%C2%A0")]
    public async Task have_nothing_under_a_blank(string address)
    {
        using var reader = await Reader.SignedIn(host, (await host.Register()).ToString());
        await reader.Open(address);
        reader.Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("li.hua", "/office"), InlineData("supervisor.11500000DEM000129K", "/supervision"), InlineData("auditor.11500000DEM000129K", "/supervision/state"), InlineData("qin.lan", "/me")]
    public async Task lead_whoever_signs_in_to_their_own(string person, string first)
    {
        using var reader = await Reader.SignedIn(host, person);
        await reader.Open("/start");
        reader.Address.Split('?')[0].ShouldBe(first);
    }
}
