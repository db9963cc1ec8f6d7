using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Open;

/// <summary>What did people suggest, what was answered, what came of it; and what did moderators do?</summary>
public sealed class PublicSuggestionsModel(Names names) : OpenPage
{
    public IReadOnlyList<(PublishedSuggestion Suggestion, string Department, string? Item)> Suggestions { get; private set; } = [];
    public IReadOnlyList<ModerationLine> Moderation { get; private set; } = [];
    public string? Next { get; private set; }
    public string? NextActs { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (page, problem, _) = await ReadAsync<SuggestionPage>(Addresses.With("/api/suggestions", ("item", Asked("item")), ("department", Asked("department")), ("after", Asked("after"))));
        if (page is null)
            return Refused(problem!);
        var (log, wrong, _) = await ReadAsync<ModerationLog>(Addresses.With("/api/suggestions/moderation", ("after", Asked("acts"))));
        if (log is null)
            return Refused(wrong!);
        var suggestions = new List<(PublishedSuggestion, string, string?)>();
        foreach (var suggestion in page.Suggestions)
            suggestions.Add((suggestion, await names.DepartmentAsync(suggestion.Department, ct), suggestion.ItemCode is { } item ? await names.ItemAsync(item, ct) : null));
        (Suggestions, Moderation) = (suggestions, log.Acts);
        Next = page.Next is { } next ? Addresses.With("/suggestions", ("item", Asked("item")), ("department", Asked("department")), ("after", next.ToString())) : null;
        NextActs = log.Next is { } acts ? Addresses.With("/suggestions", ("acts", acts.ToString(System.Globalization.CultureInfo.InvariantCulture))) + "#moderation" : null;
        return Page();
    }
}
