using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

/// <summary>
/// Reconsideration of a decision is applied for (REV art. 20, 22): by the person or who acts for them, or by an officer of the reviewing authority who records what came by word of mouth, at a
/// window or by post. What is late is not refused here: the authority says whether it accepts it.
/// </summary>
/// <param name="Claims">What is asked for and why; sealed.</param>
/// <param name="Version">The decision's version that was read.</param>
/// <param name="KnownOn">The day the person learnt of it, where it was not delivered.</param>
/// <param name="RemediesKnownOn">The day they learnt of the remedies, where those were not told.</param>
/// <param name="RealEstate">Whether it is about real estate: then twenty years bar it, otherwise five (REV art. 21).</param>
/// <param name="Obstacles">What kept them from it.</param>
public sealed record LodgeReview(
    string Claims, long Version, ReviewForm Form = ReviewForm.Written, DateOnly? KnownOn = null, DateOnly? RemediesKnownOn = null, bool RealEstate = false,
    IReadOnlyList<ObstacleTold>? Obstacles = null, EarlierEffect? Effect = null);

/// <summary>The answer: ids, and whether it came in time.</summary>
public sealed record ReviewAnswer(Guid ReviewId, string ReviewNumber, bool WithinTime, DateOnly LastDay);

/// <summary>What a challenge is judged by.</summary>
/// <param name="Authority">Who reviews it; null where there is none but the department itself.</param>
public sealed record ChallengeGround(SubjectKey Key, string? Authority, WorkingDays Calendar);

public static class LodgeReviewEndpoint
{
    const int LongestClaims = 8000, DaysByLaw = 60;

    public static async Task<ChallengeGround> LoadAsync(Decision decision, IQuerySession session, Vault vault, ReviewTerms terms, CancellationToken ct) => new(
        await vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct), terms.Reviews(decision.DepartmentCode, decision.SuperiorCode), await WorkingDays.Load(session, ct));

    public static ProblemDetails Validate(LodgeReview command, Act act, Decision decision, ChallengeGround ground, TimeProvider time) =>
        RefuseLodger(command, act, decision, ground.Authority, time.GetUtcNow())
        ?? RefuseAuthority(ground.Authority)
        ?? Refuse(command, act, Text.DateOf(decision.MadeAt), command.Effect.Day(time))
        ?? (TimeOf(command, decision, ground, command.Effect.Day(time)) is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    /// <summary>The person by what the decision allows them; of officers those of the authority.</summary>
    static ProblemDetails? RefuseLodger(LodgeReview command, Act act, Decision decision, string? authority, DateTimeOffset now) =>
        !act.IsOfficer ? decision.Refuse(act, DecisionAction.Challenge, command.Version, command.Effect, now)
        : RefuseRecorder(act, decision.IsVisibleTo(act), authority)
            ?? (command.Version != decision.Version ? Problems.Stale()
            : !decision.Allows(DecisionAction.Challenge) ? Challenged(decision.Standing)
            : Effects.Refuse(act, command.Effect, decision.MadeAt, now));

    internal static ProblemDetails? RefuseRecorder(Act act, bool sees, string? authority) =>
        act.Department is null || act.Department != authority ? sees ? Problems.Forbidden("Officers of the authority that reviews it record this.", "由行政复议机关工作人员登记。") : Problems.NotFound()
        : act.May(PolicyAction.Write, FileSection.Reviews, Relation.InCharge) ? null : Problems.NotForThisRole();

    internal static ProblemDetails RefuseAuthority(string? authority) => authority is not null ? null! : Problems.Make(
        409, "no-reviewing-authority", "Nobody is on record who reviews this.", "未登记行政复议机关。",
        "The decision names no department above, and no authority is set that reviews for the government (Reviews:Authority).", "该决定未载明上级部门，且未设置本级人民政府的行政复议机构（Reviews:Authority）。");

    internal static ProblemDetails Challenged(Challenge? standing) => Problems.AlreadyExists(
        $"It is challenged already ({standing?.ReviewNumber}); the same is decided once.", $"已申请复议或者提起诉讼（{standing?.ReviewNumber}），不得重复申请。");

    internal static ProblemDetails? Refuse(LodgeReview command, Act act, DateOnly madeOn, DateOnly lodged) =>
        Text.Refuse("$.claims", command.Claims, LongestClaims, lines: true)
        ?? (command.Form is ReviewForm.Oral && !act.IsOfficer ? Problems.Invalid("$.form", "What is said is recorded by an officer (REV art. 22).", "口头申请由工作人员当场记录（复议法第二十二条）。") : null)
        ?? RefuseDay("$.knownOn", command.KnownOn, madeOn, lodged)
        ?? RefuseDay("$.remediesKnownOn", command.RemediesKnownOn, madeOn, lodged)
        ?? ReviewTime.Refuse(command.Obstacles, lodged);

    internal static ProblemDetails? RefuseDay(string field, DateOnly? day, DateOnly from, DateOnly to) =>
        day < from || day > to ? Problems.Invalid(field, $"Between {from:yyyy-MM-dd} and {to:yyyy-MM-dd}.", $"应在 {from:yyyy-MM-dd} 至 {to:yyyy-MM-dd} 之间。") : null;

    /// <summary>Whether it is in time: what was delivered is known from then on (REV art. 20).</summary>
    public static ChallengeTime? TimeOf(LodgeReview command, Decision decision, ChallengeGround ground, DateOnly lodged) =>
        ReviewTime.ForReview(KnowledgeOf(command, decision, lodged), lodged, Math.Max(decision.ReconsiderationDays ?? 0, DaysByLaw), ground.Calendar);

    static Knowledge KnowledgeOf(LodgeReview command, Decision decision, DateOnly lodged) => new(
        Text.DateOf(decision.MadeAt), decision.DeliveredOn ?? command.KnownOn ?? lodged, decision.HasRemedies, command.RemediesKnownOn, command.RealEstate, ReviewTime.Stopped(command.Obstacles));

    [WolverinePost("/api/decisions/{decisionId:guid}/reviews")]
    public static (Acknowledged<ReviewAnswer>, DecisionChallenged, IStartStream) Post(
        LodgeReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, ChallengeGround ground, IdempotencyRecord record, TimeProvider time)
    {
        var id = LedgerId.For(decision.CitizenId);
        var (challenged, lodged) = Decide(id, command, decision, ground, command.Effect.Day(time));
        return (record.Acknowledges($"/api/reviews/{id}", new ReviewAnswer(id, lodged.ReviewNumber, lodged.WithinTime, lodged.LastDay), receiptOf: id), challenged, MartenOps.StartStream<Review>(id, lodged));
    }

    public static (DecisionChallenged, ReviewLodged) Decide(Guid reviewId, LodgeReview command, Decision decision, ChallengeGround ground, DateOnly lodged)
    {
        var (number, time, knowledge) = (NumberOf(decision), TimeOf(command, decision, ground, lodged)!, KnowledgeOf(command, decision, lodged));
        return (
            new(decision.CitizenId, reviewId, number, ground.Authority),
            new(decision.CitizenId, decision.ApplicationId, decision.Id, number, decision.ItemCode, decision.DepartmentCode, ground.Authority!, command.Form,
                ground.Key.Seal(command.Claims), knowledge.KnownOn, time.Within, time.LastDay, command.RemediesKnownOn, command.RealEstate, ReviewTime.Sealed(command.Obstacles, ground.Key), time.Late, command.Effect));
    }

    /// <summary>The number of the next challenge of a decision: every one has its own.</summary>
    internal static string NumberOf(Decision decision) => $"{decision.DecisionNumber}-V{decision.Challenges.Length + 1}";
}

public static class LodgeInactionReviewEndpoint
{
    public static async Task<ChallengeGround> LoadAsync(Application application, IQuerySession session, Vault vault, ReviewTerms terms, CancellationToken ct) => new(
        await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), terms.Reviews(application.DepartmentCode, null), await WorkingDays.Load(session, ct));

    public static ProblemDetails Validate(LodgeReview command, Act act, Application application, ChallengeGround ground, TimeProvider time) =>
        RefuseLodger(command, act, application, ground.Authority, time.GetUtcNow())
        ?? LodgeReviewEndpoint.RefuseAuthority(ground.Authority)
        ?? RefuseTooEarly(application, ground.Calendar, command.Effect.Day(time))
        ?? LodgeReviewEndpoint.Refuse(command, act, Inaction.Since(application, ground.Calendar)!.Value, command.Effect.Day(time))
        ?? (TimeOf(command, application, ground, command.Effect.Day(time)) is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    static ProblemDetails? RefuseLodger(LodgeReview command, Act act, Application application, string? authority, DateTimeOffset now) =>
        (act.IsOfficer ? LodgeReviewEndpoint.RefuseRecorder(act, application.IsVisibleTo(act), authority)
            : act.SpeaksFor(application.CitizenId, Power.Challenge, application.ItemCode) ? null : application.IsVisibleTo(act) ? Problems.BeyondMandate() : Problems.NotFound())
        ?? (command.Version != application.Version ? Problems.Stale()
            : Challenge.Standing(application.Challenges) is { } standing ? LodgeReviewEndpoint.Challenged(standing)
            : !Inaction.IsPossible(application) ? Problems.NotInThisState(application.Status.InJson(), application.NextFor(act).Select(a => a.InJson()))
            : Effects.Refuse(act, command.Effect, application.ReceivedAt ?? now, now));

    static ProblemDetails? RefuseTooEarly(Application application, WorkingDays calendar, DateOnly lodged) =>
        Inaction.Since(application, calendar) is not { } since ? WorkingDays.NoCalendar()
        : lodged >= since ? null
        : Problems.Make(
            409, "not-due-yet", "The department still has time to decide.", "办理期限尚未届满。",
            $"It can be challenged from {since:yyyy-MM-dd} on.", $"自 {since:yyyy-MM-dd} 起可以申请行政复议。");

    /// <summary>Nobody is told remedies of what is not decided; of an application that was not accepted they were.</summary>
    public static ChallengeTime? TimeOf(LodgeReview command, Application application, ChallengeGround ground, DateOnly lodged) =>
        Inaction.Since(application, ground.Calendar) is { } since
            ? ReviewTime.ForReview(new(since, since, Inaction.WasRefused(application), command.RemediesKnownOn, command.RealEstate, ReviewTime.Stopped(command.Obstacles)), lodged, Inaction.DaysByLaw, ground.Calendar) : null;

    [WolverinePost("/api/applications/{applicationId:guid}/reviews")]
    public static (Acknowledged<ReviewAnswer>, ApplicationChallenged, IStartStream) Post(
        LodgeReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Application application, ChallengeGround ground, IdempotencyRecord record, TimeProvider time)
    {
        var id = LedgerId.For(application.CitizenId);
        var (challenged, lodged) = Decide(id, command, application, ground, command.Effect.Day(time));
        return (record.Acknowledges($"/api/reviews/{id}", new ReviewAnswer(id, lodged.ReviewNumber, lodged.WithinTime, lodged.LastDay), receiptOf: id), challenged, MartenOps.StartStream<Review>(id, lodged));
    }

    public static (ApplicationChallenged, ReviewLodged) Decide(Guid reviewId, LodgeReview command, Application application, ChallengeGround ground, DateOnly lodged)
    {
        var (number, time) = ($"{application.Number}-V{application.Challenges.Length + 1}", TimeOf(command, application, ground, lodged)!);
        return (
            new(application.CitizenId, reviewId, number, ground.Authority),
            new(application.CitizenId, application.Id, null, number, application.ItemCode, application.DepartmentCode, ground.Authority!, command.Form,
                ground.Key.Seal(command.Claims), Inaction.Since(application, ground.Calendar)!.Value, time.Within, time.LastDay, command.RemediesKnownOn, command.RealEstate,
                ReviewTime.Sealed(command.Obstacles, ground.Key), time.Late, command.Effect));
    }
}

/// <summary>From when on a department has failed to act on an application (REV art. 11(11); Implementing Regulations of REV art. 16), or has refused to take it up.</summary>
public static class Inaction
{
    internal const int DaysByLaw = 60;

    /// <summary>Whether there is anything of the kind: it is being handled, or was not accepted.</summary>
    public static bool IsPossible(Application application) => WasRefused(application) || (application.IsOpen && application.Status is not ApplicationStatus.Suspended);

    public static bool WasRefused(Application application) => application.Status is ApplicationStatus.AcceptanceRefused or ApplicationStatus.AcceptanceRevoked or ApplicationStatus.OutOfRemit;

    /// <summary>
    /// The first day on which the time to decide is over: the item's own from its acceptance, with extensions and without pauses, otherwise sixty days from its receipt; of what was not accepted the day that was said.
    /// Null where a year on the way has no calendar.
    /// </summary>
    public static DateOnly? Since(Application application, WorkingDays calendar)
    {
        if (WasRefused(application))
            return Text.DateOf(application.LastEffect);
        return application is { Course: { Limits.LegalDays: { } days } course }
            ? Deadline.Of(Text.DateOf(course.AcceptedAt), days + course.ExtendedBy, course.Pauses(), calendar).Due?.AddDays(1)
            : Text.DateOf(application.AcceptedAt ?? application.ReceivedAt!.Value).AddDays(DaysByLaw + 1);
    }
}
