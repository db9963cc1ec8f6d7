using ServiceLedger.Access;

namespace ServiceLedger.Pages;

/// <summary>The role an officer who has several acts in; kept in a cookie of the browser, and judged by the policy with every request.</summary>
public static class ChosenRole
{
    const string Cookie = "ledger-role";

    /// <summary>The only one, or the one chosen; the first where none is.</summary>
    public static string? Of(HttpContext context) => context.Features.Get<SignedIn>() switch
    {
        { Roles: [var only] } => only,
        { Roles: { Length: > 1 } roles } => context.Request.Cookies[Cookie] is { } chosen && roles.Contains(chosen) ? chosen : roles[0],
        _ => null
    };

    public static void Choose(HttpContext context, string role) =>
        context.Response.Cookies.Append(Cookie, role, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/" });
}
