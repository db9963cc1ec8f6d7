using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.DataRequests;

/// <summary>The asking department does not accept the refusal (Order 809, art. 26).</summary>
public sealed record RaiseDispute(string Grounds, long Version, EarlierEffect? Effect = null);

/// <summary>The data authority has brought both sides together.</summary>
public sealed record MediateDispute(string Result, long Version, EarlierEffect? Effect = null);

/// <summary>The data authority decides: it grants fields until a day, or upholds the refusal.</summary>
/// <param name="Fields">With granted, and only there.</param>
/// <param name="ValidUntil">With granted, and only there.</param>
public sealed record DecideDispute(
    DisputeOutcome Outcome, string Article, string Reasons, long Version, IReadOnlyList<string>? Fields = null, DateOnly? ValidUntil = null, EarlierEffect? Effect = null);

public static class RaiseDisputeEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RaiseDispute command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.RaiseDispute, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.grounds", command.Grounds, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/dispute"), EmptyResponse]
    public static DisputeRaised Post(RaiseDispute command, [State] DataRequest request, SubjectKey key) => new(request.CitizenId, key.Seal(command.Grounds), command.Effect);
}

public static class MediateDisputeEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(MediateDispute command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.Mediate, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.result", command.Result, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/dispute/mediation"), EmptyResponse]
    public static DisputeMediated Post(MediateDispute command, [State] DataRequest request, SubjectKey key) => new(request.CitizenId, key.Seal(command.Result), command.Effect);
}

public static class DecideDisputeEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(DecideDispute command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.DecideDispute, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.article", command.Article, 300)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true)
        ?? (command.Outcome is DisputeOutcome.Granted
            ? GrantedFields.Refuse(command.Fields ?? [], command.ValidUntil ?? DateOnly.MinValue, request, command.Effect.Day(time))
            : command is { Fields: null, ValidUntil: null } ? null : Problems.Invalid("$.fields", "A refusal that is upheld grants nothing.", "维持拒绝时不得授予字段。"))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/dispute/decision"), EmptyResponse]
    public static Events Post(DecideDispute command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] DataRequest request, SubjectKey key) => [.. Decide(command, request, key)];

    public static IEnumerable<object> Decide(DecideDispute command, DataRequest request, SubjectKey key)
    {
        yield return new DisputeDecided(request.CitizenId, command.Outcome, command.Article, key.Seal(command.Reasons), command.Effect);
        if (command.Outcome is DisputeOutcome.Granted)
            yield return new DataRequestApproved(request.CitizenId, [.. command.Fields!.Distinct()], command.ValidUntil!.Value, null, null, command.Effect);
    }
}
