using ServiceLedger.Applications;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Cards;

namespace ServiceLedger.Tests.Supervision;

/// <summary>What brings a card, whose it is, and who may say what about it.</summary>
public class cards_decisions
{
    static readonly Guid Id = Given.Other, Event = new("01980000-0000-7000-8000-0000000009a7");
    static readonly Act Supervisor = Given.Officer with { ActorId = "sun.wei", Role = "supervisor", Purpose = "Oversight", Department = Items.ThirdDepartment };
    static readonly YellowCardIssued Issued = new(Given.Citizen, Given.Matter, Given.Matter, CardCause.ReAsk, null, LedgerHost.Department, "li.hua", "716", [Event]);
    static readonly WarningRaised Warning = new(Given.Citizen, Given.Matter, Given.Matter, TimerKind.Decision, "", new(2026, 3, 30), LedgerHost.Department, 1);

    static CardCase Card(params object[] then) => Given.State<CardCase>(Id, [Issued, .. then]);

    static Done Contested(string by = "zhao.yun") => new Done(Given.Colleague with { ActorId = by }, new CardContested(Given.Citizen, Given.Key.Seal("材料不全")));

    [Fact]
    public void the_office_contests_and_reports_and_nobody_else()
    {
        ContestCardEndpoint.Validate(new("不属实", 1), Given.Officer, Card()).ShouldBeAccepted();
        ContestCardEndpoint.Validate(new("不属实", 1), Given.Outsider, Card()).ShouldBeRefused(404, "not-found");
        ContestCardEndpoint.Validate(new("不属实", 1), Given.Applicant, Card()).ShouldBeRefused(404, "not-found");
        ContestCardEndpoint.Validate(new("不属实", 1), Supervisor, Card()).ShouldBeRefused(403, "forbidden");
        ContestCardEndpoint.Validate(new("不属实", 2), Given.Officer, Card()).ShouldBeRefused(409, "stale-version");
        ContestCardEndpoint.Validate(new("不属实", 2), Given.Officer, Card(Contested())).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => ContestCardEndpoint.Validate(new(text, 1), Given.Officer, Card()), lines: true);
        var key = Given.Key;
        key.Open(ContestCardEndpoint.Post(new("不属实", 1), Card(), key).Reasons).ShouldBe("不属实");

        var ordered = Card(new RectificationOrdered(Given.Citizen, new(2026, 4, 1), key.Seal("整改")));
        ReportRectificationEndpoint.Validate(new("已整改", 2), Given.Officer, ordered).ShouldBeAccepted();
        ReportRectificationEndpoint.Validate(new("已整改", 2), Supervisor, ordered).ShouldBeRefused(403, "forbidden");
        ReportRectificationEndpoint.Validate(new("已整改", 1), Given.Officer, Card()).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.report", 4000, text => ReportRectificationEndpoint.Validate(new(text, 2), Given.Officer, ordered), lines: true);
        Card(new RectificationOrdered(Given.Citizen, new(2026, 4, 1), key.Seal("整改")), ReportRectificationEndpoint.Post(new("已整改", 2), ordered, key)).Status.ShouldBe(CardStatus.Rectified);
    }

    [Fact]
    public void a_supervisor_who_had_no_part_in_it_decides()
    {
        var contested = Card(Contested());
        DecideCardEndpoint.Validate(new(CardVerdict.Upheld, "属实", 2), Supervisor, contested).ShouldBeAccepted();
        DecideCardEndpoint.Validate(new(CardVerdict.Cancelled, "不属实", 2), Supervisor, contested).ShouldBeAccepted();
        DecideCardEndpoint.Validate(new(CardVerdict.Cancelled, "误发", 1), Supervisor, Card()).ShouldBeAccepted();
        DecideCardEndpoint.Validate(new(CardVerdict.Upheld, "属实", 1), Supervisor, Card()).ShouldBeRefused(409, "not-in-this-state");
        DecideCardEndpoint.Validate(new(CardVerdict.Upheld, "属实", 2), Given.Officer, contested).ShouldBeRefused(403, "forbidden");
        DecideCardEndpoint.Validate(new(CardVerdict.Upheld, "属实", 2), Given.Outsider, contested).ShouldBeRefused(404, "not-found");
        DecideCardEndpoint.Validate(new(CardVerdict.Upheld, "属实", 2), Supervisor with { ActorId = "li.hua" }, contested).ShouldBeRefused(403, "forbidden");
        DecideCardEndpoint.Validate(new(CardVerdict.Upheld, "属实", 2), Supervisor with { ActorId = "zhao.yun" }, contested).ShouldBeRefused(403, "forbidden");
        DecideCardEndpoint.Validate(new(CardVerdict.Upheld, "属实", 2), Supervisor with { Kin = [Given.Citizen] }, contested).ShouldBeRefused(404, "not-found");
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => DecideCardEndpoint.Validate(new(CardVerdict.Upheld, text, 2), Supervisor, contested), lines: true);
        foreach (var (verdict, status) in new[] { (CardVerdict.Upheld, CardStatus.Upheld), (CardVerdict.Cancelled, CardStatus.Cancelled) })
        {
            var (upheld, cancelled) = DecideCardEndpoint.Decide(new(verdict, "属实", 2), contested, Given.Key);
            Card(Contested(), (object?)upheld ?? cancelled!).Status.ShouldBe(status);
        }

        OrderRectificationEndpoint.Validate(new(new(2026, 3, 20), "补告", 1), Supervisor, Card(), Given.Clock).ShouldBeAccepted();
        OrderRectificationEndpoint.Validate(new(new(2026, 3, 1), "补告", 1), Supervisor, Card(), Given.Clock).ShouldBeInvalid("$.dueBy");
        OrderRectificationEndpoint.Validate(new(new(2026, 3, 20), "补告", 1), Given.Officer, Card(), Given.Clock).ShouldBeRefused(403, "forbidden");
        OrderRectificationEndpoint.Validate(new(new(2026, 3, 20), "补告", 2), Supervisor, Card(new CardCancelled(Given.Citizen, Given.Key.Seal("误发"))), Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.order", 4000, text => OrderRectificationEndpoint.Validate(new(new(2026, 3, 20), text, 1), Supervisor, Card(), Given.Clock), lines: true);
        OrderRectificationEndpoint.Post(new(new(2026, 3, 20), "补告", 1), Card(), Given.Key).DueBy.ShouldBe(new DateOnly(2026, 3, 20));
    }

    [Fact]
    public void a_warning_is_no_card_until_the_limit_has_passed()
    {
        var warned = Given.State<CardCase>(Id, Warning);
        (warned.Level, warned.Status, warned.IssuedAt).ShouldBe((CardLevel.Warning, CardStatus.Warned, null));
        ContestCardEndpoint.Validate(new("不属实", 1), Given.Officer, warned).ShouldBeRefused(409, "not-in-this-state");
        var red = Given.State<CardCase>(Id, Warning, new RedCardIssued(Given.Citizen, Given.Matter, Given.Matter, CardCause.Late, TimerKind.Decision, LedgerHost.Department, null, "LIC 42", [Event]));
        (red.Level, red.Status, red.Timer, red.DueOn, red.Cause).ShouldBe((CardLevel.Red, CardStatus.Issued, TimerKind.Decision, new DateOnly(2026, 3, 30), CardCause.Late));
        GetCardsEndpoint.Validate(Given.Officer, null, null, null, null).ShouldBeAccepted();
        GetCardsEndpoint.Validate(Given.Officer, Items.OtherDepartment, null, null, null).ShouldBeRefused(403, "forbidden");
        GetCardsEndpoint.Validate(Supervisor, Items.OtherDepartment, "red", "issued", "late").ShouldBeAccepted();
        GetCardsEndpoint.Validate(Supervisor, null, "green", null, null).ShouldBeInvalid("level");
        GetCardsEndpoint.Validate(Given.Applicant, null, null, null, null).ShouldBeRefused(403, "forbidden");
    }

    /// <summary>Every event that must not happen in good order brings a card of its own, and the same event the same card.</summary>
    [Fact]
    public void every_cause_has_its_card_and_its_office()
    {
        var matter = Carding.WhoseIs(Given.Application(Given.Accepted));
        var late = Fold.Envelope(Given.Matter, 5, Given.Start, new DeadlineMissed(Given.Citizen, TimerKind.Decision, "", new(2026, 3, 30), 1, []));
        late.Id = Event;
        var issued = Carding.Of(late, matter).ShouldBeOfType<RedCardIssued>();
        issued.ShouldBe(new(Given.Citizen, Given.Matter, Given.Matter, CardCause.Late, TimerKind.Decision, LedgerHost.Department, null, TimerKind.Decision.Cited(), issued.Because));
        issued.Because.ShouldBe([Event]);
        Carding.IdOf(late).ShouldBe(Carding.IdOf(Given.Citizen, Given.Matter, TimerKind.Decision, "", new(2026, 3, 30)), "The warning and the card are one.");
        Carding.IdOf(late).ShouldNotBe(Carding.IdOf(Given.Citizen, Given.Matter, TimerKind.Decision, "", new(2026, 3, 31)));

        foreach (var (kind, level, cause) in new[]
            {
                (TimerKind.PromisedDecision, typeof(YellowCardIssued), CardCause.LateAsPromised), (TimerKind.Step, typeof(YellowCardIssued), CardCause.LateStep), (TimerKind.JointOpinion, typeof(YellowCardIssued), CardCause.LateStep),
                (TimerKind.FirstReview, typeof(RedCardIssued), CardCause.LateFirstReview), (TimerKind.Delivery, typeof(RedCardIssued), CardCause.Late), (TimerKind.HearingHolding, typeof(RedCardIssued), CardCause.Late),
                (TimerKind.DataRequestAnswer, typeof(RedCardIssued), CardCause.LateShare), (TimerKind.CorrectionNotice, typeof(RedCardIssued), CardCause.NotToldInTime), (TimerKind.CommitmentCheck, typeof(RedCardIssued), CardCause.Late)
            })
        {
            var card = Carding.Of(Fold.Envelope(Given.Matter, 5, Given.Start, new DeadlineMissed(Given.Citizen, kind, "", new(2026, 3, 30), 1, [])), matter);
            card.ShouldBeOfType(level, kind.ToString());
            (card switch { YellowCardIssued y => y.Cause, RedCardIssued r => r.Cause, _ => throw new System.Diagnostics.UnreachableException() }).ShouldBe(cause);
        }

        // The department asked answers for its opinion, the lower level for its review, the provider for its data.
        var asked = Given.Application(Given.Accepted, new JointOpinionRequested(Given.Citizen, 1, Items.OtherDepartment, Given.Key.Seal("是否同意"), JointHandling.Parallel, null, new(2026, 3, 9)));
        Carding.WhoseIs(asked).Of(TimerKind.JointOpinion, "1").ShouldBe(Items.OtherDepartment);
        Carding.WhoseIs(asked).Of(TimerKind.Decision, "").ShouldBe(LedgerHost.Department);
        var forwarded = Given.Application(Given.Accepted, new FirstReviewForwarded(Given.Citizen, LedgerHost.Department, Items.OtherDepartment, "li.hua", Given.Key.Seal("符合")));
        (Carding.WhoseIs(forwarded).Of(TimerKind.FirstReview, ""), Carding.WhoseIs(forwarded).Of(TimerKind.Decision, "")).ShouldBe((LedgerHost.Department, Items.OtherDepartment));

        // Every event that supervision follows is named by a cause of its own.
        foreach (var type in EventCatalogue.Names.Keys.Where(t => t.IsAssignableTo(typeof(ISupervisedEvent)) && !t.IsAssignableTo(typeof(IDeadlineMissed))))
        {
            var happened = Fold.Envelope(Given.Matter, 5, Given.Start, System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type), Given.Officer);
            if (Carding.Of(happened, matter) is YellowCardIssued { Cause: var cause } card)
            {
                cause.ShouldNotBe(CardCause.Other, type.Name);
                card.Officer.ShouldBe("li.hua");
            }
        }

        Carding.WhoseIs(DataRequests.Asking.Request(), new DataRequestDeadlineMissed(Given.Citizen, TimerKind.DataRequestAnswer, "", new(2026, 3, 9), 1, [])).Department.ShouldBe(DataRequests.Asking.Request().ProvidingDepartment);
    }
}
