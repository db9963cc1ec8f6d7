using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

/// <summary>After a step back to an earlier build the record holds events whose type this build does not know.</summary>
public class events_of_a_later_build(LedgerHost host) : IClassFixture<LedgerHost>
{
    /// <summary>(14) Event types it does not know never break a replay.</summary>
    [Fact]
    public async Task never_break_a_replay()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        await WriteAsALaterBuildWould("application", application, 3, citizen);
        var position = await host.Do($"/api/applications/{application}/steps", new { version = 3, stepCode = "review" });

        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={position}");
        file["applications"]![0]!["status"]!.GetValue<string>().ShouldBe("accepted");
        file["applications"]![0]!["version"]!.GetValue<int>().ShouldBe(4);
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}&knownAt=2999-01-01T00:00:00Z"))["applications"]!.ToJsonString().ShouldBe(file["applications"]!.ToJsonString());
        string[] known = ["application_submitted", "application_accepted", "step_started"];
        (await host.Get($"/api/applications/{application}/history"))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(known);
        (await host.Get($"/api/citizens/{citizen}/file/history"))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(["citizen_registered", .. known]);

        await CitizenFiles.RebuildAsync(host.Services, default);
        (await host.Services.GetRequiredService<ProjectionProgress>().Lag(default)).ShouldBe(0);
        (await host.Get($"/api/citizens/{citizen}/file"))["applications"]!.ToJsonString().ShouldBe(file["applications"]!.ToJsonString());
    }

    [Fact]
    public async Task never_hide_a_decision()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var made = await host.Post($"/api/applications/{application}/decision", new { kind = "grant", legalBasis = new[] { "许可法第三十八条" }, version = 2 });
        var decision = Guid.Parse((await made.Content.ReadFromJsonAsync<JsonNode>())!["decisionId"]!.GetValue<string>());
        await WriteAsALaterBuildWould("decision", decision, 2, citizen);
        var position = await host.Do($"/api/decisions/{decision}/delivery", new { method = "window", version = 2 });

        var view = await host.Get($"/api/decisions/{decision}");
        (view["status"]!.GetValue<string>(), view["version"]!.GetValue<int>()).ShouldBe(("delivered", 3));
        view["since"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(["decision_delivered"]);
        (await host.Get($"/api/decisions/{decision}/history"))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(["decision_made", "decision_delivered"]);
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}"))["decisions"]![0]!["status"]!.GetValue<string>().ShouldBe("delivered");
    }

    /// <summary>The later build appends its event, and its snapshot says so.</summary>
    async Task WriteAsALaterBuildWould(string kind, Guid stream, int version, Guid citizen)
    {
        await using var database = NpgsqlDataSource.Create(host.Connection + ";Pooling=false");
        await using var command = database.CreateCommand($$"""
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived)
            values (nextval('ledger.mt_events_sequence'), gen_random_uuid(), '{{stream}}', {{version}}, '{"citizenId":"{{citizen}}","novel":1}', 'thing_of_tomorrow', clock_timestamp(), '*DEFAULT*', 'ServiceLedger.Applications.ThingOfTomorrow, ServiceLedger', '{}', false);
            update ledger.mt_streams set version = {{version}} where id = '{{stream}}';
            update ledger.mt_doc_{{kind}} set data = jsonb_set(data, '{version}', '{{version}}') where id = '{{stream}}';
            """);
        await command.ExecuteNonQueryAsync();
    }
}
