using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using static ServiceLedger.Pages.Office.FieldKind;

namespace ServiceLedger.Pages.Office;

/// <summary>What a form about a matter chooses from.</summary>
/// <param name="Papers">The papers of the item.</param>
/// <param name="Own">Credit code of the officer's department.</param>
public sealed record MatterChoices(ApplicationView Matter, IReadOnlyList<Choice> Papers, IReadOnlyList<Choice> Departments, string? Own);

/// <summary>The forms of everything that can be done with a matter; which of them are shown its <c>next</c> list says.</summary>
public sealed class MatterForms(IStringLocalizer<OfficeWords> L, IStringLocalizer<EnumWords> E)
{
    /// <summary>Where the decision is made: it has a page of its own.</summary>
    public const string Decide = "decide";

    /// <summary>The forms by action, in the order in which a matter goes.</summary>
    public IReadOnlyDictionary<ApplicationAction, ActionForm> Of(MatterChoices c)
    {
        var matter = c.Matter;
        Choice[] told = [.. matter.ToCorrect.Select(r => new Choice(r, NameOf(r, c)))];
        Choice[] requirements = [.. c.Papers, new(SituationChoice, L["What the applicant says of the case"])];
        Choice[] others = [.. c.Departments.Where(d => d.Value != c.Own)];
        FormRows materials = new("materials", L["Papers"], L["Paper"], [new("paperId", L["Which paper"], OneOf, Choices: c.Papers), new("form", L["Form"], OneOf, Choices: [.. E.Choices<PaperForm>()]), new("grade", L["Grade"], OneOf, Choices: [.. E.Choices<EvidenceGrade>()])]);
        FormRows defects = new(
            "defects", L["What must be put right"], L["Point"],
            [
                new("requirement", L["Which paper"], OneOf, Choices: requirements), new("fault", L["What is wrong with it"], Prose), new("cure", L["How to put it right"], Prose),
                new("heldIsUnfit", L["If an office holds it: why it will not do"], OneOf, Optional: true, Choices: [.. E.Choices<HeldUnfit>()])
            ]);
        var dueBy = new FormField("dueBy", L["Until when"], Day);
        var notifiedBy = new FormField("notifiedBy", L["How the person is told"], OneOf, Choices: [.. E.Choices<Channel>()]);
        var article = new FormField("article", L["Article of law"]);
        var reasons = new FormField("reasons", L["Reasons"], Prose);
        return new Dictionary<ApplicationAction, ActionForm>
        {
            [ApplicationAction.Accept] = Make("accept", "acceptance", L["Accept"], L["The application is complete; the department must handle it from now on, and its time runs (LIC art. 32(5))."]),
            [ApplicationAction.AcceptProvisionally] = Make(
                "accept-provisionally", "provisional-acceptance", L["Accept provisionally"], L["Papers are missing that may come later; the applicant promises them by a day."],
                new("cureBy", L["Papers come by"], Day), new("promise", L["The applicant's words"], Prose)),
            [ApplicationAction.RequestCorrection] = Make(
                "request-correction", "correction-requests", L["Tell what to put right"], L["The one complete list: all that must be put right is told at once (LIC art. 32(4))."], dueBy, notifiedBy) with
            {
                Rows = [defects],
                Warning = L["Put everything into this list. A second list is allowed only with reasons, and supervision follows each one."]
            },
            [ApplicationAction.AmendCorrectionList] = Make(
                "amend-correction-list", "correction-requests/amendment", L["Tell a second list"], L["The list told was not complete. Give the whole new list."], dueBy, notifiedBy,
                new("reason", L["Why it was not told at once"], Prose)) with
            {
                Rows = [defects],
                IsGrave = true,
                Warning = L["This is recorded as a breach of the rule that all is told once (LIC art. 32(4), 72), and supervision follows it."]
            },
            [ApplicationAction.SubmitCorrection] = Make(
                "submit-correction", "corrections", L["Take in corrections"], L["What the applicant put right, and the papers that came with it."], new FormField("cured", L["What is put right"], SomeOf, Choices: told)) with
            { Rows = [materials with { AtLeast = 0 }] },
            [ApplicationAction.CorrectOnSpot] = Make(
                "correct-on-spot", "on-spot-corrections", L["Correct on the spot"], L["A slip that can be put right at once is (LIC art. 32(3))."], new("requirement", L["Where"], OneOf, Choices: requirements),
                new("before", L["As it stood"], Prose), new("after", L["As it is right"], Prose)),
            [ApplicationAction.NotifyNotRequired] = Make(
                "not-required", "not-required", L["Say that none is needed"], L["What is asked for needs no permission; the applicant is told at once (LIC art. 32(1))."], article, new("explanation", L["Explanation"], Prose, Optional: true)) with
            { IsGrave = true },
            [ApplicationAction.RefuseOutOfRemit] = Make(
                "out-of-remit", "out-of-remit", L["Not for this department"], L["The matter belongs elsewhere; the applicant is told where (LIC art. 32(2))."], new("competentAuthority", L["Whose it is"]), article) with
            { IsGrave = true },
            [ApplicationAction.RefuseAcceptance] = Make(
                "refuse-acceptance", "refusal-of-acceptance", L["Refuse to accept"], L["A dated voucher with reasons and remedies (LIC art. 32)."], [article, reasons, .. Remedies()]) with
            { IsGrave = true },
            [ApplicationAction.RevokeAcceptance] = Make(
                "revoke-acceptance", "revocation-of-acceptance", L["Revoke the acceptance"], L["What was promised did not come, or it should not have been accepted."], [article, reasons, .. Remedies()]) with
            { IsGrave = true },
            [ApplicationAction.ReceiveMaterials] = Make("receive-materials", "materials", L["Take in papers"], L["Papers that come in after the application."]) with { Rows = [materials] },
            [ApplicationAction.Promise] = Make(
                "promise", "commitment", L["Take down a promise"], L["The applicant promises, at their own choice, what papers would prove (Chongqing 2021, art. 50)."], new("papers", L["Papers it stands for"], SomeOf, Choices: c.Papers),
                new("statement", L["The applicant's words"], Prose)),
            [ApplicationAction.RecordVisit] = Make(
                "record-visit", "visits", L["Record a visit"], L["Somebody came in person for this matter; one visit at most is the aim."], new("place", L["Place"]),
                new("divisionCode", L["Division code of the place"], Hint: L["6, 9 or 12 digits"]), new("purpose", L["What for"], OneOf, Choices: [.. E.Choices<VisitPurpose>()]), new("requiredByLaw", L["Does a law require the visit?"], YesNo),
                new("startedAt", L["From"], Moment), new("endedAt", L["To"], Moment), new("travelMinutes", L["Minutes on the way, one way"], Number, Optional: true)) with
            { Dated = false },
            [ApplicationAction.Suspend] = Make(
                "suspend", "suspension", L["Let the time stand still"], L["On a ground of the closed list only, told to the applicant in writing (LIC art. 45)."], new("ground", L["Ground"], OneOf, Choices: [.. E.Choices<SuspensionGround>()]), article,
                new("expectedDays", L["Working days it is expected to take"], Number), new("noticeNumber", L["Number of the written notice"])),
            [ApplicationAction.Resume] = Make("resume", "resumption", L["Let the time run again"], L["The ground is gone: the time counts again."]),
            [ApplicationAction.Extend] = Make(
                "extend", "extension", L["Extend the limit"], L["Once, with the approval the law asks for, and the applicant told why (LIC art. 42)."], new("days", L["Working days more"], Number), new("approver", L["Approved by"]),
                new("rank", L["Rank"], OneOf, Choices: [.. E.Choices<ApproverRank>()]), reasons, new("noticeNumber", L["Number of the written notice"])),
            [ApplicationAction.CorrectAcceptanceDate] = Make(
                "correct-acceptance-date", "acceptance/correction", L["Correct the day of acceptance"], L["It was recorded wrongly; all limits are reckoned anew."], new("acceptedAt", L["Accepted at"], Moment), new("reason", L["Reason"], Prose)) with
            { Dated = false, Warning = L["Supervision follows it."] },
            [ApplicationAction.StartStep] = Make(
                "start-step", "steps", L["Begin a step"], L["A named step of handling begins."], new("stepCode", L["Step"]), new("promisedDays", L["Working days promised for it"], Number, Optional: true)),
            [ApplicationAction.CompleteStep] = Make(
                "complete-step", "steps/completion", L["Complete a step"], L["A named step of handling is done."], matter.OpenSteps.Count > 0 ? new FormField("stepCode", L["Step"], OneOf, Choices: [.. matter.OpenSteps.Select(s => new Choice(s, s))]) : new("stepCode", L["Step"])),
            [ApplicationAction.RequestOpinions] = Make(
                "request-opinions", "opinion-requests", L["Ask for opinions"], L["Other departments are asked, all at once or one after the other (LIC art. 26)."], new FormField("handling", L["In which order"], OneOf, Choices: [.. E.Choices<JointHandling>()])) with
            { Rows = [new("asked", L["Who is asked what"], L["Department"], [new("department", L["Department"], OneOf, Choices: others), new("question", L["Question"], Prose), dueBy])] },
            [ApplicationAction.GiveOpinion] = Make(
                "give-opinion", "opinions", L["Give an opinion"], L["The department answers what it was asked."],
                new("number", L["Which question"], OneOf, Choices: [.. matter.Opinions.Where(o => o.GivenAt is null && o.Department == c.Own).Select(o => Numbered(o.Number))]), new("opinion", L["Opinion"], OneOf, Choices: [.. E.Choices<JointOpinion>()]),
                new("text", L["In words"], Prose)),
            [ApplicationAction.ForwardFirstReview] = Make(
                "forward-first-review", "first-review", L["Hand it up"], L["The lower level has reviewed it; the upper one decides and may not ask for the papers again (LIC art. 35)."], new("toDepartment", L["To which department"], OneOf, Choices: others),
                new("opinion", L["Opinion"], Prose)),
            [ApplicationAction.RecordCheck] = Make(
                "record-check", "substantive-checks", L["Record a check on the spot"], L["Two officers or more check the substance (LIC art. 34)."], new("officers", L["Officers, one a line"], Lines), new("checkedOn", L["Day"], Day), new("place", L["Place"]),
                new("findings", L["Findings"], Prose)),
            [ApplicationAction.NotifyThirdParty] = Make(
                "notify-third-party", "third-parties", L["Tell somebody concerned"], L["Whoever's interests are touched may speak (LIC art. 36)."], new("party", L["Who"]), new("interest", L["Their interest"], Prose), dueBy),
            [ApplicationAction.ReceiveStatement] = Make(
                "receive-statement", "third-parties/statements", L["Take down a statement"], L["What somebody concerned has to say."],
                new("number", L["Of whom"], OneOf, Choices: [.. matter.ThirdParties.Where(t => !t.Heard).Select(t => Numbered(t.Number))]), new("statement", L["Statement"], Prose)),
            [ApplicationAction.NotifyHearingRight] = Make("notify-hearing-right", "hearing", L["Tell of the right to a hearing"], L["Those concerned may ask for it within 5 working days (LIC art. 47)."]),
            [ApplicationAction.RequestHearing] = Make("request-hearing", "hearing/request", L["Take down a request for a hearing"], L["A hearing is asked for."], new FormField("requestedBy", L["Who asks"], OneOf, Choices: [.. E.Choices<HearingParty>()])),
            [ApplicationAction.ScheduleHearing] = Make(
                "schedule-hearing", "hearing/schedule", L["Fix the hearing"], L["Told at least seven days before; who reviewed the matter does not preside (LIC art. 48)."], new("heldAt", L["When"], Moment), new("place", L["Place"]),
                new("presider", L["Who presides"]), new("public", L["Is it public?"], YesNo)),
            [ApplicationAction.HoldHearing] = Make("hold-hearing", "hearing/holding", L["Record the hearing"], L["The hearing was held; the fingerprint of its written record is kept."], new FormField("recordHash", L["The written record"], Fingerprint)),
            [ApplicationAction.ConfirmHearingRecord] = Make(
                "confirm-hearing-record", "hearing/record", L["Settle the hearing's record"], L["Those heard confirm it, or say what is wrong with it (LIC art. 48(5))."], new("confirmed", L["Do they confirm it?"], YesNo), new("remarks", L["Remarks"], Prose, Optional: true)),
            [ApplicationAction.ProposeDecision] = Make(
                "propose-decision", "proposals", L["Propose a decision"], L["Another officer decides, or sends it back."], new("kind", L["How to decide"], OneOf, Choices: [.. E.Choices<RulingKind>()]), reasons),
            [ApplicationAction.ReturnForRework] = Make("return-for-rework", "proposals/return", L["Send the proposal back"], L["The proposal is to be redone."], new FormField("comments", L["What is to be redone"], Prose)),
            [ApplicationAction.TransferCustody] = Make(
                "transfer", "transfer", L["Send it on"], L["Another department or officer takes it or sends it back; until then you answer for it."], new("toDepartment", L["To which department"], OneOf, Choices: c.Departments),
                new("toOfficer", L["To which officer"], Optional: true), new("reason", L["Reason"], Prose)),
            [ApplicationAction.AcceptCustody] = Make("take-over", "transfer/acceptance", L["Take it over"], L["From now on your department is in charge."]),
            [ApplicationAction.ReturnCustody] = Make("send-back", "transfer/return", L["Send it back"], L["It never left the sender's charge."], new FormField("reason", L["Reason"], Prose)),
            [ApplicationAction.DeclareConflict] = Make("declare-conflict", "conflicts", L["Say that I am not impartial"], L["Who has ties does not act in the matter."], new FormField("relation", L["How you are tied to it"], Prose)) with { Dated = false },
            [ApplicationAction.Recuse] = Make("recuse", "recusals", L["Put another officer on it"], L["An officer is taken off the matter and another put on it."], new("officer", L["Officer"]), new("replacement", L["Who takes over"])) with { Dated = false },
            [ApplicationAction.Link] = Make(
                "link", "links", L["Link another matter"], L["Another matter of the same person belongs to this one."], new("applicationId", L["Case number of the other matter"], Matter), new("kind", L["How they belong together"], OneOf, Choices: [.. E.Choices<LinkKind>()])) with
            { Dated = false },
            [ApplicationAction.Split] = Make(
                "split", "split", L["Split it"], L["A part becomes an application of its own; the day the whole was received counts for it."], new("itemCode", L["Code of the item"]), new("reason", L["Reason"], Prose), new("situation", L["What the part is about"], Prose, Optional: true)) with
            { Dated = false },
            [ApplicationAction.Merge] = Make("merge", "merge", L["Merge it"], L["It goes on in another matter of the same person."], new("intoApplicationId", L["Case number of the other matter"], Matter), new("reason", L["Reason"], Prose)) with { Dated = false, IsGrave = true },
            [ApplicationAction.Withdraw] = Make("withdraw", "withdrawal", L["Take down a withdrawal"], L["The applicant takes the application back."], new FormField("reason", L["Reason"], Prose, Optional: true)) with { IsGrave = true },
            [ApplicationAction.Reopen] = Make("reopen", "reopening", L["Reopen it"], L["A review or court ordered it, or an error was found; its time begins anew."], new("cause", L["Why"], OneOf, Choices: [.. E.Choices<ReopeningCause>()]), new("reference", L["Number of the order or note"])),
            [ApplicationAction.Close] = Make("close", "closing", L["Close it"], L["Nothing more will be done; the time it is kept runs from tomorrow."]),
            [ApplicationAction.SaveDraft] = Make("save-draft", "draft", L["Save the draft"], L["New content replaces the old."], new FormField("situation", L["What the applicant says of the case"], Prose, Optional: true)) with { Rows = [materials with { AtLeast = 0 }], Dated = false },
            [ApplicationAction.SubmitDraft] = Make("submit-draft", "submission", L["Submit the draft"], L["It is submitted as it was last saved."], new FormField("submittedBy", L["How it came"], OneOf, Choices: [.. E.Choices<Channel>()])) with { Dated = false },
            [ApplicationAction.DiscardDraft] = Make("discard-draft", "draft/discarding", L["Discard the draft"], L["The draft is given up."]) with { Dated = false, IsGrave = true }
        };

        ActionForm Make(string slug, string path, string title, string says, params FormField[] fields) => new(slug, $"/api/applications/{matter.Id}/{path}", title, says, fields);
    }

    /// <summary>The actions by what they have to do with, in the order in which a matter goes.</summary>
    public IReadOnlyList<(string Group, ApplicationAction[] Actions)> Groups() =>
    [
        (L["Intake"], [
            ApplicationAction.Accept, ApplicationAction.AcceptProvisionally, ApplicationAction.RequestCorrection, ApplicationAction.AmendCorrectionList, ApplicationAction.SubmitCorrection, ApplicationAction.CorrectOnSpot,
            ApplicationAction.ReceiveMaterials, ApplicationAction.Promise, ApplicationAction.RefuseAcceptance, ApplicationAction.NotifyNotRequired, ApplicationAction.RefuseOutOfRemit, ApplicationAction.RevokeAcceptance,
            ApplicationAction.SubmitDraft, ApplicationAction.SaveDraft, ApplicationAction.DiscardDraft]),
        (L["Time"], [ApplicationAction.Suspend, ApplicationAction.Resume, ApplicationAction.Extend, ApplicationAction.CorrectAcceptanceDate]),
        (L["Review"], [
            ApplicationAction.StartStep, ApplicationAction.CompleteStep, ApplicationAction.GiveOpinion, ApplicationAction.RequestOpinions, ApplicationAction.ForwardFirstReview, ApplicationAction.RecordCheck,
            ApplicationAction.NotifyThirdParty, ApplicationAction.ReceiveStatement, ApplicationAction.RecordVisit]),
        (L["Hearing"], [ApplicationAction.NotifyHearingRight, ApplicationAction.RequestHearing, ApplicationAction.ScheduleHearing, ApplicationAction.HoldHearing, ApplicationAction.ConfirmHearingRecord]),
        (L["Decision"], [ApplicationAction.ProposeDecision, ApplicationAction.ReturnForRework]),
        (L["Who handles it"], [ApplicationAction.AcceptCustody, ApplicationAction.ReturnCustody, ApplicationAction.TransferCustody, ApplicationAction.DeclareConflict, ApplicationAction.Recuse]),
        (L["The matter as a whole"], [ApplicationAction.Link, ApplicationAction.Split, ApplicationAction.Merge, ApplicationAction.Withdraw, ApplicationAction.Reopen, ApplicationAction.Close])
    ];

    /// <summary>What is asked of another department for a matter.</summary>
    public ActionForm AskForData(MatterChoices c) => new(
        "ask-for-data", "/api/data-requests", L["Ask another department"], L["What an office holds is asked of it and not of the person (Order 716, art. 7)."],
        [
            new("providingDepartment", L["Department that holds it"], OneOf, Choices: [.. c.Departments.Where(d => d.Value != c.Own)]), new("dataItemCode", L["Code of the data item"]),
            new("sharingClass", L["How it is shared"], OneOf, Choices: [.. E.Choices<DataRequests.SharingClass>()]), new("fields", L["Fields, one a line"], Lines, L["Only what the matter needs."]),
            new("purpose", L["Purpose"], OneOf, Choices: [.. PurposeChoices.Of(null)]), new("legalBasis", L["Legal basis"]), new("necessity", L["Why the matter needs it"], Prose),
            new("urgency", L["Urgency"], OneOf, Choices: [.. E.Choices<DataRequests.Urgency>()]), new("dueBy", L["Until when"], Day, Optional: true),
            new("obligingLaw", L["Where it is not shared: the law that obliges the provider"], Optional: true)
        ]);

    /// <summary>Where and until when something can be challenged.</summary>
    public FormField[] Remedies(bool optional = false) =>
    [
        new("remedies.reconsiderationAuthority", L["Reconsideration: authority"], Optional: optional), new("remedies.reconsiderationDays", L["Reconsideration: days"], Number, L["60 where no law gives more (REV art. 20)."], optional),
        new("remedies.court", L["Suit: court"], Optional: optional), new("remedies.litigationMonths", L["Suit: months"], Number, L["6 where no law says otherwise (LIT art. 46)."], optional),
        new("remedies.onlineChannel", L["Where to apply online"], Hint: L["Needed where it is delivered online (REV art. 22)."], Optional: true)
    ];

    const string SituationChoice = "situation";

    string NameOf(string requirement, MatterChoices c) => c.Papers.FirstOrDefault(p => p.Value == requirement)?.Text ?? (requirement == SituationChoice ? L["What the applicant says of the case"] : requirement);

    static Choice Numbered(int number) => new(number.ToString(System.Globalization.CultureInfo.InvariantCulture), number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
