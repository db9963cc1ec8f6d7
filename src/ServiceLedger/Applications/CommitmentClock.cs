using ServiceLedger.Clock;

namespace ServiceLedger.Applications;

/// <summary>The limits of a commitment: its check, and what was ordered to be put right. Pure.</summary>
public static class CommitmentClock
{
    /// <param name="decidedAt">When the matter was decided; the check's time runs from there.</param>
    public static IReadOnlyList<Limit> Limits(this Commitment commitment, DateTimeOffset? decidedAt, Almanac almanac)
    {
        var by = almanac.KnownAt(commitment.ReckonedAt, commitment.CalendarsAsOf);
        var limits = new List<Limit>();
        if (decidedAt is { } decided)
            limits.Add(Limit.Counted(TimerKind.CommitmentCheck, "", decided, by.Rules.CommitmentCheck, [], commitment.CheckedAt, by));
        if (commitment is { OrderedAt: { } ordered, FixBy: { } fixBy })
            limits.Add(Limit.Dated(TimerKind.CommitmentFix, "", ordered, fixBy, commitment.SettledAt, by));
        return limits;
    }

    /// <summary>What the clock records on the commitment's stream when this limit has passed.</summary>
    public static object WhenPassed(Commitment commitment, Limit limit) =>
        limit.Missed(commitment.CitizenId, (citizen, timer, of, due, rules, calendars) => new CommitmentDeadlineMissed(citizen, timer, of, due, rules, calendars));
}
