using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class recording_a_visit
{
    static readonly RecordVisit Visit = new("渝中区政务大厅3号窗口", "500103", VisitPurpose.Submission, true, LedgerHost.Now.AddHours(-1), LedgerHost.Now, 1, 40);

    [Fact]
    public void names_the_place_in_a_line() => Texts.ShouldBeTakenOnly("$.place", 200, text => Answer(Visit with { Place = text }));

    [Theory]
    [InlineData("")]
    [InlineData("5001")]
    [InlineData("999999")]
    [InlineData("50010x")]
    public void names_a_division_by_its_code(string code) => Answer(Visit with { DivisionCode = code }).ShouldBeInvalid("$.divisionCode");

    [Fact]
    public void ends_after_it_began_within_a_day_and_before_now()
    {
        Answer(Visit with { StartedAt = LedgerHost.Now }).ShouldBeAccepted();
        Answer(Visit with { StartedAt = LedgerHost.Now.AddDays(-1) }).ShouldBeAccepted();
        Answer(Visit with { StartedAt = LedgerHost.Now.AddDays(-1).AddTicks(-1) }).ShouldBeInvalid("$.endedAt");
        Answer(Visit with { StartedAt = LedgerHost.Now.AddTicks(1) }).ShouldBeInvalid("$.endedAt");
        Answer(Visit with { EndedAt = LedgerHost.Now.AddTicks(1) }).ShouldBeInvalid("$.endedAt");
        Answer(Visit with { StartedAt = DateTimeOffset.MinValue, EndedAt = DateTimeOffset.MaxValue }).ShouldBeInvalid("$.endedAt");
    }

    [Fact]
    public void took_a_journey_of_up_to_two_days()
    {
        foreach (var minutes in new int?[] { null, 0, 2880 })
            Answer(Visit with { TravelMinutes = minutes }).ShouldBeAccepted();
        foreach (var minutes in new[] { -1, 2881, int.MinValue, int.MaxValue })
            Answer(Visit with { TravelMinutes = minutes }).ShouldBeInvalid("$.travelMinutes");
    }

    [Fact]
    public void is_recorded_as_it_was() => RecordVisitEndpoint.Decide(Visit, Given.Application()).ShouldBe(
        new VisitRecorded(Given.Citizen, Visit.Place, "500103", VisitPurpose.Submission, true, Visit.StartedAt, Visit.EndedAt, 40));

    [Fact]
    public void changes_nothing_else()
    {
        var before = Given.Application();
        Given.Application(RecordVisitEndpoint.Decide(Visit, before)).Status.ShouldBe(before.Status);
    }

    static ProblemDetails Answer(RecordVisit command) => RecordVisitEndpoint.Validate(command, Given.Officer, Given.Application(), Given.Clock);
}
