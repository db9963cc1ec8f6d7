using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace ServiceLedger.Tests.Access;

/// <summary>Whoever asks too much is told to wait, in the form of a refusal; others are not held up.</summary>
public class asking_too_much(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task as_one_actor_is_answered_429_and_nobody_else_is()
    {
        await using var other = await host.Another(new() { ["Limits:ActorBurst"] = "2", ["Limits:ActorPerSecond"] = "1" });
        await Fills(() => Send(other, LedgerHost.Officer), 2, HttpStatusCode.Forbidden);
        (await Send(other, LedgerHost.Officer.Replace("li.hua", "ma.li", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Send(other, null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task by_searching_for_people_is_answered_429_and_the_rest_goes_on()
    {
        await using var other = await host.Another(new() { ["Limits:SearchesPerMinute"] = "2" });
        await Fills(() => Send(other, LedgerHost.Officer, search: true), 2, HttpStatusCode.OK);
        (await Send(other, LedgerHost.Officer)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task with_tokens_that_are_none_is_answered_429_and_those_that_are_pass()
    {
        await using var other = await host.Another(new() { ["Limits:UnsignedPerMinute"] = "2" });
        await Fills(() => Send(other, "kind=clock"), 2, HttpStatusCode.Unauthorized);
        (await Send(other, LedgerHost.Officer)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, InlineData("/sign-in"), InlineData("/sign-in/callback"), InlineData("/connect/authorize"), InlineData("/connect/token")]
    public async Task at_the_steps_of_signing_in_is_answered_429(string step)
    {
        await using var other = await host.Another(new() { ["Limits:SignInsPerMinute"] = "2" });
        var client = other.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await Fills(() => client.GetAsync(step), 2, null);
    }

    [Fact]
    public async Task without_sign_in_is_answered_429_but_health_is_always_told()
    {
        await using var other = await host.Another(new() { ["Limits:AddressBurst"] = "2", ["Limits:AddressPerSecond"] = "1" });
        await Fills(() => other.CreateClient().GetAsync("/api/departments"), 2, HttpStatusCode.OK);
        for (var i = 0; i < 5; i++)
            (await other.CreateClient().GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    static async Task Fills(Func<Task<HttpResponseMessage>> send, int times, HttpStatusCode? until)
    {
        for (var i = 0; i < times; i++)
        {
            var answer = await send();
            if (until is null)
                answer.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
            else
                answer.StatusCode.ShouldBe(until.Value, await answer.Content.ReadAsStringAsync());
        }

        // What is refilled meanwhile is less than a dozen.
        var refused = (await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => send()))).First(a => a.StatusCode is HttpStatusCode.TooManyRequests);
        await refused.ShouldBeRefused(429, "too-many-requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    async Task<HttpResponseMessage> Send(LedgerFactory other, string? persona, bool search = false)
    {
        using var request = new HttpRequestMessage(search ? HttpMethod.Post : HttpMethod.Get, search ? "/api/citizens/find" : $"/api/citizens/{LedgerIds.Unknown}/file");
        if (search)
            request.Content = new StringContent($$"""{"idNumber":"{{People.IdNumber(4711)}}"}""", System.Text.Encoding.UTF8, "application/json");
        if (persona is not null)
            request.Headers.BearAs(host.Folder, persona);
        return await other.CreateClient().SendAsync(request);
    }
}
