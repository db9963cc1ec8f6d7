using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Applications;

/// <summary>The day of acceptance was recorded wrongly; all limits are reckoned anew from the right one. Supervision follows it.</summary>
public sealed record CorrectAcceptanceDate(DateTimeOffset AcceptedAt, string Reason, long Version);

public static class CorrectAcceptanceDateEndpoint
{
    public static async Task<(SubjectKey, Almanac)> LoadAsync(Application application, Vault vault, Almanacs almanacs, IQuerySession session, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await almanacs.OnRecordAsync(session, ct));

    public static ProblemDetails Validate(CorrectAcceptanceDate command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.CorrectAcceptanceDate, command.Version, null, time.GetUtcNow())
        ?? Text.Refuse("$.reason", command.Reason, 2000, lines: true)
        ?? RefuseDate(command.AcceptedAt, application, time.GetUtcNow())
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? RefuseDate(DateTimeOffset at, Application application, DateTimeOffset now) =>
        at > now ? Problems.Invalid("$.acceptedAt", "It lies in the future.", "时间在未来。")
        : at < application.ReceivedAt ? Problems.Invalid("$.acceptedAt", "It lies before the application was received.", "时间早于收到申请之时。")
        : application.Suspensions is [var first, ..] && at > first.From ? Problems.Invalid("$.acceptedAt", "The time was suspended by then.", "时间晚于首次中止计时。")
        : application.EarlierCourses is [.., var earlier] && at < earlier.DoneAt ? Problems.Invalid("$.acceptedAt", "It lies before what went before it in this matter.", "时间早于本办件的前一环节。")
        : at == application.AcceptedAt ? Problems.Invalid("$.acceptedAt", "That is what is on record.", "与记录一致。")
        : null;

    [WolverinePost("/api/applications/{applicationId:guid}/acceptance/correction"), EmptyResponse]
    public static Events Post(CorrectAcceptanceDate command, [State] Application application, SubjectKey key, Almanac almanac) => Decide(command, application, key, almanac);

    public static Events Decide(CorrectAcceptanceDate command, Application application, SubjectKey key, Almanac almanac)
    {
        var course = application.Course!;
        var (before, after) = (ApplicationClock.Of(course, "", almanac)[^1], ApplicationClock.Of(course with { AcceptedAt = command.AcceptedAt }, "", almanac)[^1]);
        return
        [
            new AcceptanceDateCorrected(application.CitizenId, course.AcceptedAt, command.AcceptedAt, key.Seal(command.Reason)),
            new DeadlineRecomputed(application.CitizenId, TimerKind.Decision, "", before.Due, after.Due, RecomputationCause.DateCorrected, course.CalendarsAsOf ?? course.ReckonedAt, after.Calendars())
        ];
    }
}
