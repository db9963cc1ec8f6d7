using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.My;

/// <summary>What is this document, what happened to it, and who may use it?</summary>
public sealed class DocumentModel(Names names) : MyPage
{
    public EvidenceView Document { get; private set; } = null!;
    public string? Holder { get; private set; }
    public IReadOnlyList<HistoryLine> Events { get; private set; } = [];

    [BindProperty]
    public ReuseScope? Scope { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid evidenceId, CancellationToken ct)
    {
        var (document, problem, _) = await ReadAsync<EvidenceView>($"/api/evidence/{evidenceId}/record");
        if (document is null)
            return Refused(problem!);
        (Document, Holder) = (document, document.HeldBy is { } holder ? await names.DepartmentAsync(holder, ct) : null);
        Events = (await ReadAsync<HistoryPage>($"/api/evidence/{evidenceId}/history?size=200")).Value?.Events ?? [];
        return Page();
    }

    public Task<IActionResult> OnGetContentAsync(Guid evidenceId) => FileOfAsync($"/api/evidence/{evidenceId}", $"{evidenceId:N}");

    public async Task<IActionResult> OnPostAsync(Guid evidenceId, long version, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/evidence/{evidenceId}/reuse", new { Scope = Scope?.InJson() ?? "", Version = version })) ? await OnGetAsync(evidenceId, ct) : Redirect($"/my/evidence/{evidenceId}");
}
