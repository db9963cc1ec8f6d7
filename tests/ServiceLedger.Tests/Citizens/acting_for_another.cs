using System.Net;
using System.Text.Json.Nodes;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Tests.Citizens;

public class acting_for_another(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string[] Kinds = ["by the citizen", "at a window", "for a firm", "guardian", "guardian at the window", "agent, granted online", "agent at home", "agent at home with a signed paper"];
    static int children;

    public static TheoryData<string> AllKinds => [.. Kinds];

    /// <summary>A mandate over the lenient item, granted and accepted the way of its kind.</summary>
    async Task<Acting> Granted(string kind)
    {
        var guardian = kind.StartsWith("guardian", StringComparison.Ordinal);
        var principal = guardian ? await Child(8) : await host.Register("委托人");
        var representative = await host.Register("受托人");
        var (self, agent) = (LedgerHost.CitizenPersona(principal), kind.StartsWith("agent", StringComparison.Ordinal));
        var granted = new JsonObject
        {
            ["principalId"] = principal,
            ["kind"] = agent ? "villageAgent" : guardian ? "guardian" : kind == "for a firm" ? "firm" : "voluntary",
            ["representative"] = agent ? new() { ["agentId"] = "agent.7", ["site"] = "500103001002" } : new JsonObject { ["citizenId"] = representative },
            ["powers"] = new JsonArray([.. Acting.Everything.Select(p => (JsonNode)p)]),
            ["items"] = new JsonArray(Items.Lenient),
            ["to"] = "2026-05-01"
        };
        void Proof(string proof) => granted["proofs"] = new JsonArray(new JsonObject { ["kind"] = proof, ["number"] = "证明第 1 号" });
        switch (kind)
        {
            case "at a window": Proof("signedPaper"); break;
            case "for a firm": Proof("authorisationLetter"); granted["firmCreditCode"] = Firm(); break;
            case "agent at home with a signed paper": Proof("signedPaper"); break;
            case "guardian": Proof("birthCertificate"); break;
            case "guardian at the window": Proof("householdRegister"); granted["acceptedInPresence"] = true; break;
        }

        var by = kind switch { "at a window" or "guardian" or "guardian at the window" => LedgerHost.Officer, "agent at home" or "agent at home with a signed paper" => Acting.Agent, _ => self };
        var mandate = await Acting.Granted(host, granted.ToJsonString(), by);
        var acting = new Acting(host, mandate, principal, agent ? Acting.Agent : LedgerHost.CitizenPersona(representative));
        var awaits = (await host.Get($"/api/mandates/{mandate}", acting.Holder))["awaits"]?.GetValue<string>();
        awaits.ShouldBe(kind switch { "guardian at the window" or "agent at home with a signed paper" => null, "agent at home" => "principal", _ => "representative" });
        if (awaits is null)
            return acting;

        // Not before both have agreed.
        await (await host.Post("/api/applications", new { citizenId = principal, itemCode = Items.Lenient }, acting.Persona)).ShouldBeRefused(403, "no-mandate");
        await acting.Do("acceptance", new { version = 1 }, awaits == "principal" ? self : acting.Holder);
        return acting;
    }

    async Task<Guid> Child(int years) => await Acting.Granted(
        host, new { idNumber = People.IdNumber(Today.AddYears(-years), ++children), name = "小明", residenceDivision = "500103" }, LedgerHost.Officer, "/api/citizens");

    static DateOnly Today => ServiceLedger.Hosting.Text.DateOf(LedgerHost.Now);

    static string Firm() => "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(c => "91500000MA5U7W7T8" + c).Single(c => CreditCode.Check(c) is CreditCodeFinding.Valid);

    [Theory, MemberData(nameof(AllKinds))]
    public async Task is_possible_once_accepted_within_the_mandate_until_it_is_taken_back(string kind)
    {
        var acting = await Granted(kind);
        var application = await acting.Submit(Items.Lenient);
        var document = await host.Keep(acting.Principal, Documents.Pdf(text: kind), "evidenceType=premises-proof&grade=C", acting.Persona);
        await host.Do($"/api/applications/{application}/materials", new { materials = new[] { new { paperId = "P2", form = "copy", grade = "C", evidenceId = document } }, version = 1 }, acting.Persona);
        foreach (var path in new[] { $"/api/applications/{application}", $"/api/applications/{application}/history", $"/api/applications/{application}/papers", $"/api/evidence/{document}", $"/api/mandates/{acting.Mandate}" })
            (await acting.Status(path)).ShouldBe(HttpStatusCode.OK, path);
        (await host.Get($"/api/applications/{application}", acting.Persona))["next"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["receiveMaterials", "recordVisit", "withdraw", "promise"], ignoreOrder: true);

        // Narrowed: it may still read, and withdraw no more.
        await acting.Do("narrowing", new { version = await Version(acting), powers = new[] { "read", "submit" } }, acting.Holder);
        await (await host.Post($"/api/applications/{application}/withdrawal", new { version = 2 }, acting.Persona)).ShouldBeRefused(403, "forbidden");
        (await acting.Status($"/api/applications/{application}")).ShouldBe(HttpStatusCode.OK);
        await (await host.Post($"/api/mandates/{acting.Mandate}/narrowing", new { version = await Version(acting), powers = Acting.Everything }, acting.Holder)).ShouldBeRefused(400, "invalid");

        // «On behalf of» stands on every event it did, and on no other.
        (await acting.Count("type not like 'file\\_%' and type not like 'access\\_%'")).ShouldBe(3);
        (await acting.Count("type in ('application_submitted', 'evidence_received', 'materials_received')")).ShouldBe(3);
        (await acting.Count("type like 'mandate%'")).ShouldBe(0);
        (await acting.Count("type = 'file_viewed'")).ShouldBe(7);

        // Taken back: the next request is refused, and nothing has changed.
        var ended = kind.StartsWith("guardian", StringComparison.Ordinal) ? LedgerHost.Officer : acting.Self;
        await acting.Do("revocation", new { version = await Version(acting), reason = "不再委托" }, ended);
        await (await host.Post($"/api/applications/{application}/withdrawal", new { version = 2 }, acting.Persona)).ShouldBeRefused(403, "no-mandate");
        await (await host.Client(acting.Persona).GetAsync($"/api/applications/{application}")).ShouldBeRefused(403, "no-mandate");
        (await acting.Status($"/api/applications/{application}", acting.Holder)).ShouldBe(HttpStatusCode.NotFound);
        (await host.Get($"/api/applications/{application}"))["version"]!.GetValue<long>().ShouldBe(2);
        (await host.Get($"/api/mandates/{acting.Mandate}", acting.Holder))["status"]!.GetValue<string>().ShouldBe("revoked");
    }

    async Task<long> Version(Acting acting) => (await host.Get($"/api/mandates/{acting.Mandate}", acting.Holder))["version"]!.GetValue<long>();

    [Fact]
    public async Task shows_nothing_beyond_the_items_in_scope()
    {
        var principal = await host.Register("欧阳紫陌");
        var acting = await Acting.For(host, principal, [Items.Plain], ["read", "submit", "handIn"]);
        var (inside, outside) = (await host.Submit(principal), await host.Submit(principal, Items.Lenient));
        var document = await host.Keep(principal, Documents.Pdf(), "evidenceType=other&grade=D");
        await host.Do($"/api/applications/{inside}/acceptance", new { version = 1 });
        var decided = await host.Post($"/api/applications/{inside}/decision", new { kind = "grant", legalBasis = new[] { "LIC 38" }, version = 2 });
        decided.StatusCode.ShouldBe(HttpStatusCode.Created, await decided.Content.ReadAsStringAsync());
        var position = decided.Headers.GetValues("Ledger-Position").Single();
        var decision = (await host.Get($"/api/applications/{inside}"))["decisionId"]!.GetValue<Guid>();

        var file = await host.Get($"/api/citizens/{principal}/file?atLeast={position}", acting.Persona);
        file["applications"]!.AsArray().Select(a => a!["id"]!.GetValue<Guid>()).ShouldBe([inside]);
        (file["counts"]!["applications"]!.GetValue<int>(), file["decisions"]!.AsArray().Count, file["evidence"]!.AsArray().Count).ShouldBe((1, 0, 0));
        (file["idNumber"], file["birthDate"]).ShouldBe((null, null));
        file["mandates"]!.AsArray().Single()!["id"]!.GetValue<Guid>().ShouldBe(acting.Mandate);
        var whole = await host.Get($"/api/citizens/{principal}/file", acting.Self);
        (whole["applications"]!.AsArray().Count, whole["decisions"]!.AsArray().Count, whole["evidence"]!.AsArray().Count, whole["mandates"]!.AsArray().Count).ShouldBe((2, 1, 1, 1));
        whole["mandates"]![0]!["status"]!.GetValue<string>().ShouldBe("accepted");

        var seen = (await host.Get($"/api/citizens/{principal}/file/history?size=200", acting.Persona))["events"]!.AsArray();
        seen.Select(e => e!["streamId"]!.GetValue<Guid>()).Distinct().ShouldBe([inside, acting.Mandate], ignoreOrder: true);
        var all = (await host.Get($"/api/citizens/{principal}/file/history?size=200", acting.Self))["events"]!.AsArray();
        foreach (var line in all)
            (await acting.Status(line!["link"]!.GetValue<string>())).ShouldBe(seen.Any(e => e!["eventId"]!.GetValue<Guid>() == line["eventId"]!.GetValue<Guid>()) ? HttpStatusCode.OK : HttpStatusCode.NotFound);

        foreach (var path in new[] { $"/api/applications/{outside}", $"/api/applications/{outside}/history", $"/api/applications/{outside}/papers", $"/api/decisions/{decision}", $"/api/evidence/{document}", $"/api/citizens/{principal}/accesses", $"/api/citizens/{principal}/mandates" })
            await (await host.Client($"{acting.Persona}; matter={outside}").GetAsync(path)).ShouldBeRefused(404, "not-found");
        await (await host.Post($"/api/applications/{outside}/withdrawal", new { version = 1 }, acting.Persona)).ShouldBeRefused(404, "not-found");
        await (await host.Post("/api/applications", new { citizenId = principal, itemCode = Items.Lenient }, acting.Persona)).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public async Task is_under_the_mandate_alone_and_not_in_ones_own_right()
    {
        var acting = await Acting.For(host);
        var representative = Guid.Parse(acting.Holder.Split('=')[^1]);
        var own = await host.Submit(representative);
        (await acting.Status($"/api/applications/{own}", acting.Holder)).ShouldBe(HttpStatusCode.OK);
        (await acting.Status($"/api/applications/{own}")).ShouldBe(HttpStatusCode.NotFound);
        (await acting.Status($"/api/citizens/{representative}/file")).ShouldBe(HttpStatusCode.NotFound);
        await (await host.Post("/api/applications", new { citizenId = representative, itemCode = Items.Plain }, acting.Persona)).ShouldBeRefused(403, "forbidden");
        await (await host.Post("/api/mandates", new { principalId = acting.Principal, kind = "voluntary", representative = new { citizenId = await host.Register() }, powers = new[] { "read" }, allItems = true, to = "2026-12-31" }, acting.Persona)).ShouldBeRefused(403, "forbidden");
        await (await host.Post($"/api/mandates/{acting.Mandate}/revocation", new { version = 2 }, acting.Persona)).ShouldBeRefused(403, "forbidden");
        (await acting.Status($"/api/citizens/{acting.Principal}/accesses")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task under_somebody_elses_mandate_is_refused_like_under_none_there_is()
    {
        var acting = await Acting.For(host);
        var application = await host.Submit(acting.Principal);
        var stranger = LedgerHost.CitizenPersona(await host.Register());
        foreach (var path in new[] { $"/api/applications/{application}", $"/api/citizens/{acting.Principal}/file", $"/api/applications/{LedgerIds.Unknown}" })
            foreach (var persona in new[] { stranger, acting.Self, Acting.Agent, LedgerHost.Officer })
            {
                async Task<string> Answer(Guid mandate)
                {
                    var problem = await (await host.Client($"{persona}; behalf={mandate}").GetAsync(path)).ShouldBeRefused(403, "no-mandate");
                    problem.AsObject().Remove("traceId").ShouldBeTrue("Each request has its own.");
                    return problem.ToJsonString();
                }

                (await Answer(acting.Mandate)).ShouldBe(await Answer(LedgerIds.Unknown));
            }

        // The mandate itself: to others it is not there, and the attempt is on the citizen's record.
        foreach (var persona in new[] { stranger, Acting.Agent, LedgerHost.OfficerOf(Items.OtherDepartment) })
        {
            await (await host.Client(persona).GetAsync($"/api/mandates/{acting.Mandate}")).ShouldBeRefused(404, "not-found");
            await (await host.Client(persona).GetAsync($"/api/mandates/{LedgerIds.Unknown}")).ShouldBeRefused(404, "not-found");
            foreach (var (what, body) in new (string, object)[] { ("acceptance", new { version = 2 }), ("refusal", new { version = 2 }), ("narrowing", new { version = 2, powers = new[] { "read" } }), ("revocation", new { version = 2, reason = "x" }) })
                await (await host.Post($"/api/mandates/{acting.Mandate}/{what}", body, persona)).ShouldBeRefused(404, "not-found");
        }

        (await acting.Count("type = 'access_refused' and (data->>'status')::int = 403")).ShouldBe(8);
    }

    [Fact]
    public async Task takes_the_assurance_that_the_mandate_asks_for()
    {
        var acting = await Acting.For(host, assurance: "substantial");
        var path = $"/api/citizens/{acting.Principal}/accesses";
        await (await host.Client(acting.Persona).GetAsync(path)).ShouldBeRefused(403, "no-mandate");
        await (await host.Client($"{acting.Persona}; assurance=low").GetAsync(path)).ShouldBeRefused(403, "no-mandate");
        (await acting.Status(path, $"{acting.Persona}; assurance=high")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task is_told_to_the_person_in_the_history_and_among_the_looks()
    {
        var acting = await Acting.For(host);
        var application = await acting.Submit(Items.Plain);
        await host.Get($"/api/applications/{application}", acting.Persona);
        var history = await host.Get($"/api/applications/{application}/history", acting.Self);
        history["events"]![0]!["by"]!["onBehalfOf"]!.GetValue<Guid>().ShouldBe(acting.Mandate);
        var look = (await host.Get($"/api/citizens/{acting.Principal}/accesses", acting.Self))["accesses"]![0]!;
        look["sentence"]!.GetValue<string>().ShouldStartWith("Somebody acting for this person looked at applications");
        using var chinese = host.Client(acting.Self, "zh-CN");
        (await chinese.GetStringAsync($"/api/citizens/{acting.Principal}/accesses?size=1")).ShouldContain("代理人查看了");
    }

    [Fact]
    public async Task is_listed_for_both_sides_and_for_an_officer_with_the_matter()
    {
        var acting = await Acting.For(host);
        var representative = Guid.Parse(acting.Holder.Split('=')[^1]);
        var given = await host.Get($"/api/citizens/{acting.Principal}/mandates", acting.Self);
        (given["given"]!.AsArray().Single()!["id"]!.GetValue<Guid>(), given["held"]!.AsArray().Count).ShouldBe((acting.Mandate, 0));
        given["given"]![0]!["next"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["narrow", "revoke"]);
        var held = await host.Get($"/api/citizens/{representative}/mandates", acting.Holder);
        (held["given"]!.AsArray().Count, held["held"]!.AsArray().Single()!["principalId"]!.GetValue<Guid>()).ShouldBe((0, acting.Principal));

        var officer = LedgerHost.Officer;
        await (await host.Client(officer).GetAsync($"/api/citizens/{acting.Principal}/mandates")).ShouldBeRefused(403, "forbidden");
        var application = await host.Submit(acting.Principal);
        (await host.Get($"/api/citizens/{acting.Principal}/mandates", $"{officer}; matter={application}"))["given"]!.AsArray().Count.ShouldBe(1);
        (await host.Get($"/api/mandates/{acting.Mandate}", $"{officer}; matter={application}"))["next"]!.AsArray().Count.ShouldBe(2);
        (await host.Get($"/api/citizens/{representative}/mandates", $"{officer}; matter={await host.Submit(representative)}"))["held"]!.AsArray().ShouldBeEmpty("Whom somebody represents is not this officer's business.");
        await (await host.Client(LedgerHost.CitizenPersona(await host.Register())).GetAsync($"/api/citizens/{acting.Principal}/mandates")).ShouldBeRefused(404, "not-found");
        await (await host.Client(LedgerHost.Supervisor).GetAsync($"/api/citizens/{LedgerIds.Unknown}/mandates")).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public async Task for_a_child_under_14_is_for_the_guardian_alone()
    {
        var child = await Child(13);
        var self = LedgerHost.CitizenPersona(child);
        var parent = await host.Register("母亲");
        object Grant(string kind, string to = "2027-12-31", object[]? proofs = null) =>
            new { principalId = child, kind, representative = new { citizenId = parent }, powers = Acting.Everything, allItems = true, to, proofs };
        await (await host.Post("/api/mandates", Grant("voluntary"), self)).ShouldBeRefused(403, "forbidden");
        await (await host.Post("/api/mandates", Grant("voluntary", proofs: [new { kind = "signedPaper", number = "1" }]))).ShouldBeRefused(403, "forbidden");
        await (await host.Post("/api/mandates", Grant("guardian"), self)).ShouldBeRefused(403, "forbidden");
        await (await host.Post("/api/mandates", Grant("guardian"))).ShouldBeRefused(400, "invalid");
        object[] birth = [new { kind = "birthCertificate", number = "P500000001" }];
        await (await host.Post("/api/mandates", Grant("guardian", "2031-12-31", birth))).ShouldBeRefused(400, "invalid");
        var acting = new Acting(host, await Acting.Granted(host, Grant("guardian", proofs: birth), LedgerHost.Officer), child, LedgerHost.CitizenPersona(parent));
        await (await host.Post($"/api/mandates/{acting.Mandate}/acceptance", new { version = 1 }, self)).ShouldBeRefused(403, "forbidden");
        await acting.Do("acceptance", new { version = 1 }, acting.Holder);
        var application = await acting.Submit(Items.Plain);
        await host.Do($"/api/applications/{application}/withdrawal", new { version = 1 }, acting.Persona);
        await (await host.Post($"/api/mandates/{acting.Mandate}/revocation", new { version = 2 }, self)).ShouldBeRefused(403, "forbidden");
        (await host.Scalar<string>($"select string_agg(data::text, '') from ledger.mt_events where stream_id = '{acting.Mandate}'")).ShouldNotContain("P500000001");

        // Nor does anybody who is a child act for another.
        var minor = await Child(17);
        var citizen = await host.Register();
        var mandate = await Acting.Granted(host, new { principalId = citizen, kind = "voluntary", representative = new { citizenId = minor }, powers = new[] { "read" }, allItems = true, to = "2026-12-31" }, LedgerHost.CitizenPersona(citizen));
        await (await host.Post($"/api/mandates/{mandate}/acceptance", new { version = 1 }, LedgerHost.CitizenPersona(minor))).ShouldBeRefused(400, "invalid");
        await host.Do($"/api/mandates/{mandate}/refusal", new { version = 1, reason = "未成年" }, LedgerHost.CitizenPersona(minor));
        await (await host.Client($"{LedgerHost.CitizenPersona(minor)}; behalf={mandate}").GetAsync($"/api/citizens/{citizen}/accesses")).ShouldBeRefused(403, "no-mandate");
    }

    [Fact]
    public async Task is_nothing_a_village_agent_does_without_a_mandate()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await (await host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.Plain }, Acting.Agent)).ShouldBeRefused(403, "forbidden");
        await (await host.Post("/api/applications/drafts", new { citizenId = citizen, itemCode = Items.Plain }, Acting.Agent)).ShouldBeRefused(403, "forbidden");
        foreach (var persona in new[] { Acting.Agent, $"{Acting.Agent}; purpose=Oversight", $"{Acting.Agent}; purpose=Oversight; department={LedgerHost.Department}; role=supervisor" })
            foreach (var path in new[] { $"/api/citizens/{citizen}/file", $"/api/citizens/{citizen}/file/history", $"/api/citizens/{citizen}/accesses", $"/api/citizens/{citizen}/mandates", $"/api/applications/{application}" })
                await (await host.Client(persona).GetAsync(path)).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public async Task sent_twice_with_one_key_is_done_once_and_not_at_all_once_the_mandate_is_gone()
    {
        var acting = await Acting.For(host);
        var body = new { citizenId = acting.Principal, itemCode = Items.Plain };
        var first = await host.Post("/api/applications", body, acting.Persona, "mandate-key");
        var second = await host.Post("/api/applications", body, acting.Persona, "mandate-key");
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        await acting.Do("revocation", new { version = 2 }, acting.Holder);
        await (await host.Post("/api/applications", body, acting.Persona, "mandate-key")).ShouldBeRefused(403, "no-mandate");
    }
}

public class a_mandate_that_runs_out(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task holds_to_the_end_of_its_last_day_and_is_recorded_as_over_when_next_used()
    {
        var acting = await Acting.For(host, to: "2026-03-03");
        var application = await acting.Submit(Items.Plain);
        host.Time.Advance(TimeSpan.FromHours(38));
        (await acting.Status($"/api/applications/{application}")).ShouldBe(HttpStatusCode.OK, "It is 23:00 on the last day in China.");

        host.Time.Advance(TimeSpan.FromHours(1));
        (await host.Get($"/api/mandates/{acting.Mandate}", acting.Holder))["status"]!.GetValue<string>().ShouldBe("expired", "Computed; nothing is recorded yet.");
        (await Recorded(acting)).ShouldBe(0);
        await (await host.Post($"/api/applications/{application}/withdrawal", new { version = 1 }, $"{LedgerHost.CitizenPersona(acting.Principal)}; behalf={acting.Mandate}")).ShouldBeRefused(403, "no-mandate");
        (await Recorded(acting)).ShouldBe(0, "Not for somebody whose mandate it is not.");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Post($"/api/applications/{application}/withdrawal", new { version = 1 }, acting.Persona)));
        foreach (var answer in answers)
            await answer.ShouldBeRefused(403, "no-mandate");
        (await Recorded(acting)).ShouldBe(1);
        (await host.Scalar<string>($"select headers->'act'->>'kind' || ' ' || (data->'effect'->>'at') from ledger.mt_events where type = 'mandate_expired' and stream_id = '{acting.Mandate}'")).ShouldBe("clock 2026-03-04T00:00:00+08:00");
        await (await host.Post($"/api/mandates/{acting.Mandate}/revocation", new { version = 3 }, acting.Self)).ShouldBeRefused(409, "not-in-this-state");

        var file = await host.Get($"/api/citizens/{acting.Principal}/file?atLeast={await host.Scalar<long>("select max(seq_id) from ledger.mt_events")}", acting.Self);
        file["mandates"]![0]!["status"]!.GetValue<string>().ShouldBe("expired");
    }

    async Task<long> Recorded(Acting acting) => await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'mandate_expired' and stream_id = '{acting.Mandate}'");
}
