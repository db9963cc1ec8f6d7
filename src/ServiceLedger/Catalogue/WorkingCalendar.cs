using JasperFx.Events;

namespace ServiceLedger.Catalogue;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>The State Council's notice of one year's holidays and make-up workdays; a later version replaces an earlier one.</summary>
public sealed record CalendarPublished(int Year, int CalendarVersion, DateOnly[] Holidays, DateOnly[] MakeUpWorkdays);

/// <summary>What the events add up to: the working days of one year.</summary>
public sealed record WorkingCalendar(Guid Id, int Year, int CalendarVersion, DateOnly[] Holidays, DateOnly[] MakeUpWorkdays, long Version = 0)
{
    public static WorkingCalendar Create(IEvent<CalendarPublished> e) => new(e.StreamId, e.Data.Year, e.Data.CalendarVersion, e.Data.Holidays, e.Data.MakeUpWorkdays);
    public WorkingCalendar Apply(CalendarPublished e) => this with { CalendarVersion = e.CalendarVersion, Holidays = e.Holidays, MakeUpWorkdays = e.MakeUpWorkdays };

    /// <summary>What has to be recorded so that this notice is in force; nothing when it is already.</summary>
    public static CalendarPublished? Decide(WorkingCalendar? known, int year, DateOnly[] holidays, DateOnly[] makeUpWorkdays) =>
        known is null ? new(year, 1, holidays, makeUpWorkdays)
        : known.Holidays.SequenceEqual(holidays) && known.MakeUpWorkdays.SequenceEqual(makeUpWorkdays) ? null
        : new(year, known.CalendarVersion + 1, holidays, makeUpWorkdays);
}
