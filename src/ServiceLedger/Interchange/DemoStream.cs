using System.Collections.Concurrent;
using System.Reflection;
using JasperFx.Events;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

/// <summary>A stream of the demo before it is recorded: its events, each with its own act.</summary>
abstract class DemoStream(Type state, Guid id)
{
    public Type State => state;
    public Guid Id => id;
    public List<IEvent> Events { get; } = [];
}

/// <summary>A stream and what its events add up to, folded by the Create and Apply the store calls.</summary>
/// <param name="onRecord">What the stream adds up to, where it is on record already.</param>
sealed class DemoStream<T>(Guid id, T? onRecord = null) : DemoStream(typeof(T), id)
    where T : class
{
    static readonly ConcurrentDictionary<Type, Func<T?, IEvent, T>> Folds = new();
    static readonly PropertyInfo Version = typeof(T).GetProperty("Version")!;

    T? folded = onRecord;

    /// <summary>What the events so far add up to.</summary>
    public T Now => folded ?? throw new InvalidOperationException("A stream begins with an event.");

    public void Add(object data, Act act, DateTimeOffset recorded)
    {
        var e = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(data.GetType()), data)!;
        (e.StreamId, e.Version, e.Timestamp, e.UserName) = (Id, Events.Count + 1, recorded, act.ActorId);
        e.SetHeader(Act.Header, act.ToHeader());
        Events.Add(e);
        folded = Folds.GetOrAdd(data.GetType(), FoldOf)(folded, e);
        Version.SetValue(folded, e.Version);
    }

    static Func<T?, IEvent, T> FoldOf(Type data)
    {
        var envelope = typeof(IEvent<>).MakeGenericType(data);
        var (create, apply, applyBare) = (typeof(T).GetMethod("Create", [envelope]), typeof(T).GetMethod("Apply", [envelope]), typeof(T).GetMethod("Apply", [data]));
        return (state, e) => (T)(state is null ? create!.Invoke(null, [e]) : apply is not null ? apply.Invoke(state, [e]) : applyBare!.Invoke(state, [e.Data]))!;
    }
}
