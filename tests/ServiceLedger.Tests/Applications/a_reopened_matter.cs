namespace ServiceLedger.Tests.Applications;

public class a_reopened_matter(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_decided_again_with_a_fresh_clock_and_a_number_of_its_own()
    {
        var walk = await Walk.Accepted(host);
        await walk.Do("extension", new { days = 10, approver = "局长", rank = "agencyHead", reasons = "案情复杂", noticeNumber = "延期1号" });
        var first = await walk.Decide(body: new { kind = "refusal", legalBasis = new[] { "许可法第三十八条" }, reasons = "面积不足", remedies = Walk.Remedies });
        await walk.Refused("reopening", new { cause = "court", reference = "（2026）渝0103行初1号" }, 409, "not-in-this-state");
        await walk.Deliver(first);
        await walk.Do("reopening", new { cause = "court", reference = "（2026）渝0103行初1号" });
        await walk.ShouldBe("accepted");
        var matter = await walk.Read();
        (matter["extended"]!.GetValue<bool>(), matter["decisionId"], matter["outcome"]).ShouldBe((false, null, null));
        await walk.Do("extension", new { days = 10, approver = "局长", rank = "agencyHead", reasons = "案情复杂", noticeNumber = "延期2号" });
        var second = await walk.Decide();
        await walk.Deliver(second);
        await walk.ShouldBe("delivered");
        await walk.Do("closing", new { });
        await walk.Do("reopening", new { cause = "error", reference = "差错记录2号" });
        await walk.ShouldBe("accepted");

        var file = await host.Get($"/api/citizens/{walk.Citizen}/file?atLeast={walk.Position}", walk.Own);
        file["decisions"]!.AsArray().Select(d => d!["decisionNumber"]!.GetValue<string>()).ShouldBeUnique();
        file["decisions"]!.AsArray().Select(d => (d!["id"]!.GetValue<Guid>(), d["granted"]!.GetValue<bool>())).ShouldBe([(first, false), (second, true)]);
    }
}
