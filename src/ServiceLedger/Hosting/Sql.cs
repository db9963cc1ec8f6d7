using System.Data.Common;
using Weasel.Core;
using Weasel.Postgresql;
using DbCommandBuilder = Weasel.Core.DbCommandBuilder;

namespace ServiceLedger.Hosting;

/// <summary>Something of the database's that is there when a condition holds and is made by statements that may be repeated.</summary>
/// <param name="name">What it is called in reports.</param>
/// <param name="isThere">A condition, in SQL.</param>
/// <param name="make">The statements, each ended by a semicolon.</param>
/// <param name="schema">The schema it is counted to; whoever may not see that takes it for missing.</param>
public sealed class Sql(string name, string isThere, string make, string schema = Store.Schema) : ISchemaObject
{
    public DbObjectName Identifier { get; } = PostgresqlProvider.Instance.Parse($"{schema}.{name}");

    public void WriteCreateStatement(Migrator migrator, TextWriter writer) => writer.WriteLine(make);

    public void WriteDropStatement(Migrator rules, TextWriter writer) => throw new NotSupportedException($"{name} is never dropped by a migration.");

    public void ConfigureQueryCommand(DbCommandBuilder builder) => builder.Append($"select {isThere};");

    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default) =>
        new SchemaObjectDelta(this, await reader.ReadAsync(ct) && await reader.GetFieldValueAsync<bool>(0, ct) ? SchemaPatchDifference.None : SchemaPatchDifference.Create);

    public IEnumerable<DbObjectName> AllNames() => [Identifier];
}
