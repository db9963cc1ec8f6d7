using System.Diagnostics;
using JasperFx.CommandLine;
using Marten;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Citizens;

/// <summary>Keeps one process at a time folding events into citizen files: the service while it runs, otherwise the verb that needs them.</summary>
public sealed class FileKeeper(NpgsqlDataSource database) : IAsyncDisposable
{
    // The key of the advisory lock: any number that nothing else uses.
    const long Lock = 0x5345_5256_4C44_4752;
    NpgsqlConnection? held;

    /// <summary>Becomes the keeper, until disposed; false when another process is.</summary>
    public async Task<bool> TryAsync(CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = Lock } } };
        if (await command.ExecuteScalarAsync(ct) is true)
        {
            held = connection;
            return true;
        }

        await connection.DisposeAsync();
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        // A host may be stopped and disposed at once; the lock is given back once.
        await using var connection = Interlocked.Exchange(ref held, null);
        if (connection is null)
            return;
        await using var command = new NpgsqlCommand("select pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = Lock } } };
        try { await command.ExecuteNonQueryAsync(); }
        catch (NpgsqlException) { } // The database was away in between: the lock went with the connection.
    }
}

/// <summary>Brings the citizen files up to the record, or builds them anew.</summary>
public static class CitizenFiles
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Folds what is not folded yet; where the service runs, it does so itself and this waits for it.</summary>
    public static async Task CatchUpAsync(IServiceProvider services, Action<string> say, CancellationToken ct)
    {
        var progress = services.GetRequiredService<ProjectionProgress>();
        var clock = Stopwatch.StartNew();
        var lag = await progress.Lag(ct);
        var end = await progress.End(ct);
        await using var keeper = new FileKeeper(services.GetRequiredService<NpgsqlDataSource>());
        if (await keeper.TryAsync(ct))
        {
            using var daemon = await services.GetRequiredService<IDocumentStore>().BuildProjectionDaemonAsync();
            await daemon.StartAllAsync();
            await daemon.WaitForNonStaleData(Patience);
            await daemon.StopAllAsync();
        }
        else
        {
            while (await progress.Position(ct) < end)
                await Task.Delay(100, ct);
        }

        say($"citizen files: {lag} events folded in {clock.Elapsed.TotalSeconds:N1} s");
    }

    /// <summary>Builds every citizen file anew from the record.</summary>
    public static async Task RebuildAsync(IServiceProvider services, CancellationToken ct)
    {
        using var daemon = await services.GetRequiredService<IDocumentStore>().BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync<CitizenFileProjection>(Patience, ct);
    }

    /// <summary>Empties the registers of supervision and fills them anew from the record.</summary>
    public static async Task RebuildRegistersAsync(IServiceProvider services, CancellationToken ct)
    {
        using var daemon = await services.GetRequiredService<IDocumentStore>().BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync(Store.Registers, Patience, ct);
    }
}

/// <summary>rebuild: builds the citizen files and the registers anew; refused while the service runs.</summary>
[Description("Builds the citizen files and the registers anew from the record", Name = "rebuild")]
public sealed class RebuildCommand : JasperFxAsyncCommand<NetCoreInput>
{
    public override async Task<bool> Execute(NetCoreInput input)
    {
        using var host = input.BuildHost();
        await Schema.ReadyAsync(host.Services, default);
        await using var keeper = new FileKeeper(host.Services.GetRequiredService<NpgsqlDataSource>());
        if (!await keeper.TryAsync(default))
        {
            Console.Error.WriteLine("The service is running on this database; stop it first.");
            return false;
        }

        var progress = host.Services.GetRequiredService<ProjectionProgress>();
        // The registers come after the files and go the same way again.
        long? files = null;
        await using var run = await Run.BeginAsync(host.Services.GetRequiredService<NpgsqlDataSource>(), RunKind.Rebuild, async () =>
            ((files ?? 0) + await progress.Position(files is null ? ProjectionProgress.Files : Store.Registers, default), 2 * await progress.End(default)));
        var clock = Stopwatch.StartNew();
        await CitizenFiles.RebuildAsync(host.Services, default);
        var events = await progress.Position(default);
        files = events;
        Console.WriteLine($"citizen files rebuilt up to position {events} in {clock.Elapsed.TotalSeconds:N1} s, {events / clock.Elapsed.TotalSeconds:N0} events/s");
        clock.Restart();
        await CitizenFiles.RebuildRegistersAsync(host.Services, default);
        Console.WriteLine($"registers rebuilt up to position {events} in {clock.Elapsed.TotalSeconds:N1} s, {events / clock.Elapsed.TotalSeconds:N0} events/s");
        if (run is not null)
            await run.EndAsync(RunOutcome.Done);
        return true;
    }
}
