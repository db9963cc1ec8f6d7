using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

// What happens between acceptance and decision: LIC art. 26, 34 to 36, 42, 45 to 48; and how matters relate.
sealed partial class DemoMatter
{
    const string Inspection = "现场勘验";

    /// <summary>The other of two related matters.</summary>
    DemoStream<Application> first = null!;

    public void StartStep() => Do(Handler, new StartStep(Inspection, Application.Version, 3, Effect), c => StartStepEndpoint.Validate(c, Handler, Application, Time), c => StartStepEndpoint.Post(c, Application));

    public void CompleteStep() => Do(Handler, new CompleteStep(Inspection, Application.Version, Effect), c => CompleteStepEndpoint.Validate(c, Handler, Application, Time), c => CompleteStepEndpoint.Decide(c, Application));

    // -- Custody and impartiality --

    public void HandOver()
    {
        var to = Another();
        Do(Handler, new TransferCustody(to.Code, "经研究，由贵部门办理更为适宜。", Application.Version, to.Handler, Effect),
            c => TransferCustodyEndpoint.Validate(c, Handler, Application, City.Departments, Time), c => TransferCustodyEndpoint.Post(c, Application, life.Key));
    }

    public void TakeOver() => Do(Receiver, new AcceptCustody(Application.Version, Effect), c => AcceptCustodyEndpoint.Validate(c, Receiver, Application, Time), c => AcceptCustodyEndpoint.Decide(c, Receiver, Application));

    public void SendBack() => Do(Receiver, new ReturnCustody("本部门无此职责，退回原部门办理。", Application.Version, Effect),
        c => ReturnCustodyEndpoint.Validate(c, Receiver, Application, Time), c => ReturnCustodyEndpoint.Post(c, Application, life.Key));

    /// <summary>Whoever it was handed to; the office in charge once they have it.</summary>
    Act Receiver => Application.Handover is { } to ? Of(City.OfficeOf(to.Department), to.Officer!, "handler") : Handler;

    public void DeclareConflict() => Do(Handler, new DeclareConflict("申请人系本人近亲属。", Application.Version), c => DeclareConflictEndpoint.Validate(c, Handler, Application, Time), c => DeclareConflictEndpoint.Post(c, Handler, Application, life.Key));

    public void Recuse() => Do(Head, new RecuseOfficer(Office.Handler, Office.Colleague, Application.Version), c => RecuseOfficerEndpoint.Validate(c, Head, Application, Time), c => RecuseOfficerEndpoint.Post(c, Application));

    // -- Others are heard --

    public void AskAllAtOnce() => AskOpinions(JointHandling.Parallel);

    public void AskOneAfterTheOther() => AskOpinions(JointHandling.Sequential);

    /// <summary>Two departments are asked: those that hold papers of the item first.</summary>
    void AskOpinions(JointHandling handling)
    {
        var holders = DemoCity.HoldersFor(Terms).Where(d => d != Application.DepartmentCode).Take(2).ToList();
        while (holders.Count < 2)
            holders.Add(Another([.. holders]).Code);
        Do(Handler, new RequestOpinions(handling, [.. holders.Select(d => new OpinionAsked(d, "请就职责范围内事项提出意见。", DaysAhead(10)))], Application.Version, Effect),
            c => RequestOpinionsEndpoint.Validate(c, Handler, Application, City.Departments, Time), c => RequestOpinionsEndpoint.Decide(c, Application, life.Key));
    }

    /// <summary>The next department asked answers.</summary>
    public void Opine()
    {
        var asked = Application.Opinions.First(o => o is { GivenAt: null, StartsAt: not null });
        var adviser = City.OfficeOf(asked.Department);
        var by = Of(adviser, adviser.Handler, "handler");
        var opinion = chance.Below(10) switch { 0 => JointOpinion.Oppose, < 3 => JointOpinion.AgreeOnCondition, _ => JointOpinion.Agree };
        Do(by, new GiveOpinion(asked.Number, opinion, opinion is JointOpinion.Oppose ? "选址不符合管理要求，不同意。" : "经审查，符合要求。", Application.Version, Effect),
            c => GiveOpinionEndpoint.Validate(c, by, Application, Time), c => GiveOpinionEndpoint.Decide(c, Application, life.Key));
    }

    public void ForwardFirstReview()
    {
        var to = City.OfficeOf(Application.DepartmentCode == City.Superior ? City.DataAuthority : City.Superior);
        Do(Handler, new ForwardFirstReview(to.Code, "初审符合条件，全部材料一并报送。", Application.Version, Effect),
            c => ForwardFirstReviewEndpoint.Validate(c, Handler, Application, City.Departments, Time), c => ForwardFirstReviewEndpoint.Post(c, Handler, Application, life.Key));
    }

    public void CheckOnSite() => Do(
        Handler, new RecordSubstantiveCheck([Office.Handler, Office.Colleague], Today, $"{life.Person.County} 现场", "现场情况与申报材料一致。", Application.Version, Effect),
        c => RecordSubstantiveCheckEndpoint.Validate(c, Handler, Application, Time), c => RecordSubstantiveCheckEndpoint.Decide(c, Application, life.Key));

    public void TellThirdParty() => Do(Handler, new NotifyThirdParty("相邻住户", "采光、通行可能受到影响", DaysAhead(7), Application.Version, Effect),
        c => NotifyThirdPartyEndpoint.Validate(c, Handler, Application, Time), c => NotifyThirdPartyEndpoint.Post(c, Application, life.Key));

    public void HearThirdParty() => Do(Handler, new ReceiveStatement(1, chance.Of(["无异议。", "希望限制夜间施工时间。", "担心影响通行，请予考虑。"]), Application.Version, Effect),
        c => ReceiveStatementEndpoint.Validate(c, Handler, Application, Time), c => ReceiveStatementEndpoint.Post(c, Application, life.Key));

    // -- Hearing (LIC art. 46 to 48) --

    public void TellHearingRight() => Do(Handler, new NotifyHearingRight(Application.Version, Effect), c => NotifyHearingRightEndpoint.Validate(c, Handler, Application, Time), c => NotifyHearingRightEndpoint.Post(c, Application));

    public void RequestHearing() => Do(Window, new RequestHearing(chance.Percent(70) ? HearingParty.Applicant : HearingParty.ThirdParty, Application.Version, Effect),
        c => RequestHearingEndpoint.Validate(c, Window, Application, City.Days.Working, Time), c => RequestHearingEndpoint.Post(c, Application));

    public void ScheduleHearing() => Do(Handler, new ScheduleHearing(City.Days.At(day + chance.Between(8, 11), 30), $"{Office.Name}听证室", Office.Head, true, Application.Version, Effect),
        c => ScheduleHearingEndpoint.Validate(c, Handler, Application, City.Days.Working, Time), c => ScheduleHearingEndpoint.Post(c, Application));

    /// <summary>Holds it on the day that was told.</summary>
    public void HoldHearing()
    {
        (day, minute) = (City.Days.IndexOf(Text.DateOf(Application.Hearing!.ScheduledFor!.Value)), MinutesOfHearing);
        Do(Head, new HoldHearing(Hash(), Application.Version, Effect), c => HoldHearingEndpoint.Validate(c, Head, Application, Time), c => HoldHearingEndpoint.Post(c, Application, life.Key));
    }

    public void ConfirmHearingRecord() => Do(Head, new ConfirmHearingRecord(true, Application.Version, null, Effect), c => ConfirmHearingRecordEndpoint.Validate(c, Head, Application, Time), c => ConfirmHearingRecordEndpoint.Post(c, Application, life.Key));

    public void ObjectToHearingRecord() => Do(Head, new ConfirmHearingRecord(false, Application.Version, "第三页陈述有遗漏。", Effect), c => ConfirmHearingRecordEndpoint.Validate(c, Head, Application, Time), c => ConfirmHearingRecordEndpoint.Post(c, Application, life.Key));

    // -- Clock (LIC art. 42, 45) --

    public void Suspend() => Do(
        Handler, new SuspendClock(chance.Of(Enum.GetValues<SuspensionGround>()), "《中华人民共和国行政许可法》第四十五条", 10, $"{Application.Number}-告知", Application.Version, Effect),
        c => SuspendClockEndpoint.Validate(c, Handler, Application, Time), c => SuspendClockEndpoint.Post(c, Application));

    public void Resume() => Do(Handler, new ResumeClock(Application.Version, Effect), c => ResumeClockEndpoint.Validate(c, Handler, Application, Time), c => ResumeClockEndpoint.Post(c, Application));

    public void Extend() => Do(
        Handler, new ExtendDeadline(chance.Between(5, 10), Office.Head, Application.Limits!.Profile is ClockProfile.Joint ? ApproverRank.GovernmentHead : ApproverRank.AgencyHead, "情况复杂，需进一步核实。", $"{Application.Number}-延期", Application.Version, Effect),
        c => ExtendDeadlineEndpoint.Validate(c, Handler, Application, new(City.Days.Working, ClockBook.OfTheLaw), Time), c => ExtendDeadlineEndpoint.Post(c, Application, life.Key));

    // -- Towards the decision --

    public void Propose() => Do(Handler, new ProposeDecision(story.Refuses ? RulingKind.Refusal : RulingKind.Grant, "经审查，拟按上述意见办理。", Application.Version, Effect),
        c => ProposeDecisionEndpoint.Validate(c, Handler, Application, Time), c => ProposeDecisionEndpoint.Post(c, Handler, Application, life.Key));

    public void SendBackProposal() => Do(Decider, new ReturnForRework("请补充说明法律依据的适用理由。", Application.Version, Effect),
        c => ReturnForReworkEndpoint.Validate(c, Decider, Application, Time), c => ReturnForReworkEndpoint.Post(c, Decider, Application, life.Key));

    // -- Related matters --

    /// <summary>Another matter of the same person and item begins; the first is kept for what comes next.</summary>
    public void SubmitAnother()
    {
        first = matter;
        Submit();
    }

    public void Link() => Do(Handler, new LinkApplication(first.Id, chance.Of([LinkKind.Related, LinkKind.SamePackage, LinkKind.ContinuesFrom]), Application.Version),
        c => LinkApplicationEndpoint.Validate(c, Handler, Application, new OtherMatter(first.Now), Time), c => LinkApplicationEndpoint.Post(c, Application));

    /// <summary>The second of two matters goes on in the first.</summary>
    public void Merge()
    {
        var command = new MergeApplication(first.Id, "同一申请人同一事项，合并办理。", Application.Version);
        Refused(MergeApplicationEndpoint.Refuse(command, Handler, Application, first.Now, Time.GetUtcNow()), story.Name, command);
        var (merged, linked) = MergeApplicationEndpoint.Decide(command, Application, life.Key);
        Add(matter, Handler, merged);
        Add(first, Handler, linked);
        matter = first;
    }

    /// <summary>A part goes on as a matter of its own, of the same item, with all its papers; the whole goes on too.</summary>
    public void Split()
    {
        var id = LedgerId.For(life.Id);
        var by = Handler with { DivisionCode = life.Person.County };
        var command = new SplitApplication(item.Code, "两处场所分别办理。", Application.Version, "第二处场所", Papers(Required()));
        Refused(SplitApplicationEndpoint.Validate(command, by, Application, item, Time), story.Name, command);
        var (split, submitted) = SplitApplicationEndpoint.Decide(id, command, Application, by, item, CaseNumber.Make(life.Person.County, Today, life.Numbers.Dequeue()), life.Key);
        Add(matter, by, split);
        first = matter;
        matter = life.Begin<Application>(id);
        Add(matter, by, submitted);
    }

    /// <summary>Turns to the other of two matters.</summary>
    public void TurnToOther() => (first, matter) = (matter, first);

    public void Reopen()
    {
        var cause = chance.Of(Enum.GetValues<ReopeningCause>());
        var reference = cause switch { ReopeningCause.Court => "（2025）渝0103行初12号", ReopeningCause.ReviewOrderedRedo => "渝府复〔2025〕31号", _ => "差错记录第7号" };
        Do(Head, new ReopenApplication(cause, reference, Application.Version, Effect), c => ReopenApplicationEndpoint.Validate(c, Head, Application, Time), c => ReopenApplicationEndpoint.Decide(c, Application, item));
    }

    public void Close() => Do(Handler, new CloseApplication(Application.Version, Effect), c => CloseApplicationEndpoint.Validate(c, Handler, Application, Time), c => CloseApplicationEndpoint.Decide(c, Application, item, Time.GetUtcNow()));
}
