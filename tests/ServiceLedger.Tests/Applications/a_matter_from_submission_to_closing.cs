using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ServiceLedger.Tests.Applications;

public class a_matter_from_submission_to_closing(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly object Remedies = new { reconsiderationAuthority = "重庆市人民政府", reconsiderationDays = 60, court = "重庆市渝中区人民法院", litigationMonths = 6 };

    [Fact]
    public async Task goes_through_every_state_and_ends_closed()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen, Items.WithPapers);
        await (await host.Post($"/api/applications/{application}/acceptance", new { version = 1 })).ShouldBeRefused(409, "papers-missing");
        await host.Do($"/api/applications/{application}/materials", new { version = 1, materials = new[] { new { paperId = "P1", form = "original", grade = "B", contentHash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" } } });
        await host.Do($"/api/applications/{application}/acceptance", new { version = 2 });
        await host.Do($"/api/applications/{application}/steps", new { version = 3, stepCode = "现场核查", promisedDays = 3 });
        await (await host.Post($"/api/applications/{application}/steps", new { version = 4, stepCode = "现场核查" })).ShouldBeRefused(409, "already-exists");
        await host.Do($"/api/applications/{application}/steps/completion", new { version = 4, stepCode = "现场核查" });
        var decision = await Decide(application, new { kind = "refusal", version = 5, legalBasis = new[] { "许可法第三十八条" }, reasons = "面积不足", remedies = Remedies });
        await host.Do($"/api/decisions/{decision}/delivery", new { version = 1, method = "window" });
        var position = await host.Do($"/api/applications/{application}/closing", new { version = 7 });

        Next(await host.Get($"/api/applications/{application}")).ShouldBe(["reopen"]);
        var seen = await host.Get($"/api/decisions/{decision}", LedgerHost.CitizenPersona(citizen));
        seen["ruling"]!["reasons"]!.GetValue<string>().ShouldBe("面积不足");
        seen["ruling"]!["remedies"]!["reconsiderationDays"]!.GetValue<int>().ShouldBe(60);
        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", LedgerHost.CitizenPersona(citizen));
        file["applications"]![0]!["status"]!.GetValue<string>().ShouldBe("closed");
        file["applications"]![0]!["stepsDone"]!.GetValue<int>().ShouldBe(1);
        file["decisions"]![0]!["granted"]!.GetValue<bool>().ShouldBeFalse();
        file["materials"]![0]!["paperId"]!.GetValue<string>().ShouldBe("P1");
    }

    [Fact]
    public async Task is_told_what_may_be_done_next_to_those_who_may_do_it()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        Next(await host.Get($"/api/applications/{application}", LedgerHost.CitizenPersona(citizen))).ShouldBe(["receiveMaterials", "recordVisit", "withdraw", "promise"]);
        Next(await host.Get($"/api/applications/{application}")).ShouldContain("accept");
        Next(await host.Get($"/api/applications/{application}")).ShouldNotContain("decide");
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        Next(await host.Get($"/api/applications/{application}")).ShouldContain("decide");
    }

    [Theory]
    [InlineData("materials", """{"version":VERSION,"materials":[{"paperId":"P1","form":"copy","grade":"C"}]}""")]
    [InlineData("acceptance", """{"version":VERSION}""")]
    [InlineData("steps", """{"version":VERSION,"stepCode":"s"}""")]
    [InlineData("steps/completion", """{"version":VERSION,"stepCode":"s"}""")]
    [InlineData("withdrawal", """{"version":VERSION}""")]
    [InlineData("decision", """{"version":VERSION,"kind":"grant","legalBasis":["x"]}""")]
    [InlineData("closing", """{"version":VERSION}""")]
    public async Task with_an_old_version_is_a_conflict_and_to_others_not_found(string action, string body)
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen, Items.WithPapers);
        await host.Do($"/api/applications/{application}/steps", new { version = 1, stepCode = "before" });
        var old = body.Replace("VERSION", "1", StringComparison.Ordinal);
        await (await host.Post($"/api/applications/{application}/{action}", old)).ShouldBeRefused(409, "stale-version");
        await (await host.Post($"/api/applications/{application}/{action}", old, LedgerHost.OfficerOf(Items.OtherDepartment))).ShouldBeRefused(404, "not-found");
        await (await host.Post($"/api/applications/{application}/{action}", old, LedgerHost.CitizenPersona(await host.Register()))).ShouldBeRefused(action is "decision" ? 403 : 404, action is "decision" ? "forbidden" : "not-found");
        await (await host.Post($"/api/applications/{LedgerIds.Unknown}/{action}", old)).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public async Task is_delivered_once_and_only_by_the_department()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var decision = await Decide(application, new { kind = "grant", version = 2, legalBasis = new[] { "许可法第三十八条" }, validFrom = "2026-03-02", validTo = "2031-03-01" });
        await (await host.Post($"/api/decisions/{decision}/delivery", new { version = 1, method = "online" }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(403, "forbidden");
        await (await host.Post($"/api/decisions/{decision}/delivery", new { version = 2, method = "online" })).ShouldBeRefused(409, "stale-version");
        await host.Do($"/api/decisions/{decision}/delivery", new { version = 1, method = "online" });
        await (await host.Post($"/api/decisions/{decision}/delivery", new { version = 2, method = "online" })).ShouldBeRefused(409, "not-in-this-state");
        (await host.Get($"/api/applications/{application}"))["status"]!.GetValue<string>().ShouldBe("delivered");
    }

    [Fact]
    public async Task shows_its_history_with_permalinks_page_by_page()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        for (var version = 1; version <= 4; version++)
            await host.Do($"/api/applications/{application}/steps/completion", new { version, stepCode = $"step {version}" });
        var first = await host.Get($"/api/applications/{application}/history?size=3");
        first["events"]!.AsArray().Count.ShouldBe(3);
        var second = await host.Get($"/api/applications/{application}/history?size=3&after={first["next"]}");
        second["events"]!.AsArray().Select(e => e!["version"]!.GetValue<long>()).ShouldBe([4, 5]);
        second["next"].ShouldBeNull();
        var line = first["events"]![0]!;
        line["by"]!["department"]!.GetValue<string>().ShouldBe(LedgerHost.Department);
        (await host.Get(line["link"]!.GetValue<string>(), LedgerHost.CitizenPersona(citizen)))["type"]!.GetValue<string>().ShouldBe("application_submitted");
        var stranger = host.Client(LedgerHost.CitizenPersona(await host.Register()));
        (await stranger.GetAsync(line["link"]!.GetValue<string>())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    async Task<Guid> Decide(Guid application, object body)
    {
        var response = await host.Post($"/api/applications/{application}/decision", body);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["decisionId"]!.GetValue<Guid>();
    }

    static IEnumerable<string> Next(JsonNode application) => application["next"]!.AsArray().Select(n => n!.GetValue<string>());
}
