namespace ServiceLedger.Tests.Applications;

public class a_matter_at_intake(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly object[] P1 = [new { paperId = "P1", form = "original", grade = "B" }], P2 = [new { paperId = "P2", form = "copy", grade = "C" }];

    [Fact]
    public async Task is_corrected_in_part_and_then_whole_and_accepted()
    {
        var walk = await Walk.Submitted(host, Items.WithPapers);
        object[] defects = [new { requirement = "P1", fault = "无公章", cure = "加盖公章" }, new { requirement = "situation", fault = "未写地址", cure = "写明地址" }];
        await walk.Refused("correction-requests/amendment", new { defects, dueBy = "2026-03-09", notifiedBy = "online", reason = "遗漏" }, 409, "no-corrections-told");
        await walk.Do("correction-requests", new { defects, dueBy = "2026-03-09", notifiedBy = "online" });
        await walk.ShouldBe("correctionRequested");
        await walk.Refused("acceptance", new { }, 409, "not-in-this-state");
        await walk.Do("corrections", new { cured = new[] { "P1" }, materials = P1 }, walk.Own);
        await walk.ShouldBe("correctionRequested");
        (await walk.Read())["toCorrect"]!.AsArray().Select(c => c!.GetValue<string>()).ShouldBe(["situation"]);
        await walk.Do("correction-requests/amendment", new { defects, dueBy = "2026-03-12", notifiedBy = "phone", reason = "公章不清" });
        (await walk.Read())["toCorrect"]!.AsArray().Count.ShouldBe(2);
        await walk.Do("corrections", new { cured = new[] { "situation", "P1" } });
        await walk.ShouldBe("submitted");
        await walk.Refused("correction-requests", new { defects, dueBy = "2026-03-09", notifiedBy = "online" }, 409, "corrections-told-already");
        await walk.Do("acceptance", new { });
        await walk.ShouldBe("accepted");
        await walk.Refused("correction-requests/amendment", new { defects, dueBy = "2026-03-12", notifiedBy = "phone", reason = "又有遗漏" }, 409, "not-in-this-state");
        (await host.Get($"/api/citizens/{walk.Citizen}/file", walk.Own))["materials"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task is_accepted_provisionally_until_the_last_paper()
    {
        var walk = await Walk.Submitted(host, Items.Lenient);
        await walk.Refused("provisional-acceptance", new { cureBy = "2026-03-09", promise = "三日内补齐" }, 409, "papers-missing");
        await walk.Do("materials", new { materials = P1 }, walk.Own);
        await walk.Do("provisional-acceptance", new { cureBy = "2026-03-09", promise = "三日内补齐" });
        await walk.ShouldBe("provisionallyAccepted");
        (await walk.Read())["missing"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["P2"]);
        await walk.Refused("decision", new { kind = "grant", legalBasis = new[] { "x" } }, 409, "not-in-this-state");
        await walk.Do("materials", new { materials = P2 }, walk.Own);
        await walk.ShouldBe("accepted");
        await walk.Do("steps", new { stepCode = "审查" });
    }

    [Fact]
    public async Task is_given_back_where_the_promise_was_not_kept()
    {
        var walk = await Walk.Submitted(host, Items.Lenient);
        await walk.Do("materials", new { materials = P1 }, walk.Own);
        await walk.Do("provisional-acceptance", new { cureBy = "2026-03-09", promise = "三日内补齐" });
        await walk.Do("revocation-of-acceptance", new { article = "浙江规定第十一条", reasons = "逾期未补", remedies = Walk.Remedies });
        await walk.ShouldBe("acceptanceRevoked");
        await walk.Do("closing", new { });
        await walk.ShouldBe("closed");
        (await walk.Read())["outcome"]!.GetValue<string>().ShouldBe("acceptanceRevoked");
    }

    [Fact]
    public async Task is_found_to_need_no_permission()
    {
        var walk = await Walk.Submitted(host);
        await walk.Do("on-spot-corrections", new { requirement = "situation", before = "旧", after = "新" });
        await walk.Do("visits", new { place = "渝中区政务大厅", divisionCode = "500103", purpose = "submission", requiredByLaw = false, startedAt = "2026-03-02T00:00:00Z", endedAt = "2026-03-02T00:40:00Z", travelMinutes = 30 }, walk.Own);
        await walk.Do("not-required", new { article = "许可法第三十二条第一项", explanation = "自用无需许可" });
        await walk.ShouldBe("notRequired");
        await walk.Do("closing", new { });
        await walk.ShouldBe("closed");
        await walk.Refused("reopening", new { cause = "error", reference = "1号" }, 409, "nothing-to-redo");
    }

    [Fact]
    public async Task is_found_to_be_another_authoritys()
    {
        var walk = await Walk.Submitted(host);
        await walk.Do("out-of-remit", new { competentAuthority = "区水务局", article = "许可法第三十二条第二项" });
        await walk.ShouldBe("outOfRemit");
        await walk.Do("closing", new { });
        await walk.ShouldBe("closed");
    }

    [Fact]
    public async Task is_not_accepted_and_taken_up_again_by_order()
    {
        var walk = await Walk.Submitted(host, Items.WithPapers);
        await walk.Refused("refusal-of-acceptance", new { article = "许可法第三十二条", reasons = "不符合形式", remedies = Walk.Remedies }, 403, "forbidden", walk.Own);
        await walk.Do("refusal-of-acceptance", new { article = "许可法第三十二条", reasons = "不符合形式", remedies = Walk.Remedies });
        await walk.ShouldBe("acceptanceRefused");
        await walk.Do("reopening", new { cause = "reviewOrderedRedo", reference = "渝府复〔2026〕7号" });
        await walk.ShouldBe("accepted");
        await walk.Deliver(await walk.Decide());
        await walk.ShouldBe("delivered");
    }
}
