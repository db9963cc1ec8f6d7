using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Pages.Parts;
using static ServiceLedger.Pages.Office.FieldKind;

namespace ServiceLedger.Pages.Office;

/// <summary>The forms of the decision itself, and of everything that can be done with one.</summary>
public sealed class DecisionForms(IStringLocalizer<OfficeWords> L, IStringLocalizer<EnumWords> E, MatterForms matters)
{
    /// <summary>What a ruling of this kind takes: what it must not lack, as reasons and remedies of a refusal (LIC art. 38), cannot be left out.</summary>
    /// <param name="papers">Documents that facts may rest on.</param>
    public ActionForm Ruling(RulingKind kind, Guid applicationId, IReadOnlyList<Choice> papers)
    {
        FormField[] term = [new("validFrom", L["Valid from"], Day, Optional: true), new("validTo", L["Valid to"], Day, Optional: true)];
        FormField[] shortfall = [new("reasons", L["Reasons"], Prose, L["What was not granted and why, with the facts and the law."]), .. matters.Remedies()];
        var amount = new FormField("amountFen", L["Amount in yuan"], Yuan);
        FormField[] own = kind switch
        {
            RulingKind.Grant => term,
            RulingKind.Refusal => shortfall,
            RulingKind.GrantWithConditions => [new("conditions", L["Conditions, one a line"], Lines), .. term, .. shortfall],
            RulingKind.Partly => [new("granted", L["What is granted"], Prose), .. term, .. shortfall],
            RulingKind.Confirmation => [new("fact", L["The fact that is confirmed"], Prose), .. term],
            RulingKind.Payment => [amount, new("payeeAccount", L["Account it is paid to"], Optional: true), new("paidFrom", L["Paid from"], Day, Optional: true), new("paidTo", L["Paid to"], Day, Optional: true)],
            _ => [amount, .. shortfall]
        };
        return new(MatterForms.Decide, $"/api/applications/{applicationId}/decision", L["Decide"], L["In writing, with reasons and remedies where it falls short of what was asked for (LIC art. 38)."], [.. own, new("legalBasis", L["Legal basis, one article a line"], Lines)])
        {
            IsGrave = kind is RulingKind.Refusal or RulingKind.Fine,
            Rows =
            [
                new("facts", L["Facts it rests on"], L["Fact"],
                    [new("statement", L["Fact"], Prose), new("grade", L["Grade"], OneOf, Choices: [.. E.Choices<EvidenceGrade>()]), new("evidenceIds", L["Document"], OneInList, Optional: true, Choices: papers)], AtLeast: 0, Shown: 1)
            ]
        };
    }

    /// <summary>The forms by action.</summary>
    public IReadOnlyDictionary<DecisionAction, ActionForm> Of(DecisionView decision)
    {
        var article = new FormField("article", L["Article of law"]);
        var reasons = new FormField("reasons", L["Reasons"], Prose);
        var method = new FormField("method", L["How it reaches the person"], OneOf, Choices: [.. E.Choices<DeliveryMethod>()]);
        var compensation = new FormField("compensationFen", L["Compensation in yuan"], Yuan, Optional: true);
        return new Dictionary<DecisionAction, ActionForm>
        {
            [DecisionAction.Sign] = Make("sign", "signature", L["Sign and seal"], L["The written decision is signed and sealed (LIC art. 38, 39); the fingerprint of the document is kept."], new("signer", L["Signed by"]), new("sealNumber", L["Number of the seal"]), new("documentHash", L["The signed document"], Fingerprint)),
            [DecisionAction.IssueCertificate] = Make("issue-certificate", "certificate", L["Issue the certificate"], L["One is in force at a time (LIC art. 39)."], new("certificateType", L["Type of certificate"], Hint: L["1 to 21 capital letters or digits (GB/T 36903)."]), new("validFrom", L["Valid from"], Day), new("validTo", L["Valid to"], Day, Optional: true)),
            [DecisionAction.Dispatch] = Make("dispatch", "dispatch", L["Send it"], L["It goes to the person; it must arrive within 10 working days of the decision (LIC art. 44)."], method),
            [DecisionAction.Deliver] = Make("deliver", "delivery", L["Record that it arrived"], L["It reached the person (LIC art. 44)."], method),
            [DecisionAction.RecordDeliveryFailure] = Make("delivery-failed", "delivery/failure", L["Record that it did not arrive"], L["It is sent again another way."], method, new("reason", L["Reason"], Prose)),
            [DecisionAction.Publish] = Make("publish", "publication", L["Publish it"], L["What is granted is public (LIC art. 40): in a text from which everything personal was taken out."], new("redactedText", L["Text for everyone"], Prose), new("redactions", L["What was left out, one a line"], Lines, Optional: true)),
            [DecisionAction.Redact] = Make("redact", "redaction", L["Hide what is public"], L["Fields are shown no longer, with ground and article."], new("hidden", L["What is hidden"], SomeOf, Choices: [.. E.Choices<PublicField>()]), new("ground", L["Ground"], OneOf, Choices: [.. E.Choices<SecrecyGround>()]), article),
            [DecisionAction.Correct] = Make("correct", "correction", L["Correct a slip of the pen"], L["The decision itself stays as it is."], new("field", L["Where"], OneOf, Choices: [.. E.Choices<CorrectableField>()]), new("before", L["As it stood"], Prose), new("after", L["As it is right"], Prose)) with { Dated = false },
            [DecisionAction.Vary] = Make(
                "vary", "variation", L["Vary it"], L["Another ruling takes its place and is delivered anew."],
                [new("cause", L["Why"], OneOf, Choices: [.. E.Choices<VariationCause>()]), reasons, new("legalBasis", L["Legal basis, one article a line"], Lines),
                new("ruling.kind", L["How to decide"], OneOf, Choices: [.. E.Choices<RulingKind>()]), new("ruling.validFrom", L["Valid from"], Day, Optional: true), new("ruling.validTo", L["Valid to"], Day, Optional: true),
                new("ruling.conditions", L["Conditions, one a line"], Lines, Optional: true), new("ruling.granted", L["What is granted"], Prose, Optional: true), new("ruling.fact", L["The fact that is confirmed"], Prose, Optional: true),
                new("ruling.amountFen", L["Amount in yuan"], Yuan, Optional: true), new("ruling.reasons", L["Reasons of the new ruling"], Prose, Optional: true), .. matters.Remedies(optional: true).Select(f => f with { Name = "ruling." + f.Name })]) with
            { IsGrave = true },
            [DecisionAction.RequestRenewal] = Make("request-renewal", "renewal", L["Take down a request for renewal"], L["30 days before its end or earlier (LIC art. 50)."], new FormField("grounds", L["Grounds"], Prose, Optional: true)),
            [DecisionAction.DecideRenewal] = Make(
                "decide-renewal", "renewal/decision", L["Decide on the renewal"], L["With a new last day it is granted; without one it is refused, with reasons and remedies."], [new("validTo", L["New last day"], Day, Optional: true), reasons with { Optional = true }, .. matters.Remedies(optional: true)]),
            [DecisionAction.Withdraw] = Make(
                "withdraw", "withdrawal", L["Withdraw it"], L["Law or facts changed and the public interest requires it; the loss is made good (LIC art. 8)."],
                [new("cause", L["Why"], OneOf, Choices: [.. E.Choices<PublicInterestCause>()]), article, reasons, compensation, new("compensationReference", L["Reference of the compensation"], Optional: true), .. matters.Remedies()]) with
            { IsGrave = true },
            [DecisionAction.Revoke] = Make(
                "revoke", "revocation", L["Revoke it"], L["It should not have been made (LIC art. 69)."],
                [new("cause", L["Why"], OneOf, Choices: [.. E.Choices<RevocationCause>()]), new("interestProtected", L["Is the holder's interest protected?"], YesNo), reasons, compensation, .. matters.Remedies()]) with
            { IsGrave = true },
            [DecisionAction.Cancel] = Make("cancel", "cancellation", L["Cancel it"], L["It is struck off (LIC art. 70)."], new("cause", L["Why"], OneOf, Choices: [.. E.Choices<CancellationCause>()]), article) with { IsGrave = true },
            [DecisionAction.Reaffirm] = Make(
                "reaffirm", "reaffirmation", L["Stand by it"], L["The corrected facts were looked at and it stays as it is."],
                new("dataRequestIds", L["Facts looked at"], SomeOf, Choices: [.. decision.ReviewDue.DistinctBy(f => f.DataRequestId).Select(f => new Choice(f.DataRequestId.ToString(), $"{f.DataItemCode} {f.Field}"))]), reasons) with
            { Dated = false },
            [DecisionAction.GiveExplanation] = Make("explain", "explanation", L["Explain it"], L["How the machine came to it (PIPL art. 24)."], new FormField("text", L["Explanation"], Prose)) with { Dated = false },
            [DecisionAction.RecordHumanReview] = Make("human-review", "human-review", L["Record the review by a person"], L["A person looked at what a machine took part in (PIPL art. 24)."], new("outcome", L["Outcome"], OneOf, Choices: [.. E.Choices<HumanReviewOutcome>()]), reasons) with { Dated = false }
        };

        ActionForm Make(string slug, string path, string title, string says, params FormField[] fields) => new(slug, $"/api/decisions/{decision.Id}/{path}", title, says, fields);
    }
}
