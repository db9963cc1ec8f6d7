using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Office;

/// <summary>How was my department rated, and what is to be done about it?</summary>
public sealed class OfficeRatingModel(VoiceDesk desk, Names names) : OfficePage
{
    public RatingView Rating { get; private set; } = null!;
    public IReadOnlyList<ActionForm> Next { get; private set; } = [];
    public string Item { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid ratingId, CancellationToken ct)
    {
        var (rating, problem, _) = await ReadAsync<RatingView>($"/api/ratings/{ratingId}");
        if (rating is null)
            return Refused(problem!);
        (Rating, Next, Item) = (rating, desk.Next(rating), await names.ItemAsync(rating.ItemCode, rating.ItemVersion, ct));
        return Page();
    }
}
