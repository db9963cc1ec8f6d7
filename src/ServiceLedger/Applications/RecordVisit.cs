using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>Somebody came in person for this matter; the applicant may record it too.</summary>
/// <param name="Place">The window or office.</param>
/// <param name="RequiredByLaw">The visit could not be spared.</param>
/// <param name="TravelMinutes">One way, as the visitor says.</param>
public sealed record RecordVisit(
    string Place, string DivisionCode, VisitPurpose Purpose, bool RequiredByLaw, DateTimeOffset StartedAt, DateTimeOffset EndedAt, long Version, int? TravelMinutes = null);

public static class RecordVisitEndpoint
{
    public static ProblemDetails Validate(RecordVisit command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.RecordVisit, command.Version, null, time.GetUtcNow())
        ?? Text.Refuse("$.place", command.Place, 200)
        ?? (DivisionCode.IsValid(command.DivisionCode) ? null : Problems.Invalid("$.divisionCode", "6, 9 or 12 digits.", "应为 6、9 或 12 位数字。"))
        ?? (command.EndedAt > time.GetUtcNow() ? Problems.Invalid("$.endedAt", "It lies in the future.", "时间在未来。") : null)
        ?? (command.EndedAt < command.StartedAt || command.EndedAt - command.StartedAt > TimeSpan.FromDays(1)
            ? Problems.Invalid("$.endedAt", "A visit ends after it began, within a day.", "结束时间应晚于开始时间且不超过一天。") : null)
        ?? (command.TravelMinutes is < 0 or > 2880 ? Problems.Invalid("$.travelMinutes", "0 to 2880.", "应为 0 至 2880。") : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/visits"), EmptyResponse]
    public static VisitRecorded Post(RecordVisit command, [State] Application application) => Decide(command, application);

    public static VisitRecorded Decide(RecordVisit command, Application application) => new(
        application.CitizenId, command.Place, command.DivisionCode, command.Purpose, command.RequiredByLaw, command.StartedAt, command.EndedAt, command.TravelMinutes);
}
