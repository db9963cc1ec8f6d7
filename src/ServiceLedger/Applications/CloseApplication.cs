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
}
