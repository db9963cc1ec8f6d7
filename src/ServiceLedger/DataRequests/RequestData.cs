using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.DataRequests;

/// <summary>The department in charge of a matter asks another department for what it holds, instead of asking the person (Order 716, art. 7).</summary>
/// <param name="Necessity">Why the matter needs it; sealed.</param>
/// <param name="Draft">True: kept for later; the provider does not see it.</param>
/// <param name="ObligingLaw">Required where the item is not shared at all: the law that obliges the provider.</param>
/// <param name="AgreementId">A sharing agreement that covers it: then it is granted at once.</param>
public sealed record RequestData(
    Guid ApplicationId, string ProvidingDepartment, string DataItemCode, SharingClass SharingClass, IReadOnlyList<string> Fields, string Purpose, string LegalBasis, string Necessity,
    Urgency Urgency = Urgency.Ordinary, int? CatalogueVersion = null, DateOnly? DueBy = null, string? ObligingLaw = null, Guid? AgreementId = null, bool Draft = false, EarlierEffect? Effect = null);

/// <summary>A drafted request is sent.</summary>
public sealed record SubmitDataRequest(long Version, EarlierEffect? Effect = null);

/// <summary>The asking department needs it no more.</summary>
public sealed record CancelDataRequest(string Reason, long Version, EarlierEffect? Effect = null);

/// <summary>The answer: the id only.</summary>
public sealed record DataRequestAnswer(Guid DataRequestId);

/// <summary>The matter a request is made for, and the agreement it names; null where there is none.</summary>
public sealed record RequestGround(Application? Application, SharingAgreement? Agreement, KnownDepartments Departments, SubjectKey? Key);

public static class RequestDataEndpoint
{
    const int MostFields = 100;

    /// <summary>How long unconditional sharing is granted for one matter.</summary>
    const int UnconditionalDays = 180;

    public static async Task<RequestGround> LoadAsync(RequestData command, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var application = await session.LoadAsync<Application>(command.ApplicationId, ct);
        return new(
            application, command.AgreementId is { } agreement ? await session.LoadAsync<SharingAgreement>(agreement, ct) : null,
            await KnownDepartments.Load(session, [command.ProvidingDepartment], ct), application is null ? null : await vault.FindKey(application.CitizenId, PurposeClass.Matters, ct));
    }

    public static ProblemDetails Validate(RequestData command, Act act, RequestGround ground, TimeProvider time) => Refuse(command, act, ground, time) ?? WolverineContinue.NoProblems;

    static ProblemDetails? Refuse(RequestData command, Act act, RequestGround ground, TimeProvider time)
    {
        if (act.Kind is not (ActorKind.Officer or ActorKind.System))
            return Problems.Forbidden("Departments request data of each other.", "由部门之间提出数据共享申请。");
        if (ground.Application is not { AcceptedAt: not null } application || act.Department != application.DepartmentCode || !application.IsVisibleTo(act))
            return Problems.Invalid("$.applicationId", "Your department has no accepted matter of this id.", "本部门没有该已受理办件。");
        if (act.IsOfficer && application.Recused.Contains(act.ActorId))
            return Problems.Forbidden("You are recused from this matter.", "您已在本办件中回避。");
        if (act.RefuseNewUse(application.CitizenId) is { } closed)
            return closed;
        if (application.Outcome is not null)
            return Problems.Invalid("$.applicationId", "The matter is over.", "该办件已办结。");
        if (command.ProvidingDepartment == act.Department)
            return Problems.Invalid("$.providingDepartment", "A department does not request data of itself.", "不得向本部门申请数据。");
        if (command.Fields.Count is 0 or > MostFields || command.Fields.Distinct().Count() != command.Fields.Count)
            return Problems.Invalid("$.fields", $"Between 1 and {MostFields}, each once.", $"数量应为 1 至 {MostFields}，不得重复。");
        return ground.Departments.Refuse("$.providingDepartment", command.ProvidingDepartment)
            ?? Text.Refuse("$.dataItemCode", command.DataItemCode, 100)
            ?? command.Fields.Select((field, i) => Text.Refuse($"$.fields[{i}]", field, 100)).FirstOrDefault(fault => fault is not null)
            ?? Text.Refuse("$.purpose", command.Purpose, 100)
            ?? Text.Refuse("$.legalBasis", command.LegalBasis, 300)
            ?? Text.Refuse("$.necessity", command.Necessity, 2000, lines: true)
            ?? Text.RefuseIfGiven("$.obligingLaw", command.ObligingLaw, 300)
            ?? (command.CatalogueVersion < 1 ? Problems.Invalid("$.catalogueVersion", "1 or more.", "应不小于 1。") : null)
            ?? (command.DueBy < command.Effect.Day(time) ? Problems.Invalid("$.dueBy", "It lies before the day of this act.", "日期早于本行为之日。") : null)
            ?? (command is { SharingClass: SharingClass.None, ObligingLaw: null } ? Problems.Make(
                409, "not-shared", "This item is not shared.", "该数据项不予共享。",
                "Name the law that obliges the provider all the same, or ask the person for their own paper.", "请注明提供部门仍应提供的法律依据，或请申请人自行提交材料。") : null)
            ?? (command.AgreementId is null || ground.Agreement?.Covers(act.Department!, command.ProvidingDepartment, command.DataItemCode, command.Fields, command.Purpose, command.Effect.Day(time)) is true ? null
                : Problems.Invalid("$.agreementId", "No agreement of this id covers the request.", "没有涵盖本申请的共享协议。"))
            ?? Effects.Refuse(act, command.Effect, application.AcceptedAt.Value, time.GetUtcNow());
    }

    [WolverinePost("/api/data-requests")]
    public static Created<DataRequestAnswer> Post(RequestData command, Act act, RequestGround ground, IdempotencyRecord record, IDocumentSession session, TimeProvider time)
    {
        var id = LedgerId.For(ground.Application!.CitizenId);
        session.Events.StartStream<DataRequest>(id, Decide(command, act, ground, command.Effect.Day(time)));
        return record.Creates($"/api/data-requests/{id}", new DataRequestAnswer(id));
    }

    /// <summary>The draft; or the request, and its approval where nobody has to be asked.</summary>
    public static IReadOnlyList<object> Decide(RequestData command, Act act, RequestGround ground, DateOnly day)
    {
        var citizen = ground.Application!.CitizenId;
        var asked = new DataAsked(
            command.ProvidingDepartment, command.DataItemCode, command.CatalogueVersion, command.SharingClass, [.. command.Fields], command.Purpose, command.LegalBasis,
            ground.Key!.Seal(command.Necessity), command.Urgency, command.DueBy, command.ObligingLaw, command.AgreementId);
        return command.Draft ? [new DataRequestDrafted(citizen, command.ApplicationId, act.Department!, asked)]
            : [new DataRequested(citizen, command.ApplicationId, act.Department!, asked, command.Effect), .. AtOnce(citizen, asked, ground.Agreement, day, command.Effect)];
    }

    /// <summary>The approval that unconditional sharing, or an agreement, gives without asking anybody.</summary>
    internal static IEnumerable<object> AtOnce(Guid citizen, DataAsked asked, SharingAgreement? agreement, DateOnly day, EarlierEffect? effect) =>
        agreement is not null ? [new DataRequestApproved(citizen, asked.Fields, agreement.Terms.ValidTo, null, agreement.Id, effect)]
        : asked.SharingClass is SharingClass.Unconditional ? [new DataRequestApproved(citizen, asked.Fields, day.AddDays(UnconditionalDays), null, null, effect)]
        : [];
}

/// <summary>The matter of a drafted request as it stands now, and the agreement it names; null where it names none.</summary>
public sealed record DraftGround(Application Application, SharingAgreement? Agreement);

public static class SubmitDataRequestEndpoint
{
    public static async Task<DraftGround> LoadAsync(DataRequest request, IQuerySession session, CancellationToken ct) => new(
        (await session.LoadAsync<Application>(request.ApplicationId, ct))!, request.Asked.AgreementId is { } id ? await session.LoadAsync<SharingAgreement>(id, ct) : null);

    public static ProblemDetails Validate(SubmitDataRequest command, Act act, DataRequest request, DraftGround ground, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Submit, command.Version, command.Effect, time.GetUtcNow())
        ?? act.RefuseNewUse(request.CitizenId)
        ?? RefuseMatter(command, act, request, ground.Application, time.GetUtcNow())
        ?? (ground.Agreement?.Covers(request.RequestingDepartment, request.ProvidingDepartment, request.DataItemCode, request.Asked.Fields, request.Asked.Purpose, command.Effect.Day(time)) is false
            ? Problems.Make(409, "agreement-over", "The agreement it names does not cover it any more.", "所引用的共享协议已不适用。", "Cancel this draft and ask anew.", "请取消本草稿后重新申请。") : null)
        ?? WolverineContinue.NoProblems;

    /// <summary>A draft may have lain there: the matter may be over since, in other hands, or without this officer.</summary>
    static ProblemDetails? RefuseMatter(SubmitDataRequest command, Act act, DataRequest request, Application matter, DateTimeOffset now) =>
        matter is not { Outcome: null, AcceptedAt: { } accepted } || matter.DepartmentCode != request.RequestingDepartment
            ? Problems.Make(409, "matter-over", "Your department does not handle the matter any more.", "本部门已不再办理该办件。", "Cancel this draft.", "请取消本草稿。")
        : matter.IsRecused(act) ? Problems.Forbidden("You are recused from this matter.", "您已在本办件中回避。")
        : Effects.Refuse(act, command.Effect, accepted, now);

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/submission"), EmptyResponse]
    public static Events Post(SubmitDataRequest command, [State] DataRequest request, DraftGround ground, TimeProvider time) => [.. Decide(command, request, ground, command.Effect.Day(time))];

    public static IReadOnlyList<object> Decide(SubmitDataRequest command, DataRequest request, DraftGround ground, DateOnly day) =>
    [
        new DataRequested(request.CitizenId, request.ApplicationId, request.RequestingDepartment, request.Asked, command.Effect),
        .. RequestDataEndpoint.AtOnce(request.CitizenId, request.Asked, ground.Agreement, day, command.Effect)
    ];
}

public static class CancelDataRequestEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(CancelDataRequest command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Cancel, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/cancellation"), EmptyResponse]
    public static DataRequestCancelled Post(CancelDataRequest command, [State] DataRequest request, SubjectKey key) => new(request.CitizenId, key.Seal(command.Reason), command.Effect);
}
