using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Office;

/// <summary>What does somebody complain of, by when is it answered, and what is mine to do?</summary>
public sealed class OfficeComplaintModel(VoiceDesk desk) : OfficePage
{
    public ComplaintView Complaint { get; private set; } = null!;
    public IReadOnlyList<ActionForm> Next { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid complaintId)
    {
        var (complaint, problem, _) = await ReadAsync<ComplaintView>($"/api/complaints/{complaintId}");
        if (complaint is null)
            return Refused(problem!);
        (Complaint, Next) = (complaint, desk.Next(complaint));
        return Page();
    }
}
