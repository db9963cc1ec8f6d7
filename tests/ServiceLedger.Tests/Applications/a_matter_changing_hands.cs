using System.Net;

namespace ServiceLedger.Tests.Applications;

public class a_matter_changing_hands(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Market = LedgerHost.OfficerOf(Walk.Market), Second = LedgerHost.OfficerOf(Walk.Second);

    [Fact]
    public async Task is_sent_back_or_taken_by_another_department()
    {
        var walk = await Walk.Accepted(host);
        await walk.Refused("transfer", new { toDepartment = Items.OtherDepartment, reason = "属其职责" }, 400, "invalid");
        await walk.Do("transfer", new { toDepartment = Walk.Market, reason = "属其职责" });
        await walk.Refused("transfer", new { toDepartment = Walk.Second, reason = "属其职责" }, 409, "already-exists");
        (await walk.Read(Market))["next"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["acceptCustody", "returnCustody"]);
        await walk.Do("transfer/return", new { reason = "不属本部门" }, Market);
        (await host.Client(Market).GetAsync($"/api/applications/{walk.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await walk.Read(LedgerHost.Officer))["handover"].ShouldBeNull();

        await walk.Do("transfer", new { toDepartment = Walk.Market, reason = "属其职责" });
        await walk.Refused("transfer/acceptance", new { }, 403, "forbidden");
        await walk.Do("transfer/acceptance", new { }, Market);
        (await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{walk.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await walk.ShouldBe("accepted");
        (await walk.Read())["department"]!.GetValue<string>().ShouldBe(Walk.Market);
        await walk.Decide(Market);
        await walk.ShouldBe("decided");
    }

    [Fact]
    public async Task goes_on_without_an_officer_who_is_not_impartial()
    {
        var walk = await Walk.Accepted(host);
        var colleague = LedgerHost.Officer.Replace("li.hua", "zhao.yun", StringComparison.Ordinal);
        await walk.Do("conflicts", new { relation = "申请人是亲属" });
        await walk.Do("recusals", new { officer = "li.hua", replacement = "zhao.yun" }, colleague);
        await walk.Refused("decision", new { kind = "grant", legalBasis = new[] { "x" } }, 403, "forbidden");
        (await walk.Read(LedgerHost.Officer))["next"]!.AsArray().ShouldBeEmpty();
        await walk.Refused("recusals", new { officer = "li.hua", replacement = "qian.bo" }, 409, "already-exists", colleague);
        await walk.Decide(colleague);
        await walk.ShouldBe("decided");
    }

    [Fact]
    public async Task is_reviewed_by_the_lower_level_and_decided_by_the_upper()
    {
        var walk = await Walk.Accepted(host);
        await walk.Do("first-review", new { toDepartment = Walk.Second, opinion = "符合条件，报请审批。" });
        (await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{walk.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await walk.Refused("first-review", new { toDepartment = Walk.Market, opinion = "再报" }, 409, "already-exists", Second);
        await walk.Refused("decision", new { kind = "grant", legalBasis = new[] { "许可法第三十八条" } }, 403, "forbidden", Second);
        await walk.Deliver(await walk.Decide(Second.Replace("li.hua", "wu.lan", StringComparison.Ordinal)), Second);
        await walk.ShouldBe("delivered");
    }
}
