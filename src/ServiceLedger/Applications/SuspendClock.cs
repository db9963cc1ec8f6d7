using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>From now on the time does not count, on a ground of the closed list, and the applicant is told so in writing (LIC art. 45).</summary>
/// <param name="ExpectedDays">Working days it is expected to take.</param>
/// <param name="NoticeNumber">Of the written notice; without one nothing is suspended.</param>
public sealed record SuspendClock(SuspensionGround Ground, string Article, int ExpectedDays, string NoticeNumber, long Version, EarlierEffect? Effect = null);

/// <summary>The ground is gone: the time counts again.</summary>
public sealed record ResumeClock(long Version, EarlierEffect? Effect = null);

public static class SuspendClockEndpoint
{
    public static ProblemDetails Validate(SuspendClock command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Suspend, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.article", command.Article, 300)
        ?? Text.Refuse("$.noticeNumber", command.NoticeNumber, 100)
        ?? (command.ExpectedDays is < 1 or > 730 ? Problems.Invalid("$.expectedDays", "1 to 730 working days.", "应为 1 至 730 个工作日。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/suspension"), EmptyResponse]
    public static ClockSuspended Post(SuspendClock command, [State] Application application) =>
        new(application.CitizenId, command.Ground, command.Article, command.ExpectedDays, command.NoticeNumber, command.Effect);
}

public static class ResumeClockEndpoint
{
    public static ProblemDetails Validate(ResumeClock command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Resume, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/resumption"), EmptyResponse]
    public static ClockResumed Post(ResumeClock command, [State] Application application) => new(application.CitizenId, command.Effect);
}
