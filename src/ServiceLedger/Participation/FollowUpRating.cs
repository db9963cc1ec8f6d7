using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Participation;

/// <summary>Somebody of the department spoke with who rated badly.</summary>
/// <param name="Heard">What they said.</param>
public sealed record ContactBadRater(Channel Via, string Heard, long Version);

/// <summary>How it is to be put right.</summary>
public sealed record PlanFix(string Plan, long Version);

/// <summary>It is put right.</summary>
public sealed record FixBadRating(string Done, long Version);

/// <summary>Who rated was asked again.</summary>
public sealed record CallBackRater(bool Satisfied, long Version, string? Said = null);

public static class ContactBadRaterEndpoint
{
    public static Task<SubjectKey> LoadAsync(Rating rating, Vault vault, CancellationToken ct) => vault.KeyOf(rating.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ContactBadRater command, Act act, Rating rating) =>
        rating.Refuse(act, RatingAction.Contact, command.Version) ?? Text.Refuse("$.heard", command.Heard, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/ratings/{ratingId:guid}/contact"), EmptyResponse]
    public static BadRatingContacted Post(ContactBadRater command, [State] Rating rating, SubjectKey key) => new(rating.CitizenId, command.Via, key.Seal(command.Heard));
}

public static class PlanFixEndpoint
{
    public static Task<SubjectKey> LoadAsync(Rating rating, Vault vault, CancellationToken ct) => vault.KeyOf(rating.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(PlanFix command, Act act, Rating rating) =>
        rating.Refuse(act, RatingAction.PlanFix, command.Version) ?? Text.Refuse("$.plan", command.Plan, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/ratings/{ratingId:guid}/fix-plan"), EmptyResponse]
    public static FixPlanned Post(PlanFix command, [State] Rating rating, SubjectKey key) => new(rating.CitizenId, key.Seal(command.Plan));
}

public static class FixBadRatingEndpoint
{
    public static Task<SubjectKey> LoadAsync(Rating rating, Vault vault, CancellationToken ct) => vault.KeyOf(rating.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(FixBadRating command, Act act, Rating rating) =>
        rating.Refuse(act, RatingAction.Fix, command.Version) ?? Text.Refuse("$.done", command.Done, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/ratings/{ratingId:guid}/fix"), EmptyResponse]
    public static BadRatingFixed Post(FixBadRating command, [State] Rating rating, SubjectKey key) => new(rating.CitizenId, key.Seal(command.Done));
}

public static class CallBackRaterEndpoint
{
    public static Task<SubjectKey> LoadAsync(Rating rating, Vault vault, CancellationToken ct) => vault.KeyOf(rating.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(CallBackRater command, Act act, Rating rating) =>
        rating.Refuse(act, RatingAction.CallBack, command.Version) ?? Text.RefuseIfGiven("$.said", command.Said, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/ratings/{ratingId:guid}/call-back"), EmptyResponse]
    public static RatingCalledBack Post(CallBackRater command, [State] Rating rating, SubjectKey key) => new(rating.CitizenId, command.Satisfied, key.Seal(command.Said));
}
