using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Applications;

/// <summary>Papers come in after the submission.</summary>
public sealed record ReceiveMaterials(IReadOnlyList<SubmittedMaterial> Materials, long Version, EarlierEffect? Effect = null);

public static class ReceiveMaterialsEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?, KnownEvidence)> LoadAsync(
        ReceiveMaterials command, Application application, Vault vault, ItemCatalogue items, IQuerySession session, CancellationToken ct) => (
        await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(application.ItemCode, application.ItemVersion, ct), await KnownEvidence.Load(session, command.Materials, ct));

    public static ProblemDetails Validate(ReceiveMaterials command, Act act, Application application, ServiceItem? item, TimeProvider time, KnownEvidence? evidence = null) =>
        application.Refuse(act, ApplicationAction.ReceiveMaterials, command.Version, command.Effect, time.GetUtcNow())
        ?? Papers.Refuse(command.Materials, item?.Terms(application.ItemVersion), required: true)
        ?? Papers.RefuseEvidence(command.Materials, item?.Terms(application.ItemVersion), application.CitizenId, act, application, evidence, command.Effect.Day(time))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/materials"), EmptyResponse]
    public static Events Post(ReceiveMaterials command, [State] Application application, SubjectKey key) => [.. Decide(command, application, key)];

    /// <summary>The papers; and where they are the last that a provisional acceptance waited for, its completion.</summary>
    public static IEnumerable<object> Decide(ReceiveMaterials command, Application application, SubjectKey key)
    {
        yield return new MaterialsReceived(application.CitizenId, $"{application.Number}-M{application.Version + 1}", Papers.Sealed(command.Materials, key), command.Effect);
        if (application.Status is ApplicationStatus.ProvisionallyAccepted && !application.Missing.Except(command.Materials.Select(m => m.PaperId)).Any())
            yield return new ProvisionalAcceptanceCompleted(application.CitizenId, command.Effect);
    }
}
