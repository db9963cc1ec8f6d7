using System.Text.Json.Nodes;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

/// <summary>What an office holds already need not be asked of the person; asking all the same is on record (State Council Order 716, art. 7).</summary>
public class asking_for_what_is_held(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly DateOnly Today = new(2026, 3, 2);
    static readonly Paper Proof = new("P2", "场地证明", null, PaperSource.Applicant, PaperForm.Copy, true, EvidenceType: "premises-proof");
    static readonly ItemTerms Terms = Items.Terms("测试", LedgerHost.Department, Proof, new("P3", "照片", null, PaperSource.Applicant, PaperForm.Copy, false));

    static HeldEvidence Document(EvidenceGrade grade = EvidenceGrade.B, string? heldBy = Items.OtherDepartment, ReuseScope reuse = ReuseScope.AnyDepartment, DateOnly? validTo = null, string type = "premises-proof", params object[] then) =>
        Given.State<HeldEvidence>(Given.Other, [new EvidenceReceived(Given.Citizen, type, grade, heldBy, new(reuse), new("ab", Given.Key.Seal("h"), "application/pdf", 1), validTo), .. then]);

    static IEnumerable<HeldPaper> Held(params HeldEvidence[] documents) => new AlreadyHeld(documents, [], []).Of(Proof, Given.Application(), Given.Officer, Today);

    [Fact]
    public void finds_documents_that_are_good_of_the_type_and_free_to_use()
    {
        Held(Document()).Single().ShouldBe(new(HeldAs.Document, Items.OtherDepartment, EvidenceGrade.B, Given.Other, new(2026, 3, 1)));
        Held(Document(heldBy: LedgerHost.Department, reuse: ReuseScope.None)).ShouldHaveSingleItem();
        Held(Document(validTo: Today)).ShouldHaveSingleItem();
        Held(
            Document(type: "household-register"), Document(reuse: ReuseScope.None), Document(validTo: Today.AddDays(-1)),
            Document(then: new EvidenceInvalidated(Given.Citizen, InvalidityGround.FoundFalse, Given.Key.Seal("伪造"))), Document(then: new EvidenceSuperseded(Given.Citizen, Given.Matter))).ShouldBeEmpty();
        Held(Document(EvidenceGrade.D), Document(EvidenceGrade.A), Document(EvidenceGrade.C)).Select(h => h.Grade).ShouldBe([EvidenceGrade.A, EvidenceGrade.C, EvidenceGrade.D]);
    }

    [Fact]
    public void finds_certificates_shared_data_and_registers()
    {
        var decision = Given.Decision(new ServiceLedger.Decisions.CertificateIssued(Given.Citizen, "1.2", "A", Today, null));
        IEnumerable<HeldPaper> Certified(ServiceLedger.Decisions.Decision d, string output = "premises-proof") => new AlreadyHeld([], [(d, output)], []).Of(Proof, Given.Application(), Given.Officer, Today);
        Certified(decision).Single().Source.ShouldBe(HeldAs.Certificate);
        new AlreadyHeld([], [(decision, "premises-proof")], []).Of(Proof, Given.Application(), Given.Officer, new(2026, 2, 28)).ShouldBeEmpty("It was made later.");
        Certified(decision, "household-register").ShouldBeEmpty();
        Certified(Given.Decision()).ShouldBeEmpty();
        Certified(Given.Decision(new ServiceLedger.Decisions.CertificateIssued(Given.Citizen, "1.2", "A", Today, null), new ServiceLedger.Decisions.DecisionCancelled(Given.Citizen, ServiceLedger.Decisions.CancellationCause.Dissolution, "第七十条"))).ShouldBeEmpty();

        new AlreadyHeld([], [], []).Of(Items.Papers[1], Given.Application(), Given.Officer, Today).Single().ShouldBe(new(HeldAs.Register, Items.OtherDepartment, EvidenceGrade.A, null, null));
        new AlreadyHeld([], [], []).Of(Items.Papers[0], Given.Application(), Given.Officer, Today).ShouldBeEmpty();
    }

    static DataRequest Shared(params object[] then) => Given.State<DataRequest>(Given.Ruled,
    [
        new DataRequested(Given.Citizen, Given.Matter, LedgerHost.Department, new(Items.OtherDepartment, "premises-proof", null, SharingClass.Unconditional, ["area"], "ServiceProvision", "第七条", Given.Key.Seal("核实"), Urgency.Ordinary, null, null, null)),
        new DataRequestApproved(Given.Citizen, ["area"], new(2026, 6, 30), null, null), .. then
    ]);

    static readonly DataProvided Data = new(Given.Citizen, [new("area", Given.Key.Seal("80"))], [], Given.Key.Seal("h"), "fdc", new(2026, 3, 1));

    [Fact]
    public void finds_data_that_were_given_to_this_department_and_may_be_used()
    {
        IEnumerable<HeldPaper> With(DataRequest request, Act? act = null, DateOnly? day = null) => new AlreadyHeld([], [], [request]).Of(Proof, Given.Application(), act ?? Given.Officer, day ?? Today);
        With(Shared(Data)).Single().ShouldBe(new(HeldAs.SharedData, Items.OtherDepartment, EvidenceGrade.A, null, null));
        With(Shared()).ShouldBeEmpty("Nothing was given.");
        With(Shared(Data), Given.Outsider).ShouldBeEmpty("It was given to another department.");
        With(Shared(Data), day: new(2026, 7, 1)).ShouldBeEmpty("The permission is over.");
        With(Shared(Data, new DataReturnedOrDeleted(Given.Citizen, DataDisposal.Deleted))).ShouldBeEmpty();
        With(Shared(Data, new EvidenceContestedBySubject(Given.Citizen, "area", Given.Key.Seal("90"), null))).ShouldBeEmpty("The person's own paper prevails.");
    }

    [Fact]
    public void is_none_where_the_department_could_not_supply_it()
    {
        IEnumerable<HeldPaper> With(params DataRequest[] requests) => new AlreadyHeld([], [], requests).Of(Items.Papers[1], Given.Application(), Given.Officer, Today);
        With(Shared()).ShouldHaveSingleItem();
        With(Shared(new DataNotFound(Given.Citizen, "hukou", Today))).ShouldBeEmpty();
        With(Shared(new FulfilmentFailed(Given.Citizen, "hukou", "E1"))).ShouldBeEmpty();
        With(Shared(Data, new EvidenceContestedBySubject(Given.Citizen, "area", Given.Key.Seal("90"), null))).ShouldBeEmpty();
        With(Given.State<DataRequest>(Given.Ruled, new DataRequested(Given.Citizen, Given.Other, LedgerHost.Department, Shared().Asked), new DataRequestRefused(Given.Citizen, DataRefusalGround.NotHeld, "第七条", Given.Key.Seal("自行提交"))))
            .ShouldHaveSingleItem("Another matter's refusal says nothing of this one.");
    }

    [Fact]
    public void is_none_where_what_is_held_will_not_do()
    {
        DefectTold defect = new("P2", "缺", "补");
        RequestCorrection Command(HeldUnfit? unfit) => new([defect with { HeldIsUnfit = unfit }], new(2026, 3, 9), Channel.Window, 1);
        int ReAsks(HeldUnfit? unfit) => RequestCorrectionEndpoint.Post(Command(unfit), Given.Application(), Given.Officer, Given.Key, Given.State<ServiceItem>(Given.Ruled, new ItemPublished(Items.WithPapers, 1, Terms)),
            new([Document()], [], []), Given.Clock).OfType<ReAskDetected>().Count();
        ReAsks(null).ShouldBe(1);
        foreach (var unfit in Enum.GetValues<HeldUnfit>())
            ReAsks(unfit).ShouldBe(0);
        RequestCorrectionEndpoint.Decide(Command(HeldUnfit.AnotherObject), Given.Application(), Given.Key).Defects[0].HeldIsUnfit.ShouldBe(HeldUnfit.AnotherObject);
    }

    [Fact]
    public void is_a_re_ask_for_what_can_be_relied_on_only()
    {
        string[] all = ["P2", "P3", "situation"];
        IEnumerable<ReAskDetected> In(HeldEvidence document, params object[] then) => new AlreadyHeld([document], [], []).In(all, Given.Application(then), Terms, Given.Officer, Today);
        In(Document()).Single().ShouldBe(new(Given.Citizen, Items.WithPapers, "P2", Given.Other, Items.OtherDepartment, "国务院令第716号第七条"));
        In(Document(EvidenceGrade.A, null)).Single().HeldBy.ShouldBeNull();
        In(Document(EvidenceGrade.C)).ShouldBeEmpty();
        In(Document(EvidenceGrade.D)).ShouldBeEmpty();
        // What was handed in for this matter is what the list finds fault with.
        In(Document(), new MaterialsReceived(Given.Citizen, "M", [new("P2", PaperForm.Copy, EvidenceGrade.B, null, Given.Other)])).ShouldBeEmpty();
    }

    [Fact]
    public async Task is_told_before_and_recorded_after()
    {
        var other = await Walk.Submitted(host, Items.Foreign);
        var held = await host.Keep(other.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=B&reuse=anyDepartment&receivedAt=2026-02-28T09:00:00%2B08:00", $"{LedgerHost.OfficerOf(Items.OtherDepartment)}; matter={other.Id}");
        var walk = await Walk.Submitted(host, Items.Lenient, citizen: other.Citizen);
        var papers = (await host.Get($"/api/applications/{walk.Id}/papers"))["papers"]!.AsArray();
        papers.Select(p => (p!["paperId"]!.GetValue<string>(), p["progress"]!.GetValue<string>(), p["held"]!.AsArray().Count)).ShouldBe([("P1", "outstanding", 0), ("P2", "outstanding", 1), ("P3", "outstanding", 0)]);
        papers[1]!["held"]![0]!["evidenceId"]!.GetValue<Guid>().ShouldBe(held);
        papers[1]!["held"]![0]!["heldBy"]!.GetValue<string>().ShouldBe(Items.OtherDepartment);

        await walk.Do("correction-requests", new { defects = new[] { new { requirement = "P1", fault = "缺", cure = "补" }, new { requirement = "P2", fault = "缺", cure = "补" } }, dueBy = "2026-03-09", notifiedBy = "window" });
        (await ReAsks(walk)).Select(r => (r["paperId"]!.GetValue<string>(), r["evidenceId"]!.GetValue<Guid>(), r["heldBy"]!.GetValue<string>())).ShouldBe([("P2", held, Items.OtherDepartment)]);
        await walk.ShouldBe("correctionRequested");

        // The document that is held cures it, without the person.
        var matter = $"{LedgerHost.Officer}; matter={walk.Id}";
        await walk.Do("corrections", new { cured = new[] { "P1", "P2" }, materials = new object[] { new { paperId = "P1", form = "original", grade = "C" }, new { paperId = "P2", form = "copy", grade = "B", evidenceId = held } } }, matter);
        await walk.Do("acceptance", new { });
        (await host.Get($"/api/applications/{walk.Id}/papers"))["papers"]!.AsArray().Select(p => p!["progress"]!.GetValue<string>()).ShouldBe(["received", "received", "outstanding"]);
        (await host.Client(matter).GetAsync($"/api/evidence/{held}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task is_recorded_in_a_provisional_acceptance_and_an_amended_list_too()
    {
        // The record is dated by the real clock, which is far ahead of the host's: what is to count today names today.
        var today = new { at = LedgerHost.Now, reason = "lateEntry" };
        var other = await Walk.Submitted(host, Items.ForPremises, LedgerHost.Now);
        await other.Do("acceptance", new { effect = today }, LedgerHost.OfficerOf(Items.OtherDepartment));
        var decision = await other.Decide(LedgerHost.OfficerOf(Items.OtherDepartment), new { kind = "grant", legalBasis = new[] { "许可法第三十八条" }, effect = today });
        await host.Do($"/api/decisions/{decision}/certificate", new { certificateType = "CERT", validFrom = "2026-03-02", version = 1 }, LedgerHost.OfficerOf(Items.OtherDepartment));
        var walk = await Walk.Submitted(host, Items.Lenient, citizen: other.Citizen);
        await walk.Do("materials", new { materials = new[] { new { paperId = "P1", form = "original", grade = "C" } } });
        await walk.Do("correction-requests", new { defects = new[] { new { requirement = "situation", fault = "缺", cure = "补" } }, dueBy = "2026-03-09", notifiedBy = "window" });
        (await ReAsks(walk)).ShouldBeEmpty();
        await walk.Do("correction-requests/amendment", new { defects = new[] { new { requirement = "P2", fault = "缺", cure = "补" } }, dueBy = "2026-03-09", notifiedBy = "window", reason = "遗漏" });
        await walk.Do("provisional-acceptance", new { cureBy = "2026-03-09", promise = "三日内补齐" });
        (await ReAsks(walk)).Select(r => (r["paperId"]!.GetValue<string>(), r["evidenceId"], r["heldBy"]!.GetValue<string>())).ShouldBe([("P2", null, Items.OtherDepartment), ("P2", null, Items.OtherDepartment)]);
        await walk.ShouldBe("provisionallyAccepted");
    }

    [Fact]
    public async Task takes_only_documents_that_are_the_persons_good_and_of_the_type()
    {
        var walk = await Walk.Submitted(host, Items.Lenient);
        var officer = $"{LedgerHost.Officer}; matter={walk.Id}";
        var stranger = await Walk.Submitted(host, Items.Lenient);
        var good = await host.Keep(walk.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C", officer);
        var wrongType = await host.Keep(walk.Citizen, Documents.Pdf(), "evidenceType=household-register&grade=C", officer);
        var invalid = await host.Keep(walk.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C", officer);
        await host.Do($"/api/evidence/{invalid}/invalidation", new { ground = "foundFalse", reasons = "伪造", version = 1 }, officer);
        var anothers = await host.Keep(stranger.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C", $"{LedgerHost.Officer}; matter={stranger.Id}");
        var unopened = await host.Keep(walk.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C");
        foreach (var wrong in new[] { wrongType, invalid, anothers, unopened, LedgerIds.Unknown, Guid.Empty, walk.Id })
        {
            foreach (var (act, body) in Bodies(wrong, "C"))
                await (await host.Post(act, body, officer)).ShouldBeRefused(400, "invalid");
        }

        foreach (var (act, body) in Bodies(good, "A"))
            await (await host.Post(act, body, officer)).ShouldBeRefused(400, "invalid");
        await walk.Do("materials", new { materials = new[] { new { paperId = "P2", form = "copy", grade = "C", evidenceId = good } } }, officer);

        (string, object)[] Bodies(Guid evidenceId, string grade)
        {
            var materials = new[] { new { paperId = "P2", form = "copy", grade, evidenceId } };
            return
            [
                ($"/api/applications/{walk.Id}/materials", new { materials, version = 1 }), ("/api/applications", new { citizenId = walk.Citizen, itemCode = Items.Lenient, materials }),
                ("/api/applications/drafts", new { citizenId = walk.Citizen, itemCode = Items.Lenient, materials }), ($"/api/applications/{walk.Id}/split", new { itemCode = Items.Lenient, reason = "分", materials, version = 1 })
            ];
        }
    }

    async Task<JsonNode[]> ReAsks(Walk walk) =>
        [.. (await host.Get($"/api/applications/{walk.Id}/history"))["events"]!.AsArray().Where(e => e!["type"]!.GetValue<string>() == "re_ask_detected").Select(e => e!["data"]!)];
}
