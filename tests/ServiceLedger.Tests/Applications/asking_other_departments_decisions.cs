using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class asking_other_departments
{
    static readonly EarlierEffect Effect = Given.Earlier(LedgerHost.Now);
    static readonly OpinionAsked Fire = new(Items.OtherDepartment, "是否符合消防要求", new(2026, 3, 9)), Water = new(Items.ThirdDepartment, "是否影响供水", new(2026, 3, 12));
    static readonly RequestOpinions Request = new(JointHandling.Parallel, [Fire, Water], 2, Effect);

    [Fact]
    public void asks_between_1_and_20_other_registered_departments_once_each()
    {
        Answer(Request).ShouldBeAccepted();
        Answer(Request with { Asked = [] }).ShouldBeInvalid("$.asked");
        Answer(Request with { Asked = [.. Enumerable.Repeat(Fire, 21)] }).ShouldBeInvalid("$.asked");
        Answer(Request with { Asked = [Fire, null!] }).ShouldBeInvalid("$.asked[1]");
        Answer(Request with { Asked = [null!, Fire] }).ShouldBeInvalid("$.asked[0]");
        Answer(Request with { Asked = [Fire, Water with { Department = "x" }] }).ShouldBeInvalid("$.asked[1].department");
        Answer(Request with { Asked = [Fire, Fire] }).ShouldBeInvalid("$.asked[0].department");
        Answer(Request with { Asked = [Fire with { Department = LedgerHost.Department }] }).ShouldBeInvalid("$.asked[0].department");
    }

    [Fact]
    public void asks_something_by_a_day()
    {
        Texts.ShouldBeTakenOnly("$.asked[0].question", 2000, text => Answer(Request with { Asked = [Fire with { Question = text }] }), lines: true);
        Answer(Request with { Asked = [Fire with { DueBy = new(2026, 3, 2) }] }).ShouldBeAccepted();
        Answer(Request with { Asked = [Fire, Water with { DueBy = new(2026, 3, 1) }] }).ShouldBeInvalid("$.asked[1].dueBy");
    }

    [Fact]
    public void asks_the_same_department_again_only_once_it_has_answered()
    {
        object[] asked = [Given.Accepted, .. Asked(JointHandling.Parallel)];
        RequestOpinionsEndpoint.Validate(Request with { Asked = [Fire], Version = 4 }, Given.Officer, Given.Application(asked), Given.Departments, Given.Clock).ShouldBeInvalid("$.asked[0].department");
        var answered = Given.Application([.. asked, new JointOpinionGiven(Given.Citizen, 1, JointOpinion.Agree, Given.Key.Seal("同意"))]);
        RequestOpinionsEndpoint.Validate(Request with { Asked = [Fire], Version = 5 }, Given.Officer, answered, Given.Departments, Given.Clock).ShouldBeAccepted();
        RequestOpinionsEndpoint.Decide(Request with { Asked = [Fire], Handling = JointHandling.Sequential }, answered, Given.Key).Select(o => (o.Number, o.After)).ShouldBe([(3, null)]);
    }

    [Theory]
    [InlineData(JointHandling.Parallel, null)]
    [InlineData(JointHandling.Sequential, 1)]
    public void numbers_them_and_lets_the_sequential_ones_wait(JointHandling handling, int? after)
    {
        var asked = RequestOpinionsEndpoint.Decide(Request with { Handling = handling }, Given.Application(Given.Accepted), Given.Key).ToArray();
        asked.Select(o => (o.CitizenId, o.Number, o.Department, Given.Key.Open(o.Question), o.Handling, o.After, o.DueBy, o.Effect)).ShouldBe(
        [
            (Given.Citizen, 1, Fire.Department, Fire.Question, handling, null, Fire.DueBy, Effect),
            (Given.Citizen, 2, Water.Department, Water.Question, handling, after, Water.DueBy, Effect)
        ]);
    }

    [Fact]
    public void shows_the_matter_to_those_asked_who_answer_and_no_more()
    {
        var application = Given.Application([Given.Accepted, .. Asked(JointHandling.Parallel)]);
        application.NextFor(Given.ForeignOfficer).ShouldBe([ApplicationAction.GiveOpinion]);
        Given.Application(Given.Accepted).IsVisibleTo(Given.ForeignOfficer).ShouldBeFalse();
    }

    [Fact]
    public void is_answered_under_ones_own_number_once()
    {
        object[] asked = [Given.Accepted, .. Asked(JointHandling.Parallel)];
        Give(new(1, JointOpinion.AgreeOnCondition, "加装喷淋", 4), asked).ShouldBeAccepted();
        foreach (var number in new[] { int.MinValue, 0, 2, 3, int.MaxValue })
            Give(new(number, JointOpinion.Agree, "同意", 4), asked).ShouldBeInvalid("$.number");
        Texts.ShouldBeTakenOnly("$.text", 4000, text => Give(new(1, JointOpinion.Agree, text, 4), asked), lines: true);
        Give(new(1, JointOpinion.Agree, "同意", 5), [.. asked, new JointOpinionGiven(Given.Citizen, 1, JointOpinion.Agree, Given.Key.Seal("同意"))]).ShouldBeRefused(409, "already-exists");
    }

    [Fact]
    public void is_answered_in_turn_where_it_is_a_sequence()
    {
        object[] asked = [Given.Accepted, .. Asked(JointHandling.Sequential)];
        GiveOpinionEndpoint.Validate(new(2, JointOpinion.Agree, "同意", 4), Given.Outsider, Given.Application(asked), Given.Clock).ShouldBeRefused(409, "not-your-turn");
        object[] first = [.. asked, new JointOpinionGiven(Given.Citizen, 1, JointOpinion.Oppose, Given.Key.Seal("不同意"))];
        GiveOpinionEndpoint.Validate(new(2, JointOpinion.Agree, "同意", 5), Given.Outsider, Given.Application(first), Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void records_the_answer_sealed()
    {
        var given = GiveOpinionEndpoint.Post(new(1, JointOpinion.AgreeOnCondition, "加装喷淋", 4, Effect), Given.Application(Given.Accepted), Given.Key);
        (given.CitizenId, given.Number, given.Opinion, Given.Key.Open(given.Text), given.Effect).ShouldBe((Given.Citizen, 1, JointOpinion.AgreeOnCondition, "加装喷淋", Effect));
    }

    [Fact]
    public void comes_to_an_end_before_the_decision()
    {
        object[] asked = [Given.Accepted, .. Asked(JointHandling.Parallel)];
        Decide(asked).ShouldBeRefused(409, "unfinished").Detail!.ShouldContain(Items.OtherDepartment);
        asked = [.. asked, new JointOpinionGiven(Given.Citizen, 1, JointOpinion.Oppose, Given.Key.Seal("不同意"))];
        Decide(asked).ShouldBeRefused(409, "unfinished").Detail!.ShouldNotContain(Items.OtherDepartment);
        Decide([.. asked, new JointOpinionGiven(Given.Citizen, 2, JointOpinion.Agree, Given.Key.Seal("同意"))]).ShouldBeAccepted();
    }

    internal static object[] Asked(JointHandling handling) =>
        [.. RequestOpinionsEndpoint.Decide(Request with { Handling = handling, Effect = null }, Given.Application(Given.Accepted), Given.Key)];

    static ProblemDetails Decide(object[] then)
    {
        var application = Given.Application(then);
        return DecideApplicationEndpoint.Validate(new(RulingKind.Grant, ["许可法第三十八条"], application.Version), Given.Officer, application, Given.Clock);
    }

    static ProblemDetails Give(GiveOpinion command, object[] then) => GiveOpinionEndpoint.Validate(command, Given.ForeignOfficer, Given.Application(then), Given.Clock);

    static ProblemDetails Answer(RequestOpinions command) => RequestOpinionsEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted), Given.Departments, Given.Clock);
}
