using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using JasperFx.Events;
using Marten;
using Marten.Services;
using Microsoft.AspNetCore.Http.Features;
using ServiceLedger.Ledger;
using ServiceLedger.Privacy;

namespace ServiceLedger.Hosting;

/// <summary>
/// What was answered to a request of this idempotency key; written in the transaction of the request itself, so that it is there
/// exactly when the request's events are. Holds ids only, never personal data.
/// </summary>
public sealed class IdempotencyRecord
{
    /// <summary>SHA-256 (hex) of actor, method, route and key.</summary>
    public required string Id { get; init; }

    /// <summary>The body's keyed hash: without the key nobody finds out what was sent by trying.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The streams the request wrote to.</summary>
    public Guid[] Streams { get; set; } = [];

    public string? Location { get; set; }

    /// <summary>The answer's JSON, where it has a body; without the receipt, which is made anew from the record.</summary>
    public string? Answer { get; set; }

    /// <summary>The id of the event whose receipt belongs to the answer.</summary>
    public Guid? Acknowledged { get; set; }

    /// <summary>Whether what the event holds was sent in the request itself, so that the receipt may show it to whoever sent it.</summary>
    public bool WasSent { get; set; } = true;

    /// <summary>The stream of that event while the request runs.</summary>
    [JsonIgnore]
    public Guid? AcknowledgedStream { get; private set; }

    /// <summary>That event once it is committed.</summary>
    [JsonIgnore]
    public IEvent? Committed { get; set; }

    /// <summary>Remembers and returns the answer of a request that creates something at this address.</summary>
    public Created<T> Creates<T>(string location, T answer)
        where T : class
    {
        Location = location;
        Answer = JsonSerializer.Serialize(answer, LedgerJson.Stored);
        return new(location, answer);
    }

    /// <summary>The same, and the answer holds a receipt.</summary>
    /// <param name="receiptOf">The stream whose new event is acknowledged by it.</param>
    /// <param name="wasSent">Whether the event holds only what was sent in this request.</param>
    public Acknowledged<T> Acknowledges<T>(string location, T answer, Guid receiptOf, bool wasSent = true)
        where T : class
    {
        (AcknowledgedStream, WasSent) = (receiptOf, wasSent);
        return new(Creates(location, answer));
    }
}

/// <summary>Answers 201 with an address and a body of ids.</summary>
public sealed record Created<T>(string Location, T Value) : IResult
    where T : class
{
    public Task ExecuteAsync(HttpContext httpContext) => Results.Created(Location, Value).ExecuteAsync(httpContext);
}

/// <summary>Answers 201 with an address and a body of ids, to which a member <c>receipt</c> is added once it is committed.</summary>
public sealed record Acknowledged<T>(Created<T> Created) : IResult
    where T : class
{
    public Task ExecuteAsync(HttpContext httpContext) => Created.ExecuteAsync(httpContext);
}

/// <summary>Runs before every endpoint that writes: puts the act on the session and the idempotency record into it.</summary>
public static class Recording
{
    /// <summary>The header of an answer that holds the sequence of its last event.</summary>
    public const string Position = "Ledger-Position";

    public static IdempotencyRecord Before(IDocumentSession session, HttpContext context)
    {
        var record = context.Features.GetRequiredFeature<IdempotencyRecord>();
        session.Record(context.Features.GetRequiredFeature<Act>());
        session.Insert(record);
        session.Listeners.Add(new Writes(record, context));
        return record;
    }

    /// <summary>Sets the envelope of all events that the session will append.</summary>
    public static void Record(this IDocumentSession session, Act act)
    {
        session.SetHeader(Act.Header, act.ToHeader());
        session.LastModifiedBy = act.ActorId;
        session.CorrelationId = Activity.Current?.TraceId.ToString();
        session.CausationId = Activity.Current?.SpanId.ToString();
        if (Activity.Current?.Id is { } traceparent)
            session.SetHeader("traceparent", traceparent);
    }

    sealed class Writes(IdempotencyRecord record, HttpContext context) : DocumentSessionListenerBase
    {
        public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
        {
            var streams = session.PendingChanges.Streams();
            record.Streams = [.. streams.Select(s => s.Id).Distinct()];
            // Their ids are given by then: the store's own listeners come first.
            if (record.AcknowledgedStream is { } acknowledged)
                record.Acknowledged = streams.Single(s => s.Id == acknowledged).Events[^1].Id;
            if (record.Streams.Length == 0)
                throw new UnreachableException("A request that is not refused records an event; refuse in Validate.");
            foreach (var citizen in streams.SelectMany(s => s.Events).Select(e => e.Data).OfType<ICitizenEvent>().Select(e => e.CitizenId).Distinct())
                session.WritesAbout(citizen);
            return Task.CompletedTask;
        }

        public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
        {
            var events = commit.GetStreams().SelectMany(s => s.Events).ToArray();
            record.Committed = Array.Find(events, e => e.Id == record.Acknowledged);
            var last = events.Select(e => e.Sequence).DefaultIfEmpty(0).Max();
            if (last > 0 && !context.Response.HasStarted)
                context.Response.Headers[Position] = last.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
    }
}

/// <summary>
/// The Idempotency-Key of every request that writes. The same key with the same body gets the first answer, with another body 422.
/// Nothing is read beforehand: the record's unique id refuses a second write, and only a refused request looks for a first answer.
/// An exception while committing means «unknown»: it too is settled by the record.
/// </summary>
public sealed class IdempotencyKeys(RequestDelegate next)
{
    /// <summary>The request header.</summary>
    public const string Header = "Idempotency-Key";

    const int MaxLength = 200;

    public async Task InvokeAsync(HttpContext context, IDocumentStore store, Vault vault, Receipts receipts, PublishedLog log)
    {
        if (!Writes(context))
        {
            await next(context);
            return;
        }

        var key = context.Request.Headers[Header].ToString();
        if (key.Length is 0 or > MaxLength || key.Any(c => c is < '!' or > '~'))
        {
            await Problems.Invalid(Header, $"Send the header {Header}: 1 to {MaxLength} visible ASCII characters, new for each new request.", $"请发送请求头 {Header}：1 至 {MaxLength} 个可见 ASCII 字符，每个新请求使用新的键。").WriteTo(context);
            return;
        }

        var act = context.Features.GetRequiredFeature<Act>();
        var record = new IdempotencyRecord
        {
            Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{act.Kind}\n{act.ActorId}\n{context.Request.Method}\n{context.Request.Path}\n{key}"))),
            RequestHash = context.Features.Get<CheckedBody>()?.Hash is { } hash ? (await vault.BlindIndex(context.RequestAborted)).OfRequest(hash) : ""
        };
        context.Features.Set(record);

        var answer = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        Exception? fault = null;
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            fault = e;
        }
        finally
        {
            context.Response.Body = answer;
        }

        if (fault is not null || context.Response.StatusCode >= 400)
        {
            await using var session = store.QuerySession();
            if (await session.LoadAsync<IdempotencyRecord>(record.Id, context.RequestAborted) is { } first)
            {
                await Replay(first, record, session, receipts, log, context);
                return;
            }
        }

        if (fault is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        if (record.Committed is { } committed && context.Response.StatusCode == StatusCodes.Status201Created)
        {
            await context.Response.WriteAsync(With(await receipts.OfAsync(committed, context.RequestAborted), record), context.RequestAborted);
            return;
        }

        held.Position = 0;
        await held.CopyToAsync(answer, context.RequestAborted);
    }

    static string With(Receipt receipt, IdempotencyRecord record)
    {
        var answer = JsonNode.Parse(record.Answer!)!;
        answer["receipt"] = JsonSerializer.SerializeToNode(record.WasSent ? receipt : receipt with { Disclosures = [] }, LedgerJson.Stored);
        return answer.ToJsonString(LedgerJson.Stored);
    }

    static bool Writes(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint && context.Features.Get<Act>() is not null
        && (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPut(context.Request.Method))
        && endpoint.Metadata.GetMetadata<ReadsOnlyAttribute>() is null;

    static async Task Replay(IdempotencyRecord first, IdempotencyRecord second, IQuerySession session, Receipts receipts, PublishedLog log, HttpContext context)
    {
        context.Response.Clear();
        if (first.RequestHash != second.RequestHash)
        {
            await Problems.KeyReused().WriteTo(context);
            return;
        }

        var position = (await session.AdvancedSql.QueryAsync<long>("select coalesce(max(seq_id), 0) from ledger.mt_events where stream_id = any(?)", context.RequestAborted, first.Streams)).Single();
        context.Response.Headers[Recording.Position] = position.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (first.Answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = first.Location;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(
            first.Acknowledged is { } id && await log.FindAsync(id, context.RequestAborted) is { } acknowledged ? With(await receipts.OfAsync(acknowledged, session, context.RequestAborted), first) : first.Answer,
            context.RequestAborted);
    }
}

/// <summary>Marks a POST that changes nothing, such as a search whose terms must not stand in an address.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadsOnlyAttribute : Attribute;
