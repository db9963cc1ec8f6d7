using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ServiceLedger.Access;
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

    /// <summary>The break-glass under which the file is open; then it is read and nothing else.</summary>
    [BindProperty(SupportsGet = true, Name = "emergency")]
    public Guid? Emergency { get; set; }

    /// <summary>What the timeline shows: the events of one matter, of one kind of things, and what one department did; all where nothing is chosen.</summary>
    [BindProperty(SupportsGet = true, Name = "of")]
    public Guid? Of { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "department")]
    public string? Department { get; set; }

    protected override Guid? StatedMatter => Matter;

    protected override Statement States => base.States with { BreakGlass = Emergency };

    public CitizenFileView Shown { get; private set; } = null!;
    public IReadOnlyList<MatterCard> Matters { get; private set; } = [];
    public IReadOnlyList<HistoryLine> Events { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Departments { get; private set; } = new Dictionary<string, string>();

    /// <summary>Later events, and older matters; null where there are none.</summary>
    public string? Later { get; private set; }
    public string? Older { get; private set; }

    public string DepartmentOf(string? code) => code is null ? "" : Departments.GetValueOrDefault(code, code);

    /// <summary>A link to something of the file; its text alone in an emergency, which opens nothing else.</summary>
    public IHtmlContent To(string address, string? text)
    {
        var to = new TagBuilder(Emergency is null ? "a" : "span");
        if (Emergency is null)
            (to.Attributes["class"], to.Attributes["href"]) = ("govuk-link", With(address));
        to.InnerHtml.Append(text ?? "");
        return to;
    }

    /// <summary>The address of this page with what it shows otherwise.</summary>
    string Here(params (string, string?)[] more) => Addresses.With(With($"/office/citizens/{Shown.CitizenId}", Matter), [("emergency", Emergency?.ToString()), .. more]);

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
        Older = file.Next is { } next ? Here(("page", next.ToString(CultureInfo.InvariantCulture))) : null;
        (string, string?)[] filters = [("of", Of?.ToString()), ("kind", Kind), ("department", Department)];
        var history = await ReadAsync<HistoryPage>(Addresses.With($"/api/citizens/{citizenId}/file/history", [("size", "50"), .. filters, ("after", after?.ToString(CultureInfo.InvariantCulture))]));
        Events = history.Value?.Events ?? [];
        Later = history.Value?.Next is { } more ? Here([.. filters, ("after", more.ToString(CultureInfo.InvariantCulture))]) + "#timeline" : null;
        return Page();
    }

    /// <summary>Closes a file that was opened in an emergency before its time is over.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        // Nothing happens to a break-glass while it runs.
        var answer = await SendAsync($"/api/break-glass/{Emergency}/ending", new EndBreakGlass(1), base.States with { Purpose = "ServiceProvision" });
        return answer.Problem is { } problem ? Refused(problem) : Redirect("/office/find");
    }

    async Task<DeadlineView?> DeadlineOf(ApplicationRow row, int told) =>
        told < MostDeadlines && Emergency is null && row.EndedAt is null && row.DecisionId is null && row.AcceptedAt is not null ? (await ReadAsync<DeadlineView>($"/api/applications/{row.Id}/deadline")).Value : null;
}

/// <summary>One matter of a file, with the day it is due where that is told.</summary>
public sealed record MatterCard(ApplicationRow Row, string Item, string Department, DeadlineView? Deadline);
