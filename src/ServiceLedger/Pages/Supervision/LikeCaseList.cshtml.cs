using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Which cases are alike in all that can be compared, and were decided both ways?</summary>
public sealed class LikeCaseListModel(Names names, IStringLocalizer<SupervisionWords> own, IStringLocalizer<EnumWords> words) : FigurePage(names, own, words)
{
    readonly Names names = names;

    public IReadOnlyList<(LikeCases Cases, string Item)> Found { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        await LoadChoicesAsync(ct);
        var (page, problem, answer) = await ReadAsync<LikeCasesPage>("/api/supervision/like-cases" + Filter);
        if (problem is not null && answer.Status is not 400)
            return Refused(problem);
        if (problem is not null)
            Faults.Add(OfQuery(problem));
        var found = new List<(LikeCases, string)>();
        foreach (var cases in page?.LikeCases ?? [])
            found.Add((cases, await names.ItemAsync(cases.ItemCode, cases.ItemVersion, ct)));
        Found = found;
        return Page();
    }
}
