using Marten;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision;

/// <summary>Examines the looks of every day once it is over; days missed while the service was down are made up for, up to a month.</summary>
public sealed class ExaminesLooksDaily(LooksExamination examination, IDocumentStore store, TimeProvider time, ILogger<ExaminesLooksDaily> log) : BackgroundService
{
    const int MostDays = 31;

    static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or Marten.Exceptions.MartenCommandException or JasperFx.ConcurrencyException)
            {
                log.LogWarning("The looks of a day were not examined: {Fault}. It is tried again.", e.GetType().Name);
            }
    }

    /// <summary>Examines every day that is over and not examined yet, from the day after the last one examined on; the first time, yesterday.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        session.Record(LooksExamination.ByTheClock);
        var calendars = await session.Query<WorkingCalendar>().ToListAsync(ct);
        var days = new WorkingDays(calendars);
        var last = await session.Query<ExaminedDay>().OrderByDescending(d => d.Day).FirstOrDefaultAsync(ct);
        var earliest = time.Today().AddDays(last is null ? -1 : -MostDays);
        for (var day = last is null || last.Day < earliest ? earliest : last.Day.AddDays(1); ExamineLooksEndpoint.IsComplete(day, time); day = day.AddDays(1))
        {
            if (days.IsWorkingDay(day) is null)
            {
                log.LogError("The looks of {Day} wait for the calendar of that year: import calendar FILE.", day);
                return;
            }

            if (await examination.RunAsync(day, days, ct) is not { } found)
                return;
            session.Events.StartStream<ExaminedDay>(LedgerId.New(), ExamineLooksEndpoint.Decide(day, calendars, found));
            await session.SaveChangesAsync(ct);
        }
    }
}
