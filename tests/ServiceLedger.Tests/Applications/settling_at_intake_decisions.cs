using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class settling_at_intake
{
    static readonly EarlierEffect Effect = Given.Earlier(LedgerHost.Now);
    static readonly NotifyNotRequired NotRequired = new("许可法第三十二条第一项", 1, "自用无需许可", Effect);
    static readonly RefuseOutOfRemit OutOfRemit = new("区水务局", "许可法第三十二条第二项", 1, Effect);
    static readonly CorrectOnSpot OnSpot = new("P1", "1980-01-02", "1980-02-01", 1, Effect);

    [Fact]
    public void as_not_required_names_the_article_and_may_explain()
    {
        Texts.ShouldBeTakenOnly("$.article", 300, text => Answer(NotRequired with { Article = text }));
        Texts.ShouldBeTakenOnly("$.explanation", 2000, text => Answer(NotRequired with { Explanation = text }), lines: true);
        Answer(NotRequired with { Explanation = null }).ShouldBeAccepted();
    }

    [Fact]
    public void as_not_required_is_recorded_with_the_explanation_sealed()
    {
        var notified = NotifyNotRequiredEndpoint.Post(NotRequired, Given.Application(), Given.Key);
        notified.ShouldBe(new NotRequiredNotified(Given.Citizen, "许可法第三十二条第一项", notified.Explanation, Effect));
        Given.Key.Open(notified.Explanation).ShouldBe("自用无需许可");
        NotifyNotRequiredEndpoint.Post(NotRequired with { Explanation = null }, Given.Application(), Given.Key).Explanation.ShouldBeNull();
        Given.Application(notified).Outcome.ShouldBe(ApplicationOutcome.NotRequired);
    }

    [Fact]
    public void as_out_of_remit_names_whose_it_is_and_the_article()
    {
        Texts.ShouldBeTakenOnly("$.competentAuthority", 200, text => Answer(OutOfRemit with { CompetentAuthority = text }));
        Texts.ShouldBeTakenOnly("$.article", 300, text => Answer(OutOfRemit with { Article = text }));
        RefuseOutOfRemitEndpoint.Post(OutOfRemit, Given.Application()).ShouldBe(new OutOfRemitRefused(Given.Citizen, "区水务局", "许可法第三十二条第二项", Effect));
        Given.Application(ApplicationStatus.OutOfRemit).Outcome.ShouldBe(ApplicationOutcome.OutOfRemit);
    }

    [Theory]
    [InlineData("P1", true)]
    [InlineData("P3", true)]
    [InlineData("situation", true)]
    [InlineData("P9", false)]
    [InlineData("Situation", false)]
    [InlineData("", false)]
    public void on_the_spot_concerns_what_the_item_asks_for(string requirement, bool taken)
    {
        if (taken)
            Answer(OnSpot with { Requirement = requirement }).ShouldBeAccepted();
        else
            Answer(OnSpot with { Requirement = requirement }).ShouldBeInvalid("$.requirement");
    }

    [Fact]
    public void on_the_spot_says_what_stood_there_and_what_stands_there_now()
    {
        Texts.ShouldBeTakenOnly("$.before", 2000, text => Answer(OnSpot with { Before = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.after", 2000, text => Answer(OnSpot with { After = text }), lines: true);
        var corrected = CorrectOnSpotEndpoint.Post(OnSpot, Given.Application(), Given.Key);
        (corrected.CitizenId, corrected.Requirement, Given.Key.Open(corrected.Before), Given.Key.Open(corrected.After), corrected.Effect)
            .ShouldBe((Given.Citizen, "P1", "1980-01-02", "1980-02-01", Effect));
        Given.Application(corrected).Status.ShouldBe(ApplicationStatus.Submitted);
    }

    static ProblemDetails Answer(NotifyNotRequired command) => NotifyNotRequiredEndpoint.Validate(command, Given.Officer, Given.Application(), Given.Clock);
    static ProblemDetails Answer(RefuseOutOfRemit command) => RefuseOutOfRemitEndpoint.Validate(command, Given.Officer, Given.Application(), Given.Clock);
    static ProblemDetails Answer(CorrectOnSpot command) => CorrectOnSpotEndpoint.Validate(command, Given.Officer, Given.Application(), Given.Item, Given.Clock);
}
