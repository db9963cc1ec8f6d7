using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.My;

/// <summary>What does this item take, and am I the one who may apply for it here?</summary>
public sealed class ApplyModel(Names names) : MyPage
{
    public CatalogueEndpoints.ItemView Item { get; private set; } = null!;
    public string Name => Names.Of(Item.Terms.Name, Item.Terms.NameEn);
    public string Department { get; private set; } = "";

    /// <summary>What departments that supply papers are called, by credit code.</summary>
    public IReadOnlyDictionary<string, string> Suppliers { get; private set; } = new Dictionary<string, string>();

    /// <summary>Drafts of this item, to go on with instead of beginning anew.</summary>
    public IReadOnlyList<DraftRow> Drafts { get; private set; } = [];

    /// <summary>Whether whoever acts for another may apply for this item; whoever is there for themselves may.</summary>
    public bool IsCovered { get; private set; } = true;

    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken ct)
    {
        // Blanks of an address are bound as nothing.
        if (code is null)
            return Refused(Problems.NotFound());
        var (item, problem, _) = await ReadAsync<CatalogueEndpoints.ItemView>($"/api/items/{Uri.EscapeDataString(code)}");
        if (item is null)
            return Refused(problem!);
        if (Citizen == default)
            return Refused(Problems.Forbidden("Whoever has no record of their own applies under a mandate, where applications are taken in.", "没有本人档案的，请凭授权在受理页面办理。"));
        var suppliers = new Dictionary<string, string>();
        foreach (var supplier in item.Terms.Papers.Select(p => p.Department).OfType<string>().Distinct())
            suppliers[supplier] = await names.DepartmentAsync(supplier, ct);
        (Item, Suppliers, Department) = (item, suppliers, await names.DepartmentAsync(item.Terms.DepartmentCode, ct));
        if (For is { } acts)
        {
            var (mandate, refused, _) = await ReadAsync<MandateView>($"/api/mandates/{acts.Mandate}", States with { OnBehalfOf = null });
            if (mandate is null)
                return Refused(refused!);
            IsCovered = mandate.Powers.Contains(Power.Submit) && (mandate.AllItems || mandate.Items!.Contains(item.Code));
        }

        Drafts = [.. ((await ReadAsync<DraftsView>($"/api/citizens/{Citizen}/drafts")).Value?.Drafts ?? []).Where(d => d.ItemCode == item.Code)];
        return Page();
    }

    /// <summary>Begins a draft: the form is kept in it until it is submitted.</summary>
    public async Task<IActionResult> OnPostAsync(string? code, CancellationToken ct)
    {
        var answer = await SendAsync("/api/applications/drafts", new DraftApplication(Citizen, code ?? ""));
        return IsRefused(answer) ? await OnGetAsync(code, ct) : Redirect($"/my/drafts/{answer.Read<DraftAnswer>().ApplicationId}");
    }
}
