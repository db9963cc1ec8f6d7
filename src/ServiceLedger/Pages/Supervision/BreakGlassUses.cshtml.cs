using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Supervision;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Which files were opened in an emergency, and which of these uses are to be reviewed?</summary>
public sealed class BreakGlassUsesModel(Names names) : SupervisionPage
{
    public IReadOnlyList<(BreakGlassRow Use, string? Department)> Uses { get; private set; } = [];
    public string? Next { get; private set; }

    public string Of(string name) => Request.Query[name].ToString();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        var (page, problem, _) = await ReadAsync<BreakGlassPage>($"/api/supervision/break-glass{Asked("status", "after")}");
        if (page is null)
            return Refused(problem!);
        var uses = new List<(BreakGlassRow, string?)>();
        foreach (var use in page.BreakGlass)
            uses.Add((use, use.Department is { } code ? await names.DepartmentAsync(code, ct) : null));
        (Uses, Next) = (uses, page.Next is { } next ? "/supervision/break-glass" + And(Asked("status"), "after", next.ToString()) : null);
        return Page();
    }

    public static string KindOf(BreakGlassStatus status) => status switch { BreakGlassStatus.Overdue => "bad", BreakGlassStatus.Reviewed => "good", BreakGlassStatus.Due => "wait", _ => "plain" };
}
