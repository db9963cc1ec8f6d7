using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.Reviews;

/// <summary>The limits of a review that run now, by the days of REV art. 88. Pure.</summary>
public static class ReviewClock
{
    /// <summary>What is due of it; the time to sue is nobody's duty and no limit of the clock.</summary>
    public static IReadOnlyList<Limit> Limits(this Review review, Reckoning by) =>
    [
        .. review.Dues(by.Days).Where(d => KindOf(d.Kind) is not null).Select(d => new Limit(KindOf(d.Kind)!.Value, "", From(review, d.Kind), d.On, null, by)
        {
            // What does not come from the applicant is the authority's to judge.
            Silent = d.Kind is ReviewDueKind.Correction || review.Imported
        })
    ];

    /// <summary>What the clock records on the review's stream when this limit has passed.</summary>
    public static object WhenPassed(Review review, Limit limit) => limit.Kind switch
    {
        TimerKind.ReviewExamination => Examination.Deem(review, limit.Reckoning.Days, limit.Due!.Value.AddDays(1))!,
        TimerKind.ReviewResponse => new ResponseNotFiled(review.CitizenId, limit.Due!.Value, new(limit.PassesAt!.Value, EarlierEffectReason.DeemedByLaw)),
        _ => limit.Missed(review.CitizenId, (citizen, timer, of, due, rules, calendars) => new ReviewDeadlineMissed(citizen, timer, of, due, rules, calendars))
    };

    /// <summary>Whether the respondent answers for it; otherwise the authority does.</summary>
    public static bool IsOfRespondent(TimerKind kind) => kind is TimerKind.ReviewResponse or TimerKind.ReviewPerformance or TimerKind.ReviewOpinionReport;

    static TimerKind? KindOf(ReviewDueKind kind) => kind switch
    {
        ReviewDueKind.Examination => TimerKind.ReviewExamination,
        ReviewDueKind.Correction => TimerKind.ReviewCorrection,
        ReviewDueKind.Copy => TimerKind.ReviewCopy,
        ReviewDueKind.Response => TimerKind.ReviewResponse,
        ReviewDueKind.Decision => TimerKind.ReviewDecision,
        ReviewDueKind.Performance => TimerKind.ReviewPerformance,
        ReviewDueKind.OpinionReport => TimerKind.ReviewOpinionReport,
        _ => null
    };

    static DateOnly From(Review review, ReviewDueKind kind) => kind switch
    {
        ReviewDueKind.Response => review.CopySentOn!.Value,
        ReviewDueKind.Copy or ReviewDueKind.Decision => review.AcceptedOn!.Value,
        ReviewDueKind.Examination => review.ReceivedOn,
        _ => Text.DateOf(review.LastEffect)
    };
}
