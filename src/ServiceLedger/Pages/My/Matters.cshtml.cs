using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Citizens;

namespace ServiceLedger.Pages.My;

/// <summary>What did I apply for, and where does it stand? The newest first.</summary>
public sealed class MattersModel(Names names) : LedgerPage
{
    public IReadOnlyList<(ApplicationRow Row, string Item, string Department)> Matters { get; private set; } = [];

    /// <summary>The next page; null on the last.</summary>
    public int? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "page")] int? at, CancellationToken ct)
    {
        var (file, problem, _) = await ReadAsync<CitizenFileView>($"/api/citizens/{Who!.Citizen}/file?page={at ?? 1}");
        if (file is null)
            return problem!.Status is 404 ? Page() : Refused(problem);
        var matters = new List<(ApplicationRow, string, string)>();
        foreach (var row in file.Applications)
            matters.Add((row, await names.ItemAsync(row.ItemCode, row.ItemVersion, ct), await names.DepartmentAsync(row.Department, ct)));
        (Matters, Next) = (matters, file.Next);
        return Page();
    }
}
