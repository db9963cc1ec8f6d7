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
        reader.Text.ShouldContain("The department looks whether anything is missing.");
        await reader.Open($"/my/matters/{matter.Id}");
        reader.Status.ShouldBe(200);
        await reader.Press("Withdraw", ("reason", "I moved away."));
        reader.Address.ShouldBe($"/my/matters/{matter.Id}");
        reader.Page.QuerySelector(".govuk-tag")!.TextContent.ShouldBe("withdrawn");
    }

    [Fact]
    public async Task explains_the_day_on_which_it_is_due_by_runs_of_days()
    {
        var matter = await Walk.Accepted(host);
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/matters/{matter.Id}");
        reader.Text.ShouldContain("working days left");
        reader.Text.ShouldContain("LIC art. 42");
        reader.Page.QuerySelectorAll("#deadline ~ details table tbody tr").Length.ShouldBeGreaterThan(3);
        reader.Text.ShouldContain("first day, not counted");
        using var chinese = await Reader.SignedIn(host, matter.Citizen.ToString(), "zh-CN");
        await chinese.Open($"/my/matters/{matter.Id}");
        chinese.Text.ShouldContain("许可法第四十二条");
        chinese.Text.ShouldContain("起始日，不计入");
    }

    [Fact]
    public async Task takes_a_paper_as_a_file_and_keeps_it()
    {
        var matter = await Walk.Submitted(host, Items.Lenient);
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/matters/{matter.Id}");
        reader.Attach("file-P2", "场地.pdf", "application/pdf", Documents.Pdf());
        await reader.Press("Hand them in");
        reader.Status.ShouldBe(200);
        reader.Address.ShouldBe($"/my/matters/{matter.Id}");
        (await host.Get($"/api/applications/{matter.Id}", matter.Own))["papersReceived"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldContain("P2");
        (await host.Scalar<long>($"select count(*) from ledger.mt_doc_heldevidence where data->>'citizenId' = '{matter.Citizen}'")).ShouldBe(1);
    }

    [Fact]
    public async Task says_which_file_will_not_do_and_keeps_what_was_typed()
    {
        var matter = await Walk.Submitted(host, Items.Lenient);
        await matter.Do("correction-requests", new { defects = new[] { new { requirement = "P1", fault = "未签名", cure = "请签名后重新提交" } }, dueBy = "2026-04-01", notifiedBy = "online" });
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/matters/{matter.Id}");
        reader.Text.ShouldContain("未签名");
        reader.Text.ShouldContain("请签名后重新提交");
        reader.Attach("file-P1", "a.exe", "application/octet-stream", [1, 2, 3, 4]);
        await reader.Press("Send the corrections", ("cured", "P1"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#file-P1");
        reader.Page.QuerySelector("input[name=cured]")!.HasAttribute("checked").ShouldBeTrue();
        reader.Attach("file-P1", "a.pdf", "application/pdf", Documents.Pdf());
        await reader.Press("Send the corrections", ("cured", "P1"));
        reader.Page.QuerySelector(".govuk-tag")!.TextContent.ShouldBe("submitted");
    }

    [Fact]
    public async Task lets_the_person_promise_a_paper()
    {
        var matter = await Walk.Submitted(host, Items.Lenient);
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/matters/{matter.Id}");
        await reader.Press("Promise it", ("promises", "P3"));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#statement");
        await reader.Press("Promise it", ("promises", "P3"), ("statement", "照片属实。"));
        reader.Page.QuerySelector(".govuk-error-summary").ShouldBeNull();
        (await host.Get($"/api/applications/{matter.Id}", matter.Own))["promised"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task lets_the_person_say_that_they_had_to_come_in_person()
    {
        var matter = await Walk.Submitted(host);
        var came = host.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).AddHours(-3);
        string At(int minutes) => came.AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture);
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/matters/{matter.Id}");
        await reader.Follow("Say that you had to come in person for it");
        reader.Page.QuerySelector("#divisionCode")!.GetAttribute("value").ShouldNotBeNullOrEmpty();
        await reader.Press("Record the visit", ("place", "南坪政务中心 3 号窗口"), ("startedAt", At(0)));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#endedAt");
        reader.Page.QuerySelector("#place")!.GetAttribute("value").ShouldBe("南坪政务中心 3 号窗口");
        await reader.Press("Record the visit", ("divisionCode", "5"), ("endedAt", At(40)));
        reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#divisionCode");
        await reader.Press("Record the visit", ("divisionCode", "500108"), ("travelMinutes", "25"));
        reader.Address.ShouldBe($"/my/matters/{matter.Id}");
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'visit_recorded' and stream_id = '{matter.Id}' and data->>'travelMinutes' = '25' and data->>'divisionCode' = '500108'")).ShouldBe(1);

        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open($"/my/matters/{matter.Id}/visit");
        stranger.Status.ShouldBe(404);
    }

    [Fact]
    public async Task counts_a_form_sent_twice_once_and_tells_of_one_that_was_read_too_early()
    {
        var matter = await Walk.Submitted(host);
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/matters/{matter.Id}");
        var key = ("Key", Guid.CreateVersion7().ToString());
        await reader.Post($"/my/matters/{matter.Id}?handler=Withdraw", key, ("version", "1"));
        reader.Page.QuerySelector(".govuk-tag")!.TextContent.ShouldBe("withdrawn");
        await reader.Post($"/my/matters/{matter.Id}?handler=Withdraw", key, ("version", "1"));
        reader.Page.QuerySelector(".govuk-error-summary").ShouldBeNull();
        await reader.Post($"/my/matters/{matter.Id}?handler=Withdraw", ("version", "1"));
        reader.Page.QuerySelector(".govuk-error-summary")!.TextContent.ShouldContain("It has changed since you read it.");
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
