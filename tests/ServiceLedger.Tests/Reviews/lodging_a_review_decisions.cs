using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Reviews;

/// <summary>The time for reconsideration and for a suit (REV art. 20, 21, 88; LIT art. 45, 46).</summary>
public class the_time_for_a_challenge
{
    static readonly DateOnly Known = new(2026, 1, 5), Made = new(2026, 1, 4);

    [Theory]
    [InlineData("2026-03-06", true), InlineData("2026-03-07", false)]
    public void is_sixty_days_from_knowing_of_it_the_first_day_not_counted(string lodged, bool within) => Of(lodged).ShouldBe(new(within, new(2026, 3, 6), within ? null : LateGround.SinceKnowledge));

    [Theory]
    [InlineData("2026-05-01", true), InlineData("2026-05-06", true), InlineData("2026-05-07", false)]
    public void ends_on_the_next_working_day_where_the_last_is_a_holiday(string lodged, bool within) =>
        Of(lodged, new(2026, 3, 2)).ShouldBe(new(within, new(2026, 5, 6), within ? null : LateGround.SinceKnowledge));

    [Theory]
    [InlineData("2026-04-05", true), InlineData("2026-04-08", false)]
    public void is_as_long_as_was_told_where_that_is_longer(string lodged, bool within) => Of(lodged, days: 90).Within.ShouldBe(within);

    [Theory]
    [InlineData("2025-06-02", "2025-08-01", true), InlineData("2025-06-02", "2025-08-02", false)]
    [InlineData(null, "2026-03-03", true), InlineData("2026-02-10", "2026-03-03", true)]
    public void runs_from_knowing_the_remedies_where_they_were_not_told(string? remedies, string lodged, bool within) => Untold(remedies, lodged).Within.ShouldBe(within);

    [Theory]
    [InlineData(null), InlineData("2026-02-10")]
    public void is_a_year_from_knowing_of_it_at_most(string? remedies) =>
        Untold(remedies, "2026-03-04").ShouldBe(new(false, new(2026, 3, 3), LateGround.YearWithoutRemedies));

    [Fact]
    public void is_over_five_years_after_the_act_and_twenty_for_real_estate()
    {
        Knowledge Old(bool realEstate) => new(new(2021, 3, 4), new(2026, 3, 2), true, null, realEstate, []);
        Judged(Old(false), "2026-03-04").ShouldBe(new(true, new(2026, 3, 4), null));
        Judged(Old(false), "2026-03-05").ShouldBe(new(false, new(2026, 3, 4), LateGround.AbsoluteLimit));
        Judged(Old(true), "2026-03-05").Within.ShouldBeTrue();
        Judged(new(new(2006, 3, 4), new(2026, 3, 2), true, null, true, []), "2026-03-05").Late.ShouldBe(LateGround.AbsoluteLimit);
    }

    [Fact]
    public void stands_still_while_something_kept_the_person_from_it()
    {
        // Ten days; those before it began and those counted already are not added.
        Stopped("2026-03-16", ("2026-02-01", "2026-02-10")).ShouldBe(new(true, new(2026, 3, 16), null));
        Stopped("2026-03-17", ("2026-02-01", "2026-02-10")).Within.ShouldBeFalse();
        Stopped("2026-03-16", ("2026-02-01", "2026-02-10"), ("2026-02-05", "2026-02-08")).LastDay.ShouldBe(new(2026, 3, 16));
        Stopped("2026-03-16", ("2026-02-01", "2026-02-10"), ("2026-02-05", "2026-02-12")).LastDay.ShouldBe(new(2026, 3, 18));
        Stopped("2026-03-06", ("2025-12-01", "2026-01-05")).LastDay.ShouldBe(new(2026, 3, 6));
        Stopped("2026-03-20", ("2026-03-09", "2026-03-12")).Within.ShouldBeFalse();
        // One that lasts to the end leaves what was left when it began.
        Stopped("2026-03-20", ("2026-03-05", "2026-03-18")).LastDay.ShouldBe(new(2026, 3, 20));
    }

    [Fact]
    public void is_told_without_a_calendar_where_it_matters_not()
    {
        var none = new WorkingDays([]);
        ReviewTime.ForReview(new(Made, Known, true, null, false, []), new(2026, 3, 6), 60, none).ShouldBe(new(true, new(2026, 3, 6), null));
        ReviewTime.ForReview(new(Made, Known, true, null, false, []), new(2026, 3, 7), 60, none).ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-07-06", true), InlineData("2026-07-07", false)]
    public void to_sue_is_six_months(string filed, bool within) =>
        // The fifth of July is a Sunday.
        ReviewTime.ForSuit(new(Made, Known, true, null, false, []), Contest.Day(filed), 6, Contest.Days).ShouldBe(new(within, new(2026, 7, 6), within ? null : LateGround.SixMonths));

    [Theory]
    [InlineData("2026-03-17", true), InlineData("2026-03-18", false)]
    public void to_sue_after_a_review_is_fifteen_days(string filed, bool within) =>
        ReviewTime.AfterReview(new(2026, 3, 2), Contest.Day(filed), Contest.Days).ShouldBe(new(within, new(2026, 3, 17), within ? null : LateGround.FifteenDays));

    static ChallengeTime Of(string lodged, DateOnly? known = null, int days = 60) => ReviewTime.ForReview(new(Made, known ?? Known, true, null, false, []), Contest.Day(lodged), days, Contest.Days)!;

    static ChallengeTime Untold(string? remedies, string lodged) =>
        Judged(new(new(2025, 3, 3), new(2025, 3, 3), false, remedies is null ? null : Contest.Day(remedies), false, []), lodged);

    static ChallengeTime Stopped(string lodged, params (string From, string To)[] obstacles) =>
        Judged(new(Made, Known, true, null, false, [.. obstacles.Select(o => (Contest.Day(o.From), Contest.Day(o.To)))]), lodged);

    static ChallengeTime Judged(Knowledge knowledge, string lodged) => ReviewTime.ForReview(knowledge, Contest.Day(lodged), 60, Contest.Days)!;
}

public class lodging_a_review
{
    static readonly LodgeReview Command = new("请求撤销不予许可决定", 1);

    [Fact]
    public void is_for_the_person_and_who_may_challenge_for_them()
    {
        Answer(Command, Given.Applicant).ShouldBeAccepted();
        Answer(Command, Given.Stranger).ShouldBeRefused(404, "not-found");
        Answer(Command, Contest.With(Power.Challenge)).ShouldBeRefused(404, "not-found");
        Answer(Command, Contest.With(Power.Challenge) with { Represents = new(Given.Citizen, [Items.WithPapers], [Power.Challenge, Power.ReceiveDecisions]) }).ShouldBeAccepted();
        Answer(Command, Contest.With(Power.ReceiveDecisions)).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void is_recorded_by_the_authority_that_reviews_and_by_no_other_department()
    {
        Answer(Command with { Form = ReviewForm.Oral }, Contest.Reviewer).ShouldBeAccepted();
        Answer(Command, Given.Officer).ShouldBeRefused(403, "forbidden");
        Answer(Command, Given.Outsider).ShouldBeRefused(404, "not-found");
        Answer(Command with { Version = 9 }, Contest.Reviewer).ShouldBeRefused(409, "stale-version");
        Answer(Command with { Version = 9 }, Given.Applicant).ShouldBeRefused(409, "stale-version");
        Answer(Command, Contest.Reviewer with { Role = "dataSteward" }).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void by_word_of_mouth_is_recorded_by_an_officer() => Answer(Command with { Form = ReviewForm.Oral }, Given.Applicant).ShouldBeInvalid("$.form");

    [Fact]
    public void says_what_is_asked_for() => Texts.ShouldBeTakenOnly("$.claims", 8000, text => Answer(Command with { Claims = text }, Given.Applicant), lines: true);

    [Fact]
    public void names_days_between_the_decision_and_today()
    {
        foreach (var day in new DateOnly[] { new(2026, 2, 28), new(2026, 3, 3) })
        {
            Answer(Command with { KnownOn = day }, Given.Applicant).ShouldBeInvalid("$.knownOn");
            Answer(Command with { RemediesKnownOn = day }, Given.Applicant).ShouldBeInvalid("$.remediesKnownOn");
        }

        Answer(Command with { KnownOn = new(2026, 3, 1), RemediesKnownOn = new(2026, 3, 2) }, Given.Applicant).ShouldBeAccepted();
    }

    [Fact]
    public void names_obstacles_that_are_over()
    {
        ProblemDetails? With(params ObstacleTold?[] obstacles) => Answer(Command with { Obstacles = obstacles! }, Given.Applicant);
        With(new ObstacleTold(new(2026, 3, 1), new(2026, 3, 2), "洪水封路")).ShouldBeAccepted();
        With(new ObstacleTold(new(2026, 3, 2), new(2026, 3, 1), "洪水封路")).ShouldBeInvalid("$.obstacles[0].to");
        With(new ObstacleTold(new(2026, 3, 1), new(2026, 3, 3), "洪水封路")).ShouldBeInvalid("$.obstacles[0].to");
        With(new ObstacleTold(new(2026, 3, 1), new(2026, 3, 2), " ")).ShouldBeInvalid("$.obstacles[0].reason");
        With(null as ObstacleTold).ShouldBeInvalid("$.obstacles[0]");
        With([.. Enumerable.Repeat(new ObstacleTold(new(2026, 3, 1), new(2026, 3, 2), "洪水封路"), 11)]).ShouldBeInvalid("$.obstacles");
    }

    [Fact]
    public void goes_to_the_department_above_or_to_the_one_that_reviews_for_the_government()
    {
        var terms = new ReviewTerms(LedgerHost.ReviewingAuthority);
        terms.Reviews(LedgerHost.Department, null).ShouldBe(LedgerHost.ReviewingAuthority);
        terms.Reviews(LedgerHost.Department, Items.OtherDepartment).ShouldBe(Items.OtherDepartment);
        terms.Reviews(LedgerHost.ReviewingAuthority, null).ShouldBeNull();
        new ReviewTerms().Reviews(LedgerHost.Department, null).ShouldBeNull();
        LodgeReviewEndpoint.Validate(Command, Given.Applicant, Given.DecisionOf(Contest.Refusal), Contest.Ground with { Authority = null }, Given.Clock).ShouldBeRefused(409, "no-reviewing-authority");
    }

    [Fact]
    public void happens_once_unless_it_was_not_accepted_or_ended()
    {
        var challenged = new DecisionChallenged(Given.Citizen, Contest.Id, Contest.Number, LedgerHost.ReviewingAuthority);
        Again(challenged).ShouldBeRefused(409, "not-in-this-state");
        Again(Contest.Reviewer, challenged).ShouldBeRefused(409, "already-exists");
        foreach (var outcome in Enum.GetValues<ChallengeOutcome>())
        {
            var answer = Again(challenged, new ChallengeSettled(Given.Citizen, Contest.Id, outcome));
            if (outcome is ChallengeOutcome.NotAccepted or ChallengeOutcome.Ended)
                answer.ShouldBeAccepted();
            else
                answer.ShouldBeRefused(409, "not-in-this-state");
        }

        // Another ruling of the department can be challenged anew; one that a review put in its place cannot.
        DecisionVaried Varied(VariationCause cause) => new(Given.Citizen, new Grant(null, null), ["许可法第八条"], Given.Key.Seal("情况变化"), cause);
        var settled = new ChallengeSettled(Given.Citizen, Contest.Id, ChallengeOutcome.Upheld);
        Again(challenged, settled, Varied(VariationCause.FactsChanged)).ShouldBeAccepted();
        Again(challenged, settled, Varied(VariationCause.ReviewDecided)).ShouldBeRefused(409, "not-in-this-state");
        Again(challenged, Varied(VariationCause.FactsChanged)).ShouldBeRefused(409, "not-in-this-state");

        static ProblemDetails? Again(params object[] happened) => happened[0] is Act act ? Asked(act, happened[1..]) : Asked(Given.Applicant, happened);
        static ProblemDetails? Asked(Act act, object[] happened) => Given.DecisionOf(Contest.Refusal, happened) is var decision ? LodgeReviewEndpoint.Validate(Command with { Version = decision.Version }, act, decision, Contest.Ground, Given.Clock) : null;
    }

    [Fact]
    public void late_is_recorded_as_late_and_not_refused()
    {
        var delivered = new DecisionDelivered(Given.Citizen, Given.Matter, DeliveryMethod.Post, Contest.Then(2026, 3, 2));
        var decision = Given.DecisionOf(Contest.Refusal, delivered);
        foreach (var (day, within) in new[] { (6, true), (7, false) })
        {
            var time = Contest.On(2026, 5, day);
            LodgeReviewEndpoint.Validate(Command with { Version = 2 }, Given.Applicant, decision, Contest.Ground, time).ShouldBeAccepted();
            var (_, lodged) = LodgeReviewEndpoint.Decide(Contest.Id, Command, decision, Contest.Ground, time.Today());
            (lodged.WithinTime, lodged.LastDay, lodged.LateGround, lodged.KnownOn).ShouldBe((within, new(2026, 5, 6), within ? null : LateGround.SinceKnowledge, new(2026, 3, 2)));
        }
    }

    [Fact]
    public void counts_from_the_post_or_paper_it_came_by()
    {
        var decision = Given.DecisionOf(Contest.Refusal, new DecisionDelivered(Given.Citizen, Given.Matter, DeliveryMethod.Post, Contest.Then(2026, 3, 2)));
        var (challenged, lodged) = LodgeReviewEndpoint.Decide(Contest.Id, Command with { Form = ReviewForm.Oral, Effect = Contest.Then(2026, 5, 6) }, decision, Contest.Ground, new(2026, 5, 6));
        lodged.WithinTime.ShouldBeTrue();
        challenged.ShouldBe(new(Given.Citizen, Contest.Id, Contest.Number, LedgerHost.ReviewingAuthority));
        (lodged.DecisionId, lodged.ReviewNumber, lodged.Respondent, lodged.Authority, lodged.Form, lodged.Effect).ShouldBe((Given.Ruled, Contest.Number, LedgerHost.Department, LedgerHost.ReviewingAuthority, ReviewForm.Oral, Contest.Then(2026, 5, 6)));
        Given.Key.Open(lodged.Claims).ShouldBe(Command.Claims);
    }

    [Fact]
    public void of_a_decision_without_remedies_may_take_a_year()
    {
        var decision = Given.DecisionOf(Given.Made, new DecisionDelivered(Given.Citizen, Given.Matter, DeliveryMethod.Post, Contest.Then(2026, 3, 2)));
        LodgeReviewEndpoint.TimeOf(Command, decision, Contest.Ground, new(2026, 12, 1))!.Within.ShouldBeTrue();
        LodgeReviewEndpoint.TimeOf(Command with { RemediesKnownOn = new(2026, 3, 9) }, decision, Contest.Ground, new(2026, 12, 1))!.Late.ShouldBe(LateGround.SinceKnowledge);
    }

    static ProblemDetails? Answer(LodgeReview command, Act act) => LodgeReviewEndpoint.Validate(command, act, Given.DecisionOf(Contest.Refusal), Contest.Ground, Given.Clock);
}

public class challenging_inaction
{
    static readonly LodgeReview Command = new("请求责令履行", 2);

    [Theory]
    [InlineData("2026-03-30", false), InlineData("2026-03-31", true)]
    public void is_possible_from_the_day_after_the_time_to_decide(string day, bool possible)
    {
        var application = Given.Application(Given.Accepted with { Effect = Contest.Then(2026, 3, 2) });
        Inaction.Since(application, Contest.Days).ShouldBe(Contest.Days.After(new(2026, 3, 2), 20)!.Value.AddDays(1));
        var answer = LodgeInactionReviewEndpoint.Validate(Command, Given.Applicant, application, Contest.Ground, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Contest.At(Contest.Day(day))));
        if (possible)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(409, "not-due-yet");
    }

    [Fact]
    public void counts_extensions_and_rests_and_sixty_days_where_the_item_has_no_time()
    {
        var accepted = Given.Accepted with { Effect = Contest.Then(2026, 3, 2) };
        var rest = new[] { (object)(Given.Suspended with { Effect = Contest.Then(2026, 3, 9) }), new ClockResumed(Given.Citizen, Contest.Then(2026, 3, 16)) };
        Inaction.Since(Given.Application([accepted, .. rest]), Contest.Days).ShouldBe(Contest.Days.After(new(2026, 3, 2), 24)!.Value.AddDays(1));
        Inaction.Since(Given.Application(accepted, new DeadlineExtended(Given.Citizen, 10, "he.jun", ApproverRank.AgencyHead, Given.Key.Seal("疑难"), "1")), Contest.Days).ShouldBe(Contest.Days.After(new(2026, 3, 2), 30)!.Value.AddDays(1));
        Inaction.Since(Given.Application(), Contest.Days).ShouldBe(new DateOnly(2026, 3, 1).AddDays(61));
        Inaction.Since(Given.Application(accepted), new([])).ShouldBeNull();
    }

    [Fact]
    public void is_possible_at_once_where_the_application_was_not_accepted()
    {
        var refused = Given.Application(ApplicationStatus.AcceptanceRefused);
        LodgeInactionReviewEndpoint.Validate(Command, Given.Applicant, refused, Contest.Ground, Given.Clock).ShouldBeAccepted();
        // Its remedies were told.
        LodgeInactionReviewEndpoint.TimeOf(Command, refused, Contest.Ground, new(2026, 5, 6))!.Late.ShouldBe(LateGround.SinceKnowledge);
    }

    [Fact]
    public void is_not_possible_of_what_is_decided_withdrawn_or_resting()
    {
        foreach (var status in new[] { ApplicationStatus.Decided, ApplicationStatus.Delivered, ApplicationStatus.Closed, ApplicationStatus.Withdrawn, ApplicationStatus.Suspended, ApplicationStatus.NotRequired })
        {
            var application = Given.Application(status);
            LodgeInactionReviewEndpoint.Validate(Command with { Version = application.Version }, Given.Applicant, application, Contest.Ground, Contest.On(2026, 9, 1)).ShouldBeRefused(409, "not-in-this-state");
        }
    }

    [Fact]
    public void is_for_the_person_who_acts_for_them_and_the_authority()
    {
        Answer(Given.Applicant).ShouldBeAccepted();
        Answer(Contest.Reviewer).ShouldBeAccepted();
        Answer(Contest.With(Power.Challenge)).ShouldBeAccepted();
        Answer(Contest.With(Power.Read)).ShouldBeRefused(403, "forbidden");
        Answer(Given.Stranger).ShouldBeRefused(404, "not-found");
        Answer(Given.Officer).ShouldBeRefused(403, "forbidden");
        Answer(Given.Outsider).ShouldBeRefused(404, "not-found");
        Answer(Given.Applicant, version: 9).ShouldBeRefused(409, "stale-version");
        Answer(Given.Applicant, 3, new ApplicationChallenged(Given.Citizen, Contest.Id, "V1", LedgerHost.ReviewingAuthority)).ShouldBeRefused(409, "already-exists");
    }

    [Fact]
    public void is_recorded_in_both_streams()
    {
        var application = Given.Application(Given.Accepted with { Effect = Contest.Then(2026, 3, 2) });
        var (challenged, lodged) = LodgeInactionReviewEndpoint.Decide(Contest.Id, Command, application, Contest.Ground, new(2026, 4, 10));
        challenged.ShouldBe(new(Given.Citizen, Contest.Id, Given.CaseNumber + "-V1", LedgerHost.ReviewingAuthority));
        (lodged.DecisionId, lodged.ApplicationId, lodged.WithinTime, lodged.LateGround).ShouldBe((null, Given.Matter, true, null));
        // Nobody is told remedies of what is not decided: a year.
        LodgeInactionReviewEndpoint.TimeOf(Command with { RemediesKnownOn = null }, application, Contest.Ground, new(2026, 12, 1))!.Within.ShouldBeTrue();
    }

    static ProblemDetails? Answer(Act act, long version = 2, params object[] then) =>
        LodgeInactionReviewEndpoint.Validate(Command with { Version = version }, act, Given.Application([Given.Accepted with { Effect = Contest.Then(2026, 3, 2) }, .. then]), Contest.Ground, Contest.On(2026, 4, 10));
}
