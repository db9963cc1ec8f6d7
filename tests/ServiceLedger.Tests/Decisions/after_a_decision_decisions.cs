using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Decisions;

/// <summary>What the commands of a decision's later life refuse and record, each on a decision that allows them.</summary>
public class after_a_decision
{
    static readonly Decision Made = Given.DecisionOf(Acts.Made);

    [Fact]
    public void it_is_signed_with_seal_and_document()
    {
        SignDecision command = new("王局长", "5001", Acts.Hash, 1);
        Answer(command).ShouldBeAccepted();
        Answer(command with { Signer = " " }).ShouldBeInvalid("$.signer");
        Answer(command with { SealNumber = "a\nb" }).ShouldBeInvalid("$.sealNumber");
        Answer(command with { DocumentHash = "short" }).ShouldBeInvalid("$.documentHash");
        Answer(command with { Effect = Given.Earlier(Given.Start.AddTicks(-1)) }).ShouldBeInvalid("$.effect.at");
        var signed = SignDecisionEndpoint.Decide(command, Made, Given.Key);
        (signed.Signer, signed.SealNumber, Given.Key.Open(signed.DocumentHash)).ShouldBe(("王局长", "5001", Acts.Hash));
    }

    static ProblemDetails Answer(SignDecision command) => SignDecisionEndpoint.Validate(command, Given.Officer, Made, Given.Clock);

    [Fact]
    public void it_has_one_certificate_in_force_which_does_not_outlast_it()
    {
        IssueCertificate command = new("CERT1", new(2026, 3, 2), 1, new(2027, 3, 1));
        Answer(command).ShouldBeAccepted();
        Answer(command with { ValidTo = null }).ShouldBeInvalid("$.validTo");
        Answer(command with { ValidTo = new(2027, 3, 2) }).ShouldBeInvalid("$.validTo");
        Answer(command with { ValidTo = new(2026, 3, 1) }).ShouldBeInvalid("$.validTo");
        foreach (var type in new[] { "", "a", "A-B", new('A', 22) })
            Answer(command with { CertificateType = type }).ShouldBeInvalid("$.certificateType");
        Answer(command with { ValidTo = null }, Given.Decision()).ShouldBeAccepted();

        var issued = IssueCertificateEndpoint.Decide(command, Made);
        CertificateNumber.IsValid(issued.CertificateNumber).ShouldBeTrue();
        var certified = Given.DecisionOf(Acts.Made, issued);
        certified.CertificateNumber.ShouldBe(issued.CertificateNumber);
        Answer(command with { Version = 2 }, certified).ShouldBeRefused(409, "not-in-this-state");
        var renewed = Given.DecisionOf(Acts.Made, issued, new RenewalRequested(Given.Citizen), new RenewalGranted(Given.Citizen, new(2029, 3, 1)));
        Answer(command with { Version = 4 }, renewed).ShouldBeAccepted();
        IssueCertificateEndpoint.Decide(command, renewed).CertificateNumber.ShouldNotBe(issued.CertificateNumber);
        Answer(command, Given.DecisionOf(Given.Made with { Ruling = new Payment(1) })).ShouldBeRefused(409, "not-in-this-state");
    }

    static ProblemDetails Answer(IssueCertificate command, Decision? decision = null) => IssueCertificateEndpoint.Validate(command, Given.Officer, decision ?? Made, Given.Clock);

    [Fact]
    public void its_certificate_has_a_number_that_checks_itself()
    {
        var number = CertificateNumber.Make("11500000009275780L", "CERT1", "500103-20260301-000042-P-D", 1);
        number[..^1].ShouldBe("11500000009275780L-CERT1-50010320260301000042PD-01-");
        CertificateNumber.IsValid(number).ShouldBeTrue();
        CertificateNumber.IsValid(number.Replace("42PD", "43PD", StringComparison.Ordinal)).ShouldBeFalse();
        CertificateNumber.IsValid(number[..^1] + (number[^1] is 'Z' ? 'Y' : 'Z')).ShouldBeFalse();
        foreach (var broken in new[] { null, "", "A-B", number + "X", number.ToLowerInvariant(), "A-B-C-D-", "A--C-D-1" })
            CertificateNumber.IsValid(broken).ShouldBeFalse(broken);
        Should.Throw<ArgumentException>(() => CertificateNumber.Make("A", "b", "C", 1));
        Should.Throw<ArgumentException>(() => CertificateNumber.Make("A", "B", "C", 0));
    }

    [Fact]
    public void it_is_sent_and_fails_to_arrive_and_is_sent_again()
    {
        var refused = Given.Refused(null);
        DispatchDecisionEndpoint.Validate(new(DeliveryMethod.Online, 1), Given.Officer, refused, Given.Clock).ShouldBeRefused(409, "no-online-channel");
        DispatchDecisionEndpoint.Validate(new(DeliveryMethod.Post, 1), Given.Officer, refused, Given.Clock).ShouldBeAccepted();
        DispatchDecisionEndpoint.Decide(new(DeliveryMethod.Post, 1), Made).ShouldBe(new DecisionDispatched(Given.Citizen, DeliveryMethod.Post));

        var sent = Acts.Ready(DecisionStatus.Dispatched, DecisionAction.Correct);
        RecordDeliveryFailureEndpoint.Validate(new(DeliveryMethod.Post, " ", 2), Given.Officer, sent, Given.Clock).ShouldBeInvalid("$.reason");
        var failed = RecordDeliveryFailureEndpoint.Decide(new(DeliveryMethod.Post, "查无此人", 2), sent, Given.Key);
        Given.Key.Open(failed.Reason).ShouldBe("查无此人");
        Given.DecisionOf(Acts.Made, new DecisionDispatched(Given.Citizen, DeliveryMethod.Post), failed, new DecisionDispatched(Given.Citizen, DeliveryMethod.Window), Acts.Delivered)
            .Status.ShouldBe(DecisionStatus.Delivered);
    }

    [Theory]
    [InlineData("准予。有效期至 2027-03-01。", true)]
    [InlineData("统一社会信用代码 11500000009275780L", true)]
    [InlineData("证号 11010519491231002X", false)]
    [InlineData("证号：110105194912310021。", false)]
    [InlineData("电话 13800138000", false)]
    [InlineData("档案号 913800138000", true)]
    [InlineData("", false)]
    public void it_is_published_in_a_text_that_names_nobody(string text, bool accepted)
    {
        var answer = PublishDecisionEndpoint.Validate(new(text, ["姓名", "证件号码"], 1), Given.Officer, Made, Given.Clock);
        if (accepted)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeInvalid("$.redactedText");
        PublishDecisionEndpoint.Validate(new("准予。", ["姓名", ""], 1), Given.Officer, Made, Given.Clock).ShouldBeInvalid("$.redactions[1]");
        PublishDecisionEndpoint.Validate(new("准予。", [.. Enumerable.Repeat("x", 51)], 1), Given.Officer, Made, Given.Clock).ShouldBeInvalid("$.redactions");
    }

    [Fact]
    public void it_hides_fields_of_what_is_public_and_can_be_published_anew()
    {
        var published = Given.DecisionOf(Acts.Made, Acts.Published);
        published.Allows(DecisionAction.Publish).ShouldBeFalse();
        RedactDecision command = new([PublicField.Text, PublicField.DecisionNumber], SecrecyGround.PersonalPrivacy, "许可法第五条", 2);
        Answer(command).ShouldBeAccepted();
        Answer(command with { Hidden = [] }).ShouldBeInvalid("$.hidden");
        Answer(command with { Hidden = [PublicField.Text, PublicField.Text] }).ShouldBeInvalid("$.hidden");
        Answer(command with { Article = "" }).ShouldBeInvalid("$.article");

        var shown = GetPublishedDecisionsEndpoint.Public(published);
        (shown.DecisionNumber, shown.ItemCode, shown.Department, shown.Kind, shown.MadeOn, shown.Text, shown.Status).ShouldBe(
            (Given.CaseNumber + "-D", Items.WithPapers, LedgerHost.Department, RulingKind.Grant, Text.DateOf(Given.Start), "准予。", DecisionStatus.Made));
        var redacted = Given.DecisionOf(Acts.Made, Acts.Published, RedactDecisionEndpoint.Decide(command, published));
        (GetPublishedDecisionsEndpoint.Public(redacted) is { Text: null, DecisionNumber: null, ItemCode: not null }).ShouldBeTrue();
        var all = Given.DecisionOf(Acts.Made, Acts.Published, RedactDecisionEndpoint.Decide(command with { Hidden = Enum.GetValues<PublicField>() }, published));
        (GetPublishedDecisionsEndpoint.Public(all) is { Text: null, DecisionNumber: null, ItemCode: null, Department: null, Kind: null, MadeOn: null }).ShouldBeTrue();
        redacted.Allows(DecisionAction.Publish).ShouldBeTrue();
        redacted.Apply((JasperFx.Events.IEvent<DecisionPublished>)new JasperFx.Events.Event<DecisionPublished>(Acts.Published)).Notice!.Hidden.ShouldBe([PublicField.DecisionNumber]);
        Given.DecisionOf(Acts.Made, Acts.Published, RedactDecisionEndpoint.Decide(command with { Hidden = [PublicField.Item] }, published)).Allows(DecisionAction.Publish).ShouldBeFalse();
        var varied = new DecisionVaried(Given.Citizen, new Grant(null, null), ["许可法第八条"], Given.Key.Seal("面积变化"), VariationCause.FactsChanged);
        GetPublishedDecisionsEndpoint.Public(Given.DecisionOf(Acts.Made, Acts.Published, varied)).Text.ShouldBeNull();
        GetPublishedDecisionsEndpoint.Public(Given.DecisionOf(Acts.Made, Acts.Published, Acts.Revoked)).Status.ShouldBe(DecisionStatus.Revoked);

        ProblemDetails Answer(RedactDecision c) => RedactDecisionEndpoint.Validate(c, Given.Officer, published, Given.Clock);
    }

    [Fact]
    public void nothing_is_recorded_as_before_it_was_published_or_hidden()
    {
        var published = Given.DecisionOf(Acts.Made, Acts.Published);
        var hidden = RedactDecisionEndpoint.Decide(new([PublicField.Item], SecrecyGround.PersonalPrivacy, "许可法第五条", 2), published);
        foreach (var (decision, hours) in new[] { (published, 1), (Given.DecisionOf(Acts.Made, Acts.Published, hidden), 2) })
        {
            var at = Given.Start.AddHours(hours);
            RedactDecisionEndpoint.Validate(new([PublicField.Text], SecrecyGround.PersonalPrivacy, "许可法第五条", hours + 1, Given.Earlier(at)), Given.Officer, decision, Given.Clock).ShouldBeAccepted();
            RedactDecisionEndpoint.Validate(new([PublicField.Text], SecrecyGround.PersonalPrivacy, "许可法第五条", hours + 1, Given.Earlier(at.AddTicks(-1))), Given.Officer, decision, Given.Clock).ShouldBeInvalid("$.effect.at");
        }
    }

    [Fact]
    public void its_slips_of_the_pen_are_corrected_without_effect()
    {
        CorrectClericalError command = new(CorrectableField.Name, "王方", "王芳", 1);
        Answer(command with { Before = "" }).ShouldBeInvalid("$.before");
        Answer(command with { After = " " }).ShouldBeInvalid("$.after");
        Answer(command with { After = "王方" }).ShouldBeInvalid("$.after");
        var corrected = CorrectClericalErrorEndpoint.Decide(command, Made, Given.Key);
        (Given.Key.Open(corrected.Before), Given.Key.Open(corrected.After)).ShouldBe(("王方", "王芳"));
        (Given.DecisionOf(Acts.Made, corrected) with { Version = 1, ReviewDue = Made.ReviewDue, Outgoing = Made.Outgoing }).ShouldBe(Made);

        ProblemDetails Answer(CorrectClericalError c) => CorrectClericalErrorEndpoint.Validate(c, Given.Officer, Made, Given.Clock);
    }

    [Fact]
    public void it_is_varied_to_another_ruling_and_delivered_anew()
    {
        VaryDecision command = new(new(RulingKind.GrantWithConditions, "面积变化", Given.Told, Conditions: ["每年复核"]), ["许可法第八条"], "面积变化", VariationCause.FactsChanged, 1);
        Answer(command).ShouldBeAccepted();
        Answer(command with { LegalBasis = [] }).ShouldBeInvalid("$.legalBasis");
        Answer(command with { Reasons = "" }).ShouldBeInvalid("$.reasons");
        Answer(command with { Ruling = command.Ruling with { Conditions = [] } }).ShouldBeInvalid("$.ruling.conditions");
        Answer(command with { Ruling = command.Ruling with { Remedies = null } }).ShouldBeInvalid("$.ruling.remedies");
        Answer(command with { Ruling = new(RulingKind.Refusal, "理由", Given.Told) }).ShouldBeInvalid("$.ruling.kind");
        Answer(command with { Ruling = new(RulingKind.Fine, "理由", Given.Told, AmountFen: 1) }).ShouldBeInvalid("$.ruling.kind");
        Answer(command with { Ruling = new(RulingKind.Refusal, "另一理由", Given.Told) }, Given.Refused(null)).ShouldBeAccepted();

        var varied = Given.DecisionOf(Acts.Made, Acts.Delivered, Acts.Corrected, VaryDecisionEndpoint.Decide(command, Made, Given.Key));
        (varied.Kind, varied.Status, varied.ValidTo, varied.HasRemedies, varied.Reached).ShouldBe((RulingKind.GrantWithConditions, DecisionStatus.Made, null, true, true));
        varied.ReviewDue.ShouldBeEmpty();
        varied.Allows(DecisionAction.Deliver).ShouldBeTrue();

        ProblemDetails Answer(VaryDecision c, Decision? d = null) => VaryDecisionEndpoint.Validate(c, Given.Officer, d ?? Made, Given.Clock);
    }

    [Theory]
    [InlineData("2026-04-01", true)]
    [InlineData("2026-03-31", false)]
    [InlineData("2026-03-02", false)]
    [InlineData("2026-03-01", false)]
    public void its_renewal_is_asked_for_30_days_before_its_term_ends(string validTo, bool accepted)
    {
        var decision = Given.DecisionOf(Given.Made with { Ruling = new Grant(null, DateOnly.Parse(validTo, System.Globalization.CultureInfo.InvariantCulture)) });
        foreach (var who in new[] { Given.Applicant, Given.Officer })
        {
            var answer = RequestRenewalEndpoint.Validate(new(1, "继续经营"), who, decision, Given.Clock);
            if (accepted)
                answer.ShouldBeAccepted();
            else
                answer.ShouldBeRefused(409, "renewal-too-late");
        }

        RequestRenewalEndpoint.Validate(new(1, ""), Given.Applicant, decision, Given.Clock).ShouldBeInvalid("$.grounds");
    }

    [Fact]
    public void its_renewal_that_came_in_on_time_is_recorded_later()
    {
        var decision = Given.DecisionOf(Given.Made with { Ruling = new Grant(null, new(2026, 3, 31)) });
        RequestRenewalEndpoint.Validate(new(1, Effect: Given.Earlier(LedgerHost.Now.AddDays(-1))), Given.Officer, decision, Given.Clock).ShouldBeAccepted();
        RequestRenewalEndpoint.Validate(new(1, Effect: Given.Earlier(LedgerHost.Now.AddDays(-1))), Given.Applicant, decision, Given.Clock).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void its_renewal_is_granted_for_longer_or_refused_with_reasons_and_remedies()
    {
        var asked = Acts.Ready(DecisionStatus.Delivered, DecisionAction.DecideRenewal);
        Answer(new(3, new(2027, 3, 2))).ShouldBeAccepted();
        Answer(new(3, new(2027, 3, 1))).ShouldBeInvalid("$.validTo");
        Answer(new(3, new(2027, 3, 2), "理由")).ShouldBeInvalid("$.reasons");
        Answer(new(3, new(2027, 3, 2), Remedies: Given.Told)).ShouldBeInvalid("$.remedies");
        Answer(new(3)).ShouldBeInvalid("$.reasons");
        Answer(new(3, null, "不再符合条件")).ShouldBeInvalid("$.remedies");
        Answer(new(3, null, "不再符合条件", Given.Told)).ShouldBeAccepted();

        var (granted, none) = DecideRenewalEndpoint.Decide(new(3, new(2029, 3, 1)), asked, Given.Key);
        none.ShouldBeNull();
        var renewed = Given.DecisionOf(Acts.Made, new RenewalRequested(Given.Citizen), granted!);
        (renewed.ValidTo, renewed.RenewalAsked).ShouldBe((new DateOnly(2029, 3, 1), false));
        var (nothing, refused) = DecideRenewalEndpoint.Decide(new(3, null, "不再符合条件", Given.Told), asked, Given.Key);
        nothing.ShouldBeNull();
        Given.Key.Open(refused!.Reasons).ShouldBe("不再符合条件");
        var ends = Given.DecisionOf(Acts.Made, new RenewalRequested(Given.Citizen), refused);
        (ends.ValidTo, ends.RenewalAsked).ShouldBe((new DateOnly(2027, 3, 1), false));

        ProblemDetails Answer(DecideRenewal c) => DecideRenewalEndpoint.Validate(c, Given.Officer, asked, Given.Clock);
    }

    [Theory]
    [InlineData(PublicInterestCause.LawChanged)]
    [InlineData(PublicInterestCause.FactsChanged)]
    public void it_is_withdrawn_for_the_public_interest(PublicInterestCause cause)
    {
        WithdrawDecision command = new(cause, "许可法第八条", "规划调整", Given.Told, 1, 120_000, "补偿 2026-7");
        Answer(command).ShouldBeAccepted();
        Answer(command with { CompensationFen = null, CompensationReference = null }).ShouldBeAccepted();
        Answer(command with { Article = "" }).ShouldBeInvalid("$.article");
        Answer(command with { Reasons = " " }).ShouldBeInvalid("$.reasons");
        Answer(command with { Remedies = Given.Told with { LitigationMonths = 5 } }).ShouldBeInvalid("$.remedies.litigationMonths");
        Answer(command with { CompensationFen = 0 }).ShouldBeInvalid("$.compensationFen");
        Answer(command with { CompensationReference = "" }).ShouldBeInvalid("$.compensationReference");
        var withdrawn = WithdrawDecisionEndpoint.Decide(command, Made, Given.Key);
        (withdrawn.Cause, withdrawn.CompensationFen, Given.Key.Open(withdrawn.Reasons)).ShouldBe((cause, 120_000, "规划调整"));
        Given.DecisionOf(Acts.Made, Acts.Corrected, withdrawn).ShouldSatisfyAllConditions(d => d.Status.ShouldBe(DecisionStatus.Withdrawn), d => d.ReviewDue.ShouldBeEmpty());

        ProblemDetails Answer(WithdrawDecision c) => WithdrawDecisionEndpoint.Validate(c, Given.Officer, Made, Given.Clock);
    }

    [Theory]
    [InlineData(RevocationCause.AbuseOfPower, true)]
    [InlineData(RevocationCause.NoAuthority, true)]
    [InlineData(RevocationCause.AgainstProcedure, true)]
    [InlineData(RevocationCause.UnqualifiedApplicant, true)]
    [InlineData(RevocationCause.OtherLawful, true)]
    [InlineData(RevocationCause.FraudOrBribery, false)]
    public void it_is_revoked_and_fraud_protects_no_interest(RevocationCause cause, bool mayProtect)
    {
        RevokeDecision command = new(cause, false, "违反程序", Given.Told, 1);
        Answer(command).ShouldBeAccepted();
        var protects = Answer(command with { InterestProtected = true, CompensationFen = 1 });
        if (mayProtect)
            protects.ShouldBeAccepted();
        else
            protects.ShouldBeInvalid("$.interestProtected");
        Answer(command with { CompensationFen = 1 }).ShouldBeInvalid("$.compensationFen");
        Answer(command with { Reasons = "" }).ShouldBeInvalid("$.reasons");
        Answer(command with { Remedies = Given.Told with { Court = " " } }).ShouldBeInvalid("$.remedies.court");
        var revoked = RevokeDecisionEndpoint.Decide(command, Made, Given.Key);
        Given.Key.Open(revoked.Reasons).ShouldBe("违反程序");
        Given.DecisionOf(Acts.Made, revoked).ShouldSatisfyAllConditions(
            d => d.Status.ShouldBe(DecisionStatus.Revoked), d => d.RevokedFor.ShouldBe(cause), d => d.RevokedOn.ShouldBe(Text.DateOf(Given.Start.AddHours(1))));

        ProblemDetails Answer(RevokeDecision c) => RevokeDecisionEndpoint.Validate(c, Given.Officer, Made, Given.Clock);
    }

    [Fact]
    public void it_is_struck_off_for_the_causes_of_the_law_where_they_apply()
    {
        var ended = Given.DecisionOf(Given.Made with { Ruling = new Grant(null, new(2026, 3, 1)) });
        foreach (var cause in Enum.GetValues<CancellationCause>().Except([CancellationCause.Expired, CancellationCause.WithdrawnOrRevoked]))
            Answer(cause, Made).ShouldBeAccepted();
        Answer(CancellationCause.WithdrawnOrRevoked, Made).ShouldBeInvalid("$.cause");
        Answer(CancellationCause.Expired, Made).ShouldBeInvalid("$.cause");
        Answer(CancellationCause.Expired, Given.Decision()).ShouldBeInvalid("$.cause");
        Answer(CancellationCause.Expired, ended).ShouldBeAccepted();
        Answer(CancellationCause.Expired, ended with { ValidTo = new(2026, 3, 2) }).ShouldBeInvalid("$.cause");
        Answer(CancellationCause.Expired, ended with { RenewalAsked = true }).ShouldBeInvalid("$.cause");
        foreach (var over in new[] { Given.DecisionOf(Acts.Made, Acts.Revoked), Given.DecisionOf(Acts.Made, Acts.Withdrawn) })
            foreach (var cause in Enum.GetValues<CancellationCause>())
                if (cause is CancellationCause.WithdrawnOrRevoked)
                    Answer(cause, over).ShouldBeAccepted();
                else
                    Answer(cause, over).ShouldBeInvalid("$.cause");
        CancelDecisionEndpoint.Validate(new(CancellationCause.ForceMajeure, "", 1), Given.Officer, Made, Given.Clock).ShouldBeInvalid("$.article");
        CancelDecisionEndpoint.Decide(new(CancellationCause.ForceMajeure, "许可法第七十条", 1), Made).ShouldBe(new DecisionCancelled(Given.Citizen, CancellationCause.ForceMajeure, "许可法第七十条"));

        static ProblemDetails Answer(CancellationCause cause, Decision d) => CancelDecisionEndpoint.Validate(new(cause, "许可法第七十条", d.Version), Given.Officer, d, Given.Clock);
    }

    [Fact]
    public void it_is_due_for_review_once_a_fact_it_relied_on_was_corrected_until_somebody_looked_at_it()
    {
        Guid second = new("01980000-0000-7000-8000-0000000006a7");
        var due = Given.DecisionOf(Acts.Made, Acts.Corrected, Acts.Corrected, new ReliedFactCorrected(Given.Citizen, second, "residence", "address"));
        due.ReviewDue.ShouldBe([new(Acts.Request, "income", "monthlyIncome"), new(second, "residence", "address")]);
        Answer(new([Acts.Request], "不影响结果", 4)).ShouldBeAccepted();
        Answer(new([], "不影响结果", 4)).ShouldBeInvalid("$.dataRequestIds");
        Answer(new([Acts.Request, LedgerIds.Unknown], "不影响结果", 4)).ShouldBeInvalid("$.dataRequestIds[1]");
        Answer(new([Acts.Request, Acts.Request], "不影响结果", 4)).ShouldBeInvalid("$.dataRequestIds");
        Answer(new([Acts.Request], "", 4)).ShouldBeInvalid("$.reasons");
        var reaffirmed = ReaffirmDecisionEndpoint.Decide(new([Acts.Request], "不影响结果", 4), due, Given.Key);
        Given.Key.Open(reaffirmed.Reasons).ShouldBe("不影响结果");
        due.Apply(reaffirmed).ReviewDue.Single().DataRequestId.ShouldBe(second);
        Given.DecisionOf(Acts.Made, Acts.Revoked, Acts.Corrected).ReviewDue.ShouldBeEmpty();

        ProblemDetails Answer(ReaffirmDecision c) => ReaffirmDecisionEndpoint.Validate(c, Given.Officer, due, Given.Clock);
    }

    [Fact]
    public void it_is_explained_and_looked_at_by_a_person_when_the_citizen_asks()
    {
        RequestExplanationEndpoint.Validate(new(1, " "), Given.Applicant, Made, Given.Clock).ShouldBeInvalid("$.question");
        DemandHumanReviewEndpoint.Validate(new(1, ""), Given.Applicant, Made, Given.Clock).ShouldBeInvalid("$.grounds");
        Given.Key.Open(RequestExplanationEndpoint.Decide(new(1, "怎么算的"), Made, Given.Key).Question).ShouldBe("怎么算的");
        Given.Key.Open(DemandHumanReviewEndpoint.Decide(new(1, "算错了"), Made, Given.Key).Grounds).ShouldBe("算错了");

        var asked = Given.DecisionOf(Acts.Made, new ExplanationRequested(Given.Citizen), new HumanReviewDemanded(Given.Citizen));
        asked.NextForCitizen().ShouldBe([DecisionAction.RequestRenewal, DecisionAction.Challenge]);
        GiveExplanationEndpoint.Validate(new("", 3), Given.Officer, asked, Given.Clock).ShouldBeInvalid("$.text");
        RecordHumanReviewEndpoint.Validate(new(HumanReviewOutcome.Changed, "", 3), Given.Officer, asked, Given.Clock).ShouldBeInvalid("$.reasons");
        Given.Key.Open(GiveExplanationEndpoint.Decide(new("按月", 3), asked, Given.Key).Text).ShouldBe("按月");
        var done = RecordHumanReviewEndpoint.Decide(new(HumanReviewOutcome.Changed, "漏计", 3), asked, Given.Key);
        (done.Outcome, Given.Key.Open(done.Reasons)).ShouldBe((HumanReviewOutcome.Changed, "漏计"));
    }

    [Fact]
    public void that_ended_before_it_reached_the_applicant_it_is_delivered_all_the_same()
    {
        var revoked = Given.DecisionOf(Acts.Made, Acts.Revoked);
        DeliverDecisionEndpoint.Refuse(new(DeliveryMethod.Post, 2), Given.Officer, revoked, Given.Start, LedgerHost.Now).ShouldBeAccepted();
        var reached = Given.DecisionOf(Acts.Made, Acts.Revoked, Acts.Delivered);
        (reached.Status, reached.Allows(DecisionAction.Deliver)).ShouldBe((DecisionStatus.Revoked, false));
    }
}
