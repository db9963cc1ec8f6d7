using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

/// <summary>A person names somebody to act for them, who then does; and asks for what the law gives over their data.</summary>
public class acting_and_asking_for_rights(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task names_somebody_who_accepts_acts_and_is_revoked()
    {
        var matter = await Walk.Submitted(host);
        var helper = await host.Register("受托人");
        await host.FollowRegisters();
        using var person = await Reader.SignedIn(host, matter.Citizen.ToString());
        await person.Open("/my/mandates");
        await person.Press("Grant the mandate", ("representative", "nobody"), ("powers", "withdraw"), ("to", "2026-12-31"));
        person.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#representative");
        await person.Press("Grant the mandate", ("representative", helper.ToString()), ("powers", "withdraw"), ("to", "2026-12-31"));
        person.Text.ShouldContain("waits for acceptance");

        using var other = await Reader.SignedIn(host, helper.ToString());
        await other.Open("/my/mandates");
        await other.Press($"Accept {matter.Citizen}");
        await other.Press($"Act for them {matter.Citizen}");
        other.Address.ShouldBe("/my");
        other.Text.ShouldContain("You act for another person");
        await other.Open($"/my/matters/{matter.Id}");
        await other.Press("Withdraw");
        other.Page.QuerySelector(".govuk-tag")!.TextContent.ShouldBe("withdrawn");
        // What the mandate does not cover stays shut.
        await other.Open("/my/looks");
        other.Status.ShouldBe(404);

        await person.Open("/my/mandates");
        await person.Press($"Revoke {helper}");
        person.Text.ShouldContain("revoked");
        await other.Open("/my");
        other.Status.ShouldBe(403);
        await other.Open("/my");
        other.Status.ShouldBe(200);
        other.Text.ShouldNotContain("You act for another person");
    }

    [Fact]
    public async Task takes_away_from_a_mandate_what_is_no_longer_needed()
    {
        var acting = await Citizens.Acting.For(host, powers: ["read", "submit", "withdraw"]);
        using var person = await Reader.SignedIn(host, acting.Principal.ToString());
        await person.Open("/my/mandates");
        await person.Follow($"Narrow it {acting.Holder.Split("id=")[1]}");
        await person.Press("Narrow it");
        person.Page.QuerySelector(".govuk-error-summary")!.TextContent.ShouldContain("It takes nothing away.");
        await person.Press("Narrow it", ("to", "2027-12-31"));
        person.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#to");
        var key = ("Key", Guid.CreateVersion7().ToString());
        for (var i = 0; i < 2; i++)
        {
            await person.Post($"/my/mandates/{acting.Mandate}/narrow", key, ("version", "2"), ("powers", "read"), ("powers", "submit"), ("items", Items.Plain), ("to", "2026-11-30"));
            person.Address.ShouldBe("/my/mandates");
        }

        person.Text.ShouldContain("30 November 2026");
        var mandate = await host.Get($"/api/mandates/{acting.Mandate}", acting.Self);
        mandate["powers"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["read", "submit"]);
        mandate["items"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe(Items.Plain);

        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open($"/my/mandates/{acting.Mandate}/narrow");
        stranger.Status.ShouldBe(404);
    }

    [Fact]
    public async Task goes_back_to_their_own_record_whenever_they_like()
    {
        var acting = await Citizens.Acting.For(host);
        var holder = Guid.Parse(acting.Holder.Split("id=")[1]);
        using var reader = await Reader.SignedIn(host, holder.ToString());
        await reader.Open("/my/mandates");
        await reader.Press($"Act for them {acting.Principal}");
        await reader.Press("Back to my own record");
        reader.Text.ShouldNotContain("You act for another person");
        // One that is somebody else's opens nothing.
        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open("/my/mandates");
        await stranger.Post("/my/mandates?handler=Act", ("mandateId", acting.Mandate.ToString()));
        stranger.Status.ShouldBe(404);
    }

    [Fact]
    public async Task asks_for_a_copy_follows_it_and_downloads_it()
    {
        var citizen = await host.Register();
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, citizen.ToString());
        await reader.Open("/my/rights");
        await reader.Press("Send the request", ("kind", "deletion"), ("department", LedgerHost.Department));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#ground");
        await reader.Press("Send the request", ("kind", "copy"), ("department", LedgerHost.Department));
        reader.Text.ShouldContain("a copy");
        reader.Text.ShouldContain("lodged");
        var address = reader.Address;
        await host.Do($"/api/rights-requests/{address.Split('/')[^1]}/decision", new { outcome = "granted", version = 1 }, LedgerHost.Officer.Replace("handler", "head", StringComparison.Ordinal).Replace("ServiceProvision", "RightsFulfillment", StringComparison.Ordinal));
        await reader.Open(address);
        await reader.Follow("Download the copy");
        reader.Page.Source.Text.ShouldContain("citizen_registered");

        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open(address);
        stranger.Status.ShouldBe(404);
    }

    [Fact]
    public async Task says_what_is_right_where_a_name_is_wrong()
    {
        var citizen = await host.Register();
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, citizen.ToString());
        await reader.Open("/my/rights");
        await reader.Press("Send the request", ("kind", "rectification"), ("department", LedgerHost.Department), ("fact", "name"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#claim");
        await reader.Press("Send the request", ("kind", "rectification"), ("department", LedgerHost.Department), ("fact", "name"), ("claim", "王方"));
        reader.Text.ShouldContain("王方");
    }

    [Fact]
    public async Task keeps_a_document_and_says_who_may_use_it()
    {
        var citizen = await host.Register();
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, citizen.ToString());
        await reader.Open("/my/evidence");
        await reader.Press("Keep it");
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#document");
        reader.Attach("document", "户口簿.pdf", "application/pdf", Documents.Pdf());
        await reader.Press("Keep it");
        var link = reader.Page.QuerySelector("table a")!.GetAttribute("href")!;
        await reader.Open(link);
        reader.Text.ShouldContain("you keep it here");
        await reader.Press("Save", ("scope", "anyDepartment"));
        reader.Text.ShouldContain("any department with a matter of the person");
        await reader.Open($"{link}?handler=Content");
        reader.Page.Source.Text.ShouldStartWith("%PDF");

        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open(link);
        stranger.Status.ShouldBe(404);
    }
}
