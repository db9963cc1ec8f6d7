using ServiceLedger.DataRequests;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class asking_for_more
{
    [Theory, InlineData(true), InlineData(false)]
    public void begins_with_a_look_whether_all_is_there(bool complete)
    {
        var effect = Given.Earlier(LedgerHost.Now);
        CheckCompletenessEndpoint.Validate(new(complete, 1), Provider, Request(), Given.Clock).ShouldBeAccepted();
        CheckCompletenessEndpoint.Post(new(complete, 1, effect), Request()).ShouldBe(new(Given.Citizen, complete, effect));
        Request(new RequestCompletenessChecked(Given.Citizen, complete)).Status.ShouldBe(DataRequestStatus.Requested);
    }

    [Fact]
    public void seals_the_question()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        Texts.ShouldBeTakenOnly("$.question", 2000, text => AskMoreInfoEndpoint.Validate(new(text, 1), Provider, Request(), Given.Clock), lines: true);
        var asked = AskMoreInfoEndpoint.Post(new("哪一年的收入", 1, effect), Request(), Given.Key);
        (asked.CitizenId, Given.Key.Open(asked.Question), asked.Effect).ShouldBe((Given.Citizen, "哪一年的收入", effect));
    }

    [Fact]
    public void seals_the_answer_and_puts_the_request_before_the_provider_again()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        Texts.ShouldBeTakenOnly("$.answer", 2000, text => GiveMoreInfoEndpoint.Validate(new(text, 2), Asker, Request(InfoAsked), Given.Clock), lines: true);
        var given = GiveMoreInfoEndpoint.Post(new("2025年", 2, effect), Request(InfoAsked), Given.Key);
        (given.CitizenId, Given.Key.Open(given.Answer), given.Effect).ShouldBe((Given.Citizen, "2025年", effect));
        Request(InfoAsked, given with { Effect = null }).Status.ShouldBe(DataRequestStatus.Requested);
    }
}
