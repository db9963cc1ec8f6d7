using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceLedger.Evidence;

namespace ServiceLedger.Tests.Evidence;

public class keeping_a_document(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Own = "evidenceType=premises-proof&grade=C";

    [Fact]
    public async Task gives_back_what_was_handed_in_and_stores_nobody_can_read()
    {
        var citizen = await host.Register();
        var content = Documents.Pdf(200_000);
        var id = await host.Keep(citizen, content, Own);
        var answer = await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/evidence/{id}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(content);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);

        var record = await Record(id, citizen);
        var file = FileOf(record);
        var stored = await File.ReadAllBytesAsync(file);
        Convert.ToHexStringLower(SHA256.HashData(stored)).ShouldBe(record["digest"]!.GetValue<string>());
        stored.Length.ShouldBe(32 + content.Length + (4 * 16));
        Encoding.Latin1.GetString(stored).ShouldNotContain("canary");
        record["contentHash"]!.GetValue<string>().ShouldBe(System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(content)));
        (record["bytes"]!.GetValue<long>(), record["grade"]!.GetValue<string>(), record["heldBy"], record["status"]!.GetValue<string>()).ShouldBe((content.Length, "C", null, "held"));
        Directory.EnumerateFiles(Path.Combine(host.EvidenceFolder, "incoming")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1000), InlineData(65_536), InlineData(65_537), InlineData(131_072), InlineData(20 << 20)]
    public async Task takes_any_size_up_to_20_MiB(int size)
    {
        var citizen = await host.Register();
        var content = Documents.Pdf(size);
        var id = await host.Keep(citizen, content, Own);
        var back = await host.Client(LedgerHost.CitizenPersona(citizen)).GetByteArrayAsync($"/api/evidence/{id}");
        back.AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task takes_each_type_and_only_as_declared()
    {
        var citizen = await host.Register();
        foreach (var (content, type) in new[] { (Documents.Png, "image/png"), (Documents.Jpeg, "image/jpeg"), (Documents.Ofd, "application/ofd"), (Documents.Pdf(), "application/pdf") })
        {
            (await host.Upload(citizen, content, Own, mediaType: type)).StatusCode.ShouldBe(HttpStatusCode.Created, type);
            await (await host.Upload(citizen, content, Own, mediaType: type == "image/png" ? "image/jpeg" : "image/png")).ShouldBeRefused(415, "media-type");
        }

        foreach (var (content, type) in new (byte[], string)[]
            { (Documents.Zip, "application/ofd"), ("MZ\u0090\0"u8.ToArray(), "application/pdf"), ("<svg/>"u8.ToArray(), "image/svg+xml"), ([], "application/pdf"), ("%PD"u8.ToArray(), "application/pdf") })
            await (await host.Upload(citizen, content, Own, mediaType: type)).ShouldBeRefused(415, "media-type");
    }

    [Fact]
    public async Task refuses_clearly_and_leaves_nothing()
    {
        var citizen = await host.Register();
        var content = Documents.Pdf();
        var before = Kept();
        await (await host.Upload(citizen, Documents.Pdf((20 << 20) + 1), Own)).ShouldBeRefused(413, "too-large");
        await (await host.Upload(citizen, content, Own, digest: SHA256.HashData([1]))).ShouldBeRefused(400, "digest-mismatch");
        foreach (var (query, field) in new[]
            {
                ("grade=C", "evidenceType"), ("evidenceType=premises-proof", "grade"), ("evidenceType=nothing-asks-for-it&grade=C", "evidenceType"), (Own + "&grade=D", "grade"), (Own + "&colour=red", "colour"),
                ("evidenceType=premises-proof&grade=c", "grade"), ("evidenceType=premises-proof&grade=2", "grade"), ("evidenceType=premises-proof&grade=A", "grade"), ("evidenceType=premises-proof&grade=B", "grade"),
                (Own + "&reuse=everybody", "reuse"), (Own + "&reuse=named", "reuse"), (Own + "&validTo=2026-02-30", "validTo"), (Own + "&validTo=2026-03-01", "validTo"), (Own + "&receivedAt=yesterday", "receivedAt")
            })
            (await (await host.Upload(citizen, content, query)).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe(field, query);
        await (await host.Upload(citizen, content, Own + "&receivedAt=2026-03-01T09:00:00%2B08:00")).ShouldBeRefused(403, "forbidden");
        await (await host.Upload(citizen, content, Own, LedgerHost.CitizenPersona(await host.Register()))).ShouldBeRefused(403, "forbidden");
        await (await host.Upload(citizen, content, Own, LedgerHost.Officer)).ShouldBeRefused(400, "invalid");
        await (await host.Upload(LedgerIds.Unknown, content, Own)).ShouldBeRefused(400, "invalid");
        foreach (var digest in new[] { "sha-256=:AAAA:", "sha-256=:not base64:", "md5=:AAAA:", "" })
        {
            using var client = host.Client(LedgerHost.CitizenPersona(citizen));
            client.DefaultRequestHeaders.Add("Idempotency-Key", "no-digest");
            using var request = new ByteArrayContent(content) { Headers = { ContentType = new("application/pdf") } };
            request.Headers.TryAddWithoutValidation("Content-Digest", digest);
            (await (await client.PutAsync($"/api/evidence?citizenId={citizen}&{Own}", request)).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("Content-Digest");
        }

        Kept().ShouldBe(before);
        Directory.EnumerateFiles(Path.Combine(host.EvidenceFolder, "incoming")).ShouldBeEmpty();
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'evidence_received' and data->>'citizenId' = '{citizen}'")).ShouldBe(0);
    }

    [Fact]
    public async Task twice_with_one_key_keeps_one()
    {
        var citizen = await host.Register();
        var before = Kept().Length;
        var first = await host.Upload(citizen, Documents.Pdf(), Own, key: "once");
        var second = await host.Upload(citizen, Documents.Pdf(), Own, key: "once");
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        second.Headers.GetValues("Ledger-Position").ShouldBe(first.Headers.GetValues("Ledger-Position"));
        await (await host.Upload(citizen, Documents.Pdf(1001), Own, key: "once")).ShouldBeRefused(422, "idempotency-key-reused");
        await (await host.Upload(citizen, Documents.Pdf(), Own + "&reuse=anyDepartment", key: "once")).ShouldBeRefused(422, "idempotency-key-reused");
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'evidence_received' and data->>'citizenId' = '{citizen}'")).ShouldBe(1);
        Kept().Length.ShouldBe(before + 1);
    }

    [Fact]
    public async Task that_was_tampered_with_gives_nothing()
    {
        var citizen = await host.Register();
        var id = await host.Keep(citizen, Documents.Pdf(), Own);
        var file = FileOf(await Record(id, citizen));
        var stored = await File.ReadAllBytesAsync(file);
        stored[^20] ^= 1;
        await File.WriteAllBytesAsync(file, stored);
        var answer = await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/evidence/{id}");
        await answer.ShouldBeRefused(500, "fault");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("canary");
    }

    [Fact]
    public async Task is_for_the_person_and_the_offices_it_was_handed_to()
    {
        var citizen = await host.Register();
        var id = await host.Keep(citizen, Documents.Pdf(), Own);
        var matter = await host.Submit(citizen, Items.Lenient);
        var officer = Serving(LedgerHost.Department, matter);
        var elsewhere = Serving(Items.OtherDepartment, await host.Submit(citizen, Items.ForPremises));
        await Answers(HttpStatusCode.NotFound, LedgerHost.Officer, officer, elsewhere, LedgerHost.CitizenPersona(await host.Register()));

        // Handed in for the matter, it is read by its department and no other.
        await host.Do($"/api/applications/{matter}/materials", new { materials = new[] { new { paperId = "P2", form = "copy", grade = "C", evidenceId = id } }, version = 1 }, LedgerHost.CitizenPersona(citizen));
        await Answers(HttpStatusCode.OK, officer);
        await Answers(HttpStatusCode.NotFound, LedgerHost.Officer, elsewhere);

        // Its use opened to all, any department with a matter of the person reads it.
        await host.Do($"/api/evidence/{id}/reuse", new { scope = "anyDepartment", version = 1 }, LedgerHost.CitizenPersona(citizen));
        await Answers(HttpStatusCode.OK, officer, elsewhere);
        await Answers(HttpStatusCode.NotFound, Serving(Items.OtherDepartment, await host.Submit(citizen, Items.Foreign)));
        await Answers(HttpStatusCode.NotFound, LedgerHost.Officer, Serving(Items.OtherDepartment, await host.Submit(await host.Register(), Items.ForPremises)));
        await host.Do($"/api/evidence/{id}/reuse", new { scope = "named", departments = new[] { Items.ThirdDepartment }, version = 2 }, LedgerHost.CitizenPersona(citizen));
        await Answers(HttpStatusCode.NotFound, elsewhere);
        (await host.Client().GetAsync($"/api/evidence/{id}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // Nor does the way through the file show it.
        var hash = (await Record(id, citizen))["contentHash"]!.GetValue<string>();
        var position = await host.Do($"/api/applications/{matter}/steps/", new { stepCode = "审查", version = 2 });
        await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", elsewhere);
        var history = await host.Get($"/api/citizens/{citizen}/file/history", elsewhere);
        history.ToJsonString().ShouldNotContain(hash);
        history["events"]!.AsArray().ShouldNotContain(e => e!["type"]!.GetValue<string>() == "evidence_received");
        var own = await host.Get($"/api/citizens/{citizen}/file/history", LedgerHost.CitizenPersona(citizen));
        own.ToJsonString().ShouldContain(hash);
        var received = own["events"]!.AsArray().Single(e => e!["type"]!.GetValue<string>() == "evidence_received")!;
        (await host.Client(elsewhere).GetAsync(received["link"]!.GetValue<string>())).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        async Task Answers(HttpStatusCode status, params string[] readers)
        {
            foreach (var reader in readers)
                foreach (var path in new[] { $"/api/evidence/{id}", $"/api/evidence/{id}/record", $"/api/evidence/{id}/history" })
                    (await host.Client(reader).GetAsync(path)).StatusCode.ShouldBe(status, $"{path} for {reader}");
        }
    }

    [Fact]
    public async Task goes_through_its_whole_life()
    {
        var citizen = await host.Register();
        var matter = await host.Submit(citizen, Items.Lenient);
        var officer = Serving(LedgerHost.Department, matter);
        var id = await host.Keep(citizen, Documents.Pdf(), Own + "&validTo=2027-01-31&receivedAt=2026-03-01T09:00:00%2B08:00&reuse=anyDepartment", officer);
        (await Record(id, citizen))["next"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["setReuse"]);
        await host.Do($"/api/evidence/{id}/verification", new { version = 1 }, officer);
        await (await host.Post($"/api/evidence/{id}/verification", new { version = 2 }, officer)).ShouldBeRefused(409, "not-in-this-state");
        await (await host.Post($"/api/evidence/{id}/invalidation", new { ground = "illegible", reasons = "模糊", version = 1 }, officer)).ShouldBeRefused(409, "stale-version");
        await (await host.Post($"/api/evidence/{id}/invalidation", new { ground = "illegible", reasons = "模糊", version = 2 }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(403, "forbidden");
        var newer = await host.Keep(citizen, Documents.Pdf(1001), Own, officer);
        foreach (var wrong in new[] { id, citizen, LedgerIds.Unknown, await host.Keep(citizen, Documents.Pdf(), Own), await host.Keep(citizen, Documents.Pdf(), "evidenceType=other&grade=C", officer) })
            await (await host.Post($"/api/evidence/{id}/superseding", new { byEvidenceId = wrong, version = 2 }, officer)).ShouldBeRefused(400, "invalid");
        await host.Do($"/api/evidence/{id}/superseding", new { byEvidenceId = newer, version = 2 }, officer);
        var position = await host.Do($"/api/evidence/{newer}/invalidation", new { ground = "foundFalse", reasons = "canary-reasons-7391", version = 1 }, officer);

        var rows = (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", LedgerHost.CitizenPersona(citizen)))["evidence"]!.AsArray();
        var row = rows.Single(r => r!["id"]!.GetValue<Guid>() == id)!;
        (row["grade"]!.GetValue<string>(), row["heldBy"]!.GetValue<string>(), row["status"]!.GetValue<string>(), row["validTo"]!.GetValue<string>()).ShouldBe(("B", LedgerHost.Department, "superseded", "2027-01-31"));
        row["receivedAt"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.FromHours(8)));
        rows.Single(r => r!["id"]!.GetValue<Guid>() == newer)!["status"]!.GetValue<string>().ShouldBe("invalidated");
        (await host.Get($"/api/evidence/{newer}/history", LedgerHost.CitizenPersona(citizen)))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(["evidence_received", "evidence_invalidated"]);
        (await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/evidence/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task keeps_its_name_sealed()
    {
        var citizen = await host.Register();
        using var client = host.Client(LedgerHost.CitizenPersona(citizen));
        client.DefaultRequestHeaders.Add("Idempotency-Key", "named");
        using var content = new ByteArrayContent(Documents.Pdf()) { Headers = { ContentType = new("application/pdf"), ContentDisposition = new("attachment") { FileNameStar = "王芳的房产证.pdf" } } };
        content.Headers.TryAddWithoutValidation("Content-Digest", $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Documents.Pdf()))}:");
        var answer = await client.PutAsync($"/api/evidence?citizenId={citizen}&{Own}", content);
        var id = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["evidenceId"]!.GetValue<Guid>();
        (await host.Get($"/api/evidence/{id}/history", LedgerHost.CitizenPersona(citizen)))["events"]![0]!["data"]!["fileName"]!.GetValue<string>().ShouldBe("王芳的房产证.pdf");
        (await host.Scalar<string>($"select data::text from ledger.mt_events where stream_id = '{id}'")).ShouldNotContain("王芳");
    }

    [Theory]
    [InlineData("attachment; filename*=utf-7''x"), InlineData("attachment; filename=\"=?utf-7?B?eA==?=\"")]
    public async Task refuses_a_name_it_cannot_read(string disposition)
    {
        var citizen = await host.Register();
        using var client = host.Client(LedgerHost.CitizenPersona(citizen));
        client.DefaultRequestHeaders.Add("Idempotency-Key", "unreadable-" + disposition.Length);
        using var content = new ByteArrayContent(Documents.Pdf()) { Headers = { ContentType = new("application/pdf") } };
        content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        content.Headers.TryAddWithoutValidation("Content-Digest", $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Documents.Pdf()))}:");
        (await (await client.PutAsync($"/api/evidence?citizenId={citizen}&{Own}", content)).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("Content-Disposition");
    }

    [Fact]
    public async Task of_the_best_grade_comes_from_the_department_that_issues_it()
    {
        var citizen = await host.Register();
        var elsewhere = Serving(Items.OtherDepartment, await host.Submit(citizen, Items.ForPremises));
        await host.Keep(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=A", elsewhere);
        await host.Keep(citizen, Documents.Pdf(), "evidenceType=household-register&grade=A", elsewhere);
        (await (await host.Upload(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=A", Serving(LedgerHost.Department, await host.Submit(citizen)))).ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("grade");
    }

    [Fact]
    public async Task sweeps_what_no_event_names()
    {
        var citizen = await host.Register();
        var named = FileOf(await Record(await host.Keep(citizen, Documents.Pdf(), Own), citizen));
        var sweep = host.Services.GetServices<IHostedService>().OfType<SweepOrphans>().Single();
        string[] orphans = [Orphan("aa"), Orphan("bb")];
        var incoming = Path.Combine(host.EvidenceFolder, "incoming", "cut-off");
        await File.WriteAllTextAsync(incoming, "x");
        foreach (var file in (string[])[named, orphans[0], incoming])
            File.SetLastWriteTimeUtc(file, host.Time.GetUtcNow().UtcDateTime.AddHours(-25));
        File.SetLastWriteTimeUtc(orphans[1], host.Time.GetUtcNow().UtcDateTime.AddHours(-23));

        (await sweep.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        (File.Exists(named), File.Exists(orphans[0]), File.Exists(orphans[1]), File.Exists(incoming)).ShouldBe((true, false, true, false));
        var aside = Path.Combine(host.EvidenceFolder, "orphans", Path.GetFileName(orphans[0]));
        File.Exists(aside).ShouldBeTrue();
        // What an event names after all, as where the service had looked into the wrong database, goes back.
        var strayed = Path.Combine(host.EvidenceFolder, "orphans", Path.GetFileName(named));
        File.Move(named, strayed);
        foreach (var file in (string[])[aside, strayed])
            File.SetLastWriteTimeUtc(file, host.Time.GetUtcNow().UtcDateTime.AddDays(-31));
        (await sweep.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (File.Exists(aside), File.Exists(strayed), File.Exists(named)).ShouldBe((false, false, true));

        string Orphan(string start)
        {
            var name = start + new string('0', 62);
            Directory.CreateDirectory(Path.Combine(host.EvidenceFolder, start));
            var file = Path.Combine(host.EvidenceFolder, start, name);
            File.WriteAllText(file, "x");
            return file;
        }
    }

    static string Serving(string department, Guid matter) => LedgerHost.OfficerOf(department) + $"; matter={matter}";

    Task<JsonNode> Record(Guid id, Guid citizen) => host.Get($"/api/evidence/{id}/record", LedgerHost.CitizenPersona(citizen));

    string FileOf(JsonNode record) => Path.Combine(host.EvidenceFolder, record["digest"]!.GetValue<string>()[..2], record["digest"]!.GetValue<string>());

    string[] Kept() => Directory.Exists(host.EvidenceFolder) ? [.. Directory.EnumerateFiles(host.EvidenceFolder, "*", SearchOption.AllDirectories).Where(f => !f.Contains("orphans", StringComparison.Ordinal)).Order()] : [];
}
