using System.Net;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.DataRequests;

public class a_data_request_from_asking_to_disposal(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Canary = "canary-request-7391";

    [Fact]
    public async Task goes_through_its_whole_life()
    {
        var walk = await Walk.Accepted(host);
        var held = await HeldByProvider(walk.Citizen);
        var request = await Errand.Asked(host, walk, new { draft = true, necessity = Canary + "核对收入", urgency = "urgent", dueBy = "2026-03-09", catalogueVersion = 3 });
        await request.ShouldBe("drafted");
        foreach (var other in new[] { Errand.Provider, request.Own, Errand.Authority })
            (await host.Client(other).GetAsync(request.Path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, other);

        await request.Do("submission", new { });
        await request.ShouldBe("requested");
        await request.Do("completeness", new { complete = false }, Errand.Provider);
        await request.Do("questions", new { question = Canary + "哪一年" }, Errand.Provider);
        await request.ShouldBe("needsMoreInfo");
        await request.Do("answers", new { answer = Canary + "2025年" });
        await request.Refused("approval", new { fields = new[] { "employer" }, validUntil = "2026-03-31" }, 400, "invalid", Errand.Provider);
        await request.Refused("approval", new { fields = new[] { "monthly" }, validUntil = "2026-03-31" }, 403, "forbidden");
        await request.Do("approval", new { fields = new[] { "monthly", "since" }, validUntil = "2026-03-31", conditions = Canary + "仅限本办件" }, Errand.Provider);
        await request.ShouldBe("approved");
        await request.Do("provision", new
        {
            fields = new[] { new { name = "monthly", value = Canary + "2850.00" }, new { name = "since", value = "2010-01" } },
            responseHash = Walk.Hash,
            sourceSystem = "pensions",
            asOf = "2026-03-01",
            evidenceIds = new[] { held },
            providerSignature = "SM2-signature"
        }, Errand.Provider);
        await request.ShouldBe("provided");
        (await request.Row())!["asOf"]!.GetValue<string>().ShouldBe("2026-03-01");

        await request.Do("preview", new { via = "online" });
        (await request.Read(request.Own))["fields"]![0]!["value"]!.GetValue<string>().ShouldBe(Canary + "2850.00");
        await request.Do("confirmation", new { fields = new[] { "monthly" } }, request.Own);
        await request.Refused("use", new { decisionId = LedgerIds.Unknown, fields = new[] { "monthly" } }, 400, "invalid");
        var decision = await walk.Decide();
        await request.Do("use", new { decisionId = decision, fields = new[] { "monthly" } });
        await request.Do("misuse", new { fields = new[] { "monthly" }, finding = Canary + "转给他人" }, Errand.Authority);
        await request.Do("misuse", new { fields = new[] { "since" }, finding = "另作他用" }, Errand.Provider);
        await request.Refused("disposal", new { method = "deleted" }, 403, "forbidden", Errand.Provider);
        await request.Do("disposal", new { method = "deleted" });
        await request.ShouldBe("disposed");
        (await request.Refused("use", new { decisionId = decision, fields = new[] { "monthly" } }, 409, "not-in-this-state"))["allowed"]!.AsArray().Select(a => a!.GetValue<string>()).ShouldBe(["acknowledge"]);

        (await request.History(request.Own)).ShouldBe(
        [
            "data_request_drafted", "data_requested", "request_completeness_checked", "more_info_asked", "more_info_given", "data_request_approved", "data_provided", "evidence_preview_offered",
            "evidence_confirmed_by_subject", "data_used_in_decision", "use_outside_scope_detected", "use_outside_scope_detected", "data_returned_or_deleted"
        ]);
        foreach (var table in new[] { "mt_events", "mt_doc_datarequest", "mt_doc_citizenfile", "mt_doc_idempotencyrecord" })
            (await host.Scalar<bool>($"select coalesce(bool_or(t::text like '%{Canary}%'), false) from ledger.{table} t")).ShouldBeFalse(table);
        host.Log.Text.ShouldNotContain(Canary);
    }

    [Fact]
    public async Task gives_a_document_to_read_for_its_matter_until_the_data_are_disposed_of()
    {
        var walk = await Walk.Accepted(host);
        var another = await Walk.Submitted(host, citizen: walk.Citizen);
        var held = await HeldByProvider(walk.Citizen);
        var request = await Errand.Asked(host, walk, new { sharingClass = "unconditional" });
        await ShouldRead(HttpStatusCode.NotFound, walk.Id);
        await request.Do("provision", new { fields = new[] { Errand.Monthly, Errand.Since }, responseHash = Walk.Hash, sourceSystem = "pensions", asOf = "2026-03-01", evidenceIds = new[] { held } }, Errand.Provider);
        await ShouldRead(HttpStatusCode.OK, walk.Id);
        await ShouldRead(HttpStatusCode.NotFound, another.Id);
        (await host.Client(Errand.Asker).GetAsync($"/api/evidence/{held}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Client($"{LedgerHost.OfficerOf(Walk.Third)}; matter={walk.Id}").GetAsync($"/api/evidence/{held}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await request.Do("disposal", new { method = "returned" });
        await ShouldRead(HttpStatusCode.NotFound, walk.Id);

        async Task ShouldRead(HttpStatusCode status, Guid matter)
        {
            foreach (var path in new[] { $"/api/evidence/{held}", $"/api/evidence/{held}/record", $"/api/evidence/{held}/history" })
                (await host.Client($"{Errand.Asker}; matter={matter}").GetAsync(path)).StatusCode.ShouldBe(status, path);
        }
    }

    [Fact]
    public async Task comes_only_with_documents_of_this_person_that_the_provider_holds()
    {
        var (walk, stranger) = (await Walk.Accepted(host), await Walk.Accepted(host));
        var request = await Errand.Asked(host, walk, new { sharingClass = "unconditional" });
        Guid[] wrong =
        [
            LedgerIds.Unknown, Guid.Empty, walk.Id, await HeldByProvider(stranger.Citizen), await host.Keep(walk.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C"),
            await host.Keep(walk.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C", $"{Errand.Asker}; matter={walk.Id}")
        ];
        var good = await HeldByProvider(walk.Citizen);
        foreach (var id in wrong)
            (await request.Refused("provision", Provision(good, id), 400, "invalid", Errand.Provider))["field"]!.GetValue<string>().ShouldBe("$.evidenceIds[1]");
        await request.Do("provision", Provision(good), Errand.Provider);

        // The person's own paper need only be of the person.
        foreach (var id in new[] { LedgerIds.Unknown, walk.Id, wrong[3] })
            (await request.Refused("contest", new { field = "monthly", claim = "2580.00", ownEvidenceId = id }, 400, "invalid", request.Own))["field"]!.GetValue<string>().ShouldBe("$.ownEvidenceId");
        await request.Do("contest", new { field = "monthly", claim = "2580.00", ownEvidenceId = wrong[4] }, request.Own);
        (await request.Read())["fields"]![0]!["ownEvidenceId"]!.GetValue<Guid>().ShouldBe(wrong[4]);

        static object Provision(params Guid[] evidenceIds) =>
            new { fields = new[] { Errand.Monthly, Errand.Since }, responseHash = Walk.Hash, sourceSystem = "pensions", asOf = "2026-03-01", evidenceIds };
    }

    [Fact]
    public async Task is_made_for_an_accepted_matter_of_ones_own_and_by_departments()
    {
        var submitted = await Walk.Submitted(host);
        var accepted = await Walk.Accepted(host);
        await (await Errand.Asking(host, submitted)).ShouldBeRefused(400, "invalid");
        await (await Errand.Asking(host, accepted, asker: LedgerHost.OfficerOf(Walk.Third))).ShouldBeRefused(400, "invalid");
        await (await Errand.Asking(host, accepted, asker: accepted.Own)).ShouldBeRefused(403, "forbidden");
        await (await Errand.Asking(host, accepted, new { applicationId = LedgerIds.Unknown })).ShouldBeRefused(400, "invalid");
        await (await Errand.Asking(host, accepted, new { sharingClass = "none" })).ShouldBeRefused(409, "not-shared");
        var request = await Errand.Asked(host, accepted, new { sharingClass = "none", obligingLaw = "反洗钱法第十条" });
        await request.ShouldBe("requested");
        (await host.Client(LedgerHost.OfficerOf(Walk.Third)).GetAsync(request.Path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task drafted_and_never_sent_stays_with_the_asking_department()
    {
        var walk = await Walk.Accepted(host);
        var (sent, dropped) = (await Errand.Asked(host, walk, new { draft = true }), await Errand.Asked(host, walk, new { draft = true }));
        await walk.Do("withdrawal", new { });
        await sent.Refused("submission", new { }, 409, "matter-over");
        var version = (await dropped.Read())["version"]!.GetValue<long>();
        await (await host.Post($"{dropped.Path}/cancellation", new { reason = "不再需要", version }, Errand.Provider)).ShouldBeRefused(404, "not-found");
        await host.Do($"{dropped.Path}/cancellation", new { reason = "不再需要", version }, Errand.Asker);
        await dropped.ShouldBe("cancelled");
        foreach (var other in new[] { Errand.Provider, dropped.Own, Errand.Authority })
            foreach (var path in new[] { dropped.Path, dropped.Path + "/history" })
                (await host.Client(other).GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, other);
        (await dropped.Row()).ShouldBeNull();
    }

    [Fact]
    public async Task is_cancelled_until_the_data_are_there()
    {
        var walk = await Walk.Accepted(host);
        var asked = await Errand.Asked(host, walk);
        await asked.Do("cancellation", new { reason = "不再需要" });
        await asked.ShouldBe("cancelled");
        await asked.Refused("approval", new { fields = new[] { "monthly" }, validUntil = "2026-03-31" }, 409, "not-in-this-state", Errand.Provider);
        var given = await Errand.Asked(host, walk, new { sharingClass = "unconditional" });
        await given.Do("provision", Errand.All, Errand.Provider);
        await given.Refused("cancellation", new { reason = "不再需要" }, 409, "not-in-this-state");
    }

    [Fact]
    public async Task is_partly_provided_and_then_the_rest()
    {
        var request = await Errand.Asked(host, await Walk.Accepted(host), new { sharingClass = "unconditional" });
        object Part(object[] fields, object[]? missing = null) => new { fields, missing, responseHash = Walk.Hash, sourceSystem = "pensions", asOf = "2026-03-01" };
        (await request.Refused("provision", Part([Errand.Monthly]), 400, "invalid", Errand.Provider))["field"]!.GetValue<string>().ShouldBe("$.missing");
        await request.Do("provision", Part([Errand.Monthly], [new { name = "since", reason = "notUpToDate" }]), Errand.Provider);
        await request.ShouldBe("partlyProvided");
        Errand.Texts((await request.Row())!["provided"]).ShouldBe(["monthly"]);
        await request.Refused("contest", new { field = "since", claim = "2011-01" }, 400, "invalid", request.Own);
        await request.Refused("provision", Errand.All, 400, "invalid", Errand.Provider);
        await request.Do("provision", Part([Errand.Since]), Errand.Provider);
        await request.ShouldBe("provided");
        (await request.Read())["fields"]!.AsArray().Select(f => f!["value"]!.GetValue<string>()).ShouldBe(["2850.00", "2010-01"]);
    }

    [Fact]
    public async Task is_not_found_or_fails_and_is_tried_again()
    {
        var walk = await Walk.Accepted(host);
        var failing = await Errand.Asked(host, walk, new { sharingClass = "unconditional" });
        await failing.Do("failure", new { sourceSystem = "pensions", faultCode = "E-504" }, Errand.Provider);
        await failing.ShouldBe("failed");
        await failing.Do("failure", new { sourceSystem = "pensions", faultCode = "E-504" }, Errand.Provider);
        await failing.Do("provision", Errand.All, Errand.Provider);
        await failing.ShouldBe("provided");

        var empty = await Errand.Asked(host, walk, new { sharingClass = "unconditional" });
        await empty.Do("not-found", new { sourceSystem = "pensions", asOf = "2026-03-01" }, Errand.Provider);
        await empty.ShouldBe("notFound");
        await empty.Refused("provision", Errand.All, 409, "not-in-this-state", Errand.Provider);
        (await empty.Read())["next"]!.AsArray().ShouldBeEmpty();
    }

    async Task<Guid> HeldByProvider(Guid citizen) =>
        await host.Keep(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=B", $"{Errand.Provider}; matter={await host.Submit(citizen, Errand.OfProvider)}");
}
