using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Catalogue;

/// <summary>The public catalogue: departments and items, open to everyone.</summary>
public static class CatalogueEndpoints
{
    const int MaxPage = 200;

    // The order of bytes, the same on every server.
    const string ByCode = "(d.data ->> 'code') collate \"C\"";

    public sealed record ItemRow(string Code, int Version, string Name, string? NameEn, string Department, ItemKind Kind);
    public sealed record ItemPage(IReadOnlyList<ItemRow> Items, int Total, string? Next);
    public sealed record ItemView(string Code, int Version, int InForce, ItemTerms Terms);

    [WolverineGet("/api/departments"), AllowAnonymous]
    public static Task<IReadOnlyList<Department>> Departments(IQuerySession session, CancellationToken ct) =>
        session.Query<Department>().OrderBy(d => d.CreditCode).ToListAsync(ct);

    /// <summary>Items by code, a page at a time: <c>after</c> is the last code of the page before.</summary>
    [WolverineGet("/api/items"), AllowAnonymous]
    public static async Task<ItemPage> Items(IQuerySession session, string? department, string? after, int? size, CancellationToken ct)
    {
        var take = Math.Clamp(size ?? 50, 1, MaxPage);
        var found = session.Query<ServiceItem>().Where(i => department == null || i.DepartmentCode == department);
        var page = await found.Where(i => i.MatchesSql($"{ByCode} > ?", after ?? "")).OrderBySql(ByCode).Take(take).ToListAsync(ct);
        return new([.. page.Select(Row)], await found.CountAsync(ct), page.Count == take ? page[^1].Code : null);
    }

    [WolverineGet("/api/items/{code}"), AllowAnonymous, ProducesResponseType<ItemView>(200)]
    public static async Task<IResult> Item(string code, int? version, IQuerySession session, CancellationToken ct)
    {
        var item = await session.Query<ServiceItem>().SingleOrDefaultAsync(i => i.Code == code, ct);
        return item?.Terms(version ?? item.InForce) is { } terms
            ? Results.Ok(new ItemView(item.Code, version ?? item.InForce, item.InForce, terms))
            : Results.Problem(Problems.NotFound());
    }

    static ItemRow Row(ServiceItem i) => new(i.Code, i.InForce, i.Versions[^1].Name, i.Versions[^1].NameEn, i.Versions[^1].DepartmentCode, i.Versions[^1].Kind);
}
