using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Registers;

namespace ServiceLedger.Tests.Supervision;

/// <summary>Six matters of three people, told once; every figure below is counted by hand.</summary>
public sealed class SixMatters(Cluster cluster) : IAsyncLifetime
{
    public LedgerHost Host { get; } = new(cluster);
    public Guid Urban { get; private set; }
    public Guid Rural { get; private set; }

    /// <summary>Granted online, opened before by who decided, read by the person.</summary>
    public Guid Opened { get; private set; }

    /// <summary>Refused at a window, recorded days after; corrected once, asked for what is held, two visits.</summary>
    public Guid Corrected { get; private set; }

    /// <summary>Granted like the first, opened by nobody and read by nobody.</summary>
    public Guid Unopened { get; private set; }
    public Guid Withdrawn { get; private set; }

    /// <summary>Refused, as like the first as can be.</summary>
    public Guid Refused { get; private set; }
    public Guid Open { get; private set; }
    public Dictionary<Guid, Guid> Decisions { get; } = [];

    static object Earlier(string at, string reason = "lateEntry") => new { at, reason };

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        (Urban, Rural) = (await Person("11010519491231002X", "500103", "111"), await Person("34052419800101001X", "500152", "220"));

        Opened = await Submit(Urban, Items.Plain, LedgerHost.CitizenPersona(Urban));
        await Host.Do($"/api/applications/{Opened}/acceptance", new { version = 1 });
        (await Host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{Opened}")).EnsureSuccessStatusCode();
        await Decide(Opened, 2, Grant);
        await Host.Do($"/api/decisions/{Decisions[Opened]}/delivery", new { method = "online", version = 1 });
        (await Host.Client(LedgerHost.CitizenPersona(Urban)).GetAsync($"/api/decisions/{Decisions[Opened]}")).EnsureSuccessStatusCode();

        // Monday 2 February to Thursday 5 February, recorded on Monday 2 March.
        Corrected = await Submit(Rural, Items.Lenient, LedgerHost.Officer, Earlier("2026-02-02T10:00:00+08:00", "paperIntake"), [new { paperId = "P1", form = "original", grade = "B" }]);
        foreach (var (day, purpose) in new[] { (2, "submission"), (3, "correction") })
            await Host.Do($"/api/applications/{Corrected}/visits", new { place = "渝中区政务服务中心", divisionCode = "500103", purpose, requiredByLaw = false, startedAt = $"2026-02-0{day}T10:00:00+08:00", endedAt = $"2026-02-0{day}T10:30:00+08:00", travelMinutes = 40, version = await Version(Corrected) });
        await Host.Do($"/api/applications/{Corrected}/correction-requests", new { defects = new[] { new { requirement = "P1", fault = "无公章", cure = "加盖公章" } }, dueBy = "2026-02-09", notifiedBy = "window", effect = Earlier("2026-02-02T11:00:00+08:00"), version = await Version(Corrected) });
        await Host.Do($"/api/applications/{Corrected}/corrections", new { cured = new[] { "P1" }, materials = new[] { new { paperId = "P1", form = "original", grade = "B" }, new { paperId = "P2", form = "copy", grade = "B" } }, effect = Earlier("2026-02-03T10:15:00+08:00"), version = await Version(Corrected) });
        await Host.Do($"/api/applications/{Corrected}/acceptance", new { effect = Earlier("2026-02-03T11:00:00+08:00"), version = await Version(Corrected) });
        await Decide(Corrected, await Version(Corrected), Refusal, Earlier("2026-02-04T11:00:00+08:00"));
        await Host.Do($"/api/decisions/{Decisions[Corrected]}/delivery", new { method = "window", effect = Earlier("2026-02-05T11:00:00+08:00"), version = 1 });
        await ReAsk(Corrected, Rural);

        Unopened = await Submit(Urban, Items.Plain, LedgerHost.CitizenPersona(Urban));
        await Host.Do($"/api/applications/{Unopened}/acceptance", new { version = 1 });
        await Decide(Unopened, 2, Grant);
        await Host.Do($"/api/decisions/{Decisions[Unopened]}/delivery", new { method = "online", version = 1 });

        Withdrawn = await Submit(Rural, Items.Plain, LedgerHost.Officer);
        await Host.Do($"/api/applications/{Withdrawn}/withdrawal", new { version = 1 }, LedgerHost.CitizenPersona(Rural));

        Refused = await Submit(Rural, Items.Plain, LedgerHost.Officer);
        await Host.Do($"/api/applications/{Refused}/acceptance", new { version = 1 });
        await Decide(Refused, 2, Refusal);
        await Host.Do($"/api/decisions/{Decisions[Refused]}/delivery", new { method = "window", version = 1 });

        Open = await Submit(Urban, Items.Plain, LedgerHost.CitizenPersona(Urban));
        await Request(Open, "HUKOU", refused: true);
        await Request(Open, "PENSION", refused: false);

        await Rate(Opened, Urban, 5, anonymous: false);
        await Rate(Unopened, Urban, 3, anonymous: true);
        await Rate(Corrected, Rural, 2, anonymous: false);
        var excluded = await Rate(Refused, Rural, 1, anonymous: true);
        await Host.Do($"/api/ratings/{excluded}/contest", new { ground = "mistaken", why = "评价的是别的部门", version = 1 });
        await Host.Do($"/api/ratings/{excluded}/contest/decision", new { exclude = true, reasons = "经核实为误评", version = 2 }, LedgerHost.Supervisor);
        await Host.FollowRegisters();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    static readonly object Grant = new { kind = "grant", legalBasis = new[] { "《中华人民共和国行政许可法》第三十八条" } };
    static readonly object Refusal = new
    {
        kind = "refusal",
        legalBasis = new[] { "《中华人民共和国行政许可法》第三十八条" },
        reasons = "不符合条件",
        remedies = new { reconsiderationAuthority = "重庆市人民政府", reconsiderationDays = 60, court = "重庆市渝中区人民法院", litigationMonths = 6, onlineChannel = "https://fuyi.example/" }
    };

    async Task<Guid> Person(string idNumber, string division, string urbanRuralClass)
    {
        var answer = await Host.Post("/api/citizens", new { idNumber, name = "测试", residenceDivision = division, urbanRuralClass });
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["citizenId"]!.GetValue<Guid>();
    }

    async Task<Guid> Submit(Guid citizen, string item, string by, object? effect = null, object[]? materials = null)
    {
        var answer = await Host.Post("/api/applications", new { citizenId = citizen, itemCode = item, effect, materials = materials ?? [] }, by);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["applicationId"]!.GetValue<Guid>();
    }

    async Task<long> Version(Guid application)
    {
        await using var session = Host.Store.QuerySession();
        return (await session.LoadAsync<Application>(application))!.Version;
    }

    async Task Decide(Guid application, long version, object ruling, object? effect = null)
    {
        var command = System.Text.Json.JsonSerializer.SerializeToNode(ruling, LedgerJson.Stored)!;
        command["version"] = version;
        if (effect is not null)
            command["effect"] = System.Text.Json.JsonSerializer.SerializeToNode(effect, LedgerJson.Stored);
        var answer = await Host.Post($"/api/applications/{application}/decision", command.ToJsonString());
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        Decisions[application] = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["decisionId"]!.GetValue<Guid>();
    }

    async Task<Guid> Rate(Guid application, Guid citizen, int level, bool anonymous)
    {
        var answer = await Host.Post($"/api/applications/{application}/ratings", new { level, anonymous }, LedgerHost.CitizenPersona(citizen));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["ratingId"]!.GetValue<Guid>();
    }

    /// <summary>A re-ask as a list of corrections would record it.</summary>
    async Task ReAsk(Guid application, Guid citizen)
    {
        await using var session = Host.Store.LightweightSession();
        session.Record(Given.Officer);
        session.Events.Append(application, new ReAskDetected(citizen, Items.Lenient, "P2", null, Items.OtherDepartment, "国务院令第716号第七条"));
        await session.SaveChangesAsync();
    }

    /// <summary>Asked on Monday 2 February of the other department; refused on Wednesday 11 February, or granted on the 3rd and answered on the 11th although due on Friday the 6th.</summary>
    async Task Request(Guid application, string data, bool refused)
    {
        var citizen = Urban;
        await using var session = Host.Store.LightweightSession();
        session.Record(Given.Officer with { Channel = Channel.SystemInterface });
        var (asked, answered) = (new EarlierEffect(At(2), EarlierEffectReason.ImportedLog), new EarlierEffect(At(11), EarlierEffectReason.ImportedLog));
        session.Events.StartStream<DataRequest>(LedgerId.For(citizen), (object[])
        [
            new DataRequested(citizen, application, LedgerHost.Department, new(Items.OtherDepartment, data, 1, SharingClass.Conditional, ["a", "b"], "ServiceProvision", "国务院令第809号", Given.Key.Seal("核实"), Urgency.Ordinary, new(2026, 2, 6)), asked),
            .. refused
                ? (object[])[new DataRequestRefused(citizen, DataRefusalGround.NoLegalBasis, "国务院令第809号", Given.Key.Seal("请当事人提供"), answered)]
                :
                [
                    new DataRequestApproved(citizen, ["a", "b"], new(2026, 12, 31), null, null, new(At(3), EarlierEffectReason.ImportedLog)),
                    new DataNotFound(citizen, "pensions", new(2026, 2, 11), answered)
                ]
        ]);
        await session.SaveChangesAsync();

        static DateTimeOffset At(int day) => new(2026, 2, day, 15, 0, 0, TimeSpan.FromHours(8));
    }
}

public class meters_over_a_few_matters(SixMatters six) : IClassFixture<SixMatters>
{
    LedgerHost Host => six.Host;

    [Theory]
    [InlineData("on-time", 4, 4)]
    [InlineData("acceptance-in-time", 4, 4)]
    [InlineData("refusal", 2, 4)]
    [InlineData("reversal", 0, 4)]
    [InlineData("once-only", 5, 6)]
    [InlineData("at-most-once", 4, 4)]
    [InlineData("visits", 2, 5)]
    [InlineData("papers", 3, 5)]
    [InlineData("re-asks", 1, 5)]
    [InlineData("waiting-days", 3, 5)]
    [InlineData("refused-shares", 2, 2)]
    [InlineData("days-lost", 10, 2)]
    [InlineData("decided-unopened", 3, 4)]
    [InlineData("unread", 1, 2)]
    [InlineData("completion", 4, 5)]
    [InlineData("digital-take-up", 3, 6)]
    [InlineData("satisfaction", 2, 3)]
    [InlineData("cost", 4 * 12_600, 4)]
    public async Task are(string code, long numerator, long denominator)
    {
        var row = (await Get($"indicators/{code}"))["rows"]!.AsArray().ShouldHaveSingleItem()!;
        (row["numerator"]!.GetValue<long>(), row["denominator"]!.GetValue<long>(), row["definitionVersion"]!.GetValue<int>()).ShouldBe((numerator, denominator, 1));
        row["value"]!.GetValue<decimal>().ShouldBe(Math.Round((decimal)numerator / denominator, 4));
    }

    [Fact]
    public async Task tell_late_entries_with_their_distribution()
    {
        var late = (await Get("indicators/late-entry?item=" + Items.Lenient))["rows"]![0]!;
        (late["numerator"]!.GetValue<long>(), late["denominator"]!.GetValue<long>()).ShouldBe((1, 1));
        // Of the refused rural matter, which came in first of all: submitted, told, cured, accepted, decided in both streams, delivered in both.
        (await Host.Scalar<string>($"select entries || ' ' || late_entries from ledger.register_office_entry where application_id = '{six.Corrected}'")).ShouldBe("8 8");
        late["spread"]!["max"]!.GetValue<long>().ShouldBe(await Host.Scalar<long>($"select delay_seconds from ledger.register_entry where application_id = '{six.Corrected}' and kind = 'application_submitted'"));
        (await Get("indicators/late-entry?item=" + Items.Plain))["rows"]![0]!["numerator"]!.GetValue<long>().ShouldBe(0);
    }

    [Fact]
    public async Task do_not_tell_by_an_anonymous_rating_of_which_matter_and_where_it_is()
    {
        var rows = await Host.Column<string>("select concat_ws(' ', level, anonymous, counts, needs_follow_up, application_id is not null, coalesce(district, '-'), urban_rural_class, channel) from ledger.register_rating order by level");
        rows.ShouldBe(["1 t f f f - 220 window", "2 f t t t 500152 220 window", "3 t t f f - 111 online", "5 f t f t 500103 111 online"]);
    }

    [Fact]
    public async Task withhold_what_counts_fewer_than_five_by_where_people_live()
    {
        foreach (var by in new[] { "area", "class", "district", "department,area" })
            (await Get($"indicators/refusal?by={by}"))["rows"]!.AsArray().ShouldAllBe(r => r!["withheld"]!.GetValue<bool>() && r["numerator"] == null && r["denominator"] == null && r["value"] == null);
        (await Get("indicators/refusal?class=220"))["rows"]![0]!["withheld"]!.GetValue<bool>().ShouldBeTrue();
        var byItem = (await Get("indicators/refusal?by=item"))["rows"]!.AsArray();
        byItem.Select(r => $"{r!["of"]!["item"]} {r["numerator"]}/{r["denominator"]}").ShouldBe([$"{Items.Lenient} 1/1", $"{Items.Plain} 1/3"]);
    }

    [Fact]
    public async Task lie_in_the_period_of_their_own_day()
    {
        (await Get("indicators/refusal?from=2026-02-04&to=2026-02-04"))["rows"]![0]!["denominator"]!.GetValue<long>().ShouldBe(1);
        (await Get("indicators/refusal?from=2026-02-05&to=2026-02-28"))["rows"]![0]!.ShouldSatisfyAllConditions(r => r["denominator"]!.GetValue<long>().ShouldBe(0), r => r["value"].ShouldBeNull());
        (await Get("indicators/waiting-days?by=month&to=2026-02-28"))["rows"]!.AsArray().ShouldHaveSingleItem()!.ShouldSatisfyAllConditions(
            r => r["of"]!["month"]!.GetValue<string>().ShouldBe("2026-02"), r => r["numerator"]!.GetValue<long>().ShouldBe(3));
    }

    [Theory]
    [InlineData("by=weather", "by")]
    [InlineData("by=item,item", "by")]
    [InlineData("from=2026-02-30", "from")]
    [InlineData("from=2026-03-01&to=2026-02-01", "to")]
    [InlineData("department=1", "department")]
    [InlineData("district=5", "district")]
    [InlineData("class=300", "class")]
    [InlineData("area=town", "area")]
    [InlineData("channel=pigeon", "channel")]
    [InlineData("item=", "item")]
    [InlineData("sort=up", "sort")]
    public async Task refuse_a_question_that_cannot_be_meant(string query, string field) =>
        (await (await Host.Client(LedgerHost.Supervisor).GetAsync($"/api/supervision/indicators/refusal?{query}")).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe(field);

    [Fact]
    public async Task name_each_re_ask_with_who_asked_and_who_holds()
    {
        var row = (await Get("re-asks"))["reAsks"]!.AsArray().ShouldHaveSingleItem()!;
        (row["applicationId"]!.GetValue<Guid>(), (string?)row["department"], (string?)row["itemCode"], (string?)row["paperId"], (string?)row["heldBy"], row["documentHeld"]!.GetValue<bool>())
            .ShouldBe((six.Corrected, LedgerHost.Department, Items.Lenient, "P2", Items.OtherDepartment, false));
        (await Get("re-asks?department=" + Items.OtherDepartment))["reAsks"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task name_the_shares_that_cost_most_days_first()
    {
        // From Monday 2 to Wednesday 11 February seven working days, from Friday the 6th three.
        (await Get("refused-shares"))["shares"]!.AsArray().Select(s => $"{s!["providingDepartment"]} {s["dataItem"]} {s["reason"]} {s["requests"]} {s["matters"]} {s["daysLost"]}")
            .ShouldBe([$"{Items.OtherDepartment} HUKOU noLegalBasis 1 1 7", $"{Items.OtherDepartment} PENSION late 1 1 3"]);
    }

    [Fact]
    public async Task name_cases_that_are_alike_and_were_decided_both_ways()
    {
        var like = (await Get("like-cases"))["likeCases"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)like["itemCode"], like["granted"]!.GetValue<long>(), like["refused"]!.GetValue<long>()).ShouldBe((Items.Plain, 2, 1));
        like["refusedIn"]!.AsArray().Select(i => i!.GetValue<Guid>()).ShouldBe([six.Decisions[six.Refused]]);
        like["grantedIn"]!.AsArray().Select(i => i!.GetValue<Guid>()).ShouldBe([six.Decisions[six.Opened], six.Decisions[six.Unopened]], ignoreOrder: true);
    }

    [Fact]
    public async Task say_how_they_are_counted_in_the_language_asked_for()
    {
        var client = Host.Client(LedgerHost.Supervisor, "zh-CN");
        var definitions = (await client.GetFromJsonAsync<JsonNode>("/api/supervision/indicators"))!.AsArray();
        definitions.Count.ShouldBe(20);
        definitions.ShouldAllBe(d => d!["numerator"]!.GetValue<string>().Length > 0 && d["article"]!.GetValue<string>().Length > 0);
        definitions.Single(d => (string?)d!["code"] == "at-most-once")!["means"]!.GetValue<string>().ShouldStartWith("最多跑一次率");
    }

    [Fact]
    public async Task leave_nobody_s_name_number_or_id_in_a_register()
    {
        foreach (var register in RegisterCatalogue.All)
            foreach (var citizen in new[] { six.Urban, six.Rural })
                (await Host.Scalar<long>($"select count(*) from {register.Table} t where t::text like '%{citizen}%' or t::text like '%测试%' or t::text like '%li.hua%'")).ShouldBe(0, register.Name);
    }

    [Fact]
    public async Task are_read_by_the_role_of_supervisors_and_nothing_else_is()
    {
        await using var database = Npgsql.NpgsqlDataSource.Create(Host.Connection + ";Pooling=false");
        await using var connection = await database.OpenConnectionAsync();
        foreach (var sql in RegisterCatalogue.All.Select(r => $"select count(*) from {r.Table}").Prepend($"set role {RegisterCatalogue.Role}"))
            await new Npgsql.NpgsqlCommand(sql, connection).ExecuteNonQueryAsync();
        foreach (var table in new[] { "ledger.mt_events", "ledger.looks", RegisterCatalogue.Openings, "ledger.mt_doc_citizen", "ledger.mt_doc_application", "vault.mt_doc_wrappedkey" })
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => new Npgsql.NpgsqlCommand($"select count(*) from {table}", connection).ExecuteNonQueryAsync())).SqlState.ShouldBe("42501", table);
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => new Npgsql.NpgsqlCommand($"delete from {RegisterCatalogue.Applications.Table}", connection).ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task stand_in_registers_whose_columns_say_what_they_hold()
    {
        var said = await Host.Column<string>("select c.relname || '.' || a.attname || ': ' || coalesce(col_description(c.oid, a.attnum), '') from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relname like 'register_%' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped");
        said.Order(StringComparer.Ordinal).ShouldBe(RegisterCatalogue.All.SelectMany(r => r.Columns.Select(c => $"{r.Name}.{c.Name}: {c.Says}")).Order(StringComparer.Ordinal));
        var shown = await Get("registers");
        shown["registers"]!.AsArray().SelectMany(r => r!["columns"]!.AsArray()).Count().ShouldBe(said.Count);
        shown["position"]!.GetValue<long>().ShouldBeGreaterThan(0);
    }

    Task<JsonNode> Get(string path) => Host.Get($"/api/supervision/{path}", LedgerHost.Supervisor);
}
