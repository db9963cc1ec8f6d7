using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;

namespace ServiceLedger.Pages.My;

/// <summary>What did one department give another about me, and is it right?</summary>
public sealed class DataModel(Names names) : MyPage
{
    public DataRequestView Asked { get; private set; } = null!;
    public string Asker { get; private set; } = "";
    public string Provider { get; private set; } = "";

    [BindProperty]
    public List<string> Fields { get; set; } = [];

    [BindProperty]
    public string? Field { get; set; }

    [BindProperty]
    public string? Claim { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid dataRequestId, CancellationToken ct)
    {
        var (request, problem, _) = await ReadAsync<DataRequestView>($"/api/data-requests/{dataRequestId}");
        if (request is null)
            return Refused(problem!);
        (Asked, Asker, Provider) = (request, await names.DepartmentAsync(request.RequestingDepartment, ct), await names.DepartmentAsync(request.ProvidingDepartment, ct));
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(Guid dataRequestId, long version, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/data-requests/{dataRequestId}/confirmation", new ConfirmData(Fields, version))) ? await OnGetAsync(dataRequestId, ct) : Redirect($"/my/data/{dataRequestId}");

    public async Task<IActionResult> OnPostContestAsync(Guid dataRequestId, long version, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/data-requests/{dataRequestId}/contest", new ContestData(Field ?? "", Claim ?? "", version))) ? await OnGetAsync(dataRequestId, ct) : Redirect($"/my/data/{dataRequestId}");
}
