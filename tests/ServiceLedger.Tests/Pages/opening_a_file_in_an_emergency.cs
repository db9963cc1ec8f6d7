using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.Pages;

/// <summary>An officer without a matter opens a file in an emergency, and a supervisor of another department looks whether it was one.</summary>
public class opening_a_file_in_an_emergency(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Officer = "liu.gang", Supervisor = "supervisor.11500000DEM000129K", OfTheSame = "supervisor.11500000DEM000057T", Reason = "老人独居昏迷，急需联系其子女确认用药情况，无法等待立案";

    [Fact]
    public async Task says_why_reads_the_file_and_nothing_else_and_is_reviewed()
    {
        var matter = await Walk.Submitted(host);
        await matter.ShouldBe("submitted");
        using var reader = await Reader.SignedIn(host, Officer);
        await reader.Open($"/office/open?citizen={matter.Citizen}");
        await reader.Follow("Open a file in an emergency");
        await reader.Press("Open the file", ("reason", "急"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#reason");
        await reader.Press("Open the file", ("reason", Reason), ("minutes", "x"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#minutes");
        reader.Page.QuerySelector("textarea[name=reason]")!.TextContent.Trim().ShouldBe(Reason);
        await reader.Press("Open the file", ("minutes", "30"));
        reader.Status.ShouldBe(200);
        reader.Address.ShouldStartWith($"/office/citizens/{matter.Citizen}?purpose=Emergency&emergency=");
        reader.Text.ShouldContain("You read this file in an emergency.");
        reader.Page.QuerySelector("h1")!.TextContent.ShouldBe("王芳");
        reader.Page.QuerySelectorAll("a[href^='/office/matters/']").ShouldBeEmpty();
        var file = reader.Address;
        var glass = file.Split('=')[^1];
        using (var somebodyElse = await Reader.SignedIn(host, "li.hua"))
        {
            await somebodyElse.Open(file);
            somebodyElse.Status.ShouldBe(403);
        }

        using var supervisor = await Reader.SignedIn(host, Supervisor);
        await supervisor.Open("/supervision/break-glass");
        supervisor.Text.ShouldContain("open now");
        await reader.Press("Close the file now");
        reader.Address.ShouldBe("/office/find");
        await reader.Open(file);
        reader.Status.ShouldBe(403);

        await supervisor.Open($"/supervision/break-glass/{matter.Citizen}/{glass}");
        supervisor.Text.ShouldContain(Reason);
        await supervisor.Press("Record the finding", ("remarks", "无旁证"));
        supervisor.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#verdict");
        await supervisor.Press("Record the finding", ("verdict", "unjustified"));
        supervisor.Text.ShouldContain("not justified");
        await supervisor.Press("Lift the block", ("reason", "已接受培训"));
        supervisor.Page.QuerySelectorAll("main form").ShouldBeEmpty();
        await supervisor.Open("/supervision/break-glass?status=reviewed");
        supervisor.Text.ShouldContain("block lifted");
    }

    [Fact]
    public async Task is_for_officers_and_its_review_for_supervisors_of_other_departments()
    {
        var matter = await Walk.Submitted(host);
        await matter.ShouldBe("submitted");
        using var citizen = await Reader.SignedIn(host, matter.Citizen.ToString());
        using var officer = await Reader.SignedIn(host, Officer);
        await citizen.Open($"/office/emergency?citizen={matter.Citizen}");
        citizen.Status.ShouldBe(403);
        await officer.Open("/supervision/break-glass");
        officer.Status.ShouldBe(403);
        await officer.Open($"/office/emergency?citizen={matter.Citizen}");
        await officer.Press("Open the file", ("reason", Reason));
        var glass = officer.Address.Split('=')[^1];
        await officer.Press("Close the file now");
        await officer.Open($"/supervision/break-glass/{matter.Citizen}/{glass}");
        officer.Status.ShouldBe(403);
        using var same = await Reader.SignedIn(host, OfTheSame);
        await same.Open($"/supervision/break-glass/{matter.Citizen}/{glass}");
        same.Status.ShouldBe(200);
        same.Page.QuerySelectorAll("main form").ShouldBeEmpty();
        await same.Open($"/supervision/break-glass/{matter.Citizen}/{Guid.CreateVersion7()}");
        same.Status.ShouldBe(404);
    }
}
