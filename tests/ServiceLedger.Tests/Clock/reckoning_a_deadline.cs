using FsCheck;
using FsCheck.Fluent;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Clock;

/// <summary>A limit is a function of its start, its length, the times that do not count, and the calendars (LIC art. 42, 45, 82).</summary>
public class reckoning_a_deadline
{
    static readonly WorkingDays Days = new([.. PublishedHolidays.ByYear.Keys.Order().Select(Given.Calendar)]);

    static readonly Gen<DateTimeOffset> Moments =
        from day in Gen.Choose(new DateOnly(2004, 1, 1).DayNumber, new DateOnly(2026, 12, 31).DayNumber)
        from minute in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(0, 1439)))
        select Text.StartOf(DateOnly.FromDayNumber(day)).AddMinutes(minute);

    static Gen<Pause[]> PausesAfter(DateTimeOffset start) =>
        from count in Gen.Choose(0, 6)
        from pauses in Gen.ArrayOf(
            from after in Gen.Choose(0, 60 * 24 * 60)
            from length in Gen.Frequency((1, Gen.Choose(0, 60 * 24)), (4, Gen.Choose(0, 30 * 24 * 60)))
            from open in Gen.Frequency((30, Gen.Constant(false)), (1, Gen.Constant(true)))
            from whole in Gen.Elements(false, false, true)
            let begin = whole ? Text.StartOf(Text.DateOf(start.AddMinutes(after))) : start.AddMinutes(after)
            select new Pause(begin, open ? null : whole ? Text.StartOf(Text.DateOf(begin.AddMinutes(length))) : begin.AddMinutes(length), "hearing"), count)
        select pauses;

    /// <summary>Whatever pauses there are, however they touch, overlap and nest: the clock and the clerk come to the same day, over all years from 2004 to 2026.</summary>
    [Fact]
    public void comes_to_the_same_day_as_counting_day_by_day()
    {
        var (reckoned, stood, beyond) = (0, 0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithReplay(20261126, 1), Prop.ForAll(
            (from start in Moments from length in Gen.Choose(0, 60) from pauses in PausesAfter(start) select (start, length, pauses)).ToArbitrary(), given =>
            {
                var (start, length, pauses) = given;
                var deadline = Deadline.Of(Text.DateOf(start), length, pauses, Days);
                deadline.Due.ShouldBe(SlowCounter.Due(Text.DateOf(start), length, [.. pauses.Select(p => (p.From, p.To))], y => PublishedHolidays.ByYear.TryGetValue(y, out var notice) ? notice : null));
                _ = deadline switch { { Due: not null } => reckoned++, { MissingYear: not null } => beyond++, _ => stood++ };
                (deadline.Due is null).ShouldBe(deadline.Left is not null || deadline.MissingYear is not null);
            }));
        (reckoned > 8_000 && stood > 100 && beyond > 20).ShouldBeTrue($"{reckoned} reckoned, {stood} standing still, {beyond} beyond the calendars");
    }

    /// <summary>The explanation tells every day once, and its count is the limit's.</summary>
    [Fact]
    public void is_explained_by_every_day_once() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(20261126, 1), Prop.ForAll(
            (from start in Moments from length in Gen.Choose(1, 60) from pauses in PausesAfter(start) select (start, length, pauses)).ToArbitrary(), given =>
            {
                var (start, length, pauses) = given;
                var deadline = Deadline.Of(Text.DateOf(start), length, pauses, Days);
                var runs = deadline.Explain(pauses, Days, Text.DateOf(start).AddDays(400));
                runs[0].ShouldBe(new(deadline.Start, deadline.Start, DayCount.StartDay, 0, null));
                for (var i = 1; i < runs.Count; i++)
                    runs[i].From.ShouldBe(runs[i - 1].To.AddDays(1));
                if (deadline.Due is not { } due)
                    return;
                (runs[^1].To, runs[^1].Through).ShouldBe((due, length));
                runs.Where(r => r.Count is DayCount.Counted or DayCount.CountedMakeUp).Sum(r => r.To.DayNumber - r.From.DayNumber + 1).ShouldBe(length);
            }));

    [Fact]
    public void does_not_count_the_start_nor_days_that_lie_whole_within_a_pause()
    {
        // Monday 2 March 2026; the hearing from Wednesday noon to Friday noon: Thursday alone lies whole within.
        var pause = new Pause(At(4, 12), At(6, 12), "hearing");
        Deadline.Of(new(2026, 3, 2), 5, [], Days).Due.ShouldBe(new DateOnly(2026, 3, 9));
        Deadline.Of(new(2026, 3, 2), 5, [pause], Days).Due.ShouldBe(new DateOnly(2026, 3, 10));
        Deadline.Of(new(2026, 3, 2), 5, [pause, pause], Days).Due.ShouldBe(new DateOnly(2026, 3, 10), "Told twice, left out once.");
        Deadline.Of(new(2026, 3, 2), 5, [new(At(4, 0), At(6, 0), "hearing")], Days).Due.ShouldBe(new DateOnly(2026, 3, 11), "From midnight to midnight: two whole days.");
        Deadline.Of(new(2026, 3, 2), 5, [new(At(4, 12), At(5, 12), "a"), new(At(5, 12), At(6, 12), "b")], Days).Due.ShouldBe(new DateOnly(2026, 3, 10), "One that follows at once makes the day whole.");
        Deadline.Of(new(2026, 3, 2), 5, [new(At(4, 12), null, "hearing")], Days).ShouldBe(new(new(2026, 3, 2), 5, null, 3, null));
        Deadline.Of(new(2026, 12, 30), 5, [], Days).ShouldBe(new(new(2026, 12, 30), 5, null, null, 2027));

        static DateTimeOffset At(int day, int hour) => new(2026, 3, day, hour, 0, 0, TimeSpan.FromHours(8));
    }

    /// <summary>(16) What was reckoned by one notice is not moved by the next until an event says so.</summary>
    [Fact]
    public void keeps_to_the_calendar_that_was_known()
    {
        var first = Given.Calendar(2026) with { PublishedAt = At(1) };
        var calendar = first with { CalendarVersion = 2, Holidays = [.. first.Holidays, new(2026, 3, 5)], PublishedAt = At(4), Earlier = [new(1, first.Holidays, first.MakeUpWorkdays, first.PublishedAt)] };
        var days = new WorkingDays([calendar]);
        Deadline.Of(new(2026, 3, 2), 5, [], days.KnownAt(At(3))).Due.ShouldBe(new DateOnly(2026, 3, 9));
        Deadline.Of(new(2026, 3, 2), 5, [], days.KnownAt(At(4))).Due.ShouldBe(new DateOnly(2026, 3, 10));
        Deadline.Of(new(2026, 3, 2), 5, [], days.KnownAt(DateTimeOffset.MinValue)).Due.ShouldBe(new DateOnly(2026, 3, 9), "Before there was any, the first one is meant.");
        days.KnownAt(At(3)).Used(new(2026, 3, 2), new(2026, 3, 9)).ShouldBe([new(2026, 1)]);
        days.KnownAt(At(4)).Used(new(2026, 3, 2), new(2026, 3, 10)).ShouldBe([new(2026, 2)]);

        static DateTimeOffset At(int day) => new(2026, 3, day, 9, 0, 0, TimeSpan.Zero);
    }
}
