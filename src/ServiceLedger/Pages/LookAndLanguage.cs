using Microsoft.AspNetCore.Localization;
using ServiceLedger.Access;

namespace ServiceLedger.Pages;

/// <summary>How somebody wants the pages: language, size of text, light or dark. Kept in a cookie of the browser and nowhere else.</summary>
public sealed class LookAndLanguage : RequestCultureProvider
{
    const string Cookie = "ledger-look";
    static readonly string[] Languages = ["zh-CN", "en"], Sizes = ["large"], Themes = ["light", "dark"];

    /// <summary>The language chosen for pages; the API goes by Accept-Language alone.</summary>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) => Task.FromResult(
        !SignIn.IsApi(httpContext.Request.Path) && Of(httpContext).Intersect(Languages).FirstOrDefault() is { } language ? new ProviderCultureResult("", language) : null);

    /// <summary>The classes of the whole page.</summary>
    public static string Classes(HttpContext context) => string.Join(' ', Of(context).Intersect([.. Sizes, .. Themes]));

    public static bool Has(HttpContext context, string choice) => Of(context).Contains(choice);

    internal static void Map(WebApplication app) => app.MapGet("/look", Choose).AllowAnonymous().ExcludeFromDescription();

    static void Choose(HttpContext context, string? choose, string? returnUrl)
    {
        var chosen = Of(context).ToList();
        foreach (var group in new[] { Languages, [.. Sizes, "normal"], [.. Themes, "system"] })
            if (group.Contains(choose))
            {
                chosen.RemoveAll(group.Contains);
                chosen.Add(choose!);
            }

        context.Response.Cookies.Append(Cookie, string.Join('.', chosen.Except(["normal", "system"])), new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), Path = "/" });
        context.Response.Redirect(SessionPages.IsLocal(returnUrl) ? returnUrl! : "/");
    }

    static string[] Of(HttpContext context) => context.Request.Cookies[Cookie]?.Split('.') ?? [];
}
