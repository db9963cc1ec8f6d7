using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using Weasel.Core;
using Weasel.Postgresql.Tables;

namespace ServiceLedger.Supervision;

/// <summary>
/// The register of looks: a flat table of who looked at whom on which day, filled from the record in order, so that one day is found without going through the events.
/// It holds ids only, and may be emptied: it is filled again.
/// </summary>
public sealed class LookRegister(NpgsqlDataSource database)
{
    const string Looks = $"{Store.Schema}.looks", Progress = $"{Store.Schema}.looks_progress";

    // So many sequences at a time: each step is committed, so that one cut off goes on where it was.
    const int Step = 20_000;

    public static IEnumerable<ISchemaObject> Tables()
    {
        var looks = new Table(Looks);
        looks.AddColumn<Guid>("access_id").AsPrimaryKey();
        looks.AddColumn("day", "date").NotNull();
        looks.AddColumn("at", "timestamptz").NotNull();
        looks.AddColumn("kind", "text").NotNull();
        looks.AddColumn("officer", "text").NotNull();
        looks.AddColumn("department", "text");
        looks.AddColumn("role", "text");
        looks.AddColumn<Guid>("citizen_id").NotNull();
        looks.AddColumn("purpose", "text");
        looks.AddColumn("break_glass", "uuid");
        looks.AddColumn("screen", "text");
        looks.Indexes.Add(new IndexDefinition("looks_by_day") { Columns = ["day", "citizen_id", "officer"] });
        looks.Indexes.Add(new IndexDefinition("looks_by_officer") { Columns = ["day", "officer", "department", "citizen_id"] });
        var progress = new Table(Progress);
        progress.AddColumn<int>("id").AsPrimaryKey();
        progress.AddColumn<long>("position").NotNull();
        return [looks, progress];
    }

    /// <summary>Follows the record up to where it is complete; returns that position.</summary>
    public async Task<long> CatchUpAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var end = await Scalar(connection, $"select last_seq_id from {Store.Schema}.mt_event_progression where name = 'HighWaterMark'", ct);
        var position = await Scalar(connection, $"select position from {Progress} where id = 1", ct);
        while (position < end)
        {
            var to = Math.Min(position + Step, end);
            await using var fill = new NpgsqlCommand(
                $"""
                with filled as (
                    insert into {Looks} (access_id, day, at, kind, officer, department, role, citizen_id, purpose, break_glass, screen)
                    select id, ("timestamp" at time zone 'UTC' + interval '8 hours')::date, "timestamp", act->>'kind', act->>'actorId', act->>'department', act->>'role',
                           (data->>'citizenId')::uuid, act->>'purpose', (act->>'breakGlass')::uuid, data->>'screen'
                    from {Store.Schema}.mt_events, lateral (select headers->'{Act.Header}' as act) a
                    where seq_id > $1 and seq_id <= $2 and type in ('{EventCatalogue.Names[typeof(FileViewed)]}', '{EventCatalogue.Names[typeof(SearchPerformed)]}') and act->>'kind' in ('officer', 'system')
                    on conflict do nothing)
                insert into {Progress} (id, position) values (1, $2) on conflict (id) do update set position = $2
                """, connection)
            { Parameters = { new() { Value = position }, new() { Value = to } } };
            await fill.ExecuteNonQueryAsync(ct);
            position = to;
        }

        return position;
    }

    /// <summary>Whether anything of a day came to the record after this position: then the day is not complete here yet.</summary>
    public async Task<bool> LacksAsync(DateOnly day, long position, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""select exists (select from {Store.Schema}.mt_events where seq_id > $1 and "timestamp" < $2)""");
        command.Parameters.Add(new() { Value = position });
        command.Parameters.Add(new() { Value = EndOf(day) });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>The looks of one day at the next people after this one, all looks at one person together; none after the last.</summary>
    public async Task<IReadOnlyList<RegisteredLook>> OfDayAsync(DateOnly day, Guid after, int people, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            select access_id, at, kind, officer, department, role, citizen_id, purpose, break_glass, screen from {Looks}
            where day = $1 and citizen_id in (select distinct citizen_id from {Looks} where day = $1 and citizen_id > $2 order by citizen_id limit $3) order by citizen_id, at, access_id
            """);
        command.Parameters.Add(new() { Value = day });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = people });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var looks = new List<RegisteredLook>();
        while (await rows.ReadAsync(ct))
            looks.Add(new(
                rows.GetGuid(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetString(2) == "system" ? ActorKind.System : ActorKind.Officer, rows.GetString(3), Text(4), Text(5), rows.GetGuid(6), Text(7),
                await rows.IsDBNullAsync(8, ct) ? null : rows.GetGuid(8), Text(9)));
        return looks;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    /// <summary>The officers who looked at far more people on this day than usual.</summary>
    public async Task<IReadOnlySet<string>> PeaksAsync(DateOnly day, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select officer, department, day, count(distinct citizen_id)::int from {Looks} where day between $1 and $2 and kind = 'officer' group by day, officer, department");
        command.Parameters.Add(new() { Value = day.AddDays(-Peak.Days) });
        command.Parameters.Add(new() { Value = day });
        var days = new List<(string Officer, string? Department, DateOnly Day, int People)>();
        await using (var rows = await command.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                days.Add((rows.GetString(0), await rows.IsDBNullAsync(1, ct) ? null : rows.GetString(1), rows.GetFieldValue<DateOnly>(2), rows.GetInt32(3)));
        var before = days.Where(d => d.Day < day).ToArray();
        var own = before.ToLookup(d => d.Officer, d => d.People);
        var department = before.ToLookup(d => d.Department);
        return days.Where(d => d.Day == day)
            .Where(d => Peak.Is(d.People, [.. own[d.Officer]], [.. department[d.Department].Where(p => p.Officer != d.Officer).Select(p => p.People)])).Select(d => d.Officer).ToHashSet();
    }

    public static DateTimeOffset StartOf(DateOnly day) => Text.StartOf(day).ToUniversalTime();

    public static DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1));

    static async Task<long> Scalar(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }
}
