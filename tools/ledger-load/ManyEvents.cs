using JasperFx.CommandLine;
using Marten;
using Marten.Events.Daemon.Coordination;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Applications;
using ServiceLedger.Evidence;
using ServiceLedger.Interchange;
using ServiceLedger.Privacy;

namespace ServiceLedger.Load;

/// <summary>A record as long as a measurement wants it.</summary>
static class ManyEvents
{
    /// <summary>The demo city, then copies of its events under new ids, until there are as many as wanted. Copies have no states: what follows the record stands still from then on.</summary>
    /// <param name="before">What is done once the city is recorded.</param>
    /// <param name="copied">What is done with each copy besides.</param>
    public static async Task FillAsync(IServiceProvider services, NpgsqlDataSource database, long wanted, Func<Task>? before = null, Func<int, Task>? copied = null)
    {
        await new DemoRecording(services.GetRequiredService<IDocumentStore>(), services.GetRequiredService<Vault>(), services.GetRequiredService<EvidenceFolder>(), services.GetRequiredService<CaseNumbers>(), TimeProvider.System).RunAsync();
        await (before?.Invoke() ?? Task.CompletedTask);
        await services.GetRequiredService<IProjectionCoordinator>().PauseAsync();
        await ExecuteAsync(database, "create table city_streams as table ledger.mt_streams; create table city_events as select * from ledger.mt_events where type <> 'tombstone'");
        for (var copy = 1; await ScalarAsync(database, "select count(*) from ledger.mt_events") < wanted; copy++)
        {
            await ExecuteAsync(database, $"""
                insert into ledger.mt_streams select (jsonb_populate_record(s, jsonb_build_object('id', md5(id::text || '{copy}')))).* from city_streams s;
                insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, is_archived)
                select nextval('ledger.mt_events_sequence'), (md5(id::text || '{copy}'))::uuid, (md5(stream_id::text || '{copy}'))::uuid, version, data, type, now(), tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, false from city_events order by seq_id;
                """);
            await (copied?.Invoke(copy) ?? Task.CompletedTask);
        }

        await ExecuteAsync(database, "vacuum (freeze, analyze)");
        Console.WriteLine($"{await ScalarAsync(database, "select count(*) from ledger.mt_events"):N0} events on record");
    }

    public static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    public static async Task<long> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>The service in this process; the log is kept when it is told to.</summary>
sealed class LogService(string connection, string folder) : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        JasperFxEnvironment.AutoStartHost = true;
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Ledger", connection);
        builder.UseSetting("Data", folder);
        // What is measured is no abuse.
        foreach (var limit in typeof(ServiceLedger.Access.Limits).GetProperties().Where(p => p.PropertyType == typeof(int)))
            builder.UseSetting($"Limits:{limit.Name}", "1000000000");
        builder.UseSetting("Log:Runs", "false");
        builder.UseSetting("Supervision:ExaminesLooks", "false");
        // Copies have no states that a clock could keep.
        builder.UseSetting("Clock:Runs", "false");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("Logging:LogLevel:Marten.Events.Daemon.Coordination", "Error");
    }
}
