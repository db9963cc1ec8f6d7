using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Pages.Supervision;

/// <summary>What does this event say, how does it stand in the log, and what proves it?</summary>
public sealed class EventPageModel(Names names) : SupervisionPage
{
    static readonly JsonSerializerOptions Indented = new(LedgerJson.Stored) { WriteIndented = true };

    public HistoryLine Event { get; private set; } = null!;
    public string? Department { get; private set; }

    /// <summary>The event's data as this reader may read them.</summary>
    public string Data { get; private set; } = "";

    /// <summary>The entry of the log: RFC 8785, sealed values as their digests.</summary>
    public string? Entry { get; private set; }
    public string? LeafHash { get; private set; }

    /// <summary>The inclusion proof (C2SP tlog-proof), and the checkpoint under it; null until a checkpoint covers the event.</summary>
    public string? Proof { get; private set; }
    public string? Checkpoint { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid eventId, CancellationToken ct)
    {
        var (line, problem, _) = await ReadAsync<HistoryLine>($"/api/events/{eventId}");
        if (line is null)
            return Refused(problem!);
        (Event, Data) = (line, JsonSerializer.Serialize<JsonNode>(line.Data, Indented));
        Department = line.By?.Department is { } code ? await names.DepartmentAsync(code, ct) : null;
        if ((await ReadAsync<Receipt>($"/api/events/{eventId}/receipt")).Value is not { } receipt)
            return Page();
        var entry = Convert.FromBase64String(receipt.Entry);
        (Entry, LeafHash) = (Encoding.UTF8.GetString(entry), TreeHash.OfLeaf(entry).ToString());
        if (receipt.Proof?.IndexOf("\n\n", StringComparison.Ordinal) is int end and > 0)
            (Proof, Checkpoint) = (receipt.Proof[..end], receipt.Proof[(end + 2)..]);
        return Page();
    }
}
