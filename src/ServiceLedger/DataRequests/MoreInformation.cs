using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.DataRequests;

/// <summary>The provider has looked whether the request is complete.</summary>
public sealed record CheckCompleteness(bool Complete, long Version, EarlierEffect? Effect = null);

/// <summary>The provider needs to know more before it can answer.</summary>
public sealed record AskMoreInfo(string Question, long Version, EarlierEffect? Effect = null);

/// <summary>The asking department tells it.</summary>
public sealed record GiveMoreInfo(string Answer, long Version, EarlierEffect? Effect = null);

public static class CheckCompletenessEndpoint
{
    public static ProblemDetails Validate(CheckCompleteness command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.CheckCompleteness, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/completeness"), EmptyResponse]
    public static RequestCompletenessChecked Post(CheckCompleteness command, [State] DataRequest request) => new(request.CitizenId, command.Complete, command.Effect);
}

public static class AskMoreInfoEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(AskMoreInfo command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.AskInfo, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.question", command.Question, 2000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/questions"), EmptyResponse]
    public static MoreInfoAsked Post(AskMoreInfo command, [State] DataRequest request, SubjectKey key) => new(request.CitizenId, key.Seal(command.Question), command.Effect);
}

public static class GiveMoreInfoEndpoint
{
    public static Task<SubjectKey> LoadAsync(DataRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(GiveMoreInfo command, Act act, DataRequest request, TimeProvider time) =>
        request.Refuse(act, DataRequestAction.GiveInfo, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.answer", command.Answer, 2000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/data-requests/{dataRequestId:guid}/answers"), EmptyResponse]
    public static MoreInfoGiven Post(GiveMoreInfo command, [State] DataRequest request, SubjectKey key) => new(request.CitizenId, key.Seal(command.Answer), command.Effect);
}
