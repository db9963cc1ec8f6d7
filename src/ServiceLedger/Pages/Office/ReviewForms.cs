using Microsoft.Extensions.Localization;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Reviews;
using static ServiceLedger.Pages.Office.FieldKind;

namespace ServiceLedger.Pages.Office;

/// <summary>The forms of everything that can be done with a review or a suit, by the authority that reviews, the department that answers for the decision, and whoever takes down what the applicant says.</summary>
public sealed class ReviewForms(IStringLocalizer<OfficeWords> L, IStringLocalizer<EnumWords> E, MatterForms matters)
{
    /// <summary>Where a suit is recorded that came without a review before it.</summary>
    public const string RecordSuit = "record-suit";

    // What a review does not come to by being decided, and what no court does.
    static readonly ChallengeOutcome[] Undecided = [ChallengeOutcome.NotAccepted, ChallengeOutcome.Ended], OfReviewsOnly = [ChallengeOutcome.Upheld, ChallengeOutcome.Mediated];

    /// <summary>The forms by action, in the order in which a review goes.</summary>
    /// <param name="departments">Those that it may be passed on to.</param>
    public IReadOnlyDictionary<ReviewAction, ActionForm> Of(ReviewView review, IReadOnlyList<Choice> departments)
    {
        var reasons = new FormField("reasons", L["Reasons"], Prose);
        var text = new FormField("text", L["In words"], Prose);
        var report = new FormField("report", L["Report"], Prose);
        var court = new FormField("court", L["Court"]);
        var approver = new FormField("approver", L["Approved by"]);
        var part = new FormField("part", L["Where a part is revoked: which"], Prose, Optional: true);
        var performBy = new FormField("performBy", L["Where something is ordered: until when"], Day, Optional: true);
        return new Dictionary<ReviewAction, ActionForm>
        {
            [ReviewAction.Accept] = Make("accept", "acceptance", L["Accept the review"], L["It is in order and is examined from now on (REV art. 30). Silence for five working days counts as acceptance."]),
            [ReviewAction.AskCorrection] = Make("ask-correction", "correction-request", L["Ask for what is missing"], L["All at once, and once; the applicant has ten working days (REV art. 31)."], new FormField("missing", L["What is missing"], Prose)),
            [ReviewAction.SupplyCorrection] = Make("supply-correction", "correction", L["Take down what was missing"], L["The applicant supplied it."], text),
            [ReviewAction.RefuseAcceptance] = Make(
                "refuse-acceptance", "non-acceptance", L["Refuse to accept"], L["With ground, reasons and the court to go to (REV art. 30, 34)."], new("ground", L["Ground"], OneOf, Choices: [.. E.Choices<NonAcceptanceGround>()]), reasons, court) with
            { IsGrave = true },
            [ReviewAction.Transfer] = Make(
                "transfer", "transfer", L["Pass it on"], L["Another authority is competent; the applicant is told which."], new("toAuthority", L["To which authority"], OneOf, Choices: [.. departments.Where(d => d.Value != review.Authority)]), reasons),
            [ReviewAction.ChooseProcedure] = review.Procedure is null
                ? Make(
                    "procedure", "procedure", L["Choose the procedure"], L["The simple one needs a ground (REV art. 53)."], new("procedure", L["Procedure"], OneOf, Choices: [.. E.Choices<ReviewProcedure>()]),
                    new("ground", L["Ground of the simple procedure"], OneOf, Optional: true, Choices: [.. E.Choices<SimpleGround>()]))
                : Make(
                    "procedure", "procedure", L["Go over to the ordinary procedure"], L["With the approval of who answers for the reviewing body (REV art. 55)."],
                    new("procedure", L["Procedure"], OneOf, Choices: [new("ordinary", E.Of(ReviewProcedure.Ordinary))]), approver),
            [ReviewAction.SendCopy] = Make("send-copy", "copy", L["Send the respondent a copy"], L["Its time to answer runs from then: ten working days, five in the simple procedure (REV art. 48, 54)."]),
            [ReviewAction.FileResponse] = Make(
                "respond", "response", L["Answer the review"], L["With the evidence on which it was decided and no other: what is gathered afterwards does not count (REV art. 44, 46)."],
                [new("answer", L["Answer"], Prose), .. review.EvidenceBundleHash is { } hash ? [new FormField("evidenceBundleHash", L["The evidence it was decided on"], OneOf, L["What the officer had opened, as it was pinned when it was decided."], Choices: [new(hash, hash)])] : Array.Empty<FormField>()]),
            [ReviewAction.RecordNoResponse] = Make("no-response", "no-response", L["Record that no answer came"], L["What was done then counts as having no evidence (REV art. 70)."]) with { IsGrave = true },
            [ReviewAction.HearOpinions] = Make("hear", "opinions", L["Record that the parties were heard"], L["On paper only where they cannot be heard for a reason of theirs (REV art. 49)."], new("manner", L["How"], OneOf, Choices: [.. E.Choices<HearingManner>()]), new("summary", L["What they said"], Prose)),
            [ReviewAction.HoldHearing] = Make(
                "hold-hearing", "hearing", L["Record the hearing"], L["Who presides does not decide; the fingerprint of the written record is kept (REV art. 50, 51)."], new("presider", L["Who presides"]), new("recordHash", L["The written record"], Fingerprint)),
            [ReviewAction.AgreeMediation] = Make("mediation", "mediation", L["Record that the parties agreed"], L["It is then closed by mediation (REV art. 73)."], new FormField("terms", L["What they agreed on"], Prose)),
            [ReviewAction.Extend] = Make(
                "extend", "extension", L["Extend the time"], L["By 30 days at most, once, with approval, and both sides told (REV art. 62)."], new("days", L["Days more"], Number), approver, reasons),
            [ReviewAction.Suspend] = Make("suspend", "suspension", L["Let it rest"], L["On a ground of the closed list only (REV art. 39)."], new("ground", L["Ground"], OneOf, Choices: [.. E.Choices<ReviewSuspensionGround>()]), reasons),
            [ReviewAction.Resume] = Make("resume", "resumption", L["Go on with it"], L["The ground is gone."]),
            [ReviewAction.StayExecution] = Make(
                "stay", "stay", L["Stop the decision meanwhile"], L["It is not carried out while it is reviewed (REV art. 42)."], new("ground", L["Ground"], OneOf, Choices: [.. E.Choices<StayGround>()]), reasons),
            [ReviewAction.LiftStay] = Make("lift-stay", "stay/lifting", L["Let the decision be carried out"], L["It may be carried out again."], reasons),
            [ReviewAction.Terminate] = Make("terminate", "termination", L["End it undecided"], L["On a ground of the closed list only (REV art. 41)."], new("ground", L["Ground"], OneOf, Choices: [.. E.Choices<ReviewTerminationGround>()]), reasons) with { IsGrave = true },
            [ReviewAction.Withdraw] = Make("withdraw", "withdrawal", L["Take down a withdrawal"], L["The applicant takes it back before it is decided (REV art. 74)."], reasons) with { IsGrave = true },
            [ReviewAction.Decide] = Make(
                "decide", "decision", L["Decide the review"], L["In writing, with reasons, and the court to go to (REV art. 63 to 75). What it does to the decision and the matter is recorded with it."],
                [
                    new("outcome", L["Outcome"], OneOf, Choices: Outcomes(Undecided)), reasons, new("legalBasis", L["Legal basis, one article a line"], Lines), court, part, performBy,
                    new("compensationFen", L["What the department pays, in yuan"], Yuan, Optional: true), .. NewRuling()
                ]) with
            { IsGrave = true },
            [ReviewAction.Deliver] = Make("deliver", "delivery", L["Record that it arrived"], L["It has effect once it reached the applicant (REV art. 75)."], new FormField("method", L["How it reaches the person"], OneOf, Choices: [.. E.Choices<DeliveryMethod>()])),
            [ReviewAction.ReportCompliance] = Make("compliance", "compliance", L["Report what was done"], L["Whether the department did what was decided (REV art. 77)."], new("complied", L["Did it do what was decided?"], YesNo), report),
            [ReviewAction.IssueOpinion] = Make("opinion", "opinion", L["Tell the department what else to put right"], L["It reports within 60 days (REV art. 76)."], text),
            [ReviewAction.AnswerOpinion] = Make("answer-opinion", "opinion/report", L["Report how that was put right"], L["To the authority that asked for it (REV art. 76)."], report),
            [ReviewAction.FileLawsuit] = Make("suit", "lawsuit", L["Record a suit"], L["Somebody went to court after the review, within fifteen days (LIT art. 45)."], court),
            [ReviewAction.RecordJudgment] = Make(
                "judgment", "judgment", L["Record the judgment"], L["What the court ruled, and what that does to the decision and the matter (LIT art. 69 to 77)."],
                [
                    new("outcome", L["Outcome"], OneOf, Choices: Outcomes(OfReviewsOnly)), new("judgmentNumber", L["Number of the judgment"]), new("documentHash", L["The judgment"], Fingerprint),
                    part, performBy, .. NewRuling()
                ]) with
            { IsGrave = true }
        };

        ActionForm Make(string slug, string path, string title, string says, params FormField[] fields) => new(slug, $"/api/reviews/{review.Id}/{path}", title, says, fields);
    }

    /// <summary>Somebody went to court over a decision at once; the department that was sued records it.</summary>
    public ActionForm Suit(Guid decisionId) => new(
        RecordSuit, $"/api/decisions/{decisionId}/lawsuits", L["Record a suit"], L["Somebody went to court over the decision without a review before (LIT art. 44, 46)."],
        [
            new("court", L["Court"]), new("knownOn", L["Day the person learnt of the decision"], Day, L["Where it was not delivered."], Optional: true),
            new("remediesKnownOn", L["Day the person learnt of the remedies"], Day, L["Where the decision did not tell them."], Optional: true), new("realEstate", L["Is it about real estate?"], YesNo)
        ])
    {
        Rows = [new("obstacles", L["What kept the person from it"], L["Obstacle"], [new("from", L["From"], Day), new("to", L["To"], Day), new("reason", L["Reason"], Prose)], AtLeast: 0, Shown: 1)]
    };

    /// <summary>The actions by whose they are, in the order in which a review goes.</summary>
    public IReadOnlyList<(string Group, ReviewAction[] Actions)> Groups() =>
    [
        (L["Intake"], [ReviewAction.Accept, ReviewAction.AskCorrection, ReviewAction.SupplyCorrection, ReviewAction.RefuseAcceptance, ReviewAction.Transfer]),
        (L["Examination"], [
            ReviewAction.ChooseProcedure, ReviewAction.SendCopy, ReviewAction.FileResponse, ReviewAction.RecordNoResponse, ReviewAction.HearOpinions, ReviewAction.HoldHearing, ReviewAction.AgreeMediation]),
        (L["Time"], [ReviewAction.Extend, ReviewAction.Suspend, ReviewAction.Resume, ReviewAction.StayExecution, ReviewAction.LiftStay]),
        (L["Decision"], [ReviewAction.Decide, ReviewAction.Deliver, ReviewAction.Terminate, ReviewAction.Withdraw]),
        (L["Afterwards"], [ReviewAction.ReportCompliance, ReviewAction.IssueOpinion, ReviewAction.AnswerOpinion, ReviewAction.FileLawsuit, ReviewAction.RecordJudgment])
    ];

    Choice[] Outcomes(ChallengeOutcome[] without) => [.. Enum.GetValues<ChallengeOutcome>().Except(without).Select(o => new Choice(o.InJson(), E.Of(o)))];

    // What takes the place of the old ruling, where it is varied.
    FormField[] NewRuling() =>
    [
        new("ruling.kind", L["Where it is varied: how to decide"], OneOf, Optional: true, Choices: [.. E.Choices<RulingKind>()]), new("ruling.validFrom", L["Valid from"], Day, Optional: true), new("ruling.validTo", L["Valid to"], Day, Optional: true),
        new("ruling.conditions", L["Conditions, one a line"], Lines, Optional: true), new("ruling.granted", L["What is granted"], Prose, Optional: true), new("ruling.fact", L["The fact that is confirmed"], Prose, Optional: true),
        new("ruling.amountFen", L["Amount in yuan"], Yuan, Optional: true), new("ruling.reasons", L["Reasons of the new ruling"], Prose, Optional: true), .. matters.Remedies(optional: true).Select(f => f with { Name = "ruling." + f.Name })
    ];
}
