using ServiceLedger.Catalogue;
using static ServiceLedger.Interchange.DemoAct;

namespace ServiceLedger.Interchange;

/// <summary>When a story begins: somewhere in the two years, early enough to be told whole, or so late that it is still open when they end.</summary>
enum DemoStart { Anywhere, InTime, AtTheEnd }

/// <summary>A story of one matter: how often it is told, for which items, and its acts in order.</summary>
/// <param name="For">The items it can be told of.</param>
/// <param name="Applications">How many applications it makes.</param>
/// <param name="Refuses">Whether it ends in a refusal.</param>
/// <param name="LeavesCreditBroken">Whether the person may promise nothing afterwards.</param>
sealed record DemoStory(
    int Times, string Name, Func<DemoCity, ServiceItem, bool> For, DemoAct[] Acts, DemoStart Start = DemoStart.InTime, int Applications = 1, bool Refuses = false, bool LeavesCreditBroken = false)
{
    /// <summary>The most working days it takes; acts on the same day may run over into the next.</summary>
    int Length => Acts.Sum(a => Math.Max(a.AtMost, 1) + a.Takes) + 1;

    /// <summary>How many documents are taken into keeping.</summary>
    public int Documents => Acts.Sum(a => a.Documents);

    public int StartIn(DemoDays days, Chance chance) => Start switch
    {
        DemoStart.Anywhere => chance.Below(days.Count),
        DemoStart.AtTheEnd => days.Count - Length - chance.Below(3),
        _ => chance.Below(days.Count - Length)
    };
}

/// <summary>Every story of the demo. The numbers in front say how often each is told; with their applications they add up to <see cref="Applications"/>.</summary>
static class DemoStories
{
    public const int Applications = 2000;

    static readonly string[] InTheCountry = ["CQ-000302", "CQ-000404", "CQ-000901", "CQ-000902", "CQ-000903", "CQ-001103", "CQ-001202", "CQ-001301", "CQ-001302"];

    static readonly Dictionary<string, (int Least, int Most)> Ages = new()
    {
        ["CQ-000201"] = (20, 50),
        ["CQ-000301"] = (20, 60),
        ["CQ-000305"] = (70, 120),
        ["CQ-000501"] = (55, 75),
        ["CQ-000502"] = (58, 90),
        ["CQ-000602"] = (20, 50),
        ["CQ-000701"] = (25, 55)
    };

    public static IReadOnlyList<DemoStory> All { get; } =
    [
        // Most matters go as they should; those that begin late are still open at the end, at every stage.
        new(104, "granted", Any, [Submit, Accept, Work, Grant, Deliver, Close], DemoStart.Anywhere),
        new(120, "papers follow", Any, [SubmitBare, BringPapers, Accept, Work, Grant, Deliver, Close], DemoStart.Anywhere),
        new(150, "signed, certified, posted", Certified, [Submit, Accept, Work, Grant, Sign, Certify, Dispatch, Deliver, Close], DemoStart.Anywhere),
        new(229, "unconditional data", Asks, [Submit, Accept, AskUnconditional, Provide, Work, GrantOnData, Use, Deliver, Close], DemoStart.Anywhere),
        new(150, "conditional data", Asks, [Submit, Accept, AskConditional, CheckCompleteness, Approve, Provide, Work, GrantOnData, Use, Deliver, Close], DemoStart.Anywhere),
        new(60, "data under an agreement", Agreed, [Submit, Accept, AskUnderAgreement, Provide, Work, GrantOnData, Use, Deliver, Dispose, Close], DemoStart.Anywhere),
        new(70, "late", Any, [Submit, Accept, WorkTooLong, Grant, Deliver, Close], DemoStart.Anywhere),
        new(48, "refused", Any, [Submit, Accept, Work, Refuse, Deliver, Close], DemoStart.Anywhere, Refuses: true),
        new(50, "refused on data", Asks, [Submit, Accept, AskConditional, CheckCompleteness, Approve, Provide, Work, Refuse, Use, Deliver, Close], DemoStart.Anywhere, Refuses: true),

        // Drafts.
        new(9, "draft kept", Any, [Draft, SaveDraft]),
        new(8, "draft given up", Any, [Draft, SaveDraft, DiscardDraft]),
        new(12, "draft submitted", Any, [Draft, SaveDraft, SubmitDraft]),
        new(6, "draft submitted and accepted", Any, [Draft, SaveDraft, SubmitDraft, Accept]),

        // Intake.
        new(25, "corrected on the spot", Any, [Submit, CorrectOnSpot, Accept, Work, Grant, Deliver, Close]),
        new(5, "not required", Any, [Submit, TellNotRequired, Close]),
        new(5, "not required, just told", Any, [Submit, TellNotRequired], DemoStart.AtTheEnd),
        new(5, "out of remit", Any, [Submit, RefuseOutOfRemit, Close]),
        new(5, "out of remit, just told", Any, [Submit, RefuseOutOfRemit], DemoStart.AtTheEnd),
        new(40, "corrections at once", Any, [Submit, RequestCorrection, CorrectTheRest, Accept, Work, Grant, Deliver, Close]),
        new(12, "corrections in parts", Any, [Submit, RequestCorrection, CorrectInPart, CorrectTheRest, Accept, Work, Grant, Deliver, Close]),
        new(8, "corrections told twice", Any, [Submit, RequestCorrection, AmendCorrectionList, CorrectTheRest, Accept, Work, Grant, Deliver, Close]),
        new(6, "corrections awaited", Any, [Submit, RequestCorrection], DemoStart.AtTheEnd),
        new(25, "provisional and completed", Tolerates, [SubmitWithoutTolerated, AcceptProvisionally, BringPapers, Work, Grant, Deliver, Close]),
        new(5, "provisional and revoked", Tolerates, [SubmitWithoutTolerated, AcceptProvisionally, RevokeAcceptance, Close]),
        new(5, "provisional, just revoked", Tolerates, [SubmitWithoutTolerated, AcceptProvisionally, RevokeAcceptance], DemoStart.AtTheEnd),
        new(6, "provisional and awaited", Tolerates, [SubmitWithoutTolerated, AcceptProvisionally], DemoStart.AtTheEnd),
        new(6, "not accepted", Any, [SubmitBare, RefuseAcceptance, Close]),
        new(5, "not accepted, just told", Any, [SubmitBare, RefuseAcceptance], DemoStart.AtTheEnd),
        new(20, "withdrawn before acceptance", Any, [Submit, Withdraw, Close]),
        new(8, "withdrawn after acceptance", Any, [Submit, Accept, Withdraw, Close]),
        new(5, "just withdrawn", Any, [Submit, Accept, Withdraw], DemoStart.AtTheEnd),

        // A promise in place of papers.
        new(14, "promise kept", Promises, [SubmitWithoutPromised, Promise, Accept, Work, Grant, Deliver, FindPromiseKept, Close]),
        new(6, "promise put right", Promises, [SubmitWithoutPromised, Promise, Accept, Work, Grant, Deliver, FindPromiseNotKept, OrderFix, FindPromiseKept, Close]),
        new(7, "promise broken, credit repaired", Promises, [SubmitWithoutPromised, Promise, Accept, Work, Grant, Deliver, FindPromiseNotKept, OrderFix, RecordBreach, RepairCredit, Close]),
        new(3, "promise broken", Promises, [SubmitWithoutPromised, Promise, Accept, Work, Grant, Deliver, FindPromiseNotKept, RecordBreach], LeavesCreditBroken: true),
        new(5, "promise to be checked", Promises, [SubmitWithoutPromised, Promise, Accept, Work, Grant, Deliver], DemoStart.AtTheEnd),

        // Documents kept, used again, and asked for all the same.
        new(8, "document kept and handed in", Documented, [SubmitWithoutDocument, KeepDocument, VerifyDocument, HandInDocument, Accept, Work, Grant, Deliver, Close]),
        new(8, "document used again", Documented, [SubmitWithoutDocument, KeepDocument, VerifyDocument, HandInDocument, Accept, Work, Grant, Deliver, Close, ApplyElsewhere, HandInDocument, Accept, Work, Grant, Deliver, Close], Applications: 2),
        new(6, "asked again for what is held", Documented, [SubmitWithoutDocument, KeepDocument, VerifyDocument, HandInDocument, Accept, Work, Grant, Deliver, Close, ApplyElsewhere, AskForHeldPaper, CorrectWithDocument, Accept, Work, Grant, Deliver, Close], Applications: 2),
        new(6, "document replaced", Documented, [SubmitWithoutDocument, KeepDocument, ReplaceDocument, HandInDocument, Accept, Work, Grant, Deliver, Close]),
        new(6, "document not to be used elsewhere", Documented, [SubmitWithoutDocument, KeepDocument, LimitReuse, VerifyDocument, HandInDocument, Accept, Work, Grant, Deliver, Close]),
        new(6, "document found false", Documented, [SubmitWithoutDocument, KeepDocument, HandInDocument, Accept, InvalidateDocument, Work, Refuse, Deliver, Close], Refuses: true),
        new(6, "document kept by the person", Documented, [Submit, Accept, Work, Grant, Deliver, UploadDocument, Close]),

        // Custody and impartiality.
        new(10, "handed over", Any, [Submit, Accept, HandOver, TakeOver, Work, Grant, Deliver, Close]),
        new(6, "sent back", Any, [Submit, Accept, HandOver, SendBack, Work, Grant, Deliver, Close]),
        new(7, "officer recused", Any, [Submit, Accept, DeclareConflict, Recuse, Work, Grant, Deliver, Close]),

        // Review.
        new(25, "steps", Any, [Submit, Accept, StartStep, CompleteStep, Work, Grant, Deliver, Close]),
        new(20, "opinions at once", Joint, [Submit, Accept, AskAllAtOnce, Opine, Opine, Work, Grant, Deliver, Close]),
        new(10, "opinions one after the other", Joint, [Submit, Accept, AskOneAfterTheOther, Opine, Opine, Work, Grant, Deliver, Close]),
        new(5, "opinions awaited", Joint, [Submit, Accept, AskAllAtOnce, Opine], DemoStart.AtTheEnd),
        new(8, "reviewed below first", Any, [Submit, Accept, ForwardFirstReview, Work, Grant, Deliver, Close]),
        new(20, "checked on site", Permit, [Submit, Accept, CheckOnSite, Work, Grant, Deliver, Close]),
        new(8, "third party heard", Permit, [Submit, Accept, TellThirdParty, HearThirdParty, Work, Grant, Deliver, Close]),
        new(8, "hearing", Permit, [Submit, Accept, TellHearingRight, RequestHearing, ScheduleHearing, HoldHearing, ConfirmHearingRecord, Work, Grant, Deliver, Close]),
        new(4, "hearing, record disputed", Permit, [Submit, Accept, TellHearingRight, RequestHearing, ScheduleHearing, HoldHearing, ObjectToHearingRecord, Work, Refuse, Deliver, Close], Refuses: true),
        new(5, "hearing awaited", Permit, [Submit, Accept, TellHearingRight, RequestHearing], DemoStart.AtTheEnd),
        new(16, "time suspended", Slow, [Submit, Accept, Suspend, Resume, Work, Grant, Deliver, Close]),
        new(5, "time still suspended", Slow, [Submit, Accept, Suspend], DemoStart.AtTheEnd),
        new(12, "extended", Slow, [Submit, Accept, Extend, Work, Grant, Deliver, Close]),
        new(10, "proposed and decided", Any, [Submit, Accept, Propose, Work, Grant, Deliver, Close]),
        new(8, "proposal redone", Any, [Submit, Accept, Propose, SendBackProposal, Propose, Work, Refuse, Deliver, Close], Refuses: true),

        // Related matters, and matters taken up again.
        new(6, "linked", Any, [Submit, Accept, SubmitAnother, Accept, Link, Work, Grant, Deliver, Close], Applications: 2),
        new(6, "split", Any, [Submit, Split, Accept, Work, Grant, Deliver, TurnToOther, Accept, Work, Grant, Deliver, Close], Applications: 2),
        new(6, "merged", Any, [Submit, SubmitAnother, Merge, Accept, Work, Grant, Deliver, Close], Applications: 2),
        new(6, "reopened after refusal", Any, [Submit, Accept, Work, Refuse, Deliver, Close, Reopen, Work, Grant, Deliver, Close], Refuses: true),
        new(5, "reopened, not accepted at first", Any, [Submit, RefuseAcceptance, Reopen, Work, Grant, Deliver, Close]),

        // Data requests that go another way.
        new(8, "data request drafted and sent", Asks, [Submit, Accept, DraftRequest, SendRequest, Provide, Work, GrantOnData, Use, Deliver, Close]),
        new(6, "data request cancelled", Asks, [Submit, Accept, AskConditional, CancelRequest, Work, Grant, Deliver, Close]),
        new(8, "provider asks for more", Asks, [Submit, Accept, AskConditional, FindIncomplete, AskMore, TellMore, ApproveOnConditions, Provide, Work, GrantOnData, Use, Deliver, Close]),
        new(8, "data refused", Asks, [Submit, Accept, AskConditional, RefuseRequest, Work, Grant, Deliver, Close]),
        new(6, "dispute granted", Asks, [Submit, Accept, AskConditional, RefuseRequest, Dispute, Mediate, GrantDisputed, Provide, Work, GrantOnData, Use, Deliver, Close]),
        new(5, "dispute lost", Asks, [Submit, Accept, AskConditional, RefuseRequest, Dispute, Mediate, UpholdRefusal, Work, Grant, Deliver, Close]),
        new(5, "data not shared but owed by law", Asks, [Submit, Accept, AskWhatIsNotShared, Approve, Provide, Work, GrantOnData, Use, Deliver, Close]),
        new(8, "data in parts", Asks, [Submit, Accept, AskUnconditional, ProvideInPart, Provide, Work, GrantOnData, Use, Deliver, Close]),
        new(7, "no data found", Asks, [Submit, Accept, AskUnconditional, FindNothing, Work, Grant, Deliver, Close]),
        new(7, "source failed at first", Asks, [Submit, Accept, AskUnconditional, FailToAnswer, Provide, Work, GrantOnData, Use, Deliver, Close]),
        new(20, "data confirmed", Asks, [Submit, Accept, AskUnconditional, Provide, OfferPreview, Confirm, Work, GrantOnData, Use, Deliver, Close]),
        new(7, "data contested and corrected", Asks, [Submit, Accept, AskUnconditional, Provide, OfferPreview, Contest, CorrectAtSource, AcknowledgeWithoutImpact, Work, GrantOnData, Use, Deliver, Close]),
        new(6, "fact corrected, decision reaffirmed", Asks, [Submit, Accept, AskUnconditional, Provide, Work, GrantOnData, Use, Deliver, CorrectAtSource, AcknowledgeReviewDue, Reaffirm, Close]),
        new(4, "fact corrected, decision varied", Asks, [Submit, Accept, AskUnconditional, Provide, Work, GrantOnData, Use, Deliver, CorrectAtSource, AcknowledgeReviewDue, VaryForCorrectedFact, Deliver, Close]),
        new(6, "data misused", Asks, [Submit, Accept, AskUnconditional, Provide, Work, GrantOnData, Use, Deliver, ReportMisuse, Close]),
        new(8, "permission ran out", Asks, [Submit, Accept, AskConditional, ApproveBriefly, Provide, Work, Grant, Deliver, Expire, Dispose, Close]),
        new(6, "data asked for", Asks, [Submit, Accept, AskConditional, CheckCompleteness], DemoStart.AtTheEnd),
        new(5, "data granted", Asks, [Submit, Accept, AskConditional, Approve], DemoStart.AtTheEnd),
        new(5, "provider waits for more", Asks, [Submit, Accept, AskConditional, AskMore], DemoStart.AtTheEnd),
        new(5, "dispute before the authority", Asks, [Submit, Accept, AskConditional, RefuseRequest, Dispute, Mediate], DemoStart.AtTheEnd),
        new(5, "data request in preparation", Asks, [Submit, Accept, DraftRequest], DemoStart.AtTheEnd),
        new(5, "source out of order", Asks, [Submit, Accept, AskUnconditional, FailToAnswer], DemoStart.AtTheEnd),
        new(5, "the rest of the data awaited", Asks, [Submit, Accept, AskUnconditional, ProvideInPart], DemoStart.AtTheEnd),
        new(5, "permission ran out, data not deleted yet", Asks, [Submit, Accept, AskConditional, ApproveBriefly, Provide, Work, Grant, Deliver, Expire], DemoStart.AtTheEnd),

        // Decisions of other kinds.
        new(14, "conditions", Permit, [Submit, Accept, Work, GrantOnConditions, Deliver, Close]),
        new(12, "in part", Any, [Submit, Accept, Work, GrantInPart, Deliver, Close]),
        new(12, "paid less", Paid, [Submit, Accept, Work, PayLess, Deliver, Close]),
        new(15, "assisted by a machine", Any, [Submit, Accept, DecideAssisted, Deliver, Close]),
        new(7, "withheld from the public", Certified, [Submit, Accept, Work, GrantWithheld, Deliver, Close]),

        // What happens to decisions afterwards.
        new(6, "decided, not delivered yet", Any, [Submit, Accept, Grant], DemoStart.AtTheEnd),
        new(5, "signed, not sent yet", Any, [Submit, Accept, Work, Grant, Sign], DemoStart.AtTheEnd),
        new(5, "on its way", Any, [Submit, Accept, Work, Grant, Sign, Dispatch], DemoStart.AtTheEnd),
        new(5, "did not arrive", Any, [Submit, Accept, Work, Grant, Sign, Dispatch, FailToDeliver], DemoStart.AtTheEnd),
        new(8, "delivered at the second try", Any, [Submit, Accept, Work, Grant, Sign, Dispatch, FailToDeliver, Dispatch, Deliver, Close]),
        new(30, "published", Permit, [Submit, Accept, Work, Grant, Sign, Publish, Deliver, Close]),
        new(7, "published and redacted", Permit, [Submit, Accept, Work, Grant, Publish, Redact, Deliver, Close]),
        new(7, "clerical error", Any, [Submit, Accept, Work, Grant, Deliver, CorrectClericalError, Close]),
        new(6, "varied", Permit, [Submit, Accept, Work, Grant, Deliver, Vary, Deliver, Close]),
        new(7, "renewed", Permit, [Submit, Accept, Work, GrantForYears, Certify, Deliver, AskForRenewal, Renew, Certify, Close]),
        new(6, "renewal refused", Permit, [Submit, Accept, Work, GrantForYears, Deliver, AskForRenewal, RefuseRenewal, Close]),
        new(6, "withdrawn for the public", Permit, [Submit, Accept, Work, Grant, Deliver, WithdrawForPublicInterest, Close]),
        new(5, "revoked for fraud", Permit, [Submit, Accept, Work, Grant, Deliver, RevokeForFraud, CancelAfterRevocation, Close]),
        new(5, "revoked from above", Permit, [Submit, Accept, Work, GrantUnderSuperior, Deliver, RevokeFromAbove, Close]),
        new(5, "expired and struck off", Permit, [Submit, Accept, Work, GrantBriefly, Deliver, CancelAsExpired, Close]),
        new(5, "struck off", Permit, [Submit, Accept, Work, Grant, Deliver, CancelAsOver, Close]),
        new(7, "machine decision explained", Any, [Submit, Accept, DecideByMachine, Deliver, AskForExplanation, Explain, Close]),
        new(6, "looked at by a person, upheld", Any, [Submit, Accept, DecideByMachine, Deliver, DemandHumanReview, UpholdAfterReview, Close]),
        new(5, "looked at by a person, changed", Permit, [Submit, Accept, DecideByMachine, Deliver, DemandHumanReview, ChangeAfterReview, VaryAfterHumanReview, Deliver, Close]),

        // Challenged before the reviewing authority and in court.
        new(6, "reviewed, done anew", Reviewable, [Submit, Accept, Work, Refuse, Deliver, LodgeReview, AcceptReview, SendCopy, AnswerReview, HearParties, RevokeForRedo, DeliverReview, Work, Grant, Deliver, ReportCompliance, Close], Refuses: true),
        new(6, "reviewed, upheld", Reviewable, [Submit, Accept, Work, Refuse, Deliver, LodgeReview, AcceptReview, ChooseSimpleProcedure, SendCopy, AnswerReview, UpholdOnReview, DeliverReview, Close], Refuses: true),
        new(5, "under review", Reviewable, [Submit, Accept, Work, Refuse, Deliver, LodgeReview, AcceptReview, SendCopy], DemoStart.AtTheEnd, Refuses: true),
        new(5, "sued in vain", Reviewable, [Submit, Accept, Work, Refuse, Deliver, Sue, LoseInCourt, Close], Refuses: true),
        new(5, "reviewed, upheld, annulled in court", Reviewable,
            [Submit, Accept, Work, Refuse, Deliver, LodgeReview, AcceptReview, SendCopy, AnswerReview, HearParties, UpholdOnReview, DeliverReview, SueAfterReview, WinInCourt, Close], Refuses: true),

        // What people say of it.
        new(40, "rated well", Any, [Submit, Accept, Work, Grant, Deliver, RateWell, Close]),
        new(10, "rated badly, put right", Any, [Submit, Accept, Work, Grant, Deliver, RateBadly, ContactRater, PlanFix, FixWhatWasRated, CallBackRater, Close]),
        new(5, "rated badly, nobody came back", Any, [Submit, Accept, WorkTooLong, Grant, Deliver, RateBadly, Close]),
        new(5, "rating excluded", Any, [Submit, Accept, Work, Grant, Deliver, RateBadly, ContestRating, ExcludeRating, Close]),
        new(5, "rating contested in vain", Any, [Submit, Accept, WorkTooLong, Grant, Deliver, RateBadly, ContestRating, UpholdRating, ContactRater, Close]),
        new(6, "complaint", Any, [Submit, Accept, WorkTooLong, Grant, Deliver, Complain, AssignComplaint, AnswerComplaint, CloseComplaint, Close]),
        new(5, "suggestion", Any, [Submit, Accept, Work, Grant, Deliver, Close, Suggest, ShowSuggestion, AnswerSuggestion, ImplementSuggestion, MeasureEffect])
    ];

    /// <summary>Deals the stories to the people: a rare one to different people, the frequent ones to everybody in turn.</summary>
    public static IReadOnlyList<DemoStory>[] Deal(ulong seed)
    {
        var chance = new Chance(seed);
        var hands = Enumerable.Range(0, DemoCity.People).Select(_ => new List<DemoStory>()).ToArray();
        foreach (var story in All)
        {
            var order = chance.Shuffled(hands);
            for (var i = 0; i < story.Times; i++)
                order[i % order.Length].Add(story);
        }

        return [.. hands.Select(hand => (IReadOnlyList<DemoStory>)hand)];
    }

    /// <summary>Whether somebody like this applies for this item.</summary>
    public static bool Suits(string item, DemoPerson person) =>
        (person.IsRural || !InTheCountry.Contains(item)) && (!Ages.TryGetValue(item, out var age) || (person.Age >= age.Least && person.Age <= age.Most));

    static bool Any(DemoCity city, ServiceItem item) => true;
    static bool Permit(DemoCity city, ServiceItem item) => Terms(item).Kind is ItemKind.Permit;
    static bool Paid(DemoCity city, ServiceItem item) => Terms(item).Kind is ItemKind.Payment;
    static bool Certified(DemoCity city, ServiceItem item) => Terms(item).Kind is ItemKind.Permit or ItemKind.Confirmation;
    static bool Reviewable(DemoCity city, ServiceItem item) => item.DepartmentCode != Reviews.ReviewTerms.OfTheDemo;
    static bool Joint(DemoCity city, ServiceItem item) => Terms(item).Limits.Profile is ClockProfile.Joint;
    static bool Slow(DemoCity city, ServiceItem item) => Terms(item).Limits.Profile is not ClockProfile.Immediate;
    static bool Asks(DemoCity city, ServiceItem item) => DemoCity.HoldersFor(Terms(item)).Length > 0;
    static bool Documented(DemoCity city, ServiceItem item) => city.PaperUsedElsewhere(Terms(item)) is not null;
    static bool Agreed(DemoCity city, ServiceItem item) => city.ReceivesByAgreement(item.DepartmentCode);
    static bool Tolerates(DemoCity city, ServiceItem item) => Brings(item).Intersect(Terms(item).TolerablyMissing).Any();
    static bool Promises(DemoCity city, ServiceItem item) => Brings(item).Intersect(Terms(item).Promisable ?? []).Any();

    static ItemTerms Terms(ServiceItem item) => item.Versions[^1];

    static IEnumerable<string> Brings(ServiceItem item) => Terms(item).Papers.Where(p => p is { Required: true, SuppliedBy: PaperSource.Applicant }).Select(p => p.Id);
}
