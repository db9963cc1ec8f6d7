using Marten;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.Destruction;
using ServiceLedger.Evidence;
using ServiceLedger.Interchange;
using ServiceLedger.Ledger;
using ServiceLedger.Supervision;
using ServiceLedger.Timers;

namespace ServiceLedger.Hosting;

/// <summary>What happens once the schema is there and before requests are answered.</summary>
public static class Start
{
    /// <param name="postgres">The private PostgreSQL, where there is one.</param>
    /// <param name="data">Where the data are, in words.</param>
    public static void AddLedgerStart(this IServiceCollection services, Settings settings, LocalPostgres? postgres, string data, string? urls)
    {
        if (settings.RunProjections && postgres is not null)
            services.AddHostedService(_ => new KeepsPostgres(postgres));
        if (settings.RunProjections)
        {
            services.AddHostedService<KeepsFiles>();
            services.AddHostedService<SweepOrphans>();
            services.AddSingleton<PolicyInForce>();
            services.AddHostedService(provider => provider.GetRequiredService<PolicyInForce>());
            services.AddHostedService<AdoptsClockRules>();
            services.AddSingleton<LookRows>();
            if (settings.ExaminesLooks)
                services.AddHostedService<ExaminesLooksDaily>();
            if (settings.ClockRuns)
            {
                services.AddHostedService<KeepsTime>();
                services.AddHostedService<WatchesClock>();
            }

            if (settings.Destroys)
                services.AddHostedService<DestroysApproved>();
            services.AddSingleton<LookJournal>();
            services.AddSingleton<Subjects>();
            services.AddHostedService(provider => provider.GetRequiredService<LookJournal>());
            if (settings.Log.Runs)
            {
                services.AddHostedService(provider => provider.GetRequiredService<KeepsLog>());
                services.AddHostedService<WatchesLog>();
                if (settings.Log.Witnessing.Witnesses.Count > 0)
                    services.AddHostedService(provider => provider.GetRequiredService<Witnesses>());
                if (settings.Log.TimeStampAuthority is not null)
                    services.AddHostedService(provider => provider.GetRequiredService<TimeStamps>());
            }
        }

        if (settings is not { RunProjections: true, IsDevelopment: true })
            return;
        services.AddHostedService<ShipsCatalogue>();
        services.AddHostedService(s => new SaysWhatThisIs(s.GetRequiredService<IDocumentStore>(), data, urls?.Split(';')[0]));
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

    /// <summary>Records in Development what ships, and what is new in it.</summary>
    sealed class ShipsCatalogue(IDocumentStore store) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => new ReferenceImport(store).ShippedAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Says in Development what this is and is not, and how to fill it while it is empty.</summary>
    sealed class SaysWhatThisIs(IDocumentStore store, string data, string? url) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var session = store.QuerySession();
            var empty = !await session.Query<Applications.Application>().AnyAsync(cancellationToken);
            Console.WriteLine($"""
                ----------------------------------------------------------------------------
                ServiceLedger in Development: NOT FOR PRODUCTION.
                {url}/ says who can sign in and what to try. Data: {data}
                {url}/openapi/v1.json describes the API.{(empty ? Environment.NewLine + "It is empty; to fill it: dotnet run --project src/ServiceLedger -- demo" : "")}
                ----------------------------------------------------------------------------
                """);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
