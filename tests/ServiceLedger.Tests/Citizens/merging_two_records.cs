using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Citizens;

/// <summary>Two records of one person are merged by two officers, and taken apart again.</summary>
public class merging_two_records(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string First = Officer("bao.an"), Second = Officer("he.ping");

    static string Officer(string id) => $"kind=officer; id={id}; role=protectionOfficer; department={LedgerHost.Department}; purpose=RecordManagement";

    /// <summary>(10) Merge and reversal together change nothing that is read.</summary>
    [Fact]
    public async Task and_taking_it_back_leaves_every_read_model_as_it_was()
    {
        var (kept, other) = (await Walk.Accepted(host), await Walk.Accepted(host));
        await kept.Do("decision", new { kind = "grant", legalBasis = new[] { "许可法第三十八条" } });
        var before = await ReadModels(kept, other);

        await Merge(kept.Citizen, other.Citizen);
        var merged = await ReadModels(kept, other);
        (merged[0]["absorbed"]![0]!.GetValue<Guid>(), merged[1]["survivor"]!.GetValue<Guid>()).ShouldBe((other.Citizen, kept.Citizen));

        await host.Do($"/api/citizens/{other.Citizen}/merge/reversal", new { other = kept.Citizen, reasons = "核实为两人" }, First);
        await host.Do($"/api/citizens/{kept.Citizen}/merge/reversal", new { other = other.Citizen, reasons = "核实为两人" }, First);
        (await ReadModels(kept, other)).Select(m => m.ToJsonString()).ShouldBe(before.Select(m => m.ToJsonString()));

        // And built anew they are the same.
        await host.RebuildRegisters();
        (await ReadModels(kept, other)).Select(m => m.ToJsonString()).ShouldBe(before.Select(m => m.ToJsonString()));
    }

    [Fact]
    public async Task is_told_in_both_histories_and_files_as_of_each_moment()
    {
        var (kept, other) = (await Walk.Submitted(host), await Walk.Submitted(host));
        await host.FollowRegisters();
        await Merge(kept.Citizen, other.Citizen);
        await host.FollowRegisters();
        var file = await host.Get($"/api/citizens/{other.Citizen}/file", other.Own);
        file["survivor"]!.GetValue<Guid>().ShouldBe(kept.Citizen);
        (await host.Get($"/api/citizens/{other.Citizen}/file/history", other.Own))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldContain("identities_merged");
        (await host.Get($"/api/citizens/{kept.Citizen}/file", kept.Own))["absorbed"]!.AsArray().Count.ShouldBe(1);
        (await host.Get($"/api/citizens/{kept.Citizen}/file?knownAt=2020-01-01T00:00:00Z", kept.Own))["absorbed"].ShouldBeNull();
    }

    [Fact]
    public async Task takes_two_officers_in_their_order()
    {
        var (kept, other, third) = (await host.Register(), await host.Register(), await host.Register());
        await Refused(other, new { other = kept, part = "absorbed", grounds = "同一人" }, Second, 409, "not-proposed");
        await Refused(kept, new { other = kept, part = "survivor", grounds = "同一人" }, First, 400, "invalid");
        await Refused(kept, new { other = LedgerIds.Unknown, part = "survivor", grounds = "同一人" }, First, 400, "invalid");
        await host.Do($"/api/citizens/{kept}/merge", new { other, part = "survivor", grounds = "同一人" }, First);
        await Refused(kept, new { other, part = "survivor", grounds = "同一人" }, First, 409, "already-exists");
        await Refused(other, new { other = kept, part = "absorbed", grounds = "同一人" }, First, 403, "forbidden");
        await host.Do($"/api/citizens/{other}/merge", new { other = kept, part = "absorbed", grounds = "同一人" }, Second);

        // No chains: neither record is merged with a third but as the one that stands for it.
        await Refused(other, new { other = third, part = "survivor", grounds = "同一人" }, First, 409, "merged-already");
        await Refused(third, new { other = kept, part = "absorbed", grounds = "同一人" }, First, 409, "not-proposed");
        await Refused(third, new { other, part = "survivor", grounds = "同一人" }, First, 409, "merged-already");
        await Refused(kept, new { other, reasons = "两人" }, First, 409, "still-absorbed", "/reversal");
        await Refused(third, new { other, reasons = "两人" }, First, 400, "invalid", "/reversal");
    }

    async Task Merge(Guid kept, Guid other)
    {
        await host.Do($"/api/citizens/{kept}/merge", new { other, part = "survivor", grounds = "同一人，户籍部门核实" }, First);
        await host.Do($"/api/citizens/{other}/merge", new { other = kept, part = "absorbed", grounds = "同一人，户籍部门核实" }, Second);
    }

    async Task Refused(Guid citizen, object body, string persona, int status, string type, string more = "")
    {
        using var answer = await host.Post($"/api/citizens/{citizen}/merge{more}", body, persona);
        await answer.ShouldBeRefused(status, type);
    }

    /// <summary>The files of both as stored, but for how far they are folded, and every register.</summary>
    async Task<IReadOnlyList<JsonNode>> ReadModels(params Walk[] people)
    {
        await host.FollowRegisters();
        await using var session = host.Store.QuerySession();
        var read = new List<JsonNode>();
        foreach (var person in people)
        {
            var file = (JsonObject)JsonSerializer.SerializeToNode((await session.LoadAsync<CitizenFile>(person.Citizen))!, LedgerJson.Stored)!;
            file.Remove("position");
            read.Add(file);
        }

        read.Add(JsonSerializer.SerializeToNode(await host.Registers())!);
        return read;
    }
}
