using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Tests.Applications;

public class extending_the_deadline
{
    static readonly ExtendDeadline Command = new(10, "局长", ApproverRank.AgencyHead, "案情复杂", "延期〔2026〕1号", 2, Given.Earlier(LedgerHost.Now));

    [Theory]
    [InlineData(ClockProfile.Ordinary, 10)]
    [InlineData(ClockProfile.Joint, 15)]
    public void is_by_at_most_what_the_profile_allows(ClockProfile profile, int most)
    {
        foreach (var days in new[] { 1, most })
            Answer(Command with { Days = days, Rank = ApproverRank.GovernmentHead }, profile).ShouldBeAccepted();
        foreach (var days in new[] { int.MinValue, 0, most + 1, int.MaxValue })
            Answer(Command with { Days = days, Rank = ApproverRank.GovernmentHead }, profile).ShouldBeInvalid("$.days");
    }

    [Fact]
    public void is_not_for_what_is_done_at_once() => Answer(Command, ClockProfile.Immediate).ShouldBeRefused(409, "no-extension");

    [Fact]
    public void names_approver_reasons_and_notice()
    {
        Texts.ShouldBeTakenOnly("$.approver", 100, text => Answer(Command with { Approver = text }));
        Texts.ShouldBeTakenOnly("$.reasons", 2000, text => Answer(Command with { Reasons = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.noticeNumber", 100, text => Answer(Command with { NoticeNumber = text }));
    }

    [Fact]
    public void is_recorded_with_the_reasons_sealed()
    {
        var extended = ExtendDeadlineEndpoint.Post(Command, Given.Application(Given.Accepted), Given.Key);
        extended.ShouldBe(new DeadlineExtended(Given.Citizen, 10, "局长", ApproverRank.AgencyHead, extended.Reasons, "延期〔2026〕1号", Command.Effect));
        Given.Key.Open(extended.Reasons).ShouldBe("案情复杂");
    }

    static ProblemDetails Answer(ExtendDeadline command, ClockProfile profile = ClockProfile.Ordinary) =>
        ExtendDeadlineEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted with { Limits = new(profile, 20, null) }), Given.Almanac, Given.Clock);
}
