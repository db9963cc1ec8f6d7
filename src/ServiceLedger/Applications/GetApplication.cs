using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Applications;

/// <summary>One application: where it stands, what is still open in it, and what may be done next.</summary>
/// <param name="CaseNumber">Absent while it is a draft.</param>
/// <param name="ToCorrect">What was told and is not put right yet.</param>
/// <param name="Missing">Papers a provisional acceptance still waits for.</param>
/// <param name="Challenges">Reviews of what was not decided or not accepted, oldest first, and what came of them.</param>
public sealed record ApplicationView(
    Guid Id, Guid CitizenId, string? CaseNumber, string ItemCode, int ItemVersion, string Department, ApplicationStatus Status,
    IReadOnlyList<string> PapersReceived, IReadOnlyList<string> Promised, IReadOnlyList<string> ToCorrect, IReadOnlyList<string> Missing, IReadOnlyList<string> OpenSteps,
    DateTimeOffset? ReceivedAt, DateTimeOffset? AcceptedAt, Handover? Handover, IReadOnlyList<Opinion> Opinions, IReadOnlyList<ThirdParty> ThirdParties, Hearing? Hearing,
    IReadOnlyList<Suspension> Suspensions, bool Extended, Guid? DecisionId, ApplicationOutcome? Outcome, long Version, IReadOnlyList<ApplicationAction> Next, IReadOnlyList<Challenge> Challenges);

public static class GetApplicationEndpoint
{
    public static ProblemDetails Validate(Act act, Application application) => application.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/applications/{applicationId:guid}")]
    public static ApplicationView Get([ReadModel] Application application, Act act) => new(
        application.Id, application.CitizenId, application.CaseNumber, application.ItemCode, application.ItemVersion, application.DepartmentCode, application.Status,
        application.Papers, application.Promised, [.. application.Corrections?.Open() ?? []], application.Missing, application.OpenSteps, application.ReceivedAt, application.AcceptedAt,
        application.Handover, application.Opinions, application.ThirdParties, application.Hearing, application.Suspensions, application.Extended, application.DecisionId,
        application.Outcome, application.Version, [.. application.NextFor(act)], application.Challenges);
}

public static class GetApplicationHistoryEndpoint
{
    public static ProblemDetails Validate(Act act, Application application) => application.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>What happened, oldest first; <c>after</c> is the last version of the page before.</summary>
    [WolverineGet("/api/applications/{applicationId:guid}/history")]
    public static Task<HistoryPage> Get([ReadModel] Application application, Act act, HttpContext context, IQuerySession session, Vault vault, long? after, int? size, CancellationToken ct) =>
        HistoryPage.OfStream(application.Id, application.CitizenId, act, application.RelationTo(act), FileSection.Applications, context, session, vault, after, size, ct);
}
