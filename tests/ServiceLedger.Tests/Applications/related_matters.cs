namespace ServiceLedger.Tests.Applications;

public class related_matters(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task are_linked()
    {
        var walk = await Walk.Submitted(host);
        var other = await Walk.Submitted(host, citizen: walk.Citizen);
        await walk.Do("links", new { applicationId = other.Id, kind = "samePackage" });
        await walk.Refused("links", new { applicationId = other.Id, kind = "samePackage" }, 409, "already-exists");
        foreach (var wrong in new[] { walk.Id, walk.Citizen, (await Walk.Submitted(host)).Id, LedgerIds.Unknown, Guid.Empty })
            await walk.Refused("links", new { applicationId = wrong, kind = "related" }, 400, "invalid");
        await walk.ShouldBe("submitted");
    }

    [Fact]
    public async Task are_split_off_with_the_day_of_receipt_of_the_whole()
    {
        var walk = await Walk.Accepted(host);
        var id = (await walk.Do("split", new { itemCode = Items.WithPapers, reason = "分开办理", situation = "只办其中一项" }))!["applicationId"]!.GetValue<Guid>();
        var part = new Walk(host, walk.Citizen, id);
        (await part.Read())["receivedAt"]!.GetValue<DateTimeOffset>().ShouldBe((await walk.Read())["receivedAt"]!.GetValue<DateTimeOffset>());
        await walk.Do("steps", new { stepCode = "审查" });
        await part.Do("materials", new { materials = new[] { new { paperId = "P1", form = "copy", grade = "C" } } });
        await walk.ShouldBe("accepted");
        await part.ShouldBe("submitted");
    }

    [Fact]
    public async Task are_merged_into_one()
    {
        var walk = await Walk.Submitted(host);
        var into = await Walk.Accepted(host);
        var own = await Walk.Submitted(host, citizen: walk.Citizen);
        var foreign = await Walk.Submitted(host, Items.Foreign, citizen: walk.Citizen);
        foreach (var wrong in new[] { walk.Id, into.Id, foreign.Id, walk.Citizen, LedgerIds.Unknown, Guid.Empty })
            await walk.Refused("merge", new { intoApplicationId = wrong, reason = "同一事项" }, 400, "invalid");
        await walk.Do("merge", new { intoApplicationId = own.Id, reason = "同一事项" });
        await walk.ShouldBe("merged");
        await own.Do("acceptance", new { });
        await own.ShouldBe("accepted");
        await walk.Do("closing", new { });
        await walk.ShouldBe("closed");
        await walk.Refused("reopening", new { cause = "error", reference = "1号" }, 409, "nothing-to-redo");
    }
}
