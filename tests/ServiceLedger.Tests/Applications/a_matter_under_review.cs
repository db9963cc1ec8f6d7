namespace ServiceLedger.Tests.Applications;

public class a_matter_under_review(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Market = LedgerHost.OfficerOf(Walk.Market), Second = LedgerHost.OfficerOf(Walk.Second);
    static readonly object[] Asked = [new { department = Walk.Market, question = "是否同意", dueBy = "2026-03-09" }, new { department = Walk.Second, question = "是否影响供水", dueBy = "2026-03-12" }];
    static readonly object Grant = new { kind = "grant", legalBasis = new[] { "许可法第三十八条" } };

    [Fact]
    public async Task hears_other_departments_at_once()
    {
        var walk = await Walk.Accepted(host);
        await walk.Do("opinion-requests", new { handling = "parallel", asked = Asked });
        var opinions = (await walk.Read())["opinions"]!.AsArray();
        opinions.Select(o => o!["startsAt"]!.GetValue<DateTimeOffset>()).Distinct().Single().ShouldBe((await walk.Read())["acceptedAt"]!.GetValue<DateTimeOffset>());
        await walk.Refused("decision", Grant, 409, "unfinished");
        await walk.Do("opinions", new { number = 2, opinion = "agree", text = "不影响" }, Second);
        await walk.Refused("opinions", new { number = 1, opinion = "agree", text = "同意" }, 400, "invalid", Second);
        await walk.Refused("opinions", new { number = 1, opinion = "agree", text = "同意" }, 403, "forbidden");
        await walk.Do("opinions", new { number = 1, opinion = "agreeOnCondition", text = "加装喷淋" }, Market);
        await walk.Refused("opinions", new { number = 1, opinion = "agree", text = "同意" }, 409, "already-exists", Market);
        await walk.Decide();
        await walk.ShouldBe("decided");
    }

    [Fact]
    public async Task hears_other_departments_one_after_the_other()
    {
        var walk = await Walk.Accepted(host);
        await walk.Do("opinion-requests", new { handling = "sequential", asked = Asked });
        await walk.Refused("opinions", new { number = 2, opinion = "agree", text = "不影响" }, 409, "not-your-turn", Second);
        await walk.Do("opinions", new { number = 1, opinion = "oppose", text = "不同意" }, Market);
        var opinions = (await walk.Read())["opinions"]!.AsArray();
        opinions[1]!["startsAt"]!.GetValue<DateTimeOffset>().ShouldBe(opinions[0]!["givenAt"]!.GetValue<DateTimeOffset>());
        await walk.Do("opinions", new { number = 2, opinion = "agree", text = "不影响" }, Second);
        await walk.Decide();
        await walk.ShouldBe("decided");
    }

    [Fact]
    public async Task checks_the_substance_and_hears_a_third_party()
    {
        var walk = await Walk.Accepted(host);
        await walk.Refused("substantive-checks", new { officers = new[] { "li.hua" }, checkedOn = "2026-03-02", place = "解放碑1号", findings = "属实" }, 400, "invalid");
        await walk.Do("substantive-checks", new { officers = new[] { "li.hua", "zhao.yun" }, checkedOn = "2026-03-02", place = "解放碑1号", findings = "属实" });
        await walk.Do("third-parties", new { party = "邻居李某", interest = "采光受影响", dueBy = "2026-03-09" });
        await walk.Refused("third-parties/statements", new { number = 2, statement = "反对" }, 400, "invalid");
        await walk.Do("third-parties/statements", new { number = 1, statement = "反对" });
        (await walk.Read())["thirdParties"]![0]!["heard"]!.GetValue<bool>().ShouldBeTrue();
        await walk.ShouldBe("accepted");
        (await host.Get($"/api/applications/{walk.Id}/history", walk.Own)).ToJsonString(LedgerHost.Plain).ShouldContain("反对");
    }

    [Fact]
    public async Task stands_still_and_goes_on_again()
    {
        var walk = await Walk.Accepted(host);
        await walk.Do("suspension", new { ground = "expertReview", article = "许可法第四十五条", expectedDays = 10, noticeNumber = "告知〔2026〕1号" });
        await walk.ShouldBe("suspended");
        await walk.Refused("decision", Grant, 409, "not-in-this-state");
        await walk.Refused("suspension", new { ground = "testing", article = "许可法第四十五条", expectedDays = 10, noticeNumber = "告知〔2026〕2号" }, 409, "not-in-this-state");
        await walk.Do("resumption", new { });
        await walk.ShouldBe("accepted");
        (await walk.Read())["suspensions"]![0]!["to"].ShouldNotBeNull();
        await walk.Refused("resumption", new { }, 409, "not-in-this-state");
    }

    [Fact]
    public async Task is_extended_once()
    {
        var walk = await Walk.Accepted(host, Items.Joint);
        await walk.Refused("extension", new { days = 15, approver = "局长", rank = "agencyHead", reasons = "案情复杂", noticeNumber = "延期1号" }, 400, "invalid");
        await walk.Do("extension", new { days = 15, approver = "区长", rank = "governmentHead", reasons = "案情复杂", noticeNumber = "延期1号" });
        await walk.Refused("extension", new { days = 1, approver = "区长", rank = "governmentHead", reasons = "案情复杂", noticeNumber = "延期2号" }, 409, "already-exists");
        (await walk.Read())["extended"]!.GetValue<bool>().ShouldBeTrue();
        await walk.ShouldBe("accepted");
    }

    [Fact]
    public async Task is_proposed_sent_back_redone_and_decided()
    {
        var walk = await Walk.Accepted(host);
        var colleague = LedgerHost.Officer.Replace("li.hua", "zhao.yun", StringComparison.Ordinal);
        await walk.Do("proposals", new { kind = "refusal", reasons = "面积不足" });
        await walk.Refused("proposals/return", new { comments = "请补充依据" }, 403, "forbidden");
        await walk.Do("proposals/return", new { comments = "请补充依据" }, colleague);
        await walk.Refused("decision", Grant, 409, "unfinished", colleague);
        await walk.Do("proposals", new { kind = "grant", reasons = "复核后符合" });
        await walk.Refused("decision", Grant, 403, "forbidden");
        await walk.Decide(colleague);
        await walk.ShouldBe("decided");
    }
}

/// <summary>Of its own class, because it moves the clock.</summary>
public class a_hearing(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_told_asked_for_scheduled_held_and_confirmed()
    {
        // Everything has effect by the clock of the test, whatever the database's says.
        object Now() => Walk.Earlier(host.Time.GetUtcNow())!;
        var walk = await Walk.Accepted(host, at: host.Time.GetUtcNow());
        await walk.Refused("hearing/request", new { requestedBy = "applicant" }, 409, "out-of-order", walk.Own);
        await walk.Do("hearing", new { effect = Now() });
        await walk.Refused("hearing", new { }, 409, "already-exists");
        await walk.Refused("hearing/request", new { requestedBy = "thirdParty" }, 400, "invalid", walk.Own);

        host.Time.Advance(TimeSpan.FromDays(8));
        await walk.Refused("hearing/request", new { requestedBy = "applicant" }, 409, "too-late", walk.Own);
        host.Time.SetUtcNow(host.Time.GetUtcNow());
        await walk.Do("hearing/request", new { requestedBy = "applicant", effect = Walk.Earlier(LedgerHost.Now.AddDays(7)) });
        await walk.Refused("decision", new { kind = "grant", legalBasis = new[] { "x" } }, 409, "unfinished");
        await walk.Refused("hearing/schedule", new { heldAt = host.Time.GetUtcNow().AddDays(8), place = "三楼会议室", presider = "wang.wei", @public = true, effect = Now() }, 400, "invalid");
        await walk.Do("substantive-checks", new { officers = new[] { "li.hua", "zhao.yun" }, checkedOn = "2026-03-10", place = "解放碑1号", findings = "属实", effect = Now() });
        var day = host.Time.GetUtcNow().AddDays(9);
        await walk.Refused("hearing/schedule", new { heldAt = day, place = "三楼会议室", presider = "zhao.yun", @public = true, effect = Now() }, 400, "invalid");
        await walk.Do("hearing/schedule", new { heldAt = day, place = "三楼会议室", presider = "wang.wei", @public = true, effect = Now() });
        await walk.Refused("hearing/holding", new { recordHash = Walk.Hash, effect = Now() }, 409, "out-of-order");
        await walk.Refused("proposals", new { kind = "grant", reasons = "符合", effect = Now() }, 403, "forbidden", LedgerHost.Officer.Replace("li.hua", "wang.wei", StringComparison.Ordinal));

        host.Time.Advance(TimeSpan.FromDays(9));
        await walk.Do("hearing/holding", new { recordHash = Walk.Hash, effect = Now() });
        await walk.Do("hearing/record", new { confirmed = false, remarks = "第二页有误", effect = Now() });
        await walk.Refused("decision", new { kind = "grant", legalBasis = new[] { "许可法第四十八条" }, effect = Now() }, 403, "forbidden", LedgerHost.Officer.Replace("li.hua", "wang.wei", StringComparison.Ordinal));
        await walk.Decide(LedgerHost.Officer.Replace("li.hua", "wu.lan", StringComparison.Ordinal), new { kind = "grant", legalBasis = new[] { "许可法第四十八条" }, effect = Now() });
        await walk.ShouldBe("decided");
        (await walk.Read())["hearing"]!["recordSettled"]!.GetValue<bool>().ShouldBeTrue();
    }
}
