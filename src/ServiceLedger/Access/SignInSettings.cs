using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>How people and systems sign in, and how much they may ask; settings <c>SignIn:…</c> and <c>Limits:…</c>.</summary>
/// <param name="Authority">Address of the OIDC authority; in Development the service itself, where none is given.</param>
/// <param name="Audience">What access tokens for this service name as their audience.</param>
/// <param name="ClientId">What the authority knows the pages by.</param>
/// <param name="Scope">What the pages ask the authority for.</param>
/// <param name="DevelopmentKey">File of the development provider's signing key; null where there is no such provider.</param>
/// <param name="Idle">A session ends after so long without a page.</param>
/// <param name="Longest">And after so long in any case.</param>
public sealed record SignInSettings(
    string Authority, string Audience, string ClientId, string ClientSecret, string Scope, ClaimNames Claims, string? DevelopmentKey, TimeSpan Idle, TimeSpan Longest, Limits Limits, bool IsDevelopment)
{
    /// <summary>Cookies go over TLS only, but in Development.</summary>
    public CookieSecurePolicy Secure => IsDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;

    /// <summary>The cookie of a session.</summary>
    public string CookieName => Cookie("session");

    const string Nowhere = "https://nowhere.invalid";

    /// <summary>Reads the settings and adds what is missing; a process that does not serve needs none.</summary>
    public static SignInSettings Read(IConfiguration configuration, bool development, bool serves, List<string> missing)
    {
        var given = configuration["SignIn:Authority"];
        var own = development && given is null;
        if (!development && serves && !(Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
            missing.Add("SignIn:Authority (the https address of the OIDC authority)");
        var claims = new ClaimNames();
        configuration.GetSection("SignIn:Claims").Bind(claims);
        var limits = new Limits();
        configuration.GetSection("Limits").Bind(limits);
        return new(
            own ? Address(configuration["Urls"]) : given ?? Nowhere,
            Needed("SignIn:Audience", "what access tokens name as their audience", "serviceledger"),
            Needed("SignIn:ClientId", "what the authority knows the pages by", DevelopmentProvider.Pages),
            Needed("SignIn:ClientSecret", "the secret of that client", DevelopmentProvider.Secret),
            configuration["SignIn:Scope"] ?? "openid profile",
            claims,
            own ? Path.Combine(LocalDatabase.Folder(configuration), "sign-in-key.pem") : null,
            TimeSpan.FromMinutes(configuration.GetValue("SignIn:IdleMinutes", 30.0)),
            TimeSpan.FromHours(configuration.GetValue("SignIn:LongestHours", 12.0)),
            limits,
            development);

        string Needed(string name, string what, string inDevelopment)
        {
            if (configuration[name] is { Length: > 0 } value)
                return value;
            if (!development && serves)
                missing.Add($"{name} ({what})");
            return inDevelopment;
        }
    }

    /// <summary>A cookie's name; outside Development browsers hold it to TLS, this host and the path /.</summary>
    internal string Cookie(string name) => IsDevelopment ? $"ledger-{name}" : $"__Host-ledger-{name}";

    // The first address the service listens on, as a browser on the same machine writes it.
    static string Address(string? urls)
    {
        var first = (urls?.Split(';')[0] ?? "http://localhost:5080").TrimEnd('/');
        foreach (var any in new[] { "//*", "//+", "//0.0.0.0", "//[::]" })
            first = first.Replace(any, "//localhost", StringComparison.Ordinal);
        return first;
    }
}
