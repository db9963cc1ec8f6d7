using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Office;

/// <summary>What do people say of my department, and what is to be answered?</summary>
public sealed class VoicesModel(Names names) : OfficePage
{
    /// <summary>Which of them: what is to be done where nothing is chosen.</summary>
    [BindProperty(SupportsGet = true, Name = "show")]
    public string? Which { get; set; }

    /// <summary>Ratings, complaints or suggestions.</summary>
    public string Of { get; private set; } = "";

    public IReadOnlyList<(RatingLine Rating, string Item)> Ratings { get; private set; } = [];
    public IReadOnlyList<ComplaintLine> Complaints { get; private set; } = [];
    public IReadOnlyList<PublishedSuggestion> Suggestions { get; private set; } = [];

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    public bool IsEmpty => Ratings.Count == 0 && Complaints.Count == 0 && Suggestions.Count == 0;

    public async Task<IActionResult> OnGetAsync(string? of, [FromQuery(Name = "after")] Guid? after, CancellationToken ct)
    {
        Of = of ?? "ratings";
        var (refused, next) = Of switch
        {
            "complaints" => await LoadAsync<ComplaintPage>("/api/complaints", ("open", Which == "all" ? null : "true"), after, p => { Complaints = p.Complaints; return p.Next; }),
            "suggestions" => await LoadAsync<SuggestionPage>("/api/suggestions", ("department", Who!.Department), after, p => { Suggestions = p.Suggestions; return p.Next; }),
            _ => await RatingsAsync(after, ct)
        };
        if (refused is not null)
            return refused;
        Next = next is { } more ? Addresses.With($"/office/voices/{Of}", ("show", Which), ("after", more.ToString())) : null;
        return Page();
    }

    async Task<(IActionResult?, Guid?)> RatingsAsync(Guid? after, CancellationToken ct)
    {
        IReadOnlyList<RatingLine> lines = [];
        var (refused, next) = await LoadAsync<RatingPage>("/api/ratings", Which switch { "all" => ("bad", null), "contested" => ("contested", "true"), _ => ("bad", "true") }, after, p => { lines = p.Ratings; return p.Next; });
        var ratings = new List<(RatingLine, string)>();
        foreach (var line in lines)
            ratings.Add((line, await names.ItemAsync(line.ItemCode, ct)));
        Ratings = ratings;
        return (refused, next);
    }

    async Task<(IActionResult?, Guid?)> LoadAsync<T>(string address, (string, string?) filter, Guid? after, Func<T, Guid?> take)
        where T : class
    {
        var (page, problem, _) = await ReadAsync<T>(Addresses.With(address, filter, ("after", after?.ToString())));
        return page is null ? (Refused(problem!), null) : (null, take(page));
    }
}
