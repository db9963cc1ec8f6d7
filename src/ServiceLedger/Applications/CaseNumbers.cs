using Npgsql;

namespace ServiceLedger.Applications;

/// <summary>Hands out case numbers from a database sequence, a block at a time: unique over all processes, with gaps after a restart.</summary>
public sealed class CaseNumbers(NpgsqlDataSource database) : IDisposable
{
    /// <summary>The sequence, in the ledger's schema.</summary>
    public const string Sequence = "case_number_seq";

    const int Block = 50;

    readonly SemaphoreSlim oneAtATime = new(1);
    readonly Queue<long> ahead = new();

    /// <summary>The next number for a matter handled in this division on this date.</summary>
    public async ValueTask<string> Next(string divisionCode, DateOnly date, CancellationToken ct = default)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            if (ahead.Count == 0)
                await Fill(ct);
            return CaseNumber.Make(divisionCode, date, ahead.Dequeue());
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>So many sequence numbers at once, ascending, for whoever makes many case numbers in an order of their own.</summary>
    public async Task<long[]> Take(int count, CancellationToken ct = default)
    {
        var taken = new List<long>(count);
        await Draw(count, taken.Add, ct);
        return [.. taken];
    }

    Task Fill(CancellationToken ct) => Draw(Block, ahead.Enqueue, ct);

    async Task Draw(int count, Action<long> take, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select nextval('ledger.{Sequence}') from generate_series(1, $1)");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            take(rows.GetInt64(0));
    }

    public void Dispose() => oneAtATime.Dispose();
}
