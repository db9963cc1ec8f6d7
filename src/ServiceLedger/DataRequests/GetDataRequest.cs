using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.DataRequests;

/// <summary>One data request: what was asked, what was given, whose word counts, and what may be done next.</summary>
/// <param name="Fields">What was given, with the values as last corrected; the data authority sees names only.</param>
/// <param name="CorrectionsOpen">Corrections the asking department has not acknowledged.</param>
public sealed record DataRequestView(
    Guid Id, Guid CitizenId, Guid ApplicationId, string RequestingDepartment, string ProvidingDepartment, string DataItemCode, SharingClass SharingClass, string Purpose, string LegalBasis,
    IReadOnlyList<string> Asked, IReadOnlyList<string> Granted, DateOnly? ValidUntil, IReadOnlyList<FieldView> Fields, IReadOnlyList<DataUse> Uses, IReadOnlyList<CorrectionTold> CorrectionsOpen,
    DataRequestStatus Status, long Version, IReadOnlyList<DataRequestAction> Next);

/// <summary>One field that was given.</summary>
/// <param name="Prevails">Whose word on it counts in this matter.</param>
/// <param name="Claim">What the person says instead, where they contest it.</param>
/// <param name="CorrectionAsked">The provider has been asked to correct it and has not.</param>
public sealed record FieldView(string Name, string? Value, FactSource Prevails, string? Claim, Guid? OwnEvidenceId, bool CorrectionAsked);

public static class GetDataRequestEndpoint
{
    public static ProblemDetails Validate(Act act, DataRequest request) => request.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/data-requests/{dataRequestId:guid}")]
    public static async Task<DataRequestView> Get([ReadModel] DataRequest request, Act act, HttpContext context, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var values = new Dictionary<string, Sealed<string>>();
        var claims = new Dictionary<string, Sealed<string>>();
        foreach (var e in await session.Events.Known().Where(e => e.StreamId == request.Id).OrderBy(e => e.Version).ToListAsync(ct))
            switch (e.Data)
            {
                case DataProvided d: Keep(d.Fields); break;
                case DataPartlyProvided d: Keep(d.Fields); break;
                case CorrectionPropagated d: values[d.Field] = d.Value; break;
                case EvidenceContestedBySubject d: claims[d.Field] = d.Claim; break;
            }

        var key = await vault.KeyFor(act, request.CitizenId, PurposeClass.Matters, ct);
        var opens = request.OpensValuesTo(act);
        if (opens)
            context.Features.GetRequiredFeature<Seen>().Fields = [FieldClass.Facts, FieldClass.Values];
        return new(
            request.Id, request.CitizenId, request.ApplicationId, request.RequestingDepartment, request.ProvidingDepartment, request.DataItemCode, request.Asked.SharingClass, request.Asked.Purpose,
            request.Asked.LegalBasis, request.Asked.Fields, request.Granted, request.ValidUntil, [.. request.Provided.Select(View)], request.Uses, [.. request.Corrections.Where(c => c.Impact is null)],
            request.Status, request.Version, [.. request.NextFor(act)]);

        void Keep(ProvidedField[] fields)
        {
            foreach (var field in fields)
                values[field.Name] = field.Value;
        }

        FieldView View(string name)
        {
            var contested = request.Contested.FirstOrDefault(c => c.Field == name);
            return new(name, opens ? key.Open(values[name]) : null, request.Prevails(name), opens && contested is not null ? key.Open(claims[name]) : null, contested?.OwnEvidenceId, contested is not null);
        }
    }
}

public static class GetDataRequestHistoryEndpoint
{
    public static ProblemDetails Validate(Act act, DataRequest request) => request.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>What happened, oldest first; <c>after</c> is the last version of the page before.</summary>
    [WolverineGet("/api/data-requests/{dataRequestId:guid}/history")]
    public static Task<HistoryPage> Get([ReadModel] DataRequest request, Act act, HttpContext context, IQuerySession session, Vault vault, long? after, int? size, CancellationToken ct) =>
        HistoryPage.OfStream(request.Id, request.CitizenId, act, request.RelationTo(act), FileSection.DataRequests, context, session, vault, after, size, ct, happened => happened is not IGuardedEvent || request.OpensValuesTo(act));
}
