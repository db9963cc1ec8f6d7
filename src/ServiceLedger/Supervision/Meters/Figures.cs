using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Meters;

/// <summary>How the single values lie: half of them, and nine of ten, are at most this.</summary>
public sealed record Spread(long P50, long P90, long Max);

/// <summary>One figure.</summary>
/// <param name="Of">What it is of: each name of <c>by</c> with its value; null where that is not known.</param>
/// <param name="Value">The one over the other, to four places; absent where nothing was counted.</param>
/// <param name="Withheld">Whether so little was counted that it could tell of one person: then nothing of it is shown.</param>
public sealed record Figure(IReadOnlyDictionary<string, string?> Of, long? Numerator, long? Denominator, decimal? Value, int DefinitionVersion, Spread? Spread = null, bool? Withheld = null)
{
    /// <summary>A figure by where people live over fewer than this is withheld.</summary>
    public const int Few = 5;

    public static decimal? Quotient(long numerator, long denominator) => denominator == 0 ? null : Math.Round((decimal)numerator / denominator, 4, MidpointRounding.AwayFromZero);

    public static Figure Counted(IReadOnlyDictionary<string, string?> of, long numerator, long denominator, int version, bool tellsWhere, Spread? spread = null) =>
        tellsWhere && denominator is > 0 and < Few ? new(of, null, null, null, version, null, true) : new(of, numerator, denominator, Quotient(numerator, denominator), version, spread);
}

/// <summary>Counts the meters, by SQL over the registers.</summary>
public sealed class Figures(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The most figures in one answer.</summary>
    public const int Most = 5000;

    // The number of groups is not guessed well from expressions: without this rows are sorted on disk instead of counted in memory, which takes several times as long.
    // That setting makes every ordered query look so dear that the database would first compile it, which takes longer than counting.
    const string InMemory = "set local enable_sort = off; set local jit = off; set local work_mem = '64MB'; ";

    /// <summary>Opens a query that counts many rows in few groups; it reads one state of the registers.</summary>
    public static async Task<NpgsqlDataReader> CountAsync(NpgsqlConnection connection, string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken ct)
    {
        await using (var prepare = new NpgsqlCommand(InMemory, connection))
            await prepare.ExecuteNonQueryAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange((NpgsqlParameter[])[.. parameters]);
        return await command.ExecuteReaderAsync(ct);
    }

    /// <summary>The figures of a meter for this question, in the order of what they are of.</summary>
    public async Task<IReadOnlyList<Figure>> OfAsync(Meter meter, IndicatorQuery query, CancellationToken ct)
    {
        var by = query.By.Select((b, i) => (Name: b.InJson(), Sql: Column(meter, b), Shown: Shown(b, $"k{i}"))).ToArray();
        var (where, parameters) = Where(query, meter.At, meter.Department, meter.Item);
        if (meter.Since is not null)
            parameters = [.. parameters, new() { Value = time.Today() }];
        var value = meter.Since is { } since ? $"${parameters.Length}::date - ({InChina(since)})::date" : meter.Spread;
        var spread = value is null ? "" : $", array_agg({value}) as all_values";
        var groups = string.Join(", ", Enumerable.Range(1, by.Length));
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var rows = await CountAsync(
            connection,
            $"""
            select {string.Concat(by.Select(b => $"{b.Shown}, "))}coalesce(numerator, 0)::bigint, denominator{(spread.Length == 0 ? "" : ", (select percentile_disc(array[0.5, 0.9, 1]) within group (order by v)::bigint[] from unnest(all_values) as v)")}
            from (select {string.Concat(by.Select((b, i) => $"{b.Sql} as k{i}, "))}{meter.Counts} as numerator, count(*) as denominator{spread} from {meter.Register.Table}
                  where {meter.At} is not null and {meter.Of}{where}{(by.Length == 0 ? "" : $" group by {groups}")}) as counted
            {(by.Length == 0 ? "" : $"order by {groups}")} limit {Most + 1}
            """, parameters, ct);
        var figures = new List<Figure>();
        while (await rows.ReadAsync(ct))
        {
            var of = new Dictionary<string, string?>();
            for (var i = 0; i < by.Length; i++)
                of[by[i].Name] = await rows.IsDBNullAsync(i, ct) ? null : rows.GetString(i);
            var values = spread.Length == 0 ? null : await rows.IsDBNullAsync(by.Length + 2, ct) ? [0, 0, 0] : rows.GetFieldValue<long[]>(by.Length + 2);
            figures.Add(Figure.Counted(
                of, rows.GetInt64(by.Length), rows.GetInt64(by.Length + 1), meter.DefinitionVersion, query.TellsWhere, values is null ? null : new(values[0], values[1], values[2])));
        }

        return figures;
    }

    /// <summary>The sequence of the last event that the registers have followed.</summary>
    public async Task<long> PositionAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select last_seq_id from {Store.Schema}.mt_event_progression where name = '{Store.Registers}:All'");
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>The conditions of a question, each led by «and», and their parameters.</summary>
    public static (string Sql, NpgsqlParameter[] Parameters) Where(IndicatorQuery query, string at, string department = "department", string item = "item_code", string prefix = "")
    {
        var (conditions, parameters) = ("", new List<NpgsqlParameter>());
        void And(string column, string comparison, object? value)
        {
            if (value is null)
                return;
            parameters.Add(new() { Value = value });
            conditions += $" and {prefix}{column} {comparison} ${parameters.Count}";
        }

        And(at, ">=", query.From is { } from ? Text.StartOf(from).ToUniversalTime() : null);
        And(at, "<", query.To is { } to ? Text.StartOf(to.AddDays(1)).ToUniversalTime() : null);
        And(department, "=", query.Cell.Department);
        And(item, "=", query.Cell.Item);
        And("district", "=", query.Cell.District);
        And("channel", "=", query.Cell.Channel?.InJson());
        And("urban_rural_class", "=", query.Cell.UrbanRuralClass);
        And("urban_rural_class", "like", query.Cell.Rural is { } rural ? rural ? "2%" : "1%" : null);
        return (conditions, [.. parameters]);
    }

    static string Column(Meter meter, IndicatorBy by) => by switch
    {
        IndicatorBy.Department => meter.Department,
        IndicatorBy.Item => meter.Item,
        IndicatorBy.District => "district",
        IndicatorBy.Channel => "channel",
        IndicatorBy.Class => "urban_rural_class",
        IndicatorBy.Area => "left(urban_rural_class, 1)",
        _ => $"date_trunc('{by.InJson()}', {InChina(meter.At)})"
    };

    static string InChina(string column) => $"{column} at time zone 'UTC' + interval '8 hours'";

    // Written out once for each group, and not for each row.
    static string Shown(IndicatorBy by, string key) => by switch
    {
        IndicatorBy.Area => $"case {key} when '1' then 'urban' when '2' then 'rural' end",
        IndicatorBy.Month => $"to_char({key}, 'YYYY-MM')",
        IndicatorBy.Quarter => $"to_char({key}, 'YYYY-\"Q\"Q')",
        IndicatorBy.Year => $"to_char({key}, 'YYYY')",
        _ => key
    };
}
