using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.My;

/// <summary>How could it be better? And what did I suggest before?</summary>
public sealed class SuggestModel(Names names) : MyPage
{
    public IReadOnlyList<Choice> About { get; private set; } = [];

    /// <summary>Suggestions that were made, each as everyone reads it once it is shown.</summary>
    public IReadOnlyList<(ParticipationRow Row, PublishedSuggestion? Shown)> Made { get; private set; } = [];

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>What it is about: an item's code, or a department's after a colon.</summary>
    [BindProperty]
    public string? ItemCode { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (file, problem) = await FileAsync();
        if (problem is not null)
            return Refused(problem);
        var made = new List<(ParticipationRow, PublishedSuggestion?)>();
        foreach (var row in (file?.Participation ?? []).Where(p => p.Kind is ParticipationKind.Suggestion).Reverse())
            made.Add((row, (await ReadAsync<PublishedSuggestion>($"/api/suggestions/{row.Id}")).Value));
        Made = made;
        var about = new List<Choice>();
        foreach (var row in (await ReadAsync<CatalogueEndpoints.ItemPage>("/api/items?size=200")).Value?.Items ?? [])
            about.Add(new(row.Code, await names.ItemAsync(row.Code, row.Version, ct)));
        about.AddRange((await names.DepartmentsAsync(ct)).Values.OrderBy(d => d.CreditCode, StringComparer.Ordinal).Select(d => new Choice($":{d.CreditCode}", d.Name)));
        About = about;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var department = ItemCode is [':', .. var code] ? code : null;
        var answer = await SendAsync("/api/suggestions", new MakeSuggestion(Title ?? "", Text ?? "", department is null ? ItemCode : null, department, string.IsNullOrWhiteSpace(Name) ? null : Name));
        return IsRefused(answer) ? await OnGetAsync(ct) : Back("/my/suggest", answer);
    }
}
