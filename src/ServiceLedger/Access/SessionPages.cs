using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>Signing in and out in a browser, and who is signed in for how long. Works without script, in Chinese and English.</summary>
public static class SessionPages
{
    public const string Me = "/me", SignedOut = "/signed-out", First = "/start";

    /// <summary>From so long before its end a session is said to end.</summary>
    static readonly TimeSpan Warning = TimeSpan.FromMinutes(5);

    public static void MapSessionPages(this WebApplication app)
    {
        app.MapGet("/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/sign-out", SignOutAsync).ExcludeFromDescription();
        app.MapGet(SignedOut, (HttpContext context) => Page(context, 200, Said("You are signed out.", "您已退出登录。") + SignInLink(Me, again: true))).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(Me, MeAsync).ExcludeFromDescription();
        app.MapGet(First, (HttpContext context) => context.Response.Redirect(FirstOf(context.Features.Get<SignedIn>()!))).ExcludeFromDescription();
        app.MapPost(Me + "/stay", StayAsync).ExcludeFromDescription();
    }

    /// <summary>The page for somebody who is not signed in, or no more.</summary>
    public static Task NobodyAsync(HttpContext context, bool ended)
    {
        var back = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : Me;
        return Page(context, 401, (ended ? Said("Your session has ended.", "会话已结束。") : Said("Sign in first.", "请先登录。")) + SignInLink(back, ended));
    }

    /// <summary>The page where the authority's answer begins no session.</summary>
    public static Task FailedAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var problem = context.Failure is NotTaken taken ? taken.Problem
            : context.Failure?.InnerException is NotTaken inner ? inner.Problem
            : Problems.Make(400, "sign-in-failed", "Signing in did not succeed.", "登录未成功。", "Begin again.", "请重新开始。");
        return Page(context.HttpContext, problem.Status!.Value, $"<p role=\"alert\">{Text(problem.Title)} {Text(problem.Detail)}</p>" + SignInLink(Me, again: true));
    }

    /// <summary>Where somebody's own pages begin, by who they are and what their roles are for.</summary>
    public static string FirstOf(SignedIn who) => who switch
    {
        { Kind: ActorKind.Citizen } => "/my",
        { Kind: ActorKind.Agent } => "/office",
        { Kind: ActorKind.Officer } when who.Roles.Any(r => r is Roles.Receiver or Roles.Handler or Roles.Decider or Roles.Head or Roles.DataSteward) => "/office",
        { Kind: ActorKind.Officer } when who.Roles.Contains(Roles.Supervisor) => "/supervision",
        { Kind: ActorKind.Officer } when who.Roles.Contains(Roles.Auditor) => "/supervision/state",
        _ => Me
    };

    /// <summary>When the session began.</summary>
    internal static DateTimeOffset BeganAt(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(SignIn.Began, out var began) && DateTimeOffset.TryParse(began, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? at : DateTimeOffset.MinValue;

    /// <summary>How long the session lasts if no other page is opened; null where nobody is signed in.</summary>
    internal static async Task<TimeSpan?> LeftAsync(HttpContext context)
    {
        if (context.Features.Get<SignedIn>() is null || (await context.AuthenticateAsync(SignIn.Session)).Properties is not { } session)
            return null;
        var longest = BeganAt(session) + context.RequestServices.GetRequiredService<SignInSettings>().Longest;
        return (session.ExpiresUtc is { } idle && idle < longest ? idle : longest) - context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
    }

    static async Task SignInAsync(HttpContext context, AccessTokens tokens, string? returnUrl, bool again = false)
    {
        if (await tokens.KeysAsync(context.RequestAborted) is null)
        {
            await Page(context, 503, Said("Nobody can be signed in at the moment; try again shortly.", "暂时无法登录，请稍后再试。"));
            return;
        }

        // After a session that ended, whoever is at the machine shows anew who they are.
        await context.ChallengeAsync(SignIn.Authority, new OpenIdConnectChallengeProperties { RedirectUri = IsLocal(returnUrl) ? returnUrl : First, Prompt = again ? "login" : null });
    }

    // An address of this site: a path from its root, which browsers take for nothing else.
    internal static bool IsLocal(string? url) => url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl);

    static async Task SignOutAsync(HttpContext context, IOptionsMonitor<OpenIdConnectOptions> authority, AccessTokens tokens)
    {
        await context.SignOutAsync(SignIn.Session);
        var endsThere = await tokens.KeysAsync(context.RequestAborted) is not null
            && (await authority.Get(SignIn.Authority).ConfigurationManager!.GetConfigurationAsync(context.RequestAborted)).EndSessionEndpoint is { Length: > 0 };
        if (endsThere)
            await context.SignOutAsync(SignIn.Authority, new() { RedirectUri = SignedOut });
        else
            context.Response.Redirect(SignedOut);
    }

    static async Task StayAsync(HttpContext context, string? returnUrl)
    {
        var session = await context.AuthenticateAsync(SignIn.Session);
        (session.Properties!.IssuedUtc, session.Properties.ExpiresUtc) = (null, null);
        await context.SignInAsync(SignIn.Session, session.Principal!, session.Properties);
        context.Response.Redirect(IsLocal(returnUrl) ? returnUrl! : Me);
    }

    static async Task MeAsync(HttpContext context, IAntiforgery forms)
    {
        var who = context.Features.Get<SignedIn>()!;
        var left = (await LeftAsync(context))!.Value;
        var minutes = Math.Max(0, (int)left.TotalMinutes);
        var rows = new[]
        {
            (Said("Name", "姓名", "dt"), who.Name), (Said("Signed in as", "身份", "dt"), KindOf(who.Kind)), (Said("Id", "标识", "dt"), who.Id), (Said("Department", "部门", "dt"), who.Department),
            (Said("Roles", "角色", "dt"), who.Roles.Length == 0 ? null : string.Join(", ", who.Roles)), (Said("Window", "窗口", "dt"), who.Window), (Said("Assurance level", "保证级别", "dt"), who.AssuranceLevel)
        };
        var ending = left <= Warning
            ? $"<p role=\"alert\"><strong>{Both($"Your session ends in {minutes} min.", $"会话将在 {minutes} 分钟后结束。")}</strong></p>"
            : Said($"Your session ends in {minutes} min if you open no other page.", $"若不打开其他页面，会话将在 {minutes} 分钟后结束。");
        // Comes back by itself to warn, and to say that it is over.
        context.Response.Headers["Refresh"] = ((int)(left <= Warning ? left + TimeSpan.FromSeconds(1) : left - Warning).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Page(context, 200, $"""
            <dl class="govuk-summary-list">{string.Concat(rows.Where(r => r.Item2 is not null).Select(r => $"<div class=\"govuk-summary-list__row\">{r.Item1}<dd class=\"govuk-summary-list__value\">{Text(r.Item2)}</dd></div>"))}</dl>
            {ending}
            {Form(context, forms, Me + "/stay", $"<button class=\"govuk-button\">{Both("Stay signed in", "保持登录")}</button>")}
            {Form(context, forms, "/sign-out", $"<button class=\"govuk-button govuk-button--secondary\">{Both("Sign out", "退出登录")}</button>")}
            """);
    }

    static string KindOf(ActorKind kind) => kind switch
    {
        ActorKind.Officer => Both("officer", "工作人员"),
        ActorKind.Citizen => Both("citizen", "公民"),
        ActorKind.Agent => Both("agent", "代办人"),
        _ => Both("system", "系统")
    };

    /// <summary>A form with its token against being sent from elsewhere.</summary>
    internal static string Form(HttpContext context, IAntiforgery forms, string action, string content)
    {
        var token = forms.GetAndStoreTokens(context);
        return $"<form method=\"post\" action=\"{Text(action)}\"><input type=\"hidden\" name=\"{Text(token.FormFieldName)}\" value=\"{Text(token.RequestToken)}\">{content}</form>";
    }

    /// <summary>A whole page in the language asked for.</summary>
    internal static Task Page(HttpContext context, int status, string body) => Views.WriteAsync(context, status, "/Pages/Session.cshtml", body);

    internal static string Both(string en, string zh) => Problems.InChinese ? zh : en;

    internal static string Said(string en, string zh, string tag = "p") => $"<{tag}{Class(tag)}>{Text(Both(en, zh))}</{tag}>";

    static string Class(string tag) => tag switch { "dt" => " class=\"govuk-summary-list__key\"", "h2" => " class=\"govuk-heading-m\"", "h3" => " class=\"govuk-heading-s\"", _ => " class=\"govuk-body\"" };

    internal static string Text(string? text) => WebUtility.HtmlEncode(text) ?? "";

    static string SignInLink(string back, bool again) =>
        $"<p><a href=\"{Text($"/sign-in?returnUrl={Uri.EscapeDataString(back)}{(again ? "&again=true" : "")}")}\">{Both("Sign in", "登录")}</a></p>";
}
