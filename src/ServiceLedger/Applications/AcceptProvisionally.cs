using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Applications;

/// <summary>Accepted although papers are missing that the item tolerates at first; the applicant promises them by a day (Zhejiang 2018, art. 11).</summary>
/// <param name="Promise">The applicant's words.</param>
public sealed record AcceptProvisionally(DateOnly CureBy, string Promise, long Version, EarlierEffect? Effect = null);

public static class AcceptProvisionallyEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?, AlreadyHeld)> LoadAsync(Application application, Vault vault, ItemCatalogue items, IQuerySession session, CancellationToken ct) => (
        await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(application.ItemCode, application.ItemVersion, ct),
        await AlreadyHeld.Load(application.CitizenId, session, items, ct));

    public static ProblemDetails Validate(AcceptProvisionally command, Act act, Application application, ServiceItem? item, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.AcceptProvisionally, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.CureBy < command.Effect.Day(time) ? Problems.Invalid("$.cureBy", "It lies before the day of this act.", "日期早于本行为之日。") : null)
        ?? Text.Refuse("$.promise", command.Promise, 2000, lines: true)
        ?? Missing(application, item!)
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? Missing(Application application, ServiceItem item)
    {
        var missing = AcceptApplicationEndpoint.Missing(application, item).ToArray();
        if (missing.Length == 0)
            return Problems.Make(409, "nothing-missing", "Nothing is missing.", "材料齐全。", "Accept it outright.", "请直接受理。");
        var intolerable = missing.Except(item.Terms(application.ItemVersion)!.TolerablyMissing).ToArray();
        return intolerable.Length == 0 ? null : Problems.Make(
            409, "papers-missing", "Required papers are missing.", "必需材料不齐。",
            $"The item does not tolerate their absence: {string.Join(", ", intolerable)}.", $"该事项不允许容缺：{string.Join("、", intolerable)}。");
    }

    [WolverinePost("/api/applications/{applicationId:guid}/provisional-acceptance"), EmptyResponse]
    public static Events Post(AcceptProvisionally command, [State] Application application, Act act, ServiceItem? item, SubjectKey key, AlreadyHeld held, TimeProvider time)
    {
        var accepted = Decide(command, application, item!, key);
        return [accepted, .. held.In(accepted.Missing, application, item!.Terms(application.ItemVersion)!, act, command.Effect.Day(time))];
    }

    public static ApplicationProvisionallyAccepted Decide(AcceptProvisionally command, Application application, ServiceItem item, SubjectKey key) => new(
        application.CitizenId, $"{application.Number}-A", item.Terms(application.ItemVersion)!.Limits, [.. AcceptApplicationEndpoint.Missing(application, item)],
        command.CureBy, key.Seal(command.Promise), command.Effect);
}
