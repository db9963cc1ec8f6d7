using JasperFx.Events;
using ServiceLedger.Applications;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;
using ServiceLedger.Reviews;

namespace ServiceLedger.Supervision.Cards;

/// <summary>What somebody answers for: where it stands and whose it is.</summary>
/// <param name="LowerLevel">The department that reviewed it first.</param>
/// <param name="Respondent">The department whose act is reviewed.</param>
/// <param name="Refused">Whether it refused what was applied for.</param>
/// <param name="Asked">The departments whose opinions were asked, by number.</param>
public sealed record Answerable(Guid CitizenId, Guid StreamId, Guid? ApplicationId, string Department, string? LowerLevel = null, IReadOnlyDictionary<string, string>? Asked = null, string? Respondent = null, bool Refused = false)
{
    /// <summary>The office that answers for one limit.</summary>
    public string Of(TimerKind kind, string of) =>
        (kind is TimerKind.JointOpinion ? Asked?.GetValueOrDefault(of) : kind is TimerKind.FirstReview ? LowerLevel : ReviewClock.IsOfRespondent(kind) ? Respondent : null) ?? Department;
}

/// <summary>Which card what happened brings, and whose it is. Pure.</summary>
public static class Carding
{
    /// <summary>The card's stream: whoever knows what it is for makes its id again, so that it is issued once.</summary>
    public static Guid IdOf(Guid citizenId, Guid streamId, TimerKind kind, string of, DateOnly dueOn) =>
        LedgerId.Named(streamId, FormattableString.Invariant($"card\n{streamId:N}\n{kind.InJson()}\n{(kind is TimerKind.CorrectionNotice ? "" : of)}\n{dueOn:yyyy-MM-dd}"), citizenId);

    /// <summary>The same for what is no limit.</summary>
    public static Guid IdOf(Guid citizenId, Guid eventId) => LedgerId.Named(eventId, $"card\n{eventId:N}", citizenId);

    /// <summary>The stream of the card that this event brings.</summary>
    public static Guid IdOf(IEvent e) => e.Data switch
    {
        IDeadlineMissed d => IdOf(d.CitizenId, e.StreamId, d.Timer, d.Of, d.DueOn),
        AcceptanceDeemed d => IdOf(d.CitizenId, e.StreamId, TimerKind.CorrectionNotice, "", d.LimitOn),
        RenewalDeemedGranted d => IdOf(d.CitizenId, e.StreamId, TimerKind.Renewal, "", d.LimitOn),
        ICitizenEvent d => IdOf(d.CitizenId, e.Id),
        _ => throw new System.Diagnostics.UnreachableException($"{e.EventTypeName} is about nobody.")
    };

    /// <summary>The card for an event that must not happen in good order.</summary>
    public static object Of(IEvent e, Answerable whose)
    {
        var officer = e.Act() is { IsOfficer: true } act ? act.ActorId : null;
        return e.Data switch
        {
            IDeadlineMissed d => Missed(d.Timer) switch
            {
                (true, var cause) => Red(cause, d.Timer.Cited(), d.Timer, d.Of),
                var (_, cause) => Yellow(cause, d.Timer.Cited(), d.Timer, d.Of)
            },
            AcceptanceDeemed => Red(CardCause.NotToldInTime, "许可法第三十二条、第七十二条（LIC art. 32(4), 72）", timer: TimerKind.CorrectionNotice),
            RenewalDeemedGranted => Red(CardCause.RenewalNotDecided, "许可法第五十条、第七十四条（LIC art. 50, 74）", timer: TimerKind.Renewal),
            CorrectionListAmended => Yellow(CardCause.SecondCorrectionList, "许可法第三十二条、第七十二条（LIC art. 32(4), 72(4)）"),
            ReAskDetected d => Yellow(CardCause.ReAsk, d.Article),
            UseOutsideScopeDetected => Red(CardCause.UseOutsideScope, "国务院令第809号第二十五条（Order 809, art. 25）"),
            ReviewAcceptanceDeemed => Red(CardCause.Late, TimerKind.ReviewExamination.Cited(), timer: TimerKind.ReviewExamination),
            ResponseNotFiled => Red(CardCause.Late, TimerKind.ReviewResponse.Cited(), timer: TimerKind.ReviewResponse),
            DecisionAnnulled or DecisionDeclaredVoid or DecisionConfirmedIllegal =>
                Red(whose.Refused ? CardCause.ValidApplicationRefused : CardCause.Overturned, "许可法第六十九条、第七十二条（LIC art. 69, 72）"),
            ReviewNotComplied => Red(CardCause.NotPerformed, TimerKind.ReviewPerformance.Cited(), timer: TimerKind.ReviewPerformance),
            AcceptanceDateCorrected => Yellow(CardCause.AcceptanceDateChanged, "许可法第三十二条（LIC art. 32）"),
            _ => Yellow(CardCause.Other, e.EventTypeName)
        };

        YellowCardIssued Yellow(CardCause cause, string article, TimerKind? timer = null, string of = "") => new(whose.CitizenId, whose.StreamId, whose.ApplicationId, cause, timer, Office(timer, of), officer, article, [e.Id]);
        RedCardIssued Red(CardCause cause, string article, TimerKind? timer = null, string of = "") => new(whose.CitizenId, whose.StreamId, whose.ApplicationId, cause, timer, Office(timer, of), officer, article, [e.Id]);
        string Office(TimerKind? timer, string of) => timer is { } limit ? whose.Of(limit, of) : whose.Department;
    }

    /// <summary>What a missed limit brings: whether it is red, and its cause.</summary>
    static (bool Red, CardCause Cause) Missed(TimerKind timer) => timer switch
    {
        TimerKind.PromisedDecision => (false, CardCause.LateAsPromised),
        TimerKind.Step or TimerKind.JointOpinion or TimerKind.RatingContact => (false, CardCause.LateStep),
        TimerKind.FirstReview => (true, CardCause.LateFirstReview),
        TimerKind.CorrectionNotice => (true, CardCause.NotToldInTime),
        TimerKind.DataRequestCheck or TimerKind.DataRequestAnswer => (true, CardCause.LateShare),
        _ => (true, CardCause.Late)
    };

    public static Answerable WhoseIs(Application a) => new(
        a.CitizenId, a.Id, a.Id, a.DepartmentCode, a.FirstReviewBy, a.Opinions.ToDictionary(o => o.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), o => o.Department));

    public static Answerable WhoseIs(Decision d) => new(d.CitizenId, d.Id, d.ApplicationId, d.DepartmentCode, Refused: !d.Granted);
    public static Answerable WhoseIs(Commitment c) => new(c.CitizenId, c.Id, c.ApplicationId, c.DepartmentCode);

    /// <summary>The authority answers for its own time, the respondent for its.</summary>
    public static Answerable WhoseIs(Review r) => new(r.CitizenId, r.Id, r.ApplicationId, r.Authority ?? r.Respondent, Respondent: r.Respondent);

    public static Answerable WhoseIs(Rating r) => new(r.CitizenId, r.Id, r.ApplicationId, r.DepartmentCode);

    // Whoever is complained about must not learn from a card in which matter.
    public static Answerable WhoseIs(Complaint c) => new(c.CitizenId, c.Id, null, c.DepartmentCode);

    /// <summary>The provider answers for its limits, the asking department for the rest.</summary>
    public static Answerable WhoseIs(DataRequest r, object happened) =>
        new(r.CitizenId, r.Id, r.ApplicationId, happened is UseOutsideScopeDetected ? r.RequestingDepartment : r.ProvidingDepartment);
}
