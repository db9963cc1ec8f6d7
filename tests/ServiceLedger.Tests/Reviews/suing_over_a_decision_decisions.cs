using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Reviews;

/// <summary>Lawsuits over decisions and inaction (LIT art. 44 to 47, 69 to 77).</summary>
public class suing_over_a_decision
{
    static readonly ReviewGround Ground = new(Given.Key, Contest.Days);
    static readonly Review InCourt = Given.State<Review>(Contest.Id, Contest.Sued);

    [Fact]
    public void is_for_the_person_and_recorded_by_the_department_that_was_served()
    {
        ProblemDetails? Answer(Act act, long version = 1) => FileLawsuitEndpoint.Validate(new(Contest.Court, version), act, Given.DecisionOf(Contest.Refusal), Ground, Given.Clock);
        Answer(Given.Applicant).ShouldBeAccepted();
        Answer(Given.Officer).ShouldBeAccepted();
        Answer(Given.Officer, 9).ShouldBeRefused(409, "stale-version");
        Answer(Given.Stranger).ShouldBeRefused(404, "not-found");
        Answer(Given.Outsider).ShouldBeRefused(404, "not-found");
        Answer(Given.Officer with { Role = "supervisor", Purpose = "Oversight" }).ShouldBeRefused(403, "forbidden");
        FileLawsuitEndpoint.Validate(new(Contest.Court, 2), Given.Officer, Given.DecisionOf(Contest.Refusal, new DecisionChallenged(Given.Citizen, Contest.Id, Contest.Number)), Ground, Given.Clock).ShouldBeRefused(409, "already-exists");
        Texts.ShouldBeTakenOnly("$.court", 200, text => FileLawsuitEndpoint.Validate(new(text, 1), Given.Applicant, Given.DecisionOf(Contest.Refusal), Ground, Given.Clock));
        FileLawsuitEndpoint.Validate(new(Contest.Court, 1, KnownOn: new(2026, 3, 3)), Given.Applicant, Given.DecisionOf(Contest.Refusal), Ground, Given.Clock).ShouldBeInvalid("$.knownOn");
        FileLawsuitEndpoint.Validate(new(Contest.Court, 1, RemediesKnownOn: new(2026, 3, 3)), Given.Applicant, Given.DecisionOf(Contest.Refusal), Ground, Given.Clock).ShouldBeInvalid("$.remediesKnownOn");
        FileLawsuitEndpoint.Validate(new(Contest.Court, 1, Obstacles: [new(new(2026, 3, 1), new(2026, 3, 3), "洪水")]), Given.Applicant, Given.DecisionOf(Contest.Refusal), Ground, Given.Clock).ShouldBeInvalid("$.obstacles[0].to");
    }

    [Theory]
    [InlineData("2026-09-02", true), InlineData("2026-09-03", false)]
    public void is_in_time_for_six_months_from_the_delivery(string day, bool within)
    {
        var decision = Given.DecisionOf(Contest.Refusal, new DecisionDelivered(Given.Citizen, Given.Matter, DeliveryMethod.Post, Contest.Then(2026, 3, 2)));
        var (challenged, filed) = FileLawsuitEndpoint.Decide(Contest.Id, new(Contest.Court, 2), decision, Ground, Contest.Day(day));
        (filed.WithinTime, filed.LastDay, filed.LateGround).ShouldBe((within, new(2026, 9, 2), within ? null : LateGround.SixMonths));
        challenged.ShouldBe(new(Given.Citizen, Contest.Id, Contest.Number));
        (filed.ReviewNumber, filed.Court, filed.Respondent).ShouldBe((Contest.Number, Contest.Court, LedgerHost.Department));
    }

    [Theory]
    [InlineData("2026-03-17", true), InlineData("2026-03-18", false)]
    public void is_in_time_for_fifteen_days_after_a_review(string day, bool within)
    {
        var review = Contest.Of(Contest.Accepted, Contest.Revoked, new ReviewDelivered(Given.Citizen, DeliveryMethod.Post, Contest.Then(2026, 3, 2)));
        After(review, day).ShouldBeAccepted();
        var filed = FileLawsuitAfterReviewEndpoint.Decide(new(Contest.Court, 4), review, Contest.Days, Contest.Day(day));
        (filed.WithinTime, filed.LastDay).ShouldBe((within, new(2026, 3, 17)));
        var sued = Contest.Of(Contest.Accepted, Contest.Revoked, Contest.Delivered, filed);
        (sued.Status, sued.Outcome, sued.Court).ShouldBe((ReviewStatus.InCourt, null, Contest.Court));
    }

    [Fact]
    public void waits_for_a_review_that_was_chosen_and_for_one_of_inaction_that_must_come_first()
    {
        // Accepted on the second of March: sixty days end on the sixth of May.
        var accepted = new ReviewAccepted(Given.Citizen, Contest.Then(2026, 3, 2));
        foreach (var review in new[] { Contest.Of(accepted), Contest.Inactive(accepted) })
        {
            After(review, "2026-05-06").ShouldBeRefused(409, "reconsideration-first");
            After(review, "2026-05-07").ShouldBeAccepted();
            FileLawsuitAfterReviewEndpoint.Decide(new(Contest.Court, 2), review, Contest.Days, new(2026, 5, 7)).LastDay.ShouldBe(new(2026, 5, 22));
        }

        After(Contest.Inactive(), "2026-05-07").ShouldBeRefused(409, "not-in-this-state");
        FileLawsuitAfterReviewEndpoint.Refuse(new(Contest.Court, 2), Given.Applicant, Contest.Of(accepted), new([]), Given.Clock).ShouldBeRefused(409, "calendar-missing");
        Texts.ShouldBeTakenOnly("$.court", 200, text => FileLawsuitAfterReviewEndpoint.Refuse(new(text, 2), Given.Applicant, Contest.Of(accepted), Contest.Days, Contest.On(2026, 5, 7)));
    }

    [Fact]
    public void is_possible_over_a_review_that_was_not_accepted() =>
        After(Contest.Inactive(new ReviewNotAccepted(Given.Citizen, NonAcceptanceGround.NoClaims, Given.Key.Seal("无具体请求"), Contest.Court)), "2026-03-09").ShouldBeAccepted();

    [Theory]
    [InlineData(ChallengeOutcome.Revoked, DecisionStatus.Annulled), InlineData(ChallengeOutcome.RevokedAndRedo, DecisionStatus.Annulled), InlineData(ChallengeOutcome.DeclaredVoid, DecisionStatus.DeclaredVoid)]
    [InlineData(ChallengeOutcome.ConfirmedIllegal, DecisionStatus.Delivered), InlineData(ChallengeOutcome.Dismissed, DecisionStatus.Delivered), InlineData(ChallengeOutcome.NotAccepted, DecisionStatus.Delivered), InlineData(ChallengeOutcome.Ended, DecisionStatus.Delivered)]
    [InlineData(ChallengeOutcome.RevokedInPart, DecisionStatus.Delivered), InlineData(ChallengeOutcome.Varied, DecisionStatus.Made)]
    public void ends_with_a_judgment_that_takes_effect(ChallengeOutcome outcome, DecisionStatus status)
    {
        var (command, disputed) = (Judgment(outcome), Contest.Disputed());
        Judged(command).ShouldBeAccepted();
        var (recorded, consequences) = RecordJudgmentEndpoint.Decide(command, InCourt, disputed, Given.Key);
        (recorded.Outcome, recorded.JudgmentNumber, Given.Key.Open(recorded.DocumentHash)).ShouldBe((outcome, command.JudgmentNumber, Contest.Digest));
        var after = (Decision)Fold.All(typeof(Decision), consequences.OfDecision.Select((e, i) => Fold.Envelope(Given.Ruled, disputed.Decision!.Version + 1 + i, LedgerHost.Now, e)), disputed.Decision)!;
        (after.Status, after.Challenges[^1].Outcome).ShouldBe((status, outcome));
        consequences.OfApplication.ShouldBe(outcome is ChallengeOutcome.RevokedAndRedo ? [new ApplicationReopened(Given.Citizen, ReopeningCause.Court, command.JudgmentNumber, Items.Limits)] : []);
    }

    [Fact]
    public void is_judged_by_number_and_document_and_recorded_by_somebody_who_did_not_decide()
    {
        var command = Judgment(ChallengeOutcome.Revoked);
        Texts.ShouldBeTakenOnly("$.judgmentNumber", 100, text => Judged(command with { JudgmentNumber = text }));
        Judged(command with { DocumentHash = "47DE" }).ShouldBeInvalid("$.documentHash");
        Judged(command with { Outcome = ChallengeOutcome.Upheld }).ShouldBeInvalid("$.outcome");
        Judged(command with { Outcome = ChallengeOutcome.Mediated }).ShouldBeInvalid("$.outcome");
        Judged(command with { PerformBy = new(2026, 5, 1) }).ShouldBeInvalid("$.performBy");
        Judged(Judgment(ChallengeOutcome.PerformanceOrdered)).ShouldBeInvalid("$.outcome");
        Judged(command, Given.Applicant).ShouldBeRefused(403, "forbidden");
        var own = Contest.Disputed();
        RecordJudgmentEndpoint.Refuse(command, Contest.Respondent, InCourt, own with { Decision = own.Decision! with { DecidedBy = [Contest.Respondent.ActorId] } }, Given.Clock).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void has_no_document_only_where_a_log_is_taken_over()
    {
        var command = Judgment(ChallengeOutcome.Revoked) with { DocumentHash = null };
        Judged(command).ShouldBeInvalid("$.documentHash");
        Judged(command, Contest.Respondent with { Channel = Channel.Import }).ShouldBeAccepted();
        RecordJudgmentEndpoint.Decide(command, InCourt, Contest.Disputed(), Given.Key).Item1.DocumentHash.ShouldBeNull();
    }

    static RecordJudgment Judgment(ChallengeOutcome outcome) => new(
        outcome, "（2026）渝0103行初1号", Contest.Digest, 1, outcome is ChallengeOutcome.Varied ? new(RulingKind.Grant) : null, outcome is ChallengeOutcome.RevokedInPart ? "第二项" : null,
        outcome is ChallengeOutcome.RevokedAndRedo or ChallengeOutcome.PerformanceOrdered ? new(2026, 5, 29) : null);

    static ProblemDetails? Judged(RecordJudgment command, Act? act = null) => RecordJudgmentEndpoint.Refuse(command, act ?? Contest.Respondent, InCourt, Contest.Disputed(), Given.Clock);

    static ProblemDetails? After(Review review, string day) =>
        FileLawsuitAfterReviewEndpoint.Refuse(new(Contest.Court, review.Version), Given.Applicant, review, Contest.Days, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Contest.At(Contest.Day(day))));
}
