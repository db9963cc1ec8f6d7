using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Participation;

/// <summary>One rating, what became of it, and what may be done next.</summary>
/// <param name="CitizenId">Whose it is; for offices absent where it is anonymous, and so is the matter.</param>
/// <param name="GivenOn">The day: the hour could tell who it was.</param>
/// <param name="Dues">Of a bad one under a real name.</param>
/// <param name="Steps">What happened since, oldest first.</param>
public sealed record RatingView(
    Guid Id, Guid? CitizenId, Guid? ApplicationId, Guid? VisitId, string ItemCode, int ItemVersion, string Department, int Level, IReadOnlyList<DimensionScore> Scores, bool Anonymous, string? Text, DateOnly GivenOn,
    RatingStatus Status, RatingContestStatus Contest, bool? Satisfied, RatingDues Dues, bool Overdue, IReadOnlyList<RatingStep> Steps, long Version, IReadOnlyList<RatingAction> Next);

/// <summary>Something that was done about a rating.</summary>
/// <param name="What">The stored name of the event.</param>
/// <param name="Text">What was written, for whoever may read it.</param>
public sealed record RatingStep(string What, DateOnly On, RatingContestGround? Ground, Channel? Via, bool? Satisfied, string? Text);

/// <summary>A line of the list of ratings: nothing that was written.</summary>
public sealed record RatingLine(
    Guid Id, string ItemCode, string Department, int Level, bool OfVisit, bool Anonymous, DateOnly GivenOn, RatingStatus Status, RatingContestStatus Contest, RatingDues Dues, bool Overdue, long Version);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record RatingPage(IReadOnlyList<RatingLine> Ratings, Guid? Next);

public static class GetRatingEndpoint
{
    public static ProblemDetails Validate(Act act, Rating rating) => rating.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/ratings/{ratingId:guid}")]
    public static async Task<RatingView> Get(
        [ReadModel("ratingId")] Rating rating, Act act, HttpContext context, IQuerySession session, Vault vault, RatingTerms terms, TimeProvider time, CancellationToken ct)
    {
        var texts = act.May(PolicyAction.Read, FileSection.Participation, rating.RelationTo(act), FieldClass.Texts);
        var key = texts ? await vault.KeyFor(act, rating.CitizenId, PurposeClass.Matters, ct) : null;
        var seen = context.Features.GetRequiredFeature<Seen>();
        if (texts)
            seen.Fields = [FieldClass.Facts, FieldClass.Texts];
        if (!rating.NamesTo(act))
            seen.Listed = [(rating.CitizenId, rating.LookedAt)];
        var events = await session.Events.Known().Where(e => e.StreamId == rating.Id).OrderBy(e => e.Version).ToListAsync(ct);
        var (names, dues) = (rating.NamesTo(act), rating.Dues(await WorkingDays.Load(session, ct), terms));
        return new(
            rating.Id, names ? rating.CitizenId : null, names ? rating.ApplicationId : null, names && rating.OfVisit ? rating.Subject : null, rating.ItemCode, rating.ItemVersion, rating.DepartmentCode, rating.Level,
            rating.Scores, rating.Anonymous, key?.Open(((RatingGiven)events[0].Data).Text), Text.DateOf(rating.GivenAt), rating.Status, rating.Contest, rating.Satisfied, dues, rating.IsOverdue(dues, time.Today()),
            [.. events.Skip(1).Select(e => Step(e.Data) with { What = e.EventTypeName, On = Text.DateOf(e.Timestamp) })], rating.Version, [.. rating.NextFor(act)]);

        RatingStep Step(object data) => data switch
        {
            RatingContested d => Told(d.Why) with { Ground = d.Ground },
            RatingExcluded d => Told(d.Reasons) with { Ground = d.Ground },
            RatingUpheld d => Told(d.Reasons),
            BadRatingContacted d => Told(d.Heard) with { Via = d.Via },
            FixPlanned d => Told(d.Plan),
            BadRatingFixed d => Told(d.Done),
            RatingCalledBack d => Told(d.Said) with { Satisfied = d.Satisfied },
            _ => Told(null)
        };

        RatingStep Told(Sealed<string>? text) => new("", default, null, null, null, key?.Open(text));
    }
}

public static class GetRatingsEndpoint
{
    public static ProblemDetails Validate(Act act) =>
        act.IsOfficer && (act.May(PolicyAction.Read, FileSection.Participation, Relation.None) || act.May(PolicyAction.Read, FileSection.Participation, Relation.InCharge)) ? WolverineContinue.NoProblems : Problems.NotForThisRole();

    /// <summary>Ratings of the own department, for supervision and audits those of all; the oldest first, <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/ratings")]
    public static async Task<RatingPage> Get(
        Act act, HttpContext context, string? department, bool? bad, bool? contested, Guid? after, int? size, IQuerySession session, RatingTerms terms, TimeProvider time, CancellationToken ct)
    {
        var (take, kin, days) = (HistoryPage.Size(size), act.Kin.ToArray(), await WorkingDays.Load(session, ct));
        var ratings = session.Query<Rating>().Where(r => r.MatchesSql("d.id > ?", after ?? Guid.Empty) && !r.CitizenId.IsOneOf(kin));
        if ((act.May(PolicyAction.Read, FileSection.Participation, Relation.None) ? department : act.Department) is { } code)
            ratings = ratings.Where(r => r.DepartmentCode == code);
        if (bad is true)
            ratings = ratings.Where(r => r.Level < Rating.WorstGood);
        if (contested is true)
            ratings = ratings.Where(r => r.Contest == RatingContestStatus.Open);
        var page = await ratings.OrderBy(r => r.Id).Take(take).ToListAsync(ct);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. page.Select(r => (r.CitizenId, r.LookedAt))];
        return new([.. page.Select(r => (Rating: r, Dues: r.Dues(days, terms))).Select(r => new RatingLine(
            r.Rating.Id, r.Rating.ItemCode, r.Rating.DepartmentCode, r.Rating.Level, r.Rating.OfVisit, r.Rating.Anonymous, Text.DateOf(r.Rating.GivenAt), r.Rating.Status, r.Rating.Contest, r.Dues,
            r.Rating.IsOverdue(r.Dues, time.Today()), r.Rating.Version))], page.Count == take ? page[^1].Id : null);
    }
}
