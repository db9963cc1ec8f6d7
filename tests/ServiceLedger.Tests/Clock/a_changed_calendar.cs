using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Catalogue;
using ServiceLedger.Interchange;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;
using ServiceLedger.Timers;

namespace ServiceLedger.Tests.Clock;

/// <summary>(16) A new notice of the State Council moves no date by itself: the clock reckons what still runs anew, by an event that says so.</summary>
public class a_changed_calendar(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly DateTimeOffset Accepted = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task moves_what_runs_by_an_event_and_leaves_the_rest_alone()
    {
        var (running, decided) = (await Walk.Accepted(host, at: Accepted), await Walk.Accepted(host, at: Accepted));
        await decided.Do("decision", new { kind = "grant", legalBasis = new[] { "许可法第三十八条" }, effect = Walk.Earlier(Accepted) });
        var clock = host.Services.GetRequiredService<ClockActor>();
        await host.FollowRegisters();
        await clock.CatchUpAsync(default);
        (await Limit(running)).ShouldBe(("2026-03-30", 1));

        // The 5th becomes a holiday. Until the clock has said so, everybody is told what was reckoned.
        var (holidays, makeUp) = PublishedHolidays.ByYear[2026];
        await new ReferenceImport(host.Store).CalendarAsync(new MemoryStream(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
            new { holidays = Days([.. holidays, new(2026, 3, 5)]), workdays = Days(makeUp) }))));
        (await Limit(running)).ShouldBe(("2026-03-30", 1));

        await host.FollowRegisters();
        (await clock.CatchUpAsync(default)).ShouldBe(3, "The promised day and the law's, and the delivery of what was decided.");
        (await Limit(running)).ShouldBe(("2026-03-31", 2));
        (await host.Column<string>($"select concat_ws(' ', type, data->>'timer', data->>'old', data->>'new', data->>'cause') from ledger.mt_events where stream_id = '{running.Id}' and version > 2 order by version"))
            .ShouldBe(["deadline_recomputed promisedDecision 2026-03-11 2026-03-12 calendarChanged", "deadline_recomputed decision 2026-03-30 2026-03-31 calendarChanged"]);
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where stream_id = '{decided.Id}' and type = 'deadline_recomputed'")).ShouldBe(0);

        await host.FollowRegisters();
        (await clock.CatchUpAsync(default)).ShouldBe(0, "Looking again adds nothing.");
        (await host.Scalar<string>($"select due_day || ' ' || calendars from ledger.register_deadline where stream_id = '{running.Id}' and kind = 'decision'")).ShouldBe("2026-03-31 2026.2");
    }

    async Task<(string Due, int Calendar)> Limit(Walk matter)
    {
        var limit = (await host.Get($"/api/applications/{matter.Id}/deadline", matter.Own))["limits"]!.AsArray().Single(l => l!["kind"]!.GetValue<string>() == "decision")!;
        return (limit["due"]!.GetValue<string>(), limit["calendars"]![0]!["calendarVersion"]!.GetValue<int>());
    }

    static Dictionary<string, string> Days(IEnumerable<DateOnly> days) => days.Order().ToDictionary(d => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), _ => "假日");
}
