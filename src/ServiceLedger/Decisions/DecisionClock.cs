using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.Decisions;

/// <summary>The limits of a decision: that it reaches the applicant, and that a renewal is decided before the term ends. Pure.</summary>
public static class DecisionClock
{
    public static IReadOnlyList<Limit> Limits(this Decision decision, Almanac almanac)
    {
        var by = almanac.KnownAt(decision.ReckonedAt, decision.CalendarsAsOf);
        var limits = decision.Outgoing.Select((o, i) => Limit.Counted(
            TimerKind.Delivery, i == 0 ? "" : (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), o.From, by.Rules.Delivery, [], o.ArrivedAt, by)).ToList();
        if (decision is { RenewalAsked: true, RenewalAskedAt: { } asked, ValidTo: { } validTo })
            limits.Add(Limit.Dated(TimerKind.Renewal, "", asked, validTo, null, by));
        return decision.Imported ? [.. limits.Select(l => l with { Silent = true })] : limits;
    }

    /// <summary>What the clock records on the decision's stream when this limit has passed.</summary>
    public static object WhenPassed(Decision decision, Limit limit) => limit.Kind is TimerKind.Renewal
        ? new RenewalDeemedGranted(
            decision.CitizenId, limit.Due!.Value, AsLongAgain(decision.ValidFrom ?? Text.DateOf(decision.MadeAt), limit.Due.Value), limit.Reckoning.RulesVersion,
            new(limit.PassesAt!.Value, EarlierEffectReason.DeemedByLaw))
        : limit.Missed(decision.CitizenId, (citizen, timer, of, due, rules, calendars) => new DecisionDeadlineMissed(citizen, timer, of, due, rules, calendars));

    /// <summary>The last day of a second term as long as the first: whole years stay whole years.</summary>
    public static DateOnly AsLongAgain(DateOnly from, DateOnly to)
    {
        var years = to.AddDays(1).Year - from.Year;
        return years > 0 && from.AddYears(years) == to.AddDays(1) ? from.AddYears(2 * years).AddDays(-1) : to.AddDays(to.DayNumber - from.DayNumber + 1);
    }
}
