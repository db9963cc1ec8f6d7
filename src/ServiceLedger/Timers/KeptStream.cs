using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Participation;
using ServiceLedger.Reviews;
using ServiceLedger.Supervision.Cards;

namespace ServiceLedger.Timers;

/// <summary>What sort of thing has limits.</summary>
public enum KeptKind { Application, Decision, DataRequest, Commitment, Review, Rating, Complaint }

/// <summary>A stream whose limits the clock keeps, as its events add up at one moment.</summary>
/// <param name="Missed">Limits whose passing is on record.</param>
/// <param name="CalendarsAsOf">The moment whose calendars count.</param>
/// <param name="LimitsBy">Its limits, by an almanac and by the calendars of another moment.</param>
/// <param name="WhenPassed">What is recorded when a limit has passed.</param>
public sealed record KeptStream(
    KeptKind Kind, Answerable Whose, IReadOnlyCollection<string> Missed, DateTimeOffset CalendarsAsOf,
    Func<Almanac, DateTimeOffset?, IReadOnlyList<Limit>> LimitsBy, Func<Limit, object> WhenPassed)
{
    /// <param name="terms">Of the item's version applied for; asked only where an acceptance is deemed.</param>
    public static KeptStream Of(Application a, Func<ItemTerms> terms) => new(
        KeptKind.Application, Carding.WhoseIs(a), a.Missed, a.CalendarsAsOf ?? a.ReckonedAt,
        (almanac, asOf) => (asOf is null ? a : a with { CalendarsAsOf = asOf }).Limits(almanac), l => ApplicationClock.WhenPassed(a, l, terms));

    public static KeptStream Of(Decision d) => new(
        KeptKind.Decision, Carding.WhoseIs(d), d.Missed, d.CalendarsAsOf ?? d.ReckonedAt,
        (almanac, asOf) => (asOf is null ? d : d with { CalendarsAsOf = asOf }).Limits(almanac), l => DecisionClock.WhenPassed(d, l));

    public static KeptStream Of(DataRequest r) => new(
        KeptKind.DataRequest, Carding.WhoseIs(r, r), r.Missed, r.CalendarsAsOf ?? r.ReckonedAt,
        (almanac, asOf) => (asOf is null ? r : r with { CalendarsAsOf = asOf }).Limits(almanac), l => DataRequestClock.WhenPassed(r, l));

    /// <param name="decidedAt">When its matter was decided.</param>
    public static KeptStream Of(Commitment c, DateTimeOffset? decidedAt) => new(
        KeptKind.Commitment, Carding.WhoseIs(c), c.Missed, c.CalendarsAsOf ?? c.ReckonedAt,
        (almanac, asOf) => (asOf is null ? c : c with { CalendarsAsOf = asOf }).Limits(decidedAt, almanac), l => CommitmentClock.WhenPassed(c, l));

    // What people challenge or say is reckoned by the calendars in force: its days are told and asked again each time.
    public static KeptStream Of(Review r) => new(
        KeptKind.Review, Carding.WhoseIs(r), r.Missed, DateTimeOffset.MaxValue, (almanac, _) => r.Limits(almanac.KnownAt(DateTimeOffset.MaxValue)), l => ReviewClock.WhenPassed(r, l));

    public static KeptStream Of(Rating r, RatingTerms terms) => new(
        KeptKind.Rating, Carding.WhoseIs(r), r.Missed, DateTimeOffset.MaxValue, (almanac, _) => r.Limits(terms, almanac.KnownAt(DateTimeOffset.MaxValue)), l => FollowUpClock.WhenPassed(r, l));

    public static KeptStream Of(Complaint c) => new(
        KeptKind.Complaint, Carding.WhoseIs(c), c.Missed, DateTimeOffset.MaxValue, (almanac, _) => c.Limits(almanac.KnownAt(DateTimeOffset.MaxValue)), l => FollowUpClock.WhenPassed(c, l));

    /// <summary>The event of its kind of stream that says a limit is reckoned anew because a calendar changed.</summary>
    public object Recomputed(Limit before, Limit after, DateTimeOffset asOf) => Kind switch
    {
        KeptKind.Application => new DeadlineRecomputed(Whose.CitizenId, before.Kind, before.Of, before.Due, after.Due, RecomputationCause.CalendarChanged, asOf, after.Calendars()),
        KeptKind.Decision => new DecisionDeadlineRecomputed(Whose.CitizenId, before.Kind, before.Of, before.Due, after.Due, RecomputationCause.CalendarChanged, asOf, after.Calendars()),
        KeptKind.DataRequest => new DataRequestDeadlineRecomputed(Whose.CitizenId, before.Kind, before.Of, before.Due, after.Due, RecomputationCause.CalendarChanged, asOf, after.Calendars()),
        KeptKind.Commitment => new CommitmentDeadlineRecomputed(Whose.CitizenId, before.Kind, before.Of, before.Due, after.Due, RecomputationCause.CalendarChanged, asOf, after.Calendars()),
        _ => throw new System.Diagnostics.UnreachableException($"Nothing of {Kind} is kept.")
    };

    /// <summary>Its limits by the calendars and rules that count for it.</summary>
    public IReadOnlyList<Limit> Limits(Almanac almanac) => LimitsBy(almanac, null);

    /// <summary>The limit whose passing is to be recorded next; null where there is none by now.</summary>
    public Limit? Next(Almanac almanac, DateTimeOffset now) => Limits(almanac).Where(l => l.RecordedFrom(Missed) <= now).OrderBy(l => l.Due).ThenBy(l => l.Kind).FirstOrDefault();
}
