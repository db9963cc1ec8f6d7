using System.Net;

namespace ServiceLedger.Tests.Applications;

public class sending_a_request_again(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task a_thousand_submissions_by_sixty_four_clients_with_each_key_ten_times_make_a_hundred_applications()
    {
        var citizen = await host.Register();
        using var clients = new SemaphoreSlim(64);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async n =>
        {
            await clients.WaitAsync();
            try
            {
                var response = await host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.Plain, situation = $"第 {n % 100} 件" }, key: $"thousand-{n % 100}");
                return (response.StatusCode, Body: await response.Content.ReadAsStringAsync());
            }
            finally
            {
                clients.Release();
            }
        }));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        answers.Select(a => a.Body).Distinct().Count().ShouldBe(100);
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'application_submitted' and data->>'citizenId' = '{citizen}'")).ShouldBe(100);
    }

    [Fact]
    public async Task gets_the_first_answer_though_the_state_would_now_refuse_it()
    {
        var application = await host.Submit(await host.Register());
        var first = await host.Post($"/api/applications/{application}/withdrawal", new { version = 1 }, key: "again-1");
        var second = await host.Post($"/api/applications/{application}/withdrawal", new { version = 1 }, key: "again-1");
        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NoContent));
        second.Headers.GetValues("Ledger-Position").ShouldBe(first.Headers.GetValues("Ledger-Position"));
    }

    [Fact]
    public async Task with_another_body_is_refused()
    {
        var application = await host.Submit(await host.Register());
        await host.Post($"/api/applications/{application}/acceptance", new { version = 1 }, key: "again-2");
        await (await host.Post($"/api/applications/{application}/acceptance", new { version = 2 }, key: "again-2")).ShouldBeRefused(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task without_a_key_is_refused()
    {
        var client = host.Client(LedgerHost.Officer);
        var response = await client.PostAsync("/api/applications", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        ((int)response.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task after_a_refusal_is_judged_anew()
    {
        var application = await host.Submit(await host.Register());
        await (await host.Post($"/api/applications/{application}/closing", new { version = 1 }, key: "again-3")).ShouldBeRefused(409, "not-in-this-state");
        await host.Do($"/api/applications/{application}/withdrawal", new { version = 1 });
        await (await host.Post($"/api/applications/{application}/closing", new { version = 1 }, key: "again-3")).ShouldBeRefused(409, "stale-version");
    }

    [Fact]
    public async Task by_another_actor_is_another_request()
    {
        var (one, two) = (await host.Register(), await host.Register());
        var body = new { citizenId = one, itemCode = Items.Plain };
        var first = await host.Post("/api/applications", body, LedgerHost.CitizenPersona(one), "same");
        var second = await host.Post("/api/applications", new { citizenId = two, itemCode = Items.Plain }, LedgerHost.CitizenPersona(two), "same");
        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
    }
}
