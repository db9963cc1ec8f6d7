using JasperFx.Events;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;
using ServiceLedger.Supervision.Meters;
using ServiceLedger.Tests.Clock;

namespace ServiceLedger.Tests.Supervision;

/// <summary>One thing that a meter counts, and what it adds to the numerator.</summary>
sealed record Counted(string Department, string Item, string? District, string Channel, string? Class, DateTimeOffset At, long Adds, long Spread = 0)
{
    /// <summary>What it is of, by this name of <c>by</c>.</summary>
    public string? Of(IndicatorBy by)
    {
        var day = At.ToOffset(TimeSpan.FromHours(8));
        return by switch
        {
            IndicatorBy.Department => Department,
            IndicatorBy.Item => Item,
            IndicatorBy.District => District,
            IndicatorBy.Channel => Channel,
            IndicatorBy.Class => Class,
            IndicatorBy.Area => Class is null ? null : Class[0] == '1' ? "urban" : "rural",
            IndicatorBy.Month => $"{day:yyyy-MM}",
            IndicatorBy.Quarter => $"{day.Year}-Q{(day.Month + 2) / 3}",
            _ => $"{day:yyyy}"
        };
    }
}

/// <summary>The meters counted from the raw events, by words of their own: nothing of the registers is used.</summary>
sealed class CountedFromEvents
{
    static readonly Type[] Ends =
    [
        typeof(ApplicationDecided), typeof(NotRequiredNotified), typeof(OutOfRemitRefused), typeof(AcceptanceRefused), typeof(AcceptanceRevoked), typeof(ApplicationWithdrawn), typeof(ApplicationDeemedWithdrawn),
        typeof(ApplicationMerged)
    ];

    readonly DateOnly today;
    readonly ILookup<Guid, IEvent> streams;
    readonly Dictionary<int, CalendarPublished> calendars;
    readonly Dictionary<Guid, CitizenRegistered> people;
    readonly IEvent[] all;

    sealed record Matter(Guid Id, IEvent[] Events, IEvent Submission, ApplicationSubmitted First, string? District, string? Class);

    /// <param name="today">From which the age of what is open is counted.</param>
    public CountedFromEvents(IEnumerable<IEvent> events, DateOnly today)
    {
        this.today = today;
        all = [.. events.OrderBy(e => e.Sequence)];
        streams = all.ToLookup(e => e.StreamId);
        calendars = all.Select(e => e.Data).OfType<CalendarPublished>().GroupBy(c => c.Year).ToDictionary(c => c.Key, c => c.Last());
        people = all.Select(e => e.Data).OfType<CitizenRegistered>().ToDictionary(c => c.CitizenId);
    }

    public IReadOnlyList<Counted> Of(string code) => [.. code switch
    {
        "on-time" => Matters().Select(m => (m, Round: m.Events.Skip(Math.Max(0, m.Events.ToList().FindLastIndex(e => e.Data is ApplicationReopened))).ToArray())).Select(x => (x.m, Decided: x.Round.FirstOrDefault(e => e.Data is ApplicationDecided), Due: DueOf(x.m.Events)))
            .Where(x => x.Decided is not null && x.Due is not null).Select(x => Count(x.m, x.Decided!.EffectiveAt(), Day(x.Decided!.EffectiveAt()) <= x.Due)),
        "acceptance-in-time" => Matters().Select(m => (m, Answer: m.Events.FirstOrDefault(e => e.Data is CorrectionRequested or ApplicationAccepted or ApplicationProvisionallyAccepted or NotRequiredNotified or OutOfRemitRefused or AcceptanceRefused)))
            .Where(x => x.Answer is not null).Select(x => Count(x.m, x.Answer!.EffectiveAt(), WorkingDaysAfter(Day(x.m.Submission.EffectiveAt()), Day(x.Answer!.EffectiveAt())) <= 5)),
        "refusal" => Decisions().Where(d => d.Made.Ruling is not Fine).Select(d => Count(d, d.Event.EffectiveAt(), d.Made.Ruling is Refusal)),
        "reversal" => Decisions().Select(d => Count(d, d.Event.EffectiveAt(), streams[d.Event.StreamId].Any(e =>
            e.Data is DecisionRevoked or DecisionAnnulled or DecisionConfirmedIllegal or DecisionDeclaredVoid or DecisionVaried { Cause: VariationCause.FactCorrected or VariationCause.HumanReview or VariationCause.ReviewDecided or VariationCause.CourtDecided }))),
        "once-only" => Matters().Select(m => Count(m, m.Submission.EffectiveAt(), !m.Events.Any(e => e.Data is ReAskDetected))),
        "at-most-once" => Over().Where(o => !o.m.Events.Any(e => e.Data is CorrectionRequested)).Select(o => Count(o.m, o.At, o.m.Events.Count(e => e.Data is VisitRecorded) < 2)),
        "visits" => Over().Select(o => Count(o.m, o.At, o.m.Events.Count(e => e.Data is VisitRecorded))),
        "papers" => Over().Select(o => Count(o.m, o.At, o.m.Events.Sum(e => MaterialsOf(e.Data).Length))),
        "re-asks" => Over().Select(o => Count(o.m, o.At, o.m.Events.Count(e => e.Data is ReAskDetected))),
        "waiting-days" => Over().Select(o => (o.m, o.At, Waited: (long)(Day(o.At).DayNumber - Day(o.m.Submission.EffectiveAt()).DayNumber))).Select(o => Count(o.m, o.At, o.Waited) with { Spread = o.Waited }),
        "completion" => Over().Select(o => Count(o.m, o.At, o.Decided)),
        "digital-take-up" => Matters().Select(m => Count(m, m.Submission.EffectiveAt(), m.First.SubmittedBy is Channel.Online)),
        "decided-unopened" => Decisions().Where(d => d.Event.Act()!.IsOfficer && d.Made.Automation?.Level is not AutomationLevel.Full).Select(d => Count(d, d.Event.EffectiveAt(), !Opened(d.Event, d.Made))),
        "unread" => Decisions().Select(d => (d, Delivery: streams[d.Event.StreamId].FirstOrDefault(e => e.Data is DecisionDelivered))).Where(x => x.Delivery?.Data is DecisionDelivered { Method: DeliveryMethod.Online })
            .Select(x => Count(x.d, x.Delivery!.EffectiveAt(), !all.Any(e => e.Data is FileViewed v && v.StreamId == x.d.Event.StreamId && e.Act()!.Kind is ActorKind.Citizen or ActorKind.Agent))),
        "refused-shares" => Requests().Select(r => Count(r.Sent.Asked.ProvidingDepartment, r.m, r.First.EffectiveAt(), r.Denied || r.Late ? 1 : 0)),
        "days-lost" => Requests().Select(r => Count(r.Sent.Asked.ProvidingDepartment, r.m, r.First.EffectiveAt(),
            r.Denied ? WorkingDaysAfter(Day(r.First.EffectiveAt()), Day(r.Answer!.EffectiveAt())) : r.Lost)),
        "late-entry" => Entries(),
        "satisfaction" => Ratings(),
        "cost" => Over().Select(o => (o.m, o.At, Cost: CostOf(o.m))).Where(o => o.Cost is not null).Select(o => Count(o.m, o.At, o.Cost!.Value)),
        "overdue" => Open(),
        _ => throw new System.Diagnostics.UnreachableException(code)
    }];

    IEnumerable<Matter> Matters() =>
        from stream in streams
        let submission = stream.FirstOrDefault(e => e.Data is ApplicationSubmitted)
        where submission is not null
        let first = (ApplicationSubmitted)submission.Data
        let person = people.GetValueOrDefault(first.CitizenId)
        select new Matter(stream.Key, [.. stream.SkipWhile(e => e.Data is not ApplicationSubmitted)], submission, first, person?.ResidenceDivision[..6], person?.UrbanRuralClass);

    Matter MatterOf(Guid id) => matters.TryGetValue(id, out var known) ? known : matters[id] = Matters().Single(m => m.Id == id);
    readonly Dictionary<Guid, Matter> matters = [];

    IEnumerable<(Matter m, DateTimeOffset At, bool Decided)> Over()
    {
        foreach (var matter in Matters())
        {
            // What is reopened is not over until it ends again.
            var round = matter.Events.Reverse().TakeWhile(e => e.Data is not ApplicationReopened).Reverse().ToArray();
            var end = round.LastOrDefault(e => e.Data is ResultDelivered or NotRequiredNotified or OutOfRemitRefused or AcceptanceRefused or AcceptanceRevoked or ApplicationWithdrawn or ApplicationDeemedWithdrawn or ApplicationMerged);
            if (end is not null && end.Data is not ApplicationMerged)
                yield return (matter, end.EffectiveAt(), end.Data is ResultDelivered);
        }
    }

    IEnumerable<(Matter m, IEvent Event, DecisionMade Made)> Decisions()
    {
        Remember();
        return from e in all where e.Data is DecisionMade let made = (DecisionMade)e.Data select (MatterOf(made.ApplicationId), e, made);
    }

    IEnumerable<(Matter m, IEvent First, DataRequested Sent, IEvent? Answer, bool Denied, bool Late, int Lost)> Requests()
    {
        Remember();
        foreach (var stream in streams)
        {
            if (stream.FirstOrDefault(e => e.Data is DataRequested) is not { } first)
                continue;
            var sent = (DataRequested)first.Data;
            var answer = stream.LastOrDefault(e => e.Data is DataProvided or DataPartlyProvided or DataNotFound or DataRequestRefused);
            var end = stream.FirstOrDefault(e => e.Data is DataRequestCancelled or DataRequestExpired or DataReturnedOrDeleted);
            var overdue = stream.Any(e => e.Data is DeadlineMissed { Timer: TimerKind.DataRequestCheck or TimerKind.DataRequestAnswer });
            var refused = stream.LastOrDefault(e => e.Data is DataRequestRefused);
            var asked = stream.Last(e => e.Data is DataRequested or MoreInfoGiven);
            var said = stream.FirstOrDefault(e => e.Sequence > asked.Sequence && e.Data is DataRequestApproved or DataRequestRefused or MoreInfoAsked) ?? end;
            var lost = Over(Due(Day(asked.EffectiveAt()), 2, []), said);
            if (stream.LastOrDefault(e => e.Data is DataRequestApproved) is { } granted)
                lost += Over(sent.Asked.DueBy ?? Due(Day(granted.EffectiveAt()), 10, []), stream.FirstOrDefault(e => e.Data is DataProvided or DataPartlyProvided or DataNotFound or FulfilmentFailed) ?? end);
            if (answer is not null || end is not null || overdue || lost > 0)
                yield return (MatterOf(sent.ApplicationId), first, sent, answer, refused is not null && !stream.Any(e => e.Data is DataRequestApproved && e.Sequence > refused.Sequence), overdue || lost > 0, lost);
        }

        int Over(DateOnly? due, IEvent? done) => due is { } last && done is not null && Day(done.EffectiveAt()) > last ? WorkingDaysAfter(last, Day(done.EffectiveAt())) : 0;
    }

    /// <summary>The last day for the decision of the last round.</summary>
    DateOnly? DueOf(IEvent[] events)
    {
        var begins = events.ToList().FindLastIndex(e => e.Data is ApplicationReopened or ApplicationAccepted or ApplicationProvisionallyAccepted or AcceptanceDeemed);
        if (begins < 0)
            return null;
        var round = events[begins..];
        var (from, limits) = (Day(round[0].EffectiveAt()), round[0].Data switch { ApplicationReopened d => d.Limits, ApplicationAccepted d => d.Limits, ApplicationProvisionallyAccepted d => d.Limits, AcceptanceDeemed d => d.Limits, _ => null! });
        if (round.Select(e => e.Data).OfType<AcceptanceDateCorrected>().LastOrDefault() is { } corrected)
            from = Day(corrected.AcceptedAt);
        var lawful = limits.LegalDays ?? (limits.Profile is ClockProfile.Joint ? 45 : limits.Profile is ClockProfile.Ordinary ? 20 : 0);
        var pauses = round.Where(e => e.Data is ClockSuspended).Select(s => (s.EffectiveAt(), round.FirstOrDefault(e => e.Data is ClockResumed && e.Sequence > s.Sequence)?.EffectiveAt())).ToArray();
        return Due(from, Math.Min(lawful, limits.PromisedDays ?? lawful) + round.Select(e => e.Data).OfType<DeadlineExtended>().Sum(e => e.Days), pauses);
    }

    DateOnly? Due(DateOnly from, int days, IReadOnlyCollection<(DateTimeOffset, DateTimeOffset?)> pauses) =>
        SlowCounter.Due(from, days, pauses, year => calendars.TryGetValue(year, out var c) ? (c.Holidays, c.MakeUpWorkdays) : null);

    IEnumerable<Counted> Ratings()
    {
        Remember();
        return from stream in streams
               where stream.First().Data is RatingGiven && !stream.Any(e => e.Data is RatingExcluded)
               let given = (RatingGiven)stream.First().Data
               let m = MatterOf(given.ApplicationId)
               select Count(given.DepartmentCode, m, stream.First().Timestamp, given.Level > 2 ? 1 : 0) with { District = given.Anonymous ? null : m.District };
    }

    IEnumerable<Counted> Open()
    {
        foreach (var m in Matters())
        {
            var round = m.Events.Reverse().TakeWhile(e => e.Data is not ApplicationReopened).Reverse().ToArray();
            var reopened = m.Events.LastOrDefault(e => e.Data is ApplicationReopened);
            var accepted = round.LastOrDefault(e => e.Data is ApplicationAccepted or ApplicationProvisionallyAccepted or AcceptanceDeemed) ?? reopened;
            if (accepted is null || round.Any(e => Ends.Contains(e.Data.GetType())))
                continue;
            var at = round.Select(e => e.Data).OfType<AcceptanceDateCorrected>().LastOrDefault()?.AcceptedAt ?? accepted.EffectiveAt();
            var due = DueOf(m.Events);
            var passed = due is not null && round.Any(e => e.Data is DeadlineMissed { Timer: TimerKind.Decision or TimerKind.PromisedDecision } d && d.DueOn == due);
            yield return Count(m, at, passed) with { Spread = today.DayNumber - Day(at).DayNumber };
        }
    }

    long? CostOf(Matter m) => all.Select(e => e.Data).OfType<ItemPublished>().Single(i => i.ItemCode == m.First.ItemCode && i.ItemVersion == m.First.ItemVersion).Terms.CostFen;

    IEnumerable<Counted> Entries()
    {
        Remember();
        var ruled = all.Where(e => e.Data is DecisionMade).ToDictionary(e => e.StreamId, e => ((DecisionMade)e.Data).ApplicationId);
        var asked = all.Where(e => e.Data is DataRequested).DistinctBy(e => e.StreamId).ToDictionary(e => e.StreamId, e => ((DataRequested)e.Data).ApplicationId);
        Guid? Of(Guid stream) => matters.ContainsKey(stream) ? stream : ruled.TryGetValue(stream, out var decided) ? decided : asked.TryGetValue(stream, out var data) ? data : null;
        return
            from e in all
            where e.Data is IEffectiveEvent { Effect: null or { Reason: EarlierEffectReason.LateEntry or EarlierEffectReason.PaperIntake } } && e.Act() is { Kind: ActorKind.Officer or ActorKind.System, Department: not null }
            let matter = Of(e.StreamId)
            where matter is not null
            group e by (Matter: matter.Value, e.Act()!.Department) into office
            let m = MatterOf(office.Key.Matter)
            let longest = office.Max(e => (long)Math.Floor(Math.Max(0, (e.Timestamp - e.EffectiveAt()).TotalSeconds)))
            select Count(office.Key.Department!, m, office.Min(e => e.EffectiveAt()), longest > 24 * 3600 ? 1 : 0) with { Spread = longest };
    }

    bool Opened(IEvent decision, DecisionMade made) => all.Any(e =>
        e.Data is FileViewed v && e.Act() is { IsOfficer: true } act && act.ActorId == decision.Act()!.ActorId && (v.StreamId == made.ApplicationId || act.MatterId == made.ApplicationId) && e.Timestamp <= decision.Timestamp);

    static Material[] MaterialsOf(object data) => data switch
    {
        ApplicationSubmitted d => d.Materials,
        MaterialsReceived d => d.Materials,
        CorrectionSubmitted d => d.Materials,
        CorrectionPartlySubmitted d => d.Materials,
        _ => []
    };

    void Remember()
    {
        if (matters.Count == 0)
            foreach (var matter in Matters())
                matters[matter.Id] = matter;
    }

    // In charge is who took it last.
    static string InCharge(Matter m) => m.Events.Select(e => e.Data switch { ApplicationSubmitted d => d.DepartmentCode, CustodyAccepted d => d.Department, FirstReviewForwarded d => d.ToDepartment, _ => null }).Last(d => d is not null)!;

    static Counted Count(Matter m, DateTimeOffset at, long adds) => Count(InCharge(m), m, at, adds);
    static Counted Count(Matter m, DateTimeOffset at, bool adds) => Count(m, at, adds ? 1 : 0);
    static Counted Count((Matter m, IEvent Event, DecisionMade Made) d, DateTimeOffset at, bool adds) => Count(d.Made.DepartmentCode, d.m, at, adds ? 1 : 0);
    static Counted Count(string department, Matter m, DateTimeOffset at, long adds) => new(department, m.First.ItemCode, m.District, m.First.SubmittedBy.InJson(), m.Class, at, adds);

    static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(8)).DateTime);

    int WorkingDaysAfter(DateOnly day, DateOnly to)
    {
        var count = 0;
        while (day < to)
        {
            day = day.AddDays(1);
            var year = calendars[day.Year];
            if (year.MakeUpWorkdays.Contains(day) || (!year.Holidays.Contains(day) && (int)day.DayOfWeek is > 0 and < 6))
                count++;
        }

        return count;
    }
}
