using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class suspending_the_clock
{
    static readonly SuspendClock Command = new(SuspensionGround.Testing, "许可法第四十五条", 15, "告知〔2026〕1号", 2, Given.Earlier(LedgerHost.Now));

    [Fact]
    public void names_the_article_and_the_notice()
    {
        Texts.ShouldBeTakenOnly("$.article", 300, text => Answer(Command with { Article = text }));
        Texts.ShouldBeTakenOnly("$.noticeNumber", 100, text => Answer(Command with { NoticeNumber = text }));
    }

    [Fact]
    public void says_how_long_it_will_take()
    {
        foreach (var days in new[] { 1, 730 })
            Answer(Command with { ExpectedDays = days }).ShouldBeAccepted();
        foreach (var days in new[] { int.MinValue, -1, 0, 731, int.MaxValue })
            Answer(Command with { ExpectedDays = days }).ShouldBeInvalid("$.expectedDays");
    }

    [Fact]
    public void is_recorded_and_ends_with_the_resumption()
    {
        SuspendClockEndpoint.Post(Command, Given.Application(Given.Accepted)).ShouldBe(new ClockSuspended(Given.Citizen, SuspensionGround.Testing, "许可法第四十五条", 15, "告知〔2026〕1号", Command.Effect));
        ResumeClockEndpoint.Post(new(3, Command.Effect), Given.Application(Given.Accepted, Given.Suspended)).ShouldBe(new ClockResumed(Given.Citizen, Command.Effect));
        var resumed = Given.Application(Given.Accepted, Given.Suspended, new ClockResumed(Given.Citizen));
        (resumed.Status, resumed.Suspensions.Single()).ShouldBe((ApplicationStatus.Accepted, new(SuspensionGround.ExpertReview, Given.Start.AddHours(2), Given.Start.AddHours(3), Given.Suspended.Article, Given.Suspended.NoticeNumber)));
    }

    static ProblemDetails Answer(SuspendClock command) => SuspendClockEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted), Given.Clock);
}
