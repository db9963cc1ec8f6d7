using ServiceLedger.Clock;

namespace ServiceLedger.DataRequests;

/// <summary>The limits of a data request: that the provider says whether it shares, that it gives, and how long the data may be used. Pure.</summary>
public static class DataRequestClock
{
    public static IReadOnlyList<Limit> Limits(this DataRequest request, Almanac almanac)
    {
        if (request.AskedAt is not { } asked)
            return [];
        var by = almanac.KnownAt(request.ReckonedAt, request.CalendarsAsOf);
        var limits = new List<Limit> { Limit.Counted(TimerKind.DataRequestCheck, "", asked, by.Rules.DataRequestCheck, [], request.AnsweredAt ?? request.EndedAt, by) };
        if (request.GrantedAt is { } granted)
            limits.Add(request.Asked.DueBy is { } dueBy
                ? Limit.Dated(TimerKind.DataRequestAnswer, "", granted, dueBy, request.GivenAt ?? request.EndedAt, by)
                : Limit.Counted(TimerKind.DataRequestAnswer, "", granted, by.Rules.DataRequestAnswer, [], request.GivenAt ?? request.EndedAt, by));
        if (request is { GrantedAt: { } since, ValidUntil: { } until } && (request.EndedAt is not null || request.Allows(DataRequestAction.Expire)))
            limits.Add(Limit.Dated(TimerKind.DataPermission, "", since, until, request.EndedAt, by).SilentOnceDone());
        return limits;
    }

    /// <summary>What the clock records on the request's stream when this limit has passed.</summary>
    public static object WhenPassed(DataRequest request, Limit limit) =>
        limit.Kind is TimerKind.DataPermission ? new DataRequestExpired(request.CitizenId)
        : limit.Missed(request.CitizenId, (citizen, timer, of, due, rules, calendars) => new DataRequestDeadlineMissed(citizen, timer, of, due, rules, calendars));
}
