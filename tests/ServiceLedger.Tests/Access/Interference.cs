using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ServiceLedger.Tests.Access;

/// <summary>Keeps everybody from adding to the record until it is disposed of.</summary>
sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public static async Task<Held> OfAsync(NpgsqlDataSource database)
    {
        var connection = await database.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("lock table ledger.mt_events in share mode", connection, transaction);
        await command.ExecuteNonQueryAsync();
        return new(connection, transaction);
    }

    /// <summary>The process of the database that waits to add to the record, as soon as one does.</summary>
    public async Task<int> WaitsAsync()
    {
        for (; ; await Task.Yield())
        {
            await using var command = new NpgsqlCommand("select pid from pg_locks where not granted and relation = 'ledger.mt_events'::regclass limit 1", connection, transaction);
            if (await command.ExecuteScalarAsync() is int pid)
                return pid;
        }
    }

    /// <summary>Ends a process of the database.</summary>
    public async Task EndAsync(int pid)
    {
        await using var command = new NpgsqlCommand($"select pg_terminate_backend({pid}, 5000)", connection, transaction);
        await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>A line to the database that can be cut just when the database answers: what was sent arrives, and its answer does not.</summary>
sealed class CutLine : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly int to;
    readonly Task accepting;

    public CutLine(int to)
    {
        this.to = to;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool SwallowsAnswers { get; set; }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The line is taken down.
        }
    }

    async Task CarryAsync(TcpClient caller)
    {
        using var answerer = new TcpClient();
        using (caller)
        {
            await answerer.ConnectAsync(IPAddress.Loopback, to);
            await Task.WhenAny(CarryAsync(caller, answerer, () => false), CarryAsync(answerer, caller, () => SwallowsAnswers));
        }
    }

    static async Task CarryAsync(TcpClient from, TcpClient to, Func<bool> isCut)
    {
        var bytes = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.GetStream().ReadAsync(bytes)) > 0 && !isCut();)
                await to.GetStream().WriteAsync(bytes.AsMemory(0, read));
        }
        catch (IOException)
        {
            // One end hung up.
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }
}
