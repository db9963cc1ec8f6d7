using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

// What happens until a matter is accepted or is over: LIC art. 29 and 32.
sealed partial class DemoMatter
{
    static readonly string[] Situations =
    [
        "本人首次申请，材料均为近期办理。", "因家庭情况变化提出申请。", "在外务工，委托家人协助准备材料。", "经营场所位于自有房屋一层。", "此前在外区县居住，现已迁回。",
        "家中有老人需要照料，请尽快办理。", "行动不便，希望以邮寄方式收取结果。", "曾在其他区县申请过一次。", "村里统一组织办理。", "孩子今年入学，需尽快办结。"
    ];

    /// <summary>Submits with every paper the applicant must bring.</summary>
    public void Submit() => Submit(Required());

    /// <summary>Submits the form alone; the rest follows.</summary>
    public void SubmitBare() => Submit(Required().Take(1));

    /// <summary>Submits without what the item tolerates to be missing at first.</summary>
    public void SubmitWithoutTolerated() => Submit(Required().Except(Terms.TolerablyMissing));

    /// <summary>Submits without what may be promised instead.</summary>
    public void SubmitWithoutPromised() => Submit(Required().Except(Terms.Promisable ?? []));

    void Submit(IEnumerable<string> papers)
    {
        matter = life.Begin<Application>(LedgerId.For(life.Id));
        var by = Submitter(matter.Id);
        var number = CaseNumber.Make(life.Person.County, Today, life.Numbers.Dequeue());
        Do(by, new SubmitApplication(life.Id, item.Code, item.InForce, channel, chance.Percent(60) ? chance.Of(Situations) : null, Papers(papers), Intake),
            c => SubmitApplicationEndpoint.Refuse(c, by, item, Time.GetUtcNow()),
            c => SubmitApplicationEndpoint.Decide(c, item, number, life.Key, by));
        if (channel is Channel.Window)
            Visit(VisitPurpose.Submission);
        // Who lives far from the office comes a second time more often, to ask or to bring something.
        if (chance.Percent(life.Person.IsRural ? 30 : 6))
            Visit(VisitPurpose.Inquiry);
    }

    /// <summary>Begins a draft online; nothing of it has effect before the record of it.</summary>
    public void Draft()
    {
        matter = life.Begin<Application>(LedgerId.For(life.Id));
        Do(Person, new DraftApplication(life.Id, item.Code, chance.Of(Situations), Papers(Required().Take(1))),
            c => DraftApplicationEndpoint.Validate(c, Person, item, life.Key, Time), c => DraftApplicationEndpoint.Decide(c, item, life.Key));
    }

    public void SaveDraft() => Do(Person, new SaveDraft(Application.Version, chance.Of(Situations), Papers(Required())),
        c => SaveDraftEndpoint.Validate(c, Person, Application, item, Time), c => SaveDraftEndpoint.Decide(c, Application, item, life.Key));

    public void DiscardDraft() => Do(Person, new DiscardDraft(Application.Version), c => DiscardDraftEndpoint.Validate(c, Person, Application, Time), c => DiscardDraftEndpoint.Post(c, Application));

    public void SubmitDraft()
    {
        isToday = true;
        var number = CaseNumber.Make(life.Person.County, Today, life.Numbers.Dequeue());
        Do(Person, new SubmitDraft(Application.Version), c => SubmitDraftEndpoint.Validate(c, Person, Application, item, Time), c => SubmitDraftEndpoint.Decide(c, Application, number, Person));
    }

    public void Visit() => Visit(chance.Percent(50) ? VisitPurpose.Correction : VisitPurpose.Inquiry);

    void Visit(VisitPurpose purpose)
    {
        var travel = life.Person.IsRural ? chance.Between(40, 180) : chance.Between(10, 45);
        var command = new RecordVisit($"{Office.Name}办事大厅", life.Person.County, purpose, purpose is VisitPurpose.Check, Moment.AddMinutes(-chance.Between(10, 90)), Moment, Application.Version, travel);
        var by = Window with { Channel = Channel.Window };
        Do(by, command, c => RecordVisitEndpoint.Validate(c, by, Application, Time), c => RecordVisitEndpoint.Decide(c, Application));
    }

    public void BringPapers() => Do(Window, new ReceiveMaterials(Papers(Missing()), Application.Version, Intake),
        c => ReceiveMaterialsEndpoint.Validate(c, Window, Application, item, Time), c => ReceiveMaterialsEndpoint.Decide(c, Application, life.Key));

    public void CorrectOnSpot() => Do(Window, new CorrectOnSpot("situation", "联系地址漏填门牌号", "已补填门牌号", Application.Version, Effect),
        c => CorrectOnSpotEndpoint.Validate(c, Window, Application, item, Time), c => CorrectOnSpotEndpoint.Post(c, Application, life.Key));

    public void TellNotRequired() => Do(Window, new NotifyNotRequired("《中华人民共和国行政许可法》第三十二条第一项", Application.Version, "该事项已取消审批，无需申请。", Effect),
        c => NotifyNotRequiredEndpoint.Validate(c, Window, Application, Time), c => NotifyNotRequiredEndpoint.Post(c, Application, life.Key));

    public void RefuseOutOfRemit() => Do(Window, new RefuseOutOfRemit(Another().Name, "《中华人民共和国行政许可法》第三十二条第二项", Application.Version, Effect),
        c => RefuseOutOfRemitEndpoint.Validate(c, Window, Application, Time), c => RefuseOutOfRemitEndpoint.Post(c, Application));

    // -- Corrections: told once (LIC art. 32(4)) --

    static readonly DefectTold[] Defects = [new("P1", "申请表未签名", "在申请表末页签名"), new("situation", "未写明现居住地址", "写明现居住的详细地址")];

    public void RequestCorrection() => Do(Window, new RequestCorrection(Defects, DaysAhead(10), channel, Application.Version, Effect),
        c => RequestCorrectionEndpoint.Validate(c, Window, Application, item, Time), c => RequestCorrectionEndpoint.Post(c, Application, Window, life.Key, item, Held, Time));

    /// <summary>A second list, which must not be and is followed by supervision.</summary>
    public void AmendCorrectionList() => Do(
        Window, new AmendCorrectionList([.. Defects, new("P1", "申请表日期填写有误", "更正日期并签名")], DaysAhead(10), channel, "首次审查时遗漏日期错误", Application.Version, Effect),
        c => AmendCorrectionListEndpoint.Validate(c, Window, Application, item, Time), c => AmendCorrectionListEndpoint.Post(c, Application, Window, life.Key, item, Held, Time));

    public void CorrectInPart() => Correct(Application.Corrections!.Open().Take(1));

    public void CorrectTheRest() => Correct(Application.Corrections!.Open());

    void Correct(IEnumerable<string> cured)
    {
        string[] what = [.. cured];
        Do(Window, new SubmitCorrection(what, Application.Version, Papers(what.Where(w => w.StartsWith('P'))), Intake),
            c => SubmitCorrectionEndpoint.Validate(c, Window, Application, item, Time), c => SubmitCorrectionEndpoint.Decide(c, Application, life.Key));
        if (channel is Channel.Window || (life.Person.IsRural && chance.Percent(50)))
            Visit(VisitPurpose.Correction);
    }

    // -- Acceptance --

    public void Accept() => Do(Handler, new AcceptApplication(Application.Version, Effect),
        c => AcceptApplicationEndpoint.Validate(c, Handler, Application, item, Time), c => AcceptApplicationEndpoint.Decide(c, Application, item));

    public void AcceptProvisionally() => Do(Handler, new AcceptProvisionally(DaysAhead(10), "本人承诺在期限内补齐所缺材料。", Application.Version, Effect),
        c => AcceptProvisionallyEndpoint.Validate(c, Handler, Application, item, Time), c => AcceptProvisionallyEndpoint.Post(c, Application, Handler, item, life.Key, Held, Time));

    public void RefuseAcceptance() => Do(Handler, new RefuseAcceptance("《中华人民共和国行政许可法》第三十二条第五项", "申请材料与申请事项不符，经告知后未能补正。", Remedies(), Application.Version, Effect),
        c => RefuseAcceptanceEndpoint.Validate(c, Handler, Application, Time), c => RefuseAcceptanceEndpoint.Decide(c, Application, life.Key));

    public void RevokeAcceptance() => Do(Handler, new RevokeAcceptance("《浙江省保障“最多跑一次”改革规定》第十一条", "承诺补交的材料逾期未交。", Remedies(), Application.Version, Effect),
        c => RevokeAcceptanceEndpoint.Validate(c, Handler, Application, Time), c => RevokeAcceptanceEndpoint.Decide(c, Application, life.Key));

    public void Withdraw() => Do(Window, new WithdrawApplication(Application.Version, chance.Of(["已在其他区县办理。", "情况有变，暂不需要。", "材料准备不足，以后再申请。"]), Effect),
        c => WithdrawApplicationEndpoint.Validate(c, Window, Application, Time), c => WithdrawApplicationEndpoint.Decide(c, Application, life.Key));

    // -- A promise in place of papers (Chongqing 2021, art. 50) --

    public void Promise()
    {
        var id = LedgerId.For(life.Id);
        var command = new PromisePapers([.. Missing()], "本人已知晓告知内容，承诺所述情况属实，并愿承担不实承诺的法律责任。", Application.Version, Effect);
        var credit = new Credit(life.Of<Commitment>().Any(c => c.Now.Status is CommitmentStatus.Broken));
        Refused(PromisePapersEndpoint.Validate(command, Window, Application, item, credit, Time), story.Name, command);
        var (promised, declared) = PromisePapersEndpoint.Decide(id, command, Application, life.Key);
        Add(matter, Window, promised);
        commitment = life.Begin<Commitment>(id);
        Add(commitment, Window, declared);
    }

    public void FindPromiseKept() => Check(kept: true, "经核查，承诺内容属实。");

    public void FindPromiseNotKept() => Check(kept: false, "经核查，现场情况与承诺内容不符。");

    void Check(bool kept, string findings) => Do(commitment, Handler, new CheckCommitment(kept, findings, commitment.Now.Version, Effect),
        c => CheckCommitmentEndpoint.Validate(c, Handler, commitment.Now, Time), c => CheckCommitmentEndpoint.Post(c, commitment.Now, life.Key));

    public void OrderFix() => Do(commitment, Handler, new OrderFix(DaysAhead(15), "请于期限内整改至与承诺一致。", commitment.Now.Version, Effect),
        c => OrderFixEndpoint.Validate(c, Handler, commitment.Now, Time), c => OrderFixEndpoint.Post(c, commitment.Now, life.Key));

    public void RecordBreach() => Do(commitment, Handler, new RecordBreach("逾期未整改，认定为不实承诺。", commitment.Now.Version, Effect),
        c => RecordBreachEndpoint.Validate(c, Handler, commitment.Now, Time), c => RecordBreachEndpoint.Post(c, commitment.Now, life.Key));

    public void RepairCredit() => Do(commitment, Handler, new RepairCredit("已完成整改并履行公示期，准予信用修复。", commitment.Now.Version, Effect),
        c => RepairCreditEndpoint.Validate(c, Handler, commitment.Now, Time), c => RepairCreditEndpoint.Post(c, commitment.Now, life.Key));

    IEnumerable<string> Required() => Terms.Papers.Where(p => p is { Required: true, SuppliedBy: PaperSource.Applicant }).Select(p => p.Id);

    /// <summary>What the applicant must still bring; where it is all there, the form once more.</summary>
    string[] Missing() => AcceptApplicationEndpoint.Missing(Application, item).ToArray() is { Length: > 0 } missing ? missing : [.. Required().Take(1)];

    SubmittedMaterial[] Papers(IEnumerable<string> ids) => [.. ids.Select(id => new SubmittedMaterial(
        id, channel is Channel.Online ? PaperForm.Electronic : Terms.Papers.Single(p => p.Id == id).Form, channel is Channel.Online ? EvidenceGrade.C : EvidenceGrade.B, Hash()))];
}
