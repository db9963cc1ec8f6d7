using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>Papers come in after the submission.</summary>
public sealed record ReceiveMaterials(IReadOnlyList<SubmittedMaterial> Materials, long Version, EarlierEffect? Effect = null);

public static class ReceiveMaterialsEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?)> LoadAsync(Application application, Vault vault, ItemCatalogue items, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(application.ItemCode, application.ItemVersion, ct));

    public static ProblemDetails Validate(ReceiveMaterials command, Act act, Application application, ServiceItem? item, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.ReceiveMaterials, command.Version, command.Effect, time.GetUtcNow())
        ?? Papers.Refuse(command.Materials, item?.Terms(application.ItemVersion), required: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/materials"), EmptyResponse]
    public static MaterialsReceived Post(ReceiveMaterials command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, $"{application.CaseNumber}-M{application.Version + 1}", Papers.Sealed(command.Materials, key), command.Effect);
}
