using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.My;

/// <summary>What is taken from this mandate: powers, items, days?</summary>
public sealed class NarrowModel(Names names) : MyPage
{
    public MandateView Mandate { get; private set; } = null!;

    /// <summary>The items that it may be narrowed to.</summary>
    public IReadOnlyList<(string Code, string Name)> Choosable { get; private set; } = [];

    [BindProperty]
    public List<Power> Powers { get; set; } = [];

    [BindProperty]
    public List<string> Items { get; set; } = [];

    [BindProperty]
    public DateOnly? To { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid mandateId, CancellationToken ct)
    {
        if (await LoadAsync(mandateId, ct) is { } refused)
            return refused;
        (Powers, Items, To) = ([.. Mandate.Powers], [.. Mandate.Items ?? []], Mandate.To);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid mandateId, long version, CancellationToken ct)
    {
        if (await LoadAsync(mandateId, ct) is { } refused)
            return refused;
        // None chosen of a mandate over all items leaves it over all of them.
        var answer = await SendAsync($"/api/mandates/{mandateId}/narrowing", new NarrowMandate(version, [.. Powers.Union([Power.Read])], Mandate.AllItems && Items.Count == 0 ? null : Items, To), InPerson);
        if (!IsRefused(answer))
            return Redirect("/my/mandates");
        return Page();
    }

    // Mandates are changed in person, whoever one acts for on other pages.
    Statement InPerson => States with { OnBehalfOf = null };

    async Task<IActionResult?> LoadAsync(Guid mandateId, CancellationToken ct)
    {
        var (mandate, problem, _) = await ReadAsync<MandateView>($"/api/mandates/{mandateId}", InPerson);
        if (mandate is null)
            return Refused(problem!);
        if (!mandate.Next.Contains(MandateAction.Narrow))
            return Refused(Problems.NotInThisState(mandate.Status.InJson(), mandate.Next.Select(a => a.InJson())));
        var codes = mandate.Items ?? [.. ((await ReadAsync<CatalogueEndpoints.ItemPage>("/api/items?size=200")).Value?.Items ?? []).Select(i => i.Code)];
        var items = new List<(string, string)>();
        foreach (var code in codes)
            items.Add((code, await names.ItemAsync(code, ct)));
        (Mandate, Choosable) = (mandate, items);
        return null;
    }
}
