using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Tests.Citizens;

namespace ServiceLedger.Tests.Reviews;

public class a_lawsuit(LedgerHost host) : IClassFixture<LedgerHost>
{
    /// <summary>An officer of the department who did not decide.</summary>
    static readonly string Colleague = LedgerHost.Officer.Replace("li.hua", "zhao.yun", StringComparison.Ordinal);

    [Fact]
    public async Task without_a_review_before_it_is_filed_judged_and_done()
    {
        var (citizen, application, decision) = await ARefusal.On(host);
        var self = LedgerHost.CitizenPersona(citizen);
        var filed = await host.Post($"/api/decisions/{decision}/lawsuits", new { court = "重庆市渝中区人民法院", version = 2 }, self);
        var answer = (await filed.Content.ReadFromJsonAsync<JsonNode>())!;
        (answer["withinTime"]!.GetValue<bool>(), answer["lastDay"]!.GetValue<string>()).ShouldBe((true, "2026-09-02"));
        var suit = $"/api/reviews/{answer["reviewId"]!.GetValue<Guid>()}";
        // Who sues is not reviewed besides (REV art. 29).
        await (await host.Post($"/api/decisions/{decision}/reviews", new { claims = "请求撤销", version = 3 }, self)).ShouldBeRefused(409, "not-in-this-state");
        await (await host.Post($"/api/decisions/{decision}/reviews", new { claims = "请求撤销", version = 3 }, LedgerHost.Reviewer)).ShouldBeRefused(409, "already-exists");
        var view = await host.Get(suit, LedgerHost.Officer);
        (view["status"]!.GetValue<string>(), view["court"]!.GetValue<string>(), view["authority"]).ShouldBe(("inCourt", "重庆市渝中区人民法院", null));

        object judgment = new { outcome = "revokedAndRedo", judgmentNumber = "（2026）渝0103行初1号", documentHash = Contest.Digest, performBy = "2026-05-29", version = 1 };
        await (await host.Post($"{suit}/judgment", judgment)).ShouldBeRefused(403, "forbidden");
        await host.Do($"{suit}/judgment", judgment, Colleague);
        (await host.Get($"/api/decisions/{decision}", self))["status"]!.GetValue<string>().ShouldBe("annulled");
        var history = (await host.Get($"/api/applications/{application}/history"))["events"]!.AsArray();
        (history[^1]!["type"]!.GetValue<string>(), history[^1]!["data"]!["cause"]!.GetValue<string>(), history[^1]!["data"]!["reference"]!.GetValue<string>()).ShouldBe(("application_reopened", "court", "（2026）渝0103行初1号"));
        await host.Do($"{suit}/compliance", new { complied = true, report = "已重新作出", version = 2 }, Colleague);
        (await host.Get(suit, self))["complied"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task is_filed_by_somebody_with_the_power_to_challenge_and_by_no_other()
    {
        var acting = await Acting.For(host, powers: ["read", "receiveDecisions"]);
        var challenging = await Acting.For(host, acting.Principal, powers: ["read", "receiveDecisions", "challenge"]);
        var application = await host.Submit(acting.Principal);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var decision = await Acting.Granted(host, new { kind = "refusal", legalBasis = new[] { "许可法第三十八条" }, reasons = "面积不足", remedies = ARefusal.Remedies, version = 2 }, LedgerHost.Officer, $"/api/applications/{application}/decision");
        await (await host.Post($"/api/decisions/{decision}/lawsuits", new { court = "重庆市渝中区人民法院", version = 1 }, acting.Persona)).ShouldBeRefused(403, "forbidden");
        var suit = await Acting.Granted(host, new { court = "重庆市渝中区人民法院", version = 1 }, challenging.Persona, $"/api/decisions/{decision}/lawsuits");
        await host.Get($"/api/reviews/{suit}", challenging.Persona);
        (await host.Client(acting.Persona).GetAsync($"/api/reviews/{suit}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await acting.Count("type = 'lawsuit_filed'")).ShouldBe(0);
        (await challenging.Count("type = 'lawsuit_filed'")).ShouldBe(1);
    }
}
