using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>An application is begun and kept for later, by the applicant or by an officer who helps.</summary>
public sealed record DraftApplication(Guid CitizenId, string ItemCode, string? Situation = null, IReadOnlyList<SubmittedMaterial>? Materials = null);

/// <summary>A draft gets new content, which replaces the old.</summary>
public sealed record SaveDraft(long Version, string? Situation = null, IReadOnlyList<SubmittedMaterial>? Materials = null);

/// <summary>A draft is given up.</summary>
public sealed record DiscardDraft(long Version);

/// <summary>A draft is submitted as it was last saved.</summary>
public sealed record SubmitDraft(long Version, Channel? SubmittedBy = null);

/// <summary>The answer: the id only; the case number comes with the submission.</summary>
public sealed record DraftAnswer(Guid ApplicationId);

public static class DraftApplicationEndpoint
{
    public static async Task<(ServiceItem?, SubjectKey?, KnownEvidence)> LoadAsync(DraftApplication command, ItemCatalogue items, Vault vault, IQuerySession session, CancellationToken ct) =>
        (await items.Find(command.ItemCode, 1, ct), await vault.FindKey(command.CitizenId, PurposeClass.Matters, ct), await KnownEvidence.Load(session, command.Materials, ct));

    public static ProblemDetails Validate(DraftApplication command, Act act, ServiceItem? item, SubjectKey? key, TimeProvider time, KnownEvidence? evidence = null) =>
        SubmitApplicationEndpoint.Refuse(new(command.CitizenId, command.ItemCode, null, null, command.Situation, command.Materials), act, item, time.GetUtcNow(), evidence)
        ?? (key is null ? Problems.Invalid("$.citizenId", "No citizen has this id.", "没有此人。") : WolverineContinue.NoProblems);

    [WolverinePost("/api/applications/drafts")]
    public static Created<DraftAnswer> Post(DraftApplication command, ServiceItem? item, SubjectKey? key, IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.For(command.CitizenId);
        session.Events.StartStream<Application>(id, Decide(command, item!, key!));
        return record.Creates($"/api/applications/{id}", new DraftAnswer(id));
    }

    public static ApplicationDrafted Decide(DraftApplication command, ServiceItem item, SubjectKey key) => new(
        command.CitizenId, item.Code, item.InForce, item.Versions[^1].DepartmentCode, key.Seal(command.Situation), Papers.Sealed(command.Materials ?? [], key));
}

public static class SaveDraftEndpoint
{
    public static async Task<(ServiceItem?, SubjectKey, KnownEvidence)> LoadAsync(
        SaveDraft command, Application application, ItemCatalogue items, Vault vault, IQuerySession session, CancellationToken ct) => (
        await items.Find(application.ItemCode, application.ItemVersion, ct), await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await KnownEvidence.Load(session, command.Materials, ct));

    public static ProblemDetails Validate(SaveDraft command, Act act, Application application, ServiceItem? item, TimeProvider time, KnownEvidence? evidence = null) =>
        application.Refuse(act, ApplicationAction.SaveDraft, command.Version, null, time.GetUtcNow())
        ?? Text.RefuseIfGiven("$.situation", command.Situation, SubmitApplicationEndpoint.MaxSituation, lines: true)
        ?? Papers.Refuse(command.Materials ?? [], item!.Versions[^1], required: false)
        ?? Papers.RefuseEvidence(command.Materials ?? [], item!.Versions[^1], application.CitizenId, act, application, evidence, time.Today())
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/draft"), EmptyResponse]
    public static ApplicationDrafted Post(SaveDraft command, [State] Application application, ServiceItem? item, SubjectKey key) => Decide(command, application, item!, key);

    public static ApplicationDrafted Decide(SaveDraft command, Application application, ServiceItem item, SubjectKey key) => new(
        application.CitizenId, item.Code, item.InForce, item.Versions[^1].DepartmentCode, key.Seal(command.Situation), Papers.Sealed(command.Materials ?? [], key));
}

public static class DiscardDraftEndpoint
{
    public static ProblemDetails Validate(DiscardDraft command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.DiscardDraft, command.Version, null, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/draft/discarding"), EmptyResponse]
    public static DraftDiscarded Post(DiscardDraft command, [State] Application application) => new(application.CitizenId);
}

public static class SubmitDraftEndpoint
{
    public static async Task<(ServiceItem?, KnownEvidence)> LoadAsync(Application application, ItemCatalogue items, IQuerySession session, CancellationToken ct) =>
        (await items.Find(application.ItemCode, application.ItemVersion, ct), await KnownEvidence.Load(session, (application.Draft?.Materials ?? []).Select(m => m.EvidenceId), ct));

    public static ProblemDetails Validate(SubmitDraft command, Act act, Application application, ServiceItem? item, TimeProvider time, KnownEvidence? evidence = null) =>
        application.Refuse(act, ApplicationAction.SubmitDraft, command.Version, null, time.GetUtcNow())
        ?? (item!.InForce == application.ItemVersion ? null : Problems.Make(
            409, "item-changed", "The item has changed since the draft was saved.", "保存草稿后事项已更新。",
            "Read the item, save the draft again, and submit it.", "请查看最新事项，重新保存草稿后再提交。"))
        ?? (Papers.RefuseEvidence(
            [.. application.Draft!.Materials.Select(m => new SubmittedMaterial(m.PaperId, m.Form, m.Grade, EvidenceId: m.EvidenceId))],
            item.Versions[^1], application.CitizenId, act, application, evidence, time.Today()) is null ? null : Problems.Make(
            409, "document-changed", "A document in the draft has changed since it was saved.", "保存草稿后材料已变更。",
            "Look at the documents, save the draft again, and submit it.", "请查看材料，重新保存草稿后再提交。"))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/submission")]
    public static async Task<(Acknowledged<ApplicationAnswer>, ApplicationSubmitted)> Post(
        SubmitDraft command, [State] Application application, Act act, IdempotencyRecord record, CaseNumbers numbers, TimeProvider time, CancellationToken ct)
    {
        var submitted = Decide(command, application, await numbers.Next(act.DivisionCode ?? SubmitApplicationEndpoint.DefaultDivision, time.Today(), ct), act);
        return (record.Acknowledges($"/api/applications/{application.Id}", new ApplicationAnswer(application.Id, submitted.CaseNumber), receiptOf: application.Id, wasSent: false), submitted);
    }

    public static ApplicationSubmitted Decide(SubmitDraft command, Application application, string caseNumber, Act act) => new(
        application.CitizenId, caseNumber, application.ItemCode, application.ItemVersion, application.DepartmentCode, command.SubmittedBy ?? act.Channel,
        application.Draft!.Situation, application.Draft.Materials);
}
