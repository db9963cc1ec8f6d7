using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

// How a matter is decided, and what happens to the decision afterwards.
sealed partial class DemoMatter
{
    const string Elsewhere = "（当事人信息已隐去）";

    Decision Decision => decision.Now;

    /// <summary>The officer of the department that made the decision, whoever handles the matter now.</summary>
    Act Signer => Of(City.OfficeOf(Decision.DepartmentCode), City.OfficeOf(Decision.DepartmentCode).Decider, "decider");

    /// <summary>An officer of that department who did not decide.</summary>
    Act SecondLooker
    {
        get
        {
            var office = City.OfficeOf(Decision.DepartmentCode);
            return !Decision.DecidedBy.Contains(office.Head) ? Of(office, office.Head, "head") : Of(office, office.Colleague, "handler");
        }
    }

    DeliveryMethod Method => channel switch
    {
        Channel.Online => DeliveryMethod.Online,
        Channel.VillageAgent => DeliveryMethod.VillageAgent,
        Channel.Window => DeliveryMethod.Window,
        _ => DeliveryMethod.Post
    };

    // -- Deciding --

    /// <summary>Decides as the applicant hoped, in the way the item is meant.</summary>
    public void Grant() => Decide(Granted());

    /// <summary>Grants for a few weeks only, so that the term ends within the story.</summary>
    public void GrantBriefly() => Decide(new(RulingKind.Grant, Terms.LegalBasis, Application.Version, ValidFrom: Today, ValidTo: Today.AddDays(30), Effect: Effect));

    /// <summary>Grants for three years.</summary>
    public void GrantForYears() => Decide(new(RulingKind.Grant, Terms.LegalBasis, Application.Version, ValidFrom: Today, ValidTo: Today.AddYears(3).AddDays(-1), Effect: Effect));

    public void GrantOnConditions() => Decide(new(
        RulingKind.GrantWithConditions, Terms.LegalBasis, Application.Version, "周边有居民住宅，须限制营业时间。", Remedies(), Effect: Effect, Conditions: ["营业时间不得超过二十二时。", "每年接受一次检查。"]));

    public void GrantInPart() => Decide(new(RulingKind.Partly, Terms.LegalBasis, Application.Version, "其余部分不符合规定条件。", Remedies(), Effect: Effect, Granted: "准予申请内容的第一项。"));

    /// <summary>Pays less than was asked for.</summary>
    public void PayLess() => Decide(new(RulingKind.Payment, Terms.LegalBasis, Application.Version, "按核定人数和标准计算，低于申请数额。", Remedies(), Effect: Effect, AmountFen: Amount(), PaidFrom: Today));

    public void Refuse() => Decide(new(
        RulingKind.Refusal, Terms.LegalBasis, Application.Version, chance.Of(["经核查，不符合法定条件。", "提交的材料与实际情况不符。", "家庭收入超过规定标准。", "场所面积不足，不符合规定。"]), Remedies(), Effect: Effect));

    /// <summary>A machine alone decides; the applicant is told of the right to an explanation (PIPL art. 24).</summary>
    public void DecideByMachine() => Decide(Granted() with { Automation = new(AutomationLevel.Full, "智能审批", "2.3", ExplanationRightTold: true) });

    /// <summary>A machine proposes, an officer looks at it.</summary>
    public void DecideAssisted() => Decide(Granted() with { Automation = new(AutomationLevel.Assisted, "智能预审", "1.8", Office.Decider) });

    /// <summary>What a fact of another department says is named; the data count as used by what follows.</summary>
    public void GrantOnData() => Decide(Granted() with { Facts = [new("经部门间数据共享核验，情况属实。", EvidenceGrade.A, null, [request.Id])] });

    /// <summary>Names the department above, which may revoke it too; where the law left a choice it says why.</summary>
    public void GrantUnderSuperior() => Decide(Granted() with { Superior = City.Superior, Discretion = new("一年至五年", "三年", "首次申请，信用良好。") });

    /// <summary>Not to be public, for the sake of the person's privacy.</summary>
    public void GrantWithheld() => Decide(Granted() with { Publication = new(false, SecrecyGround.PersonalPrivacy, "《中华人民共和国政府信息公开条例》第十五条") });

    DecideApplication Granted() => Terms.Kind switch
    {
        ItemKind.Permit => new(RulingKind.Grant, Terms.LegalBasis, Application.Version, ValidFrom: Today, ValidTo: Today.AddYears(chance.Between(1, 5)).AddDays(-1), Effect: Effect),
        ItemKind.Payment => new(RulingKind.Payment, Terms.LegalBasis, Application.Version, Effect: Effect, AmountFen: Amount(), PayeeAccount: $"6228 48** **** {chance.Between(1000, 9999)}", PaidFrom: Today),
        ItemKind.Confirmation => new(RulingKind.Confirmation, Terms.LegalBasis, Application.Version, Effect: Effect, Fact: $"确认申请人符合{Terms.Name}的条件。"),
        _ => new(RulingKind.Grant, Terms.LegalBasis, Application.Version, Effect: Effect)
    };

    long Amount() => chance.Between(80, 8000) * 100L;

    void Decide(DecideApplication told)
    {
        var (id, by) = (LedgerId.For(life.Id), Decider);
        // The officer has read the matter as it stands and what the registry says of the person.
        var seen = new Dictionary<Guid, long> { [matter.Id] = Application.Version, [life.Id] = 1 };
        var sound = life.Of<DataRequest>().Where(r => ReadableSources.IsSound(r.Now, Application, by, Today)).Select(r => r.Id).ToHashSet();
        var command = told with { SeenManifest = new([.. seen.Select(s => new SeenStream(s.Key, s.Value))], Application.ItemVersion) };
        Refused(DecideApplicationEndpoint.Validate(command, by, Application, Time, new DecisionGround(new ReadableStreams(seen), ReadableSources.None with { DataRequests = sound }, command.Superior is not null)), story.Name, command);
        var (decided, made) = DecideApplicationEndpoint.Decide(id, command, Application, life.Key);
        Add(matter, by, decided);
        decision = life.Begin<Decision>(id);
        Add(decision, by, made);
    }

    // -- On its way --

    public void Sign() => After(new SignDecision(Signer.ActorId, $"渝政印{Signer.Department![11..15]}", Hash(), Decision.Version, Effect), c => SignDecisionEndpoint.Validate(c, Signer, Decision, Time), c => SignDecisionEndpoint.Decide(c, Decision, life.Key));

    public void Certify() => After(new IssueCertificate("CERT1", Today, Decision.Version, Decision.ValidTo, Effect), c => IssueCertificateEndpoint.Validate(c, Signer, Decision, Time), c => IssueCertificateEndpoint.Decide(c, Decision));

    public void Dispatch() => After(new DispatchDecision(DeliveryMethod.Post, Decision.Version, Effect), c => DispatchDecisionEndpoint.Validate(c, Signer, Decision, Time), c => DispatchDecisionEndpoint.Decide(c, Decision));

    public void FailToDeliver() => After(new RecordDeliveryFailure(DeliveryMethod.Post, "收件人外出，两次投递未妥投。", Decision.Version, Effect),
        c => RecordDeliveryFailureEndpoint.Validate(c, Signer, Decision, Time), c => RecordDeliveryFailureEndpoint.Decide(c, Decision, life.Key));

    public void Deliver()
    {
        var (by, told) = (Signer, Decision.Reached);
        var command = new DeliverDecision(Method, Decision.Version, Effect);
        Refused(DeliverDecisionEndpoint.Refuse(command, by, Decision, Application.LastEffect, Time.GetUtcNow()), story.Name, command);
        var (delivered, result) = DeliverDecisionEndpoint.Decide(command, Decision);
        Add(decision, by, delivered);
        // The matter is told once; a decision that was varied may reach the applicant again.
        if (!told)
            Add(matter, by, result);
        if (Method is DeliveryMethod.Window && chance.Percent(life.Person.IsRural ? 90 : 40) && Application.Allows(ApplicationAction.RecordVisit))
            Visit(VisitPurpose.Collection);
    }

    // -- Public --

    public void Publish() => After(new PublishDecision($"准予{Terms.Name}{Elsewhere}", ["姓名", "住址"], Decision.Version, Effect), c => PublishDecisionEndpoint.Validate(c, Signer, Decision, Time), c => PublishDecisionEndpoint.Decide(c, Decision));

    public void Redact() => After(new RedactDecision([PublicField.Text], SecrecyGround.PersonalPrivacy, "《中华人民共和国政府信息公开条例》第十五条", Decision.Version, Effect),
        c => RedactDecisionEndpoint.Validate(c, Signer, Decision, Time), c => RedactDecisionEndpoint.Decide(c, Decision));

    // -- Changed --

    public void CorrectClericalError() => After(new CorrectClericalError(CorrectableField.Address, "渝中区人民路12号", "渝中区人民路21号", Decision.Version),
        c => CorrectClericalErrorEndpoint.Validate(c, Signer, Decision, Time), c => CorrectClericalErrorEndpoint.Decide(c, Decision, life.Key));

    public void Vary() => Vary(chance.Of([VariationCause.LawChanged, VariationCause.FactsChanged, VariationCause.HolderAsked]));

    public void VaryForCorrectedFact() => Vary(VariationCause.FactCorrected);

    public void VaryAfterHumanReview() => Vary(VariationCause.HumanReview);

    void Vary(VariationCause cause)
    {
        var by = cause is VariationCause.HumanReview or VariationCause.FactCorrected ? SecondLooker : Signer;
        Do(decision, by,
            new VaryDecision(new(RulingKind.GrantWithConditions, "情况变化，附加条件。", Remedies(), Today, Today.AddYears(2), ["按季度报告情况。"]), Terms.LegalBasis, "原决定所依据的情况已经变化。", cause, Decision.Version, Effect),
            c => VaryDecisionEndpoint.Validate(c, by, Decision, Time), c => VaryDecisionEndpoint.Decide(c, Decision, life.Key));
    }

    public void AskForRenewal() => After(new RequestRenewal(Decision.Version, "继续经营，条件未变。", Effect), c => RequestRenewalEndpoint.Validate(c, Signer, Decision, Time), c => RequestRenewalEndpoint.Decide(c, Decision, life.Key));

    public void Renew() => DecideRenewal(new(Decision.Version, Decision.ValidTo!.Value.AddYears(3), Effect: Effect));

    public void RefuseRenewal() => DecideRenewal(new(Decision.Version, null, "已不符合法定条件。", Remedies(), Effect));

    void DecideRenewal(DecideRenewal command) => After(command, c => DecideRenewalEndpoint.Validate(c, Signer, Decision, Time), c =>
    {
        var (granted, refused) = DecideRenewalEndpoint.Decide(c, Decision, life.Key);
        return (object?)granted ?? refused!;
    });

    // -- Ended (LIC art. 8, 69, 70) --

    public void WithdrawForPublicInterest() => After(
        new WithdrawDecision(chance.Of(Enum.GetValues<PublicInterestCause>()), "《中华人民共和国行政许可法》第八条", "所在区域规划调整，为公共利益需要撤回。", Remedies(), Decision.Version, Amount(), $"{Decision.DecisionNumber}-补偿", Effect),
        c => WithdrawDecisionEndpoint.Validate(c, Signer, Decision, Time), c => WithdrawDecisionEndpoint.Decide(c, Decision, life.Key));

    public void RevokeForFraud() => Revoke(Signer, new(RevocationCause.FraudOrBribery, false, "以虚假材料取得。", Remedies(), Decision.Version, Effect: Effect));

    /// <summary>The department above revokes it.</summary>
    public void RevokeFromAbove()
    {
        var above = City.OfficeOf(Decision.SuperiorCode!);
        Revoke(Of(above, above.Decider, "decider"), new(RevocationCause.AgainstProcedure, true, "违反法定程序作出。", Remedies(), Decision.Version, Amount(), Effect));
    }

    void Revoke(Act by, RevokeDecision command) => Do(decision, by, command, c => RevokeDecisionEndpoint.Validate(c, by, Decision, Time), c => RevokeDecisionEndpoint.Decide(c, Decision, life.Key));

    public void CancelAsExpired() => Cancel(CancellationCause.Expired);

    public void CancelAsOver() => Cancel(chance.Of([CancellationCause.DeathOrIncapacity, CancellationCause.Dissolution, CancellationCause.ForceMajeure]));

    public void CancelAfterRevocation() => Cancel(CancellationCause.WithdrawnOrRevoked);

    void Cancel(CancellationCause cause) => After(new CancelDecision(cause, "《中华人民共和国行政许可法》第七十条", Decision.Version, Effect), c => CancelDecisionEndpoint.Validate(c, Signer, Decision, Time), c => CancelDecisionEndpoint.Decide(c, Decision));

    // -- Looked at again --

    public void Reaffirm() => Again(new ReaffirmDecision([request.Id], "更正内容不影响原决定的结论。", Decision.Version), c => ReaffirmDecisionEndpoint.Validate(c, SecondLooker, Decision, Time), c => ReaffirmDecisionEndpoint.Decide(c, Decision, life.Key));

    public void AskForExplanation() => Do(decision, Person, new RequestExplanation(Decision.Version, "请说明自动审批的依据。"), c => RequestExplanationEndpoint.Validate(c, Person, Decision, Time), c => RequestExplanationEndpoint.Decide(c, Decision, life.Key));

    public void Explain() => After(new GiveExplanation("系统核验了身份、户籍和参保三项数据，均符合规定条件。", Decision.Version), c => GiveExplanationEndpoint.Validate(c, Signer, Decision, Time), c => GiveExplanationEndpoint.Decide(c, Decision, life.Key));

    public void DemandHumanReview() => Do(decision, Person, new DemandHumanReview(Decision.Version, "希望由工作人员复核。"), c => DemandHumanReviewEndpoint.Validate(c, Person, Decision, Time), c => DemandHumanReviewEndpoint.Decide(c, Decision, life.Key));

    public void UpholdAfterReview() => Review(HumanReviewOutcome.Upheld);

    public void ChangeAfterReview() => Review(HumanReviewOutcome.Changed);

    void Review(HumanReviewOutcome outcome) => Again(new RecordHumanReview(outcome, outcome is HumanReviewOutcome.Upheld ? "经人工复核，结论不变。" : "经人工复核，结论有误。", Decision.Version),
        c => RecordHumanReviewEndpoint.Validate(c, SecondLooker, Decision, Time), c => RecordHumanReviewEndpoint.Decide(c, Decision, life.Key));

    /// <summary>An act of the department on its own decision.</summary>
    void After<TCommand>(TCommand command, Func<TCommand, Microsoft.AspNetCore.Mvc.ProblemDetails?> refuse, Func<TCommand, object> decide)
        where TCommand : notnull => Do(decision, Signer, command, refuse, decide);

    /// <summary>A second look of the department at its own decision.</summary>
    void Again<TCommand>(TCommand command, Func<TCommand, Microsoft.AspNetCore.Mvc.ProblemDetails?> refuse, Func<TCommand, object> decide)
        where TCommand : notnull => Do(decision, SecondLooker, command, refuse, decide);
}
