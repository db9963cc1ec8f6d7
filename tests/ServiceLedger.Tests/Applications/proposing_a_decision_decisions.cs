using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class proposing_a_decision
{
    static readonly EarlierEffect Effect = Given.Earlier(LedgerHost.Now);
    static readonly DraftDecisionProposed Proposed = new(Given.Citizen, 1, "li.hua", RulingKind.Grant, Given.Key.Seal("符合条件"));
    static readonly ReturnedForRework Returned = new(Given.Citizen, 1, "zhao.yun", Given.Key.Seal("请补充依据"));

    [Fact]
    public void gives_reasons_and_lies_before_the_reviewer()
    {
        Texts.ShouldBeTakenOnly("$.reasons", 8000, text => Propose(new(RulingKind.Refusal, text, 2), Given.Accepted), lines: true);
        Propose(new(RulingKind.Grant, "符合条件", 3), Given.Accepted, Proposed).ShouldBeRefused(409, "already-exists");
        Propose(new(RulingKind.Grant, "符合条件", 4), Given.Accepted, Proposed, Returned).ShouldBeAccepted();
    }

    [Fact]
    public void is_recorded_with_its_number_and_the_reasons_sealed()
    {
        var again = ProposeDecisionEndpoint.Post(new(RulingKind.Refusal, "面积不足", 4, Effect), Given.Officer, Given.Application(Given.Accepted, Proposed, Returned), Given.Key);
        (again.CitizenId, again.Number, again.Author, again.Kind, Given.Key.Open(again.Reasons), again.Effect).ShouldBe((Given.Citizen, 2, "li.hua", RulingKind.Refusal, "面积不足", Effect));
    }

    [Fact]
    public void is_sent_back_by_a_second_officer_once()
    {
        SendBack(new("请补充依据", 2), Given.Colleague, Given.Accepted).ShouldBeRefused(409, "no-proposal");
        SendBack(new("请补充依据", 3), Given.Officer, Given.Accepted, Proposed).ShouldBeRefused(403, "forbidden");
        SendBack(new("请补充依据", 4), Given.Colleague, Given.Accepted, Proposed, Returned).ShouldBeRefused(409, "no-proposal");
        Texts.ShouldBeTakenOnly("$.comments", 4000, text => SendBack(new(text, 3), Given.Colleague, Given.Accepted, Proposed), lines: true);
        var returned = ReturnForReworkEndpoint.Post(new("请补充依据", 3, Effect), Given.Colleague, Given.Application(Given.Accepted, Proposed), Given.Key);
        (returned.CitizenId, returned.Number, returned.Reviewer, Given.Key.Open(returned.Comments), returned.Effect).ShouldBe((Given.Citizen, 1, "zhao.yun", "请补充依据", Effect));
    }

    [Fact]
    public void is_redone_before_the_decision()
    {
        Decide(Given.Accepted, Proposed).ShouldBeAccepted();
        Decide(Given.Accepted, Proposed, Returned).ShouldBeRefused(409, "unfinished");
        Decide(Given.Accepted, Proposed, Returned, Proposed with { Number = 2 }).ShouldBeAccepted();
    }

    static ProblemDetails Decide(params object[] then) =>
        DecideApplicationEndpoint.Validate(new(RulingKind.Grant, ["许可法第三十八条"], then.Length + 1), Given.Colleague, Given.Application(then), Given.Clock);

    static ProblemDetails Propose(ProposeDecision command, params object[] then) => ProposeDecisionEndpoint.Validate(command, Given.Officer, Given.Application(then), Given.Clock);
    static ProblemDetails SendBack(ReturnForRework command, Act act, params object[] then) => ReturnForReworkEndpoint.Validate(command, act, Given.Application(then), Given.Clock);
}
