using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Applications;

/// <summary>All that must be put right is told, once (LIC art. 32(4)).</summary>
/// <param name="DueBy">Until when it is expected.</param>
/// <param name="NotifiedBy">The way the notice goes to the applicant.</param>
public sealed record RequestCorrection(IReadOnlyList<DefectTold> Defects, DateOnly DueBy, Channel NotifiedBy, long Version, EarlierEffect? Effect = null);

/// <summary>The list turns out incomplete: the whole new list, and why it was not told at once. Supervision follows it.</summary>
public sealed record AmendCorrectionList(IReadOnlyList<DefectTold> Defects, DateOnly DueBy, Channel NotifiedBy, string Reason, long Version, EarlierEffect? Effect = null);

/// <summary>One thing to put right: what, what is wrong with it, how to put it right.</summary>
/// <param name="Requirement">The id of one of the item's papers, or <c>situation</c>.</param>
/// <param name="HeldIsUnfit">Where an office holds such a paper and it will not do: why. It is no re-ask then.</param>
public sealed record DefectTold(string Requirement, string Fault, string Cure, HeldUnfit? HeldIsUnfit = null);

/// <summary>Corrections come in: what they cure, and the papers.</summary>
public sealed record SubmitCorrection(IReadOnlyList<string> Cured, long Version, IReadOnlyList<SubmittedMaterial>? Materials = null, EarlierEffect? Effect = null);

public static class RequestCorrectionEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?, AlreadyHeld)> LoadAsync(Application application, Vault vault, ItemCatalogue items, IQuerySession session, CancellationToken ct) => (
        await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(application.ItemCode, application.ItemVersion, ct),
        await AlreadyHeld.Load(application.CitizenId, session, items, ct));

    public static ProblemDetails Validate(RequestCorrection command, Act act, Application application, ServiceItem? item, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.RequestCorrection, command.Version, command.Effect, time.GetUtcNow())
        ?? (application.Corrections is null ? null : Problems.Make(
            409, "corrections-told-already", "Corrections are told once, and they were.", "补正内容已一次性告知。",
            "Amend the list, saying why it was incomplete (LIC art. 32(4)).", "如确有遗漏，请说明原因后变更补正清单（许可法第三十二条第四项）。"))
        ?? CorrectionLists.Refuse(command.Defects, command.DueBy, item!.Terms(application.ItemVersion)!, command.Effect.Day(time))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/correction-requests"), EmptyResponse]
    public static Events Post(RequestCorrection command, [State] Application application, Act act, SubjectKey key, ServiceItem? item, AlreadyHeld held, TimeProvider time) =>
        [Decide(command, application, key), .. held.In(CorrectionLists.Asking(command.Defects), application, item!.Terms(application.ItemVersion)!, act, command.Effect.Day(time))];

    public static CorrectionRequested Decide(RequestCorrection command, Application application, SubjectKey key) => new(
        application.CitizenId, $"{application.Number}-C{application.Version + 1}", CorrectionLists.Sealed(command.Defects, key), command.DueBy, command.NotifiedBy, command.Effect);
}

public static class AmendCorrectionListEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?, AlreadyHeld)> LoadAsync(Application application, Vault vault, ItemCatalogue items, IQuerySession session, CancellationToken ct) => (
        await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(application.ItemCode, application.ItemVersion, ct),
        await AlreadyHeld.Load(application.CitizenId, session, items, ct));

    public static ProblemDetails Validate(AmendCorrectionList command, Act act, Application application, ServiceItem? item, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.AmendCorrectionList, command.Version, command.Effect, time.GetUtcNow())
        ?? (application.Corrections is null ? Problems.Make(
            409, "no-corrections-told", "No corrections were told yet.", "尚未告知补正内容。", "Tell them all at once.", "请一次性告知全部补正内容。") : null)
        ?? CorrectionLists.Refuse(command.Defects, command.DueBy, item!.Terms(application.ItemVersion)!, command.Effect.Day(time))
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/correction-requests/amendment"), EmptyResponse]
    public static Events Post(AmendCorrectionList command, [State] Application application, Act act, SubjectKey key, ServiceItem? item, AlreadyHeld held, TimeProvider time) =>
        [Decide(command, application, key), .. held.In(CorrectionLists.Asking(command.Defects), application, item!.Terms(application.ItemVersion)!, act, command.Effect.Day(time))];

    public static CorrectionListAmended Decide(AmendCorrectionList command, Application application, SubjectKey key) => new(
        application.CitizenId, $"{application.Number}-C{application.Version + 1}", CorrectionLists.Sealed(command.Defects, key), command.DueBy, command.NotifiedBy, key.Seal(command.Reason), command.Effect);
}

public static class SubmitCorrectionEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?, KnownEvidence)> LoadAsync(
        SubmitCorrection command, Application application, Vault vault, ItemCatalogue items, IQuerySession session, CancellationToken ct) => (
        await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(application.ItemCode, application.ItemVersion, ct), await KnownEvidence.Load(session, command.Materials, ct));

    public static ProblemDetails Validate(SubmitCorrection command, Act act, Application application, ServiceItem? item, TimeProvider time, KnownEvidence? evidence = null) =>
        application.Refuse(act, ApplicationAction.SubmitCorrection, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Cured.Count == 0 || command.Cured.Except(application.Corrections!.Open()).Any()
            ? Problems.Invalid("$.cured", $"Name what is cured, of: {string.Join(", ", application.Corrections!.Open())}.", $"请从以下内容中选择：{string.Join("、", application.Corrections!.Open())}。") : null)
        ?? Papers.Refuse(command.Materials ?? [], item!.Terms(application.ItemVersion), required: false)
        ?? Papers.RefuseEvidence(command.Materials ?? [], item!.Terms(application.ItemVersion), application.CitizenId, act, application, evidence, command.Effect.Day(time))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/corrections"), EmptyResponse]
    public static Events Post(SubmitCorrection command, [State] Application application, SubjectKey key) => [Decide(command, application, key)];

    /// <summary>All cured: the correction is whole; otherwise it is a part.</summary>
    public static object Decide(SubmitCorrection command, Application application, SubjectKey key)
    {
        var (voucher, cured, papers) = ($"{application.Number}-M{application.Version + 1}", command.Cured.Distinct().ToArray(), Papers.Sealed(command.Materials ?? [], key));
        return application.Corrections!.Open().Except(cured).Any()
            ? new CorrectionPartlySubmitted(application.CitizenId, voucher, cured, papers, command.Effect)
            : new CorrectionSubmitted(application.CitizenId, voucher, cured, papers, command.Effect);
    }
}

static class CorrectionLists
{
    const int Most = 50;

    public static ProblemDetails? Refuse(IReadOnlyList<DefectTold> defects, DateOnly dueBy, ItemTerms terms, DateOnly today)
    {
        if (defects.Count is 0 or > Most)
            return Problems.Invalid("$.defects", $"Between 1 and {Most}.", $"数量应为 1 至 {Most}。");
        for (var i = 0; i < defects.Count; i++)
        {
            if (defects[i] is not { } defect)
                return Problems.Invalid($"$.defects[{i}]", "Null is not allowed here.", "此处不允许为空。");
            if ((Requirements.Refuse($"$.defects[{i}].requirement", defect.Requirement, terms) ?? Text.Refuse($"$.defects[{i}].fault", defect.Fault, 1000, lines: true)
                ?? Text.Refuse($"$.defects[{i}].cure", defect.Cure, 1000, lines: true)) is { } fault)
                return fault;
        }

        return dueBy < today ? Problems.Invalid("$.dueBy", "It lies before the day of this act.", "日期早于本行为之日。") : null;
    }

    /// <summary>What the applicant is to bring although something like it may be held.</summary>
    public static IEnumerable<string> Asking(IReadOnlyList<DefectTold> defects) => defects.Where(d => d.HeldIsUnfit is null).Select(d => d.Requirement);

    public static Defect[] Sealed(IEnumerable<DefectTold> defects, SubjectKey key) => [.. defects.Select(d => new Defect(d.Requirement, key.Seal(d.Fault), key.Seal(d.Cure), d.HeldIsUnfit))];
}
