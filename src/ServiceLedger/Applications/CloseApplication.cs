using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>Nothing more will be done; retention runs from the day after.</summary>
public sealed record CloseApplication(long Version, EarlierEffect? Effect = null);

public static class CloseApplicationEndpoint
{
    public static Task<ServiceItem?> LoadAsync(Application application, ItemCatalogue items, CancellationToken ct) => items.Find(application.ItemCode, application.ItemVersion, ct);

    public static ProblemDetails Validate(CloseApplication command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Close, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/closing"), EmptyResponse]
    public static ApplicationClosed Post(CloseApplication command, [State] Application application, ServiceItem? item, TimeProvider time) =>
        Decide(command, application, item!, time.GetUtcNow());

    public static ApplicationClosed Decide(CloseApplication command, Application application, ServiceItem item, DateTimeOffset now) => new(
        application.CitizenId, application.Outcome!.Value,
        item.Terms(application.ItemVersion)!.RetentionOf(application.Outcome.Value.InJson()), Text.DateOf(command.Effect?.At ?? now).AddDays(1), command.Effect);

    /// <summary>
    /// A matter taken over whose system closed it and does not say how: over from that moment on. What its log tells after it has happened all the same, so the closing takes effect with the last of it.
    /// </summary>
    public static ApplicationClosed AtSource(Application application, ServiceItem item, DateTimeOffset closedAt)
    {
        var effect = new EarlierEffect(closedAt > application.LastEffect ? closedAt : application.LastEffect, EarlierEffectReason.ImportedLog);
        return new(
            application.CitizenId, ApplicationOutcome.ClosedAtSource, item.Terms(application.ItemVersion)!.RetentionOf(ApplicationOutcome.ClosedAtSource.InJson()), Text.DateOf(effect.At).AddDays(1), effect, closedAt);
    }
}
