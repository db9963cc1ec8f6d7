using Marten;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Clock;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;
using ServiceLedger.Timers;

namespace ServiceLedger.Tests.Clock;

/// <summary>Nobody asks the clock for anything: what passes is on record, once, however late and however often it looks.</summary>
public class the_clock_keeps_the_law(LedgerHost host) : IClassFixture<LedgerHost>
{
    // Monday 2 March 2026: five working days end on Monday the 9th, twenty on Monday the 30th.
    static readonly DateTimeOffset Received = Day(3, 2);

    static DateTimeOffset Day(int month, int day, int hour = 9) => new(2026, month, day, hour, 0, 0, TimeSpan.FromHours(8));

    ClockActor Clock => host.Services.GetRequiredService<ClockActor>();

    async Task LookAt(DateTimeOffset now)
    {
        if (now > host.Time.GetUtcNow())
            host.Time.SetUtcNow(now);
        await host.FollowRegisters();
        // What it records may bring a card, which it issues once the registers have followed.
        for (var again = -1; again != 0;)
        {
            again = await Clock.CatchUpAsync(default);
            await host.FollowRegisters();
        }
    }

    async Task<IReadOnlyList<string>> History(Guid stream) => await host.Column<string>($"select type from ledger.mt_events where stream_id = '{stream}' order by version");

    async Task<IReadOnlyList<CardCase>> Cards(Guid stream)
    {
        await using var session = host.Store.QuerySession();
        return await session.Query<CardCase>().Where(c => c.StreamId == stream).ToListAsync();
    }

    [Fact]
    public async Task from_a_submission_nobody_answers_to_a_decision_nobody_makes()
    {
        var matter = await Walk.Submitted(host, at: Received);

        // The working day before the end the office is warned; the last day itself is still in time.
        await LookAt(Day(3, 5, 23));
        (await Cards(matter.Id)).ShouldBeEmpty();
        await LookAt(Day(3, 6, 0));
        var warned = (await Cards(matter.Id)).ShouldHaveSingleItem();
        (warned.Level, warned.Status, warned.Timer, warned.DueOn, warned.Department).ShouldBe((CardLevel.Warning, CardStatus.Warned, TimerKind.CorrectionNotice, new DateOnly(2026, 3, 9), LedgerHost.Department));
        await LookAt(Day(3, 9, 23));
        (await History(matter.Id)).ShouldBe(["application_submitted"]);

        // The day after it counts as accepted from the day of receipt, and the warning has become a red card.
        await LookAt(Day(3, 10, 0));
        (await History(matter.Id)).ShouldBe(["application_submitted", "acceptance_deemed"]);
        var read = await matter.Read();
        (read["status"]!.GetValue<string>(), read["acceptedAt"]!.GetValue<DateTimeOffset>()).ShouldBe(("accepted", Received));
        var card = (await Cards(matter.Id)).Single(c => c.Timer is TimerKind.CorrectionNotice);
        (card.Id, card.Level, card.Status, card.Cause).ShouldBe((warned.Id, CardLevel.Red, CardStatus.Issued, CardCause.NotToldInTime));

        // The person reads it in their history and holds a receipt of it, as of any other event.
        var told = (await host.Get($"/api/applications/{matter.Id}/history", matter.Own))["events"]!.AsArray()[^1]!;
        told["type"]!.GetValue<string>().ShouldBe("acceptance_deemed");
        (await host.Get($"/api/events/{card.Because.Single()}/receipt", matter.Own))["entry"].ShouldNotBeNull();

        // Seven working days were promised and twenty are the law's, from the receipt, not from when the clock came to it.
        var deadline = await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own);
        (deadline["due"]!.GetValue<string>(), deadline["daysLeft"]!.GetValue<int>()).ShouldBe(("2026-03-11", 1));
        await LookAt(Day(3, 12, 0));
        await LookAt(Day(3, 30, 23));
        (await History(matter.Id)).ShouldBe(["application_submitted", "acceptance_deemed", "deadline_missed"]);
        await LookAt(Day(3, 31, 0));
        (await History(matter.Id)).ShouldBe(["application_submitted", "acceptance_deemed", "deadline_missed", "deadline_missed"]);
        (await Cards(matter.Id)).Select(c => (c.Level, c.Cause, c.DueOn)).ShouldBe(
            [(CardLevel.Red, (CardCause?)CardCause.NotToldInTime, (DateOnly?)new DateOnly(2026, 3, 9)), (CardLevel.Yellow, CardCause.LateAsPromised, new(2026, 3, 11)), (CardLevel.Red, CardCause.Late, new(2026, 3, 30))],
            ignoreOrder: true);
        (await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own))["limits"]!.AsArray().Single(l => l!["kind"]!.GetValue<string>() == "decision")!["late"]!.GetValue<bool>().ShouldBeTrue();
    }

    /// <summary>After a week without the service the same is on record as if it had been up; only when it was recorded is told as it was.</summary>
    [Fact]
    public async Task makes_up_for_a_week_it_was_down()
    {
        var start = host.Time.GetUtcNow() > Day(6, 1) ? host.Time.GetUtcNow() : Day(6, 1);
        host.Time.SetUtcNow(start);
        var (daily, late) = (await Walk.Submitted(host, at: start), await Walk.Submitted(host, at: start));
        for (var day = 1; day <= 45; day++)
        {
            host.Time.SetUtcNow(start.AddDays(day));
            await Clock.KeepAsync(daily.Id, KeptKind.Application, default);
        }

        await Clock.KeepAsync(late.Id, KeptKind.Application, default);
        (await Told(late.Id)).ShouldBe(await Told(daily.Id));
        (await History(late.Id)).ShouldBe(["application_submitted", "acceptance_deemed", "deadline_missed", "deadline_missed"]);

        async Task<IReadOnlyList<string>> Told(Guid stream) => await host.Column<string>(
            $"select type || ' ' || (data - 'citizenId' - 'caseNumber' - 'acceptanceNumber')::text from ledger.mt_events where stream_id = '{stream}' order by version");
    }

    [Fact]
    public async Task does_nothing_where_somebody_was_in_time()
    {
        var now = host.Time.GetUtcNow();
        var matter = await Walk.Accepted(host, at: now);
        await matter.Do("decision", new { kind = "grant", legalBasis = new[] { "许可法第三十八条" }, effect = Walk.Earlier(now) });
        host.Time.SetUtcNow(now.AddDays(60));
        await Clock.KeepAsync(matter.Id, KeptKind.Application, default);
        (await History(matter.Id)).ShouldBe(["application_submitted", "application_accepted", "application_decided"]);
    }

    /// <summary>Two clocks at once, as when a new process starts before the old one has ended.</summary>
    [Fact]
    public async Task records_once_what_two_find_at_the_same_moment()
    {
        var now = host.Time.GetUtcNow();
        var matters = new List<Walk>();
        for (var i = 0; i < 5; i++)
            matters.Add(await Walk.Submitted(host, at: now));
        host.Time.SetUtcNow(now.AddDays(20));
        await host.FollowRegisters();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Clock.CatchUpAsync(default)));
        await LookAt(host.Time.GetUtcNow());
        foreach (var matter in matters)
        {
            (await History(matter.Id)).ShouldBe(["application_submitted", "acceptance_deemed", "deadline_missed"]);
            (await Cards(matter.Id)).Select(c => c.Level).Where(l => l is not CardLevel.Warning).ShouldBe([CardLevel.Red, CardLevel.Yellow], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task stands_still_while_the_time_does_not_count_and_tells_why()
    {
        var now = host.Time.GetUtcNow();
        var matter = await Walk.Accepted(host, at: now);
        await matter.Do("suspension", new { ground = "expertReview", article = "许可法第四十五条", expectedDays = 30, noticeNumber = "告知1号", effect = Walk.Earlier(now) });
        host.Time.SetUtcNow(now.AddDays(60));
        await Clock.KeepAsync(matter.Id, KeptKind.Application, default);
        (await History(matter.Id)).ShouldBe(["application_submitted", "application_accepted", "clock_suspended"]);
        var limit = (await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own))["limits"]!.AsArray().Single(l => l!["kind"]!.GetValue<string>() == "decision")!;
        limit["due"].ShouldBeNull();
        limit["text"]!.GetValue<string>().ShouldContain("stands still");
        limit["days"]!.AsArray()[^1]!["why"]!.GetValue<string>().ShouldContain("expertReview");
        (await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own + "; language=zh"))["due"].ShouldBeNull();
    }
}
