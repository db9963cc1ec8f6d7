using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;

namespace ServiceLedger.Pages.My;

/// <summary>What did I ask for over my data, and what came of it?</summary>
public sealed class RightsRequestModel(Names names) : MyPage
{
    public RightsRequestView Asked { get; private set; } = null!;
    public string Department { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid rightsRequestId, CancellationToken ct)
    {
        var (asked, problem, _) = await ReadAsync<RightsRequestView>($"/api/rights-requests/{rightsRequestId}");
        if (asked is null)
            return Refused(problem!);
        (Asked, Department) = (asked, await names.DepartmentAsync(asked.Department, ct));
        return Page();
    }

    public Task<IActionResult> OnGetCopyAsync(Guid rightsRequestId) => FileOfAsync($"/api/rights-requests/{rightsRequestId}/copy", "my-copy.json");
}
