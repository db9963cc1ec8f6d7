using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.DataRequests;

/// <summary>The provider gives what was granted; of what it does not give it says why.</summary>
/// <param name="ResponseHash">base64url SHA-256 of the source system's response, 43 characters.</param>
/// <param name="AsOf">The day the source's data are of.</param>
public sealed record ProvideData(
    IReadOnlyList<FieldTold> Fields, string ResponseHash, string SourceSystem, DateOnly AsOf, long Version,
    IReadOnlyList<MissingField>? Missing = null, IReadOnlyList<Guid>? EvidenceIds = null, string? ProviderSignature = null, EarlierEffect? Effect = null);

/// <summary>One field with its value.</summary>
public sealed record FieldTold(string Name, string Value);

/// <summary>The source holds nothing about the person.</summary>
public sealed record ReportNotFound(string SourceSystem, DateOnly AsOf, long Version, EarlierEffect? Effect = null);

/// <summary>The source could not answer.</summary>
public sealed record ReportFailure(string SourceSystem, string FaultCode, long Version, EarlierEffect? Effect = null);

public static class ProvideDataEndpoint
{
    public static async Task<(SubjectKey, KnownEvidence)> LoadAsync(ProvideData command, DataRequest request, Vault vault, IQuerySession session, CancellationToken ct) =>
        (await vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct), await KnownEvidence.Load(session, (command.EvidenceIds ?? []).Select(id => (Guid?)id), ct));

    public static ProblemDetails Validate(ProvideData command, Act act, DataRequest request, TimeProvider time, KnownEvidence? evidence = null) =>
        request.Refuse(act, DataRequestAction.Provide, command.Version, command.Effect, time.GetUtcNow())
        ?? act.RefuseNewUse(request.CitizenId)
        ?? RefuseFields(command, request)
        ?? (command.Effect.Day(time) > request.ValidUntil ? Problems.Make(
            409, "permission-over", "The permission has run out.", "共享许可已到期。", $"It was valid until {request.ValidUntil:yyyy-MM-dd}.", $"有效期至 {request.ValidUntil:yyyy-MM-dd}。") : null)
        ?? Papers.RefuseHash("$.responseHash", command.ResponseHash)
        ?? Text.Refuse("$.sourceSystem", command.SourceSystem, 100)
        ?? Text.RefuseIfGiven("$.providerSignature", command.ProviderSignature, 2000)
        ?? (command.AsOf > command.Effect.Day(time) ? Problems.Invalid("$.asOf", "It lies in the future.", "日期在未来。") : null)
        ?? (command.EvidenceIds?.Count > 100 ? Problems.Invalid("$.evidenceIds", "At most 100.", "不超过 100 项。") : null)
        ?? (evidence ?? KnownEvidence.None).RefuseHeld("$.evidenceIds", command.EvidenceIds ?? [], request.CitizenId, act, command.Effect.Day(time))
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? RefuseFields(ProvideData command, DataRequest request)
    {
        if (command.Fields.Any(f => f is null) || command.Missing?.Any(f => f is null) is true)
            return Problems.Invalid("$.fields", "Null is not allowed here.", "此处不允许为空。");
        var (given, missing) = (command.Fields.Select(f => f.Name).ToArray(), command.Missing?.Select(f => f.Name).ToArray() ?? []);
        var open = request.Granted.Except(request.Provided).ToArray();
        if (given.Length == 0 || given.Distinct().Count() != given.Length || given.Intersect(missing).Any() || given.Except(open).Any() || missing.Except(open).Any())
            return Problems.Invalid("$.fields", $"Give what was granted and not given yet, each once: {string.Join(", ", open)}.", $"请提供已授予且尚未提供的字段，每项一次：{string.Join("、", open)}。");
        if (open.Except(given).Except(missing).Any())
            return Problems.Invalid("$.missing", $"Say why these are not given: {string.Join(", ", open.Except(given).Except(missing))}.", $"请说明未提供的原因：{string.Join("、", open.Except(given).Except(missing))}。");
        return command.Fields.Select((f, i) => Text.Refuse($"$.fields[{i}].value", f.Value, 4000, lines: true)).FirstOrDefault(fault => fault is not null);
    }

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/provision"), EmptyResponse]
    public static Events Post(ProvideData command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] DataRequest request, SubjectKey key) => [Decide(command, request, key)];

    public static object Decide(ProvideData command, DataRequest request, SubjectKey key)
    {
        ProvidedField[] fields = [.. command.Fields.Select(f => new ProvidedField(f.Name, key.Seal(f.Value)))];
        Guid[] evidence = [.. command.EvidenceIds ?? []];
        return command.Missing is { Count: > 0 } missing
            ? new DataPartlyProvided(request.CitizenId, fields, [.. missing], evidence, key.Seal(command.ResponseHash), command.SourceSystem, command.AsOf, command.ProviderSignature, command.Effect)
            : new DataProvided(request.CitizenId, fields, evidence, key.Seal(command.ResponseHash), command.SourceSystem, command.AsOf, command.ProviderSignature, command.Effect);
    }
}

public static class ReportNotFoundEndpoint
{
    public static ProblemDetails Validate(ReportNotFound command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.ReportNotFound, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.sourceSystem", command.SourceSystem, 100)
        ?? (command.AsOf > command.Effect.Day(time) ? Problems.Invalid("$.asOf", "It lies in the future.", "日期在未来。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/not-found"), EmptyResponse]
    public static DataNotFound Post(ReportNotFound command, [State] DataRequest request) => new(request.CitizenId, command.SourceSystem, command.AsOf, command.Effect);
}

public static class ReportFailureEndpoint
{
    public static ProblemDetails Validate(ReportFailure command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.ReportFailure, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.sourceSystem", command.SourceSystem, 100) ?? Text.Refuse("$.faultCode", command.FaultCode, 100) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/failure"), EmptyResponse]
    public static FulfilmentFailed Post(ReportFailure command, [State] DataRequest request) => new(request.CitizenId, command.SourceSystem, command.FaultCode, command.Effect);
}
