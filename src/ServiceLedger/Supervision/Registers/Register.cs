using System.Reflection;
using System.Text.Json;
using Marten;
using ServiceLedger.Hosting;
using Weasel.Postgresql.Tables;

namespace ServiceLedger.Supervision.Registers;

/// <summary>What a column of a register says: the words stand in the database as its comment.</summary>
/// <param name="Says">One plain sentence.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ColumnAttribute(string Says) : Attribute
{
    public string Says { get; } = Says;

    /// <summary>It comes from another stream than the row's own and is filled in after it.</summary>
    public bool FromOthers { get; init; }
}

/// <summary>A column of a register.</summary>
public sealed record RegisterColumn(string Name, string Type, bool Required, string Says, bool FromOthers);

/// <summary>A flat table for supervisors' SQL, one row per thing; its columns are the members of the row's record in snake case.</summary>
/// <param name="Says">What a row is.</param>
/// <param name="Indexes">The columns of each index.</param>
/// <param name="KeyColumns">How many of the first columns make the key.</param>
public sealed record Register(Type Row, string Name, string Says, string[][] Indexes, int KeyColumns = 1)
{
    static readonly JsonSerializerOptions InColumns = new(LedgerJson.Stored) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>An index over those rows only for which a condition holds.</summary>
    public (string[] Columns, string While)? Open { get; init; }

    /// <summary>The columns, the key first.</summary>
    public IReadOnlyList<RegisterColumn> Columns { get; } = [.. Row.GetProperties().Select(ColumnOf)];

    public string Table => $"{Store.Schema}.{Name}";

    string Key => Columns[0].Name;

    /// <summary>The table as the schema holds it.</summary>
    public Table ToTable()
    {
        var table = new Table(Table);
        foreach (var (i, column) in Columns.Index())
        {
            var added = table.AddColumn(column.Name, column.Type);
            if (i < KeyColumns)
                added.AsPrimaryKey();
            else if (column.Required)
                added.NotNull();
        }

        foreach (var columns in Indexes)
            table.Indexes.Add(new IndexDefinition($"{Name}_by_{columns[0]}") { Columns = columns });
        if (Open is { } open)
            table.Indexes.Add(new IndexDefinition($"{Name}_open") { Columns = open.Columns, Predicate = open.While });
        return table;
    }

    /// <summary>Queues one statement that writes these rows over those of the same key, and leaves alone what other streams filled in.</summary>
    public void Upsert<T>(IDocumentOperations operations, IReadOnlyCollection<T> rows)
    {
        if (rows.Count == 0)
            return;
        var own = Columns.Where(c => !c.FromOthers).Select(c => c.Name).ToArray();
        var (columns, changed) = (string.Join(", ", own), own.Where(c => c != Key).ToArray());
        operations.QueueSqlCommand(
            $"""
            insert into {Table} ({columns}) select {columns} from jsonb_populate_recordset(null::{Table}, ?::jsonb)
            on conflict ({Key}) do update set {string.Join(", ", changed.Select(c => $"{c} = excluded.{c}"))}
            """, JsonSerializer.Serialize(rows, InColumns));
    }

    static RegisterColumn ColumnOf(PropertyInfo member)
    {
        var says = member.GetCustomAttribute<ColumnAttribute>() ?? throw new InvalidOperationException($"{member.Name} says nothing.");
        var value = Nullable.GetUnderlyingType(member.PropertyType);
        var type = value ?? member.PropertyType;
        var optional = value is not null || new NullabilityInfoContext().Create(member).ReadState is NullabilityState.Nullable;
        return new(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name),
            type == typeof(Guid) ? "uuid" : type == typeof(int) ? "integer" : type == typeof(long) ? "bigint" : type == typeof(bool) ? "boolean"
            : type == typeof(DateOnly) ? "date" : type == typeof(DateTimeOffset) ? "timestamptz" : "text",
            !optional && !says.FromOthers, says.Says, says.FromOthers);
    }
}
