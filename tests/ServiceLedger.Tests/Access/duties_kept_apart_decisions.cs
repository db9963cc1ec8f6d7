using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>Who did one thing does not do the other; that is read from the events of the same stream.</summary>
public class duties_kept_apart_decisions
{
    static readonly Act Third = Given.Officer with { ActorId = "wu.lan" };

    // -- Matters: who examined or proposed does not decide --

    static Application Accepted(params object[] then) => Given.Application([Given.Accepted, .. then]);

    static Microsoft.AspNetCore.Mvc.ProblemDetails? Deciding(Act by, Application application) => DecideApplicationEndpoint.Validate(
        new(RulingKind.Grant, ["许可法第三十八条"], application.Version), by, application, Given.Clock);

    static readonly DraftDecisionProposed Proposed = new(Given.Citizen, 1, "li.hua", RulingKind.Grant, Given.Key.Seal("符合"));

    [Fact]
    public void who_proposed_neither_sends_it_back_nor_decides()
    {
        var application = Accepted(Proposed);
        ReturnForReworkEndpoint.Validate(new("补充", application.Version), Given.Officer, application, Given.Clock).ShouldBeRefused(403, "forbidden");
        Deciding(Given.Officer, application).ShouldBeRefused(403, "forbidden");
        Deciding(Given.Colleague, application).ShouldBeAccepted();
    }

    [Fact]
    public void who_sent_a_proposal_back_decides_on_the_next_one()
    {
        var application = Accepted(Proposed, new ReturnedForRework(Given.Citizen, 1, "zhao.yun", Given.Key.Seal("补充")), new DraftDecisionProposed(Given.Citizen, 2, "wu.lan", RulingKind.Grant, Given.Key.Seal("符合")));
        Deciding(Given.Colleague, application).ShouldBeAccepted();
        Deciding(Given.Officer, application).ShouldBeRefused(403, "forbidden");
        Deciding(Third, application).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void who_checked_the_substance_does_not_decide()
    {
        var application = Accepted(new SubstantiveCheckRecorded(Given.Citizen, ["li.hua", "zhao.yun"], new(2026, 3, 1), Given.Key.Seal("现场"), Given.Key.Seal("属实")));
        Deciding(Given.Officer, application).ShouldBeRefused(403, "forbidden");
        Deciding(Given.Colleague, application).ShouldBeRefused(403, "forbidden");
        Deciding(Third, application).ShouldBeAccepted();
    }

    [Fact]
    public void who_reviewed_it_below_does_not_decide_above()
    {
        var application = Accepted(new FirstReviewForwarded(Given.Citizen, LedgerHost.Department, Items.OtherDepartment, "li.hua", Given.Key.Seal("符合")));
        Deciding(Given.ForeignOfficer, application).ShouldBeRefused(403, "forbidden");
        Deciding(Given.ForeignOfficer with { ActorId = "wu.lan" }, application).ShouldBeAccepted();
    }

    [Fact]
    public void who_examined_it_does_not_preside_and_who_presides_does_not_examine()
    {
        var application = Accepted(new HearingRightNotified(Given.Citizen, "H"), new HearingRequested(Given.Citizen, HearingParty.Applicant),
            new HearingScheduled(Given.Citizen, LedgerHost.Now.AddDays(20), "听证室", "zhao.yun", true));
        ProposeDecisionEndpoint.Validate(new(RulingKind.Grant, "符合", application.Version), Given.Colleague, application, Given.Clock).ShouldBeRefused(403, "forbidden");
        RecordSubstantiveCheckEndpoint.Validate(new(["li.hua", "zhao.yun"], new(2026, 3, 1), "现场", "属实", application.Version), Given.Officer, application, Given.Clock).ShouldBeInvalid("$.officers");
        Deciding(Given.Colleague, application).ShouldBeRefused(403, "forbidden");
    }

    // -- Decisions: who decided does not look at it again --

    static readonly Done Made = new(Given.Officer, Given.Made), Demanded = new(Given.Applicant, new HumanReviewDemanded(Given.Citizen));

    static Decision Ruled(params object[] then) => Given.State<Decision>(Given.Ruled, [Made, .. then]);

    [Fact]
    public void a_human_review_is_done_by_another_than_who_decided()
    {
        var decision = Ruled(Demanded);
        RecordHumanReviewEndpoint.Validate(new(HumanReviewOutcome.Upheld, "属实", 2), Given.Officer, decision, Given.Clock).ShouldBeRefused(403, "forbidden");
        RecordHumanReviewEndpoint.Validate(new(HumanReviewOutcome.Upheld, "属实", 2), Given.Colleague, decision, Given.Clock).ShouldBeAccepted();
        decision.NextFor(Given.Officer).ShouldNotContain(DecisionAction.RecordHumanReview);
        decision.NextFor(Given.Colleague).ShouldContain(DecisionAction.RecordHumanReview);
    }

    [Fact]
    public void corrected_facts_are_looked_at_by_another_than_who_decided()
    {
        var decision = Ruled(new ReliedFactCorrected(Given.Citizen, Given.Other, "pension", "monthly"));
        ReaffirmDecisionEndpoint.Validate(new([Given.Other], "不影响", 2), Given.Officer, decision, Given.Clock).ShouldBeRefused(403, "forbidden");
        ReaffirmDecisionEndpoint.Validate(new([Given.Other], "不影响", 2), Given.Colleague, decision, Given.Clock).ShouldBeAccepted();
    }

    [Theory]
    [InlineData(VariationCause.HumanReview, true), InlineData(VariationCause.FactCorrected, true)]
    [InlineData(VariationCause.LawChanged, false), InlineData(VariationCause.FactsChanged, false), InlineData(VariationCause.HolderAsked, false)]
    public void what_a_second_look_changes_another_one_varies(VariationCause cause, bool another)
    {
        var command = new VaryDecision(new(RulingKind.Grant), ["许可法第八条"], "情况变化", cause, 1);
        var answer = VaryDecisionEndpoint.Validate(command, Given.Officer, Ruled(), Given.Clock);
        if (another)
            answer.ShouldBeRefused(403, "forbidden");
        else
            answer.ShouldBeAccepted();
        VaryDecisionEndpoint.Validate(command, Given.Colleague, Ruled(), Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void who_varied_it_decided_it_too()
    {
        var decision = Ruled(new Done(Given.Colleague, new DecisionVaried(Given.Citizen, new Grant(null, null), ["许可法第八条"], Given.Key.Seal("变化"), VariationCause.LawChanged)), Demanded);
        foreach (var decider in new[] { Given.Officer, Given.Colleague })
            RecordHumanReviewEndpoint.Validate(new(HumanReviewOutcome.Upheld, "属实", 3), decider, decision, Given.Clock).ShouldBeRefused(403, "forbidden");
        RecordHumanReviewEndpoint.Validate(new(HumanReviewOutcome.Upheld, "属实", 3), Third, decision, Given.Clock).ShouldBeAccepted();
    }

    // -- Data requests: nobody acts for two sides --

    static readonly Act Provider = Given.Officer with { ActorId = "sun.li", Department = Items.OtherDepartment }, Authority = Given.Officer with { ActorId = "tang.min", Department = Items.ThirdDepartment, Role = DataRequest.Authority };
    static readonly DataAsked Asked = new(Items.OtherDepartment, "income", null, SharingClass.Conditional, ["monthly"], "ServiceProvision", "第809号", Given.Key.Seal("核对"), Urgency.Ordinary);
    static readonly Done Requested = new(Given.Officer, new DataRequested(Given.Citizen, Given.Matter, LedgerHost.Department, Asked));
    static readonly Done RefusedIt = new(Provider, new DataRequestRefused(Given.Citizen, DataRefusalGround.NotNecessary, "第十条", Given.Key.Seal("请申请人提供")));
    static readonly Done Disputed = new(Given.Colleague, new DisputeRaised(Given.Citizen, Given.Key.Seal("必要")));

    static DataRequest Request(params object[] then) => Given.State<DataRequest>(Given.Other, [Requested, .. then]);

    [Fact]
    public void who_asked_does_not_answer_in_the_other_department()
    {
        var moved = Given.Officer with { Department = Items.OtherDepartment };
        ApproveDataRequestEndpoint.Validate(new(["monthly"], new(2026, 9, 1), 1), moved, Request(), Given.Clock).ShouldBeRefused(403, "forbidden");
        RefuseDataRequestEndpoint.Validate(new(DataRefusalGround.NotNecessary, "第十条", "请申请人提供", 1), moved, Request(), Given.Clock).ShouldBeRefused(403, "forbidden");
        ApproveDataRequestEndpoint.Validate(new(["monthly"], new(2026, 9, 1), 1), Provider, Request(), Given.Clock).ShouldBeAccepted();
        Request().NextFor(moved).ShouldNotContain(DataRequestAction.Approve);
    }

    [Fact]
    public void who_refused_does_not_dispute_the_refusal()
    {
        RaiseDisputeEndpoint.Validate(new("必要", 2), Provider with { Department = LedgerHost.Department }, Request(RefusedIt), Given.Clock).ShouldBeRefused(403, "forbidden");
        RaiseDisputeEndpoint.Validate(new("必要", 2), Given.Officer, Request(RefusedIt), Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void nobody_settles_a_dispute_of_their_own_department_or_one_they_were_part_of()
    {
        var request = Request(RefusedIt, Disputed);
        foreach (var party in new[] { Authority with { Department = LedgerHost.Department }, Authority with { Department = Items.OtherDepartment }, Authority with { ActorId = "li.hua" }, Authority with { ActorId = "zhao.yun" }, Authority with { ActorId = "sun.li" } })
        {
            // In the department that asked, the role gives no sight of the request at all.
            var (status, type) = party.Department == LedgerHost.Department ? (404, "not-found") : (403, "forbidden");
            MediateDisputeEndpoint.Validate(new("协商一致", 3), party, request, Given.Clock).ShouldBeRefused(status, type);
            DecideDisputeEndpoint.Validate(new(DisputeOutcome.RefusalUpheld, "第二十六条", "理由", 3), party, request, Given.Clock).ShouldBeRefused(status, type);
        }

        MediateDisputeEndpoint.Validate(new("协商一致", 3), Authority, request, Given.Clock).ShouldBeAccepted();
        DecideDisputeEndpoint.Validate(new(DisputeOutcome.RefusalUpheld, "第二十六条", "理由", 3), Authority, request, Given.Clock).ShouldBeAccepted();
    }
}
