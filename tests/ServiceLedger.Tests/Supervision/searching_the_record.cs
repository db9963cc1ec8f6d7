using System.Text.Json.Nodes;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.Supervision;

public class searching_the_record(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Supervisor = LedgerHost.Supervisor;

    async Task<JsonNode[]> Found(string query) => [.. (await host.Get($"/api/supervision/events?{query}", Supervisor))["events"]!.AsArray().Select(e => e!)];

    [Fact]
    public async Task finds_what_was_done_by_whom_where_and_on_which_item()
    {
        var matter = await Walk.Accepted(host);
        await host.FollowRegisters();
        (await Found("action=application_accepted")).ShouldContain(e => e["streamId"]!.GetValue<Guid>() == matter.Id);
        (await Found("action=application_*")).ShouldAllBe(e => e["type"]!.GetValue<string>().StartsWith("application_"));
        (await Found($"actor=li.hua&department={LedgerHost.Department}")).ShouldAllBe(e => e["actor"]!.GetValue<string>() == "li.hua");
        (await Found($"item={Items.Plain}&action=application_submitted")).ShouldContain(e => e["streamId"]!.GetValue<Guid>() == matter.Id);
        (await Found("item=none")).ShouldBeEmpty();
        (await Found("from=2001-01-01&to=2001-12-31")).ShouldBeEmpty();
    }

    [Fact]
    public async Task names_no_person_who_acted_for_themselves()
    {
        var citizen = await host.Register();
        await host.Get($"/api/citizens/{citizen}/accesses", LedgerHost.CitizenPersona(citizen));
        await host.Submit(citizen);
        (await Found("actor=citizen")).ShouldAllBe(e => e["actor"] == null);
        (await Found($"actor={citizen}")).ShouldBeEmpty();
        (await host.Get("/api/supervision/events?size=200", Supervisor))["events"]!.ToJsonString().ShouldNotContain(citizen.ToString());
    }

    [Fact]
    public async Task goes_on_where_the_page_before_ended()
    {
        await Walk.Accepted(host);
        var first = await host.Get("/api/supervision/events?size=1", Supervisor);
        var second = await host.Get($"/api/supervision/events?size=1&before={first["next"]}", Supervisor);
        second["events"]![0]!["position"]!.GetValue<long>().ShouldBeLessThan(first["events"]![0]!["position"]!.GetValue<long>());
    }

    [Fact]
    public async Task refuses_days_in_the_wrong_order_and_others_than_supervisors()
    {
        await (await host.Client(Supervisor).GetAsync("/api/supervision/events?from=2026-02-01&to=2026-01-01")).ShouldBeRefused(400, "invalid");
        await (await host.Client(LedgerHost.Officer).GetAsync("/api/supervision/events")).ShouldBeRefused(403, "forbidden");
    }
}
