using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Registers;
using Wolverine.Http;

namespace ServiceLedger.Supervision;

/// <summary>An event as the search of supervision tells it: what kind of thing was done, by which office and when, and nothing of what it says or of whom.</summary>
/// <param name="StreamId">Of what it is; absent where that is a person.</param>
/// <param name="Kind">What sort of actor did it.</param>
/// <param name="Actor">Who, where it was an officer, a department's system or the clock; a person who did something for themselves or another stands nowhere here.</param>
/// <param name="Link">Where the event is read; who reads it is on record as having looked.</param>
public sealed record FoundEvent(
    Guid EventId, Guid? StreamId, long Position, DateTimeOffset RecordedAt, string Type, ActorKind? Kind, string? Actor, string? Role, string? Department, Channel? Channel, string? Purpose, string Link);

/// <param name="Next">The <c>before</c> of the next page; absent on the last. There may be a next page behind one that is not full, or empty: each goes a limited way back.</param>
/// <param name="Back">How far back this page went: nothing that fits lies between its last event and this moment; absent where it went to the beginning.</param>
public sealed record FoundEvents(IReadOnlyList<FoundEvent> Events, long? Next, DateTimeOffset? Back);

public static class SearchEventsEndpoint
{
    /// <summary>So many events are gone through for one page at most, so that a rare thing does not keep the database busy.</summary>
    public const int Reach = 200_000;

    static readonly string[] Private = [.. EventCatalogue.Names.Where(n => n.Key.IsAssignableTo(typeof(IPrivateEvent))).Select(n => n.Value)];

    public static ProblemDetails Validate(Act act, string? actor, string? action, string? department, string? item, DateOnly? from, DateOnly? to) =>
        RefuseReader(act)
        ?? (actor is null ? null : Text.Refuse("actor", actor, 200)) ?? (action is null ? null : Text.Refuse("action", action, 100))
        ?? (department is null ? null : Text.Refuse("department", department, 18)) ?? (item is null ? null : Text.Refuse("item", item, 100))
        ?? (to < from ? Problems.Invalid("to", "It lies before from.", "早于起始日期。") : null)
        ?? (from == DateOnly.MaxValue || to == DateOnly.MaxValue ? Problems.Invalid("to", "No such day.", "没有该日期。") : null) ?? WolverineContinue.NoProblems;

    /// <summary>Supervisors search it, and auditors of the log, to whom all its entries are open anyhow (PIPL art. 54).</summary>
    internal static ProblemDetails? RefuseReader(Act act) => act.IsOfficer && act.May(PolicyAction.AuditLog, FileSection.History, Relation.None) ? null : Roles.RefuseOthersThanSupervisors(act);

    /// <summary>
    /// Events on record, the newest first, a page at a time: <c>before</c> is the <c>next</c> of the page before. <c>actor</c> is an officer's id or a kind of actor, <c>action</c> the type of
    /// the event, or the beginning of types with <c>*</c> behind it; <c>from</c> and <c>to</c> are days of the record. What is the reader's own case or a relative's is left out.
    /// </summary>
    [WolverineGet("/api/supervision/events")]
    public static async Task<FoundEvents> Get(
        Act act, string? actor, string? action, string? department, string? item, DateOnly? from, DateOnly? to, long? before, int? size, NpgsqlDataSource database, CancellationToken ct)
    {
        var take = HistoryPage.Size(size);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var newest = new NpgsqlCommand($"select coalesce(max(seq_id), 0) + 1 from {Store.Schema}.mt_events", connection);
        var upto = before ?? (long)(await newest.ExecuteScalarAsync(ct))!;
        var start = Math.Max(0, upto - Reach);
        await using var command = new NpgsqlCommand { Connection = connection };
        int Given(object value) => Parameter(command, value);
        var conditions = $"e.seq_id < ${Given(upto)} and e.seq_id >= ${Given(start)} and e.type <> all(${Given(Private)})";
        var kin = Given(act.Kin.ToArray());
        conditions += $" and (cardinality(${kin}::uuid[]) = 0 or not coalesce((e.data ->> 'citizenId')::uuid = any(${kin}), false))";
        if (actor is not null)
            conditions += EnumNames.TryRead<ActorKind>(actor, out var kind)
                ? $" and a.act ->> 'kind' = ${Given(kind.InJson())}"
                : $" and a.act ->> 'actorId' = ${Given(actor)} and a.act ->> 'kind' not in ('citizen', 'agent')";
        if (action is not null)
            conditions += action.EndsWith('*') ? $" and starts_with(e.type, ${Given(action[..^1])})" : $" and e.type = ${Given(action)}";
        if (department is not null)
            conditions += $" and a.act ->> 'department' = ${Given(department)}";
        if (item is not null)
            conditions += $" and e.stream_id in (select application_id from {RegisterCatalogue.Applications.Table} where item_code = ${Given(item)} union all select decision_id from {RegisterCatalogue.Decisions.Table} where item_code = ${Given(item)})";
        if (from is { } first)
            conditions += $" and e.\"timestamp\" >= ${Given(Text.StartOf(first).ToUniversalTime())}";
        if (to is { } last)
            conditions += $" and e.\"timestamp\" < ${Given(Text.StartOf(last.AddDays(1)).ToUniversalTime())}";
        command.CommandText = $"""
            select e.id, nullif(e.stream_id, (e.data ->> 'citizenId')::uuid), e.seq_id, e."timestamp", e.type, a.act::text from {Store.Schema}.mt_events e, lateral (select e.headers -> '{Act.Header}' as act) a
            where {conditions} order by e.seq_id desc limit {take}
            """;
        var found = new List<FoundEvent>();
        await using (var rows = await command.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                found.Add(Found(
                    rows.GetGuid(0), await rows.IsDBNullAsync(1, ct) ? null : rows.GetGuid(1), rows.GetInt64(2), rows.GetFieldValue<DateTimeOffset>(3), rows.GetString(4),
                    await rows.IsDBNullAsync(5, ct) ? null : JsonSerializer.Deserialize<Act>(rows.GetString(5), LedgerJson.Stored)));
        long? next = found.Count == take ? found[^1].Position : start > 0 ? start : null;
        if (next is null || found.Count == take)
            return new(found, next, null);
        await using var edge = new NpgsqlCommand($"select \"timestamp\" from {Store.Schema}.mt_events where seq_id >= $1 order by seq_id limit 1", connection) { Parameters = { new() { Value = start } } };
        return new(found, next, await edge.ExecuteScalarAsync(ct) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null);
    }

    static FoundEvent Found(Guid id, Guid? stream, long position, DateTimeOffset at, string type, Act? by) => new(
        id, stream, position, at, type, by?.Kind, by is null or { IsOfNoOffice: true } ? null : by.ActorId, by?.Role, by?.Department, by?.Channel, by?.Purpose, $"/api/events/{id}");

    static int Parameter(NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new() { Value = value });
        return command.Parameters.Count;
    }
}
