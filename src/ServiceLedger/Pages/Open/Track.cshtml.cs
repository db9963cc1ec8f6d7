using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Open;

/// <summary>Where does the matter of this number stand? Open to whoever knows the number; it tells nothing of whose it is.</summary>
[AllowAnonymous]
public sealed class TrackModel(Names names, IStringLocalizer<OpenWords> L) : LedgerPage
{
    public TrackedMatter? Matter { get; private set; }
    public string Item { get; private set; } = "";
    public string Department { get; private set; } = "";

    [FromQuery]
    public string? Number { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Number))
            return Page();
        // What is no number is answered like one that no matter has.
        var (matter, problem, _) = CaseNumber.TryNormalise(Number, out var number) ? await ReadAsync<TrackedMatter>($"/api/matters/{number}") : new(null, Problems.NotFound(), null!);
        if (matter is null)
        {
            Response.StatusCode = problem!.Status!.Value;
            Faults.Add(problem.Status is 404 ? new("number", L["No matter is shown under this number. Check it against your receipt."]) : Fault.Of(problem));
            return Page();
        }

        (Matter, Item, Department) = (matter, await names.ItemAsync(matter.ItemCode, matter.ItemVersion, ct), await names.DepartmentAsync(matter.Department, ct));
        return Page();
    }
}
