using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class being_impartial
{
    static readonly OfficerRecused Recused = new(Given.Citizen, "li.hua", "zhao.yun");

    [Fact]
    public void includes_saying_where_one_is_not()
    {
        Texts.ShouldBeTakenOnly("$.relation", 1000, text => DeclareConflictEndpoint.Validate(new(text, 1), Given.Officer, Given.Application(), Given.Clock), lines: true);
        var declared = DeclareConflictEndpoint.Post(new("申请人是亲属", 1), Given.Officer, Given.Application(), Given.Key);
        (declared.CitizenId, declared.Officer, Given.Key.Open(declared.Relation)).ShouldBe((Given.Citizen, "li.hua", "申请人是亲属"));
    }

    [Fact]
    public void takes_an_officer_off_and_puts_another_on()
    {
        Texts.ShouldBeTakenOnly("$.officer", 100, text => Answer(new(text, "zhao.yun", 1)));
        Texts.ShouldBeTakenOnly("$.replacement", 100, text => Answer(new("li.hua", text, 1)));
        RecuseOfficerEndpoint.Post(new("li.hua", "zhao.yun", 1), Given.Application()).ShouldBe(Recused);
        var application = Given.Application(Recused);
        application.Officer.ShouldBe("zhao.yun");
        application.Recused.ShouldBe(["li.hua"]);
    }

    [Fact]
    public void puts_on_somebody_who_is_not_recused()
    {
        Answer(new("li.hua", "li.hua", 1)).ShouldBeInvalid("$.replacement");
        Answer(new("zhao.yun", "li.hua", 2), Given.Application(Recused)).ShouldBeInvalid("$.replacement");
    }

    [Fact]
    public void takes_the_same_officer_off_once() => Answer(new("li.hua", "sun.li", 2), Given.Application(Recused)).ShouldBeRefused(409, "already-exists");

    /// <summary>Else it would be on its way for ever, and could go nowhere else.</summary>
    [Fact]
    public void ends_a_handover_to_the_officer_taken_off_and_to_nobody_else()
    {
        CustodyTransferred To(string? officer) => new(Given.Citizen, Items.OtherDepartment, officer, Given.Key.Seal("属其职责"));
        Given.Application(To("li.hua"), Recused).Handover.ShouldBeNull();
        Given.Application(To("sun.li"), Recused).Handover.ShouldBe(new(Items.OtherDepartment, "sun.li"));
        Given.Application(To(null), Recused).Handover.ShouldBe(new(Items.OtherDepartment, null));
    }

    [Fact]
    public void holds_for_officers_and_not_for_a_citizen_of_the_same_id() =>
        Given.Application(new OfficerRecused(Given.Citizen, Given.Citizen.ToString(), "zhao.yun")).NextFor(Given.Applicant).ShouldNotBeEmpty();

    static ProblemDetails Answer(RecuseOfficer command, Application? application = null) =>
        RecuseOfficerEndpoint.Validate(command, Given.Colleague, application ?? Given.Application(), Given.Clock);
}
