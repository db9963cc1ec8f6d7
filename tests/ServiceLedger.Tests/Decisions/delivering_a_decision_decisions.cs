using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Tests.Decisions;

public class delivering_a_decision
{
    static readonly DecisionDelivered Delivered = new(Given.Citizen, Given.Matter, DeliveryMethod.Window);

    [Fact]
    public void is_recorded_by_the_department_that_made_it() => Answer(Given.Officer).ShouldBeAccepted();

    [Fact]
    public void of_another_department_is_not_found() => Answer(Given.ForeignOfficer, version: 7).ShouldBeRefused(404, "not-found");

    [Fact]
    public void of_somebody_else_is_not_found() => Answer(Given.Stranger, version: 7).ShouldBeRefused(404, "not-found");

    [Fact]
    public void is_not_recorded_by_the_applicant() => Answer(Given.Applicant).ShouldBeRefused(403, "forbidden");

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void on_another_version_than_was_read_is_a_conflict(long version) => Answer(Given.Officer, version).ShouldBeRefused(409, "stale-version");

    [Fact]
    public void happens_once()
    {
        var refusal = Answered(new(DeliveryMethod.Post, 2), Given.Officer, Given.Decision(Delivered)).ShouldBeRefused(409, "not-in-this-state");
        refusal.Extensions["state"].ShouldBe("delivered");
        refusal.Extensions["allowed"].ShouldBe(Given.Decision(Delivered).NextFor(Given.Officer).Select(a => a.InJson()).ToArray());
    }

    [Theory]
    [InlineData(DeliveryMethod.Online, false, false)]
    [InlineData(DeliveryMethod.Online, true, true)]
    [InlineData(DeliveryMethod.Window, false, true)]
    [InlineData(DeliveryMethod.Post, false, true)]
    [InlineData(DeliveryMethod.VillageAgent, false, true)]
    public void online_of_what_can_be_challenged_names_an_online_channel(DeliveryMethod method, bool channel, bool accepted)
    {
        var refused = Given.Refused(channel ? "https://fuyi.example/" : null);
        var answer = Answered(new(method, 1), Given.Officer, refused);
        if (accepted)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(409, "no-online-channel");
        Answered(new(DeliveryMethod.Online, 1), Given.Officer, Given.Decision()).ShouldBeAccepted();
    }

    [Fact]
    public void has_effect_after_the_decision_and_not_in_the_future()
    {
        Answer(Given.Officer, effect: Given.Earlier(Given.Start)).ShouldBeAccepted();
        Answer(Given.Officer, effect: Given.Earlier(LedgerHost.Now)).ShouldBeAccepted();
        Answer(Given.Officer, effect: Given.Earlier(Given.Start.AddTicks(-1))).ShouldBeInvalid("$.effect.at");
        Answer(Given.Officer, effect: Given.Earlier(LedgerHost.Now.AddTicks(1))).ShouldBeInvalid("$.effect.at");
    }

    [Fact]
    public void is_recorded_in_both_streams()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        DeliverDecisionEndpoint.Decide(new(DeliveryMethod.VillageAgent, 1, effect), Given.Decision()).ShouldBe((
            new DecisionDelivered(Given.Citizen, Given.Matter, DeliveryMethod.VillageAgent, effect),
            new ResultDelivered(Given.Citizen, Given.Ruled, effect)));
    }

    static ProblemDetails Answer(Act act, long version = 1, EarlierEffect? effect = null) =>
        Answered(new(DeliveryMethod.Window, version, effect), act, Given.Decision());

    static ProblemDetails Answered(DeliverDecision command, Act act, Decision decision) =>
        DeliverDecisionEndpoint.Refuse(command, act, decision, Given.Start, LedgerHost.Now) ?? WolverineContinue.NoProblems;
}
