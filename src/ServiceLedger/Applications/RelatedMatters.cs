using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Applications;

/// <summary>Another matter of the same person belongs to this one.</summary>
public sealed record LinkApplication(Guid ApplicationId, LinkKind Kind, long Version);

/// <summary>A part of the matter becomes an application of its own; the day the whole was received counts for it.</summary>
public sealed record SplitApplication(string ItemCode, string Reason, long Version, string? Situation = null, IReadOnlyList<SubmittedMaterial>? Materials = null);

/// <summary>The matter goes on in another application of the same person.</summary>
public sealed record MergeApplication(Guid IntoApplicationId, string Reason, long Version);

/// <summary>The other matter; null where there is none.</summary>
public sealed record OtherMatter(Application? Application);

/// <summary>The stream of the application another one goes on in.</summary>
public sealed record AbsorbingMatter(IEventStream<Application>? Application);

public static class LinkApplicationEndpoint
{
    public static async Task<OtherMatter> LoadAsync(LinkApplication command, Application application, IQuerySession session, CancellationToken ct) =>
        new(await session.LoadAsync<Application>(command.ApplicationId, ct));

    public static ProblemDetails Validate(LinkApplication command, Act act, Application application, OtherMatter other, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Link, command.Version, null, time.GetUtcNow())
        ?? (command.Kind is LinkKind.Absorbs ? Problems.Invalid("$.kind", "Merge the other application instead.", "请使用合并操作。") : null)
        ?? (other.Application?.CitizenId != application.CitizenId || other.Application.Id == application.Id || other.Application.Status is ApplicationStatus.Draft or ApplicationStatus.Discarded
            ? Problems.Invalid("$.applicationId", "The same person has no other matter of this id.", "该申请人没有此办件。") : null)
        ?? (application.Links.Contains(new(command.ApplicationId, command.Kind)) ? Problems.AlreadyExists("They are linked so already.", "已建立此关联。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/links"), EmptyResponse]
    public static ApplicationLinked Post(LinkApplication command, [State] Application application) => new(application.CitizenId, command.ApplicationId, command.Kind);
}

public static class SplitApplicationEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?, KnownEvidence)> LoadAsync(
        SplitApplication command, Application application, Vault vault, ItemCatalogue items, IQuerySession session, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(command.ItemCode, 1, ct), await KnownEvidence.Load(session, command.Materials, ct));

    public static ProblemDetails Validate(SplitApplication command, Act act, Application application, ServiceItem? item, TimeProvider time, KnownEvidence? evidence = null) =>
        application.Refuse(act, ApplicationAction.Split, command.Version, null, time.GetUtcNow())
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true)
        ?? SubmitApplicationEndpoint.Refuse(new(application.CitizenId, command.ItemCode, null, null, command.Situation, command.Materials), act, item, time.GetUtcNow(), evidence, application)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/split")]
    public static async Task<(Acknowledged<ApplicationAnswer>, ApplicationSplit, IStartStream)> Post(
        SplitApplication command, [State] Application application, Act act, ServiceItem? item, SubjectKey key, IdempotencyRecord record, CaseNumbers numbers, TimeProvider time, CancellationToken ct)
    {
        var id = LedgerId.For(application.CitizenId);
        var (split, submitted) = Decide(id, command, application, act, item!, await numbers.Next(act.DivisionCode ?? SubmitApplicationEndpoint.DefaultDivision, time.Today(), ct), key);
        return (record.Acknowledges($"/api/applications/{id}", new ApplicationAnswer(id, submitted.CaseNumber), receiptOf: id, wasSent: false), split, MartenOps.StartStream<Application>(id, submitted));
    }

    public static (ApplicationSplit, ApplicationSubmitted) Decide(Guid newId, SplitApplication command, Application application, Act act, ServiceItem item, string caseNumber, SubjectKey key) => (
        new(application.CitizenId, newId, item.Code, key.Seal(command.Reason)),
        new(application.CitizenId, caseNumber, item.Code, item.InForce, item.Versions[^1].DepartmentCode, act.Channel, key.Seal(command.Situation),
            Papers.Sealed(command.Materials ?? [], key), new(application.ReceivedAt!.Value, EarlierEffectReason.OriginalReceipt), application.Id));
}

public static class MergeApplicationEndpoint
{
    public static async Task<(SubjectKey, AbsorbingMatter)> LoadAsync(MergeApplication command, Application application, Vault vault, IDocumentSession session, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct),
            // Marten refuses to fetch a stream of another type by an exception, so what is no application is found out first.
            new(await session.LoadAsync<Application>(command.IntoApplicationId, ct) is null ? null : await session.Events.FetchForWriting<Application>(command.IntoApplicationId, ct)));

    public static ProblemDetails Validate(MergeApplication command, Act act, Application application, AbsorbingMatter into, TimeProvider time) =>
        Refuse(command, act, application, into.Application?.Aggregate, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    public static ProblemDetails? Refuse(MergeApplication command, Act act, Application application, Application? into, DateTimeOffset now) =>
        application.Refuse(act, ApplicationAction.Merge, command.Version, null, now)
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true)
        ?? (into is null || into.Id == application.Id || into.CitizenId != application.CitizenId || !into.NextFor(act).Contains(ApplicationAction.Merge)
            ? Problems.Invalid("$.intoApplicationId", "Your department has no other open matter of the same person with this id.", "本部门没有该申请人的此在办件。") : null);

    [WolverinePost("/api/applications/{applicationId:guid}/merge"), EmptyResponse]
    public static ApplicationMerged Post(MergeApplication command, [State] Application application, AbsorbingMatter into, SubjectKey key)
    {
        var (merged, linked) = Decide(command, application, key);
        into.Application!.AppendOne(linked);
        return merged;
    }

    public static (ApplicationMerged, ApplicationLinked) Decide(MergeApplication command, Application application, SubjectKey key) => (
        new(application.CitizenId, command.IntoApplicationId, key.Seal(command.Reason)),
        new(application.CitizenId, application.Id, LinkKind.Absorbs));
}
