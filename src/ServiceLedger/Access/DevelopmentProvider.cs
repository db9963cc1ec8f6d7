using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace ServiceLedger.Access;

/// <summary>
/// The identity provider of Development, inside the service: whoever asks is whom they choose. Code flow with PKCE for people, client credentials for the
/// systems of departments, and for the command line a grant of its own: <c>grant_type=urn:serviceledger:demo</c> with <c>person</c>.
/// </summary>
public static class DevelopmentProvider
{
    /// <summary>Its clients: the pages, and one system for each department; all have this secret.</summary>
    public const string Pages = "serviceledger-pages", Secret = "development";

    public const string DemoGrant = "urn:serviceledger:demo";

    const string Code = "once";

    public static void AddDevelopmentProvider(this IServiceCollection services, SignInSettings settings)
    {
        if (!settings.IsDevelopment)
            throw new System.Diagnostics.UnreachableException("The development provider is for Development.");
        var key = Key(settings.DevelopmentKey!);
        var issuer = new Uri(settings.Authority + "/");
        var redeemed = new ConcurrentDictionary<string, bool>();
        services.AddSingleton<DemoPeople>();
        // Neither clients nor tokens are stored, so what a store would check is checked here.
        services.AddOpenIddict().AddServer(options => options
            .SetIssuer(issuer)
            .SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token")
            .AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowClientCredentialsFlow().AllowCustomFlow(DemoGrant)
            .AcceptAnonymousClients().EnableDegradedMode().DisableScopeValidation()
            .AddSigningKey(key).AddEphemeralEncryptionKey().DisableAccessTokenEncryption()
            .SetAccessTokenLifetime(TimeSpan.FromHours(8))
            .AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != Pages || context.RedirectUri != settings.Authority + SignIn.Callback)
                    context.Reject(Errors.InvalidClient, "Unknown client or redirect address.");
                else if (context.Request.CodeChallenge is not { Length: > 0 } || context.Request.CodeChallengeMethod != CodeChallengeMethods.Sha256)
                    context.Reject(Errors.InvalidRequest, "PKCE with S256 is required.");
                return default;
            }))
            .AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                var isKnown = context.Request.GrantType switch
                {
                    DemoGrant => DemoPeople.Find((string?)context.Request["person"]) is not null,
                    GrantTypes.ClientCredentials => DemoPeople.System(context.ClientId) is not null && context.ClientSecret == Secret,
                    _ => context.ClientId == Pages && context.ClientSecret == Secret
                };
                if (!isKnown)
                    context.Reject(Errors.InvalidClient, "Unknown client, secret or person.");
                else if (context.AuthorizationCodePrincipal?.GetClaim(Code) is { } code && !redeemed.TryAdd(code, true))
                    context.Reject(Errors.InvalidGrant, "The code was redeemed already.");
                return default;
            }).SetOrder(int.MaxValue))
            .UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough());
        // The service knows its own provider without asking it.
        services.Configure<OpenIdConnectOptions>(SignIn.Authority, options =>
        {
            options.Configuration = new()
            {
                Issuer = issuer.AbsoluteUri,
                AuthorizationEndpoint = settings.Authority + "/connect/authorize",
                TokenEndpoint = settings.Authority + "/connect/token"
            };
            options.Configuration.SigningKeys.Add(key);
        });
    }

    public static void MapDevelopmentProvider(this WebApplication app)
    {
        app.MapMethods("/connect/authorize", ["GET", "POST"], AuthorizeAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/connect/token", TokenAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary>Reads the signing key, or makes and keeps one: tokens outlast the process, as they do at a real authority.</summary>
    public static RsaSecurityKey Key(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            using var made = RSA.Create(2048);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(path, options);
            writer.Write(made.ExportPkcs8PrivateKeyPem());
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(path));
        return new(rsa) { KeyId = Convert.ToHexStringLower(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()))[..16] };
    }

    static async Task<IResult> AuthorizeAsync(HttpContext context, DemoPeople people, IAntiforgery forms)
    {
        var request = context.GetOpenIddictServerRequest()!;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await ChooseAsync(context, request, people, forms);
            return Results.Empty;
        }

        if (await CrossSite.RefuseAsync(context) is { } refusal)
            return Results.Problem(refusal);
        return DemoPeople.Find((string?)request["person"]) is { } person
            ? SignedIn(await NamedAsync(person, people, context.RequestAborted), request, new Claim(Code, Guid.NewGuid().ToString()))
            : Results.Forbid(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    static async Task<IResult> TokenAsync(HttpContext context, DemoPeople people)
    {
        var request = context.GetOpenIddictServerRequest()!;
        if (request.IsAuthorizationCodeGrantType())
            return Results.SignIn((await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var person = request.IsClientCredentialsGrantType() ? DemoPeople.System(request.ClientId)! : DemoPeople.Find((string?)request["person"])!;
        return SignedIn(person, request);
    }

    static IResult SignedIn(DemoPerson person, OpenIddictRequest request, Claim? code = null)
    {
        var identity = new ClaimsIdentity(person.Claims(), "development", Claims.Name, "roles");
        identity.SetScopes(request.GetScopes());
        identity.SetResources("serviceledger");
        identity.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        // What marks the code stays in the code.
        if (code is not null)
            identity.AddClaim(code);
        return Results.SignIn(new(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    static async Task<DemoPerson> NamedAsync(DemoPerson person, DemoPeople people, CancellationToken ct) =>
        person.Kind is "citizen" ? (await people.CitizensAsync(ct)).FirstOrDefault(c => c.Id == person.Id) ?? person : person;

    /// <summary>The page on which one chooses who to be.</summary>
    static async Task ChooseAsync(HttpContext context, OpenIddictRequest request, DemoPeople people, IAntiforgery forms)
    {
        var asked = string.Concat(request.GetParameters().Select(p => $"<input type=\"hidden\" name=\"{SessionPages.Text(p.Key)}\" value=\"{SessionPages.Text((string?)p.Value)}\">"));
        var officers = DemoPeople.Officers.GroupBy(o => o.Department!).Select(d => $"<h3 class=\"govuk-heading-s\">{SessionPages.Text(SessionPages.Both(d.Key.NameEn, d.Key.Name))}</h3>{Buttons(d)}");
        var citizens = await people.CitizensAsync(context.RequestAborted);
        await SessionPages.Page(context, 200, SessionPages.Form(context, forms, "/connect/authorize", $"""
            {asked}
            {SessionPages.Said("Development: choose who to be. Nobody is asked for a password.", "开发环境：请选择身份，无需密码。")}
            {SessionPages.Said("Citizens", "公民", "h2")}{(citizens.Count == 0 ? SessionPages.Said("Nobody is on record yet.", "尚无登记。") : Buttons(citizens))}
            {SessionPages.Said("Agent of a village", "村级代办员", "h2")}{Buttons([DemoPeople.Agent])}
            {SessionPages.Said("Officers", "工作人员", "h2")}{string.Concat(officers)}
            """));
    }

    static string Buttons(IEnumerable<DemoPerson> people) => $"<ul class=\"govuk-list\">{string.Concat(people.Select(p =>
        $"<li><button class=\"govuk-button govuk-button--secondary ledger-small\" name=\"person\" value=\"{SessionPages.Text(p.Id)}\">{SessionPages.Text(p.Name)}</button> {SessionPages.Text(string.Join(", ", p.Roles))}</li>"))}</ul>";
}
