using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

/// <summary>It rests on a ground of REV art. 39.</summary>
public sealed record SuspendReview(ReviewSuspensionGround Ground, string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>The ground is gone.</summary>
public sealed record ResumeReview(long Version, EarlierEffect? Effect = null);

/// <summary>It ends without a decision (REV art. 41).</summary>
public sealed record TerminateReview(ReviewTerminationGround Ground, string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>The applicant takes it back before it is decided (REV art. 41(1), 74).</summary>
public sealed record WithdrawReview(string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>The time to decide is longer (REV art. 62).</summary>
/// <param name="Approver">Who answers for the reviewing body and approved it.</param>
public sealed record ExtendReview(int Days, string Approver, string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>The decision is not carried out meanwhile (REV art. 42).</summary>
public sealed record StayExecution(StayGround Ground, string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>It may be carried out again.</summary>
public sealed record LiftStay(string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>The key of whom a review is about, and the stream of what it is about.</summary>
public sealed record EndingGround(SubjectKey Key, Challenged Challenged, DateTimeOffset NotBefore)
{
    public static async Task<EndingGround> Of(Review review, IDocumentSession session, Vault vault, CancellationToken ct)
    {
        var challenged = await Challenged.Of(review, session, ct);
        return new(await vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct), challenged, challenged.Decision?.Aggregate?.LastEffect ?? DateTimeOffset.MinValue);
    }
}

public static class SuspendReviewEndpoint
{
    public static Task<SubjectKey> LoadAsync(Review review, Vault vault, CancellationToken ct) => vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(SuspendReview command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Suspend, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/suspension"), EmptyResponse]
    public static ReviewSuspended Post(SuspendReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, SubjectKey key) =>
        new(review.CitizenId, command.Ground, key.Seal(command.Reasons), command.Effect);
}

public static class ResumeReviewEndpoint
{
    public static ProblemDetails Validate(ResumeReview command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Resume, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/resumption"), EmptyResponse]
    public static ReviewResumed Post(ResumeReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review) => new(review.CitizenId, command.Effect);
}

public static class TerminateReviewEndpoint
{
    const int DaysOfRest = 60;

    // A rest for one of these ends it after sixty days (REV art. 41(5): art. 39(1), (2) and (4)).
    static readonly ReviewSuspensionGround[] EndingRests = [ReviewSuspensionGround.ApplicantDied, ReviewSuspensionGround.ApplicantIncapable, ReviewSuspensionGround.BodyEnded];

    public static Task<EndingGround> LoadAsync(Review review, IDocumentSession session, Vault vault, CancellationToken ct) => EndingGround.Of(review, session, vault, ct);

    public static ProblemDetails Validate(TerminateReview command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Terminate, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Ground is ReviewTerminationGround.SuspendedSixtyDays && !HasRested(review, command.Effect.Day(time))
            ? Problems.Invalid("$.ground", "It has not rested for sixty days on a ground that ends it (REV art. 41(5)).", "尚未因法定情形中止满六十日（复议法第四十一条第五项）。") : null)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    static bool HasRested(Review review, DateOnly day) =>
        review.Status is ReviewStatus.Suspended && review.Rests[^1] is var rest && EndingRests.Contains(rest.Ground) && day >= rest.From.AddDays(DaysOfRest);

    [WolverinePost("/api/reviews/{reviewId:guid}/termination"), EmptyResponse]
    public static ReviewTerminated Post(TerminateReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, EndingGround ground)
    {
        ground.Challenged.Settle(review, ChallengeOutcome.Ended);
        return Decide(command, review, ground.Key);
    }

    public static ReviewTerminated Decide(TerminateReview command, Review review, SubjectKey key) => new(review.CitizenId, command.Ground, key.Seal(command.Reasons), command.Effect);
}

public static class WithdrawReviewEndpoint
{
    public static Task<EndingGround> LoadAsync(Review review, IDocumentSession session, Vault vault, CancellationToken ct) => EndingGround.Of(review, session, vault, ct);

    public static ProblemDetails Validate(WithdrawReview command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Withdraw, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/withdrawal"), EmptyResponse]
    public static ReviewTerminated Post(WithdrawReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, EndingGround ground)
    {
        ground.Challenged.Settle(review, ChallengeOutcome.Ended);
        return Decide(command, review, ground.Key);
    }

    public static ReviewTerminated Decide(WithdrawReview command, Review review, SubjectKey key) =>
        new(review.CitizenId, ReviewTerminationGround.Withdrawn, key.Seal(command.Reasons), command.Effect);
}

public static class ExtendReviewEndpoint
{
    const int Most = 30;

    public static Task<ReviewGround> LoadAsync(Review review, IQuerySession session, Vault vault, CancellationToken ct) => ReviewGround.Of(review, session, vault, ct);

    public static ProblemDetails Validate(ExtendReview command, Act act, Review review, ReviewGround ground, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Extend, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Days is < 1 or > Most ? Problems.Invalid("$.days", $"1 to {Most} days (REV art. 62).", $"应为 1 至 {Most} 日（复议法第六十二条）。") : null)
        ?? Text.Refuse("$.approver", command.Approver, 100)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true)
        ?? (review.DecisionDue(ground.Calendar) is not { } last ? WorkingDays.NoCalendar()
            : command.Effect.Day(time) <= last ? WolverineContinue.NoProblems
            : Problems.Make(409, "too-late", "The time to decide is over.", "审理期限已过。", $"It ended on {last:yyyy-MM-dd}; it is extended before.", $"期限至 {last:yyyy-MM-dd}，应在届满前延长。"));

    [WolverinePost("/api/reviews/{reviewId:guid}/extension"), EmptyResponse]
    public static ReviewExtended Post(ExtendReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, ReviewGround ground) => Decide(command, review, ground.Key);

    public static ReviewExtended Decide(ExtendReview command, Review review, SubjectKey key) => new(review.CitizenId, command.Days, command.Approver, key.Seal(command.Reasons), command.Effect);
}

public static class StayExecutionEndpoint
{
    public static Task<EndingGround> LoadAsync(Review review, IDocumentSession session, Vault vault, CancellationToken ct) => EndingGround.Of(review, session, vault, ct);

    public static ProblemDetails Validate(StayExecution command, Act act, Review review, EndingGround ground, TimeProvider time) =>
        review.Refuse(act, ReviewAction.StayExecution, command.Version, command.Effect, time.GetUtcNow())
        ?? Effects.Refuse(act, command.Effect, ground.NotBefore, time.GetUtcNow())
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/stay"), EmptyResponse]
    public static ExecutionStayOrdered Post(StayExecution command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, EndingGround ground)
    {
        var (ordered, stayed) = Decide(command, review, ground.Key);
        ground.Challenged.Decision!.AppendOne(stayed);
        return ordered;
    }

    public static (ExecutionStayOrdered, ExecutionStayed) Decide(StayExecution command, Review review, SubjectKey key) => (
        new(review.CitizenId, command.Ground, key.Seal(command.Reasons), command.Effect), new(review.CitizenId, review.Id, command.Effect));
}

public static class LiftStayEndpoint
{
    public static Task<EndingGround> LoadAsync(Review review, IDocumentSession session, Vault vault, CancellationToken ct) => EndingGround.Of(review, session, vault, ct);

    public static ProblemDetails Validate(LiftStay command, Act act, Review review, EndingGround ground, TimeProvider time) =>
        review.Refuse(act, ReviewAction.LiftStay, command.Version, command.Effect, time.GetUtcNow())
        ?? Effects.Refuse(act, command.Effect, ground.NotBefore, time.GetUtcNow())
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/stay/lifting"), EmptyResponse]
    public static ExecutionStayLifted Post(LiftStay command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, EndingGround ground)
    {
        var (lifted, resumed) = Decide(command, review, ground.Key);
        ground.Challenged.Decision!.AppendOne(resumed);
        return lifted;
    }

    public static (ExecutionStayLifted, ExecutionResumed) Decide(LiftStay command, Review review, SubjectKey key) => (
        new(review.CitizenId, key.Seal(command.Reasons), command.Effect), new(review.CitizenId, review.Id, command.Effect));
}
