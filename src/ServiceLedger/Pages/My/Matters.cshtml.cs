using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;

namespace ServiceLedger.Pages.My;

/// <summary>What did I apply for, where does it stand, and whose turn is it? The newest first.</summary>
public sealed class MattersModel(Names names) : MyPage
{
    // Of so many open ones the day is told in the list; of others on their own page.
    const int Reckoned = 10;

    public IReadOnlyList<(ApplicationRow Row, string Item, string Department, DeadlineView? Deadline)> Matters { get; private set; } = [];

    /// <summary>What was begun and not submitted, the last saved first.</summary>
    public IReadOnlyList<(DraftRow Row, string Item)> Drafts { get; private set; } = [];

    /// <summary>The next page; null on the last.</summary>
    public int? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "page")] int? at, CancellationToken ct)
    {
        var (file, problem) = await FileAsync(at ?? 1);
        if (problem is not null)
            return Refused(problem);
        if (at is null or 1)
        {
            var drafts = new List<(DraftRow, string)>();
            foreach (var row in (await ReadAsync<DraftsView>($"/api/citizens/{Citizen}/drafts")).Value?.Drafts ?? [])
                drafts.Add((row, await names.ItemAsync(row.ItemCode, row.ItemVersion, ct)));
            Drafts = drafts;
        }

        if (file is null)
            return Page();
        var matters = new List<(ApplicationRow, string, string, DeadlineView?)>();
        foreach (var row in file.Applications)
        {
            var reckons = row.EndedAt is null && row.DecisionId is null && matters.Count(m => m.Item4 is not null) < Reckoned;
            var deadline = reckons ? (await ReadAsync<DeadlineView>($"/api/applications/{row.Id.ToString("D", CultureInfo.InvariantCulture)}/deadline", In(row.Id))).Value : null;
            matters.Add((row, await names.ItemAsync(row.ItemCode, row.ItemVersion, ct), await names.DepartmentAsync(row.Department, ct), deadline));
        }

        (Matters, Next) = (matters, file.Next);
        return Page();
    }
}
