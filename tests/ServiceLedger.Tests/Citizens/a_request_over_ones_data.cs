using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Destruction;
using ServiceLedger.Ledger;

namespace ServiceLedger.Tests.Citizens;

/// <summary>What the law gives people over their data, from asking to the answer.</summary>
public class a_request_over_ones_data(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Provider = "11500000DEM0000228";

    internal static string Officer(string role = "head", string department = LedgerHost.Department, string purpose = "RightsFulfillment", string id = "bao.mi") => $"kind=officer; id={id}; role={role}; department={department}; purpose={purpose}";

    [Fact]
    public async Task for_a_copy_gives_everything_with_what_proves_it()
    {
        var citizen = await host.Register("诸葛亮");
        var self = LedgerHost.CitizenPersona(citizen);
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var position = await host.Do($"/api/applications/{application}/decision", new { kind = "confirmation", fact = "户籍属实", legalBasis = new[] { "LIC 38" }, version = 2 });
        await host.Get($"/api/citizens/{citizen}/file?atLeast={position}");

        var answer = await host.Post($"/api/citizens/{citizen}/rights-requests", new { kind = "copy", department = LedgerHost.Department }, self);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var asked = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var path = $"/api/rights-requests/{asked["rightsRequestId"]!.GetValue<Guid>()}";
        // Fifteen working days from the second of March.
        asked["dueBy"]!.GetValue<string>().ShouldBe("2026-03-23");
        await (await host.Client(self).GetAsync(path + "/copy")).ShouldBeRefused(409, "not-in-this-state");
        (await host.Get("/api/rights-requests?open=true", Officer()))["requests"]!.AsArray().ShouldContain(r => r!["citizenId"]!.GetValue<Guid>() == citizen);
        await host.Do($"{path}/decision", new { outcome = "granted", version = 1 }, Officer());
        (await host.Get(path, self))["copy"]!.GetValue<string>().ShouldBe(path + "/copy");

        await host.Services.GetRequiredService<KeepsLog>().CatchUpAsync();
        var copy = await host.Get(path + "/copy", self);
        var events = copy["events"]!.AsArray();
        events.ToJsonString(LedgerHost.Plain).ShouldContain("诸葛亮");
        events.ToJsonString(LedgerHost.Plain).ShouldContain("户籍属实");
        events.Select(e => e!["event"]!["type"]!.GetValue<string>()).ShouldBe(["citizen_registered", "application_submitted", "application_accepted", "application_decided", "decision_made", "rights_request_lodged"], ignoreOrder: true);
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(events.Select(e => e!["event"]!["eventId"]!.GetValue<string>() + "\n"))))).ShouldBe(copy["digest"]!.GetValue<string>());
        foreach (var e in events)
        {
            // The entry commits to every value shown, and the proof to the entry.
            var entry = Convert.FromBase64String(e!["receipt"]!["entry"]!.GetValue<string>());
            foreach (var disclosure in e["receipt"]!["disclosures"]!.AsArray())
                Encoding.UTF8.GetString(entry).ShouldContain(System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(disclosure!.GetValue<string>()))));
            e["receipt"]!["proof"]!.GetValue<string>().ShouldStartWith("c2sp.org/tlog-proof@v1");
        }

        // Asked for again it is the same, whatever happened since; and nobody else has it.
        await host.Submit(citizen);
        (await host.Get(path + "/copy", self))["digest"]!.GetValue<string>().ShouldBe(copy["digest"]!.GetValue<string>());
        foreach (var other in new[] { Officer(), Officer("protectionOfficer"), LedgerHost.Supervisor })
            (await host.Client(other).GetAsync(path + "/copy")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, other);
        (await host.Client(LedgerHost.CitizenPersona(await host.Register())).GetAsync(path + "/copy")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'exported' and data->>'citizenId' = '{citizen}'")).ShouldBe(2);
    }

    [Fact]
    public async Task to_put_a_name_right_changes_the_file_and_the_search_and_leaves_the_old_on_record()
    {
        var citizen = await host.Register("王芳");
        var (self, born) = (LedgerHost.CitizenPersona(citizen), "");
        var request = await Asked(citizen, new { kind = "rectification", department = LedgerHost.Department, fact = new { kind = "name", claim = "王芬" } }, self);
        await host.Do($"{request}/verification", new { findings = "户籍登记为王芬", version = 1 }, Officer("handler", id: "he.shi"));
        var position = await host.Do($"{request}/decision", new { outcome = "granted", after = "王芬", version = 2 }, Officer());
        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", self);
        (file["name"]!.GetValue<string>(), file["rightsRequests"]![0]!["status"]!.GetValue<string>()).ShouldBe(("王芬", "granted"));
        born = file["birthDate"]!.GetValue<string>();
        (await Found("王芬", born)).ShouldBe([citizen]);
        (await Found("王芳", born)).ShouldBeEmpty();
        (await host.Get($"/api/citizens/{citizen}/file/history", self)).ToJsonString(LedgerHost.Plain).ShouldContain("王芳");
        var view = await host.Get(request, self);
        (view["before"]!.GetValue<string>(), view["after"]!.GetValue<string>(), view["findings"]!.GetValue<string>()).ShouldBe(("王芳", "王芬", "户籍登记为王芬"));

        // The second time what stood before is the first correction.
        request = await Asked(citizen, new { kind = "rectification", department = LedgerHost.Department, fact = new { kind = "name", claim = "王芬芳" } }, self);
        await host.Do($"{request}/verification", new { findings = "改名", version = 1 }, Officer("handler", id: "he.shi"));
        await host.Do($"{request}/decision", new { outcome = "granted", after = "王芬芳", version = 2 }, Officer());
        view = await host.Get(request, self);
        (view["before"]!.GetValue<string>(), view["after"]!.GetValue<string>()).ShouldBe(("王芬", "王芬芳"));
    }

    [Fact]
    public async Task to_put_data_right_tells_every_earlier_recipient_and_marks_the_decisions_that_rest_on_it()
    {
        var citizen = await host.Register("黄月英");
        var self = LedgerHost.CitizenPersona(citizen);
        var (one, other) = (await Given(citizen, Items.Plain, LedgerHost.Officer), await Given(citizen, Items.Foreign, LedgerHost.OfficerOf(Items.OtherDepartment)));
        await host.Do($"/api/applications/{one.Application}/decision", new { kind = "confirmation", fact = "住址属实", legalBasis = new[] { "LIC 38" }, facts = new[] { new { statement = "住址", grade = "A", dataRequestIds = new[] { one.Request } } }, version = 2 });
        var decision = (await host.Get($"/api/applications/{one.Application}"))["decisionId"]!.GetValue<Guid>();
        await host.Do($"/api/data-requests/{one.Request}/use", new { decisionId = decision, fields = new[] { "address" }, version = 3 });

        (await host.Post($"/api/citizens/{citizen}/rights-requests", new { kind = "rectification", department = LedgerHost.Department, fact = new { kind = "data", claim = "江北区", dataRequestId = other.Request, field = "address" } }, self)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var request = await Asked(citizen, new { kind = "rectification", department = Provider, fact = new { kind = "data", claim = "江北区", dataRequestId = other.Request, field = "address" } }, self);
        await host.Do($"{request}/verification", new { findings = "迁移未登记", version = 1 }, Officer("handler", Provider, id: "he.shi"));
        await host.Do($"{request}/decision", new { outcome = "granted", after = "江北区", reasons = "迁移未登记", version = 2 }, Officer(department: Provider));
        foreach (var told in new[] { one, other })
        {
            var now = await host.Get($"/api/data-requests/{told.Request}", self);
            (now["fields"]![0]!["value"]!.GetValue<string>(), now["correctionsOpen"]!.AsArray().Count).ShouldBe(("江北区", 1));
        }

        (await host.Get($"/api/decisions/{decision}"))["reviewDue"]![0]!["field"]!.GetValue<string>().ShouldBe("address");
    }

    [Fact]
    public async Task to_be_deleted_ends_in_restriction_while_the_law_demands_that_it_is_kept()
    {
        var kept = await host.Register("司马懿");
        await host.Submit(kept);
        var request = await Asked(kept, new { kind = "deletion", ground = "consentWithdrawn", department = LedgerHost.Department }, LedgerHost.CitizenPersona(kept));
        await (await host.Post($"{request}/decision", new { outcome = "granted", law = "PIPL 47(3)", version = 1 }, Officer())).ShouldBeRefused(409, "retention-runs");
        await host.Do($"{request}/decision", new
        {
            outcome = "restrictedInstead",
            law = "PIPL 47",
            reasons = "办件尚未办结",
            remedies = new { reconsiderationAuthority = "重庆市人民政府", reconsiderationDays = 60, court = "重庆市渝中区人民法院", litigationMonths = 6 },
            version = 1
        }, Officer());
        (await host.Get($"/api/citizens/{kept}/file"))["name"]!.GetValue<string>().ShouldBe("restricted under PIPL 47");
        var view = await host.Get(request, LedgerHost.CitizenPersona(kept));
        (view["status"]!.GetValue<string>(), view["remedies"]!["reconsiderationDays"]!.GetValue<int>()).ShouldBe(("restrictedInstead", 60));
    }

    [Fact]
    public async Task may_be_made_for_somebody_else_by_who_exercises_their_rights_and_for_the_dead_at_a_window()
    {
        var acting = await Acting.For(host, powers: ["read", "exerciseRights"]);
        var request = await Asked(acting.Principal, new { kind = "access", department = LedgerHost.Department }, acting.Persona);
        (await host.Get(request, acting.Self))["by"]!.GetValue<string>().ShouldBe("representative");
        (await host.Get($"/api/citizens/{acting.Principal}/rights-requests", acting.Persona))["requests"]!.AsArray().Count.ShouldBe(1);
        var reader = await Acting.For(host, acting.Principal, powers: ["read"]);
        (await host.Post($"/api/citizens/{acting.Principal}/rights-requests", new { kind = "copy", department = LedgerHost.Department }, reader.Persona)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var dead = await host.Register("刘备");
        request = await Asked(dead, new { kind = "copy", department = LedgerHost.Department, kin = new { name = "刘禅", relation = "长子", deathProof = "渝死证2026-118" } }, Officer("receiver", id: "shou.li"));
        await (await host.Post($"{request}/decision", new { outcome = "granted", version = 1 }, Officer(id: "shou.li"))).ShouldBeRefused(403, "forbidden");
        await host.Do($"{request}/decision", new { outcome = "granted", version = 1 }, Officer());
        (await host.Get(request, Officer()))["kin"]!["relation"]!.GetValue<string>().ShouldBe("长子");
        (await host.Client(Officer()).GetAsync(request + "/copy")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Client(Officer("protectionOfficer")).GetAsync(request + "/copy")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Get(request + "/copy", Officer("protectionOfficer", id: "dang.an"))).ToJsonString(LedgerHost.Plain).ShouldContain("刘备");
    }

    async Task<string> Asked(Guid citizen, object body, string persona) => $"/api/rights-requests/{await Acting.Granted(host, body, persona, $"/api/citizens/{citizen}/rights-requests")}";

    async Task<IEnumerable<Guid>> Found(string name, string birthDate) =>
        JsonNode.Parse(await (await host.Post("/api/citizens/find", new { name, birthDate })).Content.ReadAsStringAsync())!["citizens"]!.AsArray().Select(c => c!.GetValue<Guid>());

    /// <summary>A matter for which the provider gave the address.</summary>
    async Task<(Guid Application, Guid Request)> Given(Guid citizen, string item, string officer)
    {
        var application = await host.Submit(citizen, item);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 }, officer);
        var request = await Acting.Granted(host, new { applicationId = application, providingDepartment = Provider, dataItemCode = "HUKOU", sharingClass = "unconditional", fields = new[] { "address" }, purpose = "ServiceProvision", legalBasis = "国务院令第809号", necessity = "核实住址" }, officer, "/api/data-requests");
        await host.Do($"/api/data-requests/{request}/provision", new { fields = new[] { new { name = "address", value = "渝中区" } }, responseHash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", sourceSystem = "hukou", asOf = "2026-03-01", version = 2 }, LedgerHost.OfficerOf(Provider));
        return (application, request);
    }
}

/// <summary>What nothing demands is deleted when its person asks for it.</summary>
public class a_request_to_be_deleted(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task ends_on_a_list_once_nothing_demands_that_the_record_is_kept()
    {
        var free = await host.Register("曹植");
        var request = "/api/rights-requests/" + await Acting.Granted(host, new { kind = "deletion", ground = "purposeReached", department = LedgerHost.Department, text = "不再办理" }, LedgerHost.CitizenPersona(free), $"/api/citizens/{free}/rights-requests");
        await (await host.Post($"{request}/decision", new { outcome = "granted", law = "PIPL 47(1)", version = 1 }, a_request_over_ones_data.Officer())).ShouldBeRefused(409, "retention-runs");
        host.Time.Advance(TimeSpan.FromDays(3660));
        await host.Do($"{request}/decision", new { outcome = "granted", law = "PIPL 47(1)", version = 1 }, a_request_over_ones_data.Officer());
        var list = await Acting.Granted(host, new { law = "PIPL 47(1)", citizenIds = new[] { free } }, a_request_over_ones_data.Officer("protectionOfficer", id: "bao.hu"), "/api/destruction-lists");
        await host.Do($"/api/destruction-lists/{list}/review", new { takenOff = Array.Empty<object>(), version = 1 }, a_request_over_ones_data.Officer("protectionOfficer", id: "dang.an"));
        await host.Do($"/api/destruction-lists/{list}/approval", new { version = 2 }, a_request_over_ones_data.Officer("protectionOfficer", id: "dang.an"));
        await host.Do($"/api/destruction-lists/{list}/approval", new { version = 3 }, a_request_over_ones_data.Officer("protectionOfficer", id: "shen.he"));
        await host.Services.GetRequiredService<DestroysRecords>().RunAsync(TestContext.Current.CancellationToken);
        (await host.Get(request, LedgerHost.CitizenPersona(free)))["text"]!.GetValue<string>().ShouldStartWith("erased under list");
    }
}
