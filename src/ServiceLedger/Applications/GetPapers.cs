using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Applications;

/// <summary>The papers of a matter: what has come in, and what of the rest is held somewhere already.</summary>
public sealed record PapersView(Guid ApplicationId, string ItemCode, int ItemVersion, IReadOnlyList<PaperState> Papers);

/// <summary>One paper of the item.</summary>
/// <param name="Held">Where it is held already, the best grade first; nobody need be asked for it then.</param>
public sealed record PaperState(string PaperId, string Name, string? NameEn, string? EvidenceType, bool Required, PaperSource SuppliedBy, PaperProgress Progress, IReadOnlyList<HeldPaper> Held);

public enum PaperProgress { Outstanding, Received, Promised, ToCorrect }

public static class GetPapersEndpoint
{
    public static async Task<(ServiceItem?, AlreadyHeld)> LoadAsync(Application application, ItemCatalogue items, IQuerySession session, CancellationToken ct) =>
        (await items.Find(application.ItemCode, application.ItemVersion, ct), await AlreadyHeld.Load(application.CitizenId, session, items, ct));

    public static ProblemDetails Validate(Act act, Application application) => application.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>Read this before asking for a paper: asking for what is held is recorded.</summary>
    [WolverineGet("/api/applications/{applicationId:guid}/papers")]
    public static PapersView Get([ReadModel] Application application, Act act, ServiceItem? item, AlreadyHeld held, TimeProvider time) => new(
        application.Id, application.ItemCode, application.ItemVersion,
        [.. item!.Terms(application.ItemVersion)!.Papers.Select(p => new PaperState(
            p.Id, p.Name, p.NameEn, p.EvidenceType, p.Required, p.SuppliedBy, ProgressOf(p.Id, application), held.Of(p, application, act, time.Today())))]);

    static PaperProgress ProgressOf(string paper, Application application) =>
        application.Corrections?.Open().Contains(paper) is true ? PaperProgress.ToCorrect
        : application.Papers.Contains(paper) ? PaperProgress.Received
        : application.Promised.Contains(paper) ? PaperProgress.Promised
        : PaperProgress.Outstanding;
}
