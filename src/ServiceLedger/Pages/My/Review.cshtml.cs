using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Reviews;

namespace ServiceLedger.Pages.My;

/// <summary>Where does the review stand that I applied for, and what is due by when?</summary>
public sealed class ReviewModel(Names names) : MyPage
{
    public ReviewView Review { get; private set; } = null!;
    public string Authority { get; private set; } = "";
    public string Respondent { get; private set; } = "";
    public string? Opened { get; private set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Reasons { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid reviewId, CancellationToken ct)
    {
        var (review, problem, _) = await ReadAsync<ReviewView>($"/api/reviews/{reviewId}");
        if (review is null)
            return Refused(problem!);
        (Review, Respondent, Authority) = (review, await names.DepartmentAsync(review.Respondent, ct), review.Authority is { } authority ? await names.DepartmentAsync(authority, ct) : review.Court ?? "");
        return Page();
    }

    public Task<IActionResult> OnPostSupplyAsync(Guid reviewId, long version, CancellationToken ct) => DoAsync(reviewId, "supply", "correction", new SupplyReviewCorrection(Text ?? "", version), ct);

    public Task<IActionResult> OnPostWithdrawAsync(Guid reviewId, long version, CancellationToken ct) => DoAsync(reviewId, "withdraw", "withdrawal", new WithdrawReview(Reasons ?? "", version), ct);

    async Task<IActionResult> DoAsync<T>(Guid reviewId, string form, string act, T command, CancellationToken ct)
    {
        if (!IsRefused(await SendAsync($"/api/reviews/{reviewId}/{act}", command)))
            return Redirect($"/my/reviews/{reviewId}");
        Opened = form;
        return await OnGetAsync(reviewId, ct);
    }
}
