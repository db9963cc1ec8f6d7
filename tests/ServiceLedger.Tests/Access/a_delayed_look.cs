using System.Net;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>Looks are dated by the real clock, so the host's clock is set to it before anything is delayed.</summary>
public class a_delayed_look(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Supervisor = LedgerHost.OfficerOf(Items.OtherDepartment).Replace("id=li.hua; role=handler", "id=chen.jing; role=supervisor", StringComparison.Ordinal).Replace("ServiceProvision", "Oversight", StringComparison.Ordinal);
    static readonly string Head = LedgerHost.Officer.Replace("id=li.hua; role=handler", "id=zhao.yun; role=head", StringComparison.Ordinal);

    [Fact]
    public async Task is_hidden_from_everything_until_its_day_has_passed_and_then_says_so()
    {
        var today = Now();
        var (citizen, application, other) = await Person();
        await host.Get($"/api/applications/{application}", Under(application));
        var before = await Lines(citizen);
        before.Length.ShouldBe(1);

        var delay = await Ask(citizen, today.AddDays(2), application);
        await host.Get($"/api/applications/{application}", Under(application));
        (await Lines(citizen)).Length.ShouldBe(2, "Nothing is hidden before it is approved.");
        // Attempts at the delay do not tell of it either.
        await (await host.Post($"{delay}/approval", new { version = 1 })).ShouldBeRefused(403, "forbidden");
        await (await host.Post($"{delay}/approval", new { version = 1 }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(404, "not-found");
        (await Lines(citizen)).Length.ShouldBe(2);
        await host.Do($"{delay}/approval", new { version = 1 }, Head);

        await host.Get($"/api/applications/{application}", Under(application));
        await host.Get($"/api/applications/{application}/history", Under(application));
        await host.Get($"/api/applications/{other}");
        await host.Get("/api/disclosure-delays?size=200", Supervisor);
        var hidden = (await Lines(citizen, LedgerHost.Officer.Replace("role=handler", "role=supervisor", StringComparison.Ordinal).Replace("ServiceProvision", "Oversight", StringComparison.Ordinal))).Where(l => l["delayed"] is not null).Select(l => l["accessId"]!.GetValue<Guid>()).ToArray();
        hidden.Length.ShouldBe(2);

        // What was shown stays; what is under the matter is not there, in lines, counts, files and questions; what is not under it is.
        var page = await host.Get($"/api/citizens/{citizen}/accesses", LedgerHost.CitizenPersona(citizen));
        var shown = page["accesses"]!.AsArray().Count;
        shown.ShouldBe(4);
        page["thisMonth"]!.GetValue<int>().ShouldBe(4);
        page["byDepartment"]!.AsArray().Sum(d => d!["looks"]!.GetValue<int>()).ShouldBe(4);
        foreach (var format in new[] { "csv", "json" })
        {
            var file = await host.Client(LedgerHost.CitizenPersona(citizen)).GetStringAsync($"/api/citizens/{citizen}/accesses/export?own=true&format={format}");
            foreach (var id in hidden.Select(id => id.ToString()).Append(delay.Split('/')[^1]))
                file.ShouldNotContain(id);
            file.ShouldNotContain("disclosure");
        }

        page["accesses"]!.ToJsonString().ShouldNotContain("disclosure");
        var unknown = await (await host.Post($"/api/citizens/{citizen}/accesses/{LedgerIds.Unknown}/question", new { kind = "question", text = "为何" }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(404, "not-found");
        (await (await host.Post($"/api/citizens/{citizen}/accesses/{hidden[0]}/question", new { kind = "question", text = "为何" }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(404, "not-found")).ShouldBeAlike(unknown);
        (await (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/events/{hidden[0]}")).ShouldBeRefused(404, "not-found")).ShouldNotBeNull();
        // An officer who does not supervise sees no more than the citizen.
        (await Lines(citizen, "kind=officer; id=qian.li; role=auditor; department=11500000009275780L; purpose=Oversight")).Select(l => l["accessId"]!.GetValue<Guid>()).ShouldNotContain(id => hidden.Contains(id));

        host.Time.SetUtcNow(Midnight(today.AddDays(3)).AddTicks(-1));
        (await Lines(citizen)).Select(l => l["accessId"]!.GetValue<Guid>()).ShouldNotContain(id => hidden.Contains(id));
        host.Time.SetUtcNow(Midnight(today.AddDays(3)));
        var after = await Lines(citizen);
        foreach (var id in hidden)
        {
            var line = after.Single(l => l["accessId"]!.GetValue<Guid>() == id);
            (line["delayed"]!["ground"]!.GetValue<string>(), line["delayed"]!["until"]!.GetValue<string>()).ShouldBe(("obstructsDuty", $"{today.AddDays(2):yyyy-MM-dd}"));
            line["delayed"]!["why"]!.GetValue<string>().ShouldBe("telling would have obstructed a legal duty (PIPL art. 35)");
        }

        // Those that were never hidden bear no note.
        after.Single(l => l["accessId"]!.GetValue<Guid>() == before[0]["accessId"]!.GetValue<Guid>())["delayed"].ShouldBeNull();
        (await host.Post($"/api/citizens/{citizen}/accesses/{hidden[0]}/question", new { kind = "question", text = "为何" }, LedgerHost.CitizenPersona(citizen))).StatusCode.ShouldBe(HttpStatusCode.Created);
        await (await host.Post($"{delay}/extension", new { authority = "市人民检察院", documentNumber = "9号", until = today.AddDays(30), version = 2 })).ShouldBeRefused(409, "delay-over");
    }

    [Fact]
    public async Task by_a_whole_department_is_hidden_until_it_is_released()
    {
        var today = Now();
        var (citizen, application, _) = await Person();
        var delay = await Ask(citizen, today.AddDays(20), null);
        await host.Do($"{delay}/approval", new { version = 1 }, Supervisor);
        await host.Get($"/api/applications/{application}");
        (await Lines(citizen)).ShouldBeEmpty();
        await host.Do($"{delay}/extension", new { authority = "市人民检察院", documentNumber = "渝检〔2026〕9号", until = today.AddDays(40), version = 2 });
        await (await host.Post($"{delay}/approval", new { version = 3 })).ShouldBeRefused(403, "forbidden");
        await host.Do($"{delay}/approval", new { version = 3 }, Head);
        var row = (await host.Get("/api/disclosure-delays?size=200", Supervisor))["delays"]!.AsArray().Single(d => delay.EndsWith(d!["id"]!.GetValue<string>(), StringComparison.Ordinal))!;
        (row["citizenId"]!.GetValue<Guid>(), row["until"]!.GetValue<string>(), row["documentNumber"]!.GetValue<string>(), row["hides"]!.GetValue<bool>(), row["status"]!.GetValue<string>()).ShouldBe((citizen, $"{today.AddDays(40):yyyy-MM-dd}", "渝检〔2026〕9号", true, "inForce"));
        await host.Do($"{delay}/release", new { version = 4 });
        var line = (await Lines(citizen)).Single(l => l["screen"]!.GetValue<string>() == "/api/applications/{applicationId}");
        line["delayed"]!["until"]!.GetValue<string>().ShouldBe($"{TimeProvider.System.Today():yyyy-MM-dd}");
        await host.Get($"/api/applications/{application}");
        (await Lines(citizen))[0]["delayed"].ShouldBeNull();
    }

    [Fact]
    public async Task needs_an_order_for_a_citizen_and_a_matter_of_the_department()
    {
        var today = Now();
        var (citizen, application, _) = await Person();
        var (stranger, theirs, _) = await Person();
        object Body(Guid about, Guid? matter, DateOnly until) => new { citizenId = about, ground = "secretByLaw", authority = "市国家保密局", documentNumber = "渝密〔2026〕1号", until, matterId = matter };
        foreach (var (body, persona, status, type) in new[]
            {
                (Body(citizen, theirs, today.AddDays(1)), LedgerHost.Officer, 400, "invalid"), (Body(LedgerIds.Unknown, null, today.AddDays(1)), LedgerHost.Officer, 400, "invalid"),
                (Body(citizen, application, today), LedgerHost.Officer, 400, "invalid"), (Body(citizen, application, today.AddDays(181)), LedgerHost.Officer, 400, "invalid"),
                (Body(citizen, application, today.AddDays(1)), LedgerHost.OfficerOf(Items.OtherDepartment), 400, "invalid"), (Body(citizen, application, today.AddDays(1)), LedgerHost.CitizenPersona(citizen), 403, "forbidden")
            })
            await (await host.Post("/api/disclosure-delays", body, persona)).ShouldBeRefused(status, type);
        (await Lines(citizen)).ShouldBeEmpty();
        foreach (var persona in new[] { LedgerHost.Officer, LedgerHost.CitizenPersona(stranger) })
            await (await host.Client(persona).GetAsync("/api/disclosure-delays")).ShouldBeRefused(403, "forbidden");
        var delay = await Ask(citizen, today.AddDays(180), application);
        foreach (var act in new[] { "approval", "release" })
            await (await host.Post($"{delay}/{act}", new { version = 1 }, LedgerHost.OfficerOf(Items.ThirdDepartment))).ShouldBeRefused(404, "not-found");
        (await host.Get("/api/disclosure-delays?size=200", Head))["delays"]!.AsArray().Count.ShouldBeGreaterThan(0);
        (await host.Get("/api/disclosure-delays", LedgerHost.OfficerOf(Items.ThirdDepartment).Replace("handler", "head", StringComparison.Ordinal)))["delays"]!.AsArray().ShouldBeEmpty();
    }

    /// <summary>The host's clock stands at the real time; the day in China.</summary>
    DateOnly Now()
    {
        if (host.Time.GetUtcNow() < TimeProvider.System.GetUtcNow())
            host.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        return host.Time.Today();
    }

    async Task<(Guid Citizen, Guid Application, Guid Other)> Person()
    {
        var citizen = await host.Register();
        return (citizen, await host.Submit(citizen), await host.Submit(citizen));
    }

    static string Under(Guid matter) => LedgerHost.Officer + $"; matter={matter}";

    async Task<string> Ask(Guid citizen, DateOnly until, Guid? matter)
    {
        var answer = await host.Post("/api/disclosure-delays", new { citizenId = citizen, ground = "obstructsDuty", authority = "市人民检察院", documentNumber = "渝检〔2026〕3号", until, matterId = matter });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    async Task<JsonNode[]> Lines(Guid citizen, string? persona = null) =>
        [.. (await host.Get($"/api/citizens/{citizen}/accesses?size=200", persona ?? LedgerHost.CitizenPersona(citizen)))["accesses"]!.AsArray().Select(l => l!)];

    static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
}
