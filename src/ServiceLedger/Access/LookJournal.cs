using System.Threading.Channels;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>A look that is to be recorded before anything is shown.</summary>
/// <param name="CitizenId">Whom it is about.</param>
/// <param name="What">The event.</param>
public sealed record Look(Guid CitizenId, object What, Act By);

/// <summary>
/// Records looks, many in one commit. There is no timer: while one commit is in flight the next group fills, so that a lone look waits for nothing
/// and a crowd shares its commits. Whoever awaits a look goes on only after its commit, or gets the exception that kept it from being recorded.
/// </summary>
public class LookJournal(LookRows table, TimeProvider time) : BackgroundService
{
    /// <summary>Readers waiting beyond this are refused: the record cannot keep up.</summary>
    public const int MostWaiting = 10_000;

    const int MostInGroup = 256;

    readonly Channel<Waiting> queue = System.Threading.Channels.Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    sealed record Waiting(IReadOnlyList<LookRow> Rows, TaskCompletionSource Done);

    /// <summary>Records these looks together; returns after their commit.</summary>
    public virtual Task RecordAsync(params IReadOnlyList<Look> looks)
    {
        if (looks.Count == 0)
            return Task.CompletedTask;
        var waiting = new Waiting(Rows(looks), new(TaskCreationOptions.RunContinuationsAsynchronously));
        return queue.Writer.TryWrite(waiting) ? waiting.Done.Task : Task.FromException(new LookNotRecorded("Too many looks are waiting to be recorded, or the service stops."));
    }

    /// <summary>The looks as they will stand in the table.</summary>
    protected LookRow[] Rows(IReadOnlyList<Look> looks)
    {
        var today = time.Today();
        return [.. looks.Select(l => LookRow.Of(l, today))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What is waiting when the service stops is still recorded: its readers wait for it. What comes later is refused.
        await using var stopping = stoppingToken.Register(() => queue.Writer.TryComplete());
        var group = new List<Waiting>();
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            group.Clear();
            while (group.Count < MostInGroup && queue.Reader.TryRead(out var next))
                group.Add(next);
            await SettleAsync(group);
        }
    }

    async Task SettleAsync(IReadOnlyList<Waiting> group)
    {
        try
        {
            await table.AppendAsync([.. group.SelectMany(w => w.Rows)]);
            foreach (var waiting in group)
                waiting.Done.SetResult();
        }
        catch (PostgresException e) when (group.Count > 1 && !e.IsTransient)
        {
            // One that cannot be recorded does not keep the others from it.
            foreach (var waiting in group)
                await SettleAsync([waiting]);
        }
        catch (Exception e)
        {
            foreach (var waiting in group)
                waiting.Done.SetException(new LookNotRecorded("The look could not be recorded.", e));
        }
    }
}

/// <summary>A look that could not be recorded, so that nothing is shown.</summary>
public sealed class LookNotRecorded(string message, Exception? inner = null) : Exception(message, inner);
