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
        await WriteAsALaterBuildWould(application, citizen);
        var position = await host.Do($"/api/applications/{application}/steps", new { version = 3, stepCode = "review" });

        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={position}");
        file["applications"]![0]!["status"]!.GetValue<string>().ShouldBe("accepted");
        file["applications"]![0]!["version"]!.GetValue<int>().ShouldBe(4);
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}&knownAt=2999-01-01T00:00:00Z"))["applications"]!.ToJsonString().ShouldBe(file["applications"]!.ToJsonString());
        string[] known = ["application_submitted", "application_accepted", "step_started"];
        (await host.Get($"/api/applications/{application}/history"))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(known);
        (await host.Get($"/api/citizens/{citizen}/file/history"))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(["citizen_registered", .. known]);

        await CitizenFiles.RebuildAsync(host.Services, default);
        (await host.Get($"/api/citizens/{citizen}/file"))["applications"]!.ToJsonString().ShouldBe(file["applications"]!.ToJsonString());
        (await host.Services.GetRequiredService<ProjectionProgress>().Lag(default)).ShouldBe(0);
    }

    /// <summary>The later build appends its event, and its snapshot says so.</summary>
    async Task WriteAsALaterBuildWould(Guid application, Guid citizen)
    {
        await using var database = NpgsqlDataSource.Create(host.Connection + ";Pooling=false");
        await using var command = database.CreateCommand($$"""
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived)
            values (nextval('ledger.mt_events_sequence'), gen_random_uuid(), '{{application}}', 3, '{"citizenId":"{{citizen}}","novel":1}', 'thing_of_tomorrow', clock_timestamp(), '*DEFAULT*', 'ServiceLedger.Applications.ThingOfTomorrow, ServiceLedger', '{}', false);
            update ledger.mt_streams set version = 3 where id = '{{application}}';
            update ledger.mt_doc_application set data = jsonb_set(data, '{version}', '3') where id = '{{application}}';
            """);
        await command.ExecuteNonQueryAsync();
    }
}
