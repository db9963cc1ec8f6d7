using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Reviews;

/// <summary>The procedure between acceptance and decision (REV art. 36 to 62).</summary>
public class the_procedure_of_a_review
{
    static readonly ReviewGround Ground = new(Given.Key, Contest.Days);
    static readonly EndingGround Ending = new(Given.Key, new(null, null), DateTimeOffset.MinValue);

    /// <summary>Accepted on Monday the second of March.</summary>
    static readonly ReviewAccepted Accepted = new(Given.Citizen, Contest.Then(2026, 3, 2));

    [Fact]
    public void is_ordinary_or_simple_with_a_ground_and_goes_from_simple_to_ordinary_only()
    {
        ProblemDetails? Answer(Review review, ChooseProcedure command) => ChooseProcedureEndpoint.Validate(command with { Version = review.Version }, Contest.Reviewer, review, Given.Clock);
        var (open, simple) = (Contest.Of(Contest.Accepted), Contest.Of(Contest.Accepted, Contest.Simple));
        Answer(open, new(ReviewProcedure.Ordinary, 0)).ShouldBeAccepted();
        Answer(open, new(ReviewProcedure.Simple, 0, SimpleGround.UpTo3000Yuan)).ShouldBeAccepted();
        Answer(open, new(ReviewProcedure.Simple, 0)).ShouldBeInvalid("$.ground");
        Answer(open, new(ReviewProcedure.Ordinary, 0, SimpleGround.PartiesAgree)).ShouldBeInvalid("$.ground");
        Answer(open, new(ReviewProcedure.Ordinary, 0, Approver: "he.jun")).ShouldBeInvalid("$.approver");
        Answer(simple, new(ReviewProcedure.Ordinary, 0, Approver: "he.jun")).ShouldBeAccepted();
        Answer(simple, new(ReviewProcedure.Ordinary, 0)).ShouldBeInvalid("$.approver");
        Answer(simple, new(ReviewProcedure.Ordinary, 0, SimpleGround.PartiesAgree, "he.jun")).ShouldBeInvalid("$.ground");
        Answer(simple, new(ReviewProcedure.Simple, 0, SimpleGround.PartiesAgree)).ShouldBeRefused(409, "already-exists");
        Answer(Contest.Of(Contest.Accepted, new ProcedureChosen(Given.Citizen, ReviewProcedure.Ordinary)), new(ReviewProcedure.Simple, 0, SimpleGround.PartiesAgree)).ShouldBeRefused(409, "not-in-this-state");
        ChooseProcedureEndpoint.Decide(new(ReviewProcedure.Simple, 0, SimpleGround.UpTo3000Yuan), open).ShouldBe(new ProcedureChosen(Given.Citizen, ReviewProcedure.Simple, SimpleGround.UpTo3000Yuan));
        ChooseProcedureEndpoint.Decide(new(ReviewProcedure.Ordinary, 0, Approver: "he.jun"), simple).ShouldBe(new ProcedureConverted(Given.Citizen, "he.jun"));
    }

    [Fact]
    public void is_due_by_working_days_and_days()
    {
        // Seven and ten working days, sixty days to the first of May: the sixth, after the holidays. Three, five, thirty in the simple procedure.
        Dues().ShouldBe([new(ReviewDueKind.Copy, new(2026, 3, 11)), new(ReviewDueKind.Decision, new(2026, 5, 6))]);
        Dues(Contest.Simple).ShouldBe([new(ReviewDueKind.Copy, new(2026, 3, 5)), new(ReviewDueKind.Decision, new(2026, 4, 1))]);
        var copied = new CopySentToRespondent(Given.Citizen, Contest.Then(2026, 3, 3));
        Dues(copied)[0].ShouldBe(new(ReviewDueKind.Response, new(2026, 3, 17)));
        Dues(Contest.Simple, copied)[0].ShouldBe(new(ReviewDueKind.Response, new(2026, 3, 10)));
        Dues(Contest.Simple, new ProcedureConverted(Given.Citizen, "he.jun")).ShouldBe(Dues());
        Dues(copied, Contest.Answered).ShouldBe([new(ReviewDueKind.Decision, new(2026, 5, 6))]);
        Dues(new ReviewExtended(Given.Citizen, 30, "he.jun", Given.Key.Seal("案情复杂")))[^1].On.ShouldBe(new(2026, 6, 1));
    }

    [Fact]
    public void rests_without_its_time_running()
    {
        object[] rest = [new ReviewSuspended(Given.Citizen, ReviewSuspensionGround.OtherCase, Given.Key.Seal("等待另案"), Contest.Then(2026, 3, 9)), new ReviewResumed(Given.Citizen, Contest.Then(2026, 3, 19))];
        Dues(rest[0]).ShouldBeEmpty();
        Dues(rest)[^1].On.ShouldBe(new(2026, 5, 11));
    }

    [Fact]
    public void is_due_after_its_decision_and_ends_with_what_was_done()
    {
        var redo = new ReviewDecided(Given.Citizen, ChallengeOutcome.RevokedAndRedo, Given.Key.Seal("证据不足"), Contest.Basis, Contest.Court, performBy: new(2026, 5, 29));
        var delivered = new ReviewDelivered(Given.Citizen, DeliveryMethod.Post, Contest.Then(2026, 3, 2));
        Dues(redo).ShouldBe([new(ReviewDueKind.Performance, new(2026, 5, 29))]);
        Dues(redo, delivered).ShouldBe([new(ReviewDueKind.Lawsuit, new(2026, 3, 17)), new(ReviewDueKind.Performance, new(2026, 5, 29))]);
        Dues(redo, delivered, new ReviewComplied(Given.Citizen, Given.Key.Seal("已重新作出"))).ShouldBe([new(ReviewDueKind.Lawsuit, new(2026, 3, 17))]);
        Contest.Of(redo).Dues(new([])).Count.ShouldBe(1);
        Contest.Of(Accepted).Dues(new([])).ShouldAllBe(d => d.On == null);
    }

    [Fact]
    public void hears_the_parties()
    {
        Texts.ShouldBeTakenOnly("$.summary", 8000, text => HearOpinionsEndpoint.Validate(new(HearingManner.ByPhone, text, 2), Contest.Reviewer, Contest.Of(Contest.Accepted), Given.Clock), lines: true);
        SendCopyEndpoint.Validate(new(2), Contest.Reviewer, Contest.Of(Contest.Accepted), Given.Clock).ShouldBeAccepted();
        SendCopyEndpoint.Validate(new(3), Contest.Reviewer, Contest.Of(Contest.Accepted, Contest.Copied), Given.Clock).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public void holds_a_hearing_under_somebody_who_did_not_decide_it()
    {
        ProblemDetails? Answer(string presider, string hash = Contest.Digest) => HoldReviewHearingEndpoint.Validate(new(presider, hash, 2), Contest.Reviewer, Contest.Of(Contest.Accepted), Contest.Deciders, Given.Clock);
        Answer("he.jun").ShouldBeAccepted();
        Answer("sun.li").ShouldBeInvalid("$.presider");
        Answer("he.jun", "47DE").ShouldBeInvalid("$.recordHash");
        Texts.ShouldBeTakenOnly("$.presider", 100, text => Answer(text));
    }

    [Fact]
    public void is_mediated_once()
    {
        ProblemDetails? Answer(Review review, string terms = "补正后准予") => AgreeMediationEndpoint.Validate(new(terms, review.Version), Contest.Reviewer, review, Given.Clock);
        Texts.ShouldBeTakenOnly("$.terms", 8000, text => Answer(Contest.Of(Contest.Accepted), text), lines: true);
        Answer(Contest.Of(Contest.Accepted, Contest.Agreed)).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public void is_suspended_resumed_and_withdrawn_with_reasons()
    {
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => SuspendReviewEndpoint.Validate(new(ReviewSuspensionGround.Mediation, text, 2), Contest.Reviewer, Contest.Of(Contest.Accepted), Given.Clock), lines: true);
        ResumeReviewEndpoint.Validate(new(3), Contest.Reviewer, Contest.Of(Contest.Accepted, Contest.Suspended), Given.Clock).ShouldBeAccepted();
        ResumeReviewEndpoint.Validate(new(2), Contest.Reviewer, Contest.Of(Contest.Accepted), Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => WithdrawReviewEndpoint.Validate(new(text, 1), Given.Applicant, Contest.Of(), Given.Clock), lines: true);
        WithdrawReviewEndpoint.Decide(new("自愿撤回", 1), Contest.Of(), Given.Key).Ground.ShouldBe(ReviewTerminationGround.Withdrawn);
    }

    [Theory]
    [InlineData(ReviewSuspensionGround.ApplicantDied, true), InlineData(ReviewSuspensionGround.ApplicantIncapable, true), InlineData(ReviewSuspensionGround.BodyEnded, true)]
    [InlineData(ReviewSuspensionGround.ApplicantMissing, false), InlineData(ReviewSuspensionGround.OtherCase, false)]
    public void ends_after_a_rest_of_sixty_days_on_a_ground_that_ends_it(ReviewSuspensionGround ground, bool ends)
    {
        var review = Contest.Of(Accepted, new ReviewSuspended(Given.Citizen, ground, Given.Key.Seal("原因"), Contest.Then(2026, 3, 2)));
        ProblemDetails? Answer(int day, ReviewTerminationGround why = ReviewTerminationGround.SuspendedSixtyDays) => TerminateReviewEndpoint.Validate(new(why, "终止", 3), Contest.Reviewer, review, Contest.On(2026, 5, day));
        Answer(1 - 0, ReviewTerminationGround.NobodySucceeds).ShouldBeAccepted();
        TerminateReviewEndpoint.Validate(new(ReviewTerminationGround.SuspendedSixtyDays, "终止", 3), Contest.Reviewer, review, Contest.On(2026, 4, 30)).ShouldBeInvalid("$.ground");
        if (ends)
            Answer(1).ShouldBeAccepted();
        else
            Answer(1).ShouldBeInvalid("$.ground");
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => TerminateReviewEndpoint.Validate(new(ReviewTerminationGround.NobodySucceeds, text, 3), Contest.Reviewer, review, Contest.On(2026, 5, 1)), lines: true);
    }

    [Fact]
    public void is_extended_once_by_thirty_days_at_most_and_before_its_time_is_over()
    {
        var review = Contest.Of(Accepted);
        ProblemDetails? Answer(int days, int month = 5, int day = 6, string approver = "he.jun", string reasons = "案情复杂") =>
            ExtendReviewEndpoint.Validate(new(days, approver, reasons, 2), Contest.Reviewer, review, Ground, Contest.On(2026, month, day));
        Answer(1).ShouldBeAccepted();
        Answer(30).ShouldBeAccepted();
        Answer(0).ShouldBeInvalid("$.days");
        Answer(31).ShouldBeInvalid("$.days");
        Answer(30, 5, 7).ShouldBeRefused(409, "too-late");
        Texts.ShouldBeTakenOnly("$.approver", 100, text => Answer(30, approver: text));
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => Answer(30, reasons: text), lines: true);
        var extended = ExtendReviewEndpoint.Decide(new(30, "he.jun", "案情复杂", 2), review, Given.Key);
        ExtendReviewEndpoint.Validate(new(1, "he.jun", "案情复杂", 3), Contest.Reviewer, Contest.Of(Accepted, extended), Ground, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        ExtendReviewEndpoint.Validate(new(1, "he.jun", "案情复杂", 3), Contest.Reviewer, Contest.Of(Accepted, Contest.Simple), Ground, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        ExtendReviewEndpoint.Validate(new(1, "he.jun", "案情复杂", 2), Contest.Reviewer, review, new(Given.Key, new([])), Given.Clock).ShouldBeRefused(409, "calendar-missing");
    }

    [Fact]
    public void stays_the_execution_of_a_decision_and_lifts_the_stay()
    {
        var (open, stayed) = (Contest.Of(Contest.Accepted), Contest.Of(Contest.Accepted, Contest.Stayed));
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => StayExecutionEndpoint.Validate(new(StayGround.ApplicantAsks, text, 2), Contest.Reviewer, open, Ending, Given.Clock), lines: true);
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => LiftStayEndpoint.Validate(new(text, 3), Contest.Reviewer, stayed, Ending, Given.Clock), lines: true);
        StayExecutionEndpoint.Validate(new(StayGround.ByLaw, "依法", 3), Contest.Reviewer, stayed, Ending, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        LiftStayEndpoint.Validate(new("原因消除", 2), Contest.Reviewer, open, Ending, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        StayExecutionEndpoint.Validate(new(StayGround.ByLaw, "依法", 2), Contest.Reviewer, Contest.Inactive(Contest.Accepted), Ending, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        StayExecutionEndpoint.Decide(new(StayGround.ByLaw, "依法", 2), open, Given.Key).Item2.ShouldBe(new(Given.Citizen, Contest.Id));
        LiftStayEndpoint.Decide(new("原因消除", 3), stayed, Given.Key).Item2.ShouldBe(new(Given.Citizen, Contest.Id));
    }

    [Fact]
    public void is_followed_by_delivery_compliance_and_opinions()
    {
        var (decided, delivered) = (Contest.Of(Contest.Accepted, Contest.Revoked), Contest.Of(Contest.Accepted, Contest.Revoked, Contest.Delivered));
        DeliverReviewEndpoint.Validate(new(DeliveryMethod.Post, 3), Contest.Reviewer, decided, Given.Clock).ShouldBeAccepted();
        ProblemDetails? Reported(bool complied, Act act, string report = "已履行") => ReportComplianceEndpoint.Validate(new(complied, report, 4), act, delivered, Given.Clock);
        Reported(true, Contest.Respondent).ShouldBeAccepted();
        Reported(true, Contest.Reviewer).ShouldBeAccepted();
        Reported(false, Contest.Reviewer).ShouldBeAccepted();
        Reported(false, Contest.Respondent).ShouldBeRefused(403, "forbidden");
        Texts.ShouldBeTakenOnly("$.report", 8000, text => Reported(true, Contest.Respondent, text), lines: true);
        ReportComplianceEndpoint.Decide(new(true, "已履行", 4), delivered, Given.Key).ShouldBeOfType<ReviewComplied>();
        ReportComplianceEndpoint.Decide(new(false, "未履行", 4), delivered, Given.Key).ShouldBeOfType<ReviewNotComplied>();
        // What was found not done can be done later, and then it is done.
        Contest.Of(Contest.Accepted, Contest.Revoked, Contest.Delivered, new ReviewNotComplied(Given.Citizen, Given.Key.Seal("未履行"))).Allows(ReviewAction.ReportCompliance).ShouldBeTrue();
        Contest.Of(Contest.Accepted, Contest.Revoked, Contest.Delivered, new ReviewComplied(Given.Citizen, Given.Key.Seal("已履行"))).Allows(ReviewAction.ReportCompliance).ShouldBeFalse();

        Texts.ShouldBeTakenOnly("$.text", 8000, text => IssueReviewOpinionEndpoint.Validate(new(text, 4), Contest.Reviewer, delivered, Ground, Given.Clock), lines: true);
        var issued = IssueReviewOpinionEndpoint.Decide(new("完善告知程序", 4), delivered, Ground, new(2026, 3, 2));
        issued.ReportBy.ShouldBe(new(2026, 5, 6));
        var asked = Contest.Of(Contest.Accepted, Contest.Revoked, Contest.Delivered, issued);
        asked.Dues(Contest.Days).ShouldContain(new ReviewDue(ReviewDueKind.OpinionReport, new(2026, 5, 6)));
        Texts.ShouldBeTakenOnly("$.report", 8000, text => AnswerReviewOpinionEndpoint.Validate(new(text, 5), Contest.Respondent, asked, Given.Clock), lines: true);
        Contest.Of(Contest.Accepted, Contest.Revoked, Contest.Delivered, issued, new ReviewOpinionAnswered(Given.Citizen, Given.Key.Seal("已完善"))).OpinionReportBy.ShouldBeNull();
    }

    static IReadOnlyList<ReviewDue> Dues(params object[] then) => Contest.Of([Accepted, .. then]).Dues(Contest.Days);
}
