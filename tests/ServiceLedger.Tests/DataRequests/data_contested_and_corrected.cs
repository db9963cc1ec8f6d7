using System.Text.Json.Nodes;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.DataRequests;

public class data_contested_and_corrected(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Elsewhere = LedgerHost.OfficerOf(Items.OtherDepartment);
    static readonly object Correction = new { field = "monthly", before = "2850.00", after = "2580.00", asOf = "2026-03-02", reason = "两位数字颠倒" };

    [Fact]
    public async Task give_way_to_the_persons_own_paper()
    {
        var walk = await Walk.Accepted(host);
        var paper = await host.Keep(walk.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C");
        var request = await Errand.Asked(host, walk, new { sharingClass = "unconditional" });
        await request.Do("provision", Errand.All, Errand.Provider);
        await request.Refused("contest", new { field = "monthly", claim = "2580.00" }, 403, "forbidden", Errand.Provider);
        await request.Do("contest", new { field = "monthly", claim = "2580.00", ownEvidenceId = paper }, request.Own);
        var field = (await request.Read())["fields"]![0]!;
        (field["value"]!.GetValue<string>(), field["prevails"]!.GetValue<string>(), field["claim"]!.GetValue<string>(), field["ownEvidenceId"]!.GetValue<Guid>(), field["correctionAsked"]!.GetValue<bool>())
            .ShouldBe(("2850.00", "person", "2580.00", paper, true));
        Errand.Texts((await request.Row())!["contested"]).ShouldBe(["monthly"]);

        var decision = await walk.Decide();
        await request.Refused("use", new { decisionId = decision, fields = new[] { "since", "monthly" } }, 409, "own-evidence-prevails");
        await request.Do("use", new { decisionId = decision, fields = new[] { "since" } });
        await request.Do("confirmation", new { fields = new[] { "monthly" } });
        (await request.Read())["fields"]![0]!["prevails"]!.GetValue<string>().ShouldBe("provider");
        await request.Do("use", new { decisionId = decision, fields = new[] { "monthly" } });
        await request.Do("contest", new { field = "monthly", claim = "2580.00" });
        await request.Do("correction", Correction, Errand.Provider);
        await request.Do("use", new { decisionId = decision, fields = new[] { "monthly" } });
    }

    [Fact]
    public async Task corrected_at_the_source_are_told_to_every_request_that_received_the_field()
    {
        var first = await Walk.Accepted(host);
        var second = await Accepted(first.Citizen, Items.Plain, Errand.Asker);
        var elsewhere = await Accepted(first.Citizen, Items.Foreign, Elsewhere);
        var stranger = await Walk.Accepted(host);
        var used = await Fetched(first);
        var contested = await Fetched(second);
        var foreign = await Fetched(elsewhere, asker: Elsewhere);
        var partly = await Asked(first);
        await partly.Do("provision", new { fields = new[] { Errand.Since }, missing = new[] { new { name = "monthly", reason = "withheld" } }, responseHash = Walk.Hash, sourceSystem = "pensions", asOf = "2026-03-01" }, Errand.Provider);
        var otherItem = await Asked(first, "household");
        await otherItem.Do("provision", Errand.All, Errand.Provider);
        var waiting = await Asked(first);
        var anothers = await Fetched(stranger);

        var resting = await first.Decide();
        await used.Do("use", new { decisionId = resting, fields = new[] { "monthly" } });
        await contested.Do("contest", new { field = "monthly", claim = "2580.00" }, contested.Own);
        var notResting = await second.Decide();
        await contested.Do("use", new { decisionId = notResting, fields = new[] { "since" } });
        await foreign.Do("disposal", new { method = "deleted" });

        await used.Refused("correction", Correction, 403, "forbidden");
        await used.Do("correction", Correction, Errand.Provider);
        (await used.History())[^2..].ShouldBe(["data_corrected_at_source", "correction_propagated"]);
        var correction = Open(await used.Read()).Single();
        foreach (var told in new[] { used, contested, foreign })
        {
            var view = await told.Read();
            Open(view).ShouldBe([correction]);
            (view["fields"]![0]!["value"]!.GetValue<string>(), view["fields"]![0]!["prevails"]!.GetValue<string>()).ShouldBe(("2580.00", "provider"));
            (await told.History())[^1].ShouldBe("correction_propagated");
            var row = (await host.Get($"/api/citizens/{first.Citizen}/file?atLeast={used.Position}", first.Own))["dataRequests"]!.AsArray().Single(r => r!["id"]!.GetValue<Guid>() == told.Id)!;
            Errand.Texts(row["correctionsOpen"]).ShouldBe([correction]);
            Errand.Texts(row["contested"]).ShouldBeEmpty();
            row["asOf"]!.GetValue<string>().ShouldBe("2026-03-02");
        }

        foreach (var untold in new[] { partly, otherItem, waiting, anothers })
            (await untold.History()).ShouldNotContain("correction_propagated");
        (await anothers.Read())["fields"]![0]!["value"]!.GetValue<string>().ShouldBe("2850.00");
        (await host.Scalar<long>($"select count(distinct data->>'recipient') from ledger.mt_events where type = 'correction_propagated' and data->>'correctionId' = '{correction}'")).ShouldBe(2);

        await used.Refused("acknowledgement", new { correctionId = correction, impact = "none" }, 403, "forbidden", Errand.Provider);
        await used.Refused("acknowledgement", new { correctionId = LedgerIds.Unknown, impact = "none" }, 400, "invalid");
        await used.Do("acknowledgement", new { correctionId = correction, impact = "reviewDue" });
        await used.Refused("acknowledgement", new { correctionId = correction, impact = "none" }, 409, "already-exists");
        var review = (await host.Get($"/api/decisions/{resting}"))["reviewDue"]!.AsArray().Single()!;
        (review["dataRequestId"]!.GetValue<Guid>(), review["dataItemCode"]!.GetValue<string>(), review["field"]!.GetValue<string>()).ShouldBe((used.Id, "income", "monthly"));
        (await host.Get($"/api/decisions/{notResting}"))["reviewDue"]!.AsArray().ShouldBeEmpty();
        var decided = (await host.Get($"/api/citizens/{first.Citizen}/file?atLeast={used.Position}", first.Own))["decisions"]!.AsArray().Single(d => d!["id"]!.GetValue<Guid>() == resting)!;
        Errand.Texts(decided["reviewDue"]).ShouldBe([used.Id.ToString()]);

        (await contested.Refused("acknowledgement", new { correctionId = correction, impact = "reviewDue" }, 400, "invalid"))["field"]!.GetValue<string>().ShouldBe("$.impact");
        await contested.Do("acknowledgement", new { correctionId = correction, impact = "none" });
        await foreign.Do("acknowledgement", new { correctionId = correction, impact = "none" });
        foreach (var told in new[] { used, contested, foreign })
            Open(await told.Read()).ShouldBeEmpty();
    }

    async Task<Walk> Accepted(Guid citizen, string item, string officer)
    {
        var walk = await Walk.Submitted(host, item, citizen: citizen);
        await walk.Do("acceptance", new { }, officer);
        return walk;
    }

    Task<Errand> Asked(Walk walk, string item = "income", string? asker = null) => Errand.Asked(host, walk, new { sharingClass = "unconditional", dataItemCode = item }, asker);

    async Task<Errand> Fetched(Walk walk, string? asker = null)
    {
        var request = await Asked(walk, asker: asker);
        await request.Do("provision", Errand.All, Errand.Provider);
        return request;
    }

    static string[] Open(JsonNode view) => [.. view["correctionsOpen"]!.AsArray().Select(c => c!["id"]!.GetValue<string>())];
}
