using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

/// <summary>A person reads a decision and challenges it, rates, complains and suggests.</summary>
public class having_a_say(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task reads_reasons_and_remedies_and_applies_for_a_review()
    {
        var matter = await Walk.Accepted(host);
        var decision = await matter.Decide(body: new { kind = "refusal", reasons = "经营面积不足二十平方米", remedies = Walk.Remedies, legalBasis = new[] { "许可法第三十八条" } });
        await matter.Deliver(decision);
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/matters/{matter.Id}");
        await reader.Follow("Read the decision, its reasons and what you can do about it");
        reader.Text.ShouldContain("经营面积不足二十平方米");
        reader.Text.ShouldContain("within 60 days");
        await reader.Press("Apply for the review");
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#claims");
        await reader.Press("Apply for the review", ("claims", "面积实为三十平方米，请求撤销。"));
        reader.Address.ShouldStartWith("/my/reviews/");
        reader.Text.ShouldContain("面积实为三十平方米");
        reader.Text.ShouldContain("in time");
        var address = reader.Address;
        await reader.Press("Take it back", ("reasons", "已与部门协商"));
        reader.Address.ShouldBe(address);

        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        foreach (var foreign in new[] { address, $"/my/decisions/{decision}" })
        {
            await stranger.Open(foreign);
            stranger.Status.ShouldBe(404);
        }
    }

    [Fact]
    public async Task rates_a_matter_that_is_over_once()
    {
        var matter = await Walk.Submitted(host);
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await host.FollowRegisters();
        await reader.Open($"/my/matters/{matter.Id}/rating");
        reader.Text.ShouldContain("The matter is not over yet.");
        await matter.Do("withdrawal", new { }, matter.Own);
        await host.FollowRegisters();
        await reader.Open($"/my/matters/{matter.Id}/rating");
        await reader.Press("Send the rating");
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#level");
        await reader.Press("Send the rating", ("level", "2"), ("score-speed", "1"), ("text", "等得太久"), ("anonymous", "false"));
        reader.Text.ShouldContain("dissatisfied");
        reader.Text.ShouldContain("等得太久");
    }

    [Fact]
    public async Task complains_and_has_the_answer_looked_at_again()
    {
        var matter = await Walk.Submitted(host);
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/complaints?matter={matter.Id}");
        await reader.Press("Send the complaint", ("kind", "delay"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#text");
        await reader.Press("Send the complaint", ("kind", "delay"), ("text", "两周无人联系"));
        reader.Text.ShouldContain("两周无人联系");
        var address = reader.Address;
        await host.Do($"/api/complaints/{address.Split('/')[^1]}/answer", new { outcome = "unjustified", reasons = "已按期办理", version = 1 });
        await reader.Open(address);
        reader.Text.ShouldContain("已按期办理");
        await reader.Press("Have it looked at again", ("reasons", "并未办理"));
        reader.Text.ShouldContain("looked at again");

        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open(address);
        stranger.Status.ShouldBe(404);
    }

    [Fact]
    public async Task suggests_something()
    {
        var citizen = await host.Register();
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, citizen.ToString());
        await reader.Open("/my/suggest");
        await reader.Press("Send the suggestion", ("title", ""), ("text", "周六也办理"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#title");
        reader.Page.QuerySelector("#text")!.TextContent.ShouldContain("周六也办理");
        await reader.Press("Send the suggestion", ("title", "延长窗口时间"), ("text", "周六也办理"));
        reader.Text.ShouldContain("not shown, or waiting for a moderator");
    }
}
