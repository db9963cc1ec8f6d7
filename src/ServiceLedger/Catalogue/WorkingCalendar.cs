using JasperFx.Events;

namespace ServiceLedger.Catalogue;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>The State Council's notice of one year's holidays and make-up workdays; a later version replaces an earlier one.</summary>
public sealed record CalendarPublished(int Year, int CalendarVersion, DateOnly[] Holidays, DateOnly[] MakeUpWorkdays);

/// <summary>One version of a year's notice, while it was in force.</summary>
public sealed record CalendarEdition(int CalendarVersion, DateOnly[] Holidays, DateOnly[] MakeUpWorkdays, DateTimeOffset PublishedAt);

/// <summary>A version of a year's calendar that a date was reckoned with.</summary>
public sealed record CalendarUsed(int Year, int CalendarVersion);

/// <summary>What the events add up to: the working days of one year, and how they were given before.</summary>
public sealed record WorkingCalendar(Guid Id, int Year, int CalendarVersion, DateOnly[] Holidays, DateOnly[] MakeUpWorkdays, long Version = 0)
{
    /// <summary>When the version in force was recorded.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>The versions before it, oldest first.</summary>
    public CalendarEdition[] Earlier { get; init; } = [];

    public static WorkingCalendar Create(IEvent<CalendarPublished> e) => new(e.StreamId, e.Data.Year, e.Data.CalendarVersion, e.Data.Holidays, e.Data.MakeUpWorkdays) { PublishedAt = e.Timestamp };

    public WorkingCalendar Apply(IEvent<CalendarPublished> e) => this with
    {
        Earlier = [.. Earlier, InForce()],
        CalendarVersion = e.Data.CalendarVersion,
        Holidays = e.Data.Holidays,
        MakeUpWorkdays = e.Data.MakeUpWorkdays,
        PublishedAt = e.Timestamp
    };

    /// <summary>The version that was in force at this moment; before the first one, the first: until then nobody could count.</summary>
    public CalendarEdition KnownAt(DateTimeOffset moment) =>
        PublishedAt <= moment ? InForce() : Array.FindLast(Earlier, e => e.PublishedAt <= moment) ?? Earlier.FirstOrDefault() ?? InForce();

    /// <summary>The first day that the version in force counts otherwise than the one before it; the end of the year where there is none.</summary>
    public DateOnly ChangedFrom()
    {
        if (Earlier is not [.., var before])
            return new(Year, 12, 31);
        return Changed(Holidays, before.Holidays).Concat(Changed(MakeUpWorkdays, before.MakeUpWorkdays)).DefaultIfEmpty(new(Year, 12, 31)).Min();

        static IEnumerable<DateOnly> Changed(DateOnly[] now, DateOnly[] then) => now.Except(then).Concat(then.Except(now));
    }

    /// <summary>What has to be recorded so that this notice is in force; nothing when it is already.</summary>
    public static CalendarPublished? Decide(WorkingCalendar? known, int year, DateOnly[] holidays, DateOnly[] makeUpWorkdays) =>
        known is null ? new(year, 1, holidays, makeUpWorkdays)
        : known.Holidays.SequenceEqual(holidays) && known.MakeUpWorkdays.SequenceEqual(makeUpWorkdays) ? null
        : new(year, known.CalendarVersion + 1, holidays, makeUpWorkdays);

    CalendarEdition InForce() => new(CalendarVersion, Holidays, MakeUpWorkdays, PublishedAt);
}
