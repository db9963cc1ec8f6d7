using System.Net;

namespace ServiceLedger.Tests.Applications;

public class deciding_under_contention(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task fifty_officers_make_exactly_one_decision_each_time()
    {
        var citizen = await host.Register();
        for (var round = 0; round < 20; round++)
        {
            var application = await host.Submit(citizen);
            await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => host.Post(
                $"/api/applications/{application}/decision", new { kind = "grant", legalBasis = new[] { "LIC 38" }, version = 2 },
                LedgerHost.Officer.Replace("li.hua", $"officer-{n}", StringComparison.Ordinal))));

            answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
            answers.Where(a => a.StatusCode != HttpStatusCode.Created).ShouldAllBe(a => a.StatusCode == HttpStatusCode.Conflict);
            (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'decision_made' and data->>'applicationId' = '{application}'")).ShouldBe(1);
            (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'application_decided' and stream_id = '{application}'")).ShouldBe(1);
        }
    }
}
