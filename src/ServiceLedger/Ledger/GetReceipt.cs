using System.Text;
using Marten;
using Microsoft.AspNetCore.Mvc;
using QRCoder;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Ledger;

/// <summary>The forms of a receipt.</summary>
public enum ReceiptForm { Json, Text, Qr }

/// <summary>The receipt of an event: whoever holds it proves, without this service and years later, that it was recorded and what was handed in.</summary>
public static class GetReceiptEndpoint
{
    /// <summary>
    /// <c>?form=json</c>, <c>text</c> (the tlog-proof, or the promise while there is none) or <c>qr</c> (that text without the person's own values, as SVG).
    /// </summary>
    [WolverineGet("/api/events/{eventId:guid}/receipt"), ProducesResponseType<Receipt>(200, "application/json", "text/plain", "image/svg+xml")]
    public static async Task<IResult> Get(
        Guid eventId, ReceiptForm? form, Act act, HttpContext context, IQuerySession session, Vault vault, PublishedLog log, Receipts receipts, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct)
    {
        if (await GetEventEndpoint.VisibleAsync(eventId, act, "GET /api/events/{eventId}/receipt", context, session, vault, items, blocks, time, ct) is not var (e, citizenId, _, view) || await log.FindAsync(eventId, ct) is not { } logged)
            return Results.Problem(Problems.NotFound());
        var entry = await receipts.EntryAsync(logged, ct);
        var subjects = HistoryPage.Opens(act, e, citizenId) ? await HistoryPage.KeysAsync(citizenId, act, view, FileSection.History, vault, ct) : [];
        var disclosures = Receipts.Disclosures(logged.Data, subjects);
        var promise = receipts.Promise(eventId, entry, logged.RecordedAt);
        string? Proof(byte[] extra) => logged.Index is { } index ? log.ProofOf(index, extra)?.ToString() : null;
        return form switch
        {
            ReceiptForm.Text => Results.Text(Proof(Receipt.Extra(entry, disclosures)) ?? promise, "text/plain; charset=utf-8"),
            ReceiptForm.Qr => Results.Text(Qr(Proof(Receipt.Extra(entry, [])) ?? promise), "image/svg+xml"),
            _ => Results.Ok(new Receipt(Receipt.V1, promise, Convert.ToBase64String(entry), disclosures, Proof([])))
        };
    }

    // What a code holds at the lowest level of correction is 2,953 bytes (ISO/IEC 18004, version 40-L): a proof among a million entries has about 2,200.
    static string Qr(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(Encoding.UTF8.GetBytes(text), QRCodeGenerator.ECCLevel.L);
        using var svg = new SvgQRCode(code);
        // It is as large as its place allows.
        return svg.GetGraphic(4, "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}

/// <summary>The proof alone (C2SP tlog-proof).</summary>
public static class GetProofEndpoint
{
    [WolverineGet("/api/events/{eventId:guid}/proof"), ProducesResponseType<string>(200, "text/plain")]
    public static async Task<IResult> Get(Guid eventId, Act act, HttpContext context, IQuerySession session, Vault vault, PublishedLog log, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct)
    {
        if (await GetEventEndpoint.VisibleAsync(eventId, act, "GET /api/events/{eventId}/proof", context, session, vault, items, blocks, time, ct) is null || await log.FindAsync(eventId, ct) is not { } logged)
            return Results.Problem(Problems.NotFound());
        return logged.Index is { } index && log.ProofOf(index, []) is { } proof ? Results.Text(proof.ToString(), "text/plain; charset=utf-8") : Results.Problem(Problems.NotSealedYet());
    }
}
