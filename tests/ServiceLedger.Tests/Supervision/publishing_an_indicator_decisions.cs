using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Tests.Supervision;

public class publishing_an_indicator_decisions
{
    static readonly Act Supervisor = Given.Officer with { Role = "supervisor", Purpose = "Oversight" };
    static readonly Meter Refusal = MeterCatalogue.Find("refusal")!;
    static readonly PublishIndicator Command = new(new(2026, 1, 1), new(2026, 2, 28), Area: Area.Rural);
    static readonly Figure Counted = Figure.Counted(new Dictionary<string, string?>(), 12, 150, 1, false);
    static readonly PublicationGround Ground = new(Refusal, Counted, null);

    static IndicatorPublished Decided => PublishIndicatorEndpoint.Decide(Command, Refusal, Counted);

    [Fact]
    public void says_the_definition_the_period_the_cell_and_the_figure()
    {
        PublishIndicatorEndpoint.Validate(Command, Supervisor, Ground, Given.Clock).ShouldBeAccepted();
        Decided.ShouldBe(new IndicatorPublished("refusal", 1, new(2026, 1, 1), new(2026, 2, 28), 12, 150, "0.08", Area: Area.Rural));
    }

    [Fact]
    public void is_for_supervisors() => PublishIndicatorEndpoint.Validate(Command, Given.Officer, Ground, Given.Clock).ShouldBeRefused(403, "forbidden");

    [Fact]
    public void needs_a_meter() => PublishIndicatorEndpoint.Validate(Command, Supervisor, new(null, null, null), Given.Clock).ShouldBeRefused(404, "not-found");

    [Theory]
    [InlineData("2026-03-02", "a day that is not over")]
    [InlineData("2025-12-31", "a day before the first")]
    public void needs_a_period_that_is_over(string to, string why) =>
        PublishIndicatorEndpoint.Validate(Command with { To = DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture) }, Supervisor, Ground, Given.Clock).ShouldBeRefused(400, "invalid").Extensions["field"].ShouldBe("$.to", why);

    [Fact]
    public void takes_codes_that_exist()
    {
        PublishIndicatorEndpoint.Validate(Command with { Department = "nobody" }, Supervisor, Ground, Given.Clock).ShouldBeInvalid("$.department");
        PublishIndicatorEndpoint.Validate(Command with { Item = " " }, Supervisor, Ground, Given.Clock).ShouldBeInvalid("$.item");
        PublishIndicatorEndpoint.Validate(Command with { District = "500103001" }, Supervisor, Ground, Given.Clock).ShouldBeInvalid("$.district");
        PublishIndicatorEndpoint.Validate(Command with { Class = "999" }, Supervisor, Ground, Given.Clock).ShouldBeInvalid("$.class");
    }

    [Fact]
    public void is_refused_where_so_little_was_counted_that_it_could_tell_of_one_person()
    {
        foreach (var few in new[] { Figure.Counted(new Dictionary<string, string?>(), 0, 0, 1, false), Figure.Counted(new Dictionary<string, string?>(), 1, 4, 1, false), Figure.Counted(new Dictionary<string, string?>(), 1, 4, 1, true) })
            PublishIndicatorEndpoint.Validate(Command, Supervisor, Ground with { Figure = few }, Given.Clock).ShouldBeRefused(409, "too-few");
        PublishIndicatorEndpoint.Validate(Command, Supervisor, Ground with { Figure = Figure.Counted(new Dictionary<string, string?>(), 1, 5, 1, true) }, Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void is_done_again_only_when_the_figure_has_changed()
    {
        var known = Given.State<PublishedIndicator>(Given.Other, Decided);
        PublishIndicatorEndpoint.Validate(Command, Supervisor, Ground with { Known = known }, Given.Clock).ShouldBeRefused(409, "already-exists");
        PublishIndicatorEndpoint.Validate(Command, Supervisor, Ground with { Known = known, Figure = Counted with { Denominator = 151 } }, Given.Clock).ShouldBeAccepted();
        Given.State<PublishedIndicator>(Given.Other, Decided, Decided with { Denominator = 151 }).ShouldSatisfyAllConditions(p => p.Times.ShouldBe(2), p => p.Last.Denominator.ShouldBe(151));
    }

    [Fact]
    public void has_one_stream_for_one_question()
    {
        Guid Stream(PublishIndicator c) => PublishedIndicator.StreamOf("refusal", 1, c.From, c.To, c.Cell());
        Stream(Command).ShouldBe(Stream(Command with { }));
        new[] { Command, Command with { Area = Area.Urban }, Command with { Area = null }, Command with { To = new(2026, 2, 27) }, Command with { Channel = Channel.Post }, Command with { Item = "CQ-1" } }
            .Select(Stream).ShouldBeUnique();
    }

    [Fact]
    public void rounds_a_value_to_four_places()
    {
        Figure.Quotient(2, 3).ShouldBe(0.6667m);
        Figure.Quotient(1, 0).ShouldBeNull();
        PublishIndicatorEndpoint.Decide(Command, Refusal, Figure.Counted(new Dictionary<string, string?>(), 2, 3, 1, false)).Value.ShouldBe("0.6667");
    }
}
