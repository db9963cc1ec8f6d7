using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Timers;

namespace ServiceLedger.Tests.Clock;

/// <summary>What a matter's deadline is: by the fold of its events, by a clock that looks every day, and by a clerk who counts.</summary>
public class histories_of_many_matters
{
    const int Histories = 10_000, Seed = 20261126;

    static readonly Almanac Almanac = new(new([.. PublishedHolidays.ByYear.Keys.Order().Select(Given.Calendar)]), ClockBook.OfTheLaw);

    sealed record Step(DateTimeOffset At, object Event);

    /// <summary>Ten thousand histories from 2004 to 2026, with suspensions, extensions, decisions in time and late, and matters never decided.</summary>
    [Fact]
    public void have_one_deadline_by_fold_by_clock_and_by_counting()
    {
        var random = new Random(Seed);
        var (late, standing, extended, open) = (0, 0, 0, 0);
        for (var i = 0; i < Histories; i++)
        {
            var (profile, legal, steps, end) = History(random);
            var suspended = new List<(DateTimeOffset From, DateTimeOffset? To)>();
            var (days, decided) = (legal, (DateTimeOffset?)null);
            foreach (var step in steps)
                switch (step.Event)
                {
                    case ClockSuspended: suspended.Add((step.At, null)); break;
                    case ClockResumed: suspended[^1] = (suspended[^1].From, step.At); break;
                    case DeadlineExtended d: days += d.Days; extended++; break;
                    case ApplicationDecided: decided = step.At; break;
                }

            // By counting.
            var accepted = Text.DateOf(steps[0].At);
            var counted = SlowCounter.Due(accepted, days, suspended, y => PublishedHolidays.ByYear.TryGetValue(y, out var notice) ? notice : null);

            // By the fold.
            var application = (Application)Fold.All(typeof(Application), Events(profile, legal, steps))!;
            var limit = application.Limits(Almanac).Single(l => l.Kind is TimerKind.Decision);
            limit.Due.ShouldBe(counted, $"history {i}");

            // By the clock: it looks every morning, and what it records is folded in.
            var missed = Watch(profile, legal, steps, end);
            var shouldMiss = counted is { } due && due < Text.DateOf(decided ?? end.AddTicks(-1)) ? counted : null;
            missed.ShouldBe(shouldMiss is null ? [] : [shouldMiss.Value], $"history {i}: due {counted}, decided {decided}, looked until {end}");
            _ = (shouldMiss is not null ? late++ : 0) + (counted is null ? standing++ : 0) + (decided is null ? open++ : 0);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{Histories:N0} histories: {late:N0} late, {standing:N0} standing still at the end, {extended:N0} extended, {open:N0} never decided");
        (late > 1_000 && standing > 200 && extended > 1_000 && open > 1_000).ShouldBeTrue($"{late} {standing} {extended} {open}");
    }

    static List<DateOnly> Watch(ClockProfile profile, int legal, IReadOnlyList<Step> steps, DateTimeOffset end)
    {
        var (happened, missed, next) = (new List<(DateTimeOffset At, object Event)>(), new List<DateOnly>(), 0);
        object? state = null;
        for (var day = Text.DateOf(steps[0].At); Text.StartOf(day) < end; day = day.AddDays(1))
        {
            var now = Text.StartOf(day);
            for (; next < steps.Count && steps[next].At < now; next++)
                Happen(steps[next].At, steps[next].Event);
            if (state is not Application application)
                continue;
            // Looked at twice, as after a restart.
            for (var look = 0; look < 2; look++)
                if (KeptStream.Of((Application)state, () => Given.Item.Versions[0]).Next(Almanac, now) is { Kind: TimerKind.Decision } passed)
                {
                    missed.Add(passed.Due!.Value);
                    Happen(now, ApplicationClock.WhenPassed(application, passed, () => Given.Item.Versions[0]));
                }
        }

        return missed;

        void Happen(DateTimeOffset at, object what)
        {
            if (happened.Count == 0)
            {
                foreach (var e in Events(profile, legal, [new(at, what)]))
                    state = Fold.Next(typeof(Application), state, e);
                happened.Add((at, what));
                return;
            }

            happened.Add((at, what));
            state = Fold.Next(typeof(Application), state, Fold.Envelope(Given.Matter, happened.Count + 1, at, what));
        }
    }

    static IEnumerable<JasperFx.Events.IEvent> Events(ClockProfile profile, int legal, IReadOnlyList<Step> steps) =>
        steps.Select((s, i) => Fold.Envelope(Given.Matter, i + 2, s.At, s.Event is ApplicationAccepted a ? a with { Limits = new(profile, legal, null) } : s.Event))
            .Prepend(Fold.Envelope(Given.Matter, 1, steps[0].At, Given.Submitted));

    static (ClockProfile Profile, int Legal, List<Step> Steps, DateTimeOffset End) History(Random random)
    {
        var profile = random.Next(4) == 0 ? ClockProfile.Joint : ClockProfile.Ordinary;
        var legal = profile is ClockProfile.Joint ? 45 : random.Next(3) == 0 ? random.Next(1, 61) : 20;
        var at = Text.StartOf(new DateOnly(2004, 1, 1).AddDays(random.Next(0, 8_000))).AddMinutes(random.Next(0, 1440));
        var steps = new List<Step> { new(at, Given.Accepted) };
        var extended = false;
        for (var n = random.Next(0, 8); n > 0; n--)
        {
            var stands = steps.Any(s => s.Event is ClockSuspended) && steps.FindLast(s => s.Event is ClockSuspended or ClockResumed)!.Event is ClockSuspended;
            at = random.Next(6) == 0 ? Text.StartOf(Text.DateOf(at).AddDays(1)) : at.AddMinutes(random.Next(1, 12 * 1440));
            // What has passed can be suspended no more to any effect, and is not extended: the ledger refuses that.
            if (stands)
                steps.Add(new(at, new ClockResumed(Given.Citizen)));
            else if (!extended && random.Next(4) == 0 && InTime())
                (extended, _) = (true, Add(new DeadlineExtended(Given.Citizen, random.Next(1, profile is ClockProfile.Joint ? 16 : 11), "局长", ApproverRank.GovernmentHead, Given.Key.Seal("复杂"), "1号")));
            else
                Add(Given.Suspended with { Ground = (SuspensionGround)random.Next(Enum.GetValues<SuspensionGround>().Length) });
        }

        var open = steps.FindLast(s => s.Event is ClockSuspended or ClockResumed)?.Event is ClockSuspended;
        if (!open && random.Next(5) > 0)
        {
            at = at.AddMinutes(random.Next(1, 60 * 1440));
            Add(Given.Decided);
        }

        return (profile, legal, steps, at.AddDays(random.Next(1, 120)));

        bool Add(object e)
        {
            steps.Add(new(at, e));
            return true;
        }

        bool InTime() => ApplicationClock.Of(((Application)Fold.All(typeof(Application), Events(profile, legal, steps))!).Course!, "", Almanac)[^1].Due is not { } due || Text.DateOf(at) <= due;
    }
}
