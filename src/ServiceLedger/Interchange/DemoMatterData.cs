using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

// What departments ask each other about the person, and what becomes of it.
sealed partial class DemoMatter
{
    const string Law = "《国务院关于在线政务服务的若干规定》第七条";

    DataRequest Request => request.Now;
    Act Provider => Of(City.OfficeOf(Request.ProvidingDepartment), City.OfficeOf(Request.ProvidingDepartment).Handler, "dataSteward") with { Channel = Channel.SystemInterface };
    Act Authority => Of(City.OfficeOf(City.DataAuthority), City.OfficeOf(City.DataAuthority).Decider, DataRequest.Authority) with { Channel = Channel.SystemInterface };

    public void AskUnconditional() => Ask(SharingClass.Unconditional);

    public void AskConditional() => Ask(SharingClass.Conditional);

    public void AskWhatIsNotShared() => Ask(SharingClass.None);

    public void DraftRequest() => Ask(SharingClass.Unconditional, draft: true);

    public void AskUnderAgreement()
    {
        var agreement = life.Agreements.Select(a => a.Now).First(a => !a.Ended && a.Recipient == Application.DepartmentCode);
        Ask(SharingClass.Conditional, provider: agreement.Provider, agreement: agreement);
    }

    void Ask(SharingClass sharing, bool draft = false, string? provider = null, SharingAgreement? agreement = null)
    {
        provider ??= chance.Of(DemoCity.HoldersFor(Terms));
        var data = City.DataOf(provider, sharing);
        var command = new RequestData(
            matter.Id, provider, data.Code, sharing, data.Fields, DemoCity.Purpose, Law, $"核实申请人提交的{Terms.Name}材料。", chance.Percent(10) ? Urgency.Urgent : Urgency.Ordinary, 1, DaysAhead(5),
            sharing is SharingClass.None ? "《社会救助暂行办法》第五十八条" : null, agreement?.Id, draft, Effect);
        var ground = new RequestGround(Application, agreement, City.Departments, life.Key);
        Refused(RequestDataEndpoint.Validate(command, Handler, ground, Time), story.Name, command);
        request = life.Begin<DataRequest>(LedgerId.For(life.Id));
        Add(request, Handler, RequestDataEndpoint.Decide(command, Handler, ground, Today));
    }

    public void SendRequest() => Do(request, Handler, new SubmitDataRequest(Request.Version, Effect),
        c => SubmitDataRequestEndpoint.Validate(c, Handler, Request, new(Application, null), Time), c => SubmitDataRequestEndpoint.Decide(c, Request, new(Application, null), Today));

    public void CancelRequest() => Do(request, Handler, new CancelDataRequest("申请人已自行提交材料，无需再调取。", Request.Version, Effect),
        c => CancelDataRequestEndpoint.Validate(c, Handler, Request, Time), c => CancelDataRequestEndpoint.Post(c, Request, life.Key));

    public void CheckCompleteness() => Do(request, Provider, new CheckCompleteness(true, Request.Version, Effect), c => CheckCompletenessEndpoint.Validate(c, Provider, Request, Time), c => CheckCompletenessEndpoint.Post(c, Request));

    public void FindIncomplete() => Do(request, Provider, new CheckCompleteness(false, Request.Version, Effect), c => CheckCompletenessEndpoint.Validate(c, Provider, Request, Time), c => CheckCompletenessEndpoint.Post(c, Request));

    public void AskMore() => Do(request, Provider, new AskMoreInfo("请说明所需数据的时间范围。", Request.Version, Effect), c => AskMoreInfoEndpoint.Validate(c, Provider, Request, Time), c => AskMoreInfoEndpoint.Post(c, Request, life.Key));

    public void TellMore() => Do(request, Handler, new GiveMoreInfo("最近十二个月。", Request.Version, Effect), c => GiveMoreInfoEndpoint.Validate(c, Handler, Request, Time), c => GiveMoreInfoEndpoint.Post(c, Request, life.Key));

    // -- Granting --

    public void Approve() => Approve(365, null);

    public void ApproveOnConditions() => Approve(365, "仅限本办件使用，不得转交第三方。");

    /// <summary>Grants for so short a time that it runs out within the story.</summary>
    public void ApproveBriefly() => Approve(20, "期满即行删除。");

    void Approve(int days, string? conditions) => Do(request, Provider, new ApproveDataRequest(Request.Asked.Fields, Today.AddDays(days), Request.Version, conditions, Effect),
        c => ApproveDataRequestEndpoint.Validate(c, Provider, Request, Time), c => ApproveDataRequestEndpoint.Post(c, Request, life.Key));

    public void RefuseRequest() => Do(request, Provider, new RefuseDataRequest(chance.Of(Enum.GetValues<DataRefusalGround>()), "《政务数据共享条例》", "可由申请人自行打印相关证明。", Request.Version, Effect),
        c => RefuseDataRequestEndpoint.Validate(c, Provider, Request, Time), c => RefuseDataRequestEndpoint.Post(c, Request, life.Key));

    public void Dispute() => Do(request, Handler, new RaiseDispute("该数据为办理本事项所必需，拒绝理由不成立。", Request.Version, Effect), c => RaiseDisputeEndpoint.Validate(c, Handler, Request, Time), c => RaiseDisputeEndpoint.Post(c, Request, life.Key));

    public void Mediate() => Do(request, Authority, new MediateDispute("双方交换意见，未能达成一致。", Request.Version, Effect), c => MediateDisputeEndpoint.Validate(c, Authority, Request, Time), c => MediateDisputeEndpoint.Post(c, Request, life.Key));

    public void GrantDisputed() => DecideDispute(new(DisputeOutcome.Granted, "《政务数据共享条例》", "申请符合共享条件，应予提供。", Request.Version, Request.Asked.Fields, Today.AddDays(365), Effect));

    public void UpholdRefusal() => DecideDispute(new(DisputeOutcome.RefusalUpheld, "《政务数据共享条例》", "该数据与本事项无直接关联。", Request.Version, Effect: Effect));

    void DecideDispute(DecideDispute command) => Do(request, Authority, command, c => DecideDisputeEndpoint.Validate(c, Authority, Request, Time), c => DecideDisputeEndpoint.Decide(c, Request, life.Key));

    // -- Giving --

    public void Provide() => Provide(Request.Granted.Except(Request.Provided), []);

    public void ProvideInPart() => Provide(Request.Granted.Take(2), [.. Request.Granted.Skip(2).Select(f => new MissingField(f, chance.Of(Enum.GetValues<MissingReason>())))]);

    void Provide(IEnumerable<string> fields, MissingField[] missing) => Do(
        request, Provider, new ProvideData([.. fields.Select(f => new FieldTold(f, Value(f)))], Hash(), Source, Today, Request.Version, missing, Effect: Effect),
        c => ProvideDataEndpoint.Validate(c, Provider, Request, Time), c => ProvideDataEndpoint.Decide(c, Request, life.Key));

    public void FindNothing() => Do(request, Provider, new ReportNotFound(Source, Today, Request.Version, Effect), c => ReportNotFoundEndpoint.Validate(c, Provider, Request, Time), c => ReportNotFoundEndpoint.Post(c, Request));

    public void FailToAnswer() => Do(request, Provider, new ReportFailure(Source, chance.Of(["TIMEOUT", "E503", "E1042"]), Request.Version, Effect),
        c => ReportFailureEndpoint.Validate(c, Provider, Request, Time), c => ReportFailureEndpoint.Post(c, Request));

    // -- What the person says --

    public void OfferPreview() => Do(request, Handler, new OfferPreview(channel, Request.Version, Effect), c => OfferPreviewEndpoint.Validate(c, Handler, Request, Time), c => OfferPreviewEndpoint.Post(c, Request));

    public void Confirm() => Do(request, Window, new ConfirmData(Request.Provided, Request.Version, Effect), c => ConfirmDataEndpoint.Validate(c, Window, Request, Time), c => ConfirmDataEndpoint.Post(c, Request));

    public void Contest() => Do(request, Window, new ContestData(Request.Provided[0], "登记内容有误，应以本人持有的证明为准。", Request.Version, null, Effect),
        c => ContestDataEndpoint.Validate(c, Window, Request, Time), c => ContestDataEndpoint.Post(c, Request, life.Key));

    // -- Using, and afterwards --

    public void Use() => Do(request, Handler, new RecordUse(decision.Id, Request.Provided, Request.Version, Effect),
        c => RecordUseEndpoint.Validate(c, Handler, Request, new NamedDecision(decision.Now), Time), c => RecordUseEndpoint.Post(c, Request));

    public void ReportMisuse() => Do(request, Provider, new ReportMisuse(Request.Provided, "数据被用于本办件以外的统计。", Request.Version, Effect),
        c => ReportMisuseEndpoint.Validate(c, Provider, Request, Time), c => ReportMisuseEndpoint.Post(c, Request, life.Key));

    public void Expire() => Do(request, Handler, new ExpireDataRequest(Request.Version, Effect), c => ExpireDataRequestEndpoint.Validate(c, Handler, Request, Time), c => ExpireDataRequestEndpoint.Post(c, Request));

    public void Dispose() => Do(request, Handler, new DisposeOfData(chance.Of(Enum.GetValues<DataDisposal>()), Request.Version, Effect), c => DisposeOfDataEndpoint.Validate(c, Handler, Request, Time), c => DisposeOfDataEndpoint.Post(c, Request));

    /// <summary>The provider corrects the field; every request of the person that received it is told in the same act.</summary>
    public void CorrectAtSource()
    {
        var (id, field, by) = (LedgerId.For(life.Id), Request.Provided[0], Provider);
        var command = new CorrectData(field, Value(field), Today, "经核实，原登记有误，予以更正。", Request.Version, Value(field), Effect);
        var others = life.Of<DataRequest>().Where(r => r != request && r.Now.ProvidingDepartment == Request.ProvidingDepartment && r.Now.DataItemCode == Request.DataItemCode && r.Now.Provided.Contains(field)).ToArray();
        Do(request, by, command, c => CorrectDataEndpoint.Refuse(c, by, Request, [.. others.Select(o => o.Now)], Time) ?? Wolverine.Http.WolverineContinue.NoProblems, c => CorrectDataEndpoint.Decide(id, c, Request, life.Key));
        foreach (var other in others)
            Add(other, by, CorrectDataEndpoint.Told(id, command, other.Now, life.Key));
    }

    public void AcknowledgeWithoutImpact() => Acknowledge(CorrectionImpact.None);

    /// <summary>The decisions that rest on the field are due for review.</summary>
    public void AcknowledgeReviewDue() => Acknowledge(CorrectionImpact.ReviewDue);

    void Acknowledge(CorrectionImpact impact)
    {
        var told = Request.Corrections.Last(c => c.Impact is null);
        var command = new AcknowledgeCorrection(told.Id, impact, Request.Version, Effect);
        Refused(AcknowledgeCorrectionEndpoint.Validate(command, Handler, Request, Time), story.Name, command);
        var (acknowledged, relied) = AcknowledgeCorrectionEndpoint.Decide(command, Request);
        Add(request, Handler, acknowledged);
        if (impact is CorrectionImpact.ReviewDue)
            foreach (var use in Request.Uses.Where(u => u.Fields.Contains(told.Field)))
                Add(life.Of<Decision>().Single(d => d.Id == use.DecisionId), Handler, relied);
    }

    string Source => City.DataOf(Request.ProvidingDepartment, Request.Asked.SharingClass).System;

    string Value(string field) => field switch
    {
        "registeredAddress" or "location" => $"重庆市（{life.Person.County}）第 {chance.Between(1, 200)} 号",
        "householdType" => life.Person.IsRural ? "农村" : "城镇",
        "householdHead" => "本人",
        "areaSquareMetres" => $"{chance.Between(45, 160)}",
        "maritalStatus" => chance.Of(["未婚", "已婚", "丧偶"]),
        "insuredMonths" => $"{chance.Between(6, 420)}",
        "familySize" => $"{chance.Between(1, 6)}",
        "registeredOn" or "issuedOn" or "updatedOn" or "lastPaidMonth" => $"{Today.AddDays(-chance.Between(30, 2000)):yyyy-MM-dd}",
        _ => $"{chance.Between(100_000, 999_999)}"
    };
}
