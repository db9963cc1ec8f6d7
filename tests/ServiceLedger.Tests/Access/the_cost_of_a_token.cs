using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Access;

namespace ServiceLedger.Tests.Access;

/// <summary>What knowing the sender costs a request, in CPU of this thread: run by name, with <c>--explicit only</c>.</summary>
public class the_cost_of_a_token(LedgerHost host, ITestOutputHelper output) : IClassFixture<LedgerHost>
{
    [Fact(Explicit = true)]
    public async Task is_small_once_it_is_verified()
    {
        var (tokens, verified) = (host.Services.GetRequiredService<AccessTokens>(), host.Services.GetRequiredService<VerifiedTokens>());
        var token = Tokens.Of(host.Folder, LedgerHost.Officer).First().Value["Bearer ".Length..];
        foreach (var remembers in new[] { false, true, false, true })
        {
            const int Times = 5_000;
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < Times; i++)
            {
                if (!remembers)
                    verified.Cut("li.hua");
                (await tokens.ReadAsync(token, default)).Who.ShouldNotBeNull();
            }

            output.WriteLine($"{(remembers ? "remembered" : "verified")}: {clock.Elapsed.TotalMicroseconds / Times:N1} µs");
        }
    }
}
