using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.DataRequests;

/// <summary>The provider corrects a field at its source; every request that received it learns of it in the same act (PIPL art. 46).</summary>
public sealed record CorrectData(string Field, string After, DateOnly AsOf, string Reason, long Version, string? Before = null, EarlierEffect? Effect = null);

/// <summary>A recipient has looked at what a correction means for it: nothing, or that the decisions resting on it must be looked at again.</summary>
public sealed record AcknowledgeCorrection(Guid CorrectionId, CorrectionImpact Impact, long Version, EarlierEffect? Effect = null);

/// <summary>The streams of the other requests that received the field.</summary>
public sealed record EarlierRecipients(IReadOnlyList<IEventStream<DataRequest>> Requests);

/// <summary>The streams of the decisions that rest on the corrected field.</summary>
public sealed record RelyingDecisions(IReadOnlyList<IEventStream<Decision>> Decisions);

public static class CorrectDataEndpoint
{
    public static async Task<(SubjectKey, EarlierRecipients)> LoadAsync(CorrectData command, DataRequest request, Vault vault, IDocumentSession session, CancellationToken ct)
    {
        var told = await session.Query<DataRequest>().Where(r => r.CitizenId == request.CitizenId && r.ProvidingDepartment == request.ProvidingDepartment && r.DataItemCode == request.DataItemCode && r.Id != request.Id).ToListAsync(ct);
        var streams = new List<IEventStream<DataRequest>>();
        foreach (var other in told.Where(r => r.Provided.Contains(command.Field)).OrderBy(r => r.Id))
            streams.Add(await session.Events.FetchForWriting<DataRequest>(other.Id, ct));
        return (await vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct), new(streams));
    }

    public static ProblemDetails Validate(CorrectData command, Act act, DataRequest request, EarlierRecipients others, TimeProvider time) =>
        Refuse(command, act, request, [.. others.Requests.Select(r => r.Aggregate!)], time) ?? WolverineContinue.NoProblems;

    /// <summary>The correction is recorded on every request that received the field, so its date of effect is held against what went before in each.</summary>
    public static ProblemDetails? Refuse(CorrectData command, Act act, DataRequest request, IReadOnlyList<DataRequest> others, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Correct, command.Version, command.Effect, time.GetUtcNow())
        ?? Effects.Refuse(act, command.Effect, others.Select(r => r.LastEffect).DefaultIfEmpty(DateTimeOffset.MinValue).Max(), time.GetUtcNow())
        ?? ProvidedFields.Refuse("$.field", [command.Field], request)
        ?? Text.Refuse("$.after", command.After, 4000, lines: true)
        ?? Text.RefuseIfGiven("$.before", command.Before, 4000, lines: true)
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true)
        ?? (command.AsOf > command.Effect.Day(time) ? Problems.Invalid("$.asOf", "It lies in the future.", "日期在未来。") : null);

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/correction"), EmptyResponse]
    public static Events Post(CorrectData command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] DataRequest request, SubjectKey key, EarlierRecipients others)
    {
        var id = LedgerId.For(request.CitizenId);
        foreach (var other in others.Requests)
            other.AppendOne(Told(id, command, other.Aggregate!, key));
        return [.. Decide(id, command, request, key)];
    }

    public static object[] Decide(Guid correctionId, CorrectData command, DataRequest request, SubjectKey key) =>
    [
        new DataCorrectedAtSource(request.CitizenId, correctionId, command.Field, key.Seal(command.Before), key.Seal(command.After), command.AsOf, key.Seal(command.Reason), command.Effect),
        Told(correctionId, command, request, key)
    ];

    internal static CorrectionPropagated Told(Guid correctionId, CorrectData command, DataRequest request, SubjectKey key) =>
        new(request.CitizenId, correctionId, request.RequestingDepartment, request.ApplicationId, command.Field, key.Seal(command.After), command.AsOf, command.Effect);
}

public static class AcknowledgeCorrectionEndpoint
{
    public static async Task<RelyingDecisions> LoadAsync(AcknowledgeCorrection command, DataRequest request, IDocumentSession session, CancellationToken ct)
    {
        if (command.Impact is not CorrectionImpact.ReviewDue || request.Corrections.FirstOrDefault(c => c.Id == command.CorrectionId) is not { } told)
            return new([]);
        var streams = new List<IEventStream<Decision>>();
        foreach (var decision in request.Uses.Where(u => u.Fields.Contains(told.Field)).Select(u => u.DecisionId).Distinct().Order())
            streams.Add(await session.Events.FetchForWriting<Decision>(decision, ct));
        return new(streams);
    }

    public static ProblemDetails Validate(AcknowledgeCorrection command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Acknowledge, command.Version, command.Effect, time.GetUtcNow())
        ?? (request.Corrections.FirstOrDefault(c => c.Id == command.CorrectionId) is not { } told ? Problems.Invalid("$.correctionId", "This request was told of no such correction.", "本申请没有该更正通知。")
            : told.Impact is not null ? Problems.AlreadyExists("It was acknowledged.", "已确认该更正。")
            : command.Impact is CorrectionImpact.ReviewDue && !request.Uses.Any(u => u.Fields.Contains(told.Field)) ? Problems.Invalid("$.impact", "No decision rests on this field.", "没有决定以该字段为依据。")
            : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/acknowledgement"), EmptyResponse]
    public static CorrectionAcknowledged Post(AcknowledgeCorrection command, [State] DataRequest request, RelyingDecisions relying)
    {
        var (acknowledged, relied) = Decide(command, request);
        foreach (var decision in relying.Decisions)
            decision.AppendOne(relied);
        return acknowledged;
    }

    public static (CorrectionAcknowledged, ReliedFactCorrected) Decide(AcknowledgeCorrection command, DataRequest request) => (
        new(request.CitizenId, command.CorrectionId, command.Impact, command.Effect),
        new(request.CitizenId, request.Id, request.DataItemCode, request.Corrections.Single(c => c.Id == command.CorrectionId).Field));
}
