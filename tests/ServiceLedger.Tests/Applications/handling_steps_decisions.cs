using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class handling_steps
{
    static readonly StepStarted Review = new(Given.Citizen, "review");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    [InlineData("a\u0007")]
    public void needs_a_code_in_one_line(string code)
    {
        StartStepEndpoint.Validate(new(code, 1), Given.Officer, Given.Application(), Given.Clock).ShouldBeInvalid("$.stepCode");
        CompleteStepEndpoint.Validate(new(code, 1), Given.Officer, Given.Application(), Given.Clock).ShouldBeInvalid("$.stepCode");
    }

    [Fact]
    public void takes_codes_of_up_to_200_characters()
    {
        StartStepEndpoint.Validate(new(new('a', 200), 1), Given.Officer, Given.Application(), Given.Clock).ShouldBeAccepted();
        StartStepEndpoint.Validate(new(new('a', 201), 1), Given.Officer, Given.Application(), Given.Clock).ShouldBeInvalid("$.stepCode");
        CompleteStepEndpoint.Validate(new(new('a', 201), 1), Given.Officer, Given.Application(), Given.Clock).ShouldBeInvalid("$.stepCode");
    }

    [Fact]
    public void promises_between_1_and_365_days()
    {
        foreach (var days in new[] { -1, 0, 366 })
            StartStepEndpoint.Validate(new("review", 1, days), Given.Officer, Given.Application(), Given.Clock).ShouldBeInvalid("$.promisedDays");
        foreach (var days in new[] { 1, 365 })
            StartStepEndpoint.Validate(new("review", 1, days), Given.Officer, Given.Application(), Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void starts_no_step_that_is_under_way() =>
        StartStepEndpoint.Validate(new("review", 2), Given.Officer, Given.Application(Review), Given.Clock).ShouldBeRefused(409, "already-exists");

    [Fact]
    public void starts_another_step_beside_it() =>
        StartStepEndpoint.Validate(new("survey", 2), Given.Officer, Given.Application(Review), Given.Clock).ShouldBeAccepted();

    [Fact]
    public void starts_a_step_again_once_it_is_done() =>
        StartStepEndpoint.Validate(new("review", 3), Given.Officer, Given.Application(Review, new StepCompleted(Given.Citizen, "review")), Given.Clock).ShouldBeAccepted();

    [Fact]
    public void completes_a_step_that_was_never_started() =>
        CompleteStepEndpoint.Validate(new("review", 1), Given.Officer, Given.Application(), Given.Clock).ShouldBeAccepted();

    [Fact]
    public void records_the_start_with_its_promise()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        StartStepEndpoint.Post(new("review", 1, 5, effect), Given.Application()).ShouldBe(new StepStarted(Given.Citizen, "review", 5, effect));
    }

    [Fact]
    public void records_the_completion()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        CompleteStepEndpoint.Decide(new("review", 2, effect), Given.Application(Review)).ShouldBe(new StepCompleted(Given.Citizen, "review", effect));
    }

    [Fact]
    public void keeps_the_open_steps()
    {
        var survey = new StepStarted(Given.Citizen, "survey");
        Given.Application(Review, survey).OpenSteps.ShouldBe(["review", "survey"]);
        Given.Application(Review, survey, new StepCompleted(Given.Citizen, "review")).OpenSteps.ShouldBe(["survey"]);
    }
}
