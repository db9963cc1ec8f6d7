using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Office;

/// <summary>Who is this, what of theirs is with us, and what need not be asked again?</summary>
public sealed class CitizenFilePageModel(Names names) : OfficePage
{
    // So many matters are told how long they have; the others tell it on their own page.
    const int MostDeadlines = 5;

    [BindProperty(SupportsGet = true, Name = "matter")]
    public Guid? Matter { get; set; }

    /// <summary>The matter whose events the timeline shows; all where none is chosen.</summary>
    [BindProperty(SupportsGet = true, Name = "of")]
    public Guid? Of { get; set; }

    protected override Guid? StatedMatter => Matter;

    public CitizenFileView Shown { get; private set; } = null!;
    public IReadOnlyList<MatterCard> Matters { get; private set; } = [];
    public IReadOnlyList<HistoryLine> Events { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Departments { get; private set; } = new Dictionary<string, string>();

    /// <summary>Later events, and older matters; null where there are none.</summary>
    public string? Later { get; private set; }
    public string? Older { get; private set; }

    public string DepartmentOf(string? code) => code is null ? "" : Departments.GetValueOrDefault(code, code);

    /// <summary>The address of this page with what it shows otherwise.</summary>
    public string Here(string more) => With($"/office/citizens/{Shown.CitizenId}?{more}", Matter);

    public async Task<IActionResult> OnGetAsync(Guid citizenId, [FromQuery(Name = "page")] int? at, [FromQuery(Name = "after")] long? after, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(Purpose))
            return Redirect(With($"/office/open?citizen={citizenId}", Matter));
        var (file, problem, _) = await ReadAsync<CitizenFileView>($"/api/citizens/{citizenId}/file?page={at ?? 1}");
        if (file is null)
            return Refused(problem!);
        (Shown, Departments) = (file, (await names.DepartmentsAsync(ct)).ToDictionary(d => d.Key, d => d.Value.Name));
        var cards = new List<MatterCard>();
        foreach (var row in file.Applications)
            cards.Add(new(row, await names.ItemAsync(row.ItemCode, row.ItemVersion, ct), DepartmentOf(row.Department), await DeadlineOf(row, cards.Count(c => c.Deadline is not null))));
        Matters = cards;
        Older = file.Next is { } next ? Here($"page={next}") : null;
        var history = await ReadAsync<HistoryPage>(Of is { } of ? $"/api/applications/{of}/history?size=50&after={after ?? 0}" : $"/api/citizens/{citizenId}/file/history?size=50&after={after ?? 0}");
        Events = history.Value?.Events ?? [];
        Later = history.Value?.Next is { } more ? Here($"{(Of is null ? "" : $"of={Of}&")}after={more}#timeline") : null;
        return Page();
    }

    async Task<DeadlineView?> DeadlineOf(ApplicationRow row, int told) =>
        told < MostDeadlines && row.EndedAt is null && row.DecisionId is null && row.AcceptedAt is not null ? (await ReadAsync<DeadlineView>($"/api/applications/{row.Id}/deadline")).Value : null;
}

/// <summary>One matter of a file, with the day it is due where that is told.</summary>
public sealed record MatterCard(ApplicationRow Row, string Item, string Department, DeadlineView? Deadline);
