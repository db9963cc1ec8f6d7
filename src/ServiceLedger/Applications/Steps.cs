using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>A named step of handling begins.</summary>
/// <param name="PromisedDays">Working days promised for the step.</param>
public sealed record StartStep(string StepCode, long Version, int? PromisedDays = null, EarlierEffect? Effect = null);

/// <summary>A named step of handling is done; one that was never started counts as started and done at once.</summary>
public sealed record CompleteStep(string StepCode, long Version, EarlierEffect? Effect = null);

public static class StartStepEndpoint
{
    public static ProblemDetails Validate(StartStep command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.StartStep, command.Version, command.Effect, time.GetUtcNow())
        ?? StepCodes.Refuse(command.StepCode)
        ?? (command.PromisedDays is < 1 or > 365 ? Problems.Invalid("$.promisedDays", "1 to 365.", "应为 1 至 365。") : null)
        ?? (application.OpenSteps.Contains(command.StepCode) ? Problems.AlreadyExists("This step is under way.", "该步骤正在办理。") : WolverineContinue.NoProblems);

    [WolverinePost("/api/applications/{applicationId:guid}/steps"), EmptyResponse]
    public static StepStarted Post(StartStep command, [State] Application application) =>
        new(application.CitizenId, command.StepCode, command.PromisedDays, command.Effect);
}

public static class CompleteStepEndpoint
{
    public static ProblemDetails Validate(CompleteStep command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.CompleteStep, command.Version, command.Effect, time.GetUtcNow())
        ?? StepCodes.Refuse(command.StepCode) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/steps/completion"), EmptyResponse]
    public static StepCompleted Post(CompleteStep command, [State] Application application) => Decide(command, application);

    public static StepCompleted Decide(CompleteStep command, Application application) => new(application.CitizenId, command.StepCode, command.Effect);
}

static class StepCodes
{
    public static ProblemDetails? Refuse(string code) => Text.Fault(code, 200) is { } fault ? Problems.Invalid("$.stepCode", fault.En, fault.Zh) : null;
}
