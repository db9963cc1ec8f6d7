using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Supervision;

public class the_runs_of_verbs(LedgerHost host) : IClassFixture<LedgerHost>
{
    NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    [Fact]
    public async Task are_told_with_how_far_each_is_how_it_ended_and_whether_it_stopped_reporting()
    {
        await using (var audit = await Run.BeginAsync(Database, RunKind.Audit))
        {
            audit!.At(10, 10);
            await audit.EndAsync(RunOutcome.Findings, 3);
        }

        await using (var broken = await Run.BeginAsync(Database, RunKind.Audit))
            broken!.At(4, 10);
        await using var rebuild = await Run.BeginAsync(Database, RunKind.Rebuild, () => Task.FromResult((7L, 20L)));
        await using (var killed = Database.CreateCommand($"insert into {Run.Table} (run_id, kind, started_at, reported_at, done, total) values (gen_random_uuid(), 'import', now() - interval '2 hours', now() - interval '1 hour', 1, 2)"))
            await killed.ExecuteNonQueryAsync();

        var runs = (await host.Get("/api/supervision/runs", LedgerHost.Supervisor))["runs"]!.AsArray();
        JsonNode[] Of(string kind) => [.. runs.Where(r => r!["kind"]!.GetValue<string>() == kind).Select(r => r!)];
        Of("audit").Select(r => r["outcome"]!.GetValue<string>()).ShouldBe(["failed", "findings"]);
        (Of("audit")[1]["findings"]!.GetValue<long>(), Of("audit")[0]["done"]!.GetValue<long>()).ShouldBe((3, 4));
        Of("rebuild").ShouldHaveSingleItem()["status"]!.GetValue<string>().ShouldBe("running");
        Of("import").ShouldHaveSingleItem()["status"]!.GetValue<string>().ShouldBe("stoppedReporting");
        await rebuild!.EndAsync(RunOutcome.Done);
        var ended = (await host.Get("/api/supervision/runs", "kind=officer; id=he.ping; role=auditor; department=11500000DEM000129K; purpose=Oversight"))["runs"]!.AsArray().Single(r => r!["kind"]!.GetValue<string>() == "rebuild")!;
        (ended["status"]!.GetValue<string>(), ended["done"]!.GetValue<long>(), ended["of"]!.GetValue<long>()).ShouldBe(("ended", 7, 20));
        await (await host.Client(LedgerHost.Officer).GetAsync("/api/supervision/runs")).ShouldBeRefused(403, "forbidden");
    }
}
