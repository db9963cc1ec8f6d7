using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceLedger.Supervision.Registers;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;
using ServiceLedger.Timers;

namespace ServiceLedger.Tests.Clock;

/// <summary>Whoever runs the service sees that limits have passed and are not on record yet.</summary>
public class a_clock_that_falls_behind(LedgerHost host) : IClassFixture<LedgerHost>
{
    readonly WatchedClock clock = new(host);

    [Fact]
    public async Task says_so_until_it_has_caught_up()
    {
        (await Health()).ShouldBe(("Healthy", "0 due"));
        await clock.LookAt(host.Time.GetUtcNow());
        for (var i = 0; i < 3; i++)
            await Walk.Submitted(host, at: host.Time.GetUtcNow());
        using var watch = new WatchesClock(host.Services.GetRequiredService<ClockHealth>(), host.Services.GetRequiredService<ILogger<WatchesClock>>());
        await watch.WatchAsync();
        host.Time.Advance(TimeSpan.FromDays(20));
        await host.FollowRegisters();
        await watch.WatchAsync();
        await watch.WatchAsync();
        (await Health()).ShouldBe(("Degraded", "The clock has not come to the end of what is due for more than 1 min: 3 wait."));

        await clock.LookAt(host.Time.GetUtcNow());
        await watch.WatchAsync();
        (await Health()).ShouldBe(("Healthy", "0 due"));
        var said = host.Log.Text.Split('\n').Where(l => l.Contains("ServiceLedger.Timers.WatchesClock", StringComparison.Ordinal)).ToArray();
        said.Length.ShouldBe(2);
        said[0].ShouldStartWith("Error");
        said[1].ShouldContain("no longer behind");
    }

    [Fact]
    public async Task counts_what_it_could_not_keep_until_it_is_kept_or_due_no_longer()
    {
        await clock.LookAt(host.Time.GetUtcNow());
        // A card for an event that is not on record.
        await host.Column<Guid>($"insert into {RegisterCatalogue.CardsDue} (event_id, stream_id, at) values (gen_random_uuid(), gen_random_uuid(), now()) returning event_id");
        await clock.Actor.CatchUpAsync(default);
        (await Health()).ShouldBe(("Degraded", "1 could not be kept and are put off; the log names them."));
        host.Time.Advance(TimeSpan.FromMinutes(10));
        await clock.Actor.CatchUpAsync(default);
        (await Health()).Status.ShouldBe("Degraded");

        await host.Column<Guid>($"delete from {RegisterCatalogue.CardsDue} returning event_id");
        host.Time.Advance(TimeSpan.FromMinutes(12));
        await clock.Actor.CatchUpAsync(default);
        (await Health()).ShouldBe(("Healthy", "0 due"));
    }

    async Task<(string Status, string? Detail)> Health()
    {
        var found = JsonNode.Parse(await (await host.Client().GetAsync("/health/ready")).Content.ReadAsStringAsync())!["checks"]!["clock"]!;
        return (found["status"]!.GetValue<string>(), found["detail"]?.GetValue<string>());
    }
}
