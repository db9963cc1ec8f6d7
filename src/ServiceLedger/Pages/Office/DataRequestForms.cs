using Microsoft.Extensions.Localization;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using static ServiceLedger.Pages.Office.FieldKind;

namespace ServiceLedger.Pages.Office;

/// <summary>The forms of everything that can be done with a data request, by the side that asks, the side that gives and the data authority.</summary>
public sealed class DataRequestForms(IStringLocalizer<OfficeWords> L, IStringLocalizer<EnumWords> E)
{
    /// <summary>The forms by action.</summary>
    public IReadOnlyDictionary<DataRequestAction, ActionForm> Of(DataRequestView request)
    {
        Choice[] asked = [.. request.Asked.Select(Field)], granted = [.. request.Granted.Select(Field)], given = [.. request.Fields.Select(f => Field(f.Name))];
        var sourceSystem = new FormField("sourceSystem", L["Source system"]);
        var asOf = new FormField("asOf", L["Day the data are of"], Day);
        var article = new FormField("article", L["Article of law"]);
        return new Dictionary<DataRequestAction, ActionForm>
        {
            [DataRequestAction.Approve] = Make(
                "approve", "approval", L["Grant it"], L["All or some of the fields asked for, until a day and on conditions."], new("fields", L["Fields granted"], SomeOf, Choices: asked), new("validUntil", L["Until when"], Day),
                new("conditions", L["Conditions"], Prose, Optional: true)),
            [DataRequestAction.Provide] = Make(
                "provide", "provision", L["Give the data"], L["What was granted; of what is not given it says why."], sourceSystem, asOf, new("responseHash", L["Response of the source system"], Fingerprint), new("providerSignature", L["Signature of the provider"], Optional: true)) with
            {
                Rows =
                [
                    new("fields", L["Fields given"], L["Field"], [new("name", L["Field"], OneOf, Choices: granted), new("value", L["Value"])], Shown: Math.Max(1, granted.Length)),
                    new("missing", L["Fields not given"], L["Field"], [new("name", L["Field"], OneOf, Choices: granted), new("reason", L["Reason"], OneOf, Choices: [.. E.Choices<MissingReason>()])], AtLeast: 0, Shown: 1)
                ]
            },
            [DataRequestAction.Refuse] = Make(
                "refuse", "refusal", L["Refuse it"], L["With ground, article, and what the other side can do instead; it stands in the list of refused shares."], new("ground", L["Ground"], OneOf, Choices: [.. E.Choices<DataRefusalGround>()]), article,
                new("alternative", L["What can be done instead"], Prose)) with
            { IsGrave = true },
            [DataRequestAction.CheckCompleteness] = Make("check", "completeness", L["Check whether it is complete"], L["The provider has looked whether the request is complete."], new FormField("complete", L["Is it complete?"], YesNo)),
            [DataRequestAction.AskInfo] = Make("ask-more", "questions", L["Ask for more information"], L["The provider needs to know more before it can answer."], new FormField("question", L["Question"], Prose)),
            [DataRequestAction.ReportNotFound] = Make("not-found", "not-found", L["Nothing is held"], L["The source holds nothing about the person."], sourceSystem, asOf),
            [DataRequestAction.ReportFailure] = Make("failure", "failure", L["The source cannot answer"], L["It is recorded as a failure of the provider."], sourceSystem, new("faultCode", L["Code of the fault"])),
            [DataRequestAction.Correct] = Make(
                "correct", "correction", L["Correct a field"], L["At its source; every department that received it learns of it (PIPL art. 46)."], new("field", L["Field"], OneOf, Choices: given), new("before", L["As it stood"], Optional: true), new("after", L["As it is right"]), asOf,
                new("reason", L["Reason"], Prose)),
            [DataRequestAction.Submit] = Make("submit", "submission", L["Send it"], L["The provider sees it from now on."]),
            [DataRequestAction.Cancel] = Make("cancel", "cancellation", L["Cancel the request"], L["It is needed no more."], new FormField("reason", L["Reason"], Prose)) with { IsGrave = true },
            [DataRequestAction.GiveInfo] = Make("answer", "answers", L["Answer the question"], L["The provider asked for more."], new FormField("answer", L["Answer"], Prose)),
            [DataRequestAction.OfferPreview] = Make("preview", "preview", L["Show it to the person"], L["The person sees what was fetched, and may say that it is wrong."], new FormField("via", L["How"], OneOf, Choices: [.. E.Choices<Channel>()])),
            [DataRequestAction.Confirm] = Make("confirm", "confirmation", L["The person confirms it"], L["The person says that these fields are right."], new FormField("fields", L["Fields"], SomeOf, Choices: given)),
            [DataRequestAction.Contest] = Make(
                "contest", "contest", L["The person contests it"], L["Their own paper prevails for this matter (Zhejiang 2018, art. 7)."], new("field", L["Field"], OneOf, Choices: given), new("claim", L["What the person says is right"], Prose)),
            [DataRequestAction.RecordUse] = Make("record-use", "use", L["Record that a decision rests on it"], L["So that a correction finds the decision."], new("decisionId", L["Id of the decision"]), new("fields", L["Fields"], SomeOf, Choices: given)),
            [DataRequestAction.Acknowledge] = Make(
                "acknowledge", "acknowledgement", L["Say what a correction means here"], L["Nothing, or that the decisions resting on it must be looked at again."],
                new("correctionId", L["Which correction"], OneOf, Choices: [.. request.CorrectionsOpen.Select(c => new Choice(c.Id.ToString(), c.Field))]), new("impact", L["What it means"], OneOf, Choices: [.. E.Choices<CorrectionImpact>()])),
            [DataRequestAction.RaiseDispute] = Make("dispute", "dispute", L["Dispute the refusal"], L["The data authority decides (Order 809, art. 26)."], new FormField("grounds", L["Grounds"], Prose)),
            [DataRequestAction.Mediate] = Make("mediate", "dispute/mediation", L["Record the mediation"], L["The data authority has brought both sides together."], new FormField("result", L["Result"], Prose)),
            [DataRequestAction.DecideDispute] = Make(
                "decide-dispute", "dispute/decision", L["Decide the dispute"], L["Fields are granted until a day, or the refusal is upheld."], new("outcome", L["Outcome"], OneOf, Choices: [.. E.Choices<DisputeOutcome>()]), article, new("reasons", L["Reasons"], Prose),
                new("fields", L["Fields granted"], SomeOf, Optional: true, Choices: asked), new("validUntil", L["Until when"], Day, Optional: true)),
            [DataRequestAction.ReportMisuse] = Make(
                "report-misuse", "misuse", L["Report misuse"], L["The data were used for something else, or passed on (Order 809, art. 25)."], new("fields", L["Fields"], SomeOf, Choices: given), new("finding", L["Finding"], Prose)) with
            { IsGrave = true },
            [DataRequestAction.Expire] = Make("expire", "expiry", L["The permission has run out"], L["The data may be used no more."]),
            [DataRequestAction.Dispose] = Make("dispose", "disposal", L["The data were returned or deleted"], L["What may be used no more is not kept."], new FormField("method", L["How"], OneOf, Choices: [.. E.Choices<DataDisposal>()]))
        };

        ActionForm Make(string slug, string path, string title, string says, params FormField[] fields) => new(slug, $"/api/data-requests/{request.Id}/{path}", title, says, fields);
        static Choice Field(string name) => new(name, name);
    }
}
