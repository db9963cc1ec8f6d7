using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class closing_an_application
{
    [Theory]
    [InlineData(ApplicationStatus.Delivered, ApplicationOutcome.Decided)]
    [InlineData(ApplicationStatus.Withdrawn, ApplicationOutcome.Withdrawn)]
    public void says_how_the_matter_ended(ApplicationStatus status, ApplicationOutcome outcome)
    {
        var application = Given.Application(status);
        CloseApplicationEndpoint.Validate(new(application.Version), Given.Officer, application, Given.Clock).ShouldBeAccepted();
        CloseApplicationEndpoint.Decide(new(application.Version), application, Given.Item, LedgerHost.Now)
            .ShouldBe(new ApplicationClosed(Given.Citizen, outcome, Retention.TenYears, new(2026, 3, 3)));
    }

    [Fact]
    public void lets_retention_run_from_the_day_after_it_has_effect()
    {
        var effect = Given.Earlier(LedgerHost.Now.AddHours(-10));
        CloseApplicationEndpoint.Decide(new(2, effect), Given.Application(ApplicationStatus.Withdrawn), Given.Item, LedgerHost.Now)
            .ShouldBe(new ApplicationClosed(Given.Citizen, ApplicationOutcome.Withdrawn, Retention.TenYears, new(2026, 3, 2), effect));
    }

    [Theory]
    [InlineData(-10, 0)]
    [InlineData(10, 10)]
    public void at_its_source_has_effect_with_the_last_of_what_the_log_tells_and_is_over_when_the_source_says_so(int hours, int effect)
    {
        var (application, closedAt) = (Given.Application(ApplicationStatus.Accepted), Given.Application(ApplicationStatus.Accepted).LastEffect.AddHours(hours));
        var closed = CloseApplicationEndpoint.AtSource(application, Given.Item, closedAt);
        (closed.Outcome, closed.SourceClosedAt, closed.Effect).ShouldBe((ApplicationOutcome.ClosedAtSource, closedAt, new(application.LastEffect.AddHours(effect), EarlierEffectReason.ImportedLog)));
        closed.RetentionStartsOn.ShouldBe(Text.DateOf(closed.Effect!.At).AddDays(1));
    }

    [Theory]
    [InlineData("2026-03-02T15:59:59Z", "2026-03-03")]
    [InlineData("2026-03-02T16:00:00Z", "2026-03-04")]
    public void counts_days_in_china(string now, string from) =>
        CloseApplicationEndpoint.Decide(new(2), Given.Application(ApplicationStatus.Withdrawn), Given.Item, DateTimeOffset.Parse(now, null))
            .RetentionStartsOn.ShouldBe(DateOnly.Parse(from, null));

    [Fact]
    public void keeps_the_retention_of_the_version_that_was_applied_for()
    {
        var longer = Given.Item.Apply(new(Items.WithPapers, 2, Given.Item.Versions[0] with { Retention = Retention.Permanent }));
        CloseApplicationEndpoint.Decide(new(2), Given.Application(ApplicationStatus.Withdrawn), longer, LedgerHost.Now).Retention.ShouldBe(Retention.TenYears);
    }
}
