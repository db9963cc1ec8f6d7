using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Catalogue;

/// <summary>Counts working days by the published calendars: weekends and holidays do not count, make-up workdays do (LIC art. 82). The start day is not counted.</summary>
public sealed class WorkingDays(IReadOnlyCollection<WorkingCalendar> years)
{
    /// <summary>The calendars of all years on record.</summary>
    public static async Task<WorkingDays> Load(IQuerySession session, CancellationToken ct) => new(await session.Query<WorkingCalendar>().ToListAsync(ct));

    /// <summary>Whether this is a working day; null where the year has no calendar.</summary>
    public bool? IsWorkingDay(DateOnly day) => years.FirstOrDefault(y => y.Year == day.Year) is not { } year ? null
        : year.MakeUpWorkdays.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !year.Holidays.Contains(day));

    /// <summary>The day on which so many working days after the start are over; null where a year on the way has no calendar.</summary>
    public DateOnly? After(DateOnly start, int days)
    {
        var day = start;
        while (days > 0)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day) is not { } works)
                return null;
            if (works)
                days--;
        }

        return day;
    }

    /// <summary>The refusal where a year has no calendar.</summary>
    public static ProblemDetails NoCalendar() => Problems.Make(
        409, "calendar-missing", "The working days of that year are not on record.", "缺少该年度工作日历。",
        "Import the State Council's notice of that year: import calendar FILE.", "请先导入国务院当年放假通知：import calendar FILE。");
}
