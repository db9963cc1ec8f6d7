using JasperFx;
using JasperFx.CodeGeneration;
using Microsoft.AspNetCore.Http.Features;
using Wolverine;
using Wolverine.Http;

namespace ServiceLedger.Hosting;

/// <summary>Wolverine: handlers, outbox, scheduled work, HTTP endpoints.</summary>
public static class Messaging
{
    public static void AddLedgerMessaging(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.CritterStackDefaults(options =>
        {
            // `codegen write` puts the code beside the sources, from where the next build compiles it in.
            options.GeneratedCodeOutputPath = Path.Combine(LocalDatabase.Root(), "src", "ServiceLedger", "Internal", "Generated");
            options.Production.GeneratedCodeMode = TypeLoadMode.Static;
            options.Production.ResourceAutoCreate = AutoCreate.None;
            options.Production.SourceCodeWritingEnabled = false;
            options.Development.GeneratedCodeMode = TypeLoadMode.Dynamic;
            options.Development.ResourceAutoCreate = AutoCreate.CreateOrUpdate;
        });
        builder.Host.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(Messaging).Assembly;
            options.EnvelopeIdGeneration = EnvelopeIdGeneration.GuidV7;
            options.Policies.AutoApplyTransactions();
            options.Policies.UseDurableLocalQueues();
            options.Durability.Mode = settings.RunProjections ? DurabilityMode.Solo : DurabilityMode.MediatorOnly;
        });
        builder.Services.AddWolverineHttp();
    }

    public static void MapLedgerEndpoints(this WebApplication app) => app.MapWolverineEndpoints(options =>
    {
        options.RejectUnparseableQueryValues = true;
        options.AddMiddleware(typeof(Recording), chain => chain.HttpMethods.Any(m => m is "POST" or "PUT") && !chain.Method.Method.IsDefined(typeof(ReadsOnlyAttribute), false));
        options.AddMiddleware(typeof(Acting), chain => !chain.Method.Method.IsDefined(typeof(Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute), false));
    });
}

/// <summary>Hands the act of the request to the endpoint.</summary>
public static class Acting
{
    public static Act Before(HttpContext context) => context.Features.GetRequiredFeature<Act>();
}
