using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Citizens;

public class reading_a_file(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task as_of_an_earlier_day_shows_what_was_true_then()
    {
        var citizen = await host.Register();
        var paper = LedgerHost.Now.AddMonths(-3);
        var application = await SubmitWithEffect(citizen, paper);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1, effect = new { at = paper.AddDays(4), reason = "paperIntake" } });
        var position = await host.Do($"/api/applications/{application}/withdrawal", new { version = 2, effect = new { at = paper.AddDays(9), reason = "lateEntry" } });

        async Task<string?> StatusAsOf(DateTimeOffset at) =>
            (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}&asOf={Uri.EscapeDataString(at.ToString("o"))}"))["applications"]!.AsArray().SingleOrDefault()?["status"]!.GetValue<string>();
        (await StatusAsOf(paper.AddDays(-1))).ShouldBeNull();
        (await host.Get($"/api/citizens/{citizen}/file?asOf=2020-01-01T00:00:00Z"))["name"]!.GetValue<string>().ShouldBe("王芳");
        (await StatusAsOf(paper.AddDays(1))).ShouldBe("submitted");
        (await StatusAsOf(paper.AddDays(5))).ShouldBe("accepted");
        (await StatusAsOf(paper.AddDays(10))).ShouldBe("withdrawn");
    }

    [Fact]
    public async Task as_known_at_a_moment_equals_the_file_captured_then()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        var position = await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var captured = await host.Get($"/api/citizens/{citizen}/file?atLeast={position}");
        var moment = await host.Scalar<DateTime>("select clock_timestamp()");
        position = await host.Do($"/api/applications/{application}/withdrawal", new { version = 2 });

        var known = await host.Get($"/api/citizens/{citizen}/file?atLeast={position}&knownAt={moment:yyyy-MM-ddTHH:mm:ss.ffffff}Z");
        known.AsObject().Remove("knownAt");
        known.ToJsonString().ShouldBe(captured.ToJsonString());
        var before = await host.Get($"/api/citizens/{citizen}/file?knownAt=2020-01-01T00:00:00Z");
        before["counts"]!["applications"]!.GetValue<int>().ShouldBe(0);
        before["name"].ShouldBeNull();
    }

    [Fact]
    public async Task is_for_the_citizen_and_for_officers_with_a_matter_or_a_purpose_that_needs_none()
    {
        var citizen = await host.Register("赵云");
        var application = await host.Submit(citizen);
        var position = await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var url = $"/api/citizens/{citizen}/file?atLeast={position}";
        const string supervisor = LedgerHost.Supervisor;
        var officer = LedgerHost.Officer;
        (await Status(url, LedgerHost.CitizenPersona(citizen))).ShouldBe(HttpStatusCode.OK);
        (await Status(url, LedgerHost.CitizenPersona(await host.Register()))).ShouldBe(HttpStatusCode.NotFound);
        (await Status(url, officer)).ShouldBe(HttpStatusCode.Forbidden);
        (await Status(url, officer + $"; matter={application}")).ShouldBe(HttpStatusCode.OK);
        (await Status(url, officer + $"; matter={await host.Submit(await host.Register())}")).ShouldBe(HttpStatusCode.Forbidden);
        (await Status(url, officer.Replace("ServiceProvision", "Oversight", StringComparison.Ordinal) + $"; matter={application}")).ShouldBe(HttpStatusCode.Forbidden);
        (await Status($"/api/citizens/{LedgerIds.Unknown}/file", officer)).ShouldBe(HttpStatusCode.Forbidden);
        (await Status($"/api/citizens/{LedgerIds.Unknown}/file", supervisor)).ShouldBe(HttpStatusCode.NotFound);
        (await host.Get(url))["idNumber"]!.GetValue<string>().ShouldStartWith("500*");
        (await host.Get(url, LedgerHost.CitizenPersona(citizen)))["idNumber"]!.GetValue<string>().Length.ShouldBe(18);
        (await host.Get(url))["name"]!.GetValue<string>().ShouldBe("赵云");
    }

    [Fact]
    public async Task waits_for_a_position_and_says_so_when_it_does_not_come()
    {
        var citizen = await host.Register();
        await using var database = NpgsqlDataSource.Create(host.Connection + ";Pooling=false");
        await using var connection = await database.OpenConnectionAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select last_seq_id from ledger.mt_event_progression where name = 'CitizenFile:All' for update", connection, held))
            await hold.ExecuteNonQueryAsync();
        await host.Submit(citizen);
        var position = await host.Scalar<long>("select max(seq_id) from ledger.mt_events");
        var response = await host.Client(LedgerHost.Supervisor).GetAsync($"/api/citizens/{citizen}/file?atLeast={position}");
        await response.ShouldBeRefused(503, "not-yet");
        response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("999999999"), InlineData("9223372036854775807")]
    public async Task does_not_wait_for_a_position_that_nothing_on_record_has(string position)
    {
        var citizen = await host.Register();
        var response = await host.Client(LedgerHost.Supervisor).GetAsync($"/api/citizens/{citizen}/file?atLeast={position}");
        (await response.ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("atLeast");
    }

    [Fact]
    public async Task shows_the_history_of_all_matters_page_by_page()
    {
        var citizen = await host.Register();
        var one = await host.Submit(citizen);
        var two = await host.Submit(citizen);
        var position = await host.Do($"/api/applications/{two}/acceptance", new { version = 1 });
        await host.Get($"/api/citizens/{citizen}/file?atLeast={position}");
        var first = await host.Get($"/api/citizens/{citizen}/file/history?size=3", LedgerHost.CitizenPersona(citizen));
        first["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(["citizen_registered", "application_submitted", "application_submitted"]);
        first["events"]![0]!["by"]!["officer"].ShouldBeNull();
        var second = await host.Get($"/api/citizens/{citizen}/file/history?size=3&after={first["next"]}");
        second["events"]!.AsArray().Select(e => e!["streamId"]!.GetValue<Guid>()).ShouldBe([two]);
        one.ShouldNotBe(two);
    }

    [Fact]
    public async Task rebuilt_from_the_record_equals_the_file_kept_live()
    {
        long position = 0;
        for (var n = 0; n < 12; n++)
        {
            var citizen = await host.Register();
            var application = await host.Submit(citizen, n % 2 == 0 ? Items.Plain : Items.WithPapers);
            position = await host.Do($"/api/applications/{application}/steps/completion", new { version = 1, stepCode = "核对" });
            if (n % 4 == 0)
            {
                var mandate = await Acting.Granted(host, new { principalId = citizen, kind = "voluntary", representative = new { citizenId = await host.Register() }, powers = new[] { "read", "submit" }, allItems = true, to = "2026-12-31" }, LedgerHost.CitizenPersona(citizen));
                position = await host.Do($"/api/mandates/{mandate}/narrowing", new { version = 1, powers = new[] { "read" } }, LedgerHost.CitizenPersona(citizen));
                position = await host.Do($"/api/mandates/{mandate}/revocation", new { version = 2 }, LedgerHost.CitizenPersona(citizen));
            }

            if (n % 3 == 0)
                position = await host.Do($"/api/applications/{application}/withdrawal", new { version = 2, reason = "改期" });
        }

        (await host.Services.GetRequiredService<ProjectionProgress>().Reaches(position, default)).ShouldBeTrue();
        var live = await Checksum();
        await CitizenFiles.RebuildAsync(host.Services, default);
        (await Checksum()).ShouldBe(live);
    }

    async Task<string> Checksum()
    {
        await using var session = host.Store.QuerySession();
        var files = await session.Query<CitizenFile>().OrderBy(f => f.Id).ToListAsync();
        files.Count.ShouldBeGreaterThan(11);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(files, LedgerJson.Stored))));
    }

    async Task<HttpStatusCode> Status(string url, string persona) => (await host.Client(persona).GetAsync(url)).StatusCode;

    async Task<Guid> SubmitWithEffect(Guid citizen, DateTimeOffset at)
    {
        var response = await host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.Plain, submittedBy = "post", effect = new { at, reason = "paperIntake" } });
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!["applicationId"]!.GetValue<Guid>();
    }
}
