using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Supervision;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Which looks at people's data does nothing on record explain, and what did supervision find?</summary>
public sealed class LookListModel(Names names, IStringLocalizer<SupervisionWords> L) : SupervisionPage
{
    static readonly string[] Filters = ["day", "department", "cause", "status"];

    public IReadOnlyList<(UnexplainedLookRow Look, string? Department)> Looks { get; private set; } = [];
    public IReadOnlyList<Choice> Departments { get; private set; } = [];
    public string? Next { get; private set; }

    /// <summary>The look whose judgement was refused, and what was typed.</summary>
    public Guid? Tried { get; private set; }
    public string? Typed { get; private set; }
    public string? Verdict { get; private set; }

    public string Of(string name) => Request.Query[name].ToString();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        var (page, problem, _) = await ReadAsync<UnexplainedLookPage>($"/api/supervision/unexplained-looks{Asked([.. Filters, "after"])}");
        if (page is null)
            return Refused(problem!);
        var looks = new List<(UnexplainedLookRow, string?)>();
        foreach (var look in page.Looks)
            looks.Add((look, look.Department is { } code ? await names.DepartmentAsync(code, ct) : null));
        Departments = [new("", L["All"]), .. (await names.DepartmentsAsync(ct)).Values.OrderBy(d => d.CreditCode, StringComparer.Ordinal).Select(d => new Choice(d.CreditCode, d.Name))];
        (Looks, Next) = (looks, page.Next is { } next ? "/supervision/looks" + And(Asked(Filters), "after", next.ToString()) : null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid look, long version, string? verdict, string? remarks, CancellationToken ct)
    {
        if (!IsRefused(await SendAsync($"/api/supervision/unexplained-looks/{look}/judgement", new { Verdict = verdict ?? "", Remarks = remarks ?? "", Version = version })))
            return Redirect("/supervision/looks" + Asked([.. Filters, "after"]));
        (Tried, Typed, Verdict) = (look, remarks, verdict);
        // Each look on the page has a form of its own.
        Faults[^1] = Faults[^1] with { Field = Faults[^1].Field switch { "verdict" => $"v-{UnlinkedReadVerdict.Explained.InJson()}-{look}", "remarks" => $"r-{look}", var other => other } };
        return await OnGetAsync(ct);
    }
}
