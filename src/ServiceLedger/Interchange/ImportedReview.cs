using System.Diagnostics;
using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using ServiceLedger.Reviews;
using Wolverine.Http;

namespace ServiceLedger.Interchange;

/// <summary>
/// The review of one trace's decision, and the suit over it, on their way through the decisions the API uses. An event of the log may stand for several acts: all of them are recorded, or none.
/// A log names no number of a judgment: that of the challenge stands for it.
/// </summary>
sealed class ImportedReview(ImportedTrace trace, XesMap map, SubjectKey key, WorkingDays calendar, TimeProvider time, IDocumentSession session)
{
    readonly List<IEvent> ofReview = [];
    readonly List<object> ofDecision = [];
    Guid id;
    Review? recorded, review;
    StreamAction? stream;
    ChallengeOutcome? outcome;
    bool sued;

    public int Reviews { get; private set; }
    public int Suits { get; private set; }

    /// <summary>The event that undid the decision.</summary>
    public XesEvent? UndoneBy { get; private set; }

    /// <summary>Whether it is decided neither by the authority nor by the court.</summary>
    public bool IsPending => recorded is { IsPending: true };

    /// <summary>Records what the event stands for, or says why the decisions behind it refuse.</summary>
    public ProblemDetails? Try(XesEvent happened, XesAction action, Act act, EarlierEffect effect)
    {
        (review, outcome, sued) = (recorded, null, false);
        ofReview.Clear();
        ofDecision.Clear();
        if (Refused(happened, action, act, effect) is { } problem)
            return problem;

        if (recorded is null)
            (stream, Reviews, Suits) = (session.Events.StartStream<Review>(id, ofReview), Reviews + (sued ? 0 : 1), Suits + (sued ? 1 : 0));
        else
        {
            foreach (var e in ofReview)
                stream!.AddEvent(e);
            Suits += sued ? 1 : 0;
        }

        foreach (var data in ofDecision)
            trace.AppendToDecision(data, act);
        recorded = review;
        if (outcome is ChallengeOutcome.Revoked)
            UndoneBy = happened;
        return null;
    }

    ProblemDetails? Refused(XesEvent happened, XesAction action, Act act, EarlierEffect effect)
    {
        if (trace.Decision is not { } decision)
            return Problems.NotFound();
        switch (action.Action)
        {
            case XesActionKind.Appeal:
                return Lodge(happened, effect, decision);
            case XesActionKind.Sue:
                return Sue(act, effect, decision) ?? (action.IsRevokedBy(happened) ? Judge(act, effect) : null);
            case var _ when review is null:
                return Problems.Make(409, "no-appeal", "No appeal goes before it.", "此前没有复议申请。", "The log tells what became of an appeal, but not the appeal.", "日志记载了复议的后续环节，但未记载复议申请。");
            case XesActionKind.AnswerAppeal:
                return Answer(happened, act, effect) ?? (action.IsRevokedBy(happened) ? Decide(happened, action, ChallengeOutcome.Revoked, effect) : null);
            case XesActionKind.DecideAppeal:
                return Decide(happened, action, action.IsRevokedBy(happened) ? ChallengeOutcome.Revoked : ChallengeOutcome.Upheld, effect);
            case XesActionKind.DeliverAppeal:
                var delivery = new DeliverReview(DeliveryMethod.Post, review.Version, effect);
                return Do(DeliverReviewEndpoint.Validate(delivery, AuthorityOfficer, review, time), () => DeliverReviewEndpoint.Post(delivery, review), Authority);
            default:
                throw new UnreachableException("Everything else is recorded elsewhere.");
        }
    }

    ProblemDetails? Lodge(XesEvent happened, EarlierEffect effect, Decision decision)
    {
        var ground = new ChallengeGround(key, map.Remedies!.Authority, calendar);
        var command = new LodgeReview(happened.Activity, decision.Version, Effect: effect);
        return Do(LodgeReviewEndpoint.Validate(command, AuthorityOfficer, decision, ground, time), () =>
        {
            id = LedgerId.For(decision.CitizenId);
            var (challenged, lodged) = LodgeReviewEndpoint.Decide(id, command, decision, ground, effect.Day(time));
            ofDecision.Add(challenged);
            return lodged;
        }, Authority);
    }

    /// <summary>What was sent on with an answer was accepted, and the department had its copy.</summary>
    ProblemDetails? Answer(XesEvent happened, Act act, EarlierEffect effect)
    {
        var accept = new AcceptReview(review!.Version, effect);
        if (Do(AcceptReviewEndpoint.Validate(accept, AuthorityOfficer, review, new(trace.Decision!.DecidedBy), time), () => AcceptReviewEndpoint.Post(accept, review), Authority) is { } notAccepted)
            return notAccepted;
        var copy = new SendCopy(review.Version, effect);
        if (Do(SendCopyEndpoint.Validate(copy, AuthorityOfficer, review, time), () => SendCopyEndpoint.Post(copy, review), Authority) is { } notSent)
            return notSent;
        var answer = new FileResponse(happened.Activity, review.Version, Effect: effect);
        return Do(FileResponseEndpoint.Validate(answer, OfRespondent(act), review, new(new(null, key), calendar), time), () => FileResponseEndpoint.Decide(answer, review, key), act);
    }

    ProblemDetails? Decide(XesEvent happened, XesAction action, ChallengeOutcome came, EarlierEffect effect)
    {
        var (basis, reasons) = (action.LegalBasisOf(happened) ?? map.ItemName, came is ChallengeOutcome.Revoked ? $"{happened.Activity}: {action.RevokedWhen!.Attribute} {action.RevokedWhen.Value}" : happened.Activity);
        var command = new DecideReview(came, reasons, [basis], map.Remedies!.Court, review!.Version, Effect: effect);
        return Do(DecideReviewEndpoint.Refuse(command, AuthorityOfficer, review, trace.Disputed, time), () =>
        {
            var (decided, consequences) = DecideReviewEndpoint.Decide(command, review, trace.Disputed, key);
            return With(came, consequences, decided);
        }, Authority);
    }

    ProblemDetails? Sue(Act act, EarlierEffect effect, Decision decision)
    {
        sued = true;
        if (review is null)
        {
            var (command, ground) = (new FileLawsuit(map.Remedies!.Court, decision.Version, Effect: effect), new ReviewGround(key, calendar));
            return Do(FileLawsuitEndpoint.Validate(command, OfRespondent(act), decision, ground, time), () =>
            {
                id = LedgerId.For(decision.CitizenId);
                var (challenged, filed) = FileLawsuitEndpoint.Decide(id, command, decision, ground, effect.Day(time));
                ofDecision.Add(challenged);
                return filed;
            }, act);
        }

        var after = new FileLawsuitAfterReview(map.Remedies!.Court, review.Version, effect);
        return Do(FileLawsuitAfterReviewEndpoint.Refuse(after, OfRespondent(act), review, calendar, time), () =>
        {
            // It is pending again.
            ofDecision.Add(new DecisionChallenged(review.CitizenId, review.Id, review.Number));
            return FileLawsuitAfterReviewEndpoint.Decide(after, review, calendar, effect.Day(time));
        }, act);
    }

    ProblemDetails? Judge(Act act, EarlierEffect effect)
    {
        var command = new RecordJudgment(ChallengeOutcome.Revoked, review!.Number, null, review.Version, Effect: effect);
        return Do(RecordJudgmentEndpoint.Refuse(command, OfRespondent(act), review, trace.Disputed, time), () =>
        {
            var (judgment, consequences) = RecordJudgmentEndpoint.Decide(command, review, trace.Disputed, key);
            return With(ChallengeOutcome.Revoked, consequences, judgment);
        }, act);
    }

    object With(ChallengeOutcome came, Consequences consequences, object ruled)
    {
        outcome = came;
        ofDecision.AddRange(consequences.OfDecision);
        return ruled;
    }

    ProblemDetails? Do(ProblemDetails? refusal, Func<object> decide, Act by)
    {
        if (refusal is not null && !ReferenceEquals(refusal, WolverineContinue.NoProblems))
            return refusal;
        var e = trace.Envelop(decide(), by, id, (review?.Version ?? 0) + 1);
        ofReview.Add(e);
        review = (e switch
        {
            IEvent<ReviewLodged> x => Review.Create(x),
            IEvent<LawsuitFiled> x => review is null ? Review.Create(x) : review.Apply(x),
            IEvent<ReviewAccepted> x => review!.Apply(x),
            IEvent<CopySentToRespondent> x => review!.Apply(x),
            IEvent<ResponseFiled> x => review!.Apply(x),
            IEvent<ReviewDecided> x => review!.Apply(x),
            IEvent<ReviewDelivered> x => review!.Apply(x),
            IEvent<JudgmentRecorded> x => review!.Apply(x),
            _ => throw new UnreachableException("An import records only these.")
        }) with
        { Version = e.Version };
        return null;
    }

    // Where the log names no officer, the import itself acts for the office concerned.
    static Act OfRespondent(Act act) => act with { Kind = ActorKind.Officer, Role = "handler" };

    /// <summary>Whom the log names is of the department; of the authority it names nobody.</summary>
    Act Authority => trace.ActOf(null) with { Department = map.Remedies!.Authority };

    Act AuthorityOfficer => OfRespondent(Authority);
}
