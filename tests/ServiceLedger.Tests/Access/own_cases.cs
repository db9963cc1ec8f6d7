using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

using ServiceLedger.Hosting;
using ServiceLedger.Supervision;

namespace ServiceLedger.Tests.Access;

/// <summary>Nobody handles or looks at their own case, or a relative's, whatever the address.</summary>
public class own_cases(LedgerHost host) : IClassFixture<LedgerHost>
{
    // These are about no citizen who is on record: departments, their agreements, the standing of officers, somebody new.
    static readonly string[] AboutNobody = ["/api/sharing-agreements", "/api/officers", "/api/policy", "/api/destruction-lists", "/api/supervision/indicators"];
    // What stands in a stream of its own about the same person.
    static readonly string[] OtherIds = ["cardId", "unexplainedLookId", "breakGlassId", "disclosureDelayId", "accessId"];
    const string Registration = "POST /api/citizens";

    static int keys;

    static string As(string id, string role = "handler") => $"kind=officer; id={id}; role={role}; department={LedgerHost.Department}; division=500103; purpose={LedgerHost.PurposeOf(role)}; channel=window";

    [Theory]
    [InlineData("own-record", "own.case"), InlineData("kin", "kins.case")]
    public async Task are_refused_on_every_endpoint_there_is_and_each_refusal_is_recorded(string tie, string officer)
    {
        var seen = await new every_read_path(host).OneOfEverything();
        var citizen = seen["citizenId"];
        await Tied(tie, officer, citizen);
        var endpoints = Endpoints().ToArray();
        endpoints.Length.ShouldBeGreaterThan(100);
        foreach (var (method, endpoint) in endpoints)
        {
            var before = await Refusals(citizen);
            var answer = await Send(method, endpoint, seen, As(officer));
            (await answer.ShouldBeRefused(403, "own-case"))["detail"].ShouldNotBeNull($"{method} {endpoint.RoutePattern.RawText}");
            (await Refusals(citizen) - before).ShouldBe(1, $"{method} {endpoint.RoutePattern.RawText}");
        }

        // A colleague without ties is not refused for that.
        foreach (var (method, endpoint) in endpoints)
            (await (await Send(method, endpoint, seen, As("no.ties"))).Content.ReadAsStringAsync()).ShouldNotContain("own-case");
    }

    [Fact]
    public async Task are_refused_in_the_name_of_another_matter_too()
    {
        var (citizen, stranger) = (await host.Register(), await host.Register());
        var (own, others) = (await host.Submit(citizen), await host.Submit(stranger));
        await Tied("own-record", "matter.case", citizen);
        await (await host.Client(As("matter.case") + $"; matter={own}").GetAsync($"/api/applications/{others}")).ShouldBeRefused(403, "own-case");
        await (await host.Post($"/api/applications/{others}/links", new { applicationId = own, kind = "related", version = 1 }, As("matter.case"))).ShouldBeRefused(403, "own-case");
        await (await host.Post($"/api/applications/{others}/links", $$"""{"applicationId":"\u00{{(int)own.ToString()[0]:x2}}{{own.ToString()[1..]}}","kind":"related","version":1}""", As("matter.case"))).ShouldBeRefused(403, "own-case");
        await (await host.Client(As("matter.case")).GetAsync($"/api/applications/{own:N}")).ShouldBeRefused(403, "own-case");
        await host.Get($"/api/applications/{others}", As("matter.case"));
    }

    [Fact]
    public async Task are_not_found_by_a_search_either()
    {
        var citizen = await host.Register("慕容雪");
        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={await Tied("own-record", "search.case", citizen)}", LedgerHost.Supervisor);
        var answer = await host.Post("/api/citizens/find", new { name = "慕容雪", birthDate = file["birthDate"]!.GetValue<string>() }, As("search.case"));
        (await answer.ShouldBeRefused(403, "own-case")).ToJsonString().ShouldNotContain(citizen.ToString());
        (await Refusals(citizen)).ShouldBe(1);
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'search_performed' and data->>'citizenId' = '{citizen}'")).ShouldBe(0);
        (await host.Post("/api/citizens/find", new { name = "慕容雪", birthDate = file["birthDate"]!.GetValue<string>() }, As("no.ties"))).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task are_left_out_of_every_list()
    {
        var seen = await new every_read_path(host).OneOfEverything();
        var citizen = seen["citizenId"];
        await host.Do("/api/disclosure-delays", new { citizenId = citizen, ground = "emergency", authority = "重庆市公安局", documentNumber = "渝公〔2026〕1号", until = "2026-05-01" });
        await host.Do($"/api/citizens/{citizen}/break-glass", new { reason = "老人独居昏迷，急需联系其子女确认用药情况，无法等待立案" });
        await using (var session = host.Store.LightweightSession())
        {
            session.Record(LooksExamination.ByTheClock);
            session.Events.StartStream<UnexplainedLook>(LedgerId.For(citizen), new UnlinkedReadDetected(citizen, LedgerId.For(citizen), host.Time.GetUtcNow(), "li.hua", LedgerHost.Department, "handler", null, [LookCause.NoLink]));
            await session.SaveChangesAsync();
        }

        await Tied("kin", "listing.kin", citizen);
        foreach (var (path, role) in new[] { ("/api/access-cases", "handler"), ("/api/access-cases", "supervisor"), ("/api/disclosure-delays", "head"), ("/api/disclosure-delays", "supervisor"), ("/api/supervision/break-glass", "supervisor"), ("/api/supervision/unexplained-looks", "supervisor") })
        {
            (await host.Get($"{path}?size=200", As("no.ties", role))).ToJsonString().ShouldContain(citizen.ToString(), Case.Sensitive, path);
            (await host.Get($"{path}?size=200", As("listing.kin", role))).ToJsonString().ShouldNotContain(citizen.ToString(), Case.Sensitive, path);
        }
    }

    [Fact]
    public async Task begin_with_the_next_request_after_a_declaration_and_end_when_a_supervisor_withdraws_it()
    {
        var citizen = await host.Register();
        var path = $"/api/applications/{await host.Submit(citizen)}";
        await host.Get(path, As("wed.officer"));
        await host.Do("/api/officers/wed.officer/kin", new { citizenId = citizen, relation = "配偶" }, As("wed.officer"));
        await (await host.Client(As("wed.officer")).GetAsync(path)).ShouldBeRefused(403, "own-case");
        await (await host.Post("/api/officers/wed.officer/kin/withdrawal", new { citizenId = citizen, reason = "离婚" }, As("wed.officer"))).ShouldBeRefused(403, "forbidden");
        await host.Do("/api/officers/wed.officer/kin/withdrawal", new { citizenId = citizen, reason = "误报" }, As("sup.one", "supervisor"));
        await host.Get(path, As("wed.officer"));
    }

    [Fact]
    public async Task are_the_persons_own_to_read_as_a_citizen()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await Tied("own-record", "also.citizen", citizen);
        await host.Get($"/api/applications/{application}", LedgerHost.CitizenPersona(citizen));
    }

    [Fact]
    public async Task of_a_matter_somebody_is_recused_from_leave_its_decisions_and_requests_alone_too()
    {
        var seen = await new every_read_path(host).OneOfEverything();
        foreach (var path in new[] { $"/api/decisions/{seen["decisionId"]}/signature", $"/api/data-requests/{seen["dataRequestId"]}/provision", $"/api/commitments/{seen["commitmentId"]}/check" })
            (await Text(path)).ShouldNotContain("recused");
        // The decided matter is reopened, and the officer taken off it.
        await host.Do($"/api/decisions/{seen["decisionId"]}/delivery", new { method = "window", version = 2 });
        await host.Do($"/api/applications/{seen["applicationId"]}/reopening", new { cause = "error", reference = "差错记录1号", version = 6 });
        await host.Do($"/api/applications/{seen["applicationId"]}/recusals", new { officer = "recused.one", replacement = "zhao.yun", version = 7 });
        foreach (var path in new[] { $"/api/decisions/{seen["decisionId"]}/signature", $"/api/data-requests/{seen["dataRequestId"]}/provision", $"/api/commitments/{seen["commitmentId"]}/check" })
            (await Text(path)).ShouldContain("recused");
        await host.Get($"/api/decisions/{seen["decisionId"]}", As("recused.one"));

        async Task<string> Text(string path)
        {
            var endpoint = Endpoints().Single(e => e.Method == "POST" && Path(e.Endpoint, seen) == path);
            return await (await Send("POST", endpoint.Endpoint, seen, As("recused.one"))).Content.ReadAsStringAsync();
        }
    }

    Task<long> Tied(string tie, string officer, Guid citizen) =>
        host.Do($"/api/officers/{officer}/{tie}", tie == "kin" ? new { citizenId = citizen, relation = "母亲" } : (object)new { citizenId = citizen }, As(officer));

    Task<long> Refusals(Guid citizen) => host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'access_refused' and data->>'citizenId' = '{citizen}'");

    IEnumerable<(string Method, RouteEndpoint Endpoint)> Endpoints() =>
        from e in EveryEndpoint.Of(host)
        where e.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && !AboutNobody.Any(a => e.Endpoint.RoutePattern.RawText!.StartsWith(a, StringComparison.Ordinal))
        where $"{e.Method} {e.Endpoint.RoutePattern.RawText}" is not (Registration or "POST /api/citizens/find" or "POST /api/applications/find" or "POST /api/supervision/unexplained-looks/runs" or "POST /api/suggestions") && (e.Method != "GET" || e.Endpoint.RoutePattern.Parameters.Count > 0)
        select e;

    static string Path(RouteEndpoint endpoint, Dictionary<string, Guid> seen)
    {
        var path = seen.Concat(OtherIds.Except(seen.Keys).Select(id => KeyValuePair.Create(id, seen["accessCaseId"]))).Aggregate(endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal), (p, s) => p.Replace($"{{{s.Key}}}", s.Value.ToString(), StringComparison.Ordinal));
        return path.Contains('{', StringComparison.Ordinal) ? throw new InvalidOperationException($"OneOfEverything has nothing for {path}.") : path;
    }

    async Task<HttpResponseMessage> Send(string method, RouteEndpoint endpoint, Dictionary<string, Guid> seen, string persona)
    {
        if (method == "PUT")
            return await host.Upload(seen["citizenId"], Documents.Pdf(), "evidenceType=premises-proof&grade=B", persona);
        using var client = host.Client(persona);
        using var request = new HttpRequestMessage(new(method), Path(endpoint, seen));
        request.Headers.Add("Idempotency-Key", $"own-{Interlocked.Increment(ref keys)}");
        if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type && method == "POST")
            request.Content = new StringContent(EveryEndpoint.Body(type, seen)!.ToJsonString(), Encoding.UTF8, "application/json") { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return await client.SendAsync(request);
    }
}
