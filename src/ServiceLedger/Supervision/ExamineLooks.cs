using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Supervision;

/// <summary>A supervisor has a past day's looks examined, where the daily examination has not done it.</summary>
public sealed record ExamineLooks(DateOnly Day);

/// <summary>The answer.</summary>
public sealed record ExaminationAnswer(DateOnly Day, int Looks, int Listed);

/// <summary>A supervisor has asked the office about a look and closes it, or leaves it unexplained for now.</summary>
public sealed record JudgeUnlinkedRead(UnlinkedReadVerdict Verdict, string Remarks, long Version);

public static class ExamineLooksEndpoint
{
    public static async Task<(ExaminedDay?, WorkingDays, IReadOnlyList<WorkingCalendar>)> LoadAsync(ExamineLooks command, IQuerySession session, CancellationToken ct)
    {
        var calendars = await session.Query<WorkingCalendar>().ToListAsync(ct);
        return (await session.Query<ExaminedDay>().Where(d => d.Day == command.Day).SingleOrDefaultAsync(ct), new WorkingDays(calendars), calendars);
    }

    public static ProblemDetails Validate(ExamineLooks command, Act act, ExaminedDay? examined, WorkingDays days, TimeProvider time) =>
        Roles.RefuseOthersThanSupervisors(act)
        ?? (IsComplete(command.Day, time) ? null : Problems.Invalid("$.day", "A day that was over an hour ago.", "应为已结束一小时以上的日期。"))
        ?? (days.IsWorkingDay(command.Day) is null ? WorkingDays.NoCalendar() : null)
        ?? (examined is null ? WolverineContinue.NoProblems : Problems.AlreadyExists("The looks of that day have been examined.", "该日查阅记录已检查。"));

    /// <summary>Whether a day is over, so that nothing of it is still on its way.</summary>
    public static bool IsComplete(DateOnly day, TimeProvider time) => day < DateOnly.MaxValue && time.GetUtcNow() >= LookRegister.EndOf(day) + LooksExamination.Grace;

    [WolverinePost("/api/supervision/unexplained-looks/runs"), ProducesResponseType<ExaminationAnswer>(201)]
    public static async Task<IResult> Post(
        ExamineLooks command, WorkingDays days, IReadOnlyList<WorkingCalendar> calendars, IdempotencyRecord record, IDocumentSession session, LooksExamination examination, CancellationToken ct)
    {
        if (await examination.RunAsync(command.Day, days, ct) is not { } found)
            return Results.Problem(Problems.NotYet());
        session.Events.StartStream<ExaminedDay>(LedgerId.New(), Decide(command.Day, calendars, found));
        return record.Creates($"/api/supervision/unexplained-looks?day={command.Day:yyyy-MM-dd}", new ExaminationAnswer(command.Day, found.Looks, found.Listed));
    }

    public static LooksExamined Decide(DateOnly day, IEnumerable<WorkingCalendar> calendars, Examined found) =>
        new(day, calendars.Single(c => c.Year == day.Year).CalendarVersion, found.Looks, found.Listed);
}

public static class JudgeUnlinkedReadEndpoint
{
    public static Task<SubjectKey> LoadAsync(UnexplainedLook look, Vault vault, CancellationToken ct) => vault.KeyOf(look.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(JudgeUnlinkedRead command, Act act, UnexplainedLook look) =>
        look.RefuseJudgement(act, command.Version) ?? Text.Refuse("$.remarks", command.Remarks, 2000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/supervision/unexplained-looks/{unexplainedLookId:guid}/judgement"), EmptyResponse]
    public static UnlinkedReadJudged Post(JudgeUnlinkedRead command, [State] UnexplainedLook look, SubjectKey key) => new(look.CitizenId, command.Verdict, key.Seal(command.Remarks));
}
