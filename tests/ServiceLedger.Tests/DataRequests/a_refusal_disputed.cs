using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.DataRequests;

public class a_refusal_disputed(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly object Refusal = new { ground = "notNecessary", article = "国务院令第809号第二十条", alternative = "请申请人提交" };

    [Fact]
    public async Task is_upheld_once_and_then_overturned()
    {
        var request = await Errand.Asked(host, await Walk.Accepted(host));
        await request.Do("refusal", Refusal, Errand.Provider);
        await request.ShouldBe("refused");
        await request.Do("dispute", new { grounds = "确有必要" });
        await request.ShouldBe("disputed");
        await request.Refused("dispute/mediation", new { result = "各执一词" }, 403, "forbidden");
        await request.Do("dispute/mediation", new { result = "各执一词" }, Errand.Authority);
        await request.Refused("dispute/decision", new { outcome = "granted", article = "第二十六条", reasons = "必要" }, 400, "invalid", Errand.Authority);
        await request.Do("dispute/decision", new { outcome = "refusalUpheld", article = "第二十六条", reasons = "并非必要" }, Errand.Authority);
        await request.ShouldBe("refused");

        await request.Do("dispute", new { grounds = "情况有变" });
        await request.Do("dispute/decision", new { outcome = "granted", article = "第二十六条", reasons = "必要", fields = new[] { "monthly" }, validUntil = "2026-03-31" }, Errand.Authority);
        await request.ShouldBe("approved");
        var view = await request.Read();
        Errand.Texts(view["granted"]).ShouldBe(["monthly"]);
        view["validUntil"]!.GetValue<string>().ShouldBe("2026-03-31");
        (await request.History()).ShouldBe(
            ["data_requested", "data_request_refused", "dispute_raised", "dispute_mediated", "dispute_decided", "dispute_raised", "dispute_decided", "data_request_approved"]);
    }

    [Fact]
    public async Task is_settled_by_an_authority_that_reads_the_grounds_and_no_values()
    {
        var request = await Errand.Asked(host, await Walk.Accepted(host));
        await request.Do("refusal", Refusal, Errand.Provider);
        await request.Do("dispute", new { grounds = "确有必要" });
        await request.Do("dispute/decision", new { outcome = "granted", article = "第二十六条", reasons = "必要", fields = new[] { "monthly", "since" }, validUntil = "2026-03-31" }, Errand.Authority);
        await request.Do("provision", Errand.All, Errand.Provider);
        await request.Do("contest", new { field = "monthly", claim = "2580.00" }, request.Own);
        await request.Do("correction", new { field = "monthly", before = "2850.00", after = "2580.01", asOf = "2026-03-02", reason = "录入错误" }, Errand.Provider);
        await request.Do("contest", new { field = "since", claim = "2011-01" }, request.Own);
        foreach (var path in new[] { request.Path, request.Path + "/history" })
        {
            var read = (await host.Get(path, Errand.Authority)).ToJsonString(LedgerHost.Plain);
            foreach (var value in new[] { "2850.00", "2580.00", "2580.01", "2010-01", "2011-01" })
                read.ShouldNotContain(value);
        }

        (await host.Get(request.Path + "/history", Errand.Authority)).ToJsonString(LedgerHost.Plain).ShouldContain("确有必要");
        foreach (var party in new[] { Errand.Asker, Errand.Provider, request.Own })
            (await host.Get(request.Path + "/history", party)).ToJsonString(LedgerHost.Plain).ShouldContain("2011-01");
    }
}
