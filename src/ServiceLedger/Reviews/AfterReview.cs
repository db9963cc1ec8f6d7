using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

/// <summary>What was decided reaches the applicant (REV art. 75).</summary>
public sealed record DeliverReview(DeliveryMethod Method, long Version, EarlierEffect? Effect = null);

/// <summary>Whether the respondent did what was decided: it says so itself, or the authority finds out (REV art. 77).</summary>
public sealed record ReportCompliance(bool Complied, string Report, long Version, EarlierEffect? Effect = null);

/// <summary>The authority tells the respondent what else is to be put right (REV art. 76).</summary>
public sealed record IssueReviewOpinion(string Text, long Version, EarlierEffect? Effect = null);

/// <summary>The respondent reports how it put that right (REV art. 76).</summary>
public sealed record AnswerReviewOpinion(string Report, long Version, EarlierEffect? Effect = null);

public static class DeliverReviewEndpoint
{
    public static ProblemDetails Validate(DeliverReview command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Deliver, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/delivery"), EmptyResponse]
    public static ReviewDelivered Post(DeliverReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review) => new(review.CitizenId, command.Method, command.Effect);
}

public static class ReportComplianceEndpoint
{
    public static Task<SubjectKey> LoadAsync(Review review, Vault vault, CancellationToken ct) => vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ReportCompliance command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.ReportCompliance, command.Version, command.Effect, time.GetUtcNow())
        ?? (!command.Complied && act.Department == review.Respondent ? Problems.Forbidden("The authority finds that it was not done.", "未履行由行政复议机关认定。") : null)
        ?? Text.Refuse("$.report", command.Report, 8000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/compliance"), EmptyResponse]
    public static Wolverine.Marten.Events Post(ReportCompliance command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, SubjectKey key) => [Decide(command, review, key)];

    public static object Decide(ReportCompliance command, Review review, SubjectKey key) => command.Complied
        ? new ReviewComplied(review.CitizenId, key.Seal(command.Report), command.Effect) : new ReviewNotComplied(review.CitizenId, key.Seal(command.Report), command.Effect);
}

public static class IssueReviewOpinionEndpoint
{
    const int DaysToReport = 60;

    public static Task<ReviewGround> LoadAsync(Review review, IQuerySession session, Vault vault, CancellationToken ct) => ReviewGround.Of(review, session, vault, ct);

    public static ProblemDetails Validate(IssueReviewOpinion command, Act act, Review review, ReviewGround ground, TimeProvider time) =>
        review.Refuse(act, ReviewAction.IssueOpinion, command.Version, command.Effect, time.GetUtcNow())
        ?? Hosting.Text.Refuse("$.text", command.Text, 8000, lines: true)
        ?? (ReportBy(ground, command.Effect.Day(time)) is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    [WolverinePost("/api/reviews/{reviewId:guid}/opinion"), EmptyResponse]
    public static ReviewOpinionIssued Post(IssueReviewOpinion command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, ReviewGround ground, TimeProvider time) =>
        Decide(command, review, ground, command.Effect.Day(time));

    public static ReviewOpinionIssued Decide(IssueReviewOpinion command, Review review, ReviewGround ground, DateOnly day) =>
        new(review.CitizenId, ground.Key.Seal(command.Text), ReportBy(ground, day)!.Value, command.Effect);

    static DateOnly? ReportBy(ReviewGround ground, DateOnly day) => ground.Calendar.FirstFrom(day.AddDays(DaysToReport));
}

public static class AnswerReviewOpinionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Review review, Vault vault, CancellationToken ct) => vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(AnswerReviewOpinion command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.AnswerOpinion, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.report", command.Report, 8000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/opinion/report"), EmptyResponse]
    public static ReviewOpinionAnswered Post(AnswerReviewOpinion command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, SubjectKey key) =>
        new(review.CitizenId, key.Seal(command.Report), command.Effect);
}
