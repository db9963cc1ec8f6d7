using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.Open;

/// <summary>What can be applied for, and at which department?</summary>
public sealed class ItemsModel(Names names, IStringLocalizer<OpenWords> L) : OpenPage
{
    public IReadOnlyList<(CatalogueEndpoints.ItemRow Item, string Name, string Department)> Items { get; private set; } = [];
    public int Total { get; private set; }
    public string? Next { get; private set; }
    public IReadOnlyList<Choice> Departments { get; private set; } = [];
    public string? Department => Asked("department");

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (page, problem, _) = await ReadAsync<CatalogueEndpoints.ItemPage>(Addresses.With("/api/items", ("department", Department), ("after", Asked("after"))));
        if (page is null)
            return Refused(problem!);
        var departments = await names.DepartmentsAsync(ct);
        var items = new List<(CatalogueEndpoints.ItemRow, string, string)>();
        foreach (var item in page.Items)
            items.Add((item, Names.Of(item.Name, item.NameEn), await names.DepartmentAsync(item.Department, ct)));
        Departments = [new("", L["All departments"]), .. departments.Values.OrderBy(d => d.CreditCode, StringComparer.Ordinal).Select(d => new Choice(d.CreditCode, d.Name))];
        (Items, Total, Next) = (items, page.Total, page.Next is null ? null : Addresses.With("/items", ("department", Department), ("after", page.Next)));
        return Page();
    }
}
