using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ServiceLedger.Tests.Supervision;

/// <summary>A decision is judged by what its officer saw when deciding, and by what the officer could have seen and did not.</summary>
public class a_decision_as_it_was_seen(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string[] Basis = ["许可法第三十八条"];
    static readonly string Digest = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Documents.Pdf()));
    static readonly string Provider = LedgerHost.OfficerOf(Items.ThirdDepartment);

    /// <summary>(11) Replaying to the moment of the decision is deterministic and equals the file captured then; what happens later changes nothing of it.</summary>
    [Fact]
    public async Task is_the_same_for_ever_whatever_is_corrected_later_and_equals_the_file_captured_then()
    {
        var matter = await Prepared();
        var file = await host.Get($"/api/citizens/{matter.Citizen}/file?atLeast={matter.Position}", matter.Officer);
        var decision = await Decided(matter);
        var readers = new[] { LedgerHost.CitizenPersona(matter.Citizen), matter.Officer, LedgerHost.Supervisor };
        var first = new Dictionary<string, JsonNode>();
        foreach (var reader in readers)
        {
            first[reader] = await Seen(decision, reader);
            (await Seen(decision, reader)).ToJsonString().ShouldBe(first[reader].ToJsonString(), reader);
        }

        var stream = first[matter.Officer]["streams"]![0]!;
        stream["application"]!.ToJsonString().ShouldBe(file["applications"]!.AsArray().Single(a => a!["id"]!.GetValue<Guid>() == matter.Application)!.ToJsonString());
        first[matter.Officer]["data"]![0]!["request"]!.ToJsonString().ShouldBe(file["dataRequests"]!.AsArray().Single()!.ToJsonString());
        first[matter.Officer]["documents"]![0]!["document"]!.ToJsonString().ShouldBe(file["evidence"]!.AsArray().Single(e => e!["id"]!.GetValue<Guid>() == matter.Evidence)!.ToJsonString());
        Since(first[matter.Officer]).ShouldBe((false, "held", "[]", false));

        await host.Do($"/api/decisions/{decision}/delivery", new { method = "window", version = 1 });
        await host.Do($"/api/data-requests/{matter.Request}/correction", new { field = "area", after = "18", asOf = "2026-03-02", reason = "测绘有误", version = 3 }, Provider);
        var newer = await host.Keep(matter.Citizen, Documents.Pdf(2000), "evidenceType=premises-proof&grade=B", matter.Officer);
        await host.Do($"/api/evidence/{matter.Evidence}/superseding", new { byEvidenceId = newer, version = 1 }, matter.Officer);
        await host.Do($"/api/decisions/{decision}/correction", new { field = "name", before = "王方", after = "王芳", version = 2 });

        foreach (var reader in readers)
            Plain(await Seen(decision, reader)).ShouldBe(Plain(first[reader]), reader);
        var later = await Seen(decision, matter.Officer);
        Since(later).ShouldBe((true, "superseded", """["area"]""", true));
        (later["data"]![0]!["fields"]![0]!["value"]!.GetValue<string>(), later["documents"]![0]!["contentHash"]!.GetValue<string>(), later["documents"]![0]!["since"]!["sameContent"]!.GetValue<bool>()).ShouldBe(("80", Digest, true));
        later.ToJsonString(LedgerHost.Plain).ShouldNotContain("王方");
    }

    /// <summary>(7) The manifest names only what its officer could read at that instant; and what could be read and was not opened is told.</summary>
    [Fact]
    public async Task holds_nothing_that_its_officer_could_not_read_and_tells_what_was_never_opened()
    {
        var matter = await Prepared();
        var foreign = await host.Submit(matter.Citizen, Items.Foreign);
        var closed = await host.Keep(matter.Citizen, Documents.Pdf(1500), "evidenceType=premises-proof&grade=C&reuse=none");
        foreach (var manifest in new object[]
            {
                new { streams = new object[] { new { id = matter.Application, version = 3 }, new { id = foreign, version = 1 } }, itemVersion = 1 },
                new { streams = new[] { new { id = matter.Application, version = 3 } }, itemVersion = 1, evidence = new[] { new { id = closed } } },
                new { streams = new[] { new { id = matter.Application, version = 3 }, new { id = matter.Citizen, version = 2 } }, itemVersion = 1 }
            })
            await (await host.Post($"/api/applications/{matter.Application}/decision", new { kind = "grant", version = 3, legalBasis = Basis, seenManifest = manifest }, matter.Officer)).ShouldBeRefused(400, "invalid");

        var decision = await Decided(matter);
        var seen = await Seen(decision, LedgerHost.Supervisor);
        seen["streams"]!.AsArray().Select(s => s!["id"]!.GetValue<Guid>()).ShouldBe([matter.Application, matter.Citizen]);
        seen["streams"]!.AsArray().ShouldAllBe(s => !s!["hidden"]!.GetValue<bool>());
        seen["item"]!["terms"]!["papers"]!.AsArray().Count.ShouldBe(3);
        var opened = seen["opened"]!;
        opened["looks"]!.AsArray().Select(l => l!["screen"]!.GetValue<string>()).ShouldBe(["/api/applications/{applicationId}", "/api/evidence/{evidenceId}", "/api/data-requests/{dataRequestId}"]);
        (opened["anything"]!.GetValue<bool>(), opened["file"]!.GetValue<bool>(), opened["inWords"]!.GetValue<string>()).ShouldBe((true, false, "The deciding officer opened something of the record, and never the person's file, before deciding."));
        opened["neverOpened"]!.AsArray().Select(n => n!["id"]!.GetValue<Guid>()).ShouldBe([matter.Unread]);
        opened.ToJsonString().ShouldNotContain(closed.ToString());

        // The deciding department reads the same; who may not know which officer it was reads the office only.
        var own = await Seen(decision, LedgerHost.CitizenPersona(matter.Citizen));
        (seen["by"]!["officer"]!.GetValue<string>(), own["by"]!["officer"], own["by"]!["department"]!.GetValue<string>()).ShouldBe(("lin.shen", null, LedgerHost.Department));
        own["opened"]!["neverOpened"]!.ToJsonString().ShouldBe(opened["neverOpened"]!.ToJsonString());
        (await Seen(decision, matter.Officer))["opened"]!["looks"]!.ToJsonString().ShouldBe(opened["looks"]!.ToJsonString());
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'file_viewed' and data->>'screen' like '%/as-seen' and data->>'streamId' = '{decision}'")).ShouldBe(3);

        // Supervision reads no values of other departments; they are the person's and the office's.
        (seen["data"]![0]!["fields"]![0]!["value"], own["data"]![0]!["fields"]![0]!["value"]!.GetValue<string>()).ShouldBe((null, "80"));
        (await host.Client(LedgerHost.OfficerOf(Items.OtherDepartment)).GetAsync($"/api/decisions/{decision}/as-seen")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task says_where_the_officer_opened_nothing_and_where_the_person_never_did()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        const string blind = "kind=officer; id=mo.kan; role=decider; department=11500000009275780L; division=500103; purpose=ServiceProvision; channel=window";
        var decision = Id(await host.Post($"/api/applications/{application}/decision", new { kind = "grant", version = 2, legalBasis = Basis }, blind));
        var seen = await Seen(decision, LedgerHost.Supervisor);
        (seen["manifestGiven"]!.GetValue<bool>(), seen["opened"]!["anything"]!.GetValue<bool>(), seen["opened"]!["looks"]!.AsArray().Count, seen["streams"]!.AsArray().Count).ShouldBe((false, false, 0, 0));
        seen["opened"]!["neverOpened"]!.AsArray().Select(n => n!["id"]!.GetValue<Guid>()).ShouldBe([application]);
        seen["since"]!["neverOpenedByPerson"]!.GetValue<bool>().ShouldBeFalse("It was not delivered.");

        await host.Do($"/api/decisions/{decision}/delivery", new { method = "window", version = 1 });
        (await Seen(decision, LedgerHost.Supervisor))["since"]!["neverOpenedByPerson"]!.GetValue<bool>().ShouldBeTrue();
        await host.Get($"/api/decisions/{decision}", LedgerHost.CitizenPersona(citizen));
        var since = (await Seen(decision, LedgerHost.Supervisor))["since"]!;
        (since["neverOpenedByPerson"]!.GetValue<bool>(), since["openedByPersonAt"] is not null).ShouldBe((false, true));
        (await Seen(decision, LedgerHost.Officer))["since"]!["neverOpenedByPerson"].ShouldBeNull("Whether somebody reads their mail is not for the office to know.");
    }

    /// <summary>A matter with two documents and data of another department, of which the deciding officer reads one document and the data.</summary>
    async Task<Ready> Prepared()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen, Items.Lenient);
        var officer = $"kind=officer; id=lin.shen; role=decider; department={LedgerHost.Department}; division=500103; purpose=ServiceProvision; channel=window; matter={application}";
        var evidence = await host.Keep(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=B", $"{LedgerHost.Officer}; matter={application}");
        var unread = await host.Keep(citizen, Documents.Pdf(1200), "evidenceType=premises-proof&grade=B", $"{LedgerHost.Officer}; matter={application}");
        await host.Do($"/api/applications/{application}/materials", new { materials = new[] { new { paperId = "P1", form = "original", grade = "B", evidenceId = (Guid?)null }, new { paperId = "P2", form = "original", grade = "B", evidenceId = (Guid?)evidence } }, version = 1 });
        await host.Do($"/api/applications/{application}/acceptance", new { version = 2 });
        var request = Id(await host.Post("/api/data-requests", new
        {
            applicationId = application,
            providingDepartment = Items.ThirdDepartment,
            dataItemCode = "premises-proof",
            sharingClass = "unconditional",
            fields = new[] { "area" },
            purpose = "ServiceProvision",
            legalBasis = "国务院令第809号",
            necessity = "核实面积"
        }));
        var position = await host.Do($"/api/data-requests/{request}/provision", new { fields = new[] { new { name = "area", value = "80" } }, responseHash = Applications.Walk.Hash, sourceSystem = "fdc", asOf = "2026-03-01", version = 2 }, Provider);
        await host.Get($"/api/applications/{application}", officer);
        (await host.Client(officer).GetAsync($"/api/evidence/{evidence}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.Get($"/api/data-requests/{request}", officer);
        return new(citizen, application, evidence, unread, request, officer, position);
    }

    async Task<Guid> Decided(Ready matter) => Id(await host.Post($"/api/applications/{matter.Application}/decision", new
    {
        kind = "grant",
        version = 3,
        legalBasis = Basis,
        facts = new[] { new { statement = "面积 80 平方米", grade = "B", evidenceIds = new[] { matter.Evidence }, dataRequestIds = new[] { matter.Request } } },
        seenManifest = new { streams = new[] { new { id = matter.Application, version = 3 }, new { id = matter.Citizen, version = 1 } }, itemVersion = 1, evidence = new[] { new { id = matter.Evidence, digest = Digest } } }
    }, matter.Officer));

    sealed record Ready(Guid Citizen, Guid Application, Guid Evidence, Guid Unread, Guid Request, string Officer, long Position);

    Task<JsonNode> Seen(Guid decision, string reader) => host.Get($"/api/decisions/{decision}/as-seen", reader);

    static Guid Id(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    static (bool Stream, string Document, string Corrected, bool Decision) Since(JsonNode seen) => (
        seen["streams"]![0]!["since"]!["changed"]!.GetValue<bool>(), seen["documents"]![0]!["since"]!["status"]!.GetValue<string>(), seen["data"]![0]!["since"]!["corrected"]!.ToJsonString(),
        seen["since"]!["changed"]!.GetValue<bool>());

    /// <summary>The answer without what it says of later.</summary>
    static string Plain(JsonNode seen)
    {
        var copy = seen.DeepClone();
        Strip(copy);
        return copy.ToJsonString();

        static void Strip(JsonNode? node)
        {
            if (node is JsonObject o)
            {
                o.Remove("since");
                foreach (var (_, child) in o)
                    Strip(child);
            }
            else if (node is JsonArray a)
                foreach (var child in a)
                    Strip(child);
        }
    }
}
