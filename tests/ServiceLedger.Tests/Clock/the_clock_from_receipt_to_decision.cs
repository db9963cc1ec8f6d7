using ServiceLedger.Clock;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.Clock;

/// <summary>A matter nobody touches, day by day, from a host of its own because its clock cannot go back.</summary>
public class the_clock_from_receipt_to_decision(LedgerHost host) : IClassFixture<LedgerHost>
{
    // Monday 2 March 2026: five working days end on Monday the 9th, twenty on Monday the 30th.
    static readonly DateTimeOffset Received = WatchedClock.Day(3, 2);

    readonly WatchedClock clock = new(host);

    [Fact]
    public async Task from_a_submission_nobody_answers_to_a_decision_nobody_makes()
    {
        var matter = await Walk.Submitted(host, at: Received);

        // The working day before the end the office is warned; the last day itself is still in time.
        await clock.LookAt(WatchedClock.Day(3, 5, 23));
        (await clock.Cards(matter.Id)).ShouldBeEmpty();
        await clock.LookAt(WatchedClock.Day(3, 6, 0));
        var warned = (await clock.Cards(matter.Id)).ShouldHaveSingleItem();
        (warned.Level, warned.Status, warned.Timer, warned.DueOn, warned.Department).ShouldBe((CardLevel.Warning, CardStatus.Warned, TimerKind.CorrectionNotice, new DateOnly(2026, 3, 9), LedgerHost.Department));
        await clock.LookAt(WatchedClock.Day(3, 9, 23));
        (await clock.History(matter.Id)).ShouldBe(["application_submitted"]);

        // The day after it counts as accepted from the day of receipt, and the warning has become a red card.
        await clock.LookAt(WatchedClock.Day(3, 10, 0));
        (await clock.History(matter.Id)).ShouldBe(["application_submitted", "acceptance_deemed"]);
        var read = await matter.Read();
        (read["status"]!.GetValue<string>(), read["acceptedAt"]!.GetValue<DateTimeOffset>()).ShouldBe(("accepted", Received));
        var card = (await clock.Cards(matter.Id)).Single(c => c.Timer is TimerKind.CorrectionNotice);
        (card.Id, card.Level, card.Status, card.Cause).ShouldBe((warned.Id, CardLevel.Red, CardStatus.Issued, CardCause.NotToldInTime));

        // The person reads it in their history and holds a receipt of it, as of any other event.
        var told = (await host.Get($"/api/applications/{matter.Id}/history", matter.Own))["events"]!.AsArray()[^1]!;
        told["type"]!.GetValue<string>().ShouldBe("acceptance_deemed");
        (await host.Get($"/api/events/{card.Because.Single()}/receipt", matter.Own))["entry"].ShouldNotBeNull();

        // Seven working days were promised and twenty are the law's, from the receipt, not from when the clock came to it.
        var deadline = await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own);
        (deadline["due"]!.GetValue<string>(), deadline["daysLeft"]!.GetValue<int>()).ShouldBe(("2026-03-11", 1));
        await clock.LookAt(WatchedClock.Day(3, 12, 0));
        await clock.LookAt(WatchedClock.Day(3, 30, 23));
        (await clock.History(matter.Id)).ShouldBe(["application_submitted", "acceptance_deemed", "deadline_missed"]);
        await clock.LookAt(WatchedClock.Day(3, 31, 0));
        (await clock.History(matter.Id)).ShouldBe(["application_submitted", "acceptance_deemed", "deadline_missed", "deadline_missed"]);
        (await clock.Cards(matter.Id)).Select(c => (c.Level, c.Cause, c.DueOn)).ShouldBe(
            [(CardLevel.Red, (CardCause?)CardCause.NotToldInTime, (DateOnly?)new DateOnly(2026, 3, 9)), (CardLevel.Yellow, CardCause.LateAsPromised, new(2026, 3, 11)), (CardLevel.Red, CardCause.Late, new(2026, 3, 30))],
            ignoreOrder: true);
        (await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own))["limits"]!.AsArray().Single(l => l!["kind"]!.GetValue<string>() == "decision")!["late"]!.GetValue<bool>().ShouldBeTrue();
    }
}
