using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Applications;

/// <summary>One application: where it stands and what may be done next.</summary>
public sealed record ApplicationView(
    Guid Id, Guid CitizenId, string CaseNumber, string ItemCode, int ItemVersion, string Department, ApplicationStatus Status,
    IReadOnlyList<string> PapersReceived, IReadOnlyList<string> OpenSteps, Guid? DecisionId, long Version, IReadOnlyList<ApplicationAction> Next);

public static class GetApplicationEndpoint
{
    public static ProblemDetails Validate(Act act, Application application) => application.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/applications/{applicationId:guid}")]
    public static ApplicationView Get([ReadModel] Application application, Act act) => new(
        application.Id, application.CitizenId, application.CaseNumber, application.ItemCode, application.ItemVersion, application.DepartmentCode, application.Status,
        application.Papers, application.OpenSteps, application.DecisionId, application.Version, [.. application.NextFor(act)]);
}

public static class GetApplicationHistoryEndpoint
{
    public static ProblemDetails Validate(Act act, Application application) => application.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>What happened, oldest first; <c>after</c> is the last version of the page before.</summary>
    [WolverineGet("/api/applications/{applicationId:guid}/history")]
    public static async Task<HistoryPage> Get([ReadModel] Application application, Act act, IQuerySession session, Vault vault, long? after, int? size, CancellationToken ct)
    {
        var take = HistoryPage.Size(size);
        var from = Math.Max(after ?? 0, 0);
        var events = await session.Events.QueryAllRawEvents()
            .Where(e => e.StreamId == application.Id && e.Version > from).OrderBy(e => e.Version).Take(take).ToListAsync(ct);
        return await HistoryPage.Of(events, application.CitizenId, act, vault, take, e => e.Version, ct);
    }
}
