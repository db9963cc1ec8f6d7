using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>The citizen's own list of looks: filtered, paged and exported, and nobody else's.</summary>
public class a_citizens_record_of_looks(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Office = LedgerHost.Department, Serving = LedgerHost.Officer;
    static readonly string Foreign = LedgerHost.OfficerOf(Items.OtherDepartment);

    [Fact]
    public async Task is_narrowed_by_every_filter()
    {
        var (citizen, application) = await Looked();
        var today = TimeProvider.System.Today();
        foreach (var (filter, expected) in new (string, int)[]
            {
                ("", 6), ($"department={Office}", 5), ($"department={Items.OtherDepartment}", 1), ($"department={Items.ThirdDepartment}", 0), ("purpose=Oversight", 0), ("purpose=ServiceProvision", 6),
                ("section=applications", 4), ("section=history", 1), ("section=identity", 0), ("kind=viewed", 4), ("kind=refused", 1), ("kind=searched", 1), ("kind=exported", 0),
                ($"matter={application}", 2), ($"from={today.AddDays(-1):yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}", 6), ($"from={today.AddDays(2):yyyy-MM-dd}", 0), ($"to={today.AddDays(-2):yyyy-MM-dd}", 0),
                ("to=9999-12-31", 6), ("from=0001-01-01", 6), ($"department={Office}&purpose=ServiceProvision&kind=viewed&section=history", 1), ("own=false", 6)
            })
        {
            var page = await Page(citizen, filter);
            page["accesses"]!.AsArray().Count.ShouldBe(expected, filter);
            // The counts stay those of the month.
            (page["thisMonth"]!.GetValue<int>(), page["byDepartment"]!.AsArray().Count).ShouldBe((6, 2), filter);
        }

        var counts = (await Page(citizen, ""))["byDepartment"]!.AsArray();
        (counts[0]!["department"]!.GetValue<string>(), counts[0]!["departmentName"]!.GetValue<string>(), counts[0]!["looks"]!.GetValue<int>()).ShouldBe((Office, "重庆市人民政府办公厅", 5));
        (await Page(citizen, "own=true"))["accesses"]!.AsArray().Count.ShouldBeGreaterThan(20);
        (await Page(citizen, "own=true&kind=viewed&department=" + Office))["accesses"]!.AsArray().Count.ShouldBe(4);
    }

    [Fact]
    public async Task says_who_by_institution_and_role_and_for_which_matter()
    {
        var (citizen, application) = await Looked();
        var line = (await Page(citizen, $"matter={application}"))["accesses"]![0]!;
        var number = (await host.Get($"/api/applications/{application}"))["caseNumber"]!.GetValue<string>();
        (line["departmentName"]!.GetValue<string>(), line["roleName"]!.GetValue<string>(), line["purposeName"]!.GetValue<string>(), line["officer"]).ShouldBe(("重庆市人民政府办公厅", "handling officer", "providing a service", null));
        (line["matter"]!["caseNumber"]!.GetValue<string>(), line["matter"]!["link"]!.GetValue<string>()).ShouldBe((number, $"/api/applications/{application}"));
        line["sentence"]!.GetValue<string>().ShouldContain(number);
        line.ToJsonString().ShouldNotContain("li.hua");
    }

    [Fact]
    public async Task names_nobody_elses_matter_and_no_one_else_a_search_found()
    {
        var (citizen, twin) = (await Register(People.IdNumber(One)), await Register(People.IdNumber(Other)));
        var others = await host.Submit(twin);
        (await host.Post("/api/citizens/find", new { name = "双生", birthDate = Born }, $"{Serving}; matter={others}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var line = (await Page(citizen, ""))["accesses"]!.AsArray().ShouldHaveSingleItem()!;
        line["results"]!.GetValue<int>().ShouldBe(2);
        line["matter"].ShouldBeNull();
        foreach (var said in new[] { line.ToJsonString(LedgerHost.Plain), await Text($"/api/citizens/{citizen}/accesses/export?format=csv", citizen), await Text($"/api/citizens/{citizen}/accesses/export?format=json", citizen) })
        {
            said.ShouldNotContain(others.ToString());
            said.ShouldNotContain(twin.ToString());
        }

        // Nor can it be found out by asking for it; supervision reads it.
        (await Page(citizen, $"matter={others}"))["accesses"]!.AsArray().ShouldBeEmpty();
        (await host.Get($"/api/citizens/{citizen}/accesses?matter={others}"))["accesses"]!.AsArray().ShouldHaveSingleItem()!["matter"]!["link"]!.GetValue<string>().ShouldEndWith(others.ToString());

        // A stranger's attempt names nobody.
        (await host.Client(LedgerHost.CitizenPersona(twin)).GetAsync($"/api/citizens/{citizen}/file")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var refused = (await Page(citizen, "kind=refused"))["accesses"]!.AsArray().ShouldHaveSingleItem()!;
        refused["sentence"]!.GetValue<string>().ShouldStartWith("Somebody tried");
        refused.ToJsonString().ShouldNotContain(twin.ToString());
    }

    [Fact]
    public async Task and_the_history_of_a_matter_name_no_officer()
    {
        const string Receiver = "11500000DEM0000228";
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        await host.Do($"/api/applications/{application}/transfer", new { toDepartment = Receiver, toOfficer = "sun.li", reason = "移交", version = 2 });
        await host.Do($"/api/applications/{application}/transfer/acceptance", new { version = 3 }, LedgerHost.OfficerOf(Receiver).Replace("li.hua", "sun.li", StringComparison.Ordinal));
        var history = await host.Get($"/api/applications/{application}/history", LedgerHost.CitizenPersona(citizen));
        history["events"]!.AsArray().Count.ShouldBe(4);
        foreach (var officer in new[] { "li.hua", "sun.li" })
            history.ToJsonString().ShouldNotContain(officer);
        (await host.Get($"/api/applications/{application}/history", LedgerHost.OfficerOf(Receiver))).ToJsonString().ShouldContain("\"toOfficer\":\"sun.li\"");
    }

    [Fact]
    public async Task is_paged_without_gap_or_repetition_while_new_looks_come_in()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        for (var i = 0; i < 7; i++)
            await host.Get($"/api/applications/{application}");
        var all = Ids(await Page(citizen, ""));
        var read = new List<string>();
        for (var query = "size=2"; ;)
        {
            var page = await Page(citizen, query);
            read.AddRange(Ids(page));
            await host.Get($"/api/applications/{application}");
            if (page["next"] is not { } next)
                break;
            query = $"size=2&before={next.GetValue<long>()}";
        }

        read.ShouldBe(all);
    }

    [Theory, InlineData(""), InlineData("&kind=viewed"), InlineData("&purpose=Oversight&section=history"), InlineData("&own=true")]
    public async Task leaves_as_a_file_that_equals_the_list(string filter)
    {
        var (citizen, _) = await Looked();
        // Own looks grow by every request, so that the list is taken up to the one before it.
        var list = (await Page(citizen, "size=200" + filter))["accesses"]!.AsArray();
        var json = (await Text($"/api/citizens/{citizen}/accesses/export?format=json{filter}", citizen)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();
        var csv = Rows(await Text($"/api/citizens/{citizen}/accesses/export?format=csv{filter}", citizen));
        json[^list.Count..].Select(l => l.ToJsonString()).ShouldBe(list.Select(l => l!.ToJsonString()));
        csv[0].ShouldBe(["at", "kind", "sentence", "institution", "role", "officer", "purpose", "legal basis", "matter", "sections", "results", "delayed until", "delayed because", "question", "reasons", "id"]);
        csv[1..][^list.Count..].Select(r => (r[^1], r[2])).ShouldBe(list.Select(l => (l!["accessId"]!.GetValue<string>(), l["sentence"]!.GetValue<string>())));
        csv.ShouldAllBe(r => r.Count == csv[0].Count);
        if (filter != "&own=true")
            (json.Length, csv.Count - 1).ShouldBe((list.Count, list.Count));

        // It is on record as what it is, with its form and how much it held.
        var exports = (await Page(citizen, "own=true&kind=exported"))["accesses"]!.AsArray();
        exports.Count.ShouldBe(2);
        exports.Select(e => e!["results"]!.GetValue<int>()).ShouldBe([csv.Count - 1, json.Length]);
        exports[0]!["sentence"]!.GetValue<string>().ShouldMatch(@"^You took a copy of the record of looks \(CSV, \d+ lines\) on ");
    }

    [Fact]
    public async Task of_more_than_one_batch_leaves_whole()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1003), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, ct) => await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{application}", ct));
        var lines = (await Text($"/api/citizens/{citizen}/accesses/export?format=json", citizen)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!["accessId"]!.GetValue<string>()).ToArray();
        lines.Length.ShouldBe(1003);
        lines.Distinct().Count().ShouldBe(1003);
    }

    [Fact]
    public async Task has_no_formula_in_its_table()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Get($"/api/applications/{application}", $"kind=officer; id=li.hua; role=handler; department={Office}; purpose=ServiceProvision; basis=-1");
        var row = Rows(await Text($"/api/citizens/{citizen}/accesses/export?format=csv", citizen))[1];
        row[7].ShouldBe("'-1");
        using var chinese = host.Client(LedgerHost.CitizenPersona(citizen), "zh-CN");
        var answer = await chinese.GetAsync($"/api/citizens/{citizen}/accesses/export?format=csv");
        (answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentDisposition!.DispositionType).ShouldBe(("text/csv; charset=utf-8", "attachment"));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        Encoding.UTF8.GetString(bytes).ShouldContain("\"时间\",\"类型\"");
    }

    [Fact]
    public async Task is_for_the_citizen_and_supervision_and_answers_others_alike()
    {
        var (citizen, _) = await Looked();
        var stranger = LedgerHost.CitizenPersona(await host.Register());
        foreach (var suffix in new[] { "", "/export?format=csv", "?matter=x" })
        {
            var path = $"/api/citizens/{citizen}/accesses{suffix}";
            var foreign = await (await host.Client(stranger).GetAsync(path)).ShouldBeRefused(404, "not-found");
            (await (await host.Client(stranger).GetAsync(path.Replace(citizen.ToString(), LedgerIds.Unknown.ToString(), StringComparison.Ordinal))).ShouldBeRefused(404, "not-found")).ShouldBeAlike(foreign);
            await (await host.Client(Serving).GetAsync(path)).ShouldBeRefused(403, "forbidden");
        }

        await (await host.Client(LedgerHost.Supervisor).GetAsync($"/api/citizens/{LedgerIds.Unknown}/accesses")).ShouldBeRefused(404, "not-found");
        await (await host.Client(LedgerHost.Supervisor).GetAsync($"/api/citizens/{LedgerIds.Unknown}/accesses/export?format=csv")).ShouldBeRefused(404, "not-found");
        (await host.Get($"/api/citizens/{citizen}/accesses"))["accesses"]!.AsArray().ShouldContain(l => l!["officer"]!.GetValue<string>() == "li.hua");
    }

    [Theory]
    [InlineData("department=x", "department"), InlineData("purpose=", "purpose"), InlineData("section=Identity", "section"), InlineData("section=0", "section"), InlineData("kind=looked", "kind"), InlineData("from=2026-3-1", "from")]
    [InlineData("to=tomorrow", "to"), InlineData("from=2026-03-02&to=2026-03-01", "to"), InlineData("matter=x", "matter"), InlineData("own=1", "own"), InlineData("before=-1", "before"), InlineData("size=x", "size"), InlineData("who=me", "who")]
    [InlineData("kind=viewed&kind=refused", "kind")]
    public async Task refuses_a_question_it_does_not_understand(string query, string field)
    {
        var citizen = await host.Register();
        (await (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/citizens/{citizen}/accesses?{query}")).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe(field);
        (await (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/citizens/{citizen}/accesses/export?format=xml")).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("format");
        (await (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/citizens/{citizen}/accesses/export")).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("format");
    }

    [Fact]
    public async Task is_read_from_its_own_streams_and_never_by_going_through_all_events()
    {
        var (citizen, _) = await Looked();
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await Looked());
        await using var database = Npgsql.NpgsqlDataSource.Create(host.Connection + ";Pooling=false");
        await using (var analyze = database.CreateCommand("analyze ledger.mt_events"))
            await analyze.ExecuteNonQueryAsync();
        var streams = string.Join(',', ServiceLedger.Access.AccessStream.Of(citizen, new(2026, 3, 2), 37).Select(id => $"'{id}'"));
        await using var explain = database.CreateCommand($"""
            explain (costs off) select l.* from unnest(array[{streams}]::uuid[]) s(stream)
            cross join lateral (select id, seq_id from ledger.mt_events where stream_id = s.stream and seq_id < 9223372036854775807 and type = any(array['file_viewed']) order by version desc limit 50) l order by l.seq_id desc limit 50
            """);
        var plan = new StringBuilder();
        await using var rows = await explain.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            plan.AppendLine(rows.GetString(0));
        plan.ToString().ShouldContain("Index Scan");
        plan.ToString().ShouldNotContain("Seq Scan on mt_events");
    }

    /// <summary>A citizen with an application, looked at four times by the office, once refused to another, once found.</summary>
    async Task<(Guid Citizen, Guid Application)> Looked()
    {
        var number = People.IdNumber(Interlocked.Increment(ref people));
        var citizen = await Register(number);
        var application = await host.Submit(citizen);
        await host.Get($"/api/applications/{application}");
        await host.Get($"/api/applications/{application}/history");
        for (var i = 0; i < 2; i++)
            await host.Get($"/api/applications/{application}", $"{Serving}; matter={application}");
        await (await host.Client(Foreign).GetAsync($"/api/applications/{application}")).ShouldBeRefused(404, "not-found");
        (await host.Post("/api/citizens/find", new { idNumber = number })).StatusCode.ShouldBe(HttpStatusCode.OK);
        return (citizen, application);
    }

    static int people = 6000;

    /// <summary>Two people of the same name and date of birth, by the number of the second.</summary>
    const int One = 9000, Other = One + 3000;

    async Task<Guid> Register(string number)
    {
        var response = await host.Post("/api/citizens", new { idNumber = number, name = "双生", residenceDivision = "500103" });
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["citizenId"]!.GetValue<Guid>();
    }

    static readonly string Born = People.IdNumber(One) is var n ? $"{n[6..10]}-{n[10..12]}-{n[12..14]}" : "";

    Task<JsonNode> Page(Guid citizen, string query) => host.Get($"/api/citizens/{citizen}/accesses?{query}", LedgerHost.CitizenPersona(citizen));

    async Task<string> Text(string path, Guid citizen) => await host.Client(LedgerHost.CitizenPersona(citizen)).GetStringAsync(path);

    static string[] Ids(JsonNode page) => [.. page["accesses"]!.AsArray().Select(l => l!["accessId"]!.GetValue<string>())];

    /// <summary>Reads CSV (RFC 4180) in which every cell is in quotation marks.</summary>
    static List<List<string>> Rows(string csv)
    {
        List<List<string>> rows = [[]];
        var (cell, inside) = (new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
            if (csv[i] == '"' && inside && i + 1 < csv.Length && csv[i + 1] == '"')
                cell.Append(csv[i++]);
            else if (csv[i] == '"')
                inside = !inside;
            else if (inside)
                cell.Append(csv[i]);
            else if (csv[i] is ',' or '\n')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
                if (csv[i] == '\n')
                    rows.Add([]);
            }

        rows.RemoveAt(rows.Count - 1);
        return rows;
    }
}
