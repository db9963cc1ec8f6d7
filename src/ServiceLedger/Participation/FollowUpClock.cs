using ServiceLedger.Clock;

namespace ServiceLedger.Participation;

/// <summary>The limits of following up what people say: a bad rating under a real name, a complaint. Pure.</summary>
public static class FollowUpClock
{
    public static IReadOnlyList<Limit> Limits(this Rating rating, RatingTerms terms, Reckoning by) => !rating.NeedsFollowUp ? [] :
    [
        Limit.Counted(TimerKind.RatingContact, "", rating.GivenAt, terms.ContactWorkingDays, [], rating.ContactedAt ?? rating.FixedAt, by),
        Limit.Counted(TimerKind.RatingFix, "", rating.GivenAt, terms.FixWorkingDays, [], rating.FixedAt, by)
    ];

    public static IReadOnlyList<Limit> Limits(this Complaint complaint, Reckoning by) =>
        [Limit.Dated(TimerKind.ComplaintAnswer, complaint.WasReopened ? "reopened" : "", complaint.AskedAt ?? complaint.FiledAt, complaint.DueBy, complaint.AnsweredAt, by)];

    /// <summary>What the clock records when a limit has passed.</summary>
    public static object WhenPassed(Rating rating, Limit limit) =>
        limit.Missed(rating.CitizenId, (citizen, timer, of, due, rules, calendars) => new RatingDeadlineMissed(citizen, timer, of, due, rules, calendars));

    public static object WhenPassed(Complaint complaint, Limit limit) =>
        limit.Missed(complaint.CitizenId, (citizen, timer, of, due, rules, calendars) => new ComplaintDeadlineMissed(citizen, timer, of, due, rules, calendars));
}
