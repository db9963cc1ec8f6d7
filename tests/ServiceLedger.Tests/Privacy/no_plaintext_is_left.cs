using System.Text;

namespace ServiceLedger.Tests.Privacy;

public class no_plaintext_is_left(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task in_any_table_or_log_after_a_matter_with_personal_data_in_every_field()
    {
        const string name = "金丝雀甲乙丙", situation = "canary-situation-7391", reasons = "canary-reasons-7391", withdrawal = "canary-withdrawal-7391", asked = "canary-asked-7391", explained = "canary-explained-7391", found = "canary-found-7391", measures = "canary-measures-7391", hash = "Q0FOQVJZLUNBTkFSWS1DQU5BUlktQ0FOQVJZLTczOTE";
        var number = People.IdNumber(2950);
        var response = await host.Post("/api/citizens", new { idNumber = number, name, residenceDivision = "500103" });
        var citizen = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!["citizenId"]!.GetValue<Guid>();
        var one = await Submit();
        await host.Do($"/api/applications/{one}/acceptance", new { version = 1 });
        await host.Do($"/api/applications/{one}/decision", new
        {
            version = 2,
            kind = "refusal",
            legalBasis = new[] { "LIC 38" },
            reasons,
            remedies = new { reconsiderationAuthority = "市政府", reconsiderationDays = 60, court = "渝中区法院", litigationMonths = 6 }
        });
        var position = await host.Do($"/api/applications/{await Submit()}/withdrawal", new { version = 1, reason = withdrawal });
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}"))["name"]!.GetValue<string>().ShouldBe(name);
        var self = LedgerHost.CitizenPersona(citizen);
        var look = (await host.Get($"/api/citizens/{citizen}/accesses", self))["accesses"]![0]!["accessId"]!.GetValue<Guid>();
        var question = await host.Post($"/api/citizens/{citizen}/accesses/{look}/question", new { kind = "objection", text = asked }, self);
        var about = question.Headers.Location!.ToString();
        await host.Do($"{about}/explanation", new { text = explained, sources = new[] { explained }, version = 1 });
        await host.Do($"{about}/decision", new { outcome = "unlawful", reasons = found, measures, version = 2 }, LedgerHost.OfficerOf(Items.OtherDepartment).Replace("li.hua; role=handler", "chen.jing; role=supervisor", StringComparison.Ordinal).Replace("ServiceProvision", "Oversight", StringComparison.Ordinal));
        (await host.Get($"/api/citizens/{citizen}/accesses", self))["accesses"]!.ToJsonString().ShouldContain(measures);

        var birth = $"{number[6..10]}-{number[10..12]}-{number[12..14]}";
        var tables = await host.Tables();
        tables.Keys.ShouldContain("ledger.mt_events");
        tables.Keys.ShouldContain("vault.mt_doc_wrappedkey");
        var dump = string.Join('\n', tables.Values);
        dump.ShouldContain(citizen.ToString());
        foreach (var secret in new[] { name, number, birth, situation, reasons, withdrawal, hash, asked, explained, found, measures, Convert.ToBase64String(Encoding.UTF8.GetBytes(number)).TrimEnd('=') })
            dump.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse(secret);

        // Refused requests are logged most: the same values where they are wrong.
        await host.Post("/api/citizens", new { idNumber = number, name, residenceDivision = situation });
        await host.Post("/api/citizens/find", new { idNumber = number, name });
        await host.Post("/api/applications", $$"""{"citizenId":"{{citizen}}","itemCode":"TEST-PLAIN","situation":"{{situation}}","{{name}}":1}""");
        await host.Post("/api/applications", $$"""{"citizenId":"{{citizen}}","itemCode":"TEST-PLAIN","situation":"{{situation}}" """);
        var log = host.Log.Text;
        log.ShouldContain("/api/citizens");
        foreach (var secret in new[] { name, number, birth, situation, reasons, withdrawal, hash, asked, explained, found, measures })
            log.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse(secret);

        async Task<Guid> Submit()
        {
            var answer = await host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.WithPapers, situation, materials = new[] { new { paperId = "P1", form = "copy", grade = "C", contentHash = hash } } });
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
            return System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["applicationId"]!.GetValue<Guid>();
        }
    }
}
