using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Reviews;

/// <summary>The examination of a review (REV art. 30, 31).</summary>
public class examining_a_review
{
    static readonly ReviewGround Ground = new(Given.Key, Contest.Days);
    static readonly Review Lodged = Contest.Of(), Asked = Contest.Of(Contest.Asked);

    // Lodged on Sunday the first of March: five working days end on the sixth.
    static readonly DateOnly Last = new(2026, 3, 6);

    [Fact]
    public void asks_for_all_that_is_missing_once_and_within_five_working_days()
    {
        ProblemDetails? Answer(Review review, int day, string missing = "缺少委托书") => AskReviewCorrectionEndpoint.Validate(new(missing, review.Version), Contest.Reviewer, review, Ground, Contest.On(2026, 3, day));
        Answer(Lodged, 6).ShouldBeAccepted();
        Answer(Lodged, 7).ShouldBeRefused(409, "accepted-by-law");
        Answer(Contest.Of(Contest.Asked, new ReviewCorrectionSupplied(Given.Citizen, Given.Key.Seal("委托书"))), 3).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.missing", 4000, text => Answer(Lodged, 3, text), lines: true);
        var asked = AskReviewCorrectionEndpoint.Decide(new("缺少委托书", 1), Lodged, Ground, new(2026, 3, 3));
        asked.DueBy.ShouldBe(new(2026, 3, 17));
        Given.Key.Open(asked.Missing).ShouldBe("缺少委托书");
    }

    [Theory]
    [InlineData(13, true), InlineData(14, false)]
    public void takes_what_is_supplied_within_ten_working_days(int day, bool taken)
    {
        var answer = SupplyReviewCorrectionEndpoint.Validate(new("委托书见附件", 2), Given.Applicant, Asked, Contest.On(2026, 3, day));
        if (taken)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(409, "too-late");
    }

    [Fact]
    public void says_what_is_supplied() =>
        Texts.ShouldBeTakenOnly("$.text", 8000, text => SupplyReviewCorrectionEndpoint.Validate(new(text, 2), Given.Applicant, Asked, Contest.On(2026, 3, 9)), lines: true);

    [Fact]
    public void begins_anew_with_what_was_supplied()
    {
        var supplied = Contest.Of(Contest.Asked, new ReviewCorrectionSupplied(Given.Citizen, Given.Key.Seal("委托书"), Contest.Then(2026, 3, 9)));
        supplied.Status.ShouldBe(ReviewStatus.Lodged);
        supplied.Dues(Contest.Days).ShouldBe([new(ReviewDueKind.Examination, new(2026, 3, 16))]);
    }

    [Fact]
    public void is_not_for_who_decided()
    {
        AcceptReviewEndpoint.Validate(new(1), Contest.Reviewer, Lodged, Contest.Deciders, Given.Clock).ShouldBeAccepted();
        AcceptReviewEndpoint.Validate(new(1), Contest.Reviewer, Lodged, new([Contest.Reviewer.ActorId]), Given.Clock).ShouldBeRefused(403, "forbidden");
        Refused(new(NonAcceptanceGround.NoInterest, "无利害关系", Contest.Court, 1), Lodged, deciders: new([Contest.Reviewer.ActorId])).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void refuses_it_with_reasons_and_a_court_within_five_working_days()
    {
        RefuseReview command = new(NonAcceptanceGround.NoInterest, "无利害关系", Contest.Court, 1);
        Refused(command, Lodged, 6).ShouldBeAccepted();
        Refused(command, Lodged, 7).ShouldBeRefused(409, "accepted-by-law");
        Texts.ShouldBeTakenOnly("$.reasons", 8000, text => Refused(command with { Reasons = text }, Lodged), lines: true);
        Texts.ShouldBeTakenOnly("$.court", 200, text => Refused(command with { Court = text }, Lodged));
        Should.Throw<ArgumentException>(() => new ReviewNotAccepted(Given.Citizen, NonAcceptanceGround.NoInterest, null!, Contest.Court));
        Should.Throw<ArgumentException>(() => new ReviewNotAccepted(Given.Citizen, NonAcceptanceGround.NoInterest, Given.Key.Seal("无"), " "));
        var refused = RefuseReviewEndpoint.Decide(command, Lodged, Given.Key);
        (refused.Ground, refused.Court, Given.Key.Open(refused.Reasons)).ShouldBe((NonAcceptanceGround.NoInterest, Contest.Court, "无利害关系"));
    }

    [Fact]
    public void refuses_as_late_only_what_is_late()
    {
        RefuseReview command = new(NonAcceptanceGround.OutOfTime, "逾期", Contest.Court, 1);
        Refused(command, Lodged).ShouldBeInvalid("$.ground");
        Refused(command, Given.State<Review>(Contest.Id, Contest.Late)).ShouldBeAccepted();
    }

    [Fact]
    public void takes_it_as_given_up_only_where_nothing_was_supplied_in_time()
    {
        RefuseReview command = new(NonAcceptanceGround.NotSupplied, "逾期未补正", Contest.Court, 2);
        Refused(command, Asked, 13).ShouldBeInvalid("$.ground");
        Refused(command, Asked, 14).ShouldBeAccepted();
        Refused(command with { Ground = NonAcceptanceGround.NoClaims }, Asked, 14).ShouldBeInvalid("$.ground");
        Refused(command with { Version = 1 }, Lodged).ShouldBeInvalid("$.ground");
    }

    [Fact]
    public void hands_it_to_the_competent_authority()
    {
        ProblemDetails? Answer(string to, string reasons = "不属于本机关管辖") =>
            TransferReviewEndpoint.Validate(new(to, reasons, 1), Contest.Reviewer, Lodged, new(Given.Key, new([Items.OtherDepartment, LedgerHost.Department, LedgerHost.ReviewingAuthority]), new(null, null)), Given.Clock);
        Answer(Items.OtherDepartment).ShouldBeAccepted();
        Answer(Items.ThirdDepartment).ShouldBeInvalid("$.toAuthority");
        Answer(LedgerHost.Department).ShouldBeInvalid("$.toAuthority");
        Answer(LedgerHost.ReviewingAuthority).ShouldBeInvalid("$.toAuthority");
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => Answer(Items.OtherDepartment, text), lines: true);
        var moved = Contest.Of(TransferReviewEndpoint.Decide(new(Items.OtherDepartment, "不属于本机关管辖", 1, Contest.Then(2026, 3, 4)), Lodged, Given.Key));
        (moved.Authority, moved.Status, moved.ReceivedOn).ShouldBe((Items.OtherDepartment, ReviewStatus.Lodged, new(2026, 3, 4)));
        moved.IsVisibleTo(Contest.Reviewer).ShouldBeFalse();
    }

    [Fact]
    public void counts_as_acceptance_once_five_working_days_are_over()
    {
        Examination.Deem(Lodged, Contest.Days, Last).ShouldBeNull();
        var deemed = Examination.Deem(Lodged, Contest.Days, Last.AddDays(1)).ShouldNotBeNull();
        deemed.Effect.ShouldBe(new(Text.StartOf(Last), EarlierEffectReason.DeemedByLaw));
        var review = Contest.Of(deemed);
        (review.Status, review.AcceptanceDeemed, review.AcceptedOn).ShouldBe((ReviewStatus.Accepted, true, Last));
        // A second time, of what waits for the applicant, or without a calendar, nothing is recorded.
        Examination.Deem(review, Contest.Days, Last.AddDays(9)).ShouldBeNull();
        Examination.Deem(Asked, Contest.Days, Last.AddDays(9)).ShouldBeNull();
        Examination.Deem(Lodged, new WorkingDays([]), Last.AddDays(9)).ShouldBeNull();
        // The late one counts as accepted as well.
        Examination.Deem(Given.State<Review>(Contest.Id, Contest.Late), Contest.Days, Last.AddDays(1)).ShouldNotBeNull();
    }

    [Fact]
    public void without_a_calendar_is_refused()
    {
        AskReviewCorrectionEndpoint.Validate(new("缺少委托书", 1), Contest.Reviewer, Lodged, new(Given.Key, new([])), Given.Clock).ShouldBeRefused(409, "calendar-missing");
        RefuseReviewEndpoint.Refuse(new(NonAcceptanceGround.NoInterest, "无", Contest.Court, 1), Contest.Reviewer, Lodged, new(Given.Key, new([])), Contest.Deciders, Given.Clock).ShouldBeRefused(409, "calendar-missing");
    }

    static ProblemDetails? Refused(RefuseReview command, Review review, int day = 3, Deciders? deciders = null) =>
        RefuseReviewEndpoint.Refuse(command, Contest.Reviewer, review, Ground, deciders ?? Contest.Deciders, Contest.On(2026, 3, day));
}
