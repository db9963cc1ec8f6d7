using System.Collections.Concurrent;
using System.Security.Claims;
using System.Xml.Linq;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>Nobody is signed in, or not as the endpoint needs it: how that is answered, once the limits have let it pass.</summary>
public sealed record Unsigned(Func<HttpContext, Task> Answer);

/// <summary>
/// Who a request is from. The API takes access tokens and nothing else, pages take the cookie of a session and nothing else, and what is open to everyone
/// looks at neither, but that a page says who is signed in. The API's endpoints find the <see cref="Act"/> of the request, pages find <see cref="SignedIn"/>.
/// </summary>
public sealed class SignIn(RequestDelegate next, AccessTokens tokens, SignInSettings settings)
{
    /// <summary>The schemes: the session of the pages, and the authority that begins it.</summary>
    public const string Session = "session", Authority = "authority";

    /// <summary>Where the authority sends people back to.</summary>
    public const string Callback = "/sign-in/callback";

    internal const string Began = "began";
    const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint)
        {
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
                await (IsApi(context.Request.Path) ? ByTokenAsync(context) : BySessionAsync(context));
            else if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null && await WhoAsync(context) is { } who)
                context.Features.Set(who);
        }

        await next(context);
    }

    // The entries of the log are for auditors: a part of the API that has its address from the log.
    internal static bool IsApi(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/log/tile/entries");

    /// <summary>Whether an address is a step of signing in.</summary>
    internal static bool IsStepOf(PathString path) => path.StartsWithSegments("/sign-in") || path.StartsWithSegments("/connect");

    async Task ByTokenAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            Refuse(context, Problems.NotSignedIn("Send an access token: Authorization: Bearer …", "请发送访问令牌：Authorization: Bearer …"), "Bearer");
            return;
        }

        var (who, refusal) = header is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await tokens.ReadAsync(text[Scheme.Length..].Trim(), context.RequestAborted)
            : (null, Problems.NotSignedIn("Send one header Authorization: Bearer …", "请只发送一个请求头 Authorization: Bearer …"));
        if (who is null)
        {
            Refuse(context, refusal!, "Bearer error=\"invalid_token\"");
            return;
        }

        context.Features.Set(who);
        if (RequestStatement.Read(context.Request.Headers, who, out var act) is { } unclear)
            Refuse(context, unclear, null);
        else
            context.Features.Set(act);
    }

    /// <summary>The act of a request that a page makes for whoever is signed in on it.</summary>
    internal static Task ForPageAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return next(context);
        if (context.Features.Get<SignedIn>() is not { } who)
            return Problems.NotSignedIn("Sign in first.", "请先登录。").WriteTo(context);
        if (RequestStatement.Read(context.Request.Headers, who, out var act) is { } unclear)
            return unclear.WriteTo(context);
        context.Features.Set(act);
        return next(context);
    }

    async Task BySessionAsync(HttpContext context)
    {
        if (await WhoAsync(context) is not { } who)
        {
            context.Features.Set(new Unsigned(c => SessionPages.NobodyAsync(c, ended: c.Request.Cookies.ContainsKey(settings.CookieName))));
            return;
        }

        context.Features.Set(who);
        if (await CrossSite.RefuseAsync(context) is { } refusal)
            Refuse(context, refusal, null);
    }

    /// <summary>Who is signed in by the session; null where nobody is.</summary>
    static async Task<SignedIn?> WhoAsync(HttpContext context)
    {
        if ((await context.AuthenticateAsync(Session)).Principal is not { } person || await SignedInAsync(context, person) is not { } who)
            return null;
        context.User = person;
        return who;
    }

    // Session claims stand under the default names and hold no ID number: nothing is looked up.
    static async Task<SignedIn?> SignedInAsync(HttpContext context, ClaimsPrincipal person) =>
        (await new WhoIs(new(), null!, null!).ReadAsync(person.Claims, context.RequestAborted)).Who;

    static void Refuse(HttpContext context, ProblemDetails problem, string? challenge) => context.Features.Set(new Unsigned(c =>
    {
        if (challenge is not null && problem.Status is 401)
            c.Response.Headers.WWWAuthenticate = challenge;
        return problem.WriteTo(c);
    }));
}

/// <summary>Forms of the pages come from the pages themselves.</summary>
public static class CrossSite
{
    /// <summary>Why this request is not served: it changes something and was sent from another site, or without the form's token.</summary>
    public static async Task<ProblemDetails?> RefuseAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return null;
        if (!await IsReadableAsync(request))
            return Problems.Invalid("form", "The form cannot be read.", "无法读取表单。");
        var isOwn = request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
            && request.Headers.Origin.ToString() is var origin && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}")
            && await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        return isOwn ? null : Problems.Make(403, "cross-site", "This form was not sent from its own page.", "该表单并非由本页面提交。", "Open the page again and repeat.", "请重新打开页面后再试。");
    }

    /// <summary>Whether what is sent as a form is one: whoever asks for its token would fail over it.</summary>
    static async Task<bool> IsReadableAsync(HttpRequest request)
    {
        try
        {
            if (request.HasFormContentType)
                await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException and not BadHttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>Registers sign-in, and puts it in its place.</summary>
public static class SigningIn
{
    public static void AddLedgerSignIn(this IServiceCollection services, SignInSettings settings)
    {
        services.AddSingleton(settings).AddSingleton(settings.Claims).AddSingleton<VerifiedTokens>().AddSingleton<WhoIs>().AddSingleton<AccessTokens>();
        services.AddLedgerLimits(settings.Limits);
        // Sessions end with the process: no key to keep, and whoever is signed in at the authority is back with one click.
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new KeysInMemory());
        services.AddAntiforgery(options => options.Cookie = new() { Name = settings.Cookie("form"), HttpOnly = true, SameSite = SameSiteMode.Strict, SecurePolicy = settings.Secure });
        services.AddOptions<OpenIdConnectOptions>(SignIn.Authority).Configure<TimeProvider>((options, time) => options.TokenValidationParameters.LifetimeValidator = AccessTokens.Lifetime(time));
        services.AddAuthentication()
            .AddCookie(SignIn.Session, options =>
            {
                options.Cookie = new() { Name = settings.CookieName, HttpOnly = true, SameSite = SameSiteMode.Lax, SecurePolicy = settings.Secure, Path = "/" };
                options.ExpireTimeSpan = settings.Idle;
                options.SlidingExpiration = true;
                // What shows how long the session lasts must not make it last.
                options.Events.OnCheckSlidingExpiration = context =>
                {
                    context.ShouldRenew &= !context.Request.Path.StartsWithSegments(SessionPages.Me);
                    return Task.CompletedTask;
                };
                options.Events.OnValidatePrincipal = context =>
                {
                    if (SessionPages.BeganAt(context.Properties) + settings.Longest <= context.Options.TimeProvider!.GetUtcNow())
                        context.RejectPrincipal();
                    return Task.CompletedTask;
                };
            })
            .AddOpenIdConnect(SignIn.Authority, options =>
            {
                options.Authority = settings.Authority;
                options.RequireHttpsMetadata = settings.Authority.StartsWith("https:", StringComparison.Ordinal);
                options.BackchannelTimeout = TimeSpan.FromSeconds(5);
                (options.ClientId, options.ClientSecret) = (settings.ClientId, settings.ClientSecret);
                (options.ResponseType, options.ResponseMode, options.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
                options.Scope.Clear();
                foreach (var scope in settings.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    options.Scope.Add(scope);
                options.CallbackPath = SignIn.Callback;
                options.RemoteSignOutPath = default;
                options.SignedOutCallbackPath = "/sign-out/callback";
                options.SignedOutRedirectUri = SessionPages.SignedOut;
                options.SignInScheme = SignIn.Session;
                options.MapInboundClaims = false;
                options.ClaimActions.Clear();
                options.TokenValidationParameters.ValidAlgorithms = ["RS256", "ES256", "PS256"];
                options.TokenValidationParameters.TryAllIssuerSigningKeys = false;
                foreach (var cookie in new[] { options.NonceCookie, options.CorrelationCookie })
                    (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, settings.Secure);
                options.Events.OnTokenValidated = BeginAsync;
                options.Events.OnRemoteFailure = SessionPages.FailedAsync;
            });
        if (settings.DevelopmentKey is not null)
            services.AddDevelopmentProvider(settings);
    }

    /// <summary>After routing and before whatever reads who it is.</summary>
    public static void UseLedgerSignIn(this WebApplication app, SignInSettings settings)
    {
        app.UseMiddleware<SignIn>();
        app.UseRateLimiter();
        // The host would put the same before everything, for every request.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        // The authority's answers, and the development provider's questions; the API has neither.
        app.UseWhen(context => !SignIn.IsApi(context.Request.Path), branch => branch.UseAuthentication());
        app.Use((context, next) => context.Features.Get<Unsigned>() is { } unsigned ? unsigned.Answer(context) : next(context));
        app.MapSessionPages();
        if (settings.DevelopmentKey is not null)
            app.MapDevelopmentProvider();
    }

    /// <summary>Keeps of an identity token who it is, and nothing else.</summary>
    static async Task BeginAsync(TokenValidatedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var (who, refusal) = await services.GetRequiredService<WhoIs>().ReadAsync(context.Principal!.Claims, context.HttpContext.RequestAborted);
        if (who is null)
        {
            context.Fail(new NotTaken(refusal!));
            return;
        }

        context.Principal = new(new ClaimsIdentity(who.ToClaims(new()), SignIn.Session, "name", "roles"));
        context.Properties!.Items[SignIn.Began] = context.Options.TimeProvider!.GetUtcNow().ToString("O");
    }
}

/// <summary>The authority knows them, and the ledger does not take them for anybody.</summary>
public sealed class NotTaken(ProblemDetails problem) : Exception(problem.Type)
{
    public ProblemDetails Problem => problem;
}

/// <summary>The keys of cookies and forms, nowhere but in this process.</summary>
sealed class KeysInMemory : IXmlRepository
{
    readonly ConcurrentQueue<XElement> keys = new();

    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys];

    public void StoreElement(XElement element, string friendlyName) => keys.Enqueue(element);
}
