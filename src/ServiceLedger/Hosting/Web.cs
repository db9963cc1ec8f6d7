using System.Globalization;
using Microsoft.AspNetCore.Localization;
using ServiceLedger.Access;
using ServiceLedger.Citizens;
using ServiceLedger.Pages;
using ServiceLedger.Privacy;

namespace ServiceLedger.Hosting;

/// <summary>What every request passes, in this order: headers, language, faults, routing, sign-in, limits, door, record of looks, standing, mandate, break-glass, protection, policy, idempotency, witnesses of the log.</summary>
public static class Web
{
    static readonly string[] Languages = ["zh-CN", "en"];

    public static void AddLedgerWeb(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => LedgerJson.ForHttp(options.SerializerOptions));
        services.AddExceptionHandler<Faults>();
        // What the framework refuses by itself gets the form of our own refusals.
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            Problems.Unify(context.ProblemDetails);
            if (context.ProblemDetails.Status is 503 && context.HttpContext.Response.Headers.RetryAfter.Count == 0)
                context.HttpContext.Response.Headers.RetryAfter = "1";
        });
        // Behind the framework's own, which writes to those who accept JSON: the form is the same for those who do not.
        services.AddSingleton<IProblemDetailsWriter, ProblemsForAnybody>();
        services.AddLedgerDescription();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    public static void UseLedgerWeb(this WebApplication app, Settings settings)
    {
        app.UseMiddleware<AnswerHeaders>();
        app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("en")),
            SupportedCultures = [CultureInfo.InvariantCulture],
            SupportedUICultures = [.. Languages.Select(CultureInfo.GetCultureInfo)],
            RequestCultureProviders = [new LookAndLanguage(), new AcceptLanguageHeaderRequestCultureProvider()]
        });
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode switch
        {
            404 => Problems.NotFound().ShowTo(context.HttpContext),
            var status => Problems.Make(status, "bad-request", "The request could not be served.", "无法处理该请求。", "Check method, address and headers.", "请检查方法、地址和请求头。").ShowTo(context.HttpContext)
        });
        app.UsePageAssets();
        app.UseRouting();
        app.UseLedgerSignIn(settings.SignIn);
        UsePolicy(app);
        app.UseLedgerPages(UsePolicy);
        app.MapOpenApi().AllowAnonymous();
    }

    /// <summary>What judges and records every request that has an <see cref="Act"/>: over HTTP, and of the pages.</summary>
    static void UsePolicy(IApplicationBuilder app) => app
        .UseMiddleware<JudgedByPolicy>()
        .UseMiddleware<RequestDoor>()
        .UseMiddleware<RecordsLooks>()
        .UseMiddleware<ChecksStanding>()
        .UseMiddleware<ActingForAnother>()
        .UseMiddleware<UnderBreakGlass>()
        .UseMiddleware<ProtectsSubjects>()
        .UseMiddleware<Guard>()
        .UseMiddleware<IdempotencyKeys>()
        .UseMiddleware<Ledger.StopsDecisions>();
}
