using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Which ratings do departments contest, and how were they followed up?</summary>
public sealed class RatingListModel(Names names) : SupervisionPage
{
    /// <summary>Contested ones where nothing is chosen, or <c>bad</c>, or <c>all</c>.</summary>
    public string Show => Request.Query["show"].ToString();

    public IReadOnlyList<(RatingLine Rating, string Item, string Department)> Ratings { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        var (page, problem, _) = await ReadAsync<RatingPage>(Addresses.With("/api/ratings", Show switch { "all" => ("bad", null), "bad" => ("bad", "true"), _ => ("contested", "true") }, ("after", Request.Query["after"].ToString())));
        if (page is null)
            return Refused(problem!);
        var ratings = new List<(RatingLine, string, string)>();
        foreach (var rating in page.Ratings)
            ratings.Add((rating, await names.ItemAsync(rating.ItemCode, ct), await names.DepartmentAsync(rating.Department, ct)));
        (Ratings, Next) = (ratings, page.Next is { } next ? "/supervision/ratings" + And(Asked("show"), "after", next.ToString()) : null);
        return Page();
    }
}
