using System.Security.Cryptography;
using Marten;
using Marten.Exceptions;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using ServiceLedger.Privacy;

namespace ServiceLedger.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: databases reachable, schema applied, citizen files not behind, and whether the log and the clock are in order.</summary>
public static class Health
{
    const string Ready = "ready";

    /// <summary>More events behind than this means the files are not fit to be relied on.</summary>
    public const int MaxLag = 10_000;

    public static void AddLedgerHealth(this IServiceCollection services) => services.AddSingleton<SchemaCheck>().AddHealthChecks()
        .AddCheck<DatabaseCheck>("database", tags: [Ready])
        .AddCheck<VaultCheck>("vault", tags: [Ready])
        .AddCheck<EvidenceCheck>("evidence", tags: [Ready])
        .AddCheck<SchemaCheck>("migrations", tags: [Ready])
        .AddCheck<LagCheck>("projection-lag", tags: [Ready])
        .AddCheck<LogCheck>("log", tags: [Ready])
        .AddCheck<ClockCheck>("clock", tags: [Ready]);

    public static void MapLedgerHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().DisableRateLimiting();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = Write }).AllowAnonymous().DisableRateLimiting();
    }

    static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new { status = report.Status.ToString(), checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), detail = e.Value.Description }) });

    sealed class VaultCheck(Vault vault) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await vault.BlindIndex(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (CryptographicException)
            {
                return HealthCheckResult.Unhealthy("The key-encryption key is not the one this vault was made with.");
            }
            catch (Exception e) when (e is NpgsqlException or MartenCommandException)
            {
                return HealthCheckResult.Unhealthy("The vault does not answer.");
            }
        }
    }

    sealed class EvidenceCheck(Evidence.EvidenceFolder folder) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                DurableFiles.MakeFolder(folder.Incoming);
                File.Create(Path.Combine(folder.Incoming, $"probe-{Guid.CreateVersion7():N}"), 1, FileOptions.DeleteOnClose).Dispose();
                return Task.FromResult(HealthCheckResult.Healthy());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Task.FromResult(HealthCheckResult.Unhealthy("The evidence folder cannot be written."));
            }
        }
    }

    sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = database.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException e)
            {
                return HealthCheckResult.Unhealthy($"The database does not answer ({e.SqlState ?? e.GetType().Name}).");
            }
        }
    }

    // The only one that remembers: comparing the schema takes half a second.
    sealed class SchemaCheck(IDocumentStore ledger, IVaultStore vault) : IHealthCheck
    {
        bool applied;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            // Once the schema fits this build it goes on fitting it: a newer one only adds.
            if (applied)
                return HealthCheckResult.Healthy();
            try
            {
                await ledger.Storage.Database.AssertDatabaseMatchesConfigurationAsync(cancellationToken);
                await vault.Storage.Database.AssertDatabaseMatchesConfigurationAsync(cancellationToken);
                applied = true;
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is Weasel.Core.Migrations.DatabaseValidationException or NpgsqlException)
            {
                return HealthCheckResult.Unhealthy("The schema is not that of this build; run db-apply under the migration role.");
            }
        }
    }

    sealed class LagCheck(ProjectionProgress progress) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var lag = await progress.Lag(cancellationToken);
                return lag <= MaxLag ? HealthCheckResult.Healthy($"{lag} events") : HealthCheckResult.Unhealthy($"{lag} events behind");
            }
            catch (NpgsqlException e)
            {
                return HealthCheckResult.Unhealthy($"The database does not answer ({e.SqlState ?? e.GetType().Name}).");
            }
        }
    }

    // Never worse than degraded: without its log in order the service still records.
    sealed class LogCheck(Ledger.LogHealth health) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var faults = (await health.MeasureAsync(cancellationToken)).Faults;
                return faults.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', faults.Values));
            }
            catch (NpgsqlException e)
            {
                return HealthCheckResult.Degraded($"The database does not answer ({e.SqlState ?? e.GetType().Name}).");
            }
        }
    }

    // Never worse than degraded: what passes late is recorded with the day it was due.
    sealed class ClockCheck(Timers.ClockHealth health) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var measured = await health.MeasureAsync(cancellationToken);
                return measured.Faults.Count == 0 ? HealthCheckResult.Healthy($"{measured.Due} due") : HealthCheckResult.Degraded(string.Join(' ', measured.Faults.Values));
            }
            catch (NpgsqlException e)
            {
                return HealthCheckResult.Degraded($"The database does not answer ({e.SqlState ?? e.GetType().Name}).");
            }
        }
    }
}
