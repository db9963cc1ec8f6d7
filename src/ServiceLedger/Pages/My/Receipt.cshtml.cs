using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;

namespace ServiceLedger.Pages.My;

/// <summary>How can I prove, without this service, that this was recorded?</summary>
public sealed class ReceiptModel : MyPage
{
    public HistoryLine Event { get; private set; } = null!;
    public Receipt Receipt { get; private set; } = null!;

    /// <summary>What stands in the code, with the person's own values beside it.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The key that verifies it; null while the log says none.</summary>
    public string? VerifierKey { get; private set; }

    /// <summary>What to run on one's own computer.</summary>
    public string Command => $"dotnet run --project tools/ledger-verify -- receipt receipt.json --key '{VerifierKey}'";

    public async Task<IActionResult> OnGetAsync(Guid eventId)
    {
        var (line, problem, _) = await ReadAsync<HistoryLine>($"/api/events/{eventId}");
        if (line is null)
            return Refused(problem!);
        var (receipt, refused, _) = await ReadAsync<Receipt>(Address(eventId, "json"));
        if (receipt is null)
            return Refused(refused!);
        (Event, Receipt, Text) = (line, receipt, await TextAsync(Address(eventId, "text")));
        VerifierKey = (await ReadAsync<LogIdentity>("/log")).Value is { VerifierKeys: [var inUse, ..] } ? inUse : null;
        return Page();
    }

    public Task<IActionResult> OnGetJsonAsync(Guid eventId) => FileOfAsync(Address(eventId, "json"), "receipt.json");

    public Task<IActionResult> OnGetTextAsync(Guid eventId) => FileOfAsync(Address(eventId, "text"), "receipt.txt");

    public Task<IActionResult> OnGetCodeAsync(Guid eventId) => FileOfAsync(Address(eventId, "qr"), "receipt.svg");

    static string Address(Guid eventId, string form) => $"/api/events/{eventId}/receipt?form={form}";

    async Task<string> TextAsync(string address)
    {
        var answer = await HttpContext.RequestServices.GetRequiredService<ApiWithin>().AskAsync(HttpContext, new("GET", address, States: States));
        return answer.IsGood ? System.Text.Encoding.UTF8.GetString(answer.Body) : "";
    }
}
