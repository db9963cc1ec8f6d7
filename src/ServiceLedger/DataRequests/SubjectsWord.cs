using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.DataRequests;

// What the person says of the data fetched about them; at a window the asking department records it for them.

/// <summary>The person is shown what was fetched.</summary>
public sealed record OfferPreview(Channel Via, long Version, EarlierEffect? Effect = null);

/// <summary>The person says that these fields are right.</summary>
public sealed record ConfirmData(IReadOnlyList<string> Fields, long Version, EarlierEffect? Effect = null);

/// <summary>The person says that a field is wrong, and what is right; their own paper prevails for this matter (Zhejiang 2018, art. 7).</summary>
public sealed record ContestData(string Field, string Claim, long Version, Guid? OwnEvidenceId = null, EarlierEffect? Effect = null);

public static class OfferPreviewEndpoint
{
    public static ProblemDetails Validate(OfferPreview command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.OfferPreview, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/preview"), EmptyResponse]
    public static EvidencePreviewOffered Post(OfferPreview command, [State] DataRequest request) => new(request.CitizenId, command.Via, command.Effect);
}

public static class ConfirmDataEndpoint
{
    public static ProblemDetails Validate(ConfirmData command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Confirm, command.Version, command.Effect, time.GetUtcNow())
        ?? ProvidedFields.Refuse("$.fields", command.Fields, request) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/confirmation"), EmptyResponse]
    public static EvidenceConfirmedBySubject Post(ConfirmData command, [State] DataRequest request) => new(request.CitizenId, [.. command.Fields.Distinct()], command.Effect);
}

public static class ContestDataEndpoint
{
    public static async Task<(SubjectKey, KnownEvidence)> LoadAsync(ContestData command, DataRequest request, Vault vault, IQuerySession session, CancellationToken ct) =>
        (await vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct), await KnownEvidence.Load(session, [command.OwnEvidenceId], ct));

    public static ProblemDetails Validate(ContestData command, Act act, DataRequest request, TimeProvider time, KnownEvidence? evidence = null) =>
        request.Refuse(act, DataRequestAction.Contest, command.Version, command.Effect, time.GetUtcNow())
        ?? ProvidedFields.Refuse("$.field", [command.Field], request)
        ?? Text.Refuse("$.claim", command.Claim, 4000, lines: true)
        ?? (command.OwnEvidenceId is { } own ? (evidence ?? KnownEvidence.None).RefuseOwn("$.ownEvidenceId", own, request.CitizenId, act, command.Effect.Day(time)) : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/contest"), EmptyResponse]
    public static EvidenceContestedBySubject Post(ContestData command, [State] DataRequest request, SubjectKey key) =>
        new(request.CitizenId, command.Field, key.Seal(command.Claim), command.OwnEvidenceId, command.Effect);
}

static class ProvidedFields
{
    public static ProblemDetails? Refuse(string member, IReadOnlyList<string> fields, DataRequest request) =>
        fields.Count > 0 && !fields.Except(request.Provided).Any() ? null
        : Problems.Invalid(member, $"Of those provided: {string.Join(", ", request.Provided)}.", $"应为已提供的字段：{string.Join("、", request.Provided)}。");
}
