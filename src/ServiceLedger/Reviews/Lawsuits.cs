using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

/// <summary>Somebody sued over a decision without asking for reconsideration first (LIT art. 44, 46); they say so, or the department that was served records it.</summary>
/// <param name="KnownOn">The day the person learnt of it, where it was not delivered.</param>
/// <param name="RemediesKnownOn">The day they learnt of the remedies, where those were not told.</param>
public sealed record FileLawsuit(
    string Court, long Version, DateOnly? KnownOn = null, DateOnly? RemediesKnownOn = null, bool RealEstate = false, IReadOnlyList<ObstacleTold>? Obstacles = null, EarlierEffect? Effect = null);

/// <summary>Somebody sued after a review: over what it decided, that it did not accept, or that it did not decide in time (LIT art. 45; REV art. 34).</summary>
public sealed record FileLawsuitAfterReview(string Court, long Version, EarlierEffect? Effect = null);

/// <summary>The court ruled; the department that was sued records it with the judgment's number and the hash of its document.</summary>
/// <param name="Outcome">Claims dismissed (LIT art. 69) is dismissed, a suit turned away (art. 49) not accepted, one withdrawn (art. 62) ended.</param>
/// <param name="Ruling">The one that takes the place of the old, where the court changes it (LIT art. 77).</param>
public sealed record RecordJudgment(
    ChallengeOutcome Outcome, string JudgmentNumber, string? DocumentHash, long Version, RulingTold? Ruling = null, string? Part = null, DateOnly? PerformBy = null, EarlierEffect? Effect = null);

public static class FileLawsuitEndpoint
{
    const int MonthsByLaw = 6;

    public static async Task<ReviewGround> LoadAsync(Decision decision, IQuerySession session, Vault vault, CancellationToken ct) =>
        new(await vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct), await WorkingDays.Load(session, ct));

    public static ProblemDetails Validate(FileLawsuit command, Act act, Decision decision, ReviewGround ground, TimeProvider time) =>
        RefuseFiler(command, act, decision, time.GetUtcNow())
        ?? Text.Refuse("$.court", command.Court, 200)
        ?? LodgeReviewEndpoint.RefuseDay("$.knownOn", command.KnownOn, Text.DateOf(decision.MadeAt), command.Effect.Day(time))
        ?? LodgeReviewEndpoint.RefuseDay("$.remediesKnownOn", command.RemediesKnownOn, Text.DateOf(decision.MadeAt), command.Effect.Day(time))
        ?? ReviewTime.Refuse(command.Obstacles, command.Effect.Day(time))
        ?? (TimeOf(command, decision, ground, command.Effect.Day(time)) is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    static ProblemDetails? RefuseFiler(FileLawsuit command, Act act, Decision decision, DateTimeOffset now) =>
        !act.IsOfficer ? decision.Refuse(act, DecisionAction.Challenge, command.Version, command.Effect, now)
        : !decision.IsVisibleTo(act) ? Problems.NotFound()
        : act.Department != decision.DepartmentCode || !act.May(PolicyAction.Write, FileSection.Reviews, Relation.Party)
            ? Problems.Forbidden("The department that was sued records this.", "由被告部门工作人员登记。")
        : command.Version != decision.Version ? Problems.Stale()
        : !decision.Allows(DecisionAction.Challenge) ? LodgeReviewEndpoint.Challenged(decision.Standing)
        : Effects.Refuse(act, command.Effect, decision.MadeAt, now);

    /// <summary>Whether it is in time: six months, or those told, from knowing of it (LIT art. 46).</summary>
    public static ChallengeTime? TimeOf(FileLawsuit command, Decision decision, ReviewGround ground, DateOnly filed) =>
        ReviewTime.ForSuit(KnowledgeOf(command, decision, filed), filed, Math.Max(decision.LitigationMonths ?? 0, MonthsByLaw), ground.Calendar);

    static Knowledge KnowledgeOf(FileLawsuit command, Decision decision, DateOnly filed) => new(
        Text.DateOf(decision.MadeAt), decision.DeliveredOn ?? command.KnownOn ?? filed, decision.HasRemedies, command.RemediesKnownOn, command.RealEstate, ReviewTime.Stopped(command.Obstacles));

    [WolverinePost("/api/decisions/{decisionId:guid}/lawsuits")]
    public static (Acknowledged<ReviewAnswer>, DecisionChallenged, IStartStream) Post(
        FileLawsuit command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, ReviewGround ground, IdempotencyRecord record, TimeProvider time)
    {
        var id = LedgerId.For(decision.CitizenId);
        var (challenged, filed) = Decide(id, command, decision, ground, command.Effect.Day(time));
        return (record.Acknowledges($"/api/reviews/{id}", new ReviewAnswer(id, filed.ReviewNumber, filed.WithinTime, filed.LastDay), receiptOf: id), challenged, MartenOps.StartStream<Review>(id, filed));
    }

    public static (DecisionChallenged, LawsuitFiled) Decide(Guid reviewId, FileLawsuit command, Decision decision, ReviewGround ground, DateOnly filed)
    {
        var (number, time) = (LodgeReviewEndpoint.NumberOf(decision), TimeOf(command, decision, ground, filed)!);
        return (
            new(decision.CitizenId, reviewId, number),
            new(decision.CitizenId, decision.ApplicationId, decision.Id, number, decision.ItemCode, decision.DepartmentCode, command.Court, KnowledgeOf(command, decision, filed).KnownOn,
                time.Within, time.LastDay, command.RemediesKnownOn, command.RealEstate, ReviewTime.Sealed(command.Obstacles, ground.Key), time.Late, command.Effect));
    }
}

/// <summary>What a suit after a review is judged by.</summary>
public sealed record SuitGround(WorkingDays Calendar, Challenged Challenged);

public static class FileLawsuitAfterReviewEndpoint
{
    public static async Task<SuitGround> LoadAsync(Review review, IDocumentSession session, CancellationToken ct) =>
        new(await WorkingDays.Load(session, ct), await Challenged.Of(review, session, ct));

    public static ProblemDetails Validate(FileLawsuitAfterReview command, Act act, Review review, SuitGround ground, TimeProvider time) =>
        Refuse(command, act, review, ground.Calendar, time) ?? WolverineContinue.NoProblems;

    public static ProblemDetails? Refuse(FileLawsuitAfterReview command, Act act, Review review, WorkingDays calendar, TimeProvider time) =>
        review.Refuse(act, ReviewAction.FileLawsuit, command.Version, command.Effect, time.GetUtcNow())
        ?? (ReceivedOn(review, calendar) is not { } received ? WorkingDays.NoCalendar() : command.Effect.Day(time) < received ? ReviewFirst(review, received) : null)
        ?? Text.Refuse("$.court", command.Court, 200)
        ?? (ReviewTime.AfterReview(ReceivedOn(review, calendar)!.Value, command.Effect.Day(time), calendar) is null ? WorkingDays.NoCalendar() : null);

    /// <summary>The day from which the fifteen days run: that of the review's decision, or of the end of its time where it decides nothing (LIT art. 45).</summary>
    static DateOnly? ReceivedOn(Review review, WorkingDays calendar) => review.ToldOn ?? review.DecisionDue(calendar)?.AddDays(1);

    /// <summary>What was not decided goes to a review before it goes to court (REV art. 23), and whoever chose a review waits for it (LIT art. 44; REV art. 29).</summary>
    static ProblemDetails ReviewFirst(Review review, DateOnly from) => Problems.Make(
        409, "reconsideration-first", "The review is not over.", "行政复议尚未终结。",
        review.DecisionId is null ? $"Inaction is reviewed before it goes to court (REV art. 23); from {from:yyyy-MM-dd} on it can be sued over undecided." : $"It can be sued over once it is decided, or from {from:yyyy-MM-dd} on (LIT art. 45).",
        review.DecisionId is null ? $"不履行法定职责的，应当先申请行政复议（复议法第二十三条）；逾期未作决定的，自 {from:yyyy-MM-dd} 起可以起诉。" : $"复议决定作出后，或者逾期未作决定的自 {from:yyyy-MM-dd} 起，可以起诉（诉讼法第四十五条）。");

    [WolverinePost("/api/reviews/{reviewId:guid}/lawsuit"), EmptyResponse]
    public static LawsuitFiled Post(FileLawsuitAfterReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, SuitGround ground, TimeProvider time)
    {
        // It is pending again.
        ground.Challenged.Decision?.AppendOne(new DecisionChallenged(review.CitizenId, review.Id, review.Number));
        ground.Challenged.Application?.AppendOne(new ApplicationChallenged(review.CitizenId, review.Id, review.Number));
        if (review.Stays)
            ground.Challenged.Decision?.AppendOne(new ExecutionResumed(review.CitizenId, review.Id));
        return Decide(command, review, ground.Calendar, command.Effect.Day(time));
    }

    public static LawsuitFiled Decide(FileLawsuitAfterReview command, Review review, WorkingDays calendar, DateOnly filed)
    {
        var received = ReceivedOn(review, calendar)!.Value;
        var time = ReviewTime.AfterReview(received, filed, calendar)!;
        return new(
            review.CitizenId, review.ApplicationId, review.DecisionId, review.Number, review.ItemCode, review.Respondent, command.Court, received, time.Within, time.LastDay,
            LateGround: time.Late, Effect: command.Effect);
    }
}

public static class RecordJudgmentEndpoint
{
    static readonly ChallengeOutcome[] OfReviewsOnly = [ChallengeOutcome.Upheld, ChallengeOutcome.Mediated];

    public static Task<DisputedStreams> LoadAsync(Review review, IDocumentSession session, ItemCatalogue items, Vault vault, CancellationToken ct) => DisputedStreams.Of(review, session, items, vault, ct);

    public static ProblemDetails Validate(RecordJudgment command, Act act, Review review, DisputedStreams streams, TimeProvider time) =>
        Refuse(command, act, review, streams.Disputed, time) ?? WolverineContinue.NoProblems;

    public static ProblemDetails? Refuse(RecordJudgment command, Act act, Review review, Disputed disputed, TimeProvider time) =>
        review.Refuse(act, ReviewAction.RecordJudgment, command.Version, command.Effect, time.GetUtcNow())
        ?? disputed.Deciders.Refuse(act)
        ?? Effects.Refuse(act, command.Effect, disputed.LastEffect, time.GetUtcNow())
        ?? (OfReviewsOnly.Contains(command.Outcome) ? Problems.Invalid("$.outcome", "A court dismisses the claims, or changes what was decided (LIT art. 69 to 77).", "法院应判决驳回诉讼请求或者作出其他判决（诉讼法第六十九条至第七十七条）。") : null)
        ?? Consequences.Refuse("$.outcome", command.Outcome, disputed)
        ?? Text.Refuse("$.judgmentNumber", command.JudgmentNumber, 100)
        // A log holds no documents.
        ?? (act.Channel is Channel.Import && command.DocumentHash is null ? null : Papers.RefuseHash("$.documentHash", command.DocumentHash))
        ?? DecideReviewEndpoint.RefuseMembers(command.Outcome, command.Ruling, command.Part, command.PerformBy, disputed, command.Effect.Day(time));

    [WolverinePost("/api/reviews/{reviewId:guid}/judgment"), EmptyResponse]
    public static JudgmentRecorded Post(RecordJudgment command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, DisputedStreams streams)
    {
        var (recorded, consequences) = Decide(command, review, streams.Disputed, streams.Key);
        streams.Append(consequences);
        return recorded;
    }

    public static (JudgmentRecorded, Consequences) Decide(RecordJudgment command, Review review, Disputed disputed, SubjectKey key)
    {
        var part = key.Seal(command.Part);
        return (
            new(review.CitizenId, command.Outcome, command.JudgmentNumber, key.Seal(command.DocumentHash), part, command.PerformBy, command.Effect),
            Consequences.Of(review, new(
                command.Outcome, ReopeningCause.Court, VariationCause.CourtDecided, command.JudgmentNumber, part, command.Ruling?.Sealed(key), ["《行政诉讼法》第七十七条"], key.Seal(command.JudgmentNumber), command.Effect), disputed));
    }
}
