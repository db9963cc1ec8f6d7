using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Citizens;
using ServiceLedger.Destruction;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Destruction;

/// <summary>(13) Deleting and restricting are facts on record, and who looked before, meanwhile and afterwards stays on record.</summary>
public class what_remains_of_a_deletion(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string LookedAtTheFile = "/api/citizens/{citizenId}/file";

    static readonly string ProtectionOfficer = an_erased_record.Officer("bao.hu");

    [Fact]
    public async Task is_the_event_that_says_it_and_everybody_who_ever_looked()
    {
        var citizen = await host.Register();
        var self = LedgerHost.CitizenPersona(citizen);
        await host.FollowRegisters();
        await host.Get($"/api/citizens/{citizen}/file");

        var answer = await host.Post($"/api/citizens/{citizen}/restrictions", new { scope = "wholeRecord", ground = "retentionNotExpired", law = "PIPL 47", reasons = "保存期限未届满" }, ProtectionOfficer);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        (await Protection(citizen)).ShouldBe(["processing_restricted"]);
        await host.Get($"/api/citizens/{citizen}/file");
        var restriction = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["restrictionId"]!.GetValue<Guid>();
        await host.Do($"/api/citizens/{citizen}/restrictions/lifting", new { restrictionId = restriction, reasons = "保存期限届满" }, ProtectionOfficer);
        var before = await Looks(citizen);
        before.Count.ShouldBeGreaterThanOrEqualTo(2);

        host.Time.Advance(TimeSpan.FromDays(3660));
        await an_erased_record.ApprovedAsync(host, [citizen]);
        await host.Get($"/api/citizens/{citizen}/file");
        (await host.Services.GetRequiredService<DestroysRecords>().RunAsync()).ShouldBe(1);
        (await Protection(citizen)).ShouldBe(["processing_restricted", "restriction_lifted", "subject_key_destroyed", "payload_erased"]);

        var after = await Looks(citizen);
        after.Count.ShouldBeGreaterThan(before.Count);
        after.Take(before.Count).ShouldBe(before);
        await host.Get($"/api/citizens/{citizen}/file");
        var all = await Looks(citizen);
        all.Count.ShouldBeGreaterThan(after.Count);
        var told = await Told();
        told.ShouldBe(all.Count);

        // Built anew, nothing of it is gone.
        await CitizenFiles.RebuildAsync(host.Services, TestContext.Current.CancellationToken);
        (await Looks(citizen)).ShouldBe(all);
        (await Told()).ShouldBe(told);

        // The person reads of all of them: of the years of the deletion, and of those before, which the list reaches by naming a day. The database dates the record by a clock of its own.
        async Task<int> Told() =>
            (await host.Get($"/api/citizens/{citizen}/accesses", self))["accesses"]!.AsArray().Count
            + (await host.Get($"/api/citizens/{citizen}/accesses?to={TimeProvider.System.Today().AddDays(1):yyyy-MM-dd}", self))["accesses"]!.AsArray().Count;
    }

    Task<List<string>> Protection(Guid citizen) => host.Column<string>($"select type from ledger.mt_events where stream_id = '{ProtectionStream.Of(citizen)}' order by version");

    /// <summary>The looks at this person's file, as they stand on record; the person's own are at who looked.</summary>
    Task<List<string>> Looks(Guid citizen) => host.Column<string>(
        $"select seq_id || ' ' || data::text from ledger.mt_events where type = 'file_viewed' and data->>'citizenId' = '{citizen}' and data->>'screen' = '{LookedAtTheFile}' order by seq_id");
}
