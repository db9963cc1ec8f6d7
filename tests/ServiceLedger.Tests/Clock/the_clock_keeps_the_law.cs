using ServiceLedger.Supervision.Cards;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;
using ServiceLedger.Timers;

namespace ServiceLedger.Tests.Clock;

/// <summary>Nobody asks the clock for anything: what passes is on record, once, however late and however often it looks.</summary>
public class the_clock_keeps_the_law(LedgerHost host) : IClassFixture<LedgerHost>
{
    readonly WatchedClock clock = new(host);

    /// <summary>After a week without the service the same is on record as if it had been up; only when it was recorded is told as it was.</summary>
    [Fact]
    public async Task makes_up_for_a_week_it_was_down()
    {
        var start = host.Time.GetUtcNow() > WatchedClock.Day(6, 1) ? host.Time.GetUtcNow() : WatchedClock.Day(6, 1);
        host.Time.SetUtcNow(start);
        var (daily, late) = (await Walk.Submitted(host, at: start), await Walk.Submitted(host, at: start));
        for (var day = 1; day <= 45; day++)
        {
            host.Time.SetUtcNow(start.AddDays(day));
            await clock.Actor.KeepAsync(daily.Id, KeptKind.Application, default);
        }

        await clock.Actor.KeepAsync(late.Id, KeptKind.Application, default);
        (await Told(late.Id)).ShouldBe(await Told(daily.Id));
        (await clock.History(late.Id)).ShouldBe(["application_submitted", "acceptance_deemed", "deadline_missed", "deadline_missed"]);

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
        await clock.Actor.KeepAsync(matter.Id, KeptKind.Application, default);
        (await clock.History(matter.Id)).ShouldBe(["application_submitted", "application_accepted", "application_decided"]);
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
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => clock.Actor.CatchUpAsync(default)));
        await clock.LookAt(host.Time.GetUtcNow());
        foreach (var matter in matters)
        {
            (await clock.History(matter.Id)).ShouldBe(["application_submitted", "acceptance_deemed", "deadline_missed"]);
            (await clock.Cards(matter.Id)).Select(c => c.Level).Where(l => l is not CardLevel.Warning).ShouldBe([CardLevel.Red, CardLevel.Yellow], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task stands_still_while_the_time_does_not_count_and_tells_why()
    {
        var now = host.Time.GetUtcNow();
        var matter = await Walk.Accepted(host, at: now);
        await matter.Do("suspension", new { ground = "expertReview", article = "许可法第四十五条", expectedDays = 30, noticeNumber = "告知1号", effect = Walk.Earlier(now) });
        host.Time.SetUtcNow(now.AddDays(60));
        await clock.Actor.KeepAsync(matter.Id, KeptKind.Application, default);
        (await clock.History(matter.Id)).ShouldBe(["application_submitted", "application_accepted", "clock_suspended"]);
        var limit = (await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own))["limits"]!.AsArray().Single(l => l!["kind"]!.GetValue<string>() == "decision")!;
        limit["due"].ShouldBeNull();
        limit["text"]!.GetValue<string>().ShouldContain("stands still");
        limit["days"]!.AsArray()[^1]!["why"]!.GetValue<string>().ShouldContain("expertReview");
        (await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own + "; language=zh"))["due"].ShouldBeNull();
    }
}
