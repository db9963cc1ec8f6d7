using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision;

namespace ServiceLedger.Tests.Supervision;

public class the_list_of_unexplained_looks(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Ours = LedgerHost.Department, Theirs = Items.OtherDepartment, Provider = "11500000DEM0000228";
    const string Supervisor = $"kind=officer; id=sun.wei; role=supervisor; department={Items.ThirdDepartment}; purpose=Oversight";

    // A Tuesday.
    static readonly DateOnly Day = new(2026, 3, 3);

    static DateTimeOffset On(DateOnly day, int hour, int minute = 0) => new(day.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.FromHours(8));

    static DateTimeOffset At(int hour, int minute = 0) => On(Day, hour, minute);

    static string Officer(string id, string department = Ours, string role = "handler", string purpose = "ServiceProvision") => $"kind=officer; id={id}; role={role}; department={department}; purpose={purpose}; channel=window";

    /// <summary>The record dates by the service's clock; what happened on the examined day is dated back in the table.</summary>
    Task<long> Date(string which, DateTimeOffset at) => host.Scalar<long>($"""with moved as (update ledger.mt_events set "timestamp" = '{at:O}' where {which} returning 1) select count(*) from moved""");

    Task<long> DateStream(Guid stream, DateTimeOffset at) => Date($"stream_id = '{stream}'", at);

    /// <summary>Looks, and the id of the look.</summary>
    async Task<Guid> Look(string path, string persona, DateTimeOffset at, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await host.Client(persona).GetAsync(path);
        answer.StatusCode.ShouldBe(status, path + await answer.Content.ReadAsStringAsync());
        var id = await host.Scalar<Guid>("select id from ledger.mt_events where type in ('file_viewed', 'access_refused') order by seq_id desc limit 1");
        await Date($"id = '{id}'", at);
        return id;
    }

    /// <summary>A citizen with a matter that came in the day before.</summary>
    async Task<(Guid Citizen, Guid Matter)> WithMatter(DateTimeOffset? submitted = null)
    {
        var citizen = await host.Register();
        var matter = await host.Submit(citizen);
        await DateStream(matter, submitted ?? On(Day.AddDays(-1), 9));
        return (citizen, matter);
    }

    async Task Followed()
    {
        var progress = host.Services.GetRequiredService<ProjectionProgress>();
        (await progress.Reaches(await progress.End(default), default)).ShouldBeTrue();
    }

    async Task<WorkingDays> Days()
    {
        await using var session = host.Store.QuerySession();
        return await WorkingDays.Load(session, default);
    }

    async Task<IReadOnlyList<JsonNode>> List(string query)
    {
        var lines = new List<JsonNode>();
        for (string? after = ""; after is not null;)
        {
            var page = await host.Get($"/api/supervision/unexplained-looks?{query}&size=10{after}", Supervisor);
            lines.AddRange(page["looks"]!.AsArray().Select(l => l!));
            after = page["next"] is { } next ? $"&after={next.GetValue<Guid>()}" : null;
        }

        return lines;
    }

    [Fact]
    public async Task holds_each_look_that_nothing_explains_and_none_of_the_others()
    {
        var planted = new Dictionary<Guid, string>();
        async Task Plant(string causes, string path, string persona, DateTimeOffset at) => planted.Add(await Look(path, persona, at), causes);

        // What is explained: a matter in hand, one that came in later that day, one that ended earlier that day, data asked for, an inspection, the person in person, an attempt that failed.
        var (citizen, matter) = await WithMatter();
        await Look($"/api/applications/{matter}", Officer("in.hand"), At(10));
        await Look($"/api/citizens/{citizen}/file", Officer("supervising", Theirs, "supervisor", "Oversight"), At(10));
        await Look($"/api/citizens/{citizen}/file", LedgerHost.CitizenPersona(citizen), At(23));
        await Look($"/api/citizens/{citizen}/file", Officer("turned.away", Theirs), At(10), HttpStatusCode.Forbidden);
        var (_, later) = await WithMatter(At(10, 20));
        await Look($"/api/applications/{later}", Officer("intake"), At(9, 50));
        var (_, ended) = await WithMatter();
        await host.Do($"/api/applications/{ended}/withdrawal", new { version = 1 });
        await Date($"stream_id = '{ended}' and version = 2", At(11));
        await Look($"/api/applications/{ended}", Officer("closing"), At(15));
        await host.Do($"/api/applications/{matter}/acceptance", new { version = 1 });
        await Date($"stream_id = '{matter}' and version = 2", On(Day.AddDays(-1), 10));
        var asked = await host.Post("/api/data-requests", new
        {
            applicationId = matter,
            providingDepartment = Provider,
            dataItemCode = "HUKOU",
            sharingClass = "unconditional",
            fields = new[] { "address" },
            purpose = "ServiceProvision",
            legalBasis = "国务院令第809号",
            necessity = "核实住址"
        });
        asked.StatusCode.ShouldBe(HttpStatusCode.Created, await asked.Content.ReadAsStringAsync());
        var request = Guid.Parse(asked.Headers.Location!.ToString().Split('/')[^1]);
        await DateStream(request, At(9));
        await Look($"/api/data-requests/{request}", Officer("providing", Provider), At(10));

        // An emergency at night, on a person nobody has to do with.
        host.Time.SetUtcNow(At(22, 30));
        var injured = await host.Register();
        var broken = await host.Post($"/api/citizens/{injured}/break-glass", new { reason = "路边昏迷人员送医，急需确认身份并联系其家属" }, Officer("on.call"));
        var glass = (await broken.Content.ReadFromJsonAsync<JsonNode>())!["breakGlassId"]!.GetValue<Guid>();
        await Followed();
        await Look($"/api/citizens/{injured}/file", $"{Officer("on.call", purpose: "Emergency")}; glass={glass}", At(22, 40));
        host.Time.SetUtcNow(On(Day.AddDays(1), 9));

        // What is not: no tie any more. (Without a tie at all nothing is shown.)
        var (_, old) = await WithMatter(On(Day.AddDays(-5), 9));
        await host.Do($"/api/applications/{old}/withdrawal", new { version = 1 });
        await Date($"stream_id = '{old}' and version = 2", On(Day.AddDays(-1), 11));
        await Plant("noLink", $"/api/applications/{old}", Officer("too.late"), At(10));
        await Plant("afterHours", $"/api/applications/{matter}", Officer("at.night"), At(22, 30));
        await Plant("afterHours", $"/api/applications/{matter}", Officer("early"), At(6, 59));

        // Coming back again and again; with an act of the office it is work.
        var (_, watched) = await WithMatter();
        var (_, worked) = await WithMatter();
        foreach (var hour in new[] { 9, 11, 14 })
        {
            await Plant("nothingFollowed", $"/api/applications/{watched}", Officer("back.again"), At(hour));
            await Look($"/api/applications/{worked}", Officer("at.work"), At(hour));
        }

        await host.Do($"/api/applications/{worked}/acceptance", new { version = 1 }, Officer("at.work"));
        await Date($"stream_id = '{worked}' and version = 2", At(14, 30));

        // Two people on each of five days, and twenty-one on the sixth; and whoever always has as many.
        var many = await Task.WhenAll(Enumerable.Range(0, 21).Select(_ => WithMatter(On(Day.AddDays(-20), 9))));
        foreach (var day in Enumerable.Range(2, 5).Select(i => Day.AddDays(-i)))
        {
            foreach (var (_, m) in many[..2])
                await Look($"/api/applications/{m}", Officer("suddenly.busy"), On(day, 10));
            foreach (var (_, m) in many[..7])
                await Look($"/api/applications/{m}", Officer("always.busy"), On(day, 10));
        }

        foreach (var (_, m) in many)
        {
            await Plant("peak", $"/api/applications/{m}", Officer("suddenly.busy"), At(10));
            await Look($"/api/applications/{m}", Officer("always.busy"), At(10));
        }

        await Followed();
        var command = new { day = Day };
        await (await host.Post("/api/supervision/unexplained-looks/runs", command, Officer("curious"))).ShouldBeRefused(403, "forbidden");
        await (await host.Post("/api/supervision/unexplained-looks/runs", new { day = Day.AddDays(1) }, Supervisor)).ShouldBeRefused(400, "invalid");
        await (await host.Post("/api/supervision/unexplained-looks/runs", new { day = "2033-01-03" }, Supervisor)).ShouldBeRefused(400, "invalid");
        await (await host.Post("/api/supervision/unexplained-looks/runs", new { day = "2001-01-03" }, Supervisor)).ShouldBeRefused(409, "calendar-missing");

        // Cut off after its first people, an examination goes on with the rest: here all are listed before the day is said to be examined.
        var first = await host.Services.GetRequiredService<LooksExamination>().RunAsync(Day, await Days(), default);
        first!.Listed.ShouldBe(planted.Count);
        var events = await host.Scalar<long>("select count(*) from ledger.mt_events");
        (await host.Services.GetRequiredService<LooksExamination>().RunAsync(Day, await Days(), default)).ShouldBe(first);
        (await host.Scalar<long>("select count(*) from ledger.mt_events")).ShouldBe(events);

        var run = await host.Post("/api/supervision/unexplained-looks/runs", command, Supervisor, "run-1");
        run.StatusCode.ShouldBe(HttpStatusCode.Created, await run.Content.ReadAsStringAsync());
        (await run.Content.ReadFromJsonAsync<JsonNode>())!["listed"]!.GetValue<int>().ShouldBe(planted.Count);
        (await host.Post("/api/supervision/unexplained-looks/runs", command, Supervisor, "run-1")).StatusCode.ShouldBe(HttpStatusCode.Created);
        await (await host.Post("/api/supervision/unexplained-looks/runs", command, Supervisor)).ShouldBeRefused(409, "already-exists");
        (await host.Scalar<long>("select count(*) from ledger.mt_events where seq_id > (select max(seq_id) from ledger.mt_events where type = 'unlinked_read_detected') and type = 'looks_examined'")).ShouldBe(1);

        var lines = await List($"day={Day:yyyy-MM-dd}");
        lines.ToDictionary(l => l["accessId"]!.GetValue<Guid>(), l => string.Join(',', l["causes"]!.AsArray().Select(c => c!.GetValue<string>()))).ShouldBe(planted, ignoreOrder: true);
        lines.ShouldAllBe(l => !l.ToJsonString(LedgerHost.Plain).Contains("王芳"));
        (await host.Scalar<long>("select count(distinct headers->'act'->>'kind') from ledger.mt_events where type = 'unlinked_read_detected' and headers->'act'->>'kind' = 'clock'")).ShouldBe(1);
        (await List("cause=peak")).Count.ShouldBe(21);
        (await List("cause=noLink")).ShouldHaveSingleItem()["officer"]!.GetValue<string>().ShouldBe("too.late");
        (await List($"day={Day:yyyy-MM-dd}&department={Items.ThirdDepartment}")).ShouldBeEmpty();
        (await List($"day={Day.AddDays(-1):yyyy-MM-dd}")).ShouldBeEmpty();
        await (await host.Client(Supervisor).GetAsync("/api/supervision/unexplained-looks?cause=boredom")).ShouldBeRefused(400, "invalid");
        await (await host.Client(Supervisor).GetAsync("/api/supervision/unexplained-looks?status=late")).ShouldBeRefused(400, "invalid");
        await (await host.Client(Officer("curious")).GetAsync("/api/supervision/unexplained-looks")).ShouldBeRefused(403, "forbidden");
        await (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync("/api/supervision/unexplained-looks")).ShouldBeRefused(403, "forbidden");
        (await host.Scalar<long>("select count(*) from ledger.mt_events where type = 'file_viewed' and data->>'screen' = '/api/supervision/unexplained-looks'")).ShouldBeGreaterThan(0);

        // The office is asked, and the line closed.
        var line = lines.Single(l => l["officer"]!.GetValue<string>() == "too.late");
        var judgement = $"/api/supervision/unexplained-looks/{line["unexplainedLookId"]!.GetValue<Guid>()}/judgement";
        await (await host.Post(judgement, new { verdict = "unlawful", remarks = "无任何职务关联", version = 1 }, Officer("foreign", Items.ThirdDepartment))).ShouldBeRefused(403, "forbidden");
        await host.Do(judgement, new { verdict = "unlawful", remarks = "无任何职务关联", version = 1 }, Supervisor);
        await (await host.Post(judgement, new { verdict = "explained", remarks = "又有说明", version = 2 }, Supervisor)).ShouldBeRefused(409, "not-in-this-state");
        (await List("status=unlawful")).ShouldHaveSingleItem()["accessId"].ShouldNotBeNull();
    }

    [Fact]
    public async Task holds_looks_at_staff_of_the_own_department_once_officers_are_linked_to_citizens()
    {
        var day = new DateOnly(2026, 2, 10);
        var (colleague, matter) = await WithMatter(On(day.AddDays(-1), 9));
        var (stranger, other) = await WithMatter(On(day.AddDays(-1), 9));
        var look = await Look($"/api/applications/{matter}", Officer("next.desk"), On(day, 10));
        await Look($"/api/applications/{other}", Officer("next.desk"), On(day, 10));
        await Followed();
        var examination = ActivatorUtilities.CreateInstance<LooksExamination>(
            host.Services, new StaffRegister(new Dictionary<Guid, StaffMember> { [colleague] = new("zhao.yun", Ours), [stranger] = new("wang.wei", Theirs) }));
        (await examination.RunAsync(day, await Days(), default)).ShouldBe(new Examined(2, 1));
        var line = (await List($"day={day:yyyy-MM-dd}")).ShouldHaveSingleItem();
        (line["accessId"]!.GetValue<Guid>(), line["causes"]![0]!.GetValue<string>()).ShouldBe((look, "ownDepartment"));
    }

    [Fact]
    public async Task waits_until_the_record_of_the_day_is_complete()
    {
        var register = host.Services.GetRequiredService<LookRegister>();
        var position = await register.CatchUpAsync(default);
        (await register.LacksAsync(Day.AddDays(-100), position, default)).ShouldBeFalse();
        var (_, matter) = await WithMatter();
        await DateStream(matter, On(Day.AddDays(-100), 9));
        (await register.LacksAsync(Day.AddDays(-100), position, default)).ShouldBeTrue();
    }

    /// <summary>Measures 100,000 looks of one day at 20,000 people after 100,000 on the day before; run by hand.</summary>
    [Fact(Explicit = true)]
    public async Task of_a_hundred_thousand_looks_is_made_in_bounded_time_and_memory()
    {
        await using var database = NpgsqlDataSource.Create(host.Connection + ";Pooling=false;Command Timeout=600");
        var (_, matter) = await WithMatter(On(Day.AddDays(-40), 9));
        async Task Sql(string sql)
        {
            await using var command = database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        // One matter for each of 20,000 people, and 100,000 looks on each of two days by 1,000 officers, one in fifty from an office without a matter.
        await Sql("create table people as select n - 1 as r, gen_random_uuid() as id, gen_random_uuid() as matter from generate_series(1, 20000) n");
        await Sql($"insert into ledger.mt_streams select (jsonb_populate_record(null::ledger.mt_streams, to_jsonb(s) || jsonb_build_object('id', p.matter))).* from people p, ledger.mt_streams s where s.id = '{matter}'");
        await Sql($"insert into ledger.mt_events select (jsonb_populate_record(null::ledger.mt_events, to_jsonb(e) || jsonb_build_object('seq_id', nextval('ledger.mt_events_sequence'), 'id', gen_random_uuid(), 'stream_id', p.matter, 'data', e.data || jsonb_build_object('citizenId', p.id)))).* from people p, ledger.mt_events e where e.stream_id = '{matter}'");
        await Sql($$"""
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, headers, user_name, is_archived)
            select nextval('ledger.mt_events_sequence'), gen_random_uuid(), p.matter, 10 + d.n / 20000, jsonb_build_object('citizenId', p.id, 'screen', '/api/citizens/{citizenId}/file'), 'file_viewed',
                timestamptz '2026-03-03 09:00+08' - (d.n / 100000) * interval '1 day' + (d.n % 28000) * interval '1 second', '*DEFAULT*', '',
                jsonb_build_object('act', jsonb_build_object('kind', 'officer', 'actorId', 'officer.' || (d.n % 1000), 'role', 'handler', 'department', case when d.n % 50 = 0 then '{{Theirs}}' else '{{Ours}}' end, 'purpose', 'ServiceProvision')), 'x', false
            from generate_series(0, 199999) d(n) join people p on p.r = (d.n * 7919::bigint) % 20000
            """);
        await Sql("analyze ledger.mt_events");
        var progress = host.Services.GetRequiredService<ProjectionProgress>();
        for (var tries = 0; !await progress.Reaches(await progress.End(default), default); tries++)
            tries.ShouldBeLessThan(24);
        var register = host.Services.GetRequiredService<LookRegister>();
        GC.Collect();
        var (clock, before) = (Stopwatch.StartNew(), GC.GetTotalMemory(true));
        await register.CatchUpAsync(default);
        var filled = clock.Elapsed;
        clock.Restart();
        var examined = await host.Services.GetRequiredService<LooksExamination>().RunAsync(Day, await Days(), default);
        var took = clock.Elapsed;
        clock.Restart();
        await host.Services.GetRequiredService<LooksExamination>().RunAsync(Day, await Days(), default);
        var again = clock.Elapsed;
        await File.WriteAllTextAsync(Path.Combine(Path.GetTempPath(), "unexplained-looks-measured.txt"), $"{examined} register {filled.TotalSeconds:N1} s, examination {took.TotalSeconds:N1} s, again {again.TotalSeconds:N1} s, managed {(GC.GetTotalMemory(false) - before) >> 20} MB, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
        examined!.Looks.ShouldBe(100_000);
    }
}
