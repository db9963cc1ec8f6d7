using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Ledger;

/// <summary>Everything that is on record of a person, to take along: whoever has it can prove every line of it without this service (PIPL art. 45).</summary>
/// <param name="Digest">base64url(SHA-256 of the ids of the events in order, each followed by LF), as it stands on record.</param>
/// <param name="Documents">Where the content of each document is.</param>
/// <param name="Looks">Where the record of looks is, as a file.</param>
public sealed record RecordCopy(Guid RightsRequestId, Guid CitizenId, long Position, string Digest, IReadOnlyList<CopiedEvent> Events, IReadOnlyList<string> Documents, string Looks);

/// <summary>One event with what proves it.</summary>
/// <param name="Receipt">The promise, the entry, the disclosures of its values and, once a checkpoint covers it, the proof.</param>
public sealed record CopiedEvent(HistoryLine Event, Receipt Receipt);

public static class GetCopyEndpoint
{
    public static ProblemDetails Validate(Act act, RightsRequest request) =>
        !request.IsVisibleTo(act) ? Problems.NotFound()
        : request.Copy is null ? Problems.NotInThisState(request.Status.InJson(), request.NextFor(act).Select(a => a.InJson()))
        : request.GivesCopyTo(act) ? WolverineContinue.NoProblems
        : Problems.Forbidden("The copy is for the person.", "副本仅供本人获取。");

    /// <summary>The record as it stood when the copy was granted.</summary>
    [WolverineGet("/api/rights-requests/{rightsRequestId:guid}/copy")]
    public static async Task<RecordCopy> Get(
        [ReadModel("rightsRequestId")] RightsRequest request, Act act, HttpContext context, IQuerySession session, Vault vault, PublishedLog log, Receipts receipts, CancellationToken ct)
    {
        var (citizen, position) = (request.CitizenId, request.Copy!.Position);
        var file = await session.LoadAsync<CitizenFile>(citizen, ct) ?? CitizenFile.Empty(citizen);
        var record = await CopiedRecord.LoadAsync(citizen, position, session, ct);
        SubjectKey[] keys = [await vault.KeyFor(act, citizen, PurposeClass.Identity, ct), await vault.KeyFor(act, citizen, PurposeClass.Matters, ct)];
        var officers = act.View(PolicyAction.Export, request.RelationTo(act)).Shows(FileSection.History, FieldClass.Officers);
        var rows = await log.FindAsync([.. record.Events.Select(e => e.Id)], ct);
        var copied = new List<CopiedEvent>();
        foreach (var e in record.Events)
        {
            var logged = rows.GetValueOrDefault(e.Id) ?? throw new System.Diagnostics.UnreachableException("An event on record has its row.");
            var opens = keys.For(act, citizen, e.StreamId);
            var entry = await receipts.EntryAsync(logged, ct);
            copied.Add(new(HistoryLine.Of(e, officers, opens, opens.Any(k => k.IsClosed)), new(
                Receipt.V1, receipts.Promise(e.Id, entry, logged.RecordedAt), Convert.ToBase64String(entry), Receipts.Disclosures(logged.Data, opens), logged.Index is { } index ? log.ProofOf(index, [])?.ToString() : null)));
        }

        var seen = context.Features.GetRequiredFeature<Seen>();
        (seen.Results, seen.ExportedAs) = (copied.Count, ExportFormat.Json);
        return new(request.Id, citizen, position, record.Digest, copied, [.. file.Evidence.Select(d => $"/api/evidence/{d.Id}")], $"/api/citizens/{citizen}/accesses/export?format=json&own=true");
    }
}
