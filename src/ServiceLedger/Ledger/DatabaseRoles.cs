using ServiceLedger.Hosting;
using Weasel.Core;

namespace ServiceLedger.Ledger;

/// <summary>
/// What the service may do in its databases: everything it needs and nothing that could rewrite the record. Events and leaves may be read and added, never changed or
/// removed; the trigger and the replication role are the owner's. <c>db-apply</c>, under the migration role, makes the role and its rights; the login of the service is made a member of it.
/// </summary>
public static class DatabaseRoles
{
    /// <summary>The role of the service. It cannot log in itself: <c>grant serviceledger to LOGIN</c>.</summary>
    public const string Service = "serviceledger";

    // What stands against each table of the record; every other table is read, written and emptied as projections and queues need it.
    static readonly (string Table, string Rights)[] OfTheRecord =
    [
        ($"{Store.Schema}.mt_events", "select, insert"),
        ($"{Store.Schema}.mt_streams", "select, insert, update"),
        (LogSchema.Leaf, "select, insert"),
        (LogSchema.TreeHead, "select, update"),
        (LogSchema.Pending, "select, delete")
    ];

    static readonly string[] All = ["select", "insert", "update", "delete", "truncate"];

    /// <summary>The role and its rights in the database of this schema.</summary>
    public static ISchemaObject Of(string schema)
    {
        var record = schema == Store.Schema ? OfTheRecord : [];
        // Where the vault shares the ledger's database, its rights leave those of the record alone.
        var elsewhere = schema == Store.Schema ? "" : $" and nspname <> '{Store.Schema}'";
        // The session that applies the schema owns what it makes: what comes later is granted by its default rights.
        var later = $"""
            do $body$ begin
              if not exists (select from pg_roles where rolname = '{Service}') then create role {Service} nologin; end if;
            exception when duplicate_object or unique_violation then null;
            end $body$;
            alter default privileges grant usage on schemas to {Service};
            alter default privileges grant select, insert, update, delete, truncate on tables to {Service};
            alter default privileges grant usage, select, update on sequences to {Service};
            do $body$ declare s name; begin
              for s in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'{elsewhere} loop
                execute format('grant usage on schema %I to {Service}', s);
                execute format('grant select, insert, update, delete, truncate on all tables in schema %I to {Service}', s);
                execute format('grant usage, select, update on all sequences in schema %I to {Service}', s);
              end loop;
            end $body$;
            """;
        return new Sql("service_role", Holds(schema, record, elsewhere), later + string.Concat(record.Select(t => $"{Environment.NewLine}revoke all on {t.Table} from {Service}; grant {t.Rights} on {t.Table} to {Service};")), schema);
    }

    // Checked table by table, so that a table added since is noticed, and so is a right that somebody added; and the schema, for a role of another database may be there before any table is.
    static string Holds(string schema, (string Table, string Rights)[] record, string elsewhere)
    {
        var names = string.Join(", ", record.Select(t => $"'{t.Table}'::text").DefaultIfEmpty("''::text"));
        var others = string.Join(" and ", All.Select(right => $"has_table_privilege('{Service}', c.oid, '{right}')"));
        var exact = record.SelectMany(t => All.Select(right => $"has_table_privilege('{Service}', to_regclass('{t.Table}'), '{right}') = {(t.Rights.Split(", ").Contains(right) ? "true" : "false")}")).DefaultIfEmpty("true");
        return $"""
            coalesce(case when not exists (select from pg_roles where rolname = '{Service}') then false else
              has_schema_privilege('{Service}', to_regnamespace('{schema}')::oid, 'usage') and (select coalesce(bool_and({others}), true) from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'{elsewhere} and n.nspname || '.' || c.relname <> all (array[{names}]))
              and {string.Join(" and ", exact)} end, false)
            """;
    }
}
