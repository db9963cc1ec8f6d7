using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.DataRequests;

namespace ServiceLedger.Tests.Access;

/// <summary>Whoever learns an id that is not for them gets nothing by it, wherever they put it.</summary>
public class ids_of_others(LedgerHost host) : IClassFixture<LedgerHost>
{
    /// <summary>Somebody, what they may start from, and the marks that may be shown to them.</summary>
    sealed record Reader(string Persona, Guid[] Starts, string[] Marks)
    {
        public HashSet<string> Seen { get; } = [];

        /// <summary>Who it is, whatever matter they state: what an officer sees for one matter of the department they may see for another.</summary>
        public string Who { get; } = Persona.Split("; matter=")[0];
        public HttpClient Client { get; set; } = null!;
    }

    readonly ConcurrentDictionary<string, int> answers = new();

    [Fact]
    public async Task tried_by_everybody_on_every_address_open_nothing_and_no_mark_of_one_department_shows_in_what_another_is_answered()
    {
        var readers = await People();
        var addresses = Addresses();
        foreach (var reader in readers)
        {
            reader.Client = host.Client(reader.Persona);
            await Explore(reader, addresses);
            reader.Seen.Count.ShouldBeGreaterThan(2, reader.Persona);
        }

        var tries = (from reader in readers
                     from id in readers.SelectMany(r => r.Seen).Distinct().Except(readers.Where(r => r.Who == reader.Who).SelectMany(r => r.Seen))
                     from address in addresses
                     select (reader, address, id)).ToArray();
        var opened = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(tries, new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (t, ct) =>
        {
            var answer = await Read(t.reader, To(t.address, t.id), ct);
            if (answer is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden))
                opened.Add($"{t.reader.Persona} {t.address} {t.id}: {answer}");
        });
        opened.ShouldBeEmpty();
        tries.Length.ShouldBeGreaterThan(50_000);
        TestContext.Current.SendDiagnosticMessage("{0:N0} tries by {1} readers on {2} addresses: {3}", tries.Length, readers.Count, addresses.Length, string.Join(", ", answers.Select(a => $"{a.Value:N0} × {a.Key}")));
    }

    /// <summary>Every address that shows something by one id.</summary>
    string[] Addresses() =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") is true && e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .Where(e => e.RoutePattern.Parameters is [var id] && id.Name.EndsWith("Id", StringComparison.Ordinal) && !e.RoutePattern.RawText!.StartsWith("/api/officers", StringComparison.Ordinal))
            .Select(ServiceLedger.Access.ReadPaths.Screen)
    ];

    static string To(string address, string id) => $"{address[..address.IndexOf('{', StringComparison.Ordinal)]}{id}{address[(address.IndexOf('}', StringComparison.Ordinal) + 1)..]}{(address.EndsWith("/export", StringComparison.Ordinal) ? "?format=json" : "")}";

    /// <summary>Reads everything a reader can get to from where they start; what they see on the way they may see.</summary>
    static async Task Explore(Reader reader, string[] addresses)
    {
        var next = new Queue<string>(reader.Starts.Select(s => s.ToString()));
        reader.Seen.UnionWith(next);
        while (next.TryDequeue(out var id))
            foreach (var address in addresses)
            {
                using var answer = await reader.Client.GetAsync(To(address, id));
                var text = await answer.Content.ReadAsStringAsync();
                Unmarked(reader, text, answer);
                if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "application/json")
                    continue;
                foreach (var found in Ids(JsonNode.Parse(text)).Where(reader.Seen.Add))
                    next.Enqueue(found);
            }
    }

    async Task<HttpStatusCode> Read(Reader reader, string path, CancellationToken ct)
    {
        using var answer = await reader.Client.GetAsync(path, ct);
        Unmarked(reader, await answer.Content.ReadAsStringAsync(ct), answer);
        answers.AddOrUpdate(answer.StatusCode.ToString(), 1, (_, n) => n + 1);
        return answer.StatusCode;
    }

    static void Unmarked(Reader reader, string text, HttpResponseMessage answer)
    {
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).SelectMany(h => h.Value));
        foreach (var mark in Marks.Except(reader.Marks))
            (text.Contains(mark, StringComparison.Ordinal) || headers.Contains(mark, StringComparison.Ordinal)).ShouldBeFalse($"{mark} for {reader.Persona} at {answer.RequestMessage!.RequestUri}");
    }

    static IEnumerable<string> Ids(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Ids(p.Value)),
        JsonArray a => a.SelectMany(Ids),
        JsonValue v when v.TryGetValue<string>(out var text) && Guid.TryParse(text, out _) => [text],
        _ => []
    };

    const string OfOwn = "标记甲7391", OfOther = "标记乙7392", OfThird = "标记丙7393", Shared = "标记丁7394";
    static readonly string[] Marks = [OfOwn, OfOther, OfThird, Shared];

    /// <summary>Three people with a matter in each of three departments, three with one; every matter holds texts with its department's mark; one fact was given by the third to the first.</summary>
    async Task<List<Reader>> People()
    {
        (string Department, string Item, string Mark)[] offices =
            [(LedgerHost.Department, Items.Plain, OfOwn), (Items.OtherDepartment, Items.Foreign, OfOther), (Items.ThirdDepartment, Errand.OfProvider, OfThird)];
        var readers = new List<Reader>();
        var shared = Guid.Empty;
        var matters = new List<(Guid Citizen, Guid Matter, string Department, string Mark)>();
        for (var n = 0; n < 6; n++)
        {
            var citizen = await host.Register($"张{n}");
            List<string> marks = [];
            foreach (var (office, i) in offices.Select((o, i) => (o, i)).Where(x => n < 3 || x.i == n % 3))
            {
                var officer = LedgerHost.OfficerOf(office.Department);
                var walk = await Walk.Submitted(host, office.Item, citizen: citizen);
                var path = $"/api/applications/{walk.Id}";
                await host.Do($"{path}/visits", new { place = $"{office.Mark}窗口", divisionCode = "500103", purpose = "submission", requiredByLaw = false, startedAt = "2026-03-02T08:00:00+08:00", endedAt = "2026-03-02T08:10:00+08:00", version = 1 }, officer);
                // The item of the third department asks for its form.
                if (office.Item == Errand.OfProvider)
                    await host.Do($"{path}/materials", new { materials = new[] { new { paperId = "P1", form = "original", grade = "B" } }, version = 2 }, officer);
                else
                    await host.Do($"{path}/steps", new { stepCode = "审查", version = 2 }, officer);
                await host.Do($"{path}/acceptance", new { version = 3 }, officer);
                await host.Do($"{path}/proposals", new { kind = "grant", reasons = $"{office.Mark}拟办", version = 4 }, officer.Replace("li.hua", "zhao.yun", StringComparison.Ordinal));
                await host.Do($"{path}/decision", new { kind = "grantWithConditions", conditions = new[] { $"{office.Mark}条件" }, reasons = $"{office.Mark}理由", remedies = Walk.Remedies, legalBasis = new[] { $"{office.Mark}依据" }, version = 5 }, officer);
                await host.Keep(citizen, Documents.Pdf(300, office.Mark), "evidenceType=other&grade=B&reuse=none", officer + $"; matter={walk.Id}");
                matters.Add((citizen, walk.Id, office.Department, office.Mark));
                marks.Add(office.Mark);
            }

            if (n == 3)
                shared = await SharedFact(citizen);
            readers.Add(new(LedgerHost.CitizenPersona(citizen), [citizen], [.. marks, Shared]));
        }

        foreach (var (department, _, mark) in offices)
        {
            string[] seen = department == Items.OtherDepartment ? [mark] : [mark, Shared];
            var own = matters.Where(m => m.Department == department).ToArray();
            readers.Add(new(LedgerHost.OfficerOf(department), [.. own.Select(m => m.Matter), .. seen.Contains(Shared) ? [shared] : Array.Empty<Guid>()], seen));
            readers.Add(new(LedgerHost.OfficerOf(department).Replace("ServiceProvision", "Statistics", StringComparison.Ordinal), [LedgerIds.Unknown, own[0].Matter, own[1].Matter], []));
            foreach (var (citizen, matter, _, _) in own)
                readers.Add(new(LedgerHost.OfficerOf(department) + $"; matter={matter}", [citizen, matter], seen));
        }

        return readers;
    }

    async Task<Guid> SharedFact(Guid citizen)
    {
        var walk = await Walk.Submitted(host, citizen: citizen);
        await host.Do($"/api/applications/{walk.Id}/acceptance", new { version = 1 });
        var asked = await Errand.Asked(host, walk, new { necessity = $"{Shared}核对" });
        await host.Do($"{asked.Path}/approval", new { fields = new[] { "monthly" }, validUntil = "2026-12-31", version = 1 }, Errand.Provider);
        return asked.Id;
    }
}
