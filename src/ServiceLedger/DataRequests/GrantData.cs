using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.DataRequests;

/// <summary>The provider grants fields, all or some of those asked, until a day and on conditions.</summary>
public sealed record ApproveDataRequest(IReadOnlyList<string> Fields, DateOnly ValidUntil, long Version, string? Conditions = null, EarlierEffect? Effect = null);

/// <summary>The provider refuses, naming ground, article and what the asker can do instead.</summary>
public sealed record RefuseDataRequest(DataRefusalGround Ground, string Article, string Alternative, long Version, EarlierEffect? Effect = null);

public static class ApproveDataRequestEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ApproveDataRequest command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Approve, command.Version, command.Effect, time.GetUtcNow())
        ?? GrantedFields.Refuse(command.Fields, command.ValidUntil, request, command.Effect.Day(time))
        ?? Text.RefuseIfGiven("$.conditions", command.Conditions, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/approval"), EmptyResponse]
    public static DataRequestApproved Post(ApproveDataRequest command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] DataRequest request, SubjectKey key) =>
        new(request.CitizenId, [.. command.Fields.Distinct()], command.ValidUntil, key.Seal(command.Conditions), null, command.Effect);
}

public static class RefuseDataRequestEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RefuseDataRequest command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Refuse, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.article", command.Article, 300)
        ?? Text.Refuse("$.alternative", command.Alternative, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/refusal"), EmptyResponse]
    public static DataRequestRefused Post(RefuseDataRequest command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] DataRequest request, SubjectKey key) =>
        new(request.CitizenId, command.Ground, command.Article, key.Seal(command.Alternative), command.Effect);
}

static class GrantedFields
{
    public static ProblemDetails? Refuse(IReadOnlyList<string> fields, DateOnly validUntil, DataRequest request, DateOnly day) =>
        fields.Count == 0 || fields.Except(request.Asked.Fields).Any() ? Problems.Invalid("$.fields", $"Of those asked: {string.Join(", ", request.Asked.Fields)}.", $"应为所申请的字段：{string.Join("、", request.Asked.Fields)}。")
        : validUntil < day ? Problems.Invalid("$.validUntil", "It lies before the day of this act.", "日期早于本行为之日。")
        : null;
}
