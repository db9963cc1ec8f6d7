using Marten;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Pages;

/// <summary>An item gets a new version while somebody fills in the form for it.</summary>
public class applying_while_an_item_changes(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_told_of_it_and_goes_on_with_what_fits()
    {
        var citizen = await host.Register();
        using var reader = await Reader.SignedIn(host, citizen.ToString());
        await reader.Open($"/my/apply/{Items.Lenient}");
        await reader.Press("Begin");
        var draft = reader.Address;
        reader.Attach("file-P1", "申请表.pdf", "application/pdf", Documents.Pdf());
        reader.Attach("file-P2", "场地.pdf", "application/pdf", Documents.Pdf());
        await reader.Press("Save, and go on another time", ("situation", "开店"));
        await using (var session = host.Store.LightweightSession())
        {
            var item = await session.Query<ServiceItem>().SingleAsync(i => i.Code == Items.Lenient, TestContext.Current.CancellationToken);
            session.Record(new Act(ActorKind.System, "catalogue", Channel.SystemInterface));
            session.Events.Append(item.Id, new ItemPublished(item.Code, 2, item.Versions[^1] with { Papers = [item.Versions[^1].Papers[0], item.Versions[^1].Papers[2]], TolerablyMissing = [] }));
            await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        // The catalogue is remembered for a few seconds.
        host.Time.Advance(TimeSpan.FromSeconds(6));
        await reader.Open($"{draft}?check=true");
        reader.Text.ShouldContain("The item has changed since you saved this.");
        await reader.Post($"{draft}?handler=Submit", ("version", "2"));
        reader.Page.QuerySelector(".govuk-error-summary")!.TextContent.ShouldContain("The item has changed since the draft was saved.");
        await reader.Press("Go on by what holds today");
        reader.Page.QuerySelector("#situation")!.TextContent.Trim().ShouldBe("开店");
        reader.Page.QuerySelector("[name=paper-P2]").ShouldBeNull();
        await reader.Press("Save and check");
        await reader.Press("Submit the application");
        reader.Text.ShouldContain("Your application was received");
        var matter = await host.Get($"/api/applications/{draft.Split('/')[^1]}", LedgerHost.CitizenPersona(citizen));
        matter["itemVersion"]!.GetValue<int>().ShouldBe(2);
        matter["papersReceived"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["P1"]);

        // The version of before is read, and not applied for.
        await reader.Open($"/items/{Items.Lenient}?version=1");
        reader.Page.QuerySelector(".govuk-button--start").ShouldBeNull();
    }
}
