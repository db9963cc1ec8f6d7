using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

public class a_look_at_a_file(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_on_record_before_anything_is_shown()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen, Items.Lenient);
        var officer = LedgerHost.OfficerOf(LedgerHost.Department) + $"; matter={application}; basis=LIC-32";
        var document = await host.Keep(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=B&reuse=anyDepartment", officer);
        var position = await host.Do($"/api/applications/{application}/steps", new { stepCode = "审查", version = 1 });
        (string Path, string[] Sections)[] paths =
        [
            ($"/api/citizens/{citizen}/file?atLeast={position}", ["identity", "applications", "papers", "commitments", "dataRequests", "decisions", "evidence", "mandates", "rights", "reviews"]),
            ($"/api/citizens/{citizen}/file/history", ["identity", "history"]), ($"/api/applications/{application}", ["applications"]),
            ($"/api/applications/{application}/history", ["applications", "history"]), ($"/api/applications/{application}/papers", ["papers", "evidence"]), ($"/api/evidence/{document}", ["evidenceContent"]),
            ($"/api/evidence/{document}/record", ["evidence"])
        ];
        foreach (var (path, sections) in paths)
        {
            var before = await Looks(citizen);
            (await host.Client(officer).GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            var look = (await Looks(citizen)).Except(before).ShouldHaveSingleItem(path);
            look.Kind.ShouldBe("viewed");
            look.Sections.Split(',').ShouldBe(sections);
            (look.Department, look.Purpose, look.Matter).ShouldBe((LedgerHost.Department, "ServiceProvision", application));
        }

        (await host.Get($"/api/citizens/{citizen}/accesses", LedgerHost.CitizenPersona(citizen)))["accesses"]!.AsArray()
            .Single(a => a!["screen"]!.GetValue<string>() == "/api/applications/{applicationId}/history")!["results"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task that_is_refused_is_on_record_too()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        var foreign = LedgerHost.OfficerOf(Items.OtherDepartment);
        var stranger = LedgerHost.CitizenPersona(await host.Register());
        foreach (var (path, persona, status) in new[]
            {
                ($"/api/citizens/{citizen}/file", foreign, 403), ($"/api/applications/{application}", foreign, 404), ($"/api/citizens/{citizen}/file", stranger, 404), ($"/api/citizens/{citizen}/accesses", stranger, 404)
            })
        {
            var before = await Looks(citizen);
            ((int)(await host.Client(persona).GetAsync(path)).StatusCode).ShouldBe(status, path);
            (await Looks(citizen)).Except(before).ShouldHaveSingleItem(path).Kind.ShouldBe("refused");
        }

        var tried = await Looks(citizen);
        await (await host.Post($"/api/applications/{application}/acceptance", new { version = 1 }, foreign)).ShouldBeRefused(404, "not-found");
        (await Looks(citizen)).Except(tried).ShouldHaveSingleItem().Kind.ShouldBe("refused");

        // Where the address does not say whom it is about, the query or the body does.
        foreach (var attempt in new Func<Task<HttpResponseMessage>>[]
            {
                () => host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.Plain }, stranger),
                () => host.Upload(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=B&reuse=anyDepartment", stranger)
            })
        {
            var before = await Looks(citizen);
            ((int)(await attempt()).StatusCode).ShouldBeOneOf(403, 404);
            (await Looks(citizen)).Except(before).ShouldHaveSingleItem().Kind.ShouldBe("refused");
        }

        // What does not exist is about nobody.
        var all = await host.Scalar<long>("select count(*) from ledger.mt_events where type = 'access_refused'");
        (await host.Client(foreign).GetAsync($"/api/applications/{LedgerIds.Unknown}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Scalar<long>("select count(*) from ledger.mt_events where type = 'access_refused'")).ShouldBe(all);
    }

    [Fact]
    public async Task by_a_search_is_on_record_of_everybody_found()
    {
        var number = People.IdNumber(2900);
        var citizen = (await (await host.Post("/api/citizens", new { idNumber = number, name = "寻人", residenceDivision = "500103" })).Content.ReadAsStringAsync()) is var text ? JsonNode.Parse(text)!["citizenId"]!.GetValue<Guid>() : default;
        (await host.Post("/api/citizens/find", new { idNumber = number })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Post("/api/citizens/find", new { idNumber = People.IdNumber(2901) })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Looks(citizen)).ShouldHaveSingleItem().Kind.ShouldBe("searched");
        (await host.Scalar<string>($"select string_agg(data::text, '') from ledger.mt_events where type = 'search_performed'")).ShouldNotContain(number);
    }

    [Fact]
    public async Task is_shown_to_the_person_in_words_the_latest_first()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Get($"/api/applications/{application}", LedgerHost.CitizenPersona(citizen));
        for (var i = 0; i < 3; i++)
            await host.Get($"/api/applications/{application}");
        var page = await host.Get($"/api/citizens/{citizen}/accesses?size=2", LedgerHost.CitizenPersona(citizen));
        page["thisMonth"]!.GetValue<int>().ShouldBe(3);
        page["accesses"]!.AsArray().Count.ShouldBe(2);
        var line = page["accesses"]![0]!;
        (line["by"]!.GetValue<string>(), line["departmentName"]!.GetValue<string>(), line["purpose"]!.GetValue<string>(), line["officer"]).ShouldBe(("officer", "重庆市人民政府办公厅", "ServiceProvision", null));
        line["sentence"]!.GetValue<string>().ShouldMatch("^An officer of 重庆市人民政府办公厅 looked at applications on .* for providing a service\\.$");
        using var chinese = host.Client(LedgerHost.CitizenPersona(citizen), "zh-CN");
        (await chinese.GetStringAsync($"/api/citizens/{citizen}/accesses?size=1")).ShouldContain("重庆市人民政府办公厅工作人员查看了办件（目的：提供服务）");
        var rest = await host.Get($"/api/citizens/{citizen}/accesses?size=2&before={page["next"]!.GetValue<long>()}", LedgerHost.CitizenPersona(citizen));
        rest["accesses"]!.AsArray().Count.ShouldBe(1);
        rest["next"].ShouldBeNull();
        (await host.Get($"/api/citizens/{citizen}/accesses?own=true", LedgerHost.CitizenPersona(citizen)))["accesses"]!.AsArray().Count.ShouldBeGreaterThan(3);

        // Supervision reads it with the officer's name; an officer on a matter does not.
        (await host.Get($"/api/citizens/{citizen}/accesses"))["accesses"]![0]!["officer"]!.GetValue<string>().ShouldBe("li.hua");
        await (await host.Client(LedgerHost.Officer).GetAsync($"/api/citizens/{citizen}/accesses")).ShouldBeRefused(403, "forbidden");
        await (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/citizens/{citizen}/accesses?before=x")).ShouldBeRefused(400, "invalid");
    }

    [Fact]
    public async Task of_a_crowd_shares_its_commits_and_loses_none()
    {
        var citizens = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Register()));
        var matters = await Task.WhenAll(citizens.Select(c => host.Submit(c)));
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, ct) =>
            (await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{matters[i % 4]}", ct)).StatusCode.ShouldBe(HttpStatusCode.OK));
        foreach (var citizen in citizens)
            (await Looks(citizen)).Count(l => l.Kind == "viewed").ShouldBe(100);
        (await host.Scalar<long>("select count(*) from (select stream_id from ledger.mt_events where type = 'file_viewed' group by stream_id having count(*) <> max(version) and count(*) filter (where type <> 'file_viewed') = 0) x")).ShouldBe(0);
    }

    [Fact]
    public async Task that_cannot_be_recorded_shows_nothing()
    {
        var citizen = await host.Register("不可见者");
        var application = await host.Submit(citizen);
        await using var database = Npgsql.NpgsqlDataSource.Create(host.Connection + ";Pooling=false");
        await using (var block = database.CreateCommand("create function ledger.no_looks() returns trigger language plpgsql as $$ begin if new.type = 'file_viewed' then raise exception 'no room'; end if; return new; end $$; create trigger no_looks before insert on ledger.mt_events for each row execute function ledger.no_looks()"))
            await block.ExecuteNonQueryAsync();
        try
        {
            var answer = await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{application}");
            await answer.ShouldBeRefused(503, "look-not-recorded");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain(application.ToString());
        }
        finally
        {
            await using var open = database.CreateCommand("drop function ledger.no_looks() cascade");
            await open.ExecuteNonQueryAsync();
        }

        (await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{application}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void is_foreseen_for_every_address_that_shows_something()
    {
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)))
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m == "GET"))
                (ReadPaths.Of(endpoint, method) is null or { Length: > 0 }).ShouldBeTrue(ReadPaths.Screen(endpoint));
    }

    [Fact]
    public void lies_in_one_stream_for_each_citizen_and_month_of_China()
    {
        var (citizen, other) = (LedgerId.New(), LedgerId.New());
        var id = AccessStream.Of(citizen, new(2026, 3, 31));
        AccessStream.Of(citizen, new(2026, 3, 1)).ShouldBe(id);
        new[] { AccessStream.Of(citizen, new(2026, 4, 1)), AccessStream.Of(citizen, new(2025, 3, 1)), AccessStream.Of(other, new(2026, 3, 1)) }.ShouldNotContain(id);
        id.Version.ShouldBe(7);
        LedgerId.ShardOf(id).ShouldBe(LedgerId.ShardOf(citizen));
        AccessStream.Of(citizen, new(2026, 3, 1), 3).ShouldBe([id, AccessStream.Of(citizen, new(2026, 2, 1)), AccessStream.Of(citizen, new(2026, 1, 1))]);
    }

    sealed record Seen(Guid Id, string Kind, string Sections, string? Department, string? Purpose, Guid? Matter);

    /// <summary>All looks at this citizen so far, as supervision reads them in the table.</summary>
    async Task<IReadOnlyList<Seen>> Looks(Guid citizen)
    {
        var rows = await host.Scalar<string>(
            $"select coalesce(json_agg(json_build_object('id', id, 'type', type, 'data', data, 'act', headers->'act') order by seq_id)::text, '[]') from ledger.mt_events where type in ('file_viewed', 'search_performed', 'access_refused') and data->>'citizenId' = '{citizen}'");
        return [.. JsonNode.Parse(rows)!.AsArray().Select(r => new Seen(
            r!["id"]!.GetValue<Guid>(), r["type"]!.GetValue<string>() switch { "file_viewed" => "viewed", "search_performed" => "searched", _ => "refused" },
            string.Join(',', r["data"]!["sections"]?.AsArray().Select(s => s!.GetValue<string>()) ?? []), r["act"]!["department"]?.GetValue<string>(), r["act"]!["purpose"]?.GetValue<string>(), r["act"]!["matterId"]?.GetValue<Guid>()))];
    }
}
