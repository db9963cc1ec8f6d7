using ServiceLedger.Access;

namespace ServiceLedger.Pages.My;

/// <summary>The mandate under which somebody opens the pages of another person. A cookie of the browser keeps it for whoever chose it; every request is judged anew.</summary>
public sealed record ActsFor(Guid Mandate, Guid Principal)
{
    const string Cookie = "ledger-acting";

    /// <summary>Null where they are there for themselves.</summary>
    public static ActsFor? Of(HttpContext context) =>
        context.Features.Get<SignedIn>() is { } who && context.Request.Cookies[Cookie]?.Split('.', 3) is [var mandate, var principal, var by] && by == Uri.EscapeDataString(who.Id)
        && Guid.TryParse(mandate, out var m) && Guid.TryParse(principal, out var p) ? new(m, p) : null;

    public void Begin(HttpContext context) => context.Response.Cookies.Append(
        Cookie, $"{Mandate:N}.{Principal:N}.{Uri.EscapeDataString(context.Features.Get<SignedIn>()!.Id)}", new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/" });

    public static void End(HttpContext context) => context.Response.Cookies.Delete(Cookie, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/" });
}
