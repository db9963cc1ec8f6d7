using Marten;
using Npgsql;
using ServiceLedger.Citizens;
using ServiceLedger.Evidence;
using ServiceLedger.Interchange;

namespace ServiceLedger.Hosting;

/// <summary>What happens once the schema is there and before requests are answered.</summary>
public static class Start
{
    public static void AddLedgerStart(this IServiceCollection services, Settings settings, LocalPostgres? postgres)
    {
        if (settings.RunProjections && postgres is not null)
            services.AddHostedService(_ => new KeepsPostgres(postgres));
        if (settings.RunProjections)
        {
            services.AddHostedService<KeepsFiles>();
            services.AddHostedService<SweepOrphans>();
        }

        if (settings is { RunProjections: true, IsDevelopment: true })
            services.AddHostedService<ShipsCatalogue>();
    }

    /// <summary>Says in Development what this is and is not.</summary>
    public static void SayIn(Settings settings, bool local, string folder, string? urls)
    {
        if (settings is { RunProjections: true, IsDevelopment: true })
            Console.WriteLine($"""
                ----------------------------------------------------------------------------
                ServiceLedger in Development: NOT FOR PRODUCTION.
                Whoever sends a Persona header is who it says. {(local ? $"Data: {folder}" : "Data: the given connection")}
                {urls?.Split(';')[0]}/openapi/v1.json describes the API.
                ----------------------------------------------------------------------------
                """);
    }

    /// <summary>Keeps the private PostgreSQL running while the service does.</summary>
    sealed class KeepsPostgres(LocalPostgres postgres) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => postgres.KeepAsync(stoppingToken);
    }

    /// <summary>Takes the place of the one process that folds events into citizen files.</summary>
    sealed class KeepsFiles(NpgsqlDataSource database) : IHostedService, IAsyncDisposable
    {
        readonly FileKeeper keeper = new(database);

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            // The connection of a process that was killed may outlive it by a moment.
            for (var tries = 0; !await keeper.TryAsync(cancellationToken); tries++)
            {
                if (tries == 50)
                    throw new RefusedToStart("Another process of the service uses this database and keeps the citizen files. Stop it first.");
                await Task.Delay(100, cancellationToken);
            }
        }

        public async Task StopAsync(CancellationToken cancellationToken) => await keeper.DisposeAsync();

        public ValueTask DisposeAsync() => keeper.DisposeAsync();
    }

    /// <summary>Records the demo catalogue and the published calendars on the first start in Development.</summary>
    sealed class ShipsCatalogue(IDocumentStore store) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using (var session = store.QuerySession())
            {
                if (await session.Query<Catalogue.Department>().AnyAsync(cancellationToken))
                    return;
            }

            var import = new ReferenceImport(store);
            await import.DemoCatalogueAsync(cancellationToken);
            await import.ShippedCalendarsAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
