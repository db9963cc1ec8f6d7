using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Citizens;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

public class working_on_matters(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Handler = "li.hua", Elsewhere = "liu.gang", Supervisor = "supervisor.11500000009275780L", Decider = "decider.11500000009275780L";

    static readonly (string, string)[] Remedies =
        [("remedies.reconsiderationAuthority", "重庆市人民政府"), ("remedies.reconsiderationDays", "60"), ("remedies.court", "重庆市渝中区人民法院"), ("remedies.litigationMonths", "6"), ("remedies.onlineChannel", "https://fuyi.example/")];

    [Fact]
    public async Task begins_with_the_queue_and_leads_from_the_case_number_to_the_matter()
    {
        var matter = await Walk.Submitted(host);
        var number = (await matter.Read())["caseNumber"]!.GetValue<string>();
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, Handler);
        await reader.Open("/office");
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain(number);
        reader.Text.ShouldContain("working days left");
        await reader.Press("Find", ("what", number));
        reader.Address.ShouldBe($"/office/matters/{matter.Id}");
        reader.Text.ShouldContain("Accept provisionally");
        await reader.Open("/office?due=overdue");
        reader.Text.ShouldContain("Nothing in the queue is like this.");
    }

    [Fact]
    public async Task accepts_an_application_once_however_often_the_form_is_sent()
    {
        var matter = await Walk.Submitted(host);
        using var reader = await Reader.SignedIn(host, Handler);
        await reader.Open($"/office/matters/{matter.Id}/accept");
        await reader.Press("Accept");
        reader.Address.ShouldBe($"/office/matters/{matter.Id}");
        (await matter.Read())["status"]!.GetValue<string>().ShouldBe("accepted");
        reader.Page.QuerySelector(".govuk-tag")!.TextContent.ShouldBe("accepted");
    }

    [Fact]
    public async Task tells_everything_to_put_right_in_one_list_of_several_lines()
    {
        var matter = await Walk.Submitted(host, Items.WithPapers);
        using var reader = await Reader.SignedIn(host, Handler);
        await reader.Open($"/office/matters/{matter.Id}/request-correction");
        reader.Text.ShouldContain("supervision follows each one");
        await reader.Press("Tell what to put right", ("defects[0].requirement", "P1"));
        reader.Page.QuerySelectorAll(".govuk-error-summary__list a").Select(a => a.GetAttribute("href")).ShouldBe(["#dueBy", "#notifiedBy", "#defects[0].fault", "#defects[0].cure"], ignoreOrder: true);
        await reader.Press("More rows");
        reader.Page.QuerySelector("[name='defects[3].fault']").ShouldNotBeNull();
        await reader.Press(
            "Tell what to put right", ("defects[0].requirement", "P1"), ("defects[0].fault", "无公章"), ("defects[0].cure", "加盖公章"), ("defects[2].requirement", "situation"), ("defects[2].fault", "未写地址"), ("defects[2].cure", "写明地址"),
            ("dueBy", "2026-03-09"), ("notifiedBy", "window"));
        reader.Address.ShouldBe($"/office/matters/{matter.Id}");
        (await matter.Read())["toCorrect"]!.AsArray().Select(r => r!.GetValue<string>()).ShouldBe(["P1", "situation"]);
        await reader.Open($"/office/matters/{matter.Id}/amend-correction-list");
        reader.Text.ShouldContain("recorded as a breach");
    }

    [Fact]
    public async Task says_of_which_field_the_api_refuses_it_and_keeps_what_was_typed()
    {
        var matter = await Walk.Submitted(host);
        using var reader = await Reader.SignedIn(host, Handler);
        await reader.Open($"/office/matters/{matter.Id}/refuse-acceptance");
        await reader.Press("Refuse to accept", [("article", "许可法第三十二条"), ("reasons", "不属于受理范围"), .. Remedies.Select(r => r.Item1 == "remedies.reconsiderationDays" ? (r.Item1, "0") : r)]);
        reader.Status.ShouldBe(200);
        reader.Page.QuerySelector(".govuk-error-summary__list a")!.GetAttribute("href").ShouldBe("#remedies.reconsiderationDays");
        reader.Page.QuerySelector("textarea[name=reasons]")!.TextContent.Trim().ShouldBe("不属于受理范围");
        await reader.Press("Refuse to accept", ("remedies.reconsiderationDays", "60"));
        (await matter.Read())["status"]!.GetValue<string>().ShouldBe("acceptanceRefused");
    }

    [Fact]
    public async Task is_told_where_somebody_else_acted_in_between()
    {
        var matter = await Walk.Submitted(host);
        using var reader = await Reader.SignedIn(host, Handler);
        await reader.Open($"/office/matters/{matter.Id}/accept");
        await matter.Do("steps", new { stepCode = "审查" });
        await reader.Press("Accept");
        reader.Page.QuerySelector(".govuk-error-summary").ShouldNotBeNull();
        (await matter.Read())["status"]!.GetValue<string>().ShouldBe("submitted");
    }

    [Fact]
    public async Task cannot_refuse_without_reasons_and_remedies_and_confirms_what_was_checked()
    {
        var matter = await Walk.Accepted(host);
        using var reader = await Reader.SignedIn(host, Handler);
        await reader.Open($"/office/matters/{matter.Id}/decide");
        await reader.Press("Continue", ("kind", "refusal"));
        await reader.Press("Check the decision", ("legalBasis", "《行政许可法》第三十八条"));
        reader.Page.QuerySelectorAll(".govuk-error-summary__list a").Select(a => a.GetAttribute("href")).ShouldContain("#reasons");
        reader.Page.QuerySelectorAll(".govuk-error-summary__list a").Select(a => a.GetAttribute("href")).ShouldContain("#remedies.court");
        await reader.Press("Check the decision", [("legalBasis", "《行政许可法》第三十八条"), ("reasons", "不符合条件"), .. Remedies, ("facts[0].statement", "经营场所不符"), ("facts[0].grade", "D")]);
        reader.Text.ShouldContain("Confirm the decision");
        reader.Text.ShouldContain("不符合条件");
        await reader.Press("Change it");
        reader.Page.QuerySelector("textarea[name=reasons]")!.TextContent.Trim().ShouldBe("不符合条件");
        await reader.Press("Check the decision");
        await reader.Press("Confirm the decision");
        reader.Status.ShouldBe(200);
        reader.Address.ShouldStartWith("/office/decisions/");
        reader.Text.ShouldContain("不符合条件");
        await reader.Follow("Record that it arrived");
        await reader.Press("Record that it arrived", ("method", "window"));
        (await matter.Read())["status"]!.GetValue<string>().ShouldBe("delivered");
    }

    [Fact]
    public async Task asks_another_department_which_grants_and_gives_it()
    {
        var matter = await Walk.Accepted(host);
        using var asker = await Reader.SignedIn(host, Handler);
        await asker.Open($"/office/matters/{matter.Id}/ask-for-data");
        await asker.Press(
            "Ask another department", ("providingDepartment", "11500000DEM000057T"), ("dataItemCode", "HUKOU"), ("sharingClass", "conditional"), ("fields", "address\nname"), ("purpose", "ServiceProvision"), ("legalBasis", "国务院令第809号"),
            ("necessity", "核实住址"), ("urgency", "ordinary"));
        asker.Address.ShouldStartWith("/office/data-requests/");
        var address = asker.Address;
        using var provider = await Reader.SignedIn(host, Elsewhere);
        await provider.Open(address);
        provider.Text.ShouldContain("Grant it");
        await provider.Follow("Grant it");
        await provider.Press("Grant it", ("fields", "address"), ("validUntil", "2026-12-31"));
        provider.Address.ShouldBe(address);
        await provider.Follow("Give the data");
        await provider.Press("Give the data", ("fields[0].name", "address"), ("fields[0].value", "朝阳路一号"), ("sourceSystem", "户籍系统"), ("asOf", "2026-03-01"), ("responseHash", Walk.Hash));
        provider.Address.ShouldBe(address);
        await asker.Open(address);
        asker.Text.ShouldContain("朝阳路一号");
    }

    [Fact]
    public async Task opens_a_file_for_a_purpose_and_a_matter_only()
    {
        var matter = await Walk.Submitted(host, Items.Lenient);
        await matter.ShouldBe("submitted");
        using var reader = await Reader.SignedIn(host, Handler);
        await reader.Open($"/office/citizens/{matter.Citizen}");
        reader.Address.ShouldStartWith("/office/open");
        await reader.Press("Open the file");
        reader.Text.ShouldContain("Say what you need the file for.");
        reader.Text.ShouldContain("Name the matter you need it for.");
        await reader.Press("Open the file", ("purpose", "Verification"), ("caseNumber", (await matter.Read())["caseNumber"]!.GetValue<string>()));
        reader.Status.ShouldBe(200);
        reader.Address.ShouldBe($"/office/citizens/{matter.Citizen}?purpose=Verification&matter={matter.Id}");
        reader.Page.QuerySelector("h1")!.TextContent.ShouldBe("王芳");
        reader.Text.ShouldContain("What you do not see, and why");
        reader.Text.ShouldContain("Application handed in");
        // What the timeline shows can be narrowed, and the address says to what.
        await reader.Press("Filter", ("kind", "applications"), ("department", LedgerHost.Department));
        reader.Address.ShouldContain("kind=applications");
        reader.Text.ShouldContain("Application handed in");
        await reader.Press("Filter", ("kind", "decisions"));
        reader.Text.ShouldContain("Nothing has happened that you see.");
        await reader.Press("Filter", ("kind", ""), ("department", Items.ThirdDepartment));
        reader.Text.ShouldContain("Nothing has happened that you see.");
        using var other = await Reader.SignedIn(host, Elsewhere);
        await other.Open($"/office/citizens/{matter.Citizen}?purpose=Verification&matter={matter.Id}");
        other.Status.ShouldBe(403);
    }

    [Fact]
    public async Task registers_a_person_and_takes_in_their_application()
    {
        using var reader = await Reader.SignedIn(host, Handler);
        await reader.Open("/office/find");
        await reader.Press("Find", ("what", People.IdNumber(3301)));
        reader.Text.ShouldContain("Nobody was found");
        await reader.Follow("Register a person");
        await reader.Press("Register a person", ("idNumber", People.IdNumber(3301)), ("name", "欧阳月"), ("residenceDivision", "500103"));
        reader.Address.ShouldStartWith("/office/intake?citizen=");
        await reader.Press("Continue", ("item", Items.Lenient));
        await reader.Press("Submit the application", ("form.P1", "original"), ("grade.P1", "B"), ("situation", "新店开业"));
        reader.Status.ShouldBe(200);
        reader.Address.ShouldStartWith("/office/matters/");
        reader.Text.ShouldContain("received");
        await reader.Open("/office/find");
        await reader.Press("Find", ("what", People.IdNumber(3301)));
        reader.Text.ShouldContain("One person was found");
        await reader.Press("Find", ("what", "欧阳月"));
        reader.Text.ShouldContain("Give the date of birth with the name.");
    }

    [Fact]
    public async Task is_not_for_citizens_and_shows_nothing_of_other_departments()
    {
        var matter = await Walk.Accepted(host);
        var decision = await matter.Decide();
        using var citizen = await Reader.SignedIn(host, matter.Citizen.ToString());
        using var other = await Reader.SignedIn(host, Elsewhere);
        foreach (var page in new[] { "/office", "/office/find", "/office/role", "/office/register", "/office/intake", $"/office/open?citizen={matter.Citizen}", $"/office/citizens/{matter.Citizen}?purpose=Verification", $"/office/matters/{matter.Id}", $"/office/matters/{matter.Id}/accept", $"/office/matters/{matter.Id}/decide", $"/office/decisions/{decision}", $"/office/decisions/{decision}/sign", $"/office/data-requests/{matter.Id}", $"/office/data-requests/{matter.Id}/approve" })
        {
            await citizen.Open(page);
            citizen.Status.ShouldBe(403, page);
        }

        foreach (var page in new[] { $"/office/matters/{matter.Id}", $"/office/matters/{matter.Id}/accept", $"/office/matters/{matter.Id}/decide", $"/office/decisions/{decision}", $"/office/decisions/{decision}/sign", $"/office/data-requests/{matter.Id}", $"/office/data-requests/{matter.Id}/approve" })
        {
            await other.Open(page);
            other.Status.ShouldBe(404, page);
        }
    }

    [Fact]
    public async Task in_one_of_several_roles_is_a_choice()
    {
        using var reader = await Reader.SignedIn(host, "sun.lei");
        await reader.Open("/office/role");
        await reader.Press("Act in this role", ("role", "supervisor"));
        await reader.Open("/office");
        reader.Page.QuerySelector("table").ShouldBeNull();
        await reader.Open("/office/role");
        await reader.Press("Act in this role", ("role", "handler"));
        reader.Address.ShouldBe("/office");
        reader.Text.ShouldContain("Filter");
    }

    [Fact]
    public async Task under_a_mandate_an_agent_applies_for_somebody()
    {
        var person = await host.Register();
        var mandate = await Acting.Granted(host, new { principalId = person, kind = "villageAgent", representative = new { agentId = "zhou.ying", site = "500103001002" }, powers = new[] { "read", "submit", "handIn" }, to = "2026-05-01", items = new[] { Items.Plain } }, LedgerHost.CitizenPersona(person));
        await host.Do($"/api/mandates/{mandate}/acceptance", new { version = 1 }, "kind=agent; id=zhou.ying; division=500103001002; channel=villageAgent");
        using var reader = await Reader.SignedIn(host, "zhou.ying");
        await reader.Open("/office");
        await reader.Follow("Apply for somebody");
        await reader.Press("Continue", ("mandate", mandate.ToString()));
        reader.Text.ShouldContain("You act under a mandate until");
        await reader.Open($"/office/intake?mandate={mandate}&item={Items.Plain}");
        await reader.Press("Submit the application");
        reader.Status.ShouldBe(200);
        reader.Address.ShouldStartWith("/office/matters/");
    }
}
