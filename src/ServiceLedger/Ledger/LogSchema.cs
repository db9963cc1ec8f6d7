using ServiceLedger.Hosting;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;

namespace ServiceLedger.Ledger;

/// <summary>
/// What the transparency log keeps in the database: the queue of events not yet sequenced, filled by a trigger in the transaction that appends them;
/// the leaves; and the size of the tree; and what the service may do with all of it. It comes after Marten's own tables, on one of which the trigger hangs.
/// </summary>
public sealed class LogSchema() : FeatureSchemaBase("transparency_log", new PostgresqlMigrator())
{
    /// <summary>Sequence numbers of events on record that have no place in the log yet.</summary>
    public const string Pending = $"{Store.Schema}.pending";

    /// <summary>One row for each leaf: its index, the event's sequence number and id, the leaf hash, the entry.</summary>
    public const string Leaf = $"{Store.Schema}.leaf";

    /// <summary>One row: how many leaves there are.</summary>
    public const string TreeHead = $"{Store.Schema}.tree_head";

    /// <summary>The type of the rows by which Marten fills a gap; they are no events.</summary>
    public const string Tombstone = "tombstone";

    protected override IEnumerable<ISchemaObject> schemaObjects()
    {
        yield return new Sql("leaf", $"to_regclass('{Leaf}') is not null", $"""
            create table {Leaf} (leaf_index bigint primary key, seq_id bigint not null unique, event_id uuid not null unique, hash bytea not null, entry bytea not null);
            """);
        yield return new Sql("tree_head", $"to_regclass('{TreeHead}') is not null", $"""
            create table {TreeHead} (one boolean primary key default true check (one), size bigint not null);
            insert into {TreeHead} (size) values (0);
            """);
        // Vacuumed eagerly: rows live for milliseconds, and a queue full of dead ones makes a batch several times slower.
        yield return new Sql("pending", $"to_regclass('{Pending}') is not null", $"""
            create table {Pending} (seq_id bigint primary key) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
            """);
        // ALWAYS: a session that plays the replica still fills the queue. With the rights of its owner, so that nobody else needs to write to it.
        yield return new Sql("queue_events", $"""
            exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                    where t.tgrelid = to_regclass('{Store.Schema}.mt_events') and t.tgname = 'queue_events' and t.tgenabled = 'A' and p.prosrc = $body${Queue}$body$)
            """, $"""
            create or replace function {Store.Schema}.queue_events() returns trigger language plpgsql security definer set search_path = '' as $body${Queue}$body$;
            drop trigger if exists queue_events on {Store.Schema}.mt_events;
            create trigger queue_events after insert on {Store.Schema}.mt_events referencing new table as appended for each statement execute function {Store.Schema}.queue_events();
            alter table {Store.Schema}.mt_events enable always trigger queue_events;
            insert into {Pending} (seq_id) select seq_id from {Store.Schema}.mt_events e where type <> '{Tombstone}' and not exists (select from {Leaf} l where l.seq_id = e.seq_id) on conflict do nothing;
            """);
        yield return DatabaseRoles.Of(Store.Schema);
    }

    const string Queue = $" begin insert into {Pending} (seq_id) select seq_id from appended where type <> '{Tombstone}'; return null; end ";
}
