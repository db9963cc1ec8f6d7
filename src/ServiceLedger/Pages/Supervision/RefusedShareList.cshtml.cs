using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Which shares are missing, and what did each of them cost?</summary>
public sealed class RefusedShareListModel(Names names, IStringLocalizer<SupervisionWords> own, IStringLocalizer<EnumWords> words) : FigurePage(names, own, words)
{
    readonly Names names = names;
    readonly IStringLocalizer<EnumWords> words = words;

    public IReadOnlyList<(RefusedShare Share, string Department)> Found { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        await LoadChoicesAsync(ct);
        var (page, problem, answer) = await ReadAsync<RefusedSharePage>("/api/supervision/refused-shares" + Filter);
        if (problem is not null && answer.Status is not 400)
            return Refused(problem);
        if (problem is not null)
            Faults.Add(OfQuery(problem));
        var found = new List<(RefusedShare, string)>();
        foreach (var share in page?.Shares ?? [])
            found.Add((share, await names.DepartmentAsync(share.ProvidingDepartment, ct)));
        Found = found;
        return Page();
    }

    /// <summary>The ground of the refusals in words; data that came late have none.</summary>
    public string Reason(RefusedShare share) => EnumNames.TryRead<DataRefusalGround>(share.Reason, out var ground) ? words.Of(ground) : L["given late"];
}
