using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Applications;

/// <summary>The limits of a matter and how each comes about, so that anybody can count them again.</summary>
/// <param name="Due">The last day on which the decision is in time: the law's, or the earlier one the department promised. Null while it is not accepted, stands still, or a calendar is missing.</param>
/// <param name="DaysLeft">Working days to that day; negative once it has passed.</param>
/// <param name="Limits">All limits that run or ran, in the order in which they began.</param>
public sealed record DeadlineView(Guid ApplicationId, ApplicationStatus Status, DateOnly? Due, int? DaysLeft, IReadOnlyList<LimitView> Limits);

/// <summary>One limit.</summary>
/// <param name="Of">Which one, where there are several of a kind: a step, an opinion's number, the round after a reopening.</param>
/// <param name="From">The day it starts on, which is not counted.</param>
/// <param name="Length">Working days, an extension included; absent where a day was set.</param>
/// <param name="Due">The last day in time; absent while it stands still or a calendar is missing.</param>
/// <param name="MissingYear">The year whose calendar is missing: <c>import calendar FILE</c>.</param>
/// <param name="Days">Every day from the start to the end, in runs of one kind.</param>
/// <param name="Text">The same in words.</param>
public sealed record LimitView(
    TimerKind Kind, string Of, string Name, string Article, DateOnly From, int? Length, DateOnly? Due, DateOnly? DoneOn, bool Late, int? DaysLeft, int? MissingYear,
    int RulesVersion, IReadOnlyList<CalendarUsed> Calendars, IReadOnlyList<DayRun> Days, string Text);

public static class GetDeadlineEndpoint
{
    public static Task<Almanac> LoadAsync(Almanacs almanacs, IQuerySession session, CancellationToken ct) => almanacs.OnRecordAsync(session, ct);

    public static ProblemDetails Validate(Act act, Application application) => application.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    /// <summary>Why it is due on that day.</summary>
    [WolverineGet("/api/applications/{applicationId:guid}/deadline")]
    public static DeadlineView Get([ReadModel] Application application, Almanac almanac, TimeProvider time)
    {
        var (limits, today) = (application.Limits(almanac), time.Today());
        var next = application.Binding(limits) is { DoneOn: null } running ? running : null;
        return new(application.Id, application.Status, next?.Due, next?.DaysLeft(today), [.. limits.OrderBy(l => l.From).Select(l => View(l, today))]);
    }

    static LimitView View(Limit l, DateOnly today) => new(
        l.Kind, l.Of, l.Kind.Name(), l.Kind.Article(), l.From, l.Length, l.Due, l.DoneOn, l.IsLate(today), l.DoneOn is null ? l.DaysLeft(today) : null, l.MissingYear,
        l.Reckoning.RulesVersion, l.Calendars(), l.Explain(today), l.InWords(today));
}
