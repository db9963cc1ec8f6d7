using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Office;

/// <summary>What does somebody suggest to my department, what did we answer, and what came of it?</summary>
public sealed class OfficeSuggestionModel(VoiceDesk desk, Names names) : OfficePage
{
    public PublishedSuggestion Suggestion { get; private set; } = null!;
    public IReadOnlyList<ActionForm> Next { get; private set; } = [];
    public string Department { get; private set; } = "";
    public string? Item { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid suggestionId, CancellationToken ct)
    {
        var (suggestion, problem, _) = await ReadAsync<PublishedSuggestion>($"/api/suggestions/{suggestionId}");
        if (suggestion is null)
            return Refused(problem!);
        Suggestion = suggestion;
        // Everyone reads it; what may be done is its own department's.
        Next = suggestion.Department == Who!.Department ? desk.Next(suggestion) : [];
        (Department, Item) = (await names.DepartmentAsync(suggestion.Department, ct), suggestion.ItemCode is { } item ? await names.ItemAsync(item, ct) : null);
        return Page();
    }
}
