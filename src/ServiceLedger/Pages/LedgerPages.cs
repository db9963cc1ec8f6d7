using System.Text.Unicode;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.WebEncoders;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages;

/// <summary>Puts the pages in their place: what they are made of, and the API as they ask it.</summary>
public static class LedgerPages
{
    // A document at its largest, and what goes with it.
    const int LargestForm = (int)Evidence.EvidenceFolder.MaxBytes + (1 << 20);

    public static void AddLedgerPages(this IServiceCollection services)
    {
        services.AddSingleton<ApiWithin>().AddSingleton<Charts>();
        services.AddSingleton<Office.MatterForms>().AddSingleton<Office.DecisionForms>().AddSingleton<Office.DataRequestForms>().AddSingleton<Office.ReviewForms>().AddSingleton<Office.VoiceForms>().AddSingleton<Office.MatterDesk>().AddSingleton<Office.VoiceDesk>();
        services.AddLocalization();
        // Chinese as itself: as numbers of characters it is three times as long.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddRazorPages(options =>
        {
            options.RootDirectory = "/Pages";
            options.Conventions.AddFolderApplicationModelConvention("/My", model => model.Filters.Add(new ForAudience(ActorKind.Citizen, ActorKind.Agent)));
            options.Conventions.AddFolderApplicationModelConvention("/Office", model => model.Filters.Add(new ForAudience(ActorKind.Officer, ActorKind.Agent)));
            options.Conventions.AddFolderApplicationModelConvention("/Supervision", model => model.Filters.Add(new ForAudience(ActorKind.Officer)));
        });
        // What somebody uploads is held in memory for the one request: no file of this machine ever holds it in plain.
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(options => (options.MemoryBufferThreshold, options.MultipartBodyLengthLimit) = (LargestForm, LargestForm));
        services.Configure<RouteOptions>(options => (options.LowercaseUrls, options.AppendTrailingSlash) = (true, false));
    }

    /// <summary>Styles and scripts, to be kept by browsers for a year: their addresses change with them.</summary>
    public static void UsePageAssets(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(PageAssets.Folder),
        RequestPath = "/assets",
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = context.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=300"
    });

    /// <summary>Maps the pages, and opens the API to them through all that judges and records its requests.</summary>
    public static void UseLedgerPages(this WebApplication app, Action<IApplicationBuilder> policy)
    {
        app.Services.GetRequiredService<ApiWithin>().Open(() =>
        {
            var within = ((IApplicationBuilder)app).New();
            within.UseExceptionHandler();
            within.UseRouting();
            within.Use((context, next) => SignIn.ForPageAsync(context, next));
            within.UseRateLimiter();
            policy(within);
            // A branch knows no endpoints but those it is given.
            within.UseEndpoints(endpoints =>
            {
                foreach (var source in ((IEndpointRouteBuilder)app).DataSources)
                    endpoints.DataSources.Add(source);
            });
            return within.Build();
        });
        app.MapRazorPages();
        LookAndLanguage.Map(app);
    }
}
