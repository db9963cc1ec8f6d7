using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.Pages;

/// <summary>Whoever knows a case number learns where the matter stands, and nothing of whose it is.</summary>
public class tracking_a_matter(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task tells_item_department_status_and_the_day_it_is_due_without_signing_in()
    {
        var matter = await Walk.Accepted(host);
        var number = (await matter.Read())["caseNumber"]!.GetValue<string>();
        var answer = (await host.Client().GetFromJsonAsync<JsonNode>($"/api/matters/{number.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)}"))!.AsObject();
        answer.Select(m => m.Key).ShouldBe(["caseNumber", "itemCode", "itemVersion", "department", "status", "due"]);
        (answer["caseNumber"]!.GetValue<string>(), answer["status"]!.GetValue<string>()).ShouldBe((number, "accepted"));

        using var reader = new Reader(host);
        await reader.Open("/track");
        await reader.Press("Track", ("number", number));
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain("accepted");
        reader.Text.ShouldNotContain("王芳");
        reader.Page.QuerySelectorAll("dl time").Length.ShouldBe(1);
    }

    [Fact]
    public async Task answers_numbers_that_are_unknown_wrong_or_of_a_closed_record_alike()
    {
        var matter = await Walk.Submitted(host);
        var number = (await matter.Read())["caseNumber"]!.GetValue<string>();
        await host.Do($"/api/citizens/{matter.Citizen}/restrictions", new { scope = "wholeRecord", ground = "technicallyHard", law = "个人信息保护法第四十七条", reasons = "核查中" }, "kind=officer; id=bao.hu; role=protectionOfficer; department=11500000009275780L; purpose=RecordManagement");
        var client = host.Client();
        var unknown = await (await client.GetAsync($"/api/matters/{Unknown}")).ShouldBeRefused(404, "not-found");
        foreach (var other in new[] { "500103-20261123-000042-0", "x", number })
            (await (await client.GetAsync($"/api/matters/{other}")).ShouldBeRefused(404, "not-found")).ShouldBeAlike(unknown);

        using var reader = new Reader(host);
        var said = new List<string>();
        foreach (var asked in new[] { Unknown, "x/y", number })
        {
            await reader.Open($"/track?number={Uri.EscapeDataString(asked)}");
            reader.Status.ShouldBe(404);
            said.Add(reader.Page.QuerySelector(".govuk-error-summary")!.TextContent);
        }

        said.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task by_trying_numbers_is_answered_429_and_the_rest_goes_on()
    {
        await using var other = await host.Another(new() { ["Limits:TracksPerMinute"] = "2" });
        var client = other.CreateClient();
        for (var i = 0; i < 2; i++)
            (await client.GetAsync($"/api/matters/{Unknown}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var refused = await client.GetAsync($"/api/matters/{Unknown}");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await client.GetAsync("/api/departments")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    static readonly string Unknown = ServiceLedger.Applications.CaseNumber.Make("500103", new(2026, 3, 2), 999_999);
}
