using System.Collections.Frozen;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Catalogue;

/// <summary>What a day counts as: make-up workdays are weekend days worked in exchange for a holiday.</summary>
public enum DayKind { Workday, MakeUpWorkday, Weekend, Holiday }

/// <summary>Counts working days by the published calendars: weekends and holidays do not count, make-up workdays do (LIC art. 82). The start day is not counted.</summary>
public sealed class WorkingDays
{
    readonly IReadOnlyCollection<WorkingCalendar> calendars;
    readonly FrozenDictionary<int, Year> years;

    public WorkingDays(IReadOnlyCollection<WorkingCalendar> calendars)
        : this(calendars, calendars.Select(c => new Year(c.Year, c.CalendarVersion, c.Holidays, c.MakeUpWorkdays)))
    {
    }

    WorkingDays(IReadOnlyCollection<WorkingCalendar> calendars, IEnumerable<Year> years)
    {
        this.calendars = calendars;
        this.years = years.ToFrozenDictionary(y => y.Number);
    }

    /// <summary>The calendars of all years on record, as they are in force.</summary>
    public static async Task<WorkingDays> Load(IQuerySession session, CancellationToken ct) => new(await session.Query<WorkingCalendar>().ToListAsync(ct));

    /// <summary>The years whose notice was replaced by a later one.</summary>
    public IEnumerable<WorkingCalendar> Republished => calendars.Where(c => c.Earlier.Length > 0);

    /// <summary>The working days as they were known at this moment; of a year that had no calendar then, as they were first published.</summary>
    public WorkingDays KnownAt(DateTimeOffset moment)
    {
        if (calendars.All(c => c.Earlier.Length == 0 || c.PublishedAt <= moment))
            return this;
        return new(calendars, calendars.Select(c => (c.Year, Edition: c.KnownAt(moment))).Select(c => new Year(c.Year, c.Edition.CalendarVersion, c.Edition.Holidays, c.Edition.MakeUpWorkdays)));
    }

    /// <summary>What the day counts as; null where its year has no calendar.</summary>
    public DayKind? KindOf(DateOnly day) => years.TryGetValue(day.Year, out var year) ? year.Days[day.DayOfYear - 1] : null;

    /// <summary>Whether this is a working day; null where the year has no calendar.</summary>
    public bool? IsWorkingDay(DateOnly day) => KindOf(day) is { } kind ? kind is DayKind.Workday or DayKind.MakeUpWorkday : null;

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

    /// <summary>Working days from this day, which is not counted, to another; negative where that has passed. Days of years without a calendar do not count.</summary>
    public int Left(DateOnly today, DateOnly due)
    {
        var (from, to) = today <= due ? (today, due) : (due, today);
        var days = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            if (IsWorkingDay(day) is true)
                days++;
        return today <= due ? days : -days;
    }

    /// <summary>The last working day before this one; null where a year on the way has no calendar.</summary>
    public DateOnly? Before(DateOnly day)
    {
        do
            day = day.AddDays(-1);
        while (IsWorkingDay(day) is false);
        return IsWorkingDay(day) is null ? null : day;
    }

    /// <summary>The calendars that count between two days, both included.</summary>
    public CalendarUsed[] Used(DateOnly from, DateOnly to) =>
        [.. Enumerable.Range(from.Year, Math.Max(0, to.Year - from.Year) + 1).Where(years.ContainsKey).Select(y => new CalendarUsed(y, years[y].Version))];

    /// <summary>The refusal where a year has no calendar.</summary>
    public static ProblemDetails NoCalendar() => Problems.Make(
        409, "calendar-missing", "The working days of that year are not on record.", "缺少该年度工作日历。",
        "Import the State Council's notice of that year: import calendar FILE.", "请先导入国务院当年放假通知：import calendar FILE。");

    sealed class Year
    {
        public Year(int number, int version, DateOnly[] holidays, DateOnly[] makeUpWorkdays)
        {
            (Number, Version) = (number, version);
            var first = new DateOnly(number, 1, 1);
            Days = new DayKind[new DateOnly(number, 12, 31).DayOfYear];
            for (var i = 0; i < Days.Length; i++)
                Days[i] = first.AddDays(i).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.Workday;
            foreach (var day in holidays.Where(d => d.Year == number))
                Days[day.DayOfYear - 1] = DayKind.Holiday;
            foreach (var day in makeUpWorkdays.Where(d => d.Year == number))
                Days[day.DayOfYear - 1] = DayKind.MakeUpWorkday;
        }

        public int Number { get; }
        public int Version { get; }
        public DayKind[] Days { get; }
    }
}
