using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>The officer does not need the file any more.</summary>
public sealed record EndBreakGlass(long Version);

/// <summary>A supervisor says whether it was an emergency.</summary>
public sealed record ReviewBreakGlass(BreakGlassVerdict Verdict, string Remarks, long Version);

/// <summary>A supervisor lets the officer use break-glass again.</summary>
public sealed record LiftBreakGlassBlock(string Reason, long Version);

public static class EndBreakGlassEndpoint
{
    public static ProblemDetails Validate(EndBreakGlass command, Act act, BreakGlass glass, TimeProvider time) =>
        glass.Refuse(act, BreakGlassAction.End, command.Version, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/break-glass/{breakGlassId:guid}/ending"), EmptyResponse]
    public static BreakGlassEnded Post(EndBreakGlass command, [State] BreakGlass glass) => new(glass.CitizenId);
}

public static class ReviewBreakGlassEndpoint
{
    public static Task<SubjectKey> LoadAsync(BreakGlass glass, Vault vault, CancellationToken ct) => vault.KeyOf(glass.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ReviewBreakGlass command, Act act, BreakGlass glass, TimeProvider time) =>
        glass.Refuse(act, BreakGlassAction.Review, command.Version, time.GetUtcNow())
        ?? Text.Refuse("$.remarks", command.Remarks, 2000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/break-glass/{breakGlassId:guid}/review"), EmptyResponse]
    public static BreakGlassReviewed Post(ReviewBreakGlass command, [State] BreakGlass glass, SubjectKey key) => new(glass.CitizenId, command.Verdict, key.Seal(command.Remarks));
}

public static class LiftBreakGlassBlockEndpoint
{
    public static Task<SubjectKey> LoadAsync(BreakGlass glass, Vault vault, CancellationToken ct) => vault.KeyOf(glass.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(LiftBreakGlassBlock command, Act act, BreakGlass glass, TimeProvider time) =>
        glass.Refuse(act, BreakGlassAction.Lift, command.Version, time.GetUtcNow())
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/break-glass/{breakGlassId:guid}/lifting"), EmptyResponse]
    public static BreakGlassBlockLifted Post(LiftBreakGlassBlock command, [State] BreakGlass glass, SubjectKey key) => new(glass.CitizenId, key.Seal(command.Reason));
}
