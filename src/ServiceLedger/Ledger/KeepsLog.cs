using Marten;
using Marten.Exceptions;
using Npgsql;

namespace ServiceLedger.Ledger;

/// <summary>
/// Keeps the log: events are sequenced and signed as they come in, a batch at a time. One process does it, that which holds the lock of the log's folder;
/// the others wait for its place. A log that does not fit its past stops here, loudly, while the service goes on recording.
/// </summary>
public sealed class KeepsLog(NpgsqlDataSource database, IDocumentStore store, LogKeys keys, Sequencer sequencer, Checkpoints checkpoints, LogFolder folder, LogSettings settings, LogState state, ILogger<KeepsLog> log) : BackgroundService
{
    /// <summary>The channel on which whoever appends events says so.</summary>
    const string Channel = "mt_events_appended";

    static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250), Again = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var place = folder.TryLock();
                if (place is not null)
                    await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or MartenCommandException or IOException or TimeoutException)
            {
                log.LogWarning("The log waits: {Fault}. It is tried again.", e.GetType().Name);
            }
            catch (LogBroken e)
            {
                state.Broken = e.Message;
                log.LogCritical("The log is not signed any more: {Fault}", e.Message);
                return;
            }

            await Task.Delay(Again, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task RunAsync(CancellationToken ct)
    {
        await LogKeyBook.RecordAsync(store, keys, ct);
        using var signing = state.Signing();
        await using var listener = await database.OpenConnectionAsync(ct);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", listener))
            await listen.ExecuteNonQueryAsync(ct);
        while (true)
        {
            await CatchUpAsync(ct);
            // Nobody has to say that there is something: whoever appends by other means is noticed a moment later.
            await listener.WaitAsync(Idle, ct);
            await Task.Delay(settings.Pause, ct);
        }
    }

    /// <summary>Sequences and signs all that is on record now; the size of the tree that was signed.</summary>
    public async Task<long> CatchUpAsync(CancellationToken ct = default)
    {
        // While some are signed the next are sequenced, and neither waits for the other.
        var signing = Task.FromResult(0L);
        try
        {
            while (await sequencer.SequenceAsync(ct) == Sequencer.MostInBatch)
                if (signing.IsCompleted)
                {
                    await signing;
                    signing = checkpoints.SignAsync(ct);
                }
        }
        finally
        {
            await signing;
        }

        return await checkpoints.SignAsync(ct);
    }
}

/// <summary>What this process knows of the log's health.</summary>
public sealed class LogState
{
    /// <summary>Why nothing is signed any more; null while all is well.</summary>
    public string? Broken { get; set; }

    /// <summary>Whether it is this process that sequences and signs now.</summary>
    public bool Signs { get; private set; }

    /// <summary>Says that this process signs, until what is returned is disposed of.</summary>
    public IDisposable Signing()
    {
        Signs = true;
        return new Ended(this);
    }

    sealed class Ended(LogState state) : IDisposable
    {
        public void Dispose() => state.Signs = false;
    }
}
