using System.Globalization;
using Marten;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Interchange;

public class appeals_of_a_real_log(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Lodged = "Insert Date Appeal to Prefecture", Sent = "Send Appeal to Prefecture", Received = "Receive Result Appeal from Prefecture", Notified = "Notify Result Appeal to Offender",
        Sued = "Appeal to Judge";

    [Fact]
    public async Task are_reviews_and_lawsuits_with_their_outcomes_and_what_comes_out_of_order_is_counted()
    {
        var traces = RealLogs.Read(RealLogs.Fines).Select(t => t.Events.Select(e => (Name: e["concept:name"], Dismissal: e.GetValueOrDefault("dismissal"), On: DateOnly.ParseExact(e["time:timestamp"][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture))).ToArray()).ToArray();
        // What the log tells, by the order of its events alone.
        var told = traces.Select(Told).ToArray();
        var expected = told.Where(t => t.Status is not null).CountBy(t => (t.Status!.Value, t.Outcome)).ToDictionary();
        expected.ShouldBe(new Dictionary<(ReviewStatus, ChallengeOutcome?), int>
        {
            [(ReviewStatus.Decided, ChallengeOutcome.Revoked)] = 38,
            [(ReviewStatus.Judged, ChallengeOutcome.Revoked)] = 4,
            [(ReviewStatus.Delivered, ChallengeOutcome.Upheld)] = 10,
            [(ReviewStatus.Decided, ChallengeOutcome.Upheld)] = 2,
            [(ReviewStatus.Accepted, null)] = 27,
            [(ReviewStatus.InCourt, null)] = 9
        }, ignoreOrder: true);

        var report = await RealLogs.Import(host, RealLogs.Fines, "roadfines.json", "4tu-roadfines");
        (report.Reviews, report.Lawsuits).ShouldBe((traces.Count(t => t.Any(e => e.Name == Lodged)) - 4, told.Count(t => t.Suit)));
        (report.Reviews, report.Lawsuits).ShouldBe((82, 13));
        report.Refusals.ShouldBe(told.SelectMany(t => t.Refused).CountBy(r => r).ToDictionary(), ignoreOrder: true);
        report.Refusals.ShouldBe(new Dictionary<string, int>
        {
            // Late for all that is known: the calendars of 2000 to 2003, which might say otherwise, are on no record.
            [$"{Lodged}: {NoCalendar}"] = 4,
            [$"{Sent}: {NothingThere}"] = 4,
            [$"{Received}: {NothingThere}"] = 3,
            [$"{Notified}: {NothingThere}"] = 3,
            [$"{Received}: {NotNow}"] = 1,
            [$"{Notified}: {NotNow}"] = 1,
            [$"{Sued}: {NotNow}"] = 1
        }, ignoreOrder: true);

        await RealLogs.CaughtUp(host);
        await using var session = host.Store.QuerySession();
        var files = (await session.Query<CitizenFile>().ToListAsync()).Where(f => f.ForeignSource == "4tu-roadfines").ToArray();
        files.SelectMany(f => f.Reviews).CountBy(r => (r.Status, r.Outcome)).ToDictionary().ShouldBe(expected, ignoreOrder: true);
        (await session.Query<Review>().ToListAsync()).CountBy(r => (r.Status, r.Outcome)).ToDictionary().ShouldBe(expected, ignoreOrder: true);
        files.Where(f => f.Reviews.Any(r => r.Outcome is ChallengeOutcome.Revoked)).ShouldAllBe(f => f.Decisions[0].Status == DecisionStatus.Annulled);
        files.Count(f => f.Decisions[0].Status is DecisionStatus.Annulled).ShouldBe(42);
        // The two whose fine never reached them stay open.
        files.Count(f => f.Decisions[0].Status is DecisionStatus.Annulled && f.Applications[0].EndedAt is not null).ShouldBe(40);
        files.Count(f => f.Applications[0].EndedAt is not null && f.Reviews.Any(r => r.Status is ReviewStatus.InCourt or ReviewStatus.Accepted)).ShouldBe(0);

        // The share of decisions that were undone, as the meter counts it.
        (await host.Scalar<long>("select count(*) from ledger.register_decision where reversal = 'annulled'")).ShouldBe(42);
        (await host.Scalar<long>("select count(*) from ledger.register_decision where reversal is not null")).ShouldBe(42);
        // Their limits are told, and their passing brings nothing.
        (await host.Scalar<long>("select count(*) from ledger.register_deadline where subject = 'review' and kind = 'reviewDecision'")).ShouldBe(27);
        (await host.Scalar<long>("select count(*) from ledger.register_deadline where subject = 'review' and (passes_at is not null or warns_at is not null)")).ShouldBe(0);
        (await session.Events.QueryRawEventDataOnly<JudgmentRecorded>().ToListAsync()).ShouldAllBe(j => j.DocumentHash == null);
    }

    const string NothingThere = "No appeal goes before it.", NotNow = "This is not possible in the present state.",
        NoCalendar = "The working days of that year are not on record.";

    /// <summary>Where a trace leaves its challenge, whether there was a suit, and what of it comes out of its order.</summary>
    static (ReviewStatus? Status, ChallengeOutcome? Outcome, bool Suit, string[] Refused) Told((string Name, string? Dismissal, DateOnly On)[] trace)
    {
        DateOnly? known = null;
        (ReviewStatus? status, ChallengeOutcome? outcome, var suit, var refused) = ((ReviewStatus?)null, (ChallengeOutcome?)null, false, new List<string>());
        foreach (var (name, dismissal, on) in trace)
            switch (name, status)
            {
                case ("Insert Fine Notification", _):
                    known = on;
                    break;
                case (Lodged, null) when (known ?? on).AddDays(60) is { Year: < 2004 } last && on > last:
                    refused.Add($"{name}: {NoCalendar}");
                    break;
                case (Lodged, null):
                    status = ReviewStatus.Lodged;
                    break;
                case (Sent, ReviewStatus.Lodged):
                    (status, outcome) = dismissal == "#" ? (ReviewStatus.Decided, ChallengeOutcome.Revoked) : (ReviewStatus.Accepted, (ChallengeOutcome?)null);
                    break;
                case (Received, ReviewStatus.Accepted):
                    (status, outcome) = (ReviewStatus.Decided, ChallengeOutcome.Upheld);
                    break;
                case (Notified, ReviewStatus.Decided):
                    status = ReviewStatus.Delivered;
                    break;
                case (Sued, null or ReviewStatus.Delivered):
                    (status, outcome, suit) = dismissal == "G" ? (ReviewStatus.Judged, ChallengeOutcome.Revoked, true) : (ReviewStatus.InCourt, (ChallengeOutcome?)null, true);
                    break;
                case (Lodged or Sent or Received or Notified or Sued, _):
                    refused.Add($"{name}: {(status is null ? NothingThere : NotNow)}");
                    break;
            }

        return (status, outcome, suit, [.. refused]);
    }
}
