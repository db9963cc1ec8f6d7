using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;

namespace ServiceLedger.Pages.My;

/// <summary>Where does this matter stand, and what can I do?</summary>
public sealed class MatterModel(Names names) : LedgerPage
{
    public ApplicationView Matter { get; private set; } = null!;
    public string Item { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid applicationId, CancellationToken ct)
    {
        var (matter, problem, _) = await ReadAsync<ApplicationView>($"/api/applications/{applicationId}");
        if (matter is null)
            return Refused(problem!);
        (Matter, Item) = (matter, await names.ItemAsync(matter.ItemCode, matter.ItemVersion, ct));
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid applicationId, long version, string? reason, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/applications/{applicationId}/withdrawal", new WithdrawApplication(version, reason)))
            ? await OnGetAsync(applicationId, ct)
            : Redirect($"/my/matters/{applicationId}");
}
