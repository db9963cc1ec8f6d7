using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Pages;

namespace ServiceLedger.Tests.Access;

/// <summary>Outside Development there is one authority, by configuration, and nobody else says who somebody is.</summary>
public class signing_in_in_production
{
    static readonly Dictionary<string, string?> Given = new()
    {
        ["SignIn:Authority"] = "https://127.0.0.1:1",
        ["SignIn:Audience"] = "serviceledger",
        ["SignIn:ClientId"] = "pages",
        ["SignIn:ClientSecret"] = "secret"
    };

    [Theory]
    [InlineData("SignIn:Authority", null), InlineData("SignIn:Authority", "http://authority.example"), InlineData("SignIn:Authority", "authority.example"), InlineData("SignIn:Authority", "")]
    [InlineData("SignIn:Audience", null), InlineData("SignIn:ClientId", null), InlineData("SignIn:ClientSecret", null), InlineData("SignIn:ClientSecret", "")]
    public void is_refused_without(string setting, string? value)
    {
        Missing(Given).ShouldBeEmpty();
        Missing(new(Given) { [setting] = value }).Single().ShouldStartWith(setting);
    }

    [Fact]
    public void is_not_asked_for_by_a_verb() => Missing([], serves: false).ShouldBeEmpty();

    [Fact]
    public async Task knows_no_development_provider_and_outlives_an_authority_that_is_down()
    {
        var settings = Read(Given);
        settings.DevelopmentKey.ShouldBeNull();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddLedgerWeb();
        builder.Services.AddLedgerSignIn(settings);
        builder.Services.AddLedgerPages();
        builder.Services.AddMvcCore().AddApplicationPart(typeof(LedgerPages).Assembly);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(new ServiceLedger.Privacy.Vault(null!, null!)).AddSingleton(Npgsql.NpgsqlDataSource.Create("Host=nowhere.invalid"));
        builder.Services.Any(s => s.ServiceType.FullName!.StartsWith("OpenIddict", StringComparison.Ordinal) || s.ServiceType == typeof(DemoPeople)).ShouldBeFalse();
        await using var app = builder.Build();
        app.UseRouting();
        app.UseLedgerSignIn(settings);
        app.MapGet("/api/anything", () => "shown");
        await app.StartAsync(TestContext.Current.CancellationToken);
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ShouldNotContain(e => e.RoutePattern.RawText!.StartsWith("/connect", StringComparison.Ordinal));
        var client = app.GetTestClient();

        (await client.PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", DevelopmentProvider.DemoGrant), new("person", "li.hua")]))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await client.GetAsync("/api/anything")).ShouldBeRefused(401, "not-signed-in");
        await (await Get(client, "garbage")).ShouldBeRefused(401, "not-signed-in");
        using var rsa = RSA.Create(2048);
        var token = Tokens.Sign(new RsaSecurityKey(rsa) { KeyId = "x" }, new Dictionary<string, object> { ["actor_kind"] = "officer" });
        var down = await Get(client, token);
        await down.ShouldBeRefused(503, "sign-in-unavailable");
        down.Headers.RetryAfter.ShouldNotBeNull();
        (await client.GetAsync("/sign-in")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        settings.CookieName.ShouldStartWith("__Host-");
        settings.Secure.ShouldBe(CookieSecurePolicy.Always);
    }

    [Fact]
    public void cannot_be_given_the_development_provider()
    {
        var settings = Read(Given) with { DevelopmentKey = "/tmp/key" };
        Should.Throw<System.Diagnostics.UnreachableException>(() => new ServiceCollection().AddLedgerSignIn(settings));
    }

    static async Task<HttpResponseMessage> Get(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/anything");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return await client.SendAsync(request);
    }

    static SignInSettings Read(Dictionary<string, string?> given) => SignInSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(given).Build(), development: false, serves: true, []);

    static List<string> Missing(Dictionary<string, string?> given, bool serves = true)
    {
        var missing = new List<string>();
        SignInSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(given).Build(), development: false, serves, missing);
        return missing;
    }
}
