using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.My;

/// <summary>How do I take along all that is on record of me?</summary>
public sealed class DownloadModel : MyPage
{
    public IActionResult OnGet() => Page();

    public Task<IActionResult> OnGetFileAsync(string? format) =>
        EnumNames.TryRead<ExportFormat>(format ?? "", out var known)
            ? FileOfAsync($"/api/citizens/{Citizen}/file/export?format={known.InJson()}", $"my-file.{known.InJson()}")
            : Task.FromResult<IActionResult>(Refused(Problems.NotFound()));
}
