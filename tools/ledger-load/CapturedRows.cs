using System.Text.RegularExpressions;
using Npgsql;

namespace ServiceLedger.Load;

/// <summary>A row that an operation of the service left behind.</summary>
/// <param name="Values">Each column as text; null where there is none.</param>
sealed record CapturedRow(string Table, IReadOnlyList<string> Columns, IReadOnlyList<string?> Values);

/// <summary>The rows that one transaction wrote, whatever the tables: what a server that does the same by hand has to write too.</summary>
static class CapturedRows
{
    // A trigger fills the first; the others are written by what follows the record.
    static readonly string[] Followers = ["pending", "leaf", "tree_head", "mt_event_progression"];

    /// <summary>All rows of the transaction that appended the first event of a stream.</summary>
    public static async Task<IReadOnlyList<CapturedRow>> OfStreamAsync(NpgsqlDataSource database, Guid stream)
    {
        await using var connection = await database.OpenConnectionAsync();
        var transaction = (string)(await ScalarAsync(connection, $"select xmin::text from ledger.mt_events where stream_id = '{stream}' and version = 1"))!;
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand("select c.relname from pg_class c where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'r' order by 1", connection))
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync())
                tables.Add(rows.GetString(0));
        var captured = new List<CapturedRow>();
        // Events refer to their stream.
        foreach (var table in tables.Except(Followers).OrderBy(t => t == "mt_events"))
        {
            var columns = new List<string>();
            await using (var command = new NpgsqlCommand($"select attname from pg_attribute where attrelid = 'ledger.{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum", connection))
            await using (var rows = await command.ExecuteReaderAsync())
                while (await rows.ReadAsync())
                    columns.Add(rows.GetString(0));
            await using var found = new NpgsqlCommand($"select {string.Join(", ", columns.Select(c => $"\"{c}\"::text"))} from ledger.{table} where xmin::text = '{transaction}'", connection);
            await using var values = await found.ExecuteReaderAsync();
            while (await values.ReadAsync())
                captured.Add(new(table, columns, [.. columns.Select((_, i) => values.IsDBNull(i) ? null : values.GetString(i))]));
        }

        return captured;
    }

    static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A text cut at what changes from one operation to the next.</summary>
    public static IReadOnlyList<string> Cut(string text, IReadOnlyDictionary<string, string> changing)
    {
        var names = changing.Keys.OrderByDescending(k => k.Length).Select(Regex.Escape).ToArray();
        return Regex.Split(text, $"({string.Join('|', names)})");
    }
}
