using Marten;
using Marten.Exceptions;
using Npgsql;
using ServiceLedger.Hosting;
using Weasel.Core;

namespace ServiceLedger.Privacy;

/// <summary>
/// Keeps erasure and everybody who writes about the same citizen apart, in the transaction of each: whoever writes shares a lock with the others and is refused where the
/// keys are destroyed; whoever erases has the lock alone, so that nothing comes in between finding a record due and saying that it is destroyed.
/// </summary>
public static class RecordLock
{
    /// <summary>The SQLSTATE of a write about a citizen whose keys are destroyed; its message is the number of the list.</summary>
    public const string Erased = "SL410";

    const string Body = $"""
         declare list text;
        begin
          perform pg_advisory_xact_lock_shared(hashtextextended(citizen::text, 4710));
          select data->'erased'->>'listNumber' into list from {Store.Schema}.mt_doc_protection where id = protection;
          if list is not null then raise exception using errcode = '{Erased}', message = list; end if;
        end 
        """;

    /// <summary>The procedure that a write calls.</summary>
    public static ISchemaObject Procedure() => new Sql(
        "writes_about", $"exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = '{Store.Schema}' and p.proname = 'writes_about' and p.prosrc = $body${Body}$body$)",
        $"create or replace procedure {Store.Schema}.writes_about(citizen uuid, protection uuid) language plpgsql as $body${Body}$body$;");

    /// <summary>Says in the session's transaction that it writes about this citizen.</summary>
    public static void WritesAbout(this IDocumentSession session, Guid citizenId) => session.QueueSqlCommand($"call {Store.Schema}.writes_about(?, ?)", citizenId, ProtectionStream.Of(citizenId));

    /// <summary>Whether a write was refused because the keys of whom it is about are destroyed.</summary>
    public static bool IsErased(Exception e) => e is MartenCommandException { InnerException: PostgresException { SqlState: Erased } };

    /// <summary>Takes the citizen's record for this session's transaction alone, once those who write about it now are done.</summary>
    public static async Task EraseAloneAsync(this IDocumentSession session, Guid citizenId, CancellationToken ct)
    {
        await session.BeginTransactionAsync(ct);
        await session.AdvancedSql.QueryAsync<string>("select pg_advisory_xact_lock(hashtextextended(?, 4710))::text", ct, citizenId.ToString());
    }
}
