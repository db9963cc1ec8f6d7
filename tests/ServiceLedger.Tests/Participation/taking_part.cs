using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ServiceLedger.Tests.Participation;

/// <summary>Ratings, complaints and suggestions from the first word to the last.</summary>
public class taking_part(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Canary = "canary-taking-part-7391";

    static string Officer(string id, string role = "handler") => $"kind=officer; id={id}; role={role}; department={LedgerHost.Department}; division=500103; purpose={LedgerHost.PurposeOf(role)}; channel=window";

    [Fact]
    public async Task with_a_bad_rating_is_followed_up_until_the_person_is_satisfied()
    {
        var (citizen, application) = await Withdrawn();
        var self = LedgerHost.CitizenPersona(citizen);
        var visit = await host.Scalar<Guid>($"select id from ledger.mt_events where stream_id = '{application}' and type = 'visit_recorded'");
        var rating = await Created($"/api/applications/{application}/ratings", new { level = 1, anonymous = false, scores = new[] { new { dimension = "speed", score = 1 } }, text = Canary }, self);
        await (await host.Post($"/api/applications/{application}/ratings", new { level = 5, anonymous = true }, self)).ShouldBeRefused(409, "already-exists");
        var ofVisit = await Created($"/api/applications/{application}/ratings", new { level = 2, anonymous = true, visitId = visit, text = Canary }, self);
        await (await host.Post($"/api/applications/{application}/ratings", new { level = 2, anonymous = true, visitId = visit }, self)).ShouldBeRefused(409, "already-exists");

        var path = $"/api/ratings/{rating}";
        await host.Do($"{path}/contact", new { via = "phone", heard = Canary, version = 1 });
        await host.Do($"{path}/contest", new { ground = "malicious", why = Canary, version = 2 });
        await (await host.Post($"{path}/contest/decision", new { exclude = true, reasons = "不属实", version = 3 }, Officer("li.hua", "supervisor"))).ShouldBeRefused(403, "forbidden");
        await host.Do($"{path}/contest/decision", new { exclude = false, reasons = Canary, version = 3 }, LedgerHost.Supervisor);
        await host.Do($"{path}/fix-plan", new { plan = Canary, version = 4 });
        await host.Do($"{path}/fix", new { done = Canary, version = 5 });
        var position = await host.Do($"{path}/call-back", new { satisfied = true, said = Canary, version = 6 });

        var view = await host.Get(path);
        (view["citizenId"]!.GetValue<Guid>(), view["text"]!.GetValue<string>(), view["status"]!.GetValue<string>(), view["contest"]!.GetValue<string>(), view["satisfied"]!.GetValue<bool>())
            .ShouldBe((citizen, Canary, "calledBack", "upheld", true));
        view["steps"]!.AsArray().Select(s => s!["what"]!.GetValue<string>()).ShouldBe(["bad_rating_contacted", "rating_contested", "rating_upheld", "fix_planned", "bad_rating_fixed", "rating_called_back"]);
        view["next"]!.AsArray().ShouldBeEmpty();

        // Under no name an office reads the rating, and neither whose it is nor of which matter.
        foreach (var office in new[] { LedgerHost.Officer, LedgerHost.Supervisor })
        {
            var anonymous = await host.Get($"/api/ratings/{ofVisit}", office);
            (anonymous["level"]!.GetValue<int>(), anonymous["text"]!.GetValue<string>()).ShouldBe((2, Canary));
            foreach (var id in new[] { citizen, application, visit })
                anonymous.ToJsonString().ShouldNotContain(id.ToString());
            (await host.Get("/api/ratings?bad=true", office)).ToJsonString().ShouldNotContain(citizen.ToString());
            (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", office == LedgerHost.Officer ? $"{office}; matter={application}" : office))["participation"].ShouldBeNull();
        }

        // Nor does the record of looks tell: that somebody looked stands there, and not at which rating.
        var looks = await host.Get($"/api/citizens/{citizen}/accesses", LedgerHost.Supervisor);
        looks["accesses"]!.AsArray().Count(l => l!["screen"]?.GetValue<string>() == "/api/ratings/{ratingId}").ShouldBe(3);
        looks.ToJsonString().ShouldNotContain(ofVisit.ToString());
        (await host.Get($"/api/ratings/{ofVisit}", self))["visitId"]!.GetValue<Guid>().ShouldBe(visit);
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", self))["participation"]!.AsArray().Select(p => p!["id"]!.GetValue<Guid>()).ShouldBe([rating, ofVisit]);
        (await host.Get($"/api/citizens/{citizen}/file/history?size=200", self))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldContain("rating_called_back");
        await NothingIsInPlain();
    }

    [Fact]
    public async Task with_a_complaint_stays_unknown_to_the_officer_complained_about()
    {
        var (citizen, application) = await Withdrawn();
        var self = LedgerHost.CitizenPersona(citizen);
        var hotline = Officer("re.xian", "receiver").Replace("channel=window", "channel=phone", StringComparison.Ordinal);
        var complaint = await Created("/api/complaints", new { citizenId = citizen, department = LedgerHost.Department, kind = "conduct", text = Canary, applicationId = application, officer = "bei.tou", hotlineNumber = "12345-20260302-0017" }, hotline);
        var path = $"/api/complaints/{complaint}";
        var accused = await host.Get(path, Officer("bei.tou"));
        (accused["kind"]!.GetValue<string>(), accused["next"]!.AsArray().Count).ShouldBe(("conduct", 0));
        foreach (var told in new[] { citizen.ToString(), application.ToString(), Canary, "12345-20260302-0017" })
            accused.ToJsonString().ShouldNotContain(told);
        (await host.Get("/api/complaints", Officer("bei.tou"))).ToJsonString().ShouldNotContain(complaint.ToString());
        (await host.Get("/api/complaints?open=true", Officer("li.hua"))).ToJsonString().ShouldContain(complaint.ToString());

        await host.Do($"{path}/assignment", new { officer = "zhao.yun", version = 1 });
        await (await host.Post($"{path}/answer", new { outcome = "unjustified", reasons = "不属实", version = 2 }, Officer("bei.tou"))).ShouldBeRefused(403, "forbidden");
        await host.Do($"{path}/answer", new { outcome = "justified", reasons = Canary, measures = Canary, version = 2 }, Officer("zhao.yun"));
        await host.Do($"{path}/reopening", new { reasons = Canary, version = 3 }, self);
        await host.Do($"{path}/answer", new { outcome = "justified", reasons = Canary, measures = Canary, version = 4 }, Officer("zhao.yun"));
        await (await host.Post($"{path}/reopening", new { reasons = "再次", version = 5 }, self)).ShouldBeRefused(409, "not-in-this-state");
        var position = await host.Do($"{path}/closing", new { version = 5 }, self);

        var view = await host.Get(path, self);
        (view["text"]!.GetValue<string>(), view["status"]!.GetValue<string>(), view["reasons"]!.GetValue<string>(), view["hotlineNumber"]!.GetValue<string>()).ShouldBe((Canary, "closed", Canary, "12345-20260302-0017"));
        view["assignedTo"].ShouldBeNull("Which officer it is, a person learns by asking.");
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", self))["participation"]!.AsArray().Single()!["kind"]!.GetValue<string>().ShouldBe("complaint");
        await NothingIsInPlain();
    }

    [Fact]
    public async Task with_a_suggestion_is_public_from_the_moderation_to_the_effect()
    {
        var (author, self) = await Person();
        var suggestion = await Created("/api/suggestions", new { title = Canary, text = Canary, itemCode = Items.Plain, name = "老王" }, self);
        var repeated = await Created("/api/suggestions", new { title = Canary, text = Canary, itemCode = Items.Plain }, self);
        var insult = await Created("/api/suggestions", new { title = Canary, text = Canary, department = LedgerHost.Department }, self);
        var path = $"/api/suggestions/{suggestion}";
        (await host.Client().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Get("/api/supervision/suggestions", LedgerHost.Supervisor))["suggestions"]!.AsArray().Select(s => s!["id"]!.GetValue<Guid>()).ShouldBe([suggestion, repeated, insult]);
        await NothingIsInPlain();

        await (await host.Post($"{path}/moderation", new { what = "published", title = "周末开窗", text = "建议周六办理。", version = 1 })).ShouldBeRefused(403, "forbidden");
        await host.Do($"{path}/moderation", new { what = "publishedChanged", ground = "personalData", title = "周末开窗", text = "建议周六办理。", version = 1 }, LedgerHost.Supervisor);
        await host.Do($"/api/suggestions/{repeated}/moderation", new { what = "published", title = "周六开窗", text = "同上。", version = 1 }, LedgerHost.Supervisor);
        await host.Do($"/api/suggestions/{insult}/moderation", new { what = "hidden", ground = "insult", version = 1 }, LedgerHost.Supervisor);
        (await host.Get("/api/supervision/suggestions", LedgerHost.Supervisor))["suggestions"]!.AsArray().ShouldBeEmpty();

        var supporters = new[] { (await Person()).Self, (await Person()).Self };
        foreach (var supporter in supporters)
            (await host.Post($"{path}/support", new { }, supporter)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await host.Post($"{path}/support", new { }, supporters[0])).ShouldBeRefused(409, "already-exists");
        await (await host.Post($"{path}/support", new { }, self)).ShouldBeRefused(403, "forbidden");
        await host.Do($"/api/suggestions/{repeated}/merge", new { intoSuggestionId = suggestion, version = 2 });
        await host.Do($"{path}/answer", new { outcome = "accepted", reasons = "采纳，自三月起试行。", itemVersion = 1, version = 2 });
        await host.Do($"{path}/implementation", new { done = "周六上午开窗。", since = "2026-03-01", itemVersion = 1, version = 3 });
        await host.Do($"{path}/effect", new { text = "平均少等三天。", figure = "-3", unit = "天", version = 4 });

        var shown = (await host.Client().GetFromJsonAsync<JsonNode>(path))!;
        (shown["title"]!.GetValue<string>(), shown["changed"]!.GetValue<bool>(), shown["name"]!.GetValue<string>(), shown["supporters"]!.GetValue<int>(), shown["status"]!.GetValue<string>())
            .ShouldBe(("周末开窗", true, "老王", 2, "implemented"));
        shown["version"]!.GetValue<long>().ShouldBe(5, "Who supports it makes no act of an office stale.");
        (shown["answer"]!["outcome"]!.GetValue<string>(), shown["implementation"]!["itemVersion"]!.GetValue<int>(), shown["effect"]!["figure"]!.GetValue<string>()).ShouldBe(("accepted", 1, "-3"));
        var all = await host.Client().GetStringAsync($"/api/suggestions?item={Items.Plain}");
        var log = (await host.Client().GetFromJsonAsync<JsonNode>("/api/suggestions/moderation"))!;
        log["acts"]!.AsArray().Select(a => $"{a!["what"]} {a["ground"]}").ShouldBe(["publishedChanged personalData", "published ", "hidden insult"]);
        foreach (var text in new[] { all, shown.ToJsonString(), log.ToJsonString() })
        {
            text.ShouldNotContain(Canary);
            text.ShouldNotContain(author.ToString());
            text.ShouldNotContain("tang.mei");
        }

        all.ShouldNotContain(insult.ToString());
        // Who supports stands in no event but as a name that says nothing.
        foreach (var supporter in supporters)
            (await host.Scalar<long>($"select count(*) from ledger.mt_events where stream_id = '{suggestion}' and data::text like '%{supporter.Split('=')[^1]}%'")).ShouldBe(0);

        // Hidden later, it is shown to nobody, and the log says so.
        await host.Do($"{path}/moderation", new { what = "hidden", ground = "unlawful", version = 5 }, LedgerHost.Supervisor);
        (await host.Client().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Client().GetFromJsonAsync<JsonNode>("/api/suggestions"))!["suggestions"]!.AsArray().Select(s => s!["id"]!.GetValue<Guid>()).ShouldBe([repeated]);
        (await host.Client().GetFromJsonAsync<JsonNode>("/api/suggestions/moderation"))!["acts"]!.AsArray().Count.ShouldBe(4);
    }

    async Task<(Guid Citizen, Guid Application)> Withdrawn()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/visits", new { place = "渝中区办事大厅", divisionCode = "500103", purpose = "submission", requiredByLaw = false, startedAt = "2026-03-01T09:00:00+08:00", endedAt = "2026-03-01T09:30:00+08:00", version = 1 });
        await host.Do($"/api/applications/{application}/withdrawal", new { version = 2 }, LedgerHost.CitizenPersona(citizen));
        return (citizen, application);
    }

    async Task<(Guid Citizen, string Self)> Person()
    {
        var citizen = await host.Register();
        return (citizen, LedgerHost.CitizenPersona(citizen));
    }

    async Task<Guid> Created(string path, object body, string persona)
    {
        var answer = await host.Post(path, body, persona);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    async Task NothingIsInPlain()
    {
        foreach (var (table, content) in await host.Tables())
            content.Contains(Canary, StringComparison.Ordinal).ShouldBeFalse(table);
        host.Log.Text.ShouldNotContain(Canary);
    }
}
