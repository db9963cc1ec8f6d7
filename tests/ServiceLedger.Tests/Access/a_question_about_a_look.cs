using System.Net;
using System.Text.Json.Nodes;

namespace ServiceLedger.Tests.Access;

public class a_question_about_a_look(LedgerHost host) : IClassFixture<LedgerHost>
{
    internal static readonly string Supervisor = LedgerHost.OfficerOf(Items.OtherDepartment).Replace("id=li.hua; role=handler", "id=chen.jing; role=supervisor", StringComparison.Ordinal).Replace("ServiceProvision", "Oversight", StringComparison.Ordinal);
    static readonly string Colleague = LedgerHost.Officer.Replace("li.hua", "zhao.yun", StringComparison.Ordinal);
    static readonly string OwnSupervisor = Colleague.Replace("handler", "supervisor", StringComparison.Ordinal).Replace("ServiceProvision", "Oversight", StringComparison.Ordinal);
    static readonly string Foreign = LedgerHost.OfficerOf(Items.ThirdDepartment);

    [Fact]
    public async Task is_explained_and_found_justified_where_the_citizen_reads_it()
    {
        var (citizen, look) = await Looked();
        var (address, id) = await Ask(citizen, look, "objection");
        var open = await Line(citizen, look);
        (open["case"]!["status"]!.GetValue<string>(), open["case"]!["dueBy"]!.GetValue<string>(), open["case"]!["overdue"]!.GetValue<bool>(), open["case"]!["link"]!.GetValue<string>(), open["case"]!["reasons"])
            .ShouldBe(("open", "2026-03-16", false, address, null));

        await (await host.Post($"{address}/decision", new { outcome = "unlawful", reasons = "否", measures = "改", version = 1 }, Supervisor)).ShouldBeRefused(409, "explanation-awaited");
        await (await host.Post($"{address}/explanation", new { text = "办理", version = 1 }, Foreign)).ShouldBeRefused(404, "not-found");
        await (await host.Post($"{address}/explanation", new { text = "办理", version = 1 }, Supervisor)).ShouldBeRefused(403, "forbidden");
        await (await host.Post($"{address}/explanation", new { text = "办理", version = 1 }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(403, "forbidden");
        await host.Do($"{address}/explanation", new { text = "为办理其申请核对材料", sources = new[] { "收件凭证" }, version = 1 });
        await (await host.Post($"{address}/decision", new { outcome = "justified", reasons = "是", legalBasis = "法", version = 1 }, Supervisor)).ShouldBeRefused(409, "stale-version");
        await (await host.Post($"{address}/decision", new { outcome = "justified", reasons = "是", legalBasis = "法", version = 2 }, LedgerHost.Officer.Replace("handler", "supervisor", StringComparison.Ordinal).Replace("ServiceProvision", "Oversight", StringComparison.Ordinal))).ShouldBeRefused(403, "forbidden");
        await (await host.Post($"{address}/decision", new { outcome = "justified", reasons = "是", legalBasis = "法", version = 2 }, OwnSupervisor)).ShouldBeRefused(403, "forbidden");
        await host.Do($"{address}/decision", new { outcome = "justified", reasons = "确有办件", legalBasis = "许可法第三十四条", version = 2 }, Supervisor);
        await (await host.Post($"{address}/decision", new { outcome = "justified", reasons = "是", legalBasis = "法", version = 3 }, Supervisor)).ShouldBeRefused(409, "not-in-this-state");

        var line = await Line(citizen, look);
        (line["case"]!["status"]!.GetValue<string>(), line["case"]!["reasons"]!.GetValue<string>(), line["case"]!["legalBasis"]!.GetValue<string>(), line["officer"]).ShouldBe(("justified", "确有办件", "许可法第三十四条", null));
        var whole = await host.Get(address, LedgerHost.CitizenPersona(citizen));
        (whole["text"]!.GetValue<string>(), whole["explanations"]![0]!["text"]!.GetValue<string>(), whole["explanations"]![0]!["sources"]![0]!.GetValue<string>(), whole["reasons"]!.GetValue<string>(), whole["next"]!.AsArray().Count, whole["officer"])
            .ShouldBe(("为何查看我的记录", "为办理其申请核对材料", "收件凭证", "确有办件", 0, null));
        whole.ToJsonString().ShouldNotContain("li.hua");
        (await host.Get(address, Supervisor))["officer"]!.GetValue<string>().ShouldBe("li.hua");

        var again = await (await host.Post(Question(citizen, look), new { kind = "question", text = "再问" }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(409, "already-exists");
        (again["caseStatus"]!.GetValue<string>(), again["accessCaseId"]!.GetValue<Guid>()).ShouldBe(("justified", id));
    }

    [Fact]
    public async Task that_ends_unlawful_names_the_officer_to_the_citizen()
    {
        var (citizen, look) = await Looked();
        var (address, _) = await Ask(citizen, look);
        await host.Do($"{address}/explanation", new { text = "说不清", version = 1 }, Colleague);
        // A supervisor of the same department may say so.
        await host.Do($"{address}/decision", new { outcome = "unlawful", reasons = "与任何办件无关", measures = "通报批评并培训", version = 2 }, OwnSupervisor);
        var line = await Line(citizen, look);
        (line["case"]!["status"]!.GetValue<string>(), line["case"]!["measures"]!.GetValue<string>(), line["officer"]!.GetValue<string>()).ShouldBe(("foundUnlawful", "通报批评并培训", "li.hua"));
        (await host.Get(address, LedgerHost.CitizenPersona(citizen)))["officer"]!.GetValue<string>().ShouldBe("li.hua");
        (await host.Client(LedgerHost.CitizenPersona(citizen), "zh-CN").GetStringAsync($"/api/citizens/{citizen}/accesses/export?format=csv")).ShouldContain("\"认定违法\",\"与任何办件无关\"");
    }

    [Fact]
    public async Task is_for_the_citizen_alone_and_answers_others_alike()
    {
        var (citizen, look) = await Looked();
        var (other, theirs) = await Looked();
        var body = new { kind = "question", text = "为何" };
        var foreign = await (await host.Post(Question(citizen, look), body, LedgerHost.CitizenPersona(other))).ShouldBeRefused(404, "not-found");
        foreach (var (path, persona) in new[] { (Question(citizen, theirs), citizen), (Question(citizen, LedgerIds.Unknown), citizen), (Question(LedgerIds.Unknown, look), citizen), (Question(other, look), other) })
            (await (await host.Post(path, body, LedgerHost.CitizenPersona(persona))).ShouldBeRefused(404, "not-found")).ShouldBeAlike(foreign);
        await (await host.Post(Question(citizen, look), body)).ShouldBeRefused(403, "forbidden");

        // The attempts are on record of whom they were aimed at.
        (await host.Get($"/api/citizens/{citizen}/accesses?kind=refused", LedgerHost.CitizenPersona(citizen)))["accesses"]!.AsArray().Count.ShouldBe(2);

        // Own looks are nobody's to explain.
        var own = (await host.Get($"/api/citizens/{citizen}/accesses?own=true&kind=viewed&size=1", LedgerHost.CitizenPersona(citizen)))["accesses"]![0]!["accessId"]!.GetValue<Guid>();
        await (await host.Post(Question(citizen, own), body, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(409, "no-department-looked");
        await (await host.Post(Question(citizen, look), new { kind = "question", text = " " }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(400, "invalid");
        await (await host.Post(Question(citizen, look), new { kind = "complaint", text = "x" }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(400, "invalid");

        var (address, _) = await Ask(citizen, look);
        foreach (var persona in new[] { LedgerHost.CitizenPersona(other), Foreign })
        {
            var hidden = await (await host.Client(persona).GetAsync(address)).ShouldBeRefused(404, "not-found");
            (await (await host.Client(persona).GetAsync($"/api/access-cases/{LedgerIds.Unknown}")).ShouldBeRefused(404, "not-found")).ShouldBeAlike(hidden);
        }
    }

    [Fact]
    public async Task is_one_however_many_are_sent_at_once()
    {
        var (citizen, look) = await Looked();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.Post(Question(citizen, look), new { kind = "question", text = $"第{i}次" }, LedgerHost.CitizenPersona(citizen))));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Where(a => a.StatusCode != HttpStatusCode.Created).ShouldAllBe(a => a.StatusCode == HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task is_listed_for_the_department_and_for_supervision_and_says_when_it_is_overdue()
    {
        var (citizen, look) = await Looked();
        var (_, id) = await Ask(citizen, look);
        (await Cases(LedgerHost.Officer, "status=open")).ShouldContain(id);
        (await Cases(LedgerHost.Officer, $"department={LedgerHost.Department}&status=explained")).ShouldNotContain(id);
        (await Cases(Supervisor, $"department={LedgerHost.Department}")).ShouldContain(id);
        (await Cases(Supervisor, $"department={Items.ThirdDepartment}")).ShouldBeEmpty();
        (await Cases(Foreign, "")).ShouldBeEmpty();
        (await Cases(Supervisor, "overdue=true")).ShouldNotContain(id);
        await (await host.Client(Foreign).GetAsync($"/api/access-cases?department={LedgerHost.Department}")).ShouldBeRefused(403, "forbidden");
        await (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync("/api/access-cases")).ShouldBeRefused(403, "forbidden");
        await (await host.Client(Supervisor).GetAsync("/api/access-cases?status=late")).ShouldBeRefused(400, "invalid");

        // Page by page it is the same; and whoever lists it has looked.
        var all = await Cases(Supervisor, "size=200");
        var paged = new List<Guid>();
        for (Guid? after = null; ;)
        {
            var page = await host.Get($"/api/access-cases?size=1{(after is { } a ? $"&after={a}" : "")}", Supervisor);
            paged.AddRange(page["cases"]!.AsArray().Select(c => c!["id"]!.GetValue<Guid>()));
            if (page["next"] is not { } next)
                break;
            after = next.GetValue<Guid>();
        }

        paged.ShouldBe(all);
        (await host.Get($"/api/citizens/{citizen}/accesses?size=1", LedgerHost.CitizenPersona(citizen)))["accesses"]![0]!["screen"]!.GetValue<string>().ShouldBe("/api/access-cases");
    }

    Task<(Guid Citizen, Guid Look)> Looked() => Looked(host);

    /// <summary>A citizen whose matter an officer has read, and that look.</summary>
    internal static async Task<(Guid Citizen, Guid Look)> Looked(LedgerHost host)
    {
        var citizen = await host.Register();
        await host.Get($"/api/applications/{await host.Submit(citizen)}");
        return (citizen, (await host.Get($"/api/citizens/{citizen}/accesses", LedgerHost.CitizenPersona(citizen)))["accesses"]![0]!["accessId"]!.GetValue<Guid>());
    }

    internal static string Question(Guid citizen, Guid look) => $"/api/citizens/{citizen}/accesses/{look}/question";

    Task<(string Address, Guid Id)> Ask(Guid citizen, Guid look, string kind = "question") => Ask(host, citizen, look, kind);

    internal static async Task<(string Address, Guid Id)> Ask(LedgerHost host, Guid citizen, Guid look, string kind = "question")
    {
        var answer = await host.Post(Question(citizen, look), new { kind, text = "为何查看我的记录" }, LedgerHost.CitizenPersona(citizen));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (answer.Headers.Location!.ToString(), JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["accessCaseId"]!.GetValue<Guid>());
    }

    Task<JsonNode> Line(Guid citizen, Guid look) => Line(host, citizen, look);

    internal static async Task<JsonNode> Line(LedgerHost host, Guid citizen, Guid look) =>
        (await host.Get($"/api/citizens/{citizen}/accesses?size=200", LedgerHost.CitizenPersona(citizen)))["accesses"]!.AsArray().Single(l => l!["accessId"]!.GetValue<Guid>() == look)!;

    Task<Guid[]> Cases(string persona, string query) => Cases(host, persona, query);

    internal static async Task<Guid[]> Cases(LedgerHost host, string persona, string query) => [.. (await host.Get($"/api/access-cases?{query}", persona))["cases"]!.AsArray().Select(c => c!["id"]!.GetValue<Guid>())];
}
