using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

/// <summary>Every text that can be sent holds each string of the Big List of Naughty Strings: it is refused in due form, or recorded and read again as it was sent.</summary>
public class naughty_strings(LedgerHost host) : IClassFixture<LedgerHost>
{
    const int Workers = 8;
    const string ListPath = "../shared/data/badinput/blns.json";
    static readonly Guid Nobody = new("01900000-0000-7000-8000-000000000000");
    static int keys, people = 20_000;

    readonly ConcurrentQueue<string> faults = new();

    /// <summary>A citizen with an application of their own, for one worker at a time.</summary>
    sealed class Matter(Guid citizen, Guid application)
    {
        public Guid Citizen => citizen;
        public Guid Application => application;
        public long Version { get; set; } = 1;
        public List<string> Sent { get; } = [];
    }

    sealed record Answer(int Status, string Text, string? MediaType, long Position)
    {
        public bool Accepted => Status < 300;
        public JsonNode Json => JsonNode.Parse(Text)!;
    }

    // Values of these fields are mostly refused; what is sent around them is in order unless said otherwise.
    static readonly Dictionary<string, Func<Matter, string, (string Path, object Body)>> Fields = new()
    {
        ["register: idNumber"] = (_, s) => ("/api/citizens", new { idNumber = s, name = "王芳", residenceDivision = "500103" }),
        ["register: residenceDivision"] = (_, s) => ("/api/citizens", new { idNumber = NewIdNumber(), name = "王芳", residenceDivision = s }),
        ["register: urbanRuralClass"] = (_, s) => ("/api/citizens", new { idNumber = NewIdNumber(), name = "王芳", residenceDivision = "500103", urbanRuralClass = s }),
        ["find: idNumber"] = (_, s) => ("/api/citizens/find", new { idNumber = s }),
        ["find: name"] = (_, s) => ("/api/citizens/find", new { name = s, birthDate = "1980-01-02" }),
        ["find: birthDate"] = (_, s) => ("/api/citizens/find", new { name = "王芳", birthDate = s }),
        ["submit: citizenId"] = (_, s) => ("/api/applications", new { citizenId = s, itemCode = Items.Plain }),
        ["submit: itemCode"] = (m, s) => ("/api/applications", new { citizenId = m.Citizen, itemCode = s }),
        ["submit: submittedBy"] = (m, s) => ("/api/applications", new { citizenId = m.Citizen, itemCode = Items.Plain, submittedBy = s }),
        ["submit: effect.at"] = (m, s) => ("/api/applications", new { citizenId = m.Citizen, itemCode = Items.Plain, effect = new { at = s, reason = "lateEntry" } }),
        ["submit: paperId"] = (m, s) => ("/api/applications", new { citizenId = m.Citizen, itemCode = Items.WithPapers, materials = new[] { new { paperId = s, form = "copy", grade = "A" } } }),
        ["submit: contentHash"] = (m, s) => ("/api/applications", new { citizenId = m.Citizen, itemCode = Items.WithPapers, materials = new[] { new { paperId = "P1", form = "copy", grade = "A", contentHash = s } } }),
        ["materials: paperId"] = (m, s) => ($"/api/applications/{m.Application}/materials", new { materials = new[] { new { paperId = s, form = "copy", grade = "A" } }, version = 1 }),
        ["materials: form"] = (m, s) => ($"/api/applications/{m.Application}/materials", new { materials = new[] { new { paperId = "P1", form = s, grade = "A" } }, version = 1 }),
        ["materials: contentHash"] = (m, s) => ($"/api/applications/{m.Application}/materials", new { materials = new[] { new { paperId = "P1", form = "copy", grade = "A", contentHash = s } }, version = 1 }),
        // One month for a suit is too short, so that nothing of these is recorded.
        ["decision: reasons"] = (m, s) => Decision(m, "不齐", s, "市政府", "法院", "https://example.org", 1),
        ["decision: legalBasis[1]"] = (m, s) => Decision(m, s, "不齐", "市政府", "法院", "https://example.org", 1),
        ["decision: reconsiderationAuthority"] = (m, s) => Decision(m, "第一条", "不齐", s, "法院", "https://example.org", 1),
        ["decision: court"] = (m, s) => Decision(m, "第一条", "不齐", "市政府", s, "https://example.org", 1),
        ["decision: onlineChannel"] = (m, s) => Decision(m, "第一条", "不齐", "市政府", "法院", s, 1),
        ["delivery: method"] = (_, s) => ($"/api/decisions/{Nobody}/delivery", new { method = s, version = 1 })
    };

    public static TheoryData<string> FieldNames => [.. Fields.Keys];

    [Theory, MemberData(nameof(FieldNames))]
    public async Task in_a_field_are_refused_in_due_form(string field)
    {
        var onPapers = field.StartsWith("materials", StringComparison.Ordinal);
        await Each(await Matters(onPapers ? Items.WithPapers : Items.Plain, accept: field.StartsWith("decision", StringComparison.Ordinal)), async (matter, s) =>
        {
            var (path, body) = Fields[field](matter, s);
            Check(s, await Post(path, body));
        });
    }

    [Fact]
    public async Task in_a_name_are_shown_in_the_file_and_found()
    {
        var written = new ConcurrentDictionary<string, Guid>();
        long last = 0;
        await Each(await Matters(), async (_, s) =>
        {
            var answer = await Post("/api/citizens", new { idNumber = NewIdNumber(), name = s, residenceDivision = "500103" });
            if (!Check(s, answer))
                return;
            written[s] = answer.Json["citizenId"]!.GetValue<Guid>();
            InterlockedMax(ref last, answer.Position);
        });
        written.Count.ShouldBeGreaterThan(300);
        await host.Get($"/api/citizens/{written.Values.First()}/file?atLeast={last}");
        await Each(await Matters(), async (_, s) =>
        {
            if (!written.TryGetValue(s, out var citizen))
                return;
            var file = (await Send(HttpMethod.Get, $"/api/citizens/{citizen}/file")).Json;
            Same(s, s.Trim(), file["name"]?.GetValue<string>());
            var found = await Post("/api/citizens/find", new { name = s, birthDate = file["birthDate"]!.GetValue<string>() });
            if (!found.Accepted || found.Json["citizens"]!.AsArray().All(c => c!.GetValue<Guid>() != citizen))
                faults.Enqueue($"{Shown(s)}: is not found again: {found.Status} {found.Text}");
        });
    }

    [Fact]
    public async Task in_a_situation_are_read_again() =>
        await Each(await Matters(), async (matter, s) =>
        {
            var answer = await Post("/api/applications", new { citizenId = matter.Citizen, itemCode = Items.Plain, situation = s });
            if (Check(s, answer))
                Same(s, s, (await Data($"/api/applications/{answer.Json["applicationId"]}"))[^1]["situation"]?.GetValue<string>());
        });

    [Fact]
    public async Task in_the_reason_of_a_withdrawal_are_read_again() =>
        await Each(await Matters(), async (matter, s) =>
        {
            var application = await host.Submit(matter.Citizen);
            if (Check(s, await Post($"/api/applications/{application}/withdrawal", new { reason = s, version = 1 })))
                Same(s, s, (await Data($"/api/applications/{application}"))[^1]["reason"]?.GetValue<string>());
        });

    [Fact]
    public async Task in_the_code_of_a_step_are_read_again()
    {
        var matters = await Matters();
        await Each(matters, async (matter, s) =>
        {
            foreach (var action in new[] { "steps", "steps/completion" })
            {
                if (!Check(s, await Post($"/api/applications/{matter.Application}/{action}", new { stepCode = s, version = matter.Version })))
                    continue;
                matter.Version++;
                matter.Sent.Add(s);
            }
        });
        foreach (var matter in matters)
            (await Data($"/api/applications/{matter.Application}")).Skip(1).Select(d => d["stepCode"]!.GetValue<string>()).ShouldBe(matter.Sent);
    }

    [Fact]
    public async Task in_every_text_of_a_decision_are_read_again() =>
        await Each(await Matters(), async (matter, s) =>
        {
            if (IsTooLongOrEmpty(s))
                return;
            var application = await host.Submit(matter.Citizen);
            await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
            var (path, body) = Decision(new(matter.Citizen, application) { Version = 2 }, s, s, s, s, s, 6);
            var answer = await Post(path, body);
            if (!Check(s, answer))
                return;
            var decision = (await Send(HttpMethod.Get, $"/api/decisions/{answer.Json["decisionId"]}")).Json;
            var remedies = decision["ruling"]!["remedies"]!;
            foreach (var text in new[] { decision["legalBasis"]![1], decision["ruling"]!["reasons"], remedies["reconsiderationAuthority"], remedies["court"], remedies["onlineChannel"] })
                Same(s, s, text?.GetValue<string>());
        });

    [Theory]
    [InlineData("kind"), InlineData("id"), InlineData("role"), InlineData("department"), InlineData("window"), InlineData("division"), InlineData("class")]
    [InlineData("channel"), InlineData("purpose"), InlineData("matter"), InlineData("basis"), InlineData("behalf"), InlineData("assurance"), InlineData("")]
    public async Task in_a_persona_are_refused_or_recorded(string part)
    {
        var parts = new Dictionary<string, string>
        {
            ["kind"] = "officer",
            ["id"] = "li.hua",
            ["role"] = "handler",
            ["department"] = LedgerHost.Department,
            ["division"] = "500103",
            ["purpose"] = "Oversight"
        };
        await Each(await Matters(), async (matter, s) =>
        {
            var persona = part.Length == 0 ? s : string.Join("; ", parts.Where(p => p.Key != part).Append(new(part, s)).Select(p => $"{p.Key}={p.Value}"));
            if (persona.AsSpan().ContainsAny('\r', '\n'))
                return;
            var answer = await Post("/api/applications", new { citizenId = matter.Citizen, itemCode = Items.Plain }, persona);
            if (Check(s, answer))
                Check(s, await Send(HttpMethod.Get, $"/api/applications/{answer.Json["applicationId"]}/history"));
        });
    }

    [Theory]
    [InlineData("Idempotency-Key"), InlineData("Accept-Language"), InlineData("Accept"), InlineData("Content-Type"), InlineData("traceparent")]
    public async Task in_a_header_are_refused_or_passed_over(string header) =>
        await Each(await Matters(), async (matter, s) =>
        {
            if (!s.AsSpan().ContainsAny('\r', '\n'))
                Check(s, await Post("/api/applications", new { citizenId = matter.Citizen, itemCode = Items.Plain }, header: (header, s)));
        });

    [Theory]
    [InlineData("/api/citizens/{c}/file?asOf="), InlineData("/api/citizens/{c}/file?knownAt="), InlineData("/api/citizens/{c}/file?atLeast="), InlineData("/api/citizens/{c}/file?page=")]
    [InlineData("/api/citizens/{c}/file/history?after="), InlineData("/api/citizens/{c}/file/history?size=")]
    [InlineData("/api/applications/{a}/history?after="), InlineData("/api/applications/{a}/history?size=")]
    [InlineData("/api/items?department="), InlineData("/api/items?after="), InlineData("/api/items?size="), InlineData("/api/items/TEST-PLAIN?version="), InlineData("/api/items?")]
    public async Task in_a_query_are_refused_in_due_form_or_answered(string address)
    {
        var matters = await Matters();
        var position = await host.Do($"/api/applications/{matters[0].Application}/steps", new { stepCode = "S", version = 1 });
        await host.Get($"/api/citizens/{matters[0].Citizen}/file?atLeast={position}");
        await Each(matters, async (matter, s) =>
        {
            // A position not reached is waited for and answered with 503: there is nothing wrong with it.
            if (address.EndsWith("atLeast=", StringComparison.Ordinal) && long.TryParse(s, out var waits) && waits > position)
                return;
            var path = address.Replace("{c}", matter.Citizen.ToString(), StringComparison.Ordinal).Replace("{a}", matter.Application.ToString(), StringComparison.Ordinal);
            Check(s, await Send(HttpMethod.Get, path + Uri.EscapeDataString(s)));
        });
    }

    [Theory]
    [InlineData("GET", "/api/citizens/{s}/file"), InlineData("GET", "/api/citizens/{s}/file/history"), InlineData("GET", "/api/applications/{s}"), InlineData("GET", "/api/applications/{s}/history")]
    [InlineData("GET", "/api/decisions/{s}"), InlineData("GET", "/api/events/{s}"), InlineData("GET", "/api/items/{s}"), InlineData("GET", "/{s}")]
    [InlineData("POST", "/api/applications/{s}/withdrawal"), InlineData("POST", "/api/decisions/{s}/delivery"), InlineData("POST", "/api/{s}")]
    public async Task in_an_address_are_not_found(string method, string address) =>
        await Each(await Matters(), async (_, s) =>
        {
            var path = address.Replace("{s}", Uri.EscapeDataString(s), StringComparison.Ordinal);
            Check(s, method == "GET" ? await Send(HttpMethod.Get, path) : await Post(path, new { version = 1 }));
        });

    static (string, object) Decision(Matter m, string basis, string reasons, string authority, string court, string online, int months) => (
        $"/api/applications/{m.Application}/decision",
        new
        {
            kind = "refusal",
            version = m.Version,
            reasons,
            legalBasis = new[] { "《中华人民共和国行政许可法》第三十八条", basis },
            remedies = new { reconsiderationAuthority = authority, reconsiderationDays = 60, court, litigationMonths = months, onlineChannel = online }
        });

    static bool IsTooLongOrEmpty(string s) => string.IsNullOrWhiteSpace(s) || s.Length > 200 || s.Any(char.IsControl);

    static string NewIdNumber() => People.IdNumber(Interlocked.Increment(ref people));

    static string[] Strings()
    {
        var path = Path.Combine(LocalDatabase.Root(), ListPath);
        Assert.SkipUnless(File.Exists(path), $"{path} is missing.");
        return JsonSerializer.Deserialize<string[]>(File.ReadAllText(path))!;
    }

    async Task<Matter[]> Matters(string item = Items.Plain, bool accept = false)
    {
        Strings();
        var matters = new Matter[Workers];
        for (var i = 0; i < Workers; i++)
        {
            var citizen = (await Post("/api/citizens", new { idNumber = NewIdNumber(), name = "王芳", residenceDivision = "500103" })).Json["citizenId"]!.GetValue<Guid>();
            matters[i] = new(citizen, await host.Submit(citizen, item));
            if (!accept)
                continue;
            await host.Do($"/api/applications/{matters[i].Application}/acceptance", new { version = 1 });
            matters[i].Version = 2;
        }

        return matters;
    }

    /// <summary>Does it for every string, each worker with a matter of its own, and says at the end for which strings it went wrong.</summary>
    async Task Each(IEnumerable<Matter> matters, Func<Matter, string, Task> act)
    {
        var rest = new ConcurrentQueue<string>(Strings());
        rest.Count.ShouldBe(515);
        await Task.WhenAll(matters.Select(matter => Task.Run(async () =>
        {
            while (rest.TryDequeue(out var s))
                await act(matter, s);
        })));
        faults.Count.ShouldBe(0, $"{faults.Count}: {string.Join("\n", faults.Take(10))}");
    }

    /// <summary>Whether it was accepted; a refusal has to have its due form.</summary>
    bool Check(string s, Answer answer)
    {
        if (answer.Accepted)
            return true;
        if (answer.Status >= 500 || answer.MediaType != "application/problem+json")
            faults.Enqueue($"{Shown(s)}: {answer.Status} {answer.MediaType} {answer.Text}");
        else if (answer.Json["type"]?.GetValue<string>().StartsWith("urn:serviceledger:", StringComparison.Ordinal) is not true)
            faults.Enqueue($"{Shown(s)}: without a type: {answer.Status} {answer.Text}");
        else if (answer.Status == 400 && answer.Json["field"]?.GetValue<string>() is not { Length: > 0 })
            faults.Enqueue($"{Shown(s)}: without a field: {answer.Text}");
        return false;
    }

    void Same(string s, string expected, string? read)
    {
        if (expected != read)
            faults.Enqueue($"{Shown(s)}: read again as {read}");
    }

    // As JSON escapes it, so that what cannot be seen shows.
    static string Shown(string s) => JsonSerializer.Serialize(s);

    /// <summary>What the events of an application hold, oldest first.</summary>
    async Task<List<JsonNode>> Data(string application)
    {
        var data = new List<JsonNode>();
        for (string? next = "0"; next is not null;)
        {
            var page = (await Send(HttpMethod.Get, $"{application}/history?size=200&after={next}")).Json;
            data.AddRange(page["events"]!.AsArray().Select(e => e!["data"]!));
            next = page["next"]?.ToString();
        }

        return data;
    }

    HttpClient? client;

    Task<Answer> Post(string path, object body, string? persona = null, (string Name, string Value)? header = null) => Send(HttpMethod.Post, path, body, persona, header);

    async Task<Answer> Send(HttpMethod method, string path, object? body = null, string? persona = null, (string Name, string Value)? header = null)
    {
        client ??= host.Client();
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body, LedgerJson.Stored), Encoding.UTF8, "application/json");
        request.Headers.BearAs(host.Folder, persona ?? (method == HttpMethod.Get ? LedgerHost.ReaderOf(path) : LedgerHost.Officer));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", $"naughty-{Interlocked.Increment(ref keys)}");
        if (header is { } h)
        {
            if (h.Name == "Content-Type")
            {
                request.Content!.Headers.Remove(h.Name);
                request.Content.Headers.TryAddWithoutValidation(h.Name, h.Value);
            }
            else
            {
                request.Headers.Remove(h.Name);
                request.Headers.TryAddWithoutValidation(h.Name, h.Value);
            }
        }

        using var response = await client.SendAsync(request);
        var position = response.Headers.TryGetValues("Ledger-Position", out var values) ? long.Parse(values.Single(), System.Globalization.CultureInfo.InvariantCulture) : 0;
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, position);
    }

    static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); value > seen;)
            seen = Interlocked.CompareExchange(ref target, value, seen) is var was && was == seen ? value : was;
    }
}
