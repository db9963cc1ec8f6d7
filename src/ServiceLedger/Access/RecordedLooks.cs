using System.Text.Json;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>A look as it stands in the record, with the names that go with it.</summary>
/// <param name="CaseNumber">Of the matter it was for.</param>
/// <param name="OfThisCitizen">Whether that matter is of the citizen who was looked at.</param>
/// <param name="FoundUnlawful">Whether it stood out in the daily examination and supervision found it unlawful.</param>
public sealed record RecordedLook(Guid Id, long Position, DateTimeOffset At, object What, Act By, string? DepartmentName, string? CaseNumber, bool OfThisCitizen, bool FoundUnlawful = false);

/// <summary>Whose looks are read, by whom and when; what is delayed is passed over for everybody but supervision.</summary>
/// <param name="Delays">All delays of the citizen.</param>
/// <param name="SeesDelayed">Whether the reader supervises, and so sees what the citizen does not see yet.</param>
/// <param name="SeesMatters">Whether the reader may learn of matters of other people.</param>
public sealed record LookScope(Guid CitizenId, DateOnly Today, IReadOnlyList<DisclosureDelay> Delays, bool SeesDelayed, bool SeesMatters)
{
    /// <summary>How far back looks are shown: records of processing are kept for three years at least (PIPL art. 56).</summary>
    const int Months = 37;

    /// <summary>Whose looks are asked for, by the id they act under; null: everybody's.</summary>
    public string? By { get; init; }

    /// <summary>The day from which one looks back; today where none is named.</summary>
    public DateOnly? Upto { get; init; }

    public Guid[] Streams => AccessStream.Of(CitizenId, Upto ?? Today, Months);
}

/// <summary>
/// Reads looks with one statement. Only the citizen's own streams are touched, each by the index of stream and version from its end,
/// so that the cost hangs on this citizen's looks and not on the size of the record.
/// </summary>
static class RecordedLooks
{
    /// <summary>The events that are looks, and what a line calls them.</summary>
    static readonly Dictionary<Type, AccessKind> Kinds = new()
    {
        [typeof(FileViewed)] = AccessKind.Viewed,
        [typeof(SearchPerformed)] = AccessKind.Searched,
        [typeof(Exported)] = AccessKind.Exported,
        [typeof(AccessRefused)] = AccessKind.Refused
    };

    static readonly Dictionary<string, Type> Types = Kinds.Keys.ToDictionary(t => EventCatalogue.Names[t]);

    const string Columns = "id, seq_id, type, timestamp, data, headers->'act' as act";

    public static AccessKind KindOf(object look) => Kinds[look.GetType()];

    /// <summary>Up to so many looks that the query asks for, the latest first.</summary>
    public static async Task<IReadOnlyList<RecordedLook>> PageAsync(NpgsqlConnection database, LookScope scope, AccessQuery query, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var where = Where(command, scope, query);
        var take = Value(command, query.Size);
        command.CommandText = Named(command, scope, $"""
            select l.* from unnest({Value(command, scope.Streams)}) s(stream)
            cross join lateral (select {Columns} from {Store.Schema}.mt_events where stream_id = s.stream and seq_id < {Value(command, query.Before)} and {where} order by version desc limit {take}) l
            order by l.seq_id desc limit {take}
            """);
        return await ReadAsync(command, ct);
    }

    /// <summary>One look; null where the citizen has none of this id, or it is not shown.</summary>
    public static async Task<RecordedLook?> OneAsync(NpgsqlConnection database, LookScope scope, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var where = Where(command, scope, new(Own: true));
        command.CommandText = Named(command, scope, $"select {Columns} from {Store.Schema}.mt_events where id = {Value(command, id)} and stream_id = any({Value(command, scope.Streams)}) and {where}");
        return (await ReadAsync(command, ct)).SingleOrDefault();
    }

    /// <summary>How many looks the query asks for.</summary>
    public static async Task<int> CountAsync(NpgsqlConnection database, LookScope scope, AccessQuery query, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var where = Where(command, scope, query);
        command.CommandText = $"select count(*)::int from {Store.Schema}.mt_events where stream_id = any({Value(command, scope.Streams)}) and {where}";
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>How often each department looked this month; those who are of no department under the empty code.</summary>
    public static async Task<IReadOnlyList<DepartmentLooks>> ThisMonthAsync(NpgsqlConnection database, LookScope scope, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var where = Where(command, scope, new());
        command.CommandText = $"""
            with looks as (select headers->'act'->>'department' as code, count(*)::int as times from {Store.Schema}.mt_events where stream_id = {Value(command, scope.Streams[0])} and {where} group by 1)
            select code, d.data->>'name', times from looks left join {Store.Schema}.mt_doc_department d on d.data->>'creditCode' = code order by times desc, code
            """;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var counts = new List<DepartmentLooks>();
        while (await rows.ReadAsync(ct))
            counts.Add(new(Text(rows, 0), Text(rows, 1), rows.GetInt32(2)));
        return counts;
    }

    /// <summary>The looks with the names of departments and the numbers of matters.</summary>
    static string Named(NpgsqlCommand command, LookScope scope, string looks) => $"""
        select e.id, e.seq_id, e.type, e.timestamp, e.data::text, e.act::text, d.data->>'name', a.data->>'caseNumber', coalesce(a.data->>'citizenId' = {Value(command, scope.CitizenId.ToString())}, false), coalesce(u.data->>'status' = 'unlawful', false)
        from ({looks}) e
        left join {Store.Schema}.mt_doc_department d on d.data->>'creditCode' = e.act->>'department'
        left join {Store.Schema}.mt_doc_application a on a.id = (e.act->>'matterId')::uuid
        left join {Store.Schema}.mt_doc_unexplainedlook u on (u.data->>'accessId')::uuid = e.id
        order by e.seq_id desc
        """;

    static string Where(NpgsqlCommand command, LookScope scope, AccessQuery query)
    {
        var parts = new List<string> { $"type = any({Value(command, Types.Where(t => query.Kind is null || Kinds[t.Value] == query.Kind).Select(t => t.Key).ToArray())})" };
        if (!query.Own)
            parts.Add($"user_name is distinct from {Value(command, scope.CitizenId.ToString())}");
        if (scope.By is { } by)
            parts.Add($"user_name = {Value(command, by)}");
        if (query.Department is { } department)
            parts.Add($"headers->'act'->>'department' = {Value(command, department)}");
        if (query.Purpose is { } purpose)
            parts.Add($"headers->'act'->>'purpose' = {Value(command, purpose)}");
        if (query.Section is { } section)
            parts.Add($"jsonb_exists(data->'sections', {Value(command, section.InJson())})");
        if (query.From is { } from)
            parts.Add($"timestamp >= {Value(command, Midnight(from))}");
        if (query.To is { } to)
            parts.Add($"timestamp < {Value(command, to == DateOnly.MaxValue ? DateTimeOffset.MaxValue.ToUniversalTime() : Midnight(to.AddDays(1)))}");
        if (query.Matter is { } matter)
        {
            parts.Add($"headers->'act'->>'matterId' = {Value(command, matter.ToString())}");
            // Whether somebody else's matter led to a look is not for the citizen to find out.
            if (!scope.SeesMatters)
                parts.Add($"exists (select from {Store.Schema}.mt_doc_application m where m.id = {Value(command, matter)} and m.data->>'citizenId' = {Value(command, scope.CitizenId.ToString())})");
        }

        if (!scope.SeesDelayed)
            parts.AddRange(scope.Delays.SelectMany(d => Hidden(command, d, scope.Today)));
        return string.Join(" and ", parts);
    }

    /// <summary>What a delay hides: the looks it covers, and the looks at itself, which would tell of it.</summary>
    static IEnumerable<string> Hidden(NpgsqlCommand command, DisclosureDelay delay, DateOnly today)
    {
        if (delay.Hides(today))
        {
            var (member, value) = delay.MatterId is { } matter ? ("matterId", matter.ToString()) : ("department", delay.Department);
            yield return $"not (timestamp >= {Value(command, delay.Since!.Value.ToUniversalTime())} and headers->'act'->>'{member}' is not distinct from {Value(command, value)})";
        }

        if (delay.HidesItself(today))
            yield return $"data->>'streamId' is distinct from {Value(command, delay.Id.ToString())}";
    }

    static DateTimeOffset Midnight(DateOnly day) => Hosting.Text.StartOf(day).ToUniversalTime();

    static async Task<IReadOnlyList<RecordedLook>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var rows = await command.ExecuteReaderAsync(ct);
        var looks = new List<RecordedLook>();
        while (await rows.ReadAsync(ct))
            looks.Add(new(
                rows.GetGuid(0), rows.GetInt64(1), rows.GetFieldValue<DateTimeOffset>(3), JsonSerializer.Deserialize(rows.GetString(4), Types[rows.GetString(2)], LedgerJson.Stored)!,
                JsonSerializer.Deserialize<Act>(rows.GetString(5), LedgerJson.Stored)!, Text(rows, 6), Text(rows, 7), rows.GetBoolean(8), rows.GetBoolean(9)));
        return looks;
    }

    static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    /// <summary>The place of a value in the statement.</summary>
    static string Value<T>(NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }
}
