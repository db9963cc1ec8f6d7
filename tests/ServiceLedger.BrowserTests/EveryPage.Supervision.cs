namespace ServiceLedger.BrowserTests;

static partial class EveryPage
{
    /// <summary>The pages of supervisors; <c>{event}</c> and <c>{decision}</c> are found in the search, <c>{rating}</c> and <c>{card}</c> in their lists, <c>{glass}</c> is used by an officer first.</summary>
    public static readonly Listed[] Supervision =
    [
        new("/supervision", Audience.Supervisor),
        new("/supervision?area=rural&from=2025-01-01", Audience.Supervisor),
        new("/supervision?district=12", Audience.Supervisor),
        new("/supervision/indicators/on-time?by=month", Audience.Supervisor),
        new("/supervision/indicators/overdue?by=department", Audience.Supervisor),
        new("/supervision/cards", Audience.Supervisor),
        new("/supervision/cards/{card}", Audience.Supervisor),
        new("/supervision/looks", Audience.Supervisor),
        new("/supervision/break-glass", Audience.Supervisor),
        new("/supervision/break-glass/{citizen}/{glass}", Audience.Supervisor),
        new("/supervision/like-cases", Audience.Supervisor),
        new("/supervision/re-asks", Audience.Supervisor),
        new("/supervision/refused-shares", Audience.Supervisor),
        new("/supervision/refused-shares?district=12", Audience.Supervisor),
        new("/supervision/ratings", Audience.Supervisor),
        new("/supervision/ratings?show=all", Audience.Supervisor),
        new("/supervision/ratings/{rating}", Audience.Supervisor),
        new("/supervision/suggestions", Audience.Supervisor),
        new("/supervision/suggestions?show=shown", Audience.Supervisor),
        new("/supervision/indicators/on-time?from=2025-01-01&to=2025-12-31", Audience.Supervisor),
        new("/supervision/audit", Audience.Supervisor),
        new("/supervision/audit?q=action:decision_made", Audience.Supervisor),
        new("/supervision/audit?q=somebody", Audience.Supervisor),
        new("/supervision/events/{event}", Audience.Supervisor),
        new("/supervision/decisions/{decision}/as-seen", Audience.Supervisor),
        new("/supervision/decisions/{decision}/as-seen?knownAt=2026-06-01T00:00", Audience.Supervisor),
        new("/supervision/state", Audience.Supervisor)
    ];

    /// <summary>The pages open to everyone.</summary>
    public static readonly Listed[] Open =
    [
        new("/", Audience.Everyone),
        new("/items", Audience.Everyone),
        new("/items/CQ-001001", Audience.Everyone),
        new("/indicators", Audience.Everyone),
        new("/decisions", Audience.Everyone),
        new("/suggestions", Audience.Everyone),
        new("/proof", Audience.Everyone)
    ];
}
