using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Evidence;

/// <summary>A document held: what it is, who holds it, who may use it, what may be done next.</summary>
/// <param name="Digest">Of the sealed file.</param>
/// <param name="ContentHash">base64url SHA-256 of the content.</param>
public sealed record EvidenceView(
    Guid Id, Guid CitizenId, string EvidenceType, EvidenceGrade Grade, string? HeldBy, EvidenceStatus Status, Reuse Reuse, string MediaType, long Bytes, string Digest, string ContentHash,
    DateOnly? ValidTo, DateTimeOffset ReceivedAt, long Version, IReadOnlyList<EvidenceAction> Next);

/// <summary>The content itself, opened for this one answer.</summary>
public static class GetEvidenceEndpoint
{
    public static Task<ActorsMatter> LoadAsync(Act act, IQuerySession session, ItemCatalogue items, CancellationToken ct) => ActorsMatter.Load(act, session, items, ct);

    public static ProblemDetails Validate(Act act, HeldEvidence evidence, ActorsMatter matter) => evidence.OpensTo(act, matter) ? act.RefuseOpening(evidence.CitizenId) ?? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/evidence/{evidenceId:guid}"), ProducesResponseType<byte[]>(200, MediaType.Pdf, MediaType.Png, MediaType.Jpeg, MediaType.Ofd)]
    public static async Task<IResult> Get([ReadModel("evidenceId")] HeldEvidence evidence, Vault vault, EvidenceFolder folder, CancellationToken ct) =>
        new OpenedContent(evidence.Content, await vault.KeyOf(evidence.CitizenId, PurposeClass.Matters, ct), folder);
}

public static class GetEvidenceRecordEndpoint
{
    public static Task<ActorsMatter> LoadAsync(Act act, IQuerySession session, ItemCatalogue items, CancellationToken ct) => ActorsMatter.Load(act, session, items, ct);

    public static ProblemDetails Validate(Act act, HeldEvidence evidence, ActorsMatter matter) => evidence.IsVisibleTo(act, matter) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/evidence/{evidenceId:guid}/record")]
    public static async Task<EvidenceView> Get([ReadModel("evidenceId")] HeldEvidence evidence, Act act, ActorsMatter matter, Vault vault, CancellationToken ct) => new(
        evidence.Id, evidence.CitizenId, evidence.EvidenceType, evidence.Grade, evidence.HeldBy, evidence.Status, evidence.Reuse, evidence.Content.MediaType, evidence.Content.Bytes,
        evidence.Content.Digest, (await vault.KeyFor(act, evidence.CitizenId, PurposeClass.Matters, ct)).Open(evidence.Content.ContentHash), evidence.ValidTo, evidence.ReceivedAt, evidence.Version,
        [.. evidence.NextFor(act, matter)]);
}

public static class GetEvidenceHistoryEndpoint
{
    public static Task<ActorsMatter> LoadAsync(Act act, IQuerySession session, ItemCatalogue items, CancellationToken ct) => ActorsMatter.Load(act, session, items, ct);

    public static ProblemDetails Validate(Act act, HeldEvidence evidence, ActorsMatter matter) => evidence.IsVisibleTo(act, matter) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>What happened to it, oldest first; <c>after</c> is the last version of the page before.</summary>
    [WolverineGet("/api/evidence/{evidenceId:guid}/history")]
    public static Task<HistoryPage> Get([ReadModel("evidenceId")] HeldEvidence evidence, Act act, ActorsMatter matter, HttpContext context, IQuerySession session, Vault vault, long? after, int? size, CancellationToken ct) =>
        HistoryPage.OfStream(evidence.Id, evidence.CitizenId, act, evidence.RelationTo(act, matter), FileSection.Evidence, context, session, vault, after, size, ct);
}

/// <summary>Streams content; a browser stores it and neither shows nor runs it.</summary>
sealed class OpenedContent(StoredContent content, SubjectKey key, EvidenceFolder folder) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var seen = httpContext.Features.GetRequiredFeature<Seen>();
        seen.Fields = [FieldClass.Content];
        await seen.RecordNowAsync();
        var response = httpContext.Response;
        response.ContentType = content.MediaType;
        response.ContentLength = content.Bytes;
        response.Headers.ContentDisposition = "attachment";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        await folder.CopyAsync(content, key, response.Body, httpContext.RequestAborted);
    }
}
