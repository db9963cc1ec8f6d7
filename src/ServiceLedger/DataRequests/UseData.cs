using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.DataRequests;

/// <summary>A decision of the matter rests on these fields.</summary>
public sealed record RecordUse(Guid DecisionId, IReadOnlyList<string> Fields, long Version, EarlierEffect? Effect = null);

/// <summary>The provider or the data authority finds that the data were used for something else, or passed on (Order 809, art. 25).</summary>
public sealed record ReportMisuse(IReadOnlyList<string> Fields, string Finding, long Version, EarlierEffect? Effect = null);

/// <summary>The permission has run out.</summary>
public sealed record ExpireDataRequest(long Version, EarlierEffect? Effect = null);

/// <summary>The asking department has returned or deleted the data.</summary>
public sealed record DisposeOfData(DataDisposal Method, long Version, EarlierEffect? Effect = null);

/// <summary>The decision named; null where there is none.</summary>
public sealed record NamedDecision(Decision? Decision);

public static class RecordUseEndpoint
{
    public static async Task<NamedDecision> LoadAsync(RecordUse command, DataRequest request, IQuerySession session, CancellationToken ct) =>
        new(await session.LoadAsync<Decision>(command.DecisionId, ct));

    public static ProblemDetails Validate(RecordUse command, Act act, DataRequest request, NamedDecision named, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.RecordUse, command.Version, command.Effect, time.GetUtcNow())
        ?? ProvidedFields.Refuse("$.fields", command.Fields, request)
        ?? (named.Decision?.ApplicationId == request.ApplicationId ? null : Problems.Invalid("$.decisionId", "The matter has no decision of this id.", "本办件没有该决定。"))
        ?? (command.Fields.Where(f => request.Prevails(f) is FactSource.Person).ToArray() is { Length: > 0 } contested ? Problems.Make(
            409, "own-evidence-prevails", "The person says that this is wrong: their own paper prevails.", "申请人提出异议，应以其自行提交的材料为准。",
            $"Contested and not corrected: {string.Join(", ", contested)}. Rest the decision on the person's paper (Zhejiang 2018, art. 7).", $"有异议且未更正：{string.Join("、", contested)}。请以申请人的材料为依据。") : null)
        ?? (command.Effect.Day(time) > request.ValidUntil ? Problems.Make(
            409, "permission-over", "The permission has run out.", "共享许可已到期。", $"It was valid until {request.ValidUntil:yyyy-MM-dd}.", $"有效期至 {request.ValidUntil:yyyy-MM-dd}。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/use"), EmptyResponse]
    public static DataUsedInDecision Post(RecordUse command, [State] DataRequest request) => new(request.CitizenId, command.DecisionId, [.. command.Fields.Distinct()], command.Effect);
}

public static class ReportMisuseEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ReportMisuse command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.ReportMisuse, command.Version, command.Effect, time.GetUtcNow())
        ?? ProvidedFields.Refuse("$.fields", command.Fields, request)
        ?? Text.Refuse("$.finding", command.Finding, 4000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/misuse"), EmptyResponse]
    public static UseOutsideScopeDetected Post(ReportMisuse command, [State] DataRequest request, SubjectKey key) =>
        new(request.CitizenId, [.. command.Fields.Distinct()], key.Seal(command.Finding), command.Effect);
}

public static class ExpireDataRequestEndpoint
{
    public static ProblemDetails Validate(ExpireDataRequest command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Expire, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Effect.Day(time) <= request.ValidUntil ? Problems.Make(
            409, "still-valid", "The permission has not run out.", "共享许可尚未到期。", $"It is valid until {request.ValidUntil:yyyy-MM-dd}.", $"有效期至 {request.ValidUntil:yyyy-MM-dd}。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/expiry"), EmptyResponse]
    public static DataRequestExpired Post(ExpireDataRequest command, [State] DataRequest request) => new(request.CitizenId, command.Effect);
}

public static class DisposeOfDataEndpoint
{
    public static ProblemDetails Validate(DisposeOfData command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Dispose, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/disposal"), EmptyResponse]
    public static DataReturnedOrDeleted Post(DisposeOfData command, [State] DataRequest request) => new(request.CitizenId, command.Method, command.Effect);
}
