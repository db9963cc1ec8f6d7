using System.Net;

namespace ServiceLedger.Tests.Applications;

public class a_commitment(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_made_checked_broken_and_bars_others_until_it_is_repaired()
    {
        var walk = await Walk.Submitted(host, Items.Lenient);
        await walk.Refused("commitment", new { papers = new[] { "P2" }, statement = "属实" }, 400, "invalid", walk.Own);
        var id = (await walk.Do("commitment", new { papers = new[] { "P1" }, statement = "以上属实" }, walk.Own))!["commitmentId"]!.GetValue<Guid>();
        await walk.Refused("commitment", new { papers = new[] { "P1" }, statement = "以上属实" }, 409, "already-exists", walk.Own);
        (await walk.Read())["promised"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["P1"]);
        await walk.Do("materials", new { materials = new[] { new { paperId = "P2", form = "copy", grade = "C" } } }, walk.Own);
        await walk.Do("acceptance", new { });
        await walk.ShouldBe("accepted");

        var path = $"/api/commitments/{id}";
        (await host.Client(LedgerHost.OfficerOf(Walk.Third)).GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Step("check", """{"kept":false,"findings":"面积不符","version":VERSION}""", 1, "notKept");
        await Step("fix-order", """{"dueBy":"2026-03-09","order":"限期改正","version":VERSION}""", 2, "fixOrdered");
        await Step("check", """{"kept":false,"findings":"仍不符","version":VERSION}""", 3, "notKept");
        await Step("breach", """{"reasons":"逾期未改","version":VERSION}""", 4, "broken");

        var next = await Walk.Submitted(host, Items.Lenient, citizen: walk.Citizen);
        await next.Refused("commitment", new { papers = new[] { "P1" }, statement = "属实" }, 409, "commitment-broken", walk.Own);
        var other = await Walk.Submitted(host, Items.Lenient);
        await other.Do("commitment", new { papers = new[] { "P1" }, statement = "属实" }, other.Own);
        await Step("repair", """{"reasons":"已改正","version":VERSION}""", 5, "repaired");
        await next.Do("commitment", new { papers = new[] { "P1", "P3" }, statement = "属实" }, walk.Own);
        await next.ShouldBe("submitted");

        async Task Step(string act, string body, int version, string status)
        {
            await (await host.Post($"{path}/{act}", At(version - 1))).ShouldBeRefused(409, "stale-version");
            await (await host.Post($"{path}/{act}", At(version), LedgerHost.OfficerOf(Walk.Third))).ShouldBeRefused(404, "not-found");
            await (await host.Post($"{path}/{act}", At(version), walk.Own)).ShouldBeRefused(403, "forbidden");
            var position = await host.Do($"{path}/{act}", At(version));
            await (await host.Post($"{path}/{act}", At(version + 1))).ShouldBeRefused(409, "not-in-this-state");
            (await host.Get(path, walk.Own))["status"]!.GetValue<string>().ShouldBe(status);
            var file = await host.Get($"/api/citizens/{walk.Citizen}/file?atLeast={position}", walk.Own);
            file["commitments"]!.AsArray().Single(c => c!["id"]!.GetValue<Guid>() == id)!["status"]!.GetValue<string>().ShouldBe(status);
            string At(int v) => body.Replace("VERSION", $"{v}", StringComparison.Ordinal);
        }
    }
}
