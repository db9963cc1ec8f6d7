using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;
using ServiceLedger.Supervision;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Is the service in order: does everything follow the record, is the log signed and witnessed, and how did the last audits, rebuilds and imports go?</summary>
public sealed class ServiceStateModel : SupervisionPage
{
    public LogIdentity Log { get; private set; } = null!;

    /// <summary>Each check of readiness: its name, whether it is in order, and what it says.</summary>
    public IReadOnlyList<(string Name, string Status, string? Detail)> Checks { get; private set; } = [];

    public IReadOnlyList<RunRow> Runs { get; private set; } = [];

    public static string KindOf(RunRow run) => run switch
    {
        { Status: RunStatus.StoppedReporting } or { Outcome: RunOutcome.Failed or RunOutcome.Findings } => "bad",
        { Status: RunStatus.Running } or { Outcome: RunOutcome.Interrupted } => "wait",
        _ => "good"
    };

    public async Task<IActionResult> OnGetAsync()
    {
        var (log, problem, _) = await ReadAsync<LogIdentity>("/log", new());
        if (log is null)
            return Refused(problem!);
        var (runs, refused, _) = await ReadAsync<RunPage>("/api/supervision/runs");
        if (runs is null)
            return Refused(refused!);
        Runs = runs.Runs;
        // What is not in order answers 503, with the same body.
        var answer = await HttpContext.RequestServices.GetRequiredService<ApiWithin>().AskAsync(HttpContext, new("GET", "/health/ready"));
        using var health = JsonDocument.Parse(answer.Body);
        (Log, Checks) = (log, [.. health.RootElement.GetProperty("checks").EnumerateObject().Select(c => (
            c.Name, c.Value.GetProperty("status").GetString()!, c.Value.TryGetProperty("detail", out var detail) ? detail.GetString() : null))]);
        return Page();
    }
}
