using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Reviews;

/// <summary>What every command on a review refuses alike.</summary>
public class acting_on_a_review
{
    const string Table = """
                          Lodged  CorrectionAsked  Accepted  Suspended  Decided  Delivered  NotAccepted  Terminated  InCourt  Judged
        AskCorrection     yes     no               no        no         no       no         no           no          no       no
        SupplyCorrection  no      yes              no        no         no       no         no           no          no       no
        Accept            yes     no               no        no         no       no         no           no          no       no
        RefuseAcceptance  yes     yes              no        no         no       no         no           no          no       no
        Transfer          yes     no               no        no         no       no         no           no          no       no
        ChooseProcedure   no      no               yes       no         no       no         no           no          no       no
        SendCopy          no      no               yes       no         no       no         no           no          no       no
        FileResponse      no      no               yes       no         no       no         no           no          no       no
        RecordNoResponse  no      no               yes       no         no       no         no           no          no       no
        HearOpinions      no      no               yes       no         no       no         no           no          no       no
        HoldHearing       no      no               yes       no         no       no         no           no          no       no
        AgreeMediation    no      no               yes       no         no       no         no           no          no       no
        Suspend           no      no               yes       no         no       no         no           no          no       no
        Resume            no      no               no        yes        no       no         no           no          no       no
        Terminate         no      no               yes       yes        no       no         no           no          no       no
        Withdraw          yes     yes              yes       yes        no       no         no           no          no       no
        StayExecution     no      no               yes       yes        no       no         no           no          no       no
        LiftStay          no      no               yes       yes        no       no         no           no          no       no
        Extend            no      no               yes       no         no       no         no           no          no       no
        Decide            no      no               yes       no         no       no         no           no          no       no
        Deliver           no      no               no        no         yes      no         no           no          no       no
        ReportCompliance  no      no               no        no         no       yes        no           no          no       yes
        IssueOpinion      no      no               yes       no         yes      yes        no           no          no       no
        AnswerOpinion     no      no               yes       no         yes      yes        no           no          no       no
        FileLawsuit       no      no               yes       no         no       yes        yes          no          no       no
        RecordJudgment    no      no               no        no         no       no         no           no          yes      no
        """;

    static readonly ReviewAction[] OfApplicants = [ReviewAction.SupplyCorrection, ReviewAction.Withdraw, ReviewAction.FileLawsuit];
    static readonly ReviewAction[] OfRespondents = [ReviewAction.FileResponse, ReviewAction.ReportCompliance, ReviewAction.AnswerOpinion, ReviewAction.FileLawsuit, ReviewAction.RecordJudgment];
    static readonly ReviewAction[] NotOfReviewers = [ReviewAction.FileResponse, ReviewAction.AnswerOpinion, ReviewAction.FileLawsuit, ReviewAction.RecordJudgment];

    public static TheoryData<ReviewStatus, ReviewAction, bool> Cells()
    {
        var lines = Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        var cells = new TheoryData<ReviewStatus, ReviewAction, bool>();
        foreach (var line in lines[1..])
            foreach (var (i, status) in lines[0].Index())
                cells.Add(Enum.Parse<ReviewStatus>(status), Enum.Parse<ReviewAction>(line[0]), line[i + 1] is "yes");
        return cells;
    }

    public static TheoryData<ReviewAction> Actions => [.. Enum.GetValues<ReviewAction>()];

    [Theory, MemberData(nameof(Cells))]
    public void is_allowed_where_the_law_allows_it(ReviewStatus status, ReviewAction action, bool allowed)
    {
        var review = Ready(status, action);
        review.Status.ShouldBe(status);
        review.Allows(action).ShouldBe(allowed);
        var actor = Actor(action);
        review.NextFor(actor).Contains(action).ShouldBe(allowed && review.IsVisibleTo(actor));
        if (!review.IsVisibleTo(actor))
            return;
        var answer = Answer(review, action, actor);
        if (allowed)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(409, "not-in-this-state").Extensions["state"].ShouldBe(status.InJson());
    }

    [Theory, MemberData(nameof(Actions))]
    public void of_others_is_not_found(ReviewAction action)
    {
        var review = Ready(Usual(action), action);
        foreach (var other in new[] { Given.Stranger, Given.Outsider, Contest.Reviewer with { Kind = ActorKind.System }, Contest.With(Power.Submit), Given.Applicant with { Kind = ActorKind.Agent } })
            Answer(review, action, other, 99).ShouldBeRefused(404, "not-found");
    }

    [Theory, MemberData(nameof(Actions))]
    public void is_for_those_it_is_for(ReviewAction action)
    {
        var review = Ready(Usual(action), action);
        For(Given.Applicant, OfApplicants.Contains(action));
        For(Contest.With(Power.Challenge), OfApplicants.Contains(action));
        For(Contest.Reviewer, !NotOfReviewers.Contains(action));
        if (review.IsVisibleTo(Contest.Respondent))
            For(Contest.Respondent, OfRespondents.Contains(action));

        void For(Act act, bool may)
        {
            if (may && review.IsVisibleTo(act))
                Answer(review, action, act).ShouldBeAccepted();
            else
                Answer(review, action, act).ShouldBeRefused(review.IsVisibleTo(act) ? 403 : 404, review.IsVisibleTo(act) ? "forbidden" : "not-found");
        }
    }

    [Theory, MemberData(nameof(Actions))]
    public void on_another_version_than_was_read_is_a_conflict(ReviewAction action) =>
        Answer(Ready(Usual(action), action), action, Actor(action), 99).ShouldBeRefused(409, "stale-version");

    [Theory, MemberData(nameof(Actions))]
    public void is_for_officers_who_may_decide_where_it_decides(ReviewAction action)
    {
        if (OfApplicants.Contains(action) && action is not ReviewAction.Withdraw and not ReviewAction.SupplyCorrection)
            return;
        var decides = action is ReviewAction.RefuseAcceptance or ReviewAction.Terminate or ReviewAction.StayExecution or ReviewAction.LiftStay or ReviewAction.Extend or ReviewAction.Decide or ReviewAction.RecordJudgment;
        var (review, actor) = (Ready(Usual(action), action), NotOfReviewers.Contains(action) ? Contest.Respondent : Contest.Reviewer);
        if (actor == Contest.Reviewer)
        {
            var window = Answer(review, action, actor with { Role = "receiver" });
            if (decides)
                window.ShouldBeRefused(403, "forbidden");
            else
                window.ShouldBeAccepted();
        }

        Answer(review, action, actor with { Purpose = "FraudPreventionAndDetection" }).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public void is_seen_by_the_respondent_from_its_acceptance_on()
    {
        Contest.Of().IsVisibleTo(Contest.Respondent).ShouldBeFalse();
        Contest.Of(Contest.Asked).IsVisibleTo(Contest.Respondent).ShouldBeFalse();
        Contest.Of(Contest.Accepted).IsVisibleTo(Contest.Respondent).ShouldBeTrue();
        Given.State<Review>(Contest.Id, Contest.Sued).IsVisibleTo(Contest.Respondent).ShouldBeTrue();
        Contest.Of().IsVisibleTo(Given.Officer with { Role = "supervisor", Purpose = "Oversight", Department = Items.ThirdDepartment }).ShouldBeTrue();
        Contest.Of().IsVisibleTo(Contest.Reviewer with { Kin = [Given.Citizen] }).ShouldBeFalse();
    }

    [Fact]
    public void has_effect_after_what_went_before_and_not_in_the_future()
    {
        var review = Contest.Of(new ReviewAccepted(Given.Citizen, Given.Earlier(Given.Start)));
        Answer(review, ReviewAction.SendCopy, Contest.Reviewer, effect: Given.Earlier(Given.Start)).ShouldBeAccepted();
        Answer(review, ReviewAction.SendCopy, Contest.Reviewer, effect: Given.Earlier(Given.Start.AddTicks(-1))).ShouldBeInvalid("$.effect.at");
        Answer(review, ReviewAction.SendCopy, Contest.Reviewer, effect: Given.Earlier(LedgerHost.Now.AddTicks(1))).ShouldBeInvalid("$.effect.at");
    }

    [Fact]
    public void leaves_the_same_state_after_a_snapshot()
    {
        foreach (var status in Enum.GetValues<ReviewStatus>())
        {
            var review = Ready(status, ReviewAction.Decide);
            System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonSerializer.Deserialize<Review>(Fold.Json(review), LedgerJson.Stored), LedgerJson.Stored).ShouldBe(Fold.Json(review));
        }
    }

    static ProblemDetails? Answer(Review review, ReviewAction action, Act act, long? version = null, EarlierEffect? effect = null) => review.Refuse(act, action, version ?? review.Version, effect, LedgerHost.Now);

    static Act Actor(ReviewAction action) =>
        action is ReviewAction.FileLawsuit ? Given.Applicant : NotOfReviewers.Contains(action) ? Contest.Respondent : Contest.Reviewer;

    static ReviewStatus Usual(ReviewAction action) =>
        Enum.GetValues<ReviewStatus>().First(s => Cells().Any(c => c.Data.Item1 == s && c.Data.Item2 == action && c.Data.Item3));

    /// <summary>A review of this status, with whatever this action acts on.</summary>
    static Review Ready(ReviewStatus status, ReviewAction action)
    {
        object[] needs = action switch
        {
            ReviewAction.FileResponse or ReviewAction.RecordNoResponse => [Contest.Copied],
            ReviewAction.LiftStay => [Contest.Stayed],
            ReviewAction.AnswerOpinion => [new ReviewOpinionIssued(Given.Citizen, Given.Key.Seal("完善制度"), new(2026, 5, 1))],
            _ => []
        };
        return status switch
        {
            ReviewStatus.Lodged => Contest.Of(),
            ReviewStatus.CorrectionAsked => Contest.Of(Contest.Asked),
            ReviewStatus.Accepted => Contest.Of([Contest.Accepted, .. needs]),
            ReviewStatus.Suspended => Contest.Of([Contest.Accepted, .. needs, Contest.Suspended]),
            ReviewStatus.Decided => Contest.Of([Contest.Accepted, .. Later(), Contest.Revoked]),
            ReviewStatus.Delivered => Contest.Of([Contest.Accepted, .. Later(), Contest.Revoked, Contest.Delivered]),
            ReviewStatus.NotAccepted => Contest.Of(new ReviewNotAccepted(Given.Citizen, NonAcceptanceGround.NoInterest, Given.Key.Seal("无利害关系"), Contest.Court)),
            ReviewStatus.Terminated => Contest.Of(Contest.Accepted, new ReviewTerminated(Given.Citizen, ReviewTerminationGround.Withdrawn, Given.Key.Seal("自愿撤回"))),
            ReviewStatus.InCourt => Given.State<Review>(Contest.Id, Contest.Sued),
            _ => Given.State<Review>(Contest.Id, Contest.Sued, new JudgmentRecorded(Given.Citizen, ServiceLedger.Decisions.ChallengeOutcome.Revoked, "（2026）渝0103行初1号", Given.Key.Seal(Contest.Digest)))
        };

        IEnumerable<object> Later() => action is ReviewAction.AnswerOpinion ? needs : [];
    }
}
