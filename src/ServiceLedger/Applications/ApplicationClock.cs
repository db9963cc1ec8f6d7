using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.Applications;

/// <summary>The limits of an application, by its state, the calendars and the rules; and what the clock records when one passes. Pure.</summary>
public static class ApplicationClock
{
    /// <summary>All limits that run or ran, those of earlier rounds before a reopening first.</summary>
    public static IReadOnlyList<Limit> Limits(this Application application, Almanac almanac) =>
        application.ReceivedAt is null ? []
        : application.Imported ? [.. All(application, almanac).Select(l => l with { Silent = true })]
        : [.. All(application, almanac)];

    static IEnumerable<Limit> All(Application application, Almanac almanac) =>
        [.. Intake(application, almanac.KnownAt(application.ReckonedAt, application.CalendarsAsOf)), .. Courses(application).SelectMany(c => Of(c.Course, c.Round, almanac)), .. Review(application, almanac.KnownAt(application.ReckonedAt, application.CalendarsAsOf))];

    /// <summary>From the acceptance, or the reopening, to the decision: the law's limit, and where the department promised a shorter one, or a day, that too.</summary>
    public static IReadOnlyList<Limit> Of(Course course, string round, Almanac almanac)
    {
        var by = almanac.KnownAt(course.ReckonedAt, course.CalendarsAsOf);
        var lawful = by.Rules.Lawful(course.Limits);
        var limits = new List<Limit> { Counted(TimerKind.Decision, lawful) };
        if (course.PromisedOn is { } day)
            limits.Insert(0, Limit.Dated(TimerKind.PromisedDecision, round, course.AcceptedAt, day, course.DoneAt, by));
        else if (course.Limits.PromisedDays is { } promised && promised < lawful)
            limits.Insert(0, Counted(TimerKind.PromisedDecision, promised));
        return limits;

        Limit Counted(TimerKind kind, int days) => Limit.Counted(kind, round, course.AcceptedAt, days + course.ExtendedBy, course.Pauses(), course.DoneAt, by);
    }

    /// <summary>The rounds from acceptance or reopening on, each with the name of its limits: nothing for the first, 2, 3 … for those after it.</summary>
    public static IEnumerable<(string Round, Course Course)> Courses(Application application) =>
        application.EarlierCourses.Concat(application.Course is { } now ? [now] : Array.Empty<Course>()).Select((c, i) => (i == 0 ? "" : Invariant(i + 1), c));

    /// <summary>Of these limits the one by which the present round is to be decided: the law's, or the earlier one the department promised; null while it is not accepted.</summary>
    public static Limit? Binding(this Application application, IEnumerable<Limit> limits)
    {
        var round = Courses(application).LastOrDefault().Round;
        return limits.Where(l => l.Kind is TimerKind.Decision or TimerKind.PromisedDecision && l.Of == round).MinBy(l => l.Due ?? DateOnly.MaxValue);
    }

    /// <summary>The times that do not count, with their grounds in the language asked for.</summary>
    public static Pause[] Pauses(this Course course) => [.. course.Suspensions.Select(s => new Pause(s.From, s.To, Told(s)))];

    /// <summary>What the clock records on the application's stream when this limit has passed.</summary>
    /// <param name="terms">Of the item's version that was applied for; asked only where an acceptance is deemed.</param>
    public static object WhenPassed(Application application, Limit limit, Func<ItemTerms> terms) => limit.Kind switch
    {
        TimerKind.CorrectionNotice when limit.DoneOn is null => new AcceptanceDeemed(
            application.CitizenId, $"{application.Number}-A", terms().Limits, limit.Due!.Value, "《行政许可法》第三十二条第一款第四项（LIC 32(4)）", limit.Reckoning.RulesVersion, limit.Calendars(),
            new(limit.Of.Length > 0 ? application.CorrectedAt!.Value : application.ReceivedAt!.Value, EarlierEffectReason.DeemedByLaw)),
        TimerKind.Corrections => Withdrawn(application, limit, DeemedWithdrawalCause.NotCorrected),
        TimerKind.ProvisionalCure => limit.Reckoning.Rules.UncuredProvisional is UncuredProvisional.DeemedWithdrawn ? Withdrawn(application, limit, DeemedWithdrawalCause.PapersNotBrought) : Missed(application, limit),
        TimerKind.HearingRequest => new HearingWaived(application.CitizenId, limit.Due!.Value, limit.Reckoning.RulesVersion, limit.Calendars()),
        _ => Missed(application, limit)
    };

    static IEnumerable<Limit> Intake(Application application, Reckoning by)
    {
        yield return Limit.Counted(TimerKind.CorrectionNotice, "", application.ReceivedAt!.Value, by.Rules.CorrectionNotice, [], application.AnsweredAt, by) with { Silent = application.AcceptanceWasDeemed };
        if (application.CorrectedAt is { } corrected)
            yield return Limit.Counted(TimerKind.CorrectionNotice, "corrected", corrected, by.Rules.CorrectionNotice, [], application.CorrectionAnsweredAt, by) with { Silent = application.AcceptanceWasDeemed };
        if (application.Corrections is { ToldAt: { } told, DueBy: { } dueBy } list)
            yield return Limit.Dated(TimerKind.Corrections, "", told, dueBy, list.Open().Any() ? application.AcceptedAt ?? application.EndedAt : application.CorrectedAt ?? told, by)
                .SilentOnceDone(where: by.Rules.UncorrectedIsWithdrawn);
    }

    static IEnumerable<Limit> Review(Application application, Reckoning by)
    {
        var over = application.DecidedAt ?? application.EndedAt;
        if (application is { CureBy: { } cureBy, AcceptedAt: { } accepted })
            yield return Limit.Dated(TimerKind.ProvisionalCure, "", accepted, cureBy, application.CuredAt ?? over, by).SilentOnceDone();
        if (application is { FirstReviewedAt: { } reviewed, AcceptedAt: { } since, EarlierCourses: [] })
            yield return Limit.Counted(TimerKind.FirstReview, "", since, by.Rules.FirstReview, application.Course!.Pauses(), reviewed, by);
        foreach (var step in application.TimedSteps)
            yield return Limit.Counted(TimerKind.Step, step.Code, step.StartedAt, step.PromisedDays, application.Course?.Pauses() ?? [], step.DoneAt ?? over, by);
        foreach (var opinion in application.Opinions)
            if (opinion is { StartsAt: { } starts, DueBy: { } due })
                yield return Limit.Dated(TimerKind.JointOpinion, Invariant(opinion.Number), starts, due, opinion.GivenAt ?? over, by);
        if (application.Hearing is { } hearing)
        {
            yield return Limit.Counted(TimerKind.HearingRequest, "", hearing.NotifiedAt, by.Rules.HearingRequest, [], hearing.RequestedAt ?? (hearing.Waived ? hearing.NotifiedAt : over), by).SilentOnceDone();
            if (hearing.RequestedAt is { } asked)
                yield return Limit.Counted(TimerKind.HearingHolding, "", asked, by.Rules.HearingHolding, [], hearing.HeldAt ?? over, by);
        }
    }

    static IDeadlineMissed Missed(Application application, Limit limit) =>
        limit.Missed(application.CitizenId, (citizen, timer, of, due, rules, calendars) => new DeadlineMissed(citizen, timer, of, due, rules, calendars));

    static ApplicationDeemedWithdrawn Withdrawn(Application application, Limit limit, DeemedWithdrawalCause cause) =>
        new(application.CitizenId, cause, limit.Due!.Value, "《浙江省保障“最多跑一次”改革规定》第十一条（Zhejiang 2018, art. 11）", limit.Reckoning.RulesVersion);

    static string Told(Suspension s) => $"{s.Ground.InJson()}{(s.Article is { } article ? $" ({article})" : "")}";

    static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
