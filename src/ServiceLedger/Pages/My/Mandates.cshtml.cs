using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.My;

/// <summary>Who acts for me and in what, for whom do I act, and what did I consent to?</summary>
public sealed class MandatesModel(Names names) : MyPage
{
    public MandatesView Mandates { get; private set; } = new([], []);
    public IReadOnlyList<(string Code, string Name)> Items { get; private set; } = [];

    public string NameOf(string item) => Items.FirstOrDefault(i => i.Code == item).Name ?? item;

    [BindProperty]
    public string? Representative { get; set; }

    [BindProperty]
    public List<Power> Powers { get; set; } = [];

    [BindProperty]
    public List<string> Covered { get; set; } = [];

    [BindProperty]
    public DateOnly? To { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        // Mandates are given and ended in person, whoever one acts for on other pages.
        var (mandates, problem, _) = await ReadAsync<MandatesView>($"/api/citizens/{Who!.Citizen}/mandates", InPerson);
        if (mandates is null)
            return Refused(problem!);
        Mandates = mandates;
        var rows = (await ReadAsync<CatalogueEndpoints.ItemPage>("/api/items?size=200")).Value?.Items ?? [];
        var items = new List<(string, string)>();
        foreach (var row in rows)
            items.Add((row.Code, await names.ItemAsync(row.Code, row.Version, ct)));
        Items = items;
        return Page();
    }

    public async Task<IActionResult> OnPostGrantAsync(CancellationToken ct)
    {
        var all = Covered.Count == 0;
        // What is no number is nobody's.
        _ = Guid.TryParse(Representative, out var other);
        var answer = await SendAsync("/api/mandates", new GrantMandate(
            Who!.Citizen ?? default, MandateKind.Voluntary, new(other), [.. Powers.Union([Power.Read])], To ?? default, all ? null : Covered, all), InPerson);
        if (!IsRefused(answer))
            return Redirect("/my/mandates");
        // The form names them as people do.
        Faults[^1] = Faults[^1] with { Field = Faults[^1].Field switch { "representative.citizenId" => "representative", "items" or "allItems" => "covered", var field => field } };
        return await OnGetAsync(ct);
    }

    public Task<IActionResult> OnPostAcceptAsync(Guid mandateId, long version, CancellationToken ct) => DoAsync(mandateId, "acceptance", new AcceptMandate(version), ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid mandateId, long version, CancellationToken ct) => DoAsync(mandateId, "refusal", new DeclineMandate(version), ct);

    public Task<IActionResult> OnPostRevokeAsync(Guid mandateId, long version, CancellationToken ct) => DoAsync(mandateId, "revocation", new RevokeMandate(version), ct);

    /// <summary>Opens the pages of the person represented.</summary>
    public async Task<IActionResult> OnPostActAsync(Guid mandateId, CancellationToken ct)
    {
        var (mandate, problem, _) = await ReadAsync<MandateView>($"/api/mandates/{mandateId}", InPerson);
        if (mandate is null)
            return Refused(problem!);
        if (mandate.Representative.CitizenId != Who!.Citizen || mandate.Status is not MandateStatus.Accepted)
            return Refused(Problems.NotInThisState(mandate.Status.InJson(), mandate.Next.Select(a => a.InJson())));
        new ActsFor(mandate.Id, mandate.PrincipalId).Begin(HttpContext);
        return Redirect("/my");
    }

    /// <summary>Back to one's own pages.</summary>
    public IActionResult OnPostStop()
    {
        ActsFor.End(HttpContext);
        return Redirect("/my");
    }

    Statement InPerson => States with { OnBehalfOf = null };

    async Task<IActionResult> DoAsync<T>(Guid mandateId, string act, T command, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/mandates/{mandateId}/{act}", command, InPerson)) ? await OnGetAsync(ct) : Redirect("/my/mandates");
}
