using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Supervision;

/// <summary>What was rated how, what was done about it, and is it to count?</summary>
public sealed class ContestedRatingModel(Names names, IStringLocalizer<SupervisionWords> L) : SupervisionPage
{
    public RatingView Rating { get; private set; } = null!;
    public string Item { get; private set; } = "";
    public string Department { get; private set; } = "";

    /// <summary>What was typed in the form that was refused.</summary>
    public string? Exclude { get; private set; }
    public string? Reasons { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid ratingId, CancellationToken ct)
    {
        var (rating, problem, _) = await ReadAsync<RatingView>($"/api/ratings/{ratingId}");
        if (rating is null)
            return Refused(problem!);
        (Rating, Item, Department) = (rating, await names.ItemAsync(rating.ItemCode, rating.ItemVersion, ct), await names.DepartmentAsync(rating.Department, ct));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid ratingId, long version, string? exclude, string? reasons, CancellationToken ct)
    {
        if (!bool.TryParse(exclude, out var excluded))
            Faults.Add(new("exclude", L["Say what was found."]));
        else if (!IsRefused(await SendAsync($"/api/ratings/{ratingId}/contest/decision", new DecideRatingContest(excluded, reasons ?? "", version))))
            return Redirect($"/supervision/ratings/{ratingId}");
        (Exclude, Reasons) = (exclude, reasons);
        return await OnGetAsync(ratingId, ct);
    }
}
