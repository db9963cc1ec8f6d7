using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Clock;

/// <summary>A time that does not count, from a moment on and up to another; open while <paramref name="To"/> is absent.</summary>
/// <param name="Why">The ground, as the person is told it.</param>
public sealed record Pause(DateTimeOffset From, DateTimeOffset? To, string Why);

/// <summary>A limit of working days and when it is over.</summary>
/// <param name="Start">The day it starts on, which is not counted.</param>
/// <param name="Length">Working days, an extension included.</param>
/// <param name="Due">The last day in time; null while the time does not count, or where a year on the way has no calendar.</param>
/// <param name="Left">Working days left at the pause that goes on; null where none does.</param>
/// <param name="MissingYear">The first year on the way that has no calendar.</param>
public sealed record Deadline(DateOnly Start, int Length, DateOnly? Due, int? Left, int? MissingYear)
{
    /// <summary>
    /// Counts working days after the start day; those that lie whole within a pause are left out, each once, however many pauses cover it. Pauses may touch and overlap, and stand in any order.
    /// </summary>
    public static Deadline Of(DateOnly start, int length, IReadOnlyCollection<Pause> pauses, WorkingDays days)
    {
        var paused = Whole(pauses);
        var day = start;
        for (var left = length; left > 0;)
        {
            day = day.AddDays(1);
            if (paused.FirstOrDefault(p => p.Covers(day)) is { } pause)
            {
                if (pause.Until is not { } until)
                    return new(start, length, null, left, null);
                // Its last day goes by like the others.
                day = until.AddDays(-1);
                continue;
            }

            if (days.IsWorkingDay(day) is not { } works)
                return new(start, length, null, null, day.Year);
            if (works)
                left--;
        }

        return new(start, length, day, null, null);
    }

    /// <summary>Every day from the start to the end, in runs of one kind, so that whoever is told the end can count it again. It goes no further than <paramref name="last"/> where there is no end yet.</summary>
    public IReadOnlyList<DayRun> Explain(IReadOnlyCollection<Pause> pauses, WorkingDays days, DateOnly last)
    {
        var (paused, runs, counted) = (Whole(pauses), new List<DayRun> { new(Start, Start, DayCount.StartDay, 0, null) }, 0);
        for (var day = Start.AddDays(1); day <= (Due ?? last); day = day.AddDays(1))
        {
            var (count, why) = paused.FirstOrDefault(p => p.Covers(day)) is { } pause ? (DayCount.Paused, pause.Why)
                : days.KindOf(day) switch
                {
                    DayKind.Workday => (DayCount.Counted, null),
                    DayKind.MakeUpWorkday => (DayCount.CountedMakeUp, null),
                    DayKind.Weekend => (DayCount.Weekend, null),
                    DayKind.Holiday => (DayCount.Holiday, null),
                    _ => (DayCount.NoCalendar, (string?)null)
                };
            if (count is DayCount.Counted or DayCount.CountedMakeUp)
                counted++;
            if (runs[^1] is var run && run.Count == count && run.Why == why)
                runs[^1] = run with { To = day, Through = counted };
            else
                runs.Add(new(day, day, count, counted, why));
        }

        return runs;
    }

    /// <summary>Pauses as the whole days they cover, those that touch or overlap made one.</summary>
    static List<PausedDays> Whole(IReadOnlyCollection<Pause> pauses)
    {
        var whole = new List<PausedDays>();
        DateTimeOffset from = default;
        DateTimeOffset? to = default;
        string? why = null;
        foreach (var pause in pauses.OrderBy(p => p.From))
        {
            if (why is not null && (to is null || pause.From <= to))
            {
                to = to is null || pause.To is null ? null : pause.To > to ? pause.To : to;
                if (!why.Split("; ").Contains(pause.Why))
                    why += "; " + pause.Why;
                continue;
            }

            Close();
            (from, to, why) = (pause.From, pause.To, pause.Why);
        }

        Close();
        return whole;

        void Close()
        {
            if (why is null)
                return;
            var first = Text.DateOf(from);
            if (Text.StartOf(first) < from)
                first = first.AddDays(1);
            DateOnly? until = to is { } end ? Text.DateOf(end) : null;
            if (until is null || first < until)
                whole.Add(new(first, until, why));
        }
    }

    /// <param name="From">The first day that lies whole within.</param>
    /// <param name="Until">The first day after it that does not.</param>
    sealed record PausedDays(DateOnly From, DateOnly? Until, string Why)
    {
        public bool Covers(DateOnly day) => day >= From && !(day >= Until);
    }
}

/// <summary>Days in a row that count, or do not, for one reason.</summary>
/// <param name="Through">How many working days are counted when the run is over.</param>
/// <param name="Why">Of a pause: its ground.</param>
public sealed record DayRun(DateOnly From, DateOnly To, DayCount Count, int Through, string? Why);

/// <summary>Whether a day counts towards a limit.</summary>
public enum DayCount { StartDay, Counted, CountedMakeUp, Weekend, Holiday, Paused, NoCalendar }

/// <summary>A limit that runs in a stream, or ran.</summary>
/// <param name="Of">Which one, where the stream has several of a kind; empty otherwise.</param>
/// <param name="From">The day it starts on, which is not counted.</param>
/// <param name="Due">The last day in time; null while it cannot be told.</param>
/// <param name="DoneOn">When it was done, or had to be done no longer.</param>
/// <param name="Reckoning">What it was reckoned by.</param>
public sealed record Limit(TimerKind Kind, string Of, DateOnly From, DateOnly? Due, DateOnly? DoneOn, Reckoning Reckoning)
{
    /// <summary>The first year on the way that has no calendar.</summary>
    public int? MissingYear { get; init; }

    /// <summary>How many working days it is long; null where it is a day of the calendar.</summary>
    public int? Length { get; init; }

    /// <summary>Working days left at a pause that goes on; null where none does.</summary>
    public int? Left { get; init; }

    /// <summary>The times that do not count.</summary>
    public IReadOnlyCollection<Pause> Pauses { get; init; } = [];

    /// <summary>Whether its passing is recorded nowhere.</summary>
    public bool Silent { get; init; }

    /// <summary>The same limit, of whose passing nothing is recorded once what it was for is done; where the rule does not hold, at all.</summary>
    public Limit SilentOnceDone(bool where = true) => this with { Silent = DoneOn is not null || !where };

    /// <summary>By what a miss is told from another: the same limit with another end is another.</summary>
    public string Key => KeyOf(Kind, Of, Due);

    /// <summary>The key of the limit that was missed.</summary>
    public static string KeyOf(IDeadlineMissed missed) => KeyOf(missed.Timer, missed.Of, missed.DueOn);

    static string KeyOf(TimerKind kind, string of, DateOnly? due) => FormattableString.Invariant($"{kind.InJson()} {of} {due:yyyy-MM-dd}");

    /// <summary>The moment it has passed: the start of the day after.</summary>
    public DateTimeOffset? PassesAt => Due is { } due ? Text.StartOf(due.AddDays(1)) : null;

    /// <summary>From when the office is warned that it is about to pass; null where it is not, or that day cannot be told.</summary>
    public DateTimeOffset? WarnsAt
    {
        get
        {
            if (Due is not { } due || due == From || Silent || DoneOn is not null)
                return null;
            var day = due;
            for (var i = 0; i < Reckoning.Rules.Warning; i++)
                if (Reckoning.Days.Before(day) is { } before)
                    day = before;
                else
                    return null;
            return day <= From ? Text.StartOf(From.AddDays(1)) : Text.StartOf(day);
        }
    }

    /// <summary>The calendars it was reckoned with.</summary>
    public CalendarUsed[] Calendars() => Reckoning.Days.Used(From, Due ?? From);

    /// <summary>Whether it was not done in time by this day.</summary>
    public bool IsLate(DateOnly today) => Due < (DoneOn ?? today);

    /// <summary>When its passing is to be recorded; null where it was done in time, is recorded already, or is recorded nowhere.</summary>
    /// <param name="missed">The keys of limits whose passing is on record.</param>
    public DateTimeOffset? RecordedFrom(IReadOnlyCollection<string> missed) => Silent || DoneOn <= Due || missed.Contains(Key) ? null : PassesAt;

    /// <summary>Every day from the start to the end, or to this day where there is no end yet; nothing where it is a day of the calendar.</summary>
    public IReadOnlyList<DayRun> Explain(DateOnly today) =>
        Length is { } length ? new Deadline(From, length, Due, Left, MissingYear).Explain(Pauses, Reckoning.Days, today < From ? From : today) : [];

    /// <summary>Working days from this day, which is not counted, to the end; negative once it has passed; null while the end cannot be told.</summary>
    public int? DaysLeft(DateOnly today) => Due is { } due ? Reckoning.Days.Left(today, due) : Left;

    /// <summary>The fact that it has passed.</summary>
    /// <param name="make">The event of its kind of stream.</param>
    public IDeadlineMissed Missed(Guid citizenId, Func<Guid, TimerKind, string, DateOnly, int, CalendarUsed[], IDeadlineMissed> make) =>
        make(citizenId, Kind, Of, Due!.Value, Reckoning.RulesVersion, Calendars());

    /// <summary>A limit of working days.</summary>
    public static Limit Counted(TimerKind kind, string of, DateTimeOffset from, int days, IReadOnlyCollection<Pause> pauses, DateTimeOffset? doneAt, Reckoning by)
    {
        var deadline = Deadline.Of(Text.DateOf(from), days, pauses, by.Days);
        return new(kind, of, deadline.Start, deadline.Due, doneAt is { } done ? Text.DateOf(done) : null, by)
        {
            MissingYear = deadline.MissingYear,
            Length = days,
            Left = deadline.Left,
            Pauses = pauses
        };
    }

    /// <summary>A limit that is a day of the calendar, whatever day that is.</summary>
    public static Limit Dated(TimerKind kind, string of, DateTimeOffset from, DateOnly due, DateTimeOffset? doneAt, Reckoning by) =>
        new(kind, of, Text.DateOf(from), due, doneAt is { } done ? Text.DateOf(done) : null, by);
}
