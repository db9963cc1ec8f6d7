using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Cards;

public enum CardLevel { Warning, Yellow, Red }

public enum CardStatus { Warned, Issued, Contested, Upheld, Cancelled, RectificationOrdered, Rectified }

/// <summary>What can be done with a card; the same list drives endpoints, buttons and authorisation.</summary>
public enum CardAction { Contest, Uphold, Cancel, OrderRectification, ReportRectification }

/// <summary>What the events add up to: one thing that went wrong or is about to, from the warning to its end.</summary>
/// <param name="StreamId">What it is about.</param>
/// <param name="Department">The office that answers for it.</param>
public sealed record CardCase(
    Guid Id, Guid CitizenId, Guid StreamId, Guid? ApplicationId, CardLevel Level, CardStatus Status, CardCause? Cause, TimerKind? Timer, string Of, DateOnly? DueOn, string Department,
    DateTimeOffset At, long Version = 0)
{
    /// <summary>Who did what the card is for, where somebody did.</summary>
    public string? Officer { get; init; }
    public string? Article { get; init; }

    /// <summary>The events that show it.</summary>
    public Guid[] Because { get; init; } = [];
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>By when it is to be put right.</summary>
    public DateOnly? RectifyBy { get; init; }
    public DateTimeOffset? RectifiedAt { get; init; }

    /// <summary>Who contested it: somebody else decides.</summary>
    public string? ContestedBy { get; init; }

    static readonly Dictionary<CardStatus, CardAction[]> Allowed = new()
    {
        [CardStatus.Warned] = [],
        [CardStatus.Issued] = [CardAction.Contest, CardAction.Cancel, CardAction.OrderRectification],
        [CardStatus.Contested] = [CardAction.Uphold, CardAction.Cancel],
        [CardStatus.Upheld] = [CardAction.OrderRectification],
        [CardStatus.Cancelled] = [],
        [CardStatus.RectificationOrdered] = [CardAction.ReportRectification],
        [CardStatus.Rectified] = [CardAction.OrderRectification]
    };

    static readonly CardAction[] OfTheOffice = [CardAction.Contest, CardAction.ReportRectification];

    public static CardCase Create(IEvent<WarningRaised> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.StreamId, e.Data.ApplicationId, CardLevel.Warning, CardStatus.Warned, null, e.Data.Timer, e.Data.Of, e.Data.DueOn, e.Data.Department, e.Timestamp);

    public static CardCase Create(IEvent<YellowCardIssued> e) => New(e, e.Data.CitizenId, e.Data.StreamId, e.Data.ApplicationId, e.Data.Department).Apply(e);
    public static CardCase Create(IEvent<RedCardIssued> e) => New(e, e.Data.CitizenId, e.Data.StreamId, e.Data.ApplicationId, e.Data.Department).Apply(e);

    static CardCase New(IEvent e, Guid citizen, Guid stream, Guid? application, string department) =>
        new(e.StreamId, citizen, stream, application, CardLevel.Yellow, CardStatus.Issued, null, null, "", null, department, e.Timestamp);

    public CardCase Apply(IEvent<YellowCardIssued> e) =>
        Issued(e, CardLevel.Yellow, e.Data.Cause, e.Data.Department) with { Timer = Timer ?? e.Data.Timer, Officer = e.Data.Officer, Article = e.Data.Article, Because = e.Data.Because };

    public CardCase Apply(IEvent<RedCardIssued> e) =>
        Issued(e, CardLevel.Red, e.Data.Cause, e.Data.Department) with { Timer = Timer ?? e.Data.Timer, Officer = e.Data.Officer, Article = e.Data.Article, Because = e.Data.Because };

    public CardCase Apply(IEvent<CardContested> e) => this with { Status = CardStatus.Contested, ContestedBy = e.Act()?.ActorId };
    public CardCase Apply(CardUpheld _) => this with { Status = CardStatus.Upheld };
    public CardCase Apply(CardCancelled _) => this with { Status = CardStatus.Cancelled };
    public CardCase Apply(RectificationOrdered e) => this with { Status = CardStatus.RectificationOrdered, RectifyBy = e.DueBy };
    public CardCase Apply(IEvent<RectificationDone> e) => this with { Status = CardStatus.Rectified, RectifiedAt = e.Timestamp };

    CardCase Issued(IEvent e, CardLevel level, CardCause cause, string department) =>
        this with { Level = level, Status = CardStatus.Issued, Cause = cause, Department = department, IssuedAt = e.Timestamp };

    /// <summary>Supervision sees every card, an office those it answers for; nobody those of their own and their relatives' matters.</summary>
    public bool IsVisibleTo(Act act) => !act.Kin.Contains(CitizenId) && (act.Supervises() || (IsOffice(act) && act.May(PolicyAction.Write, FileSection.Applications, Relation.InCharge)));

    public IEnumerable<CardAction> NextFor(Act act) => Allowed[Status].Where(action => Is(act, action));

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is for the other side, 409 where it has changed or the state forbids it.</summary>
    public ProblemDetails? Refuse(Act act, CardAction action, long version) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : OfTheOffice.Contains(action) && !(IsOffice(act) && act.May(PolicyAction.Write, FileSection.Applications, Relation.InCharge))
            ? Problems.Forbidden("The office that the card was issued to does this.", "由被发牌部门办理。")
        : !OfTheOffice.Contains(action) && !act.Supervises() ? Problems.Forbidden("Supervision decides on cards.", "由监督人员认定。")
        : !OfTheOffice.Contains(action) && IsPartial(act) ? Problems.Forbidden("Nobody decides on a card for what they did or contested themselves.", "不得认定本人行为或本人申诉所涉之牌。")
        : version != Version ? Problems.Stale()
        : !Allowed[Status].Contains(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : null;

    bool Is(Act act, CardAction action) => OfTheOffice.Contains(action) ? IsOffice(act) && act.May(PolicyAction.Write, FileSection.Applications, Relation.InCharge) : act.Supervises() && !IsPartial(act);

    bool IsPartial(Act act) => act.ActorId == Officer || act.ActorId == ContestedBy;

    bool IsOffice(Act act) => act.IsOfficer && act.Department == Department;
}
