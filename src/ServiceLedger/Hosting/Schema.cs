using Marten;
using ServiceLedger.Privacy;

namespace ServiceLedger.Hosting;

/// <summary>The schema for verbs that run without the service.</summary>
public static class Schema
{
    /// <summary>Applies the schema in Development; elsewhere it must be there already.</summary>
    public static async Task ReadyAsync(IServiceProvider services, CancellationToken ct)
    {
        if (!services.GetRequiredService<Settings>().IsDevelopment)
            return;
        await services.GetRequiredService<IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await services.GetRequiredService<IVaultStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }
}
