using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Open;

/// <summary>What does this item ask for, how long does it take, and where do I go?</summary>
public sealed class ItemModel(Names names) : OpenPage
{
    public CatalogueEndpoints.ItemView Item { get; private set; } = null!;
    public Department? Office { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>The name in the other language.</summary>
    public string? OtherName { get; private set; }

    /// <summary>Where a citizen applies for it.</summary>
    public string Apply => $"/my/apply/{Uri.EscapeDataString(Item.Code)}";
    public IReadOnlyDictionary<string, string> Holders { get; private set; } = new Dictionary<string, string>();

    public async Task<IActionResult> OnGetAsync(string? code, int? version, CancellationToken ct)
    {
        // Blanks of an address are bound as nothing.
        if (code is null)
            return Refused(Problems.NotFound());
        var (item, problem, _) = await ReadAsync<CatalogueEndpoints.ItemView>(Addresses.With($"/api/items/{Uri.EscapeDataString(code)}", ("version", version?.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        if (item is null)
            return Refused(problem!);
        var holders = new Dictionary<string, string>();
        foreach (var holder in item.Terms.Papers.Select(p => p.Department).OfType<string>().Distinct())
            holders[holder] = await names.DepartmentAsync(holder, ct);
        (Item, Holders, Office) = (item, holders, (await names.DepartmentsAsync(ct)).GetValueOrDefault(item.Terms.DepartmentCode));
        (Name, OtherName) = Problems.InChinese ? (item.Terms.Name, item.Terms.NameEn) : (item.Terms.NameEn ?? item.Terms.Name, item.Terms.NameEn is null ? null : item.Terms.Name);
        return Page();
    }

    public static string Called(Paper paper) => Names.Of(paper.Name, paper.NameEn);
}
