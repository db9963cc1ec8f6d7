using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

/// <summary>One challenge: what it is about, how it stands, what is due by when, what happened since, and what may be done next.</summary>
/// <param name="Claims">What is asked for and why; absent where it went to court at once.</param>
/// <param name="EvidenceBundleHash">What a response must match; absent where nothing is pinned.</param>
/// <param name="EvidenceText">What the respondent has brought, in words.</param>
/// <param name="Reasons">Of the decision on it, or why it was not accepted.</param>
/// <param name="Since">Every event after the first, oldest first.</param>
/// <param name="Next">What the reader may do next.</param>
public sealed record ReviewView(
    Guid Id, Guid CitizenId, Guid ApplicationId, Guid? DecisionId, string ReviewNumber, string ItemCode, string Respondent, string? Authority, ReviewStatus Status, ReviewForm? Form, Channel? Channel, bool WithinTime,
    DateOnly LastDay, LateGround? LateGround, DateTimeOffset LodgedAt, string? Claims, DateOnly? AcceptedOn, bool AcceptanceDeemed, ReviewProcedure? Procedure, ResponseState Evidence, string EvidenceText,
    string? EvidenceBundleHash, IReadOnlyList<ReviewRest> Rests, int ExtendedBy, bool Stays, ChallengeOutcome? Outcome, string? Reasons, DateOnly? PerformBy, bool? Complied, string? Court,
    IReadOnlyList<ReviewDue> Dues, IReadOnlyList<HistoryLine> Since, long Version, IReadOnlyList<ReviewAction> Next);

public static class GetReviewEndpoint
{
    /// <summary>Whoever may not know its texts reads of it in its history.</summary>
    public static ProblemDetails Validate(Act act, Review review) =>
        act.May(PolicyAction.Read, FileSection.Reviews, review.RelationTo(act), FieldClass.Texts) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/reviews/{reviewId:guid}")]
    public static async Task<ReviewView> Get([ReadModel] Review review, Act act, HttpContext context, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var events = await session.Events.Known().Where(e => e.StreamId == review.Id).OrderBy(e => e.Version).ToListAsync(ct);
        var (key, bundle) = (await vault.KeyFor(act, review.CitizenId, PurposeClass.Matters, ct), await EvidenceBundle.SeenAsync(review, session, ct));
        var lodged = events[0].Data as ReviewLodged;
        var reasons = events.Select(e => (e.Data as ReviewDecided)?.Reasons ?? (e.Data as ReviewNotAccepted)?.Reasons).LastOrDefault(r => r is not null);
        var since = await HistoryPage.Of([.. events.Skip(1)], review.CitizenId, act, act.View(PolicyAction.Read, review.RelationTo(act)), FileSection.Reviews, vault, events.Count, e => e.Version, ct);
        context.Features.GetRequiredFeature<Seen>().Fields = [FieldClass.Facts, FieldClass.Texts];
        return new(
            review.Id, review.CitizenId, review.ApplicationId, review.DecisionId, review.Number, review.ItemCode, review.Respondent, review.Authority, review.Status, lodged?.Form, events[0].Act()?.Channel, review.WithinTime,
            review.LastDay, review.Late, review.LodgedAt, key.Open(lodged?.Claims), review.AcceptedOn, review.AcceptanceDeemed, review.Procedure, review.Response, InWords(review.Response),
            EvidenceBundle.HashOf(bundle), review.Rests, review.ExtendedBy, review.Stays, review.Outcome, key.Open(reasons), review.PerformBy, review.Complied, review.Court,
            review.Dues(await WorkingDays.Load(session, ct)), since.Events, review.Version, [.. review.NextFor(act)]);
    }

    static string InWords(ResponseState response) => response switch
    {
        ResponseState.Awaited => In("The respondent has not answered yet.", "被申请人尚未答复。"),
        ResponseState.Filed => In("The respondent brought the evidence it decided on.", "被申请人已提交作出决定时的证据。"),
        _ => In("The respondent brought nothing in time: what was done counts as having no evidence (REV art. 70).", "被申请人逾期未提交，视为没有证据、依据（复议法第七十条）。")
    };

    static string In(string en, string zh) => Problems.InChinese ? zh : en;
}

public static class GetReviewHistoryEndpoint
{
    public static ProblemDetails Validate(Act act, Review review) => review.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>What happened, oldest first; <c>after</c> is the last version of the page before.</summary>
    [WolverineGet("/api/reviews/{reviewId:guid}/history")]
    public static Task<HistoryPage> Get([ReadModel] Review review, Act act, HttpContext context, IQuerySession session, Vault vault, long? after, int? size, CancellationToken ct) =>
        HistoryPage.OfStream(review.Id, review.CitizenId, act, review.RelationTo(act), FileSection.Reviews, context, session, vault, after, size, ct);
}
