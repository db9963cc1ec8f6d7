using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision;

namespace ServiceLedger.Tests.Supervision;

public class the_daily_examination_of_looks(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Supervisor = $"kind=officer; id=sun.wei; role=supervisor; department={Items.ThirdDepartment}; purpose=Oversight";
    const string Curious = $"kind=officer; id=own.accord; role=handler; department={LedgerHost.Department}; purpose=ServiceProvision";

    [Fact]
    public async Task is_made_once_for_every_day_that_is_over()
    {
        // Sunday, the day before; then Monday and Tuesday, which the service slept through.
        var daily = ActivatorUtilities.CreateInstance<ExaminesLooksDaily>(host.Services);
        var sunday = await Look(new(2026, 3, 1));
        await daily.CatchUpAsync(default);
        (await Listed("2026-03-01")).ShouldBe([sunday]);

        var (monday, tuesday) = (await Look(new(2026, 3, 2)), await Look(new(2026, 3, 3)));
        host.Time.SetUtcNow(new(2026, 3, 4, 0, 59, 0, TimeSpan.FromHours(8)));
        await Followed();
        await daily.CatchUpAsync(default);
        (await Listed("2026-03-02")).ShouldBe([monday]);
        (await Listed("2026-03-03")).ShouldBeEmpty();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await Followed();
        await daily.CatchUpAsync(default);
        await daily.CatchUpAsync(default);
        (await Listed("2026-03-03")).ShouldBe([tuesday]);
        (await host.Scalar<string>("select string_agg(data->>'day' || ' ' || (data->>'listed'), ', ' order by data->>'day') from ledger.mt_events where type = 'looks_examined'")).ShouldBe("2026-03-01 1, 2026-03-02 1, 2026-03-03 1");
    }

    /// <summary>A look that nothing explains, dated to ten o'clock of that day; its id.</summary>
    async Task<Guid> Look(DateOnly day)
    {
        // The matter was over long before.
        var application = await host.Submit(await host.Register());
        await host.Do($"/api/applications/{application}/withdrawal", new { version = 1 });
        await host.Scalar<long>($"""with moved as (update ledger.mt_events set "timestamp" = ('2026-02-0' || version || ' 10:00+08')::timestamptz where stream_id = '{application}' returning 1) select count(*) from moved""");
        await Followed();
        (await host.Client(Curious).GetAsync($"/api/applications/{application}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var look = await host.Scalar<Guid>("select id from ledger.mt_events where type = 'file_viewed' order by seq_id desc limit 1");
        await host.Scalar<long>($"""with moved as (update ledger.mt_events set "timestamp" = '{day:yyyy-MM-dd} 10:00+08' where id = '{look}' returning 1) select count(*) from moved""");
        await Followed();
        return look;
    }

    async Task Followed()
    {
        var progress = host.Services.GetRequiredService<ProjectionProgress>();
        (await progress.Reaches(await progress.End(default), default)).ShouldBeTrue();
    }

    async Task<IEnumerable<Guid>> Listed(string day) =>
        [.. (await host.Get($"/api/supervision/unexplained-looks?day={day}", Supervisor))["looks"]!.AsArray().Select(l => l!["accessId"]!.GetValue<Guid>())];
}
