using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Meters;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Registers;

/// <summary>The registers there are, for whoever reads them by SQL.</summary>
/// <param name="Position">The sequence of the last event that they have followed.</param>
/// <param name="Role">The role of the database that may read them.</param>
public sealed record RegisterList(long Position, string Role, IReadOnlyList<RegisterShown> Registers);

public sealed record RegisterShown(string Table, string Says, IReadOnlyList<ColumnShown> Columns);

public sealed record ColumnShown(string Name, string Type, string Says);

public static class GetRegistersEndpoint
{
    public static ProblemDetails Validate(Act act) => Roles.RefuseOthersThanSupervisors(act) ?? WolverineContinue.NoProblems;

    /// <summary>Every register and what each of its columns says.</summary>
    [WolverineGet("/api/supervision/registers")]
    public static async Task<RegisterList> Get(Figures figures, CancellationToken ct) => new(
        await figures.PositionAsync(ct), RegisterCatalogue.Role,
        [.. RegisterCatalogue.All.Select(r => new RegisterShown(r.Table, r.Says, [.. r.Columns.Select(c => new ColumnShown(c.Name, c.Type, c.Says))]))]);
}
