using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.My;

/// <summary>What came of my complaint?</summary>
public sealed class ComplaintModel(Names names) : MyPage
{
    public ComplaintView Complaint { get; private set; } = null!;
    public string Department { get; private set; } = "";

    [BindProperty]
    public string? Reasons { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid complaintId, CancellationToken ct)
    {
        var (complaint, problem, _) = await ReadAsync<ComplaintView>($"/api/complaints/{complaintId}");
        if (complaint is null)
            return Refused(problem!);
        (Complaint, Department) = (complaint, await names.DepartmentAsync(complaint.Department, ct));
        return Page();
    }

    public Task<IActionResult> OnPostCloseAsync(Guid complaintId, long version, CancellationToken ct) => DoAsync(complaintId, "closing", new CloseComplaint(version), ct);

    public Task<IActionResult> OnPostReopenAsync(Guid complaintId, long version, CancellationToken ct) => DoAsync(complaintId, "reopening", new ReopenComplaint(Reasons ?? "", version), ct);

    async Task<IActionResult> DoAsync<T>(Guid complaintId, string act, T command, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/complaints/{complaintId}/{act}", command)) ? await OnGetAsync(complaintId, ct) : Redirect($"/my/complaints/{complaintId}");
}
