using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

public class standing_of_officers(LedgerHost host) : IClassFixture<LedgerHost>
{
    static string As(string id, string role = "handler") => $"kind=officer; id={id}; role={role}; department={LedgerHost.Department}; division=500103; purpose={LedgerHost.PurposeOf(role)}; channel=window";

    static readonly string Admin = As("admin.one", "roleAdmin"), SecondAdmin = As("admin.two", "roleAdmin"), Supervisor = As("sup.one", "supervisor"), SecondSupervisor = As("sup.two", "supervisor");

    [Fact]
    public async Task a_grant_takes_two_officers_and_neither_is_the_one_concerned()
    {
        var proposal = await Proposed("wang.wei", "auditor");
        await (await host.Post("/api/officers/wang.wei/roles/approval", new { proposalId = proposal }, Admin)).ShouldBeRefused(403, "forbidden");
        await (await host.Post("/api/officers/wang.wei/roles/approval", new { proposalId = proposal }, As("wang.wei", "roleAdmin"))).ShouldBeRefused(403, "forbidden");
        (await Roles("wang.wei")).ShouldBeEmpty();
        await host.Do("/api/officers/wang.wei/roles/approval", new { proposalId = proposal }, SecondAdmin);
        (await Roles("wang.wei")).ShouldBe(["auditor: granted by admin.two"]);
        await (await host.Post("/api/officers/wang.wei/roles/approval", new { proposalId = proposal }, SecondAdmin)).ShouldBeRefused(400, "invalid");

        var other = await Proposed("wang.wei", "head");
        await host.Do("/api/officers/wang.wei/roles/denial", new { proposalId = other, reason = "不需要" }, SecondAdmin);
        (await Roles("wang.wei")).ShouldBe(["auditor: granted by admin.two"]);
    }

    [Fact]
    public async Task of_two_approvals_at_once_one_counts()
    {
        var proposal = await Proposed("twice", "auditor");
        var answers = await Task.WhenAll(new[] { "admin.two", "admin.six", "admin.ten" }.Select(id => host.Post("/api/officers/twice/roles/approval", new { proposalId = proposal }, As(id, "roleAdmin"))));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NoContent || a.StatusCode == HttpStatusCode.Conflict || a.StatusCode == HttpStatusCode.BadRequest);
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where stream_id = '{OfficerStream.Of("twice")}' and type = 'role_granted'")).ShouldBe(1);
    }

    [Fact]
    public async Task a_revoked_role_is_gone_with_the_next_request_until_it_is_granted_anew()
    {
        var citizen = await host.Register();
        var (handler, head) = (As("he.jun"), As("he.jun", "head"));
        for (var round = 0; round < 3; round++)
        {
            await Read(citizen, handler, HttpStatusCode.OK);
            await host.Do("/api/officers/he.jun/roles/revocation", new { role = "handler", reason = "调离" }, Admin);
            var refused = await (await host.Client(handler).GetAsync($"/api/policy")).ShouldBeRefused(403, "forbidden");
            refused["detail"]!.GetValue<string>().ShouldBe("The role handler was revoked.");
            await (await host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.Plain }, handler)).ShouldBeRefused(403, "forbidden");
            await Read(citizen, head, HttpStatusCode.OK);
            await Grant("he.jun", "handler");
        }

        await Read(citizen, handler, HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_locked_officer_can_do_nothing_until_two_supervisors_agree()
    {
        var citizen = await host.Register();
        var path = $"/api/citizens/{citizen}/accesses";
        await host.Do("/api/officers/tang.min/lock", new { reason = "异常查询" }, Supervisor);
        foreach (var role in new[] { "handler", "supervisor", "roleAdmin" })
        {
            var refused = await (await host.Client(As("tang.min", role)).GetAsync(path)).ShouldBeRefused(403, "forbidden");
            refused["detail"]!.GetValue<string>().ShouldContain("locked");
        }

        // What the locked officer tried stands on record.
        (await Refused(citizen)).ShouldBe(3);
        // What is open to everyone is open to them.
        (await host.Client(As("tang.min")).GetAsync("/api/items")).StatusCode.ShouldBe(HttpStatusCode.OK);
        // As a citizen the person is somebody else.
        await host.Get(path, LedgerHost.CitizenPersona(citizen));

        var answer = await host.Post("/api/officers/tang.min/unlock-proposal", new { reason = "已查明" }, Supervisor);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var proposal = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["proposalId"]!.GetValue<Guid>();
        await (await host.Post("/api/officers/tang.min/unlock", new { proposalId = proposal }, Supervisor)).ShouldBeRefused(403, "forbidden");
        await Read(citizen, As("tang.min"), HttpStatusCode.Forbidden);
        await host.Do("/api/officers/tang.min/unlock", new { proposalId = proposal }, SecondSupervisor);
        await Read(citizen, As("tang.min"), HttpStatusCode.OK);
    }

    [Fact]
    public async Task an_officer_of_any_name_has_a_standing()
    {
        foreach (var id in new[] { "a/b c", "李华", "urn:1:2", "https://id.example/42", "zhao.min@bureau.example" })
        {
            var path = $"/api/officers/{Uri.EscapeDataString(id)}";
            await host.Do($"{path}/roles/revocation", new { role = "handler", reason = "调离" }, Admin);
            (await host.Get(path, Supervisor))["officerId"]!.GetValue<string>().ShouldBe(id);
            await (await host.Client(As(id)).GetAsync(path)).ShouldBeRefused(403, "forbidden");
            (await host.Get(path, As(id, "head")))["roles"]!.AsArray().Count.ShouldBe(2);
        }

        await host.Do("/api/officers/zhao.min@bureau.example/lock", new { reason = "异常查询" }, Supervisor);
        (await (await host.Client(As("zhao.min@bureau.example", "head")).GetAsync("/api/policy")).ShouldBeRefused(403, "forbidden"))["detail"]!.GetValue<string>().ShouldContain("locked");
        await (await host.Client(Supervisor).GetAsync("/api/officers/a%3Bb")).ShouldBeRefused(404, "not-found");
        await (await host.Post("/api/officers/a%25b/lock", new { reason = "异常" }, Supervisor)).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public async Task of_an_officer_nothing_is_on_record_of_there_is_nothing_to_tell()
    {
        var view = await host.Get("/api/officers/nobody.ever", Supervisor);
        (view["roles"]!.AsArray().Count, view["locked"]!.GetValue<bool>(), view["version"]!.GetValue<long>()).ShouldBe((0, false, 0));
        await (await host.Client(As("li.hua")).GetAsync("/api/officers/nobody.ever")).ShouldBeRefused(403, "forbidden");
        await (await host.Client(LedgerHost.CitizenPersona(LedgerIds.Unknown)).GetAsync("/api/officers/nobody.ever")).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public async Task what_is_kept_of_an_officer_is_what_the_events_add_up_to_and_holds_no_reason_in_plain()
    {
        const string secret = "canary-reason-7391";
        var citizen = await host.Register();
        var proposal = await Proposed("full.story", "auditor", secret);
        await host.Do("/api/officers/full.story/roles/approval", new { proposalId = proposal }, SecondAdmin);
        await host.Do("/api/officers/full.story/roles/revocation", new { role = "auditor", reason = secret }, Admin);
        await Proposed("full.story", "head", secret);
        await host.Do("/api/officers/full.story/kin", new { citizenId = citizen, relation = secret, reason = secret }, Supervisor);
        await host.Do("/api/officers/full.story/own-record", new { citizenId = await host.Register() }, As("full.story"));
        await host.Do("/api/officers/full.story/lock", new { reason = secret }, Supervisor);
        var id = OfficerStream.Of("full.story");
        await using var session = host.Store.QuerySession();
        var kept = Fold.Json(await session.LoadAsync<Officer>(id));
        kept.ShouldBe(Fold.Json(Fold.All(typeof(Officer), await session.Events.FetchStreamAsync(id))));
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where data::text like '%{secret}%'")).ShouldBe(0);
        (await host.Get("/api/officers/full.story", Supervisor))["relatives"]![0]!.GetValue<Guid>().ShouldBe(citizen);
        (await host.Get("/api/officers/full.story", Admin))["relatives"].ShouldBeNull();
    }

    [Fact]
    public async Task what_is_known_of_an_officer_is_read_once_until_something_is_recorded()
    {
        var standings = host.Services.GetRequiredService<Remembered<Officer>>();
        Task<Officer?> Known() => standings.FindAsync(OfficerStream.Of("kept.in.mind"), host.Store);
        (await Known()).ShouldBeNull();
        await host.Do("/api/officers/kept.in.mind/roles/revocation", new { role = "handler", reason = "调离" }, Admin);
        var first = await Known();
        first!.Roles.Single().Granted.ShouldBeFalse();
        (await Known()).ShouldBeSameAs(first);
        await host.Do("/api/officers/kept.in.mind/roles/revocation", new { role = "head", reason = "调离" }, Admin);
        (await Known())!.Roles.Length.ShouldBe(2);
        // A refused act changes nothing of it.
        var second = await Known();
        await (await host.Post("/api/officers/kept.in.mind/roles/revocation", new { role = "head", reason = "调离" }, Admin)).ShouldBeRefused(409, "already-exists");
        (await Known()).ShouldBeSameAs(second);
    }

    [Fact]
    public async Task without_the_database_the_officer_is_asked_to_try_again()
    {
        using var store = DocumentStore.For("Host=127.0.0.1;Port=1;Database=ledger;Timeout=2");
        var fault = await Should.ThrowAsync<Exception>(() => new Remembered<Officer>().FindAsync(OfficerStream.Of("li.hua"), store));
        Faults.Problem(fault).Status.ShouldBe(503);
    }

    [Fact]
    public async Task under_a_storm_of_requests_none_that_begins_after_the_revocation_is_served()
    {
        var citizen = await host.Register();
        var path = $"/api/policy";
        using var over = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var client = host.Client(As("in.a.storm"));
            while (!over.IsCancellationRequested)
                await client.GetAsync(path);
        })).ToArray();
        for (var round = 0; round < 10; round++)
        {
            await host.Do("/api/officers/in.a.storm/roles/revocation", new { role = "handler", reason = "调离" }, Admin);
            await Read(citizen, As("in.a.storm"), HttpStatusCode.Forbidden);
            await Grant("in.a.storm", "handler");
            await Read(citizen, As("in.a.storm"), HttpStatusCode.OK);
        }

        await over.CancelAsync();
        await Task.WhenAll(readers);
    }

    async Task<Guid> Proposed(string officer, string role, string reason = "轮岗")
    {
        var answer = await host.Post($"/api/officers/{officer}/roles", new { role, reason }, Admin);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        answer.Headers.Location!.ToString().ShouldBe($"/api/officers/{officer}");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["proposalId"]!.GetValue<Guid>();
    }

    async Task Grant(string officer, string role) => await host.Do($"/api/officers/{officer}/roles/approval", new { proposalId = await Proposed(officer, role) }, SecondAdmin);

    async Task<string[]> Roles(string officer) =>
        [.. (await host.Get($"/api/officers/{officer}", Supervisor))["roles"]!.AsArray().Select(r => $"{r!["role"]}: {r["ground"]} by {r["by"]}")];

    async Task Read(Guid citizen, string persona, HttpStatusCode status) => (await host.Client(persona).GetAsync($"/api/policy")).StatusCode.ShouldBe(status);

    Task<long> Refused(Guid citizen) => host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'access_refused' and data->>'citizenId' = '{citizen}'");
}
