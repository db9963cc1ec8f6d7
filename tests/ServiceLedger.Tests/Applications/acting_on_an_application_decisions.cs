using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Tests.Applications;

/// <summary>What every command on an application refuses alike.</summary>
public class acting_on_an_application
{
    // The columns are the statuses in their order.
    const string Table = """
                              Draft Subm  Corr  Prov  Acc   Susp  Dec   Deliv NotR  OutR  Refu  Revo  Withd Merg  Clos  Disc
        SaveDraft             yes   -     -     -     -     -     -     -     -     -     -     -     -     -     -     -
        DiscardDraft          yes   -     -     -     -     -     -     -     -     -     -     -     -     -     -     -
        SubmitDraft           yes   -     -     -     -     -     -     -     -     -     -     -     -     -     -     -
        ReceiveMaterials      -     yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        RecordVisit           -     yes   yes   yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -
        CorrectOnSpot         -     yes   yes   -     -     -     -     -     -     -     -     -     -     -     -     -
        NotifyNotRequired     -     yes   yes   -     -     -     -     -     -     -     -     -     -     -     -     -
        RefuseOutOfRemit      -     yes   yes   -     -     -     -     -     -     -     -     -     -     -     -     -
        RequestCorrection     -     yes   -     -     -     -     -     -     -     -     -     -     -     -     -     -
        AmendCorrectionList   -     yes   yes   -     -     -     -     -     -     -     -     -     -     -     -     -
        SubmitCorrection      -     -     yes   -     -     -     -     -     -     -     -     -     -     -     -     -
        Promise               -     yes   yes   -     -     -     -     -     -     -     -     -     -     -     -     -
        Accept                -     yes   -     -     -     -     -     -     -     -     -     -     -     -     -     -
        AcceptProvisionally   -     yes   yes   -     -     -     -     -     -     -     -     -     -     -     -     -
        RefuseAcceptance      -     yes   yes   -     -     -     -     -     -     -     -     -     -     -     -     -
        RevokeAcceptance      -     -     -     yes   yes   -     -     -     -     -     -     -     -     -     -     -
        Withdraw              -     yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        TransferCustody       -     yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        AcceptCustody         -     yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        ReturnCustody         -     yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        DeclareConflict       -     yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        Recuse                -     yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        StartStep             -     yes   yes   yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -
        CompleteStep          -     yes   yes   yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -
        RequestOpinions       -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        GiveOpinion           -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        ForwardFirstReview    -     -     -     -     yes   -     -     -     -     -     -     -     -     -     -     -
        RecordCheck           -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        NotifyThirdParty      -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        ReceiveStatement      -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        NotifyHearingRight    -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        RequestHearing        -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        ScheduleHearing       -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        HoldHearing           -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        ConfirmHearingRecord  -     -     -     yes   yes   yes   -     -     -     -     -     -     -     -     -     -
        CorrectAcceptanceDate -     -     -     -     yes   -     -     -     -     -     -     -     -     -     -     -
        Suspend               -     -     -     -     yes   -     -     -     -     -     -     -     -     -     -     -
        Resume                -     -     -     -     -     yes   -     -     -     -     -     -     -     -     -     -
        Extend                -     -     -     yes   yes   -     -     -     -     -     -     -     -     -     -     -
        ProposeDecision       -     -     -     -     yes   -     -     -     -     -     -     -     -     -     -     -
        ReturnForRework       -     -     -     -     yes   -     -     -     -     -     -     -     -     -     -     -
        Decide                -     -     -     -     yes   -     -     -     -     -     -     -     -     -     -     -
        Deliver               -     -     -     -     -     -     yes   -     -     -     -     -     -     -     -     -
        Link                  -     yes   yes   yes   yes   yes   yes   yes   -     -     -     -     -     -     -     -
        Split                 -     yes   yes   -     yes   -     -     -     -     -     -     -     -     -     -     -
        Merge                 -     yes   yes   -     yes   -     -     -     -     -     -     -     -     -     -     -
        Reopen                -     -     -     -     -     -     -     yes   -     yes   yes   yes   -     -     yes   -
        Close                 -     -     -     -     -     -     -     yes   yes   yes   yes   yes   yes   yes   -     -
        """;

    delegate ProblemDetails Answers(Act act, Application application, long version, EarlierEffect? effect);

    static readonly DateOnly Soon = new(2026, 3, 9);
    static readonly DateTimeOffset Now = LedgerHost.Now;

    static readonly Dictionary<ApplicationAction, Answers> Commands = new()
    {
        [ApplicationAction.SaveDraft] = (act, a, version, _) => SaveDraftEndpoint.Validate(new(version), act, a, Given.Item, Given.Clock),
        [ApplicationAction.DiscardDraft] = (act, a, version, _) => DiscardDraftEndpoint.Validate(new(version), act, a, Given.Clock),
        [ApplicationAction.SubmitDraft] = (act, a, version, _) => SubmitDraftEndpoint.Validate(new(version), act, a, Given.Item, Given.Clock),
        [ApplicationAction.ReceiveMaterials] = (act, a, version, effect) =>
            ReceiveMaterialsEndpoint.Validate(new([new("P1", PaperForm.Original, EvidenceGrade.A)], version, effect), act, a, Given.Item, Given.Clock),
        [ApplicationAction.RecordVisit] = (act, a, version, _) =>
            RecordVisitEndpoint.Validate(new("渝中区政务大厅", "500103", VisitPurpose.Inquiry, false, Now.AddHours(-1), Now, version), act, a, Given.Clock),
        [ApplicationAction.CorrectOnSpot] = (act, a, version, effect) => CorrectOnSpotEndpoint.Validate(new("P1", "旧", "新", version, effect), act, a, Given.Item, Given.Clock),
        [ApplicationAction.NotifyNotRequired] = (act, a, version, effect) => NotifyNotRequiredEndpoint.Validate(new("许可法第三十二条", version, null, effect), act, a, Given.Clock),
        [ApplicationAction.RefuseOutOfRemit] = (act, a, version, effect) => RefuseOutOfRemitEndpoint.Validate(new("区水务局", "许可法第三十二条", version, effect), act, a, Given.Clock),
        [ApplicationAction.RequestCorrection] = (act, a, version, effect) =>
            RequestCorrectionEndpoint.Validate(new([new("P1", "无公章", "加盖公章")], Soon, Channel.Online, version, effect), act, a, Given.Item, Given.Clock),
        [ApplicationAction.AmendCorrectionList] = (act, a, version, effect) =>
            AmendCorrectionListEndpoint.Validate(new([new("P1", "无公章", "加盖公章")], Soon, Channel.Online, "遗漏", version, effect), act, a, Given.Item, Given.Clock),
        [ApplicationAction.SubmitCorrection] = (act, a, version, effect) => SubmitCorrectionEndpoint.Validate(new(["P1"], version, null, effect), act, a, Given.Item, Given.Clock),
        [ApplicationAction.Promise] = (act, a, version, effect) => PromisePapersEndpoint.Validate(new(["P1"], "属实", version, effect), act, a, Given.Lenient, new(false), Given.Clock),
        [ApplicationAction.Accept] = (act, a, version, effect) => AcceptApplicationEndpoint.Validate(new(version, effect), act, a, Given.Item, Given.Clock),
        [ApplicationAction.AcceptProvisionally] = (act, a, version, effect) => AcceptProvisionallyEndpoint.Validate(new(Soon, "三日内补齐", version, effect), act, a, Given.Lenient, Given.Clock),
        [ApplicationAction.RefuseAcceptance] = (act, a, version, effect) => RefuseAcceptanceEndpoint.Validate(new("许可法第三十二条", "不符合形式", Given.Told, version, effect), act, a, Given.Clock),
        [ApplicationAction.RevokeAcceptance] = (act, a, version, effect) => RevokeAcceptanceEndpoint.Validate(new("许可法第六十九条", "未补齐", Given.Told, version, effect), act, a, Given.Clock),
        [ApplicationAction.Withdraw] = (act, a, version, effect) => WithdrawApplicationEndpoint.Validate(new(version, null, effect), act, a, Given.Clock),
        [ApplicationAction.TransferCustody] = (act, a, version, effect) =>
            TransferCustodyEndpoint.Validate(new(Items.OtherDepartment, "属其职责", version, null, effect), act, a, Given.Departments, Given.Clock),
        [ApplicationAction.AcceptCustody] = (act, a, version, effect) => AcceptCustodyEndpoint.Validate(new(version, effect), act, a, Given.Clock),
        [ApplicationAction.ReturnCustody] = (act, a, version, effect) => ReturnCustodyEndpoint.Validate(new("不属本部门", version, effect), act, a, Given.Clock),
        [ApplicationAction.DeclareConflict] = (act, a, version, _) => DeclareConflictEndpoint.Validate(new("申请人是亲属", version), act, a, Given.Clock),
        [ApplicationAction.Recuse] = (act, a, version, _) => RecuseOfficerEndpoint.Validate(new("wang.wei", "zhao.yun", version), act, a, Given.Clock),
        [ApplicationAction.StartStep] = (act, a, version, effect) => StartStepEndpoint.Validate(new("review", version, null, effect), act, a, Given.Clock),
        [ApplicationAction.CompleteStep] = (act, a, version, effect) => CompleteStepEndpoint.Validate(new("review", version, effect), act, a, Given.Clock),
        [ApplicationAction.RequestOpinions] = (act, a, version, effect) =>
            RequestOpinionsEndpoint.Validate(new(JointHandling.Parallel, [new(Items.OtherDepartment, "是否同意", Soon)], version, effect), act, a, Given.Departments, Given.Clock),
        [ApplicationAction.GiveOpinion] = (act, a, version, effect) => GiveOpinionEndpoint.Validate(new(1, JointOpinion.Agree, "同意", version, effect), act, a, Given.Clock),
        [ApplicationAction.ForwardFirstReview] = (act, a, version, effect) => ForwardFirstReviewEndpoint.Validate(new(Items.OtherDepartment, "符合条件", version, effect), act, a, Given.Departments, Given.Clock),
        [ApplicationAction.RecordCheck] = (act, a, version, effect) =>
            RecordSubstantiveCheckEndpoint.Validate(new(["li.hua", "zhao.yun"], new(2026, 3, 1), "解放碑1号", "属实", version, effect), act, a, Given.Clock),
        [ApplicationAction.NotifyThirdParty] = (act, a, version, effect) => NotifyThirdPartyEndpoint.Validate(new("邻居李某", "采光", Soon, version, effect), act, a, Given.Clock),
        [ApplicationAction.ReceiveStatement] = (act, a, version, effect) => ReceiveStatementEndpoint.Validate(new(1, "反对", version, effect), act, a, Given.Clock),
        [ApplicationAction.NotifyHearingRight] = (act, a, version, effect) => NotifyHearingRightEndpoint.Validate(new(version, effect), act, a, Given.Clock),
        [ApplicationAction.RequestHearing] = (act, a, version, effect) => RequestHearingEndpoint.Validate(new(HearingParty.Applicant, version, effect), act, a, Given.Days, Given.Clock),
        [ApplicationAction.ScheduleHearing] = (act, a, version, effect) =>
            ScheduleHearingEndpoint.Validate(new(Now.AddDays(14), "三楼会议室", "wang.wei", true, version, effect), act, a, Given.Days, Given.Clock),
        [ApplicationAction.HoldHearing] = (act, a, version, effect) => HoldHearingEndpoint.Validate(new("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", version, effect), act, a, Given.Clock),
        [ApplicationAction.ConfirmHearingRecord] = (act, a, version, effect) => ConfirmHearingRecordEndpoint.Validate(new(true, version, null, effect), act, a, Given.Clock),
        [ApplicationAction.CorrectAcceptanceDate] = (act, a, version, _) => CorrectAcceptanceDateEndpoint.Validate(new(Given.Start.AddMinutes(90), "误录", version), act, a, Given.Clock),
        [ApplicationAction.Suspend] = (act, a, version, effect) =>
            SuspendClockEndpoint.Validate(new(SuspensionGround.ExpertReview, "许可法第四十五条", 10, "告知1号", version, effect), act, a, Given.Clock),
        [ApplicationAction.Resume] = (act, a, version, effect) => ResumeClockEndpoint.Validate(new(version, effect), act, a, Given.Clock),
        [ApplicationAction.Extend] = (act, a, version, effect) =>
            ExtendDeadlineEndpoint.Validate(new(10, "局长", ApproverRank.AgencyHead, "案情复杂", "延期1号", version, effect), act, a, Given.Almanac, Given.Clock),
        [ApplicationAction.ProposeDecision] = (act, a, version, effect) => ProposeDecisionEndpoint.Validate(new(RulingKind.Grant, "符合条件", version, effect), act, a, Given.Clock),
        [ApplicationAction.ReturnForRework] = (act, a, version, effect) => ReturnForReworkEndpoint.Validate(new("请补充依据", version, effect), act, a, Given.Clock),
        [ApplicationAction.Decide] = (act, a, version, effect) => DecideApplicationEndpoint.Validate(new(RulingKind.Grant, ["许可法第三十八条"], version, Effect: effect), act, a, Given.Clock),
        [ApplicationAction.Link] = (act, a, version, _) => LinkApplicationEndpoint.Validate(new(Given.Other, LinkKind.Related, version), act, a, new(Other), Given.Clock),
        [ApplicationAction.Split] = (act, a, version, _) => SplitApplicationEndpoint.Validate(new(Items.WithPapers, "分开办理", version), act, a, Given.Item, Given.Clock),
        [ApplicationAction.Merge] = (act, a, version, _) => MergeApplicationEndpoint.Refuse(new(Given.Other, "同一事项", version), act, a, Other, Now) ?? WolverineContinue.NoProblems,
        [ApplicationAction.Reopen] = (act, a, version, effect) => ReopenApplicationEndpoint.Validate(new(ReopeningCause.Error, "差错记录1号", version, effect), act, a, Given.Clock),
        [ApplicationAction.Close] = (act, a, version, effect) => CloseApplicationEndpoint.Validate(new(version, effect), act, a, Given.Clock)
    };

    static readonly ApplicationAction[] OfApplicants =
    [
        ApplicationAction.SaveDraft, ApplicationAction.DiscardDraft, ApplicationAction.SubmitDraft, ApplicationAction.ReceiveMaterials, ApplicationAction.RecordVisit,
        ApplicationAction.SubmitCorrection, ApplicationAction.Promise, ApplicationAction.RequestHearing, ApplicationAction.Withdraw
    ];

    static readonly ApplicationAction[] OfDrafters = [ApplicationAction.SaveDraft, ApplicationAction.DiscardDraft, ApplicationAction.SubmitDraft];
    static readonly ApplicationAction[] OfOtherDepartments = [ApplicationAction.AcceptCustody, ApplicationAction.ReturnCustody, ApplicationAction.GiveOpinion];

    // The delivery is a command on the decision; see delivering_a_decision.
    static readonly ApplicationAction[] OfOtherStreams = [ApplicationAction.Deliver];

    static readonly ApplicationAction[] WithoutEffect =
    [
        .. OfDrafters, ApplicationAction.CorrectAcceptanceDate, ApplicationAction.RecordVisit, ApplicationAction.DeclareConflict, ApplicationAction.Recuse, ApplicationAction.Link, ApplicationAction.Split, ApplicationAction.Merge
    ];

    static Application Other => Given.State<Application>(Given.Other, Given.Submitted);

    static IEnumerable<(ApplicationStatus Status, ApplicationAction Action, bool Allowed)> Read() =>
        from line in Table.Split('\n').Skip(1)
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        from status in Enum.GetValues<ApplicationStatus>()
        select (status, Enum.Parse<ApplicationAction>(words[0]), words[(int)status + 1] is "yes");

    static IEnumerable<(ApplicationAction Action, ApplicationStatus Status)> Possible() =>
        Read().Where(c => c.Allowed && !OfOtherStreams.Contains(c.Action)).DistinctBy(c => c.Action).Select(c => (c.Action, c.Status));

    public static TheoryData<ApplicationStatus, ApplicationAction, bool> Cells => new(Read());

    /// <summary>Every command, and a state that allows it.</summary>
    public static TheoryData<ApplicationAction, ApplicationStatus> Acts => new(Possible());

    public static TheoryData<ApplicationAction, ApplicationStatus> ActsWithEffect => new(Possible().Where(a => !WithoutEffect.Contains(a.Action)));

    [Fact]
    public void knows_every_status_and_every_action() =>
        Read().Select(c => (c.Status, c.Action)).Distinct().Count().ShouldBe(Enum.GetValues<ApplicationStatus>().Length * Enum.GetValues<ApplicationAction>().Length);

    [Fact]
    public void knows_every_command() => Commands.Keys.Concat(OfOtherStreams).Order().ShouldBe(Enum.GetValues<ApplicationAction>());

    [Theory, MemberData(nameof(Cells))]
    public void is_possible_in_the_states_of_the_table_only(ApplicationStatus status, ApplicationAction action, bool allowed)
    {
        Given.Application(status).Status.ShouldBe(status);
        var (application, actor) = (Ready(action, status), ActorOf(action));
        application.Allows(action).ShouldBe(allowed);
        application.NextFor(actor).Contains(action).ShouldBe(allowed);
        Expect(application.Refuse(actor, action, application.Version, null, Now), application, actor, allowed);
    }

    [Theory, MemberData(nameof(Cells))]
    public void is_refused_by_the_command_itself_where_the_table_says_no(ApplicationStatus status, ApplicationAction action, bool allowed)
    {
        if (OfOtherStreams.Contains(action))
            return;
        var (application, actor) = (Ready(action, status), ActorOf(action));
        Expect(Commands[action](actor, application, application.Version, null), application, actor, allowed);
    }

    static void Expect(ProblemDetails? answer, Application application, Act actor, bool allowed)
    {
        if (allowed)
        {
            answer.ShouldBeAccepted();
        }
        else if (application.Status is ApplicationStatus.Draft or ApplicationStatus.Discarded && actor == Given.Officer)
        {
            answer.ShouldBeRefused(404, "not-found");
        }
        else
        {
            var refusal = answer.ShouldBeRefused(409, "not-in-this-state");
            refusal.Extensions["state"].ShouldBe(application.Status.InJson());
            refusal.Extensions["allowed"].ShouldBe(application.NextFor(actor).Select(a => a.InJson()).ToArray());
        }
    }

    [Theory, MemberData(nameof(Acts))]
    public void is_open_to_those_whose_act_it_is_and_forbidden_to_the_others_who_see_it(ApplicationAction action, ApplicationStatus status)
    {
        var isDraft = status is ApplicationStatus.Draft;
        var application = Ready(action, status);
        if (isDraft)
            application = application with { Draft = application.Draft! with { Department = Items.OtherDepartment } };
        else if (action is not ApplicationAction.TransferCustody)
            application = application with { Handover = new(Items.OtherDepartment, null) };

        Expected(Given.Applicant, OfApplicants.Contains(action));
        if (!isDraft)
            Expected(Given.Officer, !OfDrafters.Contains(action) && !OfOtherDepartments.Contains(action));
        if (action is not ApplicationAction.TransferCustody)
            Expected(Given.ForeignOfficer, (isDraft ? OfDrafters : OfOtherDepartments).Contains(action));

        void Expected(Act act, bool allowed)
        {
            var answer = Commands[action](act, application, application.Version, null);
            if (allowed)
                answer.ShouldBeAccepted();
            else
                answer.ShouldBeRefused(403, "forbidden");
        }
    }

    [Theory, MemberData(nameof(Acts))]
    public void of_another_department_or_of_somebody_else_is_not_found_before_anything_else(ApplicationAction action, ApplicationStatus status)
    {
        var application = Ready(action, status);
        foreach (var outsider in new[] { Given.Outsider, Given.Stranger })
        {
            Commands[action](outsider, application, application.Version, null).ShouldBeRefused(404, "not-found");
            Commands[action](outsider, application, application.Version - 1, Given.Earlier(Now.AddDays(1))).ShouldBeRefused(404, "not-found");
        }
    }

    [Theory, MemberData(nameof(Acts))]
    public void is_closed_to_a_recused_officer(ApplicationAction action, ApplicationStatus status)
    {
        var actor = ActorOf(action);
        if (!actor.IsOfficer)
            return;
        var application = Ready(action, status) with { Recused = [actor.ActorId] };
        Commands[action](actor, application, application.Version, null).ShouldBeRefused(403, "forbidden");
        application.NextFor(actor).ShouldBeEmpty();
        application.IsVisibleTo(actor).ShouldBeTrue();
        application.NextFor(actor with { ActorId = "zhou.jie" }).ShouldContain(action);
    }

    [Theory]
    [InlineData(ActorKind.Agent)]
    [InlineData(ActorKind.Clock)]
    public void is_not_for_agents_or_the_clock(ActorKind kind) =>
        Given.Application().Refuse(Given.Officer with { Kind = kind }, ApplicationAction.Accept, 1, null, Now).ShouldBeRefused(404, "not-found");

    [Theory]
    [InlineData(ApplicationStatus.Draft, "SaveDraft DiscardDraft SubmitDraft")]
    [InlineData(ApplicationStatus.Submitted, "ReceiveMaterials RecordVisit Promise Withdraw")]
    [InlineData(ApplicationStatus.CorrectionRequested, "ReceiveMaterials RecordVisit SubmitCorrection Promise Withdraw")]
    [InlineData(ApplicationStatus.ProvisionallyAccepted, "ReceiveMaterials RecordVisit Withdraw RequestHearing")]
    [InlineData(ApplicationStatus.Accepted, "ReceiveMaterials RecordVisit Withdraw RequestHearing")]
    [InlineData(ApplicationStatus.Suspended, "ReceiveMaterials RecordVisit Withdraw RequestHearing")]
    [InlineData(ApplicationStatus.Decided, "RecordVisit")]
    [InlineData(ApplicationStatus.Delivered, "RecordVisit")]
    [InlineData(ApplicationStatus.NotRequired, "")]
    [InlineData(ApplicationStatus.OutOfRemit, "")]
    [InlineData(ApplicationStatus.AcceptanceRefused, "")]
    [InlineData(ApplicationStatus.AcceptanceRevoked, "")]
    [InlineData(ApplicationStatus.Withdrawn, "")]
    [InlineData(ApplicationStatus.Merged, "")]
    [InlineData(ApplicationStatus.Closed, "")]
    [InlineData(ApplicationStatus.Discarded, "")]
    public void shows_the_applicant_what_is_theirs_to_do(ApplicationStatus status, string next)
    {
        var application = Given.Application(status);
        string.Join(' ', application.NextFor(Given.Applicant).Order()).ShouldBe(next);
        application.NextFor(Given.Stranger).ShouldBeEmpty();
        application.NextFor(Given.Outsider).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Acts))]
    public void on_another_version_than_was_read_is_a_conflict(ApplicationAction action, ApplicationStatus status)
    {
        var (application, actor) = (Ready(action, status), ActorOf(action));
        Commands[action](actor, application, application.Version - 1, null).ShouldBeRefused(409, "stale-version");
        Commands[action](actor, application, application.Version + 1, null).ShouldBeRefused(409, "stale-version");
    }

    [Theory, MemberData(nameof(ActsWithEffect))]
    public void has_no_effect_in_the_future_or_before_what_went_before_it(ApplicationAction action, ApplicationStatus status)
    {
        var (application, actor) = (Ready(action, status), ActorOf(action));
        ProblemDetails At(DateTimeOffset at) => Commands[action](actor, application, application.Version, Given.Earlier(at));
        At(Now.AddTicks(1)).ShouldBeInvalid("$.effect.at");
        At(Now).ShouldBeAccepted();
        At(application.LastEffect.AddTicks(-1)).ShouldBeInvalid("$.effect.at");
        At(application.LastEffect).ShouldBeAccepted();
    }

    [Theory, MemberData(nameof(ActsWithEffect))]
    public void has_no_earlier_effect_by_a_citizen(ApplicationAction action, ApplicationStatus status)
    {
        var application = Ready(action, status);
        Commands[action](Given.Applicant, application, application.Version, Given.Earlier(Now)).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void counts_from_the_latest_effect_of_what_went_before()
    {
        var effect = Given.Start.AddMinutes(1);
        Given.Application(Given.Accepted with { Effect = Given.Earlier(effect) }).LastEffect.ShouldBe(effect);
        Given.Application(Given.Accepted).LastEffect.ShouldBe(Given.Start.AddHours(1));
        Given.Application(Given.Accepted, new ConflictDeclared(Given.Citizen, "li.hua", Given.Key.Seal("亲属"))).LastEffect.ShouldBe(Given.Start.AddHours(1));
        Given.Application(Given.Accepted, new StepCompleted(Given.Citizen, "s", Given.Earlier(Given.Start))).LastEffect.ShouldBe(Given.Start.AddHours(1));
    }

    /// <summary>The application in this state, with what the action presupposes besides.</summary>
    static Application Ready(ApplicationAction action, ApplicationStatus status)
    {
        var a = Given.Application(status);
        return action switch
        {
            ApplicationAction.AmendCorrectionList => a with { Corrections = new(["P1"], []) },
            ApplicationAction.Accept => a with { Papers = ["P1"] },
            ApplicationAction.AcceptCustody or ApplicationAction.ReturnCustody => a with { Handover = new(Items.OtherDepartment, null) },
            ApplicationAction.GiveOpinion => a with { Opinions = [new(1, Items.OtherDepartment, JointHandling.Parallel, null, Given.Start, null)] },
            ApplicationAction.ReceiveStatement => a with { ThirdParties = [new(1, Soon)] },
            ApplicationAction.RequestHearing => a with { Hearing = new(Given.Start) },
            ApplicationAction.ScheduleHearing => a with { Hearing = new(Given.Start, Given.Start) },
            ApplicationAction.HoldHearing => a with { Hearing = new(Given.Start, Given.Start, Given.Start, "wang.wei") },
            ApplicationAction.ConfirmHearingRecord => a with { Hearing = new(Given.Start, Given.Start, Given.Start, "wang.wei", Given.Start) },
            ApplicationAction.ReturnForRework => a with { Proposal = new(1, "sun.li", false) },
            _ => a
        };
    }

    static Act ActorOf(ApplicationAction action) =>
        OfDrafters.Contains(action) ? Given.Applicant : OfOtherDepartments.Contains(action) ? Given.ForeignOfficer : Given.Officer;
}
