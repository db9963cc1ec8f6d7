using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The matter is taken up again, with a fresh clock: a review or court ordered it, or an error was found.</summary>
/// <param name="Reference">The number of the order, or of the note that records the error.</param>
public sealed record ReopenApplication(ReopeningCause Cause, string Reference, long Version, EarlierEffect? Effect = null);

public static class ReopenApplicationEndpoint
{
    public static Task<ServiceItem?> LoadAsync(Application application, ItemCatalogue items, CancellationToken ct) => items.Find(application.ItemCode, application.ItemVersion, ct);

    public static ProblemDetails Validate(ReopenApplication command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Reopen, command.Version, command.Effect, time.GetUtcNow())
        ?? (application.Outcome is ApplicationOutcome.Withdrawn or ApplicationOutcome.Merged or ApplicationOutcome.NotRequired
            ? Problems.Make(409, "nothing-to-redo", "The department ruled on nothing here.", "本办件没有可重新办理的决定。", "Submit a new application.", "请重新提出申请。") : null)
        ?? Text.Refuse("$.reference", command.Reference, 200)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/reopening"), EmptyResponse]
    public static ApplicationReopened Post(ReopenApplication command, [State] Application application, ServiceItem? item) => Decide(command, application, item!);

    public static ApplicationReopened Decide(ReopenApplication command, Application application, ServiceItem item) =>
        new(application.CitizenId, command.Cause, command.Reference, item.Terms(application.ItemVersion)!.Limits, command.Effect);
}
