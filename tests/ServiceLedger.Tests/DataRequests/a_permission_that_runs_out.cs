using System.Net;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.DataRequests;

public class a_permission_that_runs_out(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task ends_what_may_be_given_used_and_read()
    {
        var walk = await Walk.Accepted(host);
        var held = await host.Keep(walk.Citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=B", $"{Errand.Provider}; matter={await host.Submit(walk.Citizen, Errand.OfProvider)}");
        var (given, waiting) = (await Errand.Asked(host, walk), await Errand.Asked(host, walk));
        foreach (var request in new[] { given, waiting })
            await request.Do("approval", new { fields = new[] { "monthly", "since" }, validUntil = "2026-03-31" }, Errand.Provider);
        await given.Do("provision", new { fields = new[] { Errand.Monthly, Errand.Since }, responseHash = Walk.Hash, sourceSystem = "pensions", asOf = "2026-03-01", evidenceIds = new[] { held } }, Errand.Provider);
        var decision = await walk.Decide();
        await given.Do("use", new { decisionId = decision, fields = new[] { "monthly" } });

        // The last moment of the last day, in China.
        host.Time.SetUtcNow(new DateTimeOffset(2026, 3, 31, 23, 59, 59, TimeSpan.FromHours(8)));
        await given.Refused("expiry", new { }, 409, "still-valid");
        (await Document()).ShouldBe(HttpStatusCode.OK);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await waiting.Refused("provision", Errand.All, 409, "permission-over", Errand.Provider);
        await given.Refused("use", new { decisionId = decision, fields = new[] { "since" } }, 409, "permission-over");

        await waiting.Do("expiry", new { });
        await waiting.ShouldBe("expired");
        await given.Refused("expiry", new { }, 403, "forbidden", Errand.Provider);
        await given.Do("expiry", new { });
        await given.ShouldBe("expired");
        (await Document()).ShouldBe(HttpStatusCode.NotFound);
        await given.Refused("preview", new { via = "online" }, 409, "not-in-this-state");

        // What was given does not end with the permission.
        await given.Do("misuse", new { fields = new[] { "monthly" }, finding = "转给他人" }, Errand.Authority);
        await given.Do("correction", new { field = "monthly", after = "2580.00", asOf = "2026-03-31", reason = "录入错误" }, Errand.Provider);
        await given.Do("disposal", new { method = "deleted" });
        await given.Do("acknowledgement", new { correctionId = (await given.Read())["correctionsOpen"]![0]!["id"]!.GetValue<Guid>(), impact = "reviewDue" });
        (await host.Get($"/api/decisions/{decision}"))["reviewDue"]!.AsArray().ShouldHaveSingleItem();
        await given.Do("correction", new { field = "since", after = "2011-01", asOf = "2026-03-31", reason = "录入错误" }, Errand.Provider);

        async Task<HttpStatusCode> Document() => (await host.Client($"{Errand.Asker}; matter={walk.Id}").GetAsync($"/api/evidence/{held}")).StatusCode;
    }
}
