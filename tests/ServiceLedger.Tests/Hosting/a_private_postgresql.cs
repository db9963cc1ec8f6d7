using System.Diagnostics;
using System.Globalization;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

public sealed class a_private_postgresql : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("serviceledger-pg-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task keeps_what_was_written_over_a_stop_and_is_shared_by_those_who_start_it_together()
    {
        await using (var first = await LocalPostgres.StartAsync(folder, _ => { }))
        {
            first.Adopted.ShouldBeFalse();
            await first.CreateDatabaseAsync("ledger");
            await first.CreateDatabaseAsync("ledger");
            await Execute(first, "create table kept(n int); insert into kept values (42)");
            await using var second = await LocalPostgres.StartAsync(folder, _ => { });
            second.Adopted.ShouldBeTrue();
            (await Execute(second, "select n from kept")).ShouldBe(42);
        }

        File.Exists(Path.Combine(folder, "pg", "data", "postmaster.pid")).ShouldBeFalse();
        await using var later = await LocalPostgres.StartAsync(folder, _ => { });
        (await Execute(later, "select n from kept")).ShouldBe(42);
        later.ConnectionStringTo("ledger").ShouldNotContain("Error Detail", Case.Insensitive);
    }

    [Fact]
    public async Task is_started_again_on_its_port_when_it_has_died_and_has_lost_nothing()
    {
        var again = new TaskCompletionSource();
        await using var postgres = await LocalPostgres.StartAsync(folder, said =>
        {
            if (said.Contains("started again", StringComparison.Ordinal))
                again.TrySetResult();
        });
        await postgres.CreateDatabaseAsync("ledger");
        await Execute(postgres, "create table kept(n int); insert into kept values (42)");
        using var stop = new CancellationTokenSource();
        var keeping = postgres.KeepAsync(stop.Token);

        using (var server = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(folder, "pg", "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture)))
            server.Kill();
        await again.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        (await Execute(postgres, "select n from kept")).ShouldBe(42);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(keeping);
    }

    static async Task<object?> Execute(LocalPostgres postgres, string sql)
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionStringTo("ledger") + ";Pooling=false");
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
