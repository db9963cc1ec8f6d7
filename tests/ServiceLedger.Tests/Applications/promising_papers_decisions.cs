using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class promising_papers
{
    static readonly PromisePapers Command = new(["P1", "P3", "P1"], "以上属实，愿承担责任。", 1, Given.Earlier(LedgerHost.Now));

    [Fact]
    public void stands_for_papers_the_item_lets_be_promised()
    {
        Answer(Command).ShouldBeAccepted();
        foreach (var papers in new string[][] { [], ["P2"], ["P1", "P9"], [null!], [""] })
            Answer(Command with { Papers = papers }).ShouldBeInvalid("$.papers");
        PromisePapersEndpoint.Validate(Command, Given.Officer, Given.Application(), Given.Item, new(false), Given.Clock).ShouldBeInvalid("$.papers");
    }

    [Fact]
    public void is_in_the_applicants_words() => Texts.ShouldBeTakenOnly("$.statement", 4000, text => Answer(Command with { Statement = text }), lines: true);

    [Fact]
    public void is_barred_while_an_earlier_one_is_broken() =>
        PromisePapersEndpoint.Validate(Command with { Effect = null }, Given.Applicant, Given.Application(), Given.Lenient, new(true), Given.Clock).ShouldBeRefused(409, "commitment-broken");

    [Fact]
    public void of_the_same_paper_happens_once()
    {
        var promised = Given.Application(new PapersPromised(Given.Citizen, Given.Other, ["P1"]));
        PromisePapersEndpoint.Validate(Command with { Version = 2, Effect = null }, Given.Applicant, promised, Given.Lenient, new(false), Given.Clock).ShouldBeRefused(409, "already-exists");
        PromisePapersEndpoint.Validate(Command with { Version = 2, Papers = ["P3"], Effect = null }, Given.Applicant, promised, Given.Lenient, new(false), Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void is_recorded_in_the_application_and_in_a_stream_of_its_own()
    {
        var (promised, declared) = PromisePapersEndpoint.Decide(Given.Other, Command, Given.Application(), Given.Key);
        (promised.CitizenId, promised.CommitmentId, promised.Effect).ShouldBe((Given.Citizen, Given.Other, Command.Effect));
        promised.Papers.ShouldBe(["P1", "P3"]);
        (declared.CitizenId, declared.ApplicationId, declared.ItemCode, declared.DepartmentCode, Given.Key.Open(declared.Statement), declared.Effect)
            .ShouldBe((Given.Citizen, Given.Matter, Items.WithPapers, LedgerHost.Department, Command.Statement, Command.Effect));
        declared.Papers.ShouldBe(["P1", "P3"]);
    }

    [Fact]
    public void spares_the_papers()
    {
        var promised = Given.Application(new PapersPromised(Given.Citizen, Given.Other, ["P1"]));
        AcceptApplicationEndpoint.Validate(new(2), Given.Officer, promised, Given.Lenient, Given.Clock).ShouldBeAccepted();
        promised.Papers.ShouldBeEmpty();
    }

    static ProblemDetails Answer(PromisePapers command) => PromisePapersEndpoint.Validate(command with { Effect = null }, Given.Applicant, Given.Application(), Given.Lenient, new(false), Given.Clock);
}
