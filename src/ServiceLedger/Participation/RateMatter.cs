using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Participation;

/// <summary>The person, or who acts for them, rates a matter that is over, or a visit for it.</summary>
/// <param name="Level">5 very satisfied … 1 very dissatisfied.</param>
/// <param name="VisitId">The event of the visit; absent for the matter as a whole.</param>
public sealed record RateMatter(int Level, bool Anonymous, IReadOnlyList<DimensionScore>? Scores = null, string? Text = null, Guid? VisitId = null);

/// <summary>The answer: the id.</summary>
public sealed record RatingAnswer(Guid RatingId);

/// <summary>What a new rating is judged by.</summary>
/// <param name="VisitThere">Whether the visit named is one for this matter.</param>
/// <param name="Rated">Whether the matter, or the visit, is rated already.</param>
public sealed record RatingGround(bool VisitThere, bool Rated);

public static class RateMatterEndpoint
{
    static readonly ApplicationStatus[] Over =
    [
        ApplicationStatus.Delivered, ApplicationStatus.NotRequired, ApplicationStatus.OutOfRemit, ApplicationStatus.AcceptanceRefused, ApplicationStatus.AcceptanceRevoked, ApplicationStatus.Withdrawn,
        ApplicationStatus.Merged, ApplicationStatus.Closed
    ];

    public static async Task<(RatingGround, SubjectKey)> LoadAsync(RateMatter command, Application application, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var subject = command.VisitId ?? application.Id;
        return (
            new(
                command.VisitId is { } visit && await session.Events.Known().Where(e => e.Id == visit).SingleOrDefaultAsync(ct) is { Data: VisitRecorded } e && e.StreamId == application.Id,
                await session.Query<Rating>().AnyAsync(r => r.Subject == subject, ct)),
            await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct));
    }

    public static ProblemDetails Validate(RateMatter command, Act act, Application application, RatingGround ground) =>
        !application.IsVisibleTo(act) ? Problems.NotFound()
        : !act.SpeaksFor(application.CitizenId, Power.Submit, application.ItemCode)
            ? act.Represents is not null ? Problems.BeyondMandate() : Problems.Forbidden("Who was served rates, and nobody for the office.", "由办事人本人评价。")
        : RefuseScores(command)
            ?? Text.RefuseIfGiven("$.text", command.Text, 4000, lines: true)
            ?? (command.VisitId is not null && !ground.VisitThere ? Problems.Invalid("$.visitId", "There was no such visit for this matter.", "本办件没有此次到访记录。") : null)
            ?? (command.VisitId is null && !Over.Contains(application.Status) ? Problems.Make(
                409, "not-over-yet", "The matter is not over yet.", "办件尚未办结。", "Rate it once its result has reached you; a visit can be rated at once.", "请在收到办理结果后评价；到访可即时评价。") : null)
            ?? (ground.Rated ? Problems.AlreadyExists("A matter is rated once, and a visit is.", "一事一评、一次一评，已有评价。") : WolverineContinue.NoProblems);

    static ProblemDetails? RefuseScores(RateMatter command)
    {
        if (command.Level is < Rating.Worst or > Rating.Best)
            return Problems.Invalid("$.level", "1 to 5; 5 is best.", "应为 1 至 5，5 为非常满意。");
        var dimensions = Rating.Dimensions(command.VisitId is not null);
        for (var i = 0; i < (command.Scores?.Count ?? 0); i++)
            if (command.Scores![i] is not { } score)
                return Problems.Invalid($"$.scores[{i}]", "Null is not allowed here.", "此处不允许为空。");
            else if (!dimensions.Contains(score.Dimension))
                return Problems.Invalid($"$.scores[{i}].dimension", $"Here it is one of {string.Join(", ", dimensions.Select(d => d.InJson()))}.", $"此处应为 {string.Join("、", dimensions.Select(d => d.InJson()))} 之一。");
            else if (score.Score is < Rating.Worst or > Rating.Best)
                return Problems.Invalid($"$.scores[{i}].score", "1 to 5; 5 is best.", "应为 1 至 5，5 为非常满意。");
        return command.Scores?.DistinctBy(s => s.Dimension).Count() == command.Scores?.Count ? null : Problems.Invalid("$.scores", "One of them stands there twice.", "有重复项。");
    }

    [WolverinePost("/api/applications/{applicationId:guid}/ratings")]
    public static Created<RatingAnswer> Post(RateMatter command, [ReadModel] Application application, SubjectKey key, IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.For(application.CitizenId);
        session.Events.StartStream<Rating>(id, Decide(command, application, key));
        return record.Creates($"/api/ratings/{id}", new RatingAnswer(id));
    }

    public static RatingGiven Decide(RateMatter command, Application application, SubjectKey key) => new(
        application.CitizenId, application.Id, command.VisitId, application.ItemCode, application.ItemVersion, application.DepartmentCode, command.Level, [.. command.Scores ?? []], command.Anonymous, key.Seal(command.Text));
}
