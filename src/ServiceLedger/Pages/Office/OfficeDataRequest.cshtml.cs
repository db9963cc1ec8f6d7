using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;

namespace ServiceLedger.Pages.Office;

/// <summary>What is asked of which department, what came of it, and what is mine to do?</summary>
public sealed class OfficeDataRequestModel(MatterDesk desk, Names names) : OfficePage
{
    public DataRequestView Asked { get; private set; } = null!;
    public IReadOnlyList<ActionForm> Next { get; private set; } = [];
    public string Requester { get; private set; } = "";
    public string Provider { get; private set; } = "";

    /// <summary>Whether the reader's department asked, and so sees the matter.</summary>
    public bool IsOurs => Who!.Department == Asked.RequestingDepartment;

    public async Task<IActionResult> OnGetAsync(Guid dataRequestId, CancellationToken ct)
    {
        var (request, problem, _) = await ReadAsync<DataRequestView>($"/api/data-requests/{dataRequestId}");
        if (request is null)
            return Refused(problem!);
        (Asked, Next) = (request, desk.Next(request));
        (Requester, Provider) = (await names.DepartmentAsync(request.RequestingDepartment, ct), await names.DepartmentAsync(request.ProvidingDepartment, ct));
        return Page();
    }
}
