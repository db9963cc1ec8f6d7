using System.Diagnostics;
using System.Threading.Channels;
using JasperFx.Events;
using Marten;
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
public sealed class LookJournal(IDocumentStore store, TimeProvider time) : BackgroundService
{
    /// <summary>Looks waiting beyond this are refused: the record cannot keep up.</summary>
    const int MostWaiting = 10_000;

    const int MostInGroup = 256;
    const int MostRemembered = 100_000;

    readonly Channel<Waiting> queue = System.Threading.Channels.Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    readonly HashSet<Guid> begun = [];

    sealed record Waiting(IReadOnlyList<Look> Looks, string? Correlation, string? Causation, TaskCompletionSource Done);

    /// <summary>Records these looks together; returns after their commit.</summary>
    public Task RecordAsync(params IReadOnlyList<Look> looks)
    {
        if (looks.Count == 0)
            return Task.CompletedTask;
        var waiting = new Waiting(looks, Activity.Current?.TraceId.ToString(), Activity.Current?.SpanId.ToString(), new(TaskCreationOptions.RunContinuationsAsynchronously));
        return queue.Writer.TryWrite(waiting) ? waiting.Done.Task : Task.FromException(new LookNotRecorded("Too many looks are waiting to be recorded."));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Waiting>();
        try
        {
            // What is waiting when the service stops is still recorded: its readers wait for it.
            while (await queue.Reader.WaitToReadAsync(stoppingToken))
            {
                group.Clear();
                while (group.Count < MostInGroup && queue.Reader.TryRead(out var next))
                    group.Add(next);
                await SettleAsync(group);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            queue.Writer.Complete();
            while (queue.Reader.TryRead(out var left))
                await SettleAsync([left]);
        }
    }

    async Task SettleAsync(IReadOnlyList<Waiting> group)
    {
        try
        {
            try
            {
                await CommitAsync(group);
            }
            catch (JasperFx.Events.ExistingStreamIdCollisionException)
            {
                // Another process began one of these months meanwhile; what was begun is looked up anew.
                begun.Clear();
                await CommitAsync(group);
            }

            foreach (var waiting in group)
                waiting.Done.SetResult();
        }
        catch (Exception e)
        {
            begun.Clear();
            foreach (var waiting in group)
                waiting.Done.SetException(new LookNotRecorded("The look could not be recorded.", e));
        }
    }

    async Task CommitAsync(IReadOnlyList<Waiting> group)
    {
        await using var session = store.LightweightSession();
        var today = time.Today();
        var streams = group.SelectMany(w => w.Looks.Select(l => (Stream: AccessStream.Of(l.CitizenId, today), Event: Enveloped(l, w)))).GroupBy(x => x.Stream, x => x.Event).ToArray();
        await RememberBegunAsync(session, [.. streams.Select(s => s.Key).Where(id => !begun.Contains(id))]);
        foreach (var stream in streams)
        {
            if (begun.Contains(stream.Key))
                session.Events.Append(stream.Key, stream.ToArray<object>());
            else
                session.Events.StartStream<AccessMonth>(stream.Key, stream.ToArray<object>());
        }

        await session.SaveChangesAsync();
        if (begun.Count > MostRemembered)
            begun.Clear();
        foreach (var stream in streams)
            begun.Add(stream.Key);
    }

    async Task RememberBegunAsync(IDocumentSession session, Guid[] unknown)
    {
        if (unknown.Length == 0)
            return;
        foreach (var id in await session.AdvancedSql.QueryAsync<Guid>($"select id from {Store.Schema}.mt_streams where id = any(?)", CancellationToken.None, unknown))
            begun.Add(id);
    }

    static IEvent Enveloped(Look look, Waiting waiting)
    {
        var e = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(look.What.GetType()), look.What)!;
        e.SetHeader(Act.Header, look.By.ToHeader());
        (e.UserName, e.CorrelationId, e.CausationId) = (look.By.ActorId, waiting.Correlation, waiting.Causation);
        return e;
    }
}

/// <summary>A look that could not be recorded, so that nothing is shown.</summary>
public sealed class LookNotRecorded(string message, Exception? inner = null) : Exception(message, inner);
