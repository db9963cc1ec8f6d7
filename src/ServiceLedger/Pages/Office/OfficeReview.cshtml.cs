using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Pages.Office;

/// <summary>What is challenged and why, what is due by when, and what is mine to do?</summary>
public sealed class OfficeReviewModel(MatterDesk desk, Names names, TimeProvider time) : OfficePage
{
    public ReviewView Review { get; private set; } = null!;
    public IReadOnlyList<(string Group, IReadOnlyList<ActionForm> Forms)> Next { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Departments { get; private set; } = new Dictionary<string, string>();
    public string Item { get; private set; } = "";

    public string DepartmentOf(string? code) => code is null ? "" : Departments.GetValueOrDefault(code, code);

    /// <summary>Days to a day, today not counted; negative once it has passed.</summary>
    public int DaysTo(DateOnly day) => day.DayNumber - time.Today().DayNumber;

    public async Task<IActionResult> OnGetAsync(Guid reviewId, CancellationToken ct)
    {
        var (review, problem, _) = await ReadAsync<ReviewView>($"/api/reviews/{reviewId}");
        if (review is null)
            return Refused(problem!);
        (Review, Next) = (review, await desk.NextAsync(review, ct));
        (Item, Departments) = (await names.ItemAsync(review.ItemCode, ct), (await names.DepartmentsAsync(ct)).ToDictionary(d => d.Key, d => d.Value.Name));
        return Page();
    }
}
