using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Participation;

/// <summary>The department says that a rating is mistaken or malicious (国办发〔2019〕51号).</summary>
public sealed record ContestRating(RatingContestGround Ground, string Why, long Version);

/// <summary>Supervision finds whether it is.</summary>
/// <param name="Exclude">Whether it is not counted.</param>
public sealed record DecideRatingContest(bool Exclude, string Reasons, long Version);

/// <summary>The officers who worked on the matter that was rated.</summary>
public sealed record RatedOfficers(IReadOnlyCollection<string> Ids)
{
    public static async Task<RatedOfficers> Of(Rating rating, IQuerySession session, CancellationToken ct)
    {
        var events = await session.Events.Known().Where(e => e.StreamId == rating.ApplicationId).ToListAsync(ct);
        return new([.. events.Select(e => e.Act()).OfType<Act>().Where(a => a.IsOfficer).Select(a => a.ActorId).Distinct()]);
    }
}

public static class ContestRatingEndpoint
{
    public static Task<SubjectKey> LoadAsync(Rating rating, Vault vault, CancellationToken ct) => vault.KeyOf(rating.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ContestRating command, Act act, Rating rating) =>
        rating.Refuse(act, RatingAction.Contest, command.Version) ?? Text.Refuse("$.why", command.Why, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/ratings/{ratingId:guid}/contest"), EmptyResponse]
    public static RatingContested Post(ContestRating command, [State] Rating rating, SubjectKey key) => new(rating.CitizenId, command.Ground, key.Seal(command.Why));
}

public static class DecideRatingContestEndpoint
{
    public static async Task<(SubjectKey, RatedOfficers)> LoadAsync(Rating rating, IQuerySession session, Vault vault, CancellationToken ct) =>
        (await vault.KeyOf(rating.CitizenId, PurposeClass.Matters, ct), await RatedOfficers.Of(rating, session, ct));

    public static ProblemDetails Validate(DecideRatingContest command, Act act, Rating rating, RatedOfficers rated) =>
        rating.Refuse(act, RatingAction.DecideContest, command.Version)
        ?? (rated.Ids.Contains(act.ActorId) ? Problems.Forbidden("Who worked on the matter does not decide on its rating.", "办理该办件的人员不得对其评价作出认定。") : null)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/ratings/{ratingId:guid}/contest/decision"), EmptyResponse]
    public static Events Post(DecideRatingContest command, [State] Rating rating, SubjectKey key) => [Decide(command, rating, key)];

    public static object Decide(DecideRatingContest command, Rating rating, SubjectKey key) => command.Exclude
        ? new RatingExcluded(rating.CitizenId, rating.ContestGround!.Value, key.Seal(command.Reasons))
        : new RatingUpheld(rating.CitizenId, key.Seal(command.Reasons));
}
