using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Destruction;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Tests.Privacy;

/// <summary>Twenty people with words in their data that stand nowhere else: nobody finds the words where they are not shown, and nobody at all once ten of them are erased.</summary>
public class canaries_in_peoples_data(LedgerHost host) : IClassFixture<LedgerHost>
{
    const int People = 20, Erased = 10;
    const string Digits = "甲乙丙丁戊己庚辛壬癸";

    [Fact]
    public async Task stand_nowhere_in_clear_and_after_erasure_nowhere_at_all_while_every_proof_holds()
    {
        var traces = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => traces.Enqueue(
                $"{a.OperationName} {a.DisplayName} {string.Join(' ', a.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', a.Events.SelectMany(e => e.Tags.Select(t => $"{e.Name} {t.Key}={t.Value}")))} {string.Join(' ', a.Baggage)}")
        };
        ActivitySource.AddActivityListener(listener);

        var people = new List<Person>();
        for (var i = 0; i < People; i++)
            people.Add(await LiveAsync(i));
        // A request that is refused is logged most.
        await host.Post("/api/applications", $$"""{"citizenId":"{{people[0].Id}}","itemCode":"TEST-PLAIN","situation":"{{people[0].Situation}}","{{people[0].Name}}":1}""");
        await Log.CatchUpAsync();
        var receipts = new List<(JsonNode Receipt, Person Of)>();
        foreach (var person in people)
            receipts.Add((await host.Get($"/api/events/{person.Submitted}/receipt", LedgerHost.CitizenPersona(person.Id)), person));

        var places = await PlacesAsync(traces);
        places.Keys.ShouldContain("ledger.mt_events");
        places.Keys.ShouldContain(p => p.Contains("dead_letter", StringComparison.Ordinal));
        places.Keys.ShouldContain(p => p.StartsWith("log/tile/0/", StringComparison.Ordinal));
        places.Keys.ShouldContain(p => p.StartsWith("evidence/", StringComparison.Ordinal));
        places["ledger.mt_events"].Contains(people[0].Id.ToString(), StringComparison.Ordinal).ShouldBeTrue("what is looked through is what was recorded");
        places["traces"].Contains("/api/citizens", StringComparison.Ordinal).ShouldBeTrue();
        foreach (var word in people.SelectMany(p => p.Words))
            places.Where(p => Stands(word, p.Value)).Select(p => p.Key).ShouldBeEmpty(word);
        Stands("needle", "x" + Convert.ToBase64String(Encoding.UTF8.GetBytes("--needle--")) + "y").ShouldBeTrue("the search finds what is merely encoded");
        Stands("needle", Convert.ToHexStringLower(Encoding.UTF8.GetBytes("needle"))).ShouldBeTrue();

        // Who they are opens to themselves.
        foreach (var person in people)
            (await host.Get($"/api/citizens/{person.Id}/file", LedgerHost.CitizenPersona(person.Id)))["name"]!.GetValue<string>().ShouldBe(person.Name);

        var leaves = await LeavesAsync();
        host.Time.SetUtcNow(LedgerHost.Now.AddYears(10).AddDays(1));
        await EraseAsync([.. people.Take(Erased).Select(p => p.Id)]);
        await Log.CatchUpAsync();

        foreach (var person in people.Take(Erased))
        {
            var self = LedgerHost.CitizenPersona(person.Id);
            foreach (var path in new[] { "file", "file?asOf=2026-03-03T00:00:00Z", "file?knownAt=2026-03-03T00:00:00Z", "file/history", "accesses" }.Select(p => $"/api/citizens/{person.Id}/{p}")
                .Concat([$"/api/applications/{person.Application}", $"/api/applications/{person.Application}/history", $"/api/events/{person.Submitted}/receipt", $"/api/evidence/{person.Evidence}"]))
            {
                using var answer = await host.Client(self).GetAsync(path);
                ((int)answer.StatusCode).ShouldBeOneOf([200, 410], path);
                var text = await answer.Content.ReadAsStringAsync();
                person.Words.Where(w => Stands(w, text)).ShouldBeEmpty(path);
            }
        }

        places = await PlacesAsync(traces);
        foreach (var word in people.SelectMany(p => p.Words))
            places.Where(p => Stands(word, p.Value)).Select(p => p.Key).ShouldBeEmpty(word);
        foreach (var person in people.Skip(Erased))
        {
            (await host.Get($"/api/citizens/{person.Id}/file", LedgerHost.CitizenPersona(person.Id)))["name"]!.GetValue<string>().ShouldBe(person.Name);
            (await host.Client(LedgerHost.CitizenPersona(person.Id)).GetAsync($"/api/evidence/{person.Evidence}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        // No leaf is another, what was given away before still proves itself, and the audit tells erased from missing.
        (await LeavesAsync())[..leaves.Count].ShouldBe(leaves);
        var log = new LogFolder(host.LogFolder);
        var keys = host.Services.GetRequiredService<LogKeys>();
        keys.TryRead(log.ReadCheckpoint()!, out var checkpoint).ShouldBeTrue();
        foreach (var (receipt, _) in receipts)
        {
            TlogProof.TryParse(receipt["proof"]!.GetValue<string>(), out var proof).ShouldBeTrue();
            var leaf = TreeHash.OfLeaf(Convert.FromBase64String(receipt["entry"]!.GetValue<string>()));
            Checkpoint.TryParse(proof!.Checkpoint.Text, out var then).ShouldBeTrue();
            InclusionProof.Check(leaf, proof.Index, then!.Size, [.. proof.Inclusion], then.Root).ShouldBeTrue();
            InclusionProof.Check(leaf, proof.Index, checkpoint!.Size, InclusionProof.Make(proof.Index, checkpoint.Size, Tiles.Read(checkpoint.Size, log.Tile)), checkpoint.Root).ShouldBeTrue();
        }

        var audit = await host.Services.GetRequiredService<Audit>().RunAsync(new());
        audit.Findings.ShouldBeEmpty();
        (audit.Values.Missing, audit.Values.Mismatch).ShouldBe((0, 0));
        audit.Values.Erased.ShouldBeGreaterThanOrEqualTo(Erased * 5);
        audit.Values.Match.ShouldBeGreaterThanOrEqualTo((People - Erased) * 5);
    }

    sealed record Person(Guid Id, string Name, string IdNumber, string Situation, string Reason, string Paper, string Question)
    {
        public Guid Application { get; init; }
        public Guid Submitted { get; init; }
        public Guid Evidence { get; init; }

        public IEnumerable<string> Words => [Name, IdNumber, Situation, Reason, Paper, Question];
    }

    /// <summary>One person applies with a document, takes it back, and asks who looked; every free word is the person's own.</summary>
    async Task<Person> LiveAsync(int i)
    {
        var name = $"鶼鰈{Digits[i / 10]}{Digits[i % 10]}";
        var number = Tests.People.IdNumber(3100 + i);
        var answer = await host.Post("/api/citizens", new { idNumber = number, name, residenceDivision = "500103" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var id = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["citizenId"]!.GetValue<Guid>();
        var person = new Person(id, name, number, $"canary-situation-{i:00}-{Digits[i % 10]}", $"canary-reason-{i:00}", $"canary-paper-{i:00}", $"canary-question-{i:00}");
        var self = LedgerHost.CitizenPersona(id);
        var evidence = await host.Keep(id, [.. Documents.Pdf(), .. Encoding.UTF8.GetBytes($"\n%{person.Paper}\n")], "evidenceType=premises-proof&grade=C", self);
        answer = await host.Post("/api/applications", new { citizenId = id, itemCode = Items.Plain, situation = person.Situation }, self);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var submitted = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        var application = submitted["applicationId"]!.GetValue<Guid>();
        await host.Do($"/api/applications/{application}/withdrawal", new { version = 1, reason = person.Reason }, self);
        var position = await host.Do($"/api/applications/{application}/closing", new { version = 2 });
        (await host.Get($"/api/citizens/{id}/file?atLeast={position}", LedgerHost.Supervisor))["name"]!.GetValue<string>().ShouldBe(name);
        var look = (await host.Get($"/api/citizens/{id}/accesses", self))["accesses"]![0]!["accessId"]!.GetValue<Guid>();
        var asked = await host.Post($"/api/citizens/{id}/accesses/{look}/question", new { kind = "question", text = person.Question }, self);
        asked.StatusCode.ShouldBe(HttpStatusCode.Created);
        await Destruction.an_erased_record.AnswerAsync(host, Guid.Parse(asked.Headers.Location!.ToString().Split('/')[^1]));
        return person with { Application = application, Evidence = evidence, Submitted = Guid.Parse(submitted["receipt"]!["promise"]!.GetValue<string>().Split('\n')[2]) };
    }

    async Task EraseAsync(Guid[] citizens)
    {
        static string Officer(string id) => $"kind=officer; id={id}; role=protectionOfficer; department={LedgerHost.Department}; purpose=RecordManagement";
        var answer = await host.Post("/api/destruction-lists", new { law = "PIPL 47", citizenIds = citizens }, Officer("bao.hu"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var path = $"/api/destruction-lists/{(await answer.Content.ReadFromJsonAsync<JsonNode>())!["destructionListId"]}";
        await host.Do($"{path}/review", new { takenOff = Array.Empty<object>(), version = 1 }, Officer("dang.an"));
        await host.Do($"{path}/approval", new { version = 2 }, Officer("dang.an"));
        await host.Do($"{path}/approval", new { version = 3 }, Officer("shen.he"));
        (await host.Services.GetRequiredService<DestroysRecords>().RunAsync()).ShouldBe(1);
    }

    KeepsLog Log => host.Services.GetRequiredService<KeepsLog>();

    /// <summary>Everything that stays: every table, each file of the log and of the evidence, what was logged, what was traced. Binary content as hexadecimal digits, text as it is.</summary>
    async Task<Dictionary<string, string>> PlacesAsync(ConcurrentQueue<string> traces)
    {
        var places = new Dictionary<string, string> { ["logs"] = host.Log.Text, ["traces"] = string.Join('\n', traces) };
        foreach (var (table, content) in await host.Tables())
            places[table] = content;
        foreach (var (name, folder) in new[] { ("log", host.LogFolder), ("evidence", host.EvidenceFolder) })
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                places[$"{name}/{Path.GetRelativePath(folder, file)}"] = Convert.ToHexStringLower(await File.ReadAllBytesAsync(file)) + Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
        return places;
    }

    /// <summary>Whether a word stands in a text: as it is, escaped as JSON does, in hexadecimal digits, or within something in base64, at whatever place in it.</summary>
    static bool Stands(string word, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(word);
        var forms = new List<string> { word, JsonSerializer.Serialize(word).Trim('"'), Convert.ToHexStringLower(bytes), Encoding.Latin1.GetString(bytes) };
        for (var before = 0; before < 3; before++)
        {
            // The digits that depend on the word alone.
            var digits = Convert.ToBase64String([.. new byte[before], .. bytes]).TrimEnd('=');
            var (first, spare) = ((before * 8 + 5) / 6, (before + bytes.Length) % 3 == 0 ? 0 : 1);
            var inner = digits[first..^spare];
            forms.Add(inner);
            forms.Add(inner.Replace('+', '-').Replace('/', '_'));
        }

        return forms.Any(f => text.Contains(f, StringComparison.OrdinalIgnoreCase));
    }

    Task<List<string>> LeavesAsync() => host.Column<string>("select encode(hash, 'hex') from ledger.leaf order by leaf_index");
}
