using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

public class reading_my_matters(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task shows_each_with_its_state_and_lets_the_person_withdraw_it()
    {
        var matter = await Walk.Submitted(host);
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open("/my");
        reader.Text.ShouldContain("submitted");
        await reader.Open($"/my/matters/{matter.Id}");
        reader.Status.ShouldBe(200);
        await reader.Press("Withdraw", ("reason", "I moved away."));
        reader.Address.ShouldBe($"/my/matters/{matter.Id}");
        reader.Page.QuerySelector(".govuk-tag")!.TextContent.ShouldBe("withdrawn");
    }

    [Fact]
    public async Task of_somebody_else_shows_nothing()
    {
        var (matter, other) = (await Walk.Submitted(host), await Walk.Submitted(host));
        using var reader = await Reader.SignedIn(host, other.Citizen.ToString());
        await reader.Open($"/my/matters/{matter.Id}");
        reader.Status.ShouldBe(404);
        reader.Text.ShouldContain("There is nothing here for you.");
    }

    [Fact]
    public async Task is_not_for_officers()
    {
        using var reader = await Reader.SignedIn(host, "li.hua");
        await reader.Open("/my");
        reader.Status.ShouldBe(403);
    }
}
