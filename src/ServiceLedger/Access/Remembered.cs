using System.Collections.Concurrent;
using System.Diagnostics;
using Marten;
using Marten.Services;

namespace ServiceLedger.Access;

/// <summary>
/// States that requests are judged by, such as the standing of officers, kept in this process, the only one of the service on its database. What is recorded in a
/// stream makes its state be forgotten here once it is committed, before its request is answered, so that the very next request meets it. Where a commit's outcome
/// stays unknown here, as when its connection is lost, what was known lasts a minute at most.
/// </summary>
public sealed class Remembered<T> : DocumentSessionListenerBase
    where T : class
{
    const int Most = 20_000;

    static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Guid, Entry> known = new();

    sealed record Entry(Lazy<Task<T?>> State, long Since)
    {
        public bool IsOver => Stopwatch.GetElapsedTime(Since) > Life;
    }

    /// <summary>The state of the stream; null where nothing is on record. One read by key where it is not known yet.</summary>
    public async Task<T?> FindAsync(Guid id, IDocumentStore store)
    {
        if (known.TryGetValue(id, out var entry) && entry.IsOver)
        {
            known.TryRemove(KeyValuePair.Create(id, entry));
            entry = null;
        }

        if (entry is null)
        {
            if (known.Count >= Most)
                known.Clear();
            entry = known.GetOrAdd(id, _ => new(new(() => LoadAsync(id, store)), Stopwatch.GetTimestamp()));
        }

        try
        {
            return await entry.State.Value;
        }
        catch
        {
            // The next request tries anew.
            known.TryRemove(KeyValuePair.Create(id, entry));
            throw;
        }
    }

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        // Whoever reads meanwhile holds the entry that goes; a later one begins its read after the commit.
        foreach (var stream in commit.GetStreams())
            known.TryRemove(stream.Id, out _);
        return Task.CompletedTask;
    }

    // Several requests may wait for it, so that none of them can call it off.
    static async Task<T?> LoadAsync(Guid id, IDocumentStore store)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<T>(id);
    }
}
