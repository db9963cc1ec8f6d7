namespace ServiceLedger.Tests.Clock;

/// <summary>Counts a limit as a clerk would with the notices on the table: one day after the other, asking of each moment of it whether the time stood still. It shares no code with the clock.</summary>
static class SlowCounter
{
    /// <summary>The last day in time; null while the time stands still, or where the notice of a year is not on the table.</summary>
    public static DateOnly? Due(DateOnly start, int length, IReadOnlyCollection<(DateTimeOffset From, DateTimeOffset? To)> pauses, Func<int, (DateOnly[] Holidays, DateOnly[] MakeUp)?> notices)
    {
        var (day, counted) = (start, 0);
        while (counted < length)
        {
            day = day.AddDays(1);
            if (StandsStill(day, pauses))
            {
                // Nothing will ever end it.
                if (pauses.Any(p => p.To is null && p.From <= Midnight(day)))
                    return null;
                continue;
            }

            if (notices(day.Year) is not var (holidays, makeUp))
                return null;
            if (makeUp.Contains(day) || (!holidays.Contains(day) && day.DayOfWeek != DayOfWeek.Saturday && day.DayOfWeek != DayOfWeek.Sunday))
                counted++;
        }

        return day;
    }

    // From its first moment to its last the time stands still: from where one pause ends another must have begun.
    static bool StandsStill(DateOnly day, IReadOnlyCollection<(DateTimeOffset From, DateTimeOffset? To)> pauses)
    {
        var (reached, end) = (Midnight(day), Midnight(day.AddDays(1)));
        while (reached < end)
        {
            var next = pauses.Where(p => p.From <= reached && (p.To is null || p.To > reached)).Select(p => p.To ?? DateTimeOffset.MaxValue).DefaultIfEmpty(reached).Max();
            if (next == reached)
                return false;
            reached = next;
        }

        return true;
    }

    static DateTimeOffset Midnight(DateOnly day) => new(day.Year, day.Month, day.Day, 0, 0, 0, TimeSpan.FromHours(8));
}
