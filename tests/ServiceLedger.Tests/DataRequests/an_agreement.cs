using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.DataRequests;

public class an_agreement(LedgerHost host) : IClassFixture<LedgerHost>
{
    static object Terms(string validTo = "2026-12-31", params string[] fields) => new
    {
        dataItemCodes = new[] { "income" },
        fields = fields is [] ? ["monthly", "since"] : fields,
        purposes = new[] { "ServiceProvision" },
        legalBasis = "国务院令第809号第十八条",
        validFrom = "2026-01-01",
        validTo
    };

    async Task<Guid> Signed()
    {
        var answer = await host.Post("/api/sharing-agreements", new { agreementNumber = "渝数〔2026〕1号", recipient = LedgerHost.Department, terms = Terms() }, Errand.Provider);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["agreementId"]!.GetValue<Guid>();
    }

    [Fact]
    public async Task grants_at_once_what_it_covers()
    {
        var agreement = await Signed();
        var walk = await Walk.Accepted(host);
        var request = await Errand.Asked(host, walk, new { agreementId = agreement });
        await request.ShouldBe("approved");
        var view = await request.Read();
        Errand.Texts(view["granted"]).ShouldBe(["monthly", "since"]);
        view["validUntil"]!.GetValue<string>().ShouldBe("2026-12-31");
        (await request.History()).ShouldBe(["data_requested", "data_request_approved"]);
        foreach (var other in new object[] { new { agreementId = agreement, dataItemCode = "tax" }, new { agreementId = agreement, fields = new[] { "employer" } }, new { agreementId = agreement, purpose = "Statistics" }, new { agreementId = LedgerIds.Unknown } })
            (await (await Errand.Asking(host, walk, other)).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("$.agreementId");
        await request.Do("provision", Errand.All, Errand.Provider);
    }

    [Fact]
    public async Task is_not_needed_where_sharing_is_unconditional()
    {
        var request = await Errand.Asked(host, await Walk.Accepted(host), new { sharingClass = "unconditional" });
        await request.ShouldBe("approved");
        (await request.Read())["validUntil"]!.GetValue<string>().ShouldBe("2026-08-29");
    }

    [Fact]
    public async Task amended_or_ended_leaves_what_it_granted_and_grants_no_more()
    {
        var agreement = await Signed();
        var walk = await Walk.Accepted(host);
        var (granted, amended, ended) = (await Errand.Asked(host, walk, new { agreementId = agreement }), await Errand.Asked(host, walk, new { agreementId = agreement, draft = true }), await Errand.Asked(host, walk, new { agreementId = agreement, draft = true }));
        await Change(agreement, "amendment", new { terms = Terms("2026-06-30", "monthly"), version = 1 }, new { terms = Terms("2026-06-30", "monthly"), version = 0 });
        (await Read(agreement))["termsVersion"]!.GetValue<int>().ShouldBe(2);
        await amended.Refused("submission", new { }, 409, "agreement-over");
        await (await Errand.Asking(host, walk, new { agreementId = agreement })).ShouldBeRefused(400, "invalid");
        await Change(agreement, "amendment", new { terms = Terms(), version = 2 }, new { terms = Terms(), version = 1 });
        await amended.Do("submission", new { });
        await amended.ShouldBe("approved");

        await Change(agreement, "ending", new { reason = "不再需要", version = 3 }, new { reason = "不再需要", version = 2 });
        (await Read(agreement))["ended"]!.GetValue<bool>().ShouldBeTrue();
        await ended.Refused("submission", new { }, 409, "agreement-over");
        await (await Errand.Asking(host, walk, new { agreementId = agreement })).ShouldBeRefused(400, "invalid");
        await (await host.Post($"/api/sharing-agreements/{agreement}/ending", new { reason = "不再需要", version = 4 }, Errand.Provider)).ShouldBeRefused(409, "not-in-this-state");
        await (await host.Post($"/api/sharing-agreements/{agreement}/amendment", new { terms = Terms(), version = 4 }, Errand.Provider)).ShouldBeRefused(409, "not-in-this-state");
        await granted.Do("provision", Errand.All, Errand.Provider);
    }

    [Fact]
    public async Task is_read_by_both_departments_and_the_authority_only()
    {
        var agreement = await Signed();
        foreach (var (persona, status) in new[]
            {
                (Errand.Provider, HttpStatusCode.OK), (Errand.Asker, HttpStatusCode.OK), (Errand.Authority, HttpStatusCode.OK), (LedgerHost.OfficerOf(Walk.Third), HttpStatusCode.NotFound),
                (LedgerHost.CitizenPersona(await host.Register()), HttpStatusCode.NotFound)
            })
            (await host.Client(persona).GetAsync($"/api/sharing-agreements/{agreement}")).StatusCode.ShouldBe(status, persona);
        await (await host.Post("/api/sharing-agreements", new { agreementNumber = "1", recipient = Items.ThirdDepartment, terms = Terms() }, Errand.Provider)).ShouldBeRefused(400, "invalid");
        await (await host.Post("/api/sharing-agreements", new { agreementNumber = "1", recipient = LedgerHost.Department, terms = Terms("2025-12-31") }, Errand.Provider)).ShouldBeRefused(400, "invalid");
        await (await host.Post("/api/sharing-agreements", new { agreementNumber = "1", recipient = LedgerHost.Department, terms = Terms() }, LedgerHost.CitizenPersona(await host.Register()))).ShouldBeRefused(403, "forbidden");
    }

    Task<JsonNode> Read(Guid agreement) => host.Get($"/api/sharing-agreements/{agreement}");

    async Task Change(Guid agreement, string act, object body, object old)
    {
        var path = $"/api/sharing-agreements/{agreement}/{act}";
        await (await host.Post(path, old, Errand.Provider)).ShouldBeRefused(409, "stale-version");
        await (await host.Post(path, body, LedgerHost.OfficerOf(Walk.Third))).ShouldBeRefused(404, "not-found");
        await (await host.Post(path, body, Errand.Asker)).ShouldBeRefused(403, "forbidden");
        await host.Do(path, body, Errand.Provider);
    }
}
