using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

// The examination of REV art. 30, 31: within five working days what is missing is asked for, once, and it is accepted or not; after that it counts as accepted.

/// <summary>All that is missing is asked for, once; the applicant has ten working days.</summary>
public sealed record AskReviewCorrection(string Missing, long Version, EarlierEffect? Effect = null);

/// <summary>What was missing is supplied.</summary>
public sealed record SupplyReviewCorrection(string Text, long Version, EarlierEffect? Effect = null);

/// <summary>It is accepted.</summary>
public sealed record AcceptReview(long Version, EarlierEffect? Effect = null);

/// <summary>It is not accepted.</summary>
/// <param name="Court">Where the applicant may go (REV art. 34).</param>
public sealed record RefuseReview(NonAcceptanceGround Ground, string Reasons, string Court, long Version, EarlierEffect? Effect = null);

/// <summary>It goes to the authority that is competent.</summary>
public sealed record TransferReview(string ToAuthority, string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>The key of whom a review is about, and the calendars its days are counted by.</summary>
public sealed record ReviewGround(SubjectKey Key, WorkingDays Calendar)
{
    public static async Task<ReviewGround> Of(Review review, IQuerySession session, Vault vault, CancellationToken ct) =>
        new(await vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct), await WorkingDays.Load(session, ct));
}

/// <summary>Officers who decided, or handled, what is challenged: none of them reviews it.</summary>
public sealed record Deciders(IReadOnlyCollection<string> Officers)
{
    public static async Task<Deciders> Of(Review review, IQuerySession session, CancellationToken ct) => new(
        review.DecisionId is { } decision ? (await session.LoadAsync<Decision>(decision, ct))!.DecidedBy : (await session.LoadAsync<Application>(review.ApplicationId, ct))!.Reviewers);

    public ProblemDetails? Refuse(Act act) =>
        act.IsOfficer && Officers.Contains(act.ActorId) ? Problems.Forbidden("Who decided what is challenged does not review it.", "原决定人员不得参与复议。") : null;
}

/// <summary>The stream of what a review is about: it knows its challenges.</summary>
public sealed record Challenged(IEventStream<Decision>? Decision, IEventStream<Application>? Application)
{
    /// <summary>The decision alone; where nothing was decided the application. Taken for this request alone, in the order review, decision, application.</summary>
    public static async Task<Challenged> Of(Review review, IDocumentSession session, CancellationToken ct) => review.DecisionId is { } decision
        ? new(await session.Events.FetchForExclusiveWriting<Decision>(decision, ct), null)
        : new(null, await session.Events.FetchForExclusiveWriting<Application>(review.ApplicationId, ct));

    public Deciders Deciders => new(Decision?.Aggregate?.DecidedBy ?? Application?.Aggregate?.Reviewers ?? []);

    /// <summary>Says there what came of the challenge.</summary>
    public void Settle(Review review, ChallengeOutcome outcome)
    {
        Decision?.AppendOne(new ChallengeSettled(review.CitizenId, review.Id, outcome));
        Application?.AppendOne(new ApplicationChallengeSettled(review.CitizenId, review.Id, outcome));
        if (review.Stays)
            Decision?.AppendOne(new ExecutionResumed(review.CitizenId, review.Id));
    }
}

public static class AskReviewCorrectionEndpoint
{
    const int DaysToCorrect = 10;

    public static Task<ReviewGround> LoadAsync(Review review, IQuerySession session, Vault vault, CancellationToken ct) => ReviewGround.Of(review, session, vault, ct);

    public static ProblemDetails Validate(AskReviewCorrection command, Act act, Review review, ReviewGround ground, TimeProvider time) =>
        review.Refuse(act, ReviewAction.AskCorrection, command.Version, command.Effect, time.GetUtcNow())
        ?? Examination.RefusePast(review, ground.Calendar, command.Effect.Day(time))
        ?? Text.Refuse("$.missing", command.Missing, 4000, lines: true)
        ?? (ground.Calendar.After(command.Effect.Day(time), DaysToCorrect) is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    [WolverinePost("/api/reviews/{reviewId:guid}/correction-request"), EmptyResponse]
    public static ReviewCorrectionAsked Post(AskReviewCorrection command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, ReviewGround ground, TimeProvider time) =>
        Decide(command, review, ground, command.Effect.Day(time));

    public static ReviewCorrectionAsked Decide(AskReviewCorrection command, Review review, ReviewGround ground, DateOnly day) =>
        new(review.CitizenId, ground.Key.Seal(command.Missing), ground.Calendar.After(day, DaysToCorrect)!.Value, command.Effect);
}

public static class SupplyReviewCorrectionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Review review, Vault vault, CancellationToken ct) => vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(SupplyReviewCorrection command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.SupplyCorrection, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Effect.Day(time) > review.CorrectBy
            ? Problems.Make(409, "too-late", "The time to supply it is over.", "补正期限已过。", $"It ended on {review.CorrectBy:yyyy-MM-dd} (REV art. 31); apply anew.", $"期限至 {review.CorrectBy:yyyy-MM-dd}（复议法第三十一条），请重新申请。") : null)
        ?? Text.Refuse("$.text", command.Text, 8000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/correction"), EmptyResponse]
    public static ReviewCorrectionSupplied Post(SupplyReviewCorrection command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, SubjectKey key) =>
        new(review.CitizenId, key.Seal(command.Text), command.Effect);
}

public static class AcceptReviewEndpoint
{
    public static Task<Deciders> LoadAsync(Review review, IQuerySession session, CancellationToken ct) => Deciders.Of(review, session, ct);

    public static ProblemDetails Validate(AcceptReview command, Act act, Review review, Deciders deciders, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Accept, command.Version, command.Effect, time.GetUtcNow()) ?? deciders.Refuse(act) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/acceptance"), EmptyResponse]
    public static ReviewAccepted Post(AcceptReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review) => new(review.CitizenId, command.Effect);
}

public static class RefuseReviewEndpoint
{
    public static async Task<(ReviewGround, Challenged)> LoadAsync(Review review, IDocumentSession session, Vault vault, CancellationToken ct) =>
        (await ReviewGround.Of(review, session, vault, ct), await Challenged.Of(review, session, ct));

    public static ProblemDetails Validate(RefuseReview command, Act act, Review review, ReviewGround ground, Challenged challenged, TimeProvider time) =>
        Refuse(command, act, review, ground, challenged.Deciders, time) ?? WolverineContinue.NoProblems;

    public static ProblemDetails? Refuse(RefuseReview command, Act act, Review review, ReviewGround ground, Deciders deciders, TimeProvider time) =>
        review.Refuse(act, ReviewAction.RefuseAcceptance, command.Version, command.Effect, time.GetUtcNow())
        ?? deciders.Refuse(act)
        ?? RefuseGround(command, review, command.Effect.Day(time))
        ?? (review.Status is ReviewStatus.Lodged ? Examination.RefusePast(review, ground.Calendar, command.Effect.Day(time)) : null)
        ?? Text.Refuse("$.reasons", command.Reasons, RemediesTold.LongestReasons, lines: true)
        ?? Text.Refuse("$.court", command.Court, 200);

    static ProblemDetails? RefuseGround(RefuseReview command, Review review, DateOnly day) =>
        command.Ground is NonAcceptanceGround.OutOfTime && review.WithinTime
            ? Problems.Invalid("$.ground", $"It came in time: the last day was {review.LastDay:yyyy-MM-dd}.", $"未超过申请期限：期限至 {review.LastDay:yyyy-MM-dd}。")
        : review.Status is ReviewStatus.CorrectionAsked && command.Ground is not NonAcceptanceGround.NotSupplied
            ? Problems.Invalid("$.ground", "It waits for what was asked for; only that nothing was supplied can end it (REV art. 31).", "正在补正期间，仅可因逾期未补正而终结（复议法第三十一条）。")
        : command.Ground is NonAcceptanceGround.NotSupplied && (review.CorrectBy is not { } by || day <= by)
            ? Problems.Invalid("$.ground", "Nothing that was asked for is overdue.", "不存在逾期未补正的情形。")
        : null;

    [WolverinePost("/api/reviews/{reviewId:guid}/non-acceptance"), EmptyResponse]
    public static ReviewNotAccepted Post(RefuseReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, ReviewGround ground, Challenged challenged)
    {
        challenged.Settle(review, ChallengeOutcome.NotAccepted);
        return Decide(command, review, ground.Key);
    }

    public static ReviewNotAccepted Decide(RefuseReview command, Review review, SubjectKey key) => new(review.CitizenId, command.Ground, key.Seal(command.Reasons), command.Court, command.Effect);
}

/// <summary>What a transfer is checked against.</summary>
public sealed record TransferGround(SubjectKey Key, KnownDepartments Departments, Challenged Challenged);

public static class TransferReviewEndpoint
{
    public static async Task<TransferGround> LoadAsync(TransferReview command, Review review, IDocumentSession session, Vault vault, CancellationToken ct) => new(
        await vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct), await KnownDepartments.Load(session, [command.ToAuthority], ct), await Challenged.Of(review, session, ct));

    public static ProblemDetails Validate(TransferReview command, Act act, Review review, TransferGround ground, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Transfer, command.Version, command.Effect, time.GetUtcNow())
        ?? ground.Departments.Refuse("$.toAuthority", command.ToAuthority)
        ?? (command.ToAuthority == review.Authority || command.ToAuthority == review.Respondent
            ? Problems.Invalid("$.toAuthority", "Another authority than this one and the department that is challenged.", "应为本机关和被申请人以外的行政复议机关。") : null)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/transfer"), EmptyResponse]
    public static ReviewTransferred Post(TransferReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, TransferGround ground)
    {
        // From now on the other authority may read what it reviews.
        ground.Challenged.Decision?.AppendOne(new DecisionChallenged(review.CitizenId, review.Id, review.Number, command.ToAuthority));
        ground.Challenged.Application?.AppendOne(new ApplicationChallenged(review.CitizenId, review.Id, review.Number, command.ToAuthority));
        return Decide(command, review, ground.Key);
    }

    public static ReviewTransferred Decide(TransferReview command, Review review, SubjectKey key) => new(review.CitizenId, command.ToAuthority, key.Seal(command.Reasons), command.Effect);
}

/// <summary>The time of REV art. 30.</summary>
public static class Examination
{
    const string Rule = "复议法第三十条（REV 30）";

    /// <summary>
    /// What the clock records once the five working days are over and nobody has refused it: that it counts as accepted from the last of them on. Null while it is not so, or where a year on
    /// the way has no calendar.
    /// </summary>
    public static ReviewAcceptanceDeemed? Deem(Review review, WorkingDays calendar, DateOnly today) =>
        review.Status is ReviewStatus.Lodged && review.Dues(calendar).Single(d => d.Kind is ReviewDueKind.Examination).On is { } last && today > last
            ? new(review.CitizenId, Rule, new(Text.StartOf(last), EarlierEffectReason.DeemedByLaw)) : null;

    /// <summary>What counts as accepted is neither refused nor sent back any more, whether the clock has said so or not.</summary>
    internal static ProblemDetails? RefusePast(Review review, WorkingDays calendar, DateOnly day) =>
        review.Dues(calendar).Single(d => d.Kind is ReviewDueKind.Examination).On is not { } last ? WorkingDays.NoCalendar()
        : day <= last ? null
        : Problems.Make(
            409, "accepted-by-law", "It counts as accepted.", "已视为受理。",
            $"The time to examine it ended on {last:yyyy-MM-dd} (REV art. 30). Accept it.", $"审查期限已于 {last:yyyy-MM-dd} 届满（复议法第三十条），请办理受理。");
}
