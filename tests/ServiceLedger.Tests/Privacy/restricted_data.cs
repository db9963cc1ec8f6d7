using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Tests.Access;
using ServiceLedger.Tests.Citizens;

namespace ServiceLedger.Tests.Privacy;

/// <summary>What is restricted is stored and protected: everybody sees that it is, and nobody its values but an auditor who states the law.</summary>
public class restricted_data(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Marker = "欧阳紫陌", Said = "restricted under PIPL 47";
    const string ProtectionOfficer = $"kind=officer; id=bao.hu; role=protectionOfficer; department={LedgerHost.Department}; purpose=RecordManagement";
    const string Auditor = $"kind=officer; id=qian.li; role=auditor; department={LedgerHost.Department}; purpose=LegalCompliance";
    const string LawfulAuditor = Auditor + "; basis=PIPL 54";

    [Fact]
    public async Task shows_on_every_read_path_that_it_is_restricted_and_none_of_its_values()
    {
        var everything = new every_read_path(host);
        var seen = await everything.OneOfEverything();
        var (citizen, content) = (seen["citizenId"], $"/api/evidence/{seen["evidenceId"]}");
        var readers = new[] { LedgerHost.CitizenPersona(citizen), $"{LedgerHost.Officer}; matter={seen["applicationId"]}", LedgerHost.Supervisor, ProtectionOfficer, Auditor };
        await host.Do($"/api/data-requests/{seen["dataRequestId"]}/provision", new
        {
            fields = new[] { new { name = "address", value = Marker } },
            responseHash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
            sourceSystem = "hukou",
            asOf = "2026-03-01",
            version = 2
        }, LedgerHost.OfficerOf("11500000DEM0000228"));
        (await Address()).ShouldBe(Marker);
        var before = await host.Scalar<long>("select max(seq_id) from ledger.mt_events");
        var restriction = await Restrict(citizen, new { scope = "wholeRecord", ground = "retentionNotExpired", law = "PIPL 47", reasons = "保存期限未届满" });
        var said = 0;
        foreach (var path in everything.ReadPaths(seen))
            foreach (var reader in readers)
            {
                using var answer = await host.Client(reader).GetAsync(path);
                var text = await answer.Content.ReadAsStringAsync();
                foreach (var written in new[] { Marker, JsonSerializer.Serialize(Marker).Trim('"') })
                    text.ShouldNotContain(written, Case.Insensitive, $"{path} for {reader}");
                if (path == content && answer.StatusCode is HttpStatusCode.Conflict)
                    text.ShouldContain("urn:serviceledger:restricted");
                else
                    ((int)answer.StatusCode).ShouldBeOneOf([200, 403, 404], $"{path} for {reader}: {text}");
                if (answer.IsSuccessStatusCode && text.Contains(Said, StringComparison.Ordinal))
                    said++;
            }

        said.ShouldBeGreaterThan(15);
        await (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync(content)).ShouldBeRefused(409, "restricted");
        var file = await host.Get($"/api/citizens/{citizen}/file");
        (file["name"]!.GetValue<string>(), file["idNumber"]!.GetValue<string>(), file["residenceDivision"], file["restrictions"]![0]!["ground"]!.GetValue<string>()).ShouldBe((Said, Said, null, "retentionNotExpired"));
        (await Address()).ShouldBe(Said);
        var receipt = await host.Get($"/api/events/{seen["eventId"]}/receipt", LedgerHost.CitizenPersona(citizen));
        receipt["disclosures"]!.AsArray().ShouldBeEmpty();
        // The looks say that no more than facts was shown.
        (await Looks(citizen, $"seq_id <= {before} and data->'fields' @> '[\"name\"]'")).ShouldBeGreaterThan(0);
        (await Looks(citizen, $"seq_id > {before}")).ShouldBeGreaterThan(5);
        (await Looks(citizen, $"seq_id > {before} and data->'fields' @> '[\"name\"]'")).ShouldBe(0);

        // An auditor who states the law reads it, and nobody else who states one.
        (await host.Get($"/api/citizens/{citizen}/file", LawfulAuditor))["name"]!.GetValue<string>().ShouldBe(Marker);
        (await host.Client(LawfulAuditor).GetAsync(content)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Get($"/api/access-cases/{seen["accessCaseId"]}", LedgerHost.Supervisor + "; basis=PIPL 54"))["text"]!.GetValue<string>().ShouldBe(Said);
        await (await host.Client(Auditor).GetAsync(content)).ShouldBeRefused(403, "forbidden");

        await host.Do($"/api/citizens/{citizen}/restrictions/lifting", new { restrictionId = restriction, reasons = "已核实" }, ProtectionOfficer);
        (await host.Get($"/api/citizens/{citizen}/file"))["name"]!.GetValue<string>().ShouldBe(Marker);
        (await host.Get($"/api/citizens/{citizen}/file"))["restrictions"].ShouldBeNull();
        (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync(content)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client(LawfulAuditor).GetAsync(content)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        async Task<string> Address() => (await host.Get($"/api/data-requests/{seen["dataRequestId"]}", LedgerHost.CitizenPersona(citizen)))["fields"]![0]!["value"]!.GetValue<string>();
    }

    [Fact]
    public async Task is_not_told_again_to_whoever_sends_the_same_request_again()
    {
        var citizen = await host.Register();
        var body = new { citizenId = citizen, itemCode = Items.Plain, situation = "再次提交" };
        var first = (await (await host.Post("/api/applications", body, key: "restricted-1")).Content.ReadFromJsonAsync<JsonNode>())!;
        first["receipt"]!["disclosures"]!.AsArray().ShouldNotBeEmpty();
        await host.Do($"/api/citizens/{citizen}/restrictions", new { scope = "wholeRecord", ground = "technicallyHard", law = "PIPL 47", reasons = "核查" }, ProtectionOfficer);
        var again = (await (await host.Post("/api/applications", body, key: "restricted-1")).Content.ReadFromJsonAsync<JsonNode>())!;
        again["receipt"]!["disclosures"]!.AsArray().ShouldBeEmpty();
        (again["applicationId"]!.GetValue<Guid>(), again["receipt"]!["promise"]!.GetValue<string>()).ShouldBe((first["applicationId"]!.GetValue<Guid>(), first["receipt"]!["promise"]!.GetValue<string>()));
    }

    [Fact]
    public async Task goes_on_being_written_where_the_law_requires_it_and_is_put_to_no_new_use()
    {
        var citizen = await host.Register("令狐冲");
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var asked = await Asked(application);
        await Restrict(citizen, new { scope = "wholeRecord", ground = "accuracyContested", law = "PIPL 46", reasons = "本人提出异议" });

        await (await host.Post($"/api/data-requests/{asked}/provision", new
        {
            fields = new[] { new { name = "address", value = "渝中区" } },
            responseHash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
            sourceSystem = "hukou",
            asOf = "2026-03-01",
            version = 2
        }, LedgerHost.OfficerOf("11500000DEM0000228"))).ShouldBeRefused(409, "restricted");
        await (await host.Post("/api/data-requests", every_read_path.Household(application))).ShouldBeRefused(409, "restricted");

        // Nor by a request that names something else first.
        var disguised = new JsonObject { ["agreementId"] = Guid.NewGuid().ToString() };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(every_read_path.Household(application), JsonSerializerOptions.Web)!.AsObject().ToArray())
            disguised[name] = value?.DeepClone();
        await (await host.Post("/api/data-requests", disguised)).ShouldBeRefused(409, "restricted");
        // A stranger to the matter is answered as ever.
        await (await host.Post("/api/data-requests", every_read_path.Household(application), LedgerHost.OfficerOf(Items.OtherDepartment))).ShouldBeRefused(400, "invalid");

        await host.Do($"/api/applications/{application}/decision", new { kind = "confirmation", fact = "户籍属实", legalBasis = new[] { "LIC 38" }, version = 2 });
        var history = await host.Get($"/api/applications/{application}/history");
        history["events"]!.AsArray().Count.ShouldBe(3);
        var decision = (await host.Get($"/api/applications/{application}"))["decisionId"]!.GetValue<Guid>();
        (await host.Get($"/api/decisions/{decision}"))["ruling"]!["fact"]!.GetValue<string>().ShouldBe("restricted under PIPL 46");

        // A search says so beside what it finds.
        var found = await host.Post("/api/citizens/find", new { name = "令狐冲", birthDate = await BornOn(citizen) });
        (await found.Content.ReadFromJsonAsync<JsonNode>())!["restricted"]![0]!.GetValue<Guid>().ShouldBe(citizen);
    }

    [Fact]
    public async Task of_one_matter_leaves_the_others_open()
    {
        var citizen = await host.Register("上官婉儿");
        var (one, other) = (await Decided(citizen, "甲事实"), await Decided(citizen, "乙事实"));
        await Restrict(citizen, new { scope = "matter", streamId = one.Application, ground = "technicallyHard", law = "PIPL 47", reasons = "其他办件尚未到期" });
        (await host.Get($"/api/decisions/{one.Decision}"))["ruling"]!["fact"]!.GetValue<string>().ShouldBe(Said);
        (await host.Get($"/api/decisions/{other.Decision}"))["ruling"]!["fact"]!.GetValue<string>().ShouldBe("乙事实");
        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={other.Position}");
        (file["name"]!.GetValue<string>(), file["restrictions"]![0]!["streamId"]!.GetValue<Guid>()).ShouldBe(("上官婉儿", one.Application));
        var history = (await host.Get($"/api/citizens/{citizen}/file/history", LedgerHost.CitizenPersona(citizen))).ToJsonString(LedgerHost.Plain);
        history.ShouldContain("乙事实");
        history.ShouldContain(Said);
        history.ShouldNotContain("甲事实");
        (await host.Post($"/api/citizens/{citizen}/restrictions", new { scope = "matter", streamId = await host.Submit(await host.Register()), ground = "technicallyHard", law = "PIPL 47", reasons = "错" }, ProtectionOfficer)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    async Task<(Guid Application, Guid Decision, long Position)> Decided(Guid citizen, string fact)
    {
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var position = await host.Do($"/api/applications/{application}/decision", new { kind = "confirmation", fact, legalBasis = new[] { "LIC 38" }, version = 2 });
        return (application, (await host.Get($"/api/applications/{application}"))["decisionId"]!.GetValue<Guid>(), position);
    }

    async Task<string> BornOn(Guid citizen)
    {
        var file = await host.Get($"/api/citizens/{citizen}/file", LawfulAuditor);
        return file["birthDate"]!.GetValue<string>();
    }

    Task<long> Looks(Guid citizen, string where) => host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'file_viewed' and data->>'citizenId' = '{citizen}' and {where}");

    Task<Guid> Restrict(Guid citizen, object body) => Acting.Granted(host, body, ProtectionOfficer, $"/api/citizens/{citizen}/restrictions");

    Task<Guid> Asked(Guid application) => Acting.Granted(host, every_read_path.Household(application), LedgerHost.Officer, "/api/data-requests");
}
