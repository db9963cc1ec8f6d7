using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>(12) Every read path passes the same policy: lists, searches, details, histories and permalinks pass the same policy; what one of them hides no other shows.</summary>
public class every_read_path(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Marker = "欧阳紫陌";

    [Fact]
    public async Task passes_the_same_policy()
    {
        var seen = await OneOfEverything();
        var stranger = LedgerHost.CitizenPersona(await host.Register("路人甲"));
        var foreign = LedgerHost.OfficerOf(Items.OtherDepartment);
        var foreignMatter = foreign + $"; matter={await host.Submit(await host.Register("路人乙"), Items.Foreign)}";
        var tried = 0;
        foreach (var path in ReadPaths(seen))
        {
            // The person and the supervisor read it: otherwise nothing below would be proved.
            (await host.Client(LedgerHost.CitizenPersona(seen["citizenId"])).GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            foreach (var outsider in new[] { stranger, foreign, foreignMatter })
            {
                var answer = await host.Client(outsider).GetAsync(path);
                answer.StatusCode.ShouldBeOneOf([HttpStatusCode.NotFound, HttpStatusCode.Forbidden], $"{path} for {outsider}");
                var text = await answer.Content.ReadAsStringAsync();
                text.ShouldNotContain(Marker, Case.Sensitive, path);
                foreach (var id in seen.Values)
                    text.ShouldNotContain(id.ToString(), Case.Insensitive, path);
                tried++;
            }

            (await host.Client().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        tried.ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task leaves_exactly_one_look_for_an_answer_and_one_for_a_refusal()
    {
        var seen = await OneOfEverything();
        var stranger = LedgerHost.CitizenPersona(await host.Register("路人丙"));
        var foreign = LedgerHost.OfficerOf(Items.OtherDepartment);
        var citizen = LedgerHost.CitizenPersona(seen["citizenId"]);
        foreach (var (path, endpoint) in ReadPaths(seen).Zip(Endpoints().Where(e => IsAboutSomebody(e.RoutePattern.RawText!))))
        {
            var look = path.Contains("/export", StringComparison.Ordinal) || path.EndsWith("/copy", StringComparison.Ordinal) ? "exported" : "file_viewed";
            var sections = string.Join(',', ServiceLedger.Access.ReadPaths.Of(endpoint, "GET")!.Select(s => s.InJson()));
            foreach (var persona in path.StartsWith("/api/evidence", StringComparison.Ordinal) || path.StartsWith("/api/access-cases", StringComparison.Ordinal) || path.EndsWith("/copy", StringComparison.Ordinal) || path.Contains("/file/export", StringComparison.Ordinal) || path.EndsWith("/drafts", StringComparison.Ordinal) ? [citizen] : new[] { citizen, LedgerHost.Supervisor })
            {
                await Leaves(HttpStatusCode.OK, $"{look} {sections}", persona, path);
                // Asked conditionally or in part, it is shown whole and recorded once.
                await Leaves(HttpStatusCode.OK, $"{look} {sections}", persona, path, ("If-None-Match", "*"), ("If-Modified-Since", "Mon, 02 Mar 2026 00:00:00 GMT"));
                await Leaves(HttpStatusCode.OK, $"{look} {sections}", persona, path, ("Range", "bytes=0-0"));
            }

            foreach (var outsider in new[] { stranger, foreign })
                await Leaves(null, "access_refused ", outsider, path);
            // Whoever does not say who they are is nobody whose attempt could be recorded.
            await Leaves(HttpStatusCode.Unauthorized, "", null, path);
            await Leaves(HttpStatusCode.MethodNotAllowed, "", citizen, path, method: "HEAD");
        }

        foreach (var (path, status) in new[] { ($"/api/citizens/{seen["citizenId"]}/file?page=0", HttpStatusCode.BadRequest), ($"/api/citizens/{seen["citizenId"]}/accesses?before=x", HttpStatusCode.BadRequest), ($"/api/applications/{LedgerIds.Unknown}", HttpStatusCode.NotFound) })
            await Leaves(status, "", LedgerHost.Supervisor, path);

        async Task Leaves(HttpStatusCode? status, string looks, string? persona, string path, (string Name, string Value)? header = null, (string Name, string Value)? another = null, string method = "GET")
        {
            var before = await host.Scalar<long>("select max(seq_id) from ledger.mt_events");
            using var request = new HttpRequestMessage(new(method), path);
            foreach (var h in new[] { header, another }.OfType<(string Name, string Value)>())
                request.Headers.Add(h.Name, h.Value);
            using var answer = await host.Client(persona).SendAsync(request);
            if (status is null)
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
            else
                answer.StatusCode.ShouldBe(status.Value, $"{method} {path}");
            (await host.Scalar<string>($"""
                select coalesce(string_agg(type || ' ' || coalesce((select string_agg(s, ',' order by n) from jsonb_array_elements_text(data->'sections') with ordinality as x(s, n)), ''), '; '), '')
                from ledger.mt_events where seq_id > {before} and data->>'citizenId' = '{seen["citizenId"]}'
                """)).ShouldBe(looks, $"{method} {path} for {persona}");
            (await host.Scalar<long>($"select count(*) from ledger.mt_events where seq_id > {before}")).ShouldBe(looks.Length == 0 ? 0 : 1, $"{method} {path} for {persona}");
        }
    }

    [Fact]
    public async Task open_to_everyone_shows_nobody()
    {
        var seen = await OneOfEverything();
        foreach (var path in Routes().Where(r => !r.Contains('{', StringComparison.Ordinal)))
        {
            var text = await (await host.Client().GetAsync(path)).Content.ReadAsStringAsync();
            text.ShouldNotContain(Marker, Case.Sensitive, path);
            foreach (var id in seen.Values)
                text.ShouldNotContain(id.ToString(), Case.Insensitive, path);
        }
    }

    /// <summary>The ids of one thing of each kind, all of one person and in the hands of one department, by the name of the parameter they go into.</summary>
    /// <param name="item">Takes the papers of the lenient item, and is of this department.</param>
    internal async Task<Dictionary<string, Guid>> OneOfEverything(string item = Items.Lenient, string department = LedgerHost.Department)
    {
        var officer = LedgerHost.OfficerOf(department);
        var supervisor = department == LedgerHost.Department ? LedgerHost.Supervisor : $"kind=officer; id=yu.fei; role=supervisor; department={department}; purpose=Oversight";
        var citizen = await host.Register(Marker);
        var application = await host.Submit(citizen, item);
        var commitment = await Created($"/api/applications/{application}/commitment", new { papers = new[] { "P1" }, statement = "属实", version = 1 }, officer);
        await host.Do($"/api/applications/{application}/materials", new { materials = new[] { new { paperId = "P2", form = "original", grade = "B" } }, version = 2 }, officer);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 3 }, officer);
        var request = await Created("/api/data-requests", Household(application), officer);
        var mandate = await Created("/api/mandates", new { principalId = citizen, kind = "voluntary", representative = new { citizenId = await host.Register("某甲") }, powers = new[] { "read" }, allItems = true, to = "2026-12-31" }, LedgerHost.CitizenPersona(citizen));
        var evidence = await host.Keep(citizen, [.. Documents.Pdf(), .. System.Text.Encoding.UTF8.GetBytes(Marker)], "evidenceType=premises-proof&grade=B&reuse=anyDepartment", $"{officer}; matter={application}");
        var decided = await host.Post($"/api/applications/{application}/decision", new { kind = "grant", legalBasis = new[] { "LIC 38" }, version = 4 }, officer);
        var position = long.Parse(decided.Headers.GetValues("Ledger-Position").Single(), System.Globalization.CultureInfo.InvariantCulture);
        var history = await host.Get($"/api/applications/{application}/history", officer);
        var decision = (await host.Get($"/api/applications/{application}", officer))["decisionId"]!.GetValue<Guid>();
        await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", supervisor);
        var copy = await Created($"/api/citizens/{citizen}/rights-requests", new { kind = "copy", department, text = Marker }, LedgerHost.CitizenPersona(citizen));
        await host.Do($"/api/rights-requests/{copy}/decision", new { outcome = "granted", version = 1 }, $"kind=officer; id=bao.mi; role=head; department={department}; purpose=RightsFulfillment");
        var review = await Created($"/api/decisions/{decision}/reviews", new { claims = Marker, version = 1 }, LedgerHost.CitizenPersona(citizen));
        await host.Do($"/api/reviews/{review}/acceptance", new { version = 1 }, LedgerHost.Reviewer);
        var everything = new Dictionary<string, Guid>
        {
            ["citizenId"] = citizen,
            ["applicationId"] = application,
            ["mandateId"] = mandate,
            ["commitmentId"] = commitment,
            ["dataRequestId"] = request,
            ["evidenceId"] = evidence,
            ["rightsRequestId"] = copy,
            ["ratingId"] = await Rated(citizen, application, item, department),
            ["complaintId"] = await Created("/api/complaints", new { citizenId = citizen, department, kind = "delay", text = Marker, applicationId = application }, LedgerHost.CitizenPersona(citizen)),
            ["suggestionId"] = await Created("/api/suggestions", new { title = "建议", text = Marker, itemCode = item }, LedgerHost.CitizenPersona(citizen)),
            ["accessCaseId"] = await Questioned(citizen),
            ["eventId"] = history["events"]![0]!["eventId"]!.GetValue<Guid>(),
            ["decisionId"] = decision,
            ["reviewId"] = review
        };
        // The log holds it all.
        await host.Services.GetRequiredService<ServiceLedger.Ledger.KeepsLog>().CatchUpAsync();
        return everything;
    }

    /// <summary>What the citizen would say once the matter is over, on record as they would say it.</summary>
    async Task<Guid> Rated(Guid citizen, Guid application, string item, string department)
    {
        var id = LedgerId.For(citizen);
        var key = await host.Services.GetRequiredService<ServiceLedger.Privacy.Vault>().KeyOf(citizen, ServiceLedger.Privacy.PurposeClass.Matters);
        await using var session = host.Store.LightweightSession();
        session.Record(new(ActorKind.Citizen, citizen.ToString(), Channel.Online));
        session.Events.StartStream<ServiceLedger.Participation.Rating>(id, new ServiceLedger.Participation.RatingGiven(citizen, application, null, item, 1, department, 1, [], false, key.Seal(Marker)));
        await session.SaveChangesAsync();
        return id;
    }

    /// <summary>The citizen asks about a look.</summary>
    async Task<Guid> Questioned(Guid citizen)
    {
        var persona = LedgerHost.CitizenPersona(citizen);
        var look = (await host.Get($"/api/citizens/{citizen}/accesses?size=1", persona))["accesses"]![0]!["accessId"]!.GetValue<Guid>();
        var answer = await host.Post($"/api/citizens/{citizen}/accesses/{look}/question", new { kind = "question", text = Marker }, persona);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    /// <summary>Asks where the person is registered, for this matter.</summary>
    internal static object Household(Guid application) => new
    {
        applicationId = application,
        providingDepartment = "11500000DEM0000228",
        dataItemCode = "HUKOU",
        sharingClass = "unconditional",
        fields = new[] { "address" },
        purpose = "ServiceProvision",
        legalBasis = "国务院令第809号",
        necessity = "核实住址"
    };

    async Task<Guid> Created(string path, object body, string? persona = null)
    {
        var answer = await host.Post(path, body, persona);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    // An agreement between departments is about nobody, an officer's standing about no citizen, a list of records about many; a card is between an office and supervision.
    internal IEnumerable<string> ReadPaths(Dictionary<string, Guid> seen) => Routes().Where(IsAboutSomebody)
        .Select(r => seen.Aggregate(r.Replace(":guid", "", StringComparison.Ordinal), (path, s) => path.Replace($"{{{s.Key}}}", s.Value.ToString(), StringComparison.Ordinal)) + (r.EndsWith("/export", StringComparison.Ordinal) ? "?format=json" : ""))
        .Select(path => path.Contains('{', StringComparison.Ordinal) ? throw new InvalidOperationException($"OneOfEverything has nothing for {path}.") : path);

    static bool IsAboutSomebody(string route) =>
        route.Contains('{', StringComparison.Ordinal) && !route.StartsWith("/api/items", StringComparison.Ordinal) && !route.StartsWith("/api/sharing-agreements", StringComparison.Ordinal) && !route.StartsWith("/api/officers", StringComparison.Ordinal) && !route.StartsWith("/api/destruction-lists", StringComparison.Ordinal) && !route.StartsWith("/api/suggestions", StringComparison.Ordinal)
        && !route.StartsWith("/api/supervision/indicators", StringComparison.Ordinal) && !route.StartsWith("/api/supervision/cards", StringComparison.Ordinal) && !route.StartsWith("/api/matters", StringComparison.Ordinal);

    IEnumerable<string> Routes() => Endpoints().Select(e => e.RoutePattern.RawText!);

    IEnumerable<RouteEndpoint> Endpoints() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"));
}
