using System.Text;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Ledger;

namespace ServiceLedger.Pages.Open;

/// <summary>Who is the log, how far has it got, and how does anybody verify it without us?</summary>
public sealed class LogProofModel : OpenPage
{
    public LogIdentity Log { get; private set; } = null!;

    /// <summary>The checkpoint signed last, as it is published; null before the first.</summary>
    public string? Checkpoint { get; private set; }

    /// <summary>Within how many seconds an event has its place.</summary>
    public static int Within => (int)Receipts.Within.TotalSeconds;

    public async Task<IActionResult> OnGetAsync()
    {
        var (log, problem, _) = await ReadAsync<LogIdentity>("/log");
        if (log is null)
            return Refused(problem!);
        var answer = await HttpContext.RequestServices.GetRequiredService<ApiWithin>().AskAsync(HttpContext, new("GET", "/log/checkpoint"));
        (Log, Checkpoint) = (log, answer.IsGood ? Encoding.UTF8.GetString(answer.Body) : null);
        return Page();
    }
}
