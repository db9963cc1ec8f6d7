using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>A look as it will stand in the table of events: made where it is asked for, so that whoever writes it only writes.</summary>
public sealed record LookRow(Guid Id, Guid Stream, string Type, string DotNetType, string Data, string Headers, string UserName, string? Correlation, string? Causation, DateTimeOffset At)
{
    static readonly RecordedTime Clock = new();

    sealed record Envelope(Act Act, string? Traceparent);

    public static LookRow Of(Look look, DateOnly today)
    {
        var (type, activity) = (look.What.GetType(), Activity.Current);
        return new(
            LedgerId.For(look.CitizenId), AccessStream.Of(look.CitizenId, today), EventCatalogue.Names[type], $"{type.FullName}, {type.Assembly.GetName().Name}",
            JsonSerializer.Serialize(look.What, type, LedgerJson.Stored), JsonSerializer.Serialize(new Envelope(look.By, activity?.Id), LedgerJson.Stored),
            look.By.ActorId, activity?.TraceId.ToString(), activity?.SpanId.ToString(), Clock.GetUtcNow());
    }
}

/// <summary>
/// The one place that writes Marten's tables by hand: many looks at many citizens in one statement, where Marten calls its function once for each stream.
/// It follows the tables and <c>mt_quick_append_events</c> of Marten 9.58; a test compares its rows with Marten's, column by column.
/// </summary>
/// <remarks>
/// A month that does not exist begins and one that does moves on by the same clause. Its row is locked until the commit, in the order of ids, so that
/// several processes neither give one version twice nor wait for each other in a ring.
/// </remarks>
public sealed class LookRows(NpgsqlDataSource database)
{
    const string Append = $"""
        with look as (
          select *, count(*) over (partition by stream_id) - row_number() over (partition by stream_id order by place) as later
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) with ordinality
            as l(id, stream_id, type, dotnet_type, data, headers, user_name, correlation_id, causation_id, timestamp, place)
        ), month as (
          insert into {Store.Schema}.mt_streams as s (id, type, version, timestamp, tenant_id)
          select stream_id, 'access_month', count(*), now(), '*DEFAULT*' from look group by stream_id order by stream_id
          on conflict (id) do update set version = s.version + excluded.version, timestamp = now() where not s.is_archived
          returning id, version
        ), numbered as (
          select look.*, month.version - later as version from look join month on month.id = look.stream_id order by place
        )
        insert into {Store.Schema}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, is_archived, causation_id, correlation_id, headers, user_name)
        select nextval('{Store.Schema}.mt_events_sequence'), id, stream_id, version, data, type, '*DEFAULT*', timestamp, dotnet_type, false, causation_id, correlation_id, headers, user_name from numbered
        """;

    /// <summary>Writes these rows in one commit.</summary>
    public async Task AppendAsync(IReadOnlyList<LookRow> rows)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Append)
                {
                    Parameters =
                    {
                        Column(rows, NpgsqlDbType.Uuid, r => r.Id), Column(rows, NpgsqlDbType.Uuid, r => r.Stream), Column(rows, NpgsqlDbType.Text, r => r.Type), Column(rows, NpgsqlDbType.Text, r => r.DotNetType),
                        Column(rows, NpgsqlDbType.Jsonb, r => r.Data), Column(rows, NpgsqlDbType.Jsonb, r => r.Headers), Column(rows, NpgsqlDbType.Text, r => r.UserName),
                        Column(rows, NpgsqlDbType.Text, r => r.Correlation), Column(rows, NpgsqlDbType.Text, r => r.Causation), Column(rows, NpgsqlDbType.TimestampTz, r => r.At)
                    }
                },
                // What Marten says after each append: who follows the record waits where numbers were taken and not yet committed.
                new("select pg_notify('mt_events_appended', '')")
            }
        };
        // Read to the end of the answer: what goes wrong at the commit itself is told last.
        if (await batch.ExecuteNonQueryAsync() != rows.Count)
            throw new UnreachableException("A month of looks is not archived.");
    }

    static NpgsqlParameter Column<T>(IReadOnlyList<LookRow> rows, NpgsqlDbType type, Func<LookRow, T> value) => new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
