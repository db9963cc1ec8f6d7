using System.Text.Json;
using System.Text.Json.Nodes;
using Marten;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

public class the_stored_form(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task of_events_and_envelope_in_the_database_is_that_of_the_golden_examples()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen, Items.WithPapers);
        await host.Do($"/api/applications/{application}/materials", new { version = 1, materials = new[] { new { paperId = "P1", form = "copy", grade = "C" } } });
        await host.Do($"/api/applications/{application}/acceptance", new { version = 2 });
        await host.Do($"/api/applications/{application}/decision", new { version = 3, kind = "grant", legalBasis = new[] { "LIC 38" }, validTo = "2031-01-01" });

        await using var session = host.Store.QuerySession();
        var events = await session.Events.QueryAllRawEvents().OrderBy(e => e.Sequence).ToListAsync();
        events.Select(e => e.EventTypeName).Distinct().Count().ShouldBeGreaterThan(8);
        foreach (var e in events)
        {
            var stored = JsonNode.Parse(await host.Scalar<string>($"select data::text from ledger.mt_events where seq_id = {e.Sequence}"))!;
            JsonNode.DeepEquals(stored, JsonSerializer.SerializeToNode(e.Data, e.Data.GetType(), LedgerJson.Stored)).ShouldBeTrue(stored.ToJsonString());
        }

        var act = JsonNode.Parse(await host.Scalar<string>($"select headers->>'act' from ledger.mt_events where stream_id = '{application}' limit 1"))!;
        act["kind"]!.GetValue<string>().ShouldBe("officer");
        act["channel"]!.GetValue<string>().ShouldBe("window");
        act["department"]!.GetValue<string>().ShouldBe(LedgerHost.Department);
    }

    [Fact]
    public async Task gives_every_event_an_id_in_the_shard_of_its_citizen()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await using var session = host.Store.QuerySession();
        var e = (await session.Events.FetchStreamAsync(application)).Single();
        e.Id.Version.ShouldBe(7);
        (LedgerId.ShardOf(e.Id), LedgerId.ShardOf(application)).ShouldBe((LedgerId.ShardOf(citizen), LedgerId.ShardOf(citizen)));
    }
}
