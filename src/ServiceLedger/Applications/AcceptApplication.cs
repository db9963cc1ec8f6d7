using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The department finds the application complete and must handle it from now on (LIC art. 32(5)).</summary>
public sealed record AcceptApplication(long Version, EarlierEffect? Effect = null);

public static class AcceptApplicationEndpoint
{
    public static Task<ServiceItem?> LoadAsync(Application application, ItemCatalogue items, CancellationToken ct) => items.Find(application.ItemCode, application.ItemVersion, ct);

    public static ProblemDetails Validate(AcceptApplication command, Act act, Application application, ServiceItem? item, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Accept, command.Version, command.Effect, time.GetUtcNow()) ?? MissingPapers(application, item!) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/acceptance"), EmptyResponse]
    public static ApplicationAccepted Post(AcceptApplication command, [State] Application application, ServiceItem? item) => Decide(command, application, item!);

    /// <param name="promisedOn">Of a matter taken over: the day by which its system had promised the decision.</param>
    public static ApplicationAccepted Decide(AcceptApplication command, Application application, ServiceItem item, DateOnly? promisedOn = null) =>
        new(application.CitizenId, $"{application.Number}-A", item.Terms(application.ItemVersion)!.Limits, command.Effect, promisedOn);

    /// <summary>Only papers the applicant must bring count: what a department holds may not be asked for again (State Council Order 716, art. 7).</summary>
    public static ProblemDetails? MissingPapers(Application application, ServiceItem item)
    {
        var missing = Missing(application, item).ToArray();
        return missing.Length == 0 ? null : Problems.Make(
            409, "papers-missing", "Required papers are missing.", "必需材料不齐。",
            $"Missing: {string.Join(", ", missing)}. Look at …/papers first: what is held already need not be asked for.", $"缺少：{string.Join("、", missing)}。请先查看 …/papers：已存有的材料不必再要求提交。");
    }

    /// <summary>The required papers the applicant has neither brought nor promised.</summary>
    public static IEnumerable<string> Missing(Application application, ServiceItem item) => item.Terms(application.ItemVersion)!.Papers
        .Where(p => p.Required && p.SuppliedBy is PaperSource.Applicant).Select(p => p.Id).Except(application.Papers).Except(application.Promised);
}
