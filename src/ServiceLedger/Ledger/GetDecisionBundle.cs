using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Ledger;

/// <summary>
/// A decision with what was seen when it was made, as a file that proves itself.
/// <code>
/// bundle = { "format": "serviceledger-bundle@v1", "decisionId", "events": [ event ] }     ; JSON
/// event  = { "entry", "disclosures", "proof" }
/// entry       = base64 of the entry in the log
/// disclosures = [ disclosure ]          ; of the values the reader may know, RFC 9901 §4.2
/// proof       = text of a tlog-proof    ; C2SP tlog-proof; all under one checkpoint
/// </code>
/// The events are those of the decision's own stream, and of the streams that its manifest names up to the version it names, as far as the reader may read them; each once,
/// in the order of the record.
/// </summary>
public sealed record DecisionBundle(string Format, Guid DecisionId, IReadOnlyList<BundledEvent> Events)
{
    /// <summary>The name of the format.</summary>
    public const string V1 = "serviceledger-bundle@v1";
}

/// <summary>An event with its proof.</summary>
public sealed record BundledEvent(string Entry, IReadOnlyList<string> Disclosures, string Proof);

/// <summary>What goes to a court, or to whoever reviews a decision: it is verified without this service.</summary>
public static class GetDecisionBundleEndpoint
{
    const string Address = "GET /api/decisions/{decisionId}/bundle";

    public static ProblemDetails Validate(Act act, Decision decision) =>
        act.May(PolicyAction.Read, FileSection.Decisions, decision.RelationTo(act), FieldClass.Texts) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>The bundle; while an event of it has no place in a signed log yet, 503.</summary>
    [WolverineGet("/api/decisions/{decisionId:guid}/bundle"), ProducesResponseType<DecisionBundle>(200)]
    public static async Task<IResult> Get(
        [ReadModel] Decision decision, Act act, HttpContext context, IQuerySession session, Vault vault, PublishedLog log, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct)
    {
        var own = await session.Events.Known().Where(e => e.StreamId == decision.Id).ToListAsync(ct);
        var manifest = own.Select(e => e.Data).OfType<DecisionMade>().Single().SeenManifest?.Streams.ToDictionary(s => s.Id, s => s.Version) ?? [];
        var named = manifest.Keys.ToArray();
        var seen = named.Length == 0 ? [] : await session.Events.Known().Where(e => e.StreamId.In(named) && e.StreamId != decision.Id).ToListAsync(ct);

        var view = act.View(PolicyAction.Read, decision.RelationTo(act));
        var ownKeys = await HistoryPage.KeysAsync(decision.CitizenId, act, view, FileSection.Decisions, vault, ct);
        var shown = own.Where(e => HistoryPage.IsFor(act, e, decision.CitizenId)).Select(e => (Event: e, Keys: ownKeys)).ToList();
        foreach (var e in seen.Where(e => e.Version <= manifest[e.StreamId]))
            if (await GetEventEndpoint.VisibleAsync(e.Id, act, Address, context, session, vault, items, blocks, time, ct) is var (_, citizenId, _, of))
                shown.Add((e, HistoryPage.Opens(act, e, citizenId) ? (await HistoryPage.KeysAsync(citizenId, act, of, FileSection.History, vault, ct)).For(act, citizenId, e.StreamId) : []));
        var looked = context.Features.GetRequiredFeature<Seen>();
        (looked.Results, looked.Fields) = (shown.Count, view.Of([FileSection.Decisions, FileSection.History]));

        var rows = await log.FindAsync([.. shown.Select(s => s.Event.Id)], ct);
        var bundled = new List<(long Index, byte[] Entry, IReadOnlyList<string> Disclosures)>();
        foreach (var (e, keys) in shown.OrderBy(s => s.Event.Sequence))
        {
            if (rows.GetValueOrDefault(e.Id) is not { Index: { } index, Entry: { } entry, Data: var data })
                return Results.Problem(Problems.NotSealedYet());
            bundled.Add((index, entry, Receipts.Disclosures(data, keys)));
        }

        return log.ProofsOf([.. bundled.Select(b => b.Index)], []) is { } proofs
            ? Results.Ok(new DecisionBundle(DecisionBundle.V1, decision.Id, [.. bundled.Zip(proofs, (b, proof) => new BundledEvent(Convert.ToBase64String(b.Entry), b.Disclosures, proof.ToString()))]))
            : Results.Problem(Problems.NotSealedYet());
    }
}
