using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Acting = ServiceLedger.Tests.Citizens.Acting;

namespace ServiceLedger.Tests.Reviews;

/// <summary>A whole reconsideration over HTTP.</summary>
public class a_review_from_lodging_to_compliance(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Canary = "canary-review-7391";
    static readonly string[] Basis = ["复议法第六十四条"];

    [Fact]
    public async Task goes_from_a_word_at_the_window_to_the_matter_open_again_and_the_report_that_it_was_done()
    {
        var (citizen, application, decision) = await ARefusal.On(host);
        var self = LedgerHost.CitizenPersona(citizen);

        // What is said at the authority's window is recorded; nobody else's officer does so, nor reads it before it is accepted.
        await (await host.Post($"/api/decisions/{decision}/reviews", new { claims = "口头申请", form = "oral", version = 2 }, LedgerHost.OfficerOf(Items.ThirdDepartment))).ShouldBeRefused(404, "not-found");
        await (await host.Post($"/api/decisions/{decision}/reviews", new { claims = "口头申请", form = "oral", version = 2 })).ShouldBeRefused(403, "forbidden");
        var lodged = await host.Post($"/api/decisions/{decision}/reviews", host.Dated(new { claims = Canary + "请求撤销不予许可决定", form = "oral", version = 2 }), LedgerHost.Reviewer);
        lodged.StatusCode.ShouldBe(HttpStatusCode.Created, await lodged.Content.ReadAsStringAsync());
        var answer = (await lodged.Content.ReadFromJsonAsync<JsonNode>())!;
        (answer["withinTime"]!.GetValue<bool>(), answer["lastDay"]!.GetValue<string>()).ShouldBe((true, "2026-05-06"));
        answer["receipt"].ShouldNotBeNull();
        var review = $"/api/reviews/{answer["reviewId"]!.GetValue<Guid>()}";
        await (await host.Post($"/api/decisions/{decision}/reviews", new { claims = "再次申请", version = 3 }, self)).ShouldBeRefused(409, "not-in-this-state");
        (await host.Client(LedgerHost.Officer).GetAsync(review)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // The authority reads what it reviews, and changes nothing in it.
        var seen = await host.Get($"/api/decisions/{decision}", LedgerHost.Reviewer);
        seen["challenges"]![0]!.ToJsonString().ShouldContain("pending");
        seen["next"]!.AsArray().ShouldBeEmpty();
        await (await host.Post($"/api/decisions/{decision}/revocation", new { cause = "noAuthority", interestProtected = false, reasons = "越权", remedies = ARefusal.Remedies, version = 3 }, LedgerHost.Reviewer)).ShouldBeRefused(403, "forbidden");

        await Do("correction-request", new { missing = Canary + "缺少身份证明", version = 1 });
        await (await host.Post($"{review}/correction-request", new { missing = "还缺少委托书", version = 2 }, LedgerHost.Reviewer)).ShouldBeRefused(409, "not-in-this-state");
        await Do("correction", new { text = Canary + "补交身份证明", version = 2 });
        await Do("acceptance", new { version = 3 });
        await Do("procedure", new { procedure = "ordinary", version = 4 });
        await Do("copy", new { version = 5 });
        await Do("stay", new { ground = "applicantAsks", reasons = Canary + "避免损失", version = 6 });
        (await host.Get($"/api/decisions/{decision}", self))["stayed"]!.GetValue<bool>().ShouldBeTrue();

        // The respondent answers with what had been seen when it was decided, and with nothing else.
        var respondent = await host.Get(review, LedgerHost.Officer);
        respondent["claims"]!.GetValue<string>().ShouldBe(Canary + "请求撤销不予许可决定");
        Names(respondent["next"]).ShouldBe(["fileResponse", "fileLawsuit"]);
        var hash = respondent["evidenceBundleHash"]!.GetValue<string>();
        hash.ShouldBe(await HashInLog(decision));
        var refusal = await (await host.Post($"{review}/response", new { answer = "决定合法", evidenceBundleHash = hash, bundle = new { streams = new[] { new { id = application, version = 3 } }, itemVersion = 1 }, version = 7 })).ShouldBeRefused(409, "other-evidence");
        refusal["detail"]!.GetValue<string>().ShouldContain("version 2, not 3");
        await (await host.Post($"{review}/response", new { answer = "决定合法", evidenceBundleHash = Contest.OtherDigest, version = 7 })).ShouldBeRefused(409, "other-evidence");
        await (await host.Post($"{review}/response", new { answer = "决定合法", evidenceBundleHash = hash, version = 7 }, LedgerHost.Reviewer)).ShouldBeRefused(403, "forbidden");
        await host.Do($"{review}/response", host.Dated(new { answer = Canary + "决定合法", evidenceBundleHash = hash, bundle = new { streams = new[] { new { id = application, version = 2 } }, itemVersion = 1 }, version = 7 }));
        await Do("opinions", new { manner = "byPhone", summary = Canary + "双方陈述", version = 8 });
        await Do("hearing", new { presider = "he.jun", recordHash = Contest.Digest, version = 9 });

        var redo = new { outcome = "revokedAndRedo", reasons = Canary + "认定事实不清", legalBasis = Basis, court = "重庆市渝中区人民法院", performBy = "2026-05-29", version = 10 };
        await (await host.Post($"{review}/decision", redo, LedgerHost.Reviewer.Replace("lu.ping", "he.jun", StringComparison.Ordinal))).ShouldBeRefused(403, "forbidden");
        await Do("decision", redo);

        // All of it is so at once: the decision undone, the stay over, the matter open with a fresh clock.
        var undone = await host.Get($"/api/decisions/{decision}", self);
        (undone["status"]!.GetValue<string>(), undone["stayed"]!.GetValue<bool>(), undone["challenges"]![0]!["outcome"]!.GetValue<string>()).ShouldBe(("annulled", false, "revokedAndRedo"));
        var reopened = await host.Get($"/api/applications/{application}");
        (reopened["status"]!.GetValue<string>(), reopened["decisionId"]).ShouldBe(("accepted", null));
        var history = (await host.Get($"/api/applications/{application}/history"))["events"]!.AsArray();
        history[^1]!["type"]!.GetValue<string>().ShouldBe("application_reopened");
        (history[^1]!["data"]!["cause"]!.GetValue<string>(), history[^1]!["data"]!["reference"]!.GetValue<string>()).ShouldBe(("reviewOrderedRedo", answer["reviewNumber"]!.GetValue<string>()));

        await Do("delivery", new { method = "window", version = 11 });
        await Do("opinion", new { text = Canary + "完善告知程序", version = 12 });
        await host.Do($"{review}/opinion/report", host.Dated(new { report = Canary + "已完善", version = 13 }));
        await host.Do($"/api/applications/{application}/decision", new { kind = "grant", legalBasis = new[] { "许可法第三十八条" }, version = 5 });
        await host.Do($"{review}/compliance", new { complied = true, report = Canary + "已重新作出决定", version = 14 });

        var view = await host.Get(review, self);
        (view["outcome"]!.GetValue<string>(), view["reasons"]!.GetValue<string>(), view["complied"]!.GetValue<bool>(), view["evidence"]!.GetValue<string>()).ShouldBe(("revokedAndRedo", Canary + "认定事实不清", true, "filed"));
        view["since"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(
        [
            "review_correction_asked", "review_correction_supplied", "review_accepted", "procedure_chosen", "copy_sent_to_respondent", "execution_stay_ordered", "response_filed", "opinions_heard", "review_hearing_held",
            "review_decided", "review_delivered", "review_opinion_issued", "review_opinion_answered", "review_complied"
        ]);
        (await host.Get($"{review}/history", self))["events"]!.AsArray().Count.ShouldBe(15);

        // It stands in the file, live as built anew, and nothing of what was written stands anywhere in plain.
        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={await host.Scalar<long>("select max(seq_id) from ledger.mt_events")}", self);
        file["reviews"]![0]!.ToJsonString().ShouldContain("\"outcome\":\"revokedAndRedo\"");
        (await host.Get($"/api/citizens/{citizen}/file/history?size=200", self))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldContain("review_decided");
        foreach (var (table, rows) in await host.Tables())
            rows.ShouldNotContain(Canary, Case.Sensitive, table);
        host.Log.Text.ShouldNotContain(Canary);

        Task<long> Do(string what, object body) => host.Do($"{review}/{what}", host.Dated(body), LedgerHost.Reviewer);
    }

    /// <summary>The hash as somebody computes it who has the decision's entry in the log.</summary>
    async Task<string> HashInLog(Guid decision)
    {
        var stored = await host.Scalar<string>($"select data::text from ledger.mt_events where stream_id = '{decision}' and version = 1");
        using var json = JsonDocument.Parse(stored);
        return System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(ServiceLedger.Ledger.Jcs.Of(json.RootElement.GetProperty("seenManifest"))));
    }

    static IEnumerable<string> Names(JsonNode? list) => list!.AsArray().Select(n => n!.GetValue<string>());
}

/// <summary>Of what was not decided in time; the clock is this class's own.</summary>
public class a_review_of_inaction(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task opens_the_matter_with_a_fresh_clock()
    {
        var (citizen, application) = await ARefusal.Accepted(host);
        var self = LedgerHost.CitizenPersona(citizen);
        await (await host.Post($"/api/applications/{application}/reviews", new { claims = "请求责令履行", version = 2 }, self)).ShouldBeRefused(409, "not-due-yet");
        host.Time.Advance(TimeSpan.FromDays(40));
        var review = $"/api/reviews/{await Acting.Granted(host, host.Dated(new { claims = "请求责令履行", version = 2 }), LedgerHost.Reviewer, $"/api/applications/{application}/reviews")}";
        await (await host.Post($"/api/applications/{application}/reviews", new { claims = "再次申请", version = 3 }, self)).ShouldBeRefused(409, "already-exists");
        (await host.Client(LedgerHost.Reviewer).GetAsync($"/api/applications/{application}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var (what, body) in new (string, object)[]
            {
                ("acceptance", new { version = 1 }), ("procedure", new { procedure = "simple", ground = "partiesAgree", version = 2 }), ("copy", new { version = 3 })
            })
            await host.Do($"{review}/{what}", host.Dated(body), LedgerHost.Reviewer);

        // Nothing comes: what was done, or not done, counts as having no evidence, and cannot be upheld.
        await (await host.Post($"{review}/no-response", new { version = 4 }, LedgerHost.Reviewer)).ShouldBeRefused(409, "not-due-yet");
        host.Time.Advance(TimeSpan.FromDays(10));
        await (await host.Post($"{review}/response", new { answer = "正在办理", version = 4 })).ShouldBeRefused(409, "too-late");
        await host.Do($"{review}/no-response", host.Dated(new { version = 4 }), LedgerHost.Reviewer);
        var view = await host.Get(review, self);
        (view["evidence"]!.GetValue<string>(), view["evidenceText"]!.GetValue<string>()).ShouldBe(("none", "The respondent brought nothing in time: what was done counts as having no evidence (REV art. 70)."));

        await host.Do($"{review}/decision", host.Dated(new { outcome = "performanceOrdered", reasons = "逾期未作决定", legalBasis = new[] { "复议法第六十六条" }, court = "重庆市渝中区人民法院", performBy = "2026-06-30", version = 5 }), LedgerHost.Reviewer);
        var open = await host.Get($"/api/applications/{application}");
        open["status"]!.GetValue<string>().ShouldBe("accepted");
        open["acceptedAt"]!.GetValue<DateTimeOffset>().ShouldBe(host.Time.GetUtcNow());
        open["challenges"]![0]!["outcome"]!.GetValue<string>().ShouldBe("performanceOrdered");
    }
}

/// <summary>The clock is this class's own.</summary>
public class a_late_review(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_recorded_as_late_and_can_be_not_accepted_and_taken_to_court()
    {
        var (citizen, _, decision) = await ARefusal.On(host);
        host.Time.Advance(TimeSpan.FromDays(70));
        var self = LedgerHost.CitizenPersona(citizen);
        var answer = await host.Post($"/api/decisions/{decision}/reviews", host.Dated(new { claims = "请求撤销", version = 2 }), LedgerHost.Reviewer);
        var lodged = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        lodged["withinTime"]!.GetValue<bool>().ShouldBeFalse();
        var review = $"/api/reviews/{lodged["reviewId"]!.GetValue<Guid>()}";
        await host.Do($"{review}/non-acceptance", host.Dated(new { ground = "outOfTime", reasons = "超过法定期限", court = "重庆市渝中区人民法院", version = 1 }), LedgerHost.Reviewer);
        var view = await host.Get($"/api/decisions/{decision}", self);
        (view["challenges"]![0]!["status"]!.GetValue<string>(), view["challenges"]![0]!["outcome"]!.GetValue<string>()).ShouldBe(("settled", "notAccepted"));
        await host.Do($"{review}/lawsuit", new { court = "重庆市渝中区人民法院", version = 2 }, self);
        (await host.Get($"/api/decisions/{decision}", self))["challenges"]![0]!["status"]!.GetValue<string>().ShouldBe("pending");
        await host.Do($"{review}/judgment", new { outcome = "dismissed", judgmentNumber = "（2026）渝0103行初2号", documentHash = Contest.Digest, version = 3 }, LedgerHost.Officer.Replace("li.hua", "zhao.yun", StringComparison.Ordinal));
        (await host.Get($"/api/decisions/{decision}", self))["challenges"]![0]!["outcome"]!.GetValue<string>().ShouldBe("dismissed");
    }
}

/// <summary>A refusal on record, delivered; it pins the application in its second version.</summary>
static class ARefusal
{
    public static readonly object Remedies = new { reconsiderationAuthority = "重庆市人民政府", reconsiderationDays = 60, court = "重庆市渝中区人民法院", litigationMonths = 6, onlineChannel = "https://fuyi.example/" };

    public static async Task<(Guid Citizen, Guid Application, Guid Decision)> On(LedgerHost host)
    {
        var (citizen, application) = await Accepted(host);
        var decision = await Acting.Granted(host, host.Dated(new
        {
            kind = "refusal",
            legalBasis = new[] { "许可法第三十八条" },
            reasons = "面积不足",
            remedies = Remedies,
            seenManifest = new { streams = new[] { new { id = application, version = 2 } }, itemVersion = 1 },
            version = 2
        }), LedgerHost.Officer, $"/api/applications/{application}/decision");
        await host.Do($"/api/decisions/{decision}/delivery", host.Dated(new { method = "window", version = 1 }));
        return (citizen, application, decision);
    }

    public static async Task<(Guid Citizen, Guid Application)> Accepted(LedgerHost host)
    {
        var citizen = await host.Register();
        var application = await Acting.Granted(host, host.Dated(new { citizenId = citizen, itemCode = Items.Plain }), LedgerHost.Officer, "/api/applications");
        await host.Do($"/api/applications/{application}/acceptance", host.Dated(new { version = 1 }));
        return (citizen, application);
    }

    /// <summary>The act, with effect by the clock of the test, whatever the database's says.</summary>
    public static JsonObject Dated(this LedgerHost host, object body)
    {
        var dated = JsonSerializer.SerializeToNode(body, ServiceLedger.Hosting.LedgerJson.Stored)!.AsObject();
        dated["effect"] = new JsonObject { ["at"] = host.Time.GetUtcNow().ToString("O"), ["reason"] = "lateEntry" };
        return dated;
    }
}
