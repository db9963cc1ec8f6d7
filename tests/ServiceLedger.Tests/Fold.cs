using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;
using JasperFx.Events;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests;

/// <summary>Folds events with the Create and Apply the store calls.</summary>
static class Fold
{
    static readonly ConcurrentDictionary<(Type State, Type Event, bool First), Func<object?, IEvent, object>> Steps = new();

    /// <summary>The state after one more event; an event the state knows nothing of is an error.</summary>
    public static object Next(Type state, object? before, IEvent e) => Steps.GetOrAdd((state, e.Data.GetType(), before is null), Step)(before, e);

    /// <summary>The state after all of them.</summary>
    public static object? All(Type state, IEnumerable<IEvent> events, object? before = null) => events.Aggregate(before, (s, e) => Next(state, s, e));

    /// <summary>The event with its envelope, as the store hands it to a fold.</summary>
    public static IEvent Envelope(Guid stream, long version, DateTimeOffset at, object data, Act? act = null)
    {
        var e = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(data.GetType()), data)!;
        (e.StreamId, e.Version, e.Timestamp) = (stream, version, at);
        if (act is not null)
            e.SetHeader(Act.Header, act.ToHeader());
        return e;
    }

    public static string Json(object? value) => JsonSerializer.Serialize(value, LedgerJson.Stored);

    static Func<object?, IEvent, object> Step((Type State, Type Event, bool First) of)
    {
        var (before, e) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(IEvent)));
        var wrapped = typeof(IEvent<>).MakeGenericType(of.Event);
        var name = of.First ? "Create" : "Apply";
        var whole = of.State.GetMethod(name, [wrapped]);
        var method = whole ?? of.State.GetMethod(name, [of.Event]) ?? throw new InvalidOperationException($"{of.State.Name} has no {name} for {of.Event.Name}.");
        Expression argument = whole is null ? Expression.Convert(Expression.Property(e, nameof(IEvent.Data)), of.Event) : Expression.Convert(e, wrapped);
        var call = of.First ? Expression.Call(method, argument) : Expression.Call(Expression.Convert(before, of.State), method, argument);
        var fold = Expression.Lambda<Func<object?, IEvent, object>>(Expression.Convert(call, typeof(object)), before, e).Compile();
        var version = of.State.GetProperty("Version")!;
        return (s, happened) =>
        {
            var after = fold(s, happened);
            version.SetValue(after, happened.Version);
            return after;
        };
    }
}
