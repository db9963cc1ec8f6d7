using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

public class breaking_the_glass(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Reason = "老人独居昏迷，急需联系其子女确认用药情况，无法等待立案";
    const string Supervisor = $"kind=officer; id=sun.wei; role=supervisor; department={Items.OtherDepartment}; purpose=Oversight";
    static readonly object Asked = new { reason = Reason };

    static string Officer(string id, string department = Items.ThirdDepartment, string role = "handler") => $"kind=officer; id={id}; role={role}; department={department}; purpose=ServiceProvision; channel=window";

    static string Under(Guid glass, string officer) => officer.Replace("purpose=ServiceProvision", "purpose=Emergency", StringComparison.Ordinal) + $"; glass={glass}";

    static string Purpose(string purpose, string officer) => officer.Replace("purpose=ServiceProvision", $"purpose={purpose}", StringComparison.Ordinal);

    async Task<Guid> Break(Guid citizen, string officer)
    {
        var answer = await host.Post($"/api/citizens/{citizen}/break-glass", Asked, officer);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["breakGlassId"]!.GetValue<Guid>();
    }

    async Task<HttpResponseMessage> Read(string path, string persona) => await host.Client(persona).GetAsync(path);

    /// <summary>A citizen with a matter elsewhere, whose file has followed.</summary>
    async Task<(Guid Citizen, Guid Application)> Somebody()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        var position = await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        await host.Get($"/api/citizens/{citizen}/file?atLeast={position}");
        return (citizen, application);
    }

    void MoveTo(DateOnly day) => host.Time.SetUtcNow(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8)));

    [Fact]
    public async Task opens_the_file_and_its_history_until_the_sixtieth_minute_and_every_look_carries_its_id()
    {
        var (citizen, _) = await Somebody();
        var officer = Officer("an.an");
        var path = $"/api/citizens/{citizen}/file";
        await (await Read(path, officer)).ShouldBeRefused(403, "forbidden");

        var answer = await host.Post($"/api/citizens/{citizen}/break-glass", Asked, officer);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        body["until"]!.GetValue<DateTimeOffset>().ShouldBe(host.Time.GetUtcNow().AddMinutes(60));
        var glass = body["breakGlassId"]!.GetValue<Guid>();
        LedgerId.ShardOf(glass).ShouldBe(LedgerId.ShardOf(citizen));

        var under = Under(glass, officer);
        (await host.Get(path, under))["name"]!.GetValue<string>().ShouldBe("王芳");
        var history = await host.Get(path + "/history", under);
        await host.Get($"/api/events/{history["events"]![0]!["eventId"]!.GetValue<Guid>()}", under);
        host.Time.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        await host.Get(path, under);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await (await Read(path, under)).ShouldBeRefused(403, "forbidden");
        await (await Read(path + "/history", under)).ShouldBeRefused(403, "forbidden");

        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'file_viewed' and data->>'citizenId' = '{citizen}' and headers->'act'->>'breakGlass' = '{glass}' and headers->'act'->>'purpose' = 'Emergency'")).ShouldBe(4);
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'access_refused' and data->>'citizenId' = '{citizen}' and headers->'act'->>'breakGlass' = '{glass}'")).ShouldBe(2);
        (await host.Scalar<string>($"select data::text from ledger.mt_events where stream_id = '{glass}'")).ShouldNotContain("昏迷");
    }

    [Fact]
    public async Task tells_the_citizen_and_supervisors_at_once()
    {
        var (citizen, _) = await Somebody();
        var officer = Officer("bai.lu");
        var glass = await Break(citizen, officer);
        await host.Get($"/api/citizens/{citizen}/file", Under(glass, officer));

        var page = await host.Get($"/api/citizens/{citizen}/accesses", LedgerHost.CitizenPersona(citizen));
        var notice = page["breakGlass"]!.AsArray().ShouldHaveSingleItem()!;
        (notice["breakGlassId"]!.GetValue<Guid>(), notice["running"]!.GetValue<bool>(), notice["reason"]!.GetValue<string>(), notice["officer"]).ShouldBe((glass, true, Reason, null));
        notice["sentence"]!.GetValue<string>().ShouldMatch("^An officer of .* opened this file in an emergency on .*, because: 老人独居.*\\. A supervisor of another department reviews it by .*\\.$");
        page["accesses"]!.AsArray().Single(a => a!["purpose"]?.GetValue<string>() == "Emergency")!["breakGlass"]!.GetValue<Guid>().ShouldBe(glass);
        using var chinese = host.Client(LedgerHost.CitizenPersona(citizen), "zh-CN");
        (await chinese.GetStringAsync($"/api/citizens/{citizen}/break-glass")).ShouldContain("紧急调阅本档案");

        var listed = (await host.Get("/api/supervision/break-glass?status=open&size=200", Supervisor))["breakGlass"]!.AsArray().Single(g => g!["breakGlassId"]!.GetValue<Guid>() == glass)!;
        (listed["officer"]!.GetValue<string>(), listed["department"]!.GetValue<string>(), listed["citizenId"]!.GetValue<Guid>(), listed["reason"]).ShouldBe(("bai.lu", Items.ThirdDepartment, citizen, null));
        (await host.Get(listed["link"]!.GetValue<string>(), Supervisor))["breakGlass"]![0]!["reason"]!.GetValue<string>().ShouldBe(Reason);
        // The list is of several people, and each of them sees who read it.
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'file_viewed' and data->>'citizenId' = '{citizen}' and data->>'screen' = '/api/supervision/break-glass'")).ShouldBe(1);

        await (await Read($"/api/citizens/{citizen}/break-glass", LedgerHost.CitizenPersona(await host.Register()))).ShouldBeRefused(404, "not-found");
        await (await Read($"/api/citizens/{citizen}/break-glass", officer)).ShouldBeRefused(403, "forbidden");
        await (await Read("/api/supervision/break-glass", officer)).ShouldBeRefused(403, "forbidden");
        await (await Read("/api/supervision/break-glass", LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(403, "forbidden");
        await (await Read("/api/supervision/break-glass?status=late", Supervisor)).ShouldBeRefused(400, "invalid");
    }

    [Fact]
    public async Task opens_nothing_else_and_nobody_elses()
    {
        var (citizen, application) = await Somebody();
        var (other, _) = await Somebody();
        var officer = Officer("cao.yi", LedgerHost.Department);
        var glass = await Break(citizen, officer);
        var under = Under(glass, officer);
        await host.Get($"/api/citizens/{citizen}/file", under);
        // The matter is the officer's own department's: without the break-glass it opens, and under it neither reads nor writes.
        foreach (var path in new[] { $"/api/applications/{application}", $"/api/applications/{application}/history", $"/api/citizens/{citizen}/accesses", $"/api/citizens/{other}/file" })
            await (await Read(path, under)).ShouldBeRefused(403, "forbidden");
        (await Read($"/api/applications/{application}", officer)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = await host.Scalar<long>($"select count(*) from ledger.mt_events where stream_id = '{application}'");
        await (await host.Post($"/api/applications/{application}/steps", new { stepCode = "审查", version = 2 }, under)).ShouldBeRefused(403, "forbidden");
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where stream_id = '{application}'")).ShouldBe(before);
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'access_refused' and headers->'act'->>'breakGlass' = '{glass}'")).ShouldBe(5);

        await (await Read($"/api/citizens/{citizen}/file", Under(glass, Officer("ding.er", LedgerHost.Department)))).ShouldBeRefused(403, "forbidden");
        await (await Read($"/api/citizens/{citizen}/file", under.Replace("purpose=Emergency", "purpose=Oversight", StringComparison.Ordinal))).ShouldBeRefused(403, "forbidden");
        await (await Read($"/api/citizens/{citizen}/file", Under(LedgerIds.Unknown, officer))).ShouldBeRefused(403, "forbidden");
        await (await Read($"/api/citizens/{citizen}/file", Purpose("Emergency", officer))).ShouldBeRefused(403, "forbidden");
        (await Read($"/api/citizens/{citizen}/file", $"{LedgerHost.CitizenPersona(citizen)}; glass={glass}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task without_a_proper_reason_is_refused_and_the_attempt_is_on_record()
    {
        var citizen = await host.Register();
        var officer = Officer("e.wen");
        object[] bad = [new { }, new { reason = "急" }, new { reason = "   急需                   调阅     " }, new { reason = new string('急', 40) }];
        foreach (var body in bad)
            (await (await host.Post($"/api/citizens/{citizen}/break-glass", body, officer)).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("$.reason");
        await (await host.Post($"/api/citizens/{citizen}/break-glass", new { reason = Reason, minutes = 61 }, officer)).ShouldBeRefused(400, "invalid");
        await (await host.Post($"/api/citizens/{citizen}/break-glass", Asked, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(403, "forbidden");
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'access_refused' and data->>'citizenId' = '{citizen}' and (data->>'status')::int = 400 and data->>'screen' = '/api/citizens/{{citizenId}}/break-glass' and user_name = 'e.wen'")).ShouldBe(5);
        (await host.Get($"/api/citizens/{citizen}/accesses", LedgerHost.CitizenPersona(citizen)))["accesses"]!.AsArray().Count(a => a!["kind"]!.GetValue<string>() == "refused").ShouldBe(5);
        (await host.Get($"/api/citizens/{citizen}/break-glass", LedgerHost.CitizenPersona(citizen)))["breakGlass"]!.AsArray().ShouldBeEmpty();

        await (await host.Post($"/api/citizens/{LedgerIds.Unknown}/break-glass", Asked, officer)).ShouldBeRefused(404, "not-found");
        await (await host.Post($"/api/citizens/{await host.Submit(citizen)}/break-glass", Asked, officer)).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public async Task runs_once_for_a_citizen_and_three_times_a_day_however_many_ask_at_once()
    {
        var citizens = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => host.Register()));
        var officer = Officer("fang.yi");
        var answers = await Task.WhenAll(citizens[..6].Select(c => host.Post($"/api/citizens/{c}/break-glass", Asked, officer)));
        answers.Count(a => a.StatusCode is HttpStatusCode.Created).ShouldBe(3);
        answers.Count(a => a.StatusCode is HttpStatusCode.Forbidden).ShouldBe(3);
        await (await host.Post($"/api/citizens/{citizens[6]}/break-glass", Asked, officer)).ShouldBeRefused(403, "forbidden");

        var one = Officer("gao.fei");
        answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Post($"/api/citizens/{citizens[6]}/break-glass", Asked, one)));
        answers.Count(a => a.StatusCode is HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode is HttpStatusCode.Conflict).ShouldBe(3);

        // The same request again is answered as the first time.
        var again = Officer("gu.qi");
        var first = await (await host.Post($"/api/citizens/{citizens[5]}/break-glass", Asked, again, "again-1")).Content.ReadAsStringAsync();
        (await (await host.Post($"/api/citizens/{citizens[5]}/break-glass", Asked, again, "again-1")).Content.ReadAsStringAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task not_reviewed_on_the_due_day_keeps_the_officer_from_another_and_from_files_without_a_matter()
    {
        var (citizen, application) = await Somebody();
        var (other, _) = await Somebody();
        var officer = Officer("han.mei", LedgerHost.Department);
        var glass = await Break(citizen, officer);
        await (await host.Post($"/api/break-glass/{glass}/review", new { verdict = "justified", remarks = "属实", version = 1 }, Supervisor)).ShouldBeRefused(409, "not-in-this-state");
        var due = DateOnly.Parse((await host.Get($"/api/citizens/{citizen}/break-glass", Supervisor))["breakGlass"]![0]!["reviewBy"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

        MoveTo(due.AddDays(-1));
        (await Status(glass, "open")).ShouldBeTrue();
        (await Read($"/api/citizens/{other}/file", Purpose("LegalCompliance", officer.Replace("role=handler", "role=supervisor", StringComparison.Ordinal)))).StatusCode.ShouldBe(HttpStatusCode.OK);
        MoveTo(due);
        (await Status(glass, "due")).ShouldBeTrue();
        (await (await host.Post($"/api/citizens/{other}/break-glass", Asked, officer)).ShouldBeRefused(403, "forbidden"))["detail"]!.GetValue<string>().ShouldContain(glass.ToString());
        await (await Read($"/api/citizens/{other}/file", Purpose("LegalCompliance", officer.Replace("role=handler", "role=supervisor", StringComparison.Ordinal)))).ShouldBeRefused(403, "forbidden");
        // Their own matters go on.
        (await Read($"/api/citizens/{citizen}/file", $"{officer}; matter={application}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        MoveTo(due.AddDays(1));
        (await Status(glass, "overdue")).ShouldBeTrue();

        object review = new { verdict = "justified", remarks = "经核实属实", version = 1 };
        foreach (var (persona, status, type) in new[]
            {
                ($"kind=officer; id=han.mei; role=supervisor; department={Items.OtherDepartment}; purpose=Oversight", 403, "forbidden"),
                (Purpose("Oversight", Officer("ji.lan", LedgerHost.Department, "supervisor")), 403, "forbidden"),
                (Officer("ji.lan", Items.OtherDepartment), 403, "forbidden"), (LedgerHost.CitizenPersona(citizen), 403, "forbidden"), (LedgerHost.CitizenPersona(other), 403, "forbidden")
            })
            await (await host.Post($"/api/break-glass/{glass}/review", review, persona)).ShouldBeRefused(status, type);
        await (await host.Post($"/api/break-glass/{LedgerIds.Unknown}/review", review, Supervisor)).ShouldBeRefused(404, "not-found");
        await (await host.Post($"/api/break-glass/{glass}/review", new { verdict = "justified", remarks = "属实", version = 2 }, Supervisor)).ShouldBeRefused(409, "stale-version");

        await host.Do($"/api/break-glass/{glass}/review", review, Supervisor);
        (await Status(glass, "reviewed")).ShouldBeTrue();
        (await Read($"/api/citizens/{other}/file", Purpose("LegalCompliance", officer.Replace("role=handler", "role=supervisor", StringComparison.Ordinal)))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Break(other, officer);
        var told = (await host.Get($"/api/citizens/{citizen}/break-glass", LedgerHost.CitizenPersona(citizen)))["breakGlass"]![0]!;
        (told["verdict"]!.GetValue<string>(), told["remarks"]!.GetValue<string>()).ShouldBe(("justified", "经核实属实"));
    }

    [Fact]
    public async Task found_unjustified_keeps_the_officer_from_another_until_it_is_lifted()
    {
        var citizen = await host.Register();
        var officer = Officer("kang.bo");
        var glass = await Break(citizen, officer);
        await (await host.Post($"/api/break-glass/{glass}/ending", new { version = 1 }, Officer("lu.min"))).ShouldBeRefused(404, "not-found");
        await host.Do($"/api/break-glass/{glass}/ending", new { version = 1 }, officer);
        await (await Read($"/api/citizens/{citizen}/file", Under(glass, officer))).ShouldBeRefused(403, "forbidden");
        await (await host.Post($"/api/break-glass/{glass}/lifting", new { reason = "已培训", version = 2 }, Supervisor)).ShouldBeRefused(409, "not-in-this-state");
        await host.Do($"/api/break-glass/{glass}/review", new { verdict = "unjustified", remarks = "并无紧急情况", version = 2 }, Supervisor);
        (await (await host.Post($"/api/citizens/{citizen}/break-glass", Asked, officer)).ShouldBeRefused(403, "forbidden"))["detail"]!.GetValue<string>().ShouldContain(glass.ToString());
        await host.Do($"/api/break-glass/{glass}/lifting", new { reason = "已接受培训", version = 3 }, Supervisor);
        await Break(citizen, officer);
    }

    async Task<bool> Status(Guid glass, string status) =>
        (await host.Get($"/api/supervision/break-glass?status={status}&size=200", Supervisor))["breakGlass"]!.AsArray().Any(g => g!["breakGlassId"]!.GetValue<Guid>() == glass);
}
