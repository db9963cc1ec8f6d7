using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Which papers were asked for although an office held them, by whom, and whose share would have spared it?</summary>
public sealed class ReAskListModel(Names names, IStringLocalizer<SupervisionWords> own, IStringLocalizer<EnumWords> words) : FigurePage(names, own, words)
{
    readonly Names names = names;

    public IReadOnlyList<(ReAskRow Row, string Item, string? Department, string? HeldBy)> Found { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        await LoadChoicesAsync(ct);
        var (page, problem, answer) = await ReadAsync<ReAskPage>("/api/supervision/re-asks" + Asked([.. Filters, "after"]));
        if (problem is not null && answer.Status is not 400)
            return Refused(problem);
        if (problem is not null)
            Faults.Add(OfQuery(problem));
        var found = new List<(ReAskRow, string, string?, string?)>();
        foreach (var row in page?.ReAsks ?? [])
            found.Add((row, await names.ItemAsync(row.ItemCode, ct), row.Department is { } code ? await names.DepartmentAsync(code, ct) : null, row.HeldBy is { } holder ? await names.DepartmentAsync(holder, ct) : null));
        (Found, Next) = (found, page?.Next is { } next ? "/supervision/re-asks" + SupervisionPage.And(Filter, "after", next.ToString()) : null);
        return Page();
    }
}
