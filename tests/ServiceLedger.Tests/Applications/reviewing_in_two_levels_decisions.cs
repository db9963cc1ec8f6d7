using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class reviewing_in_two_levels
{
    static readonly ForwardFirstReview Command = new(Items.OtherDepartment, "符合条件，报请审批。", 2, Given.Earlier(LedgerHost.Now));

    [Fact]
    public void goes_up_to_another_registered_department_with_an_opinion()
    {
        Answer(Command).ShouldBeAccepted();
        Answer(Command with { ToDepartment = "x" }).ShouldBeInvalid("$.toDepartment");
        Answer(Command with { ToDepartment = LedgerHost.Department }).ShouldBeInvalid("$.toDepartment");
        Texts.ShouldBeTakenOnly("$.opinion", 4000, text => Answer(Command with { Opinion = text }), lines: true);
    }

    [Fact]
    public void puts_the_upper_level_in_charge_and_happens_once()
    {
        var forwarded = ForwardFirstReviewEndpoint.Post(Command, Given.Officer, Given.Application(Given.Accepted), Given.Key);
        (forwarded.CitizenId, forwarded.FromDepartment, forwarded.ToDepartment, forwarded.Reviewer, Given.Key.Open(forwarded.Opinion), forwarded.Effect)
            .ShouldBe((Given.Citizen, LedgerHost.Department, Items.OtherDepartment, "li.hua", Command.Opinion, Command.Effect));
        var application = Given.Application(Given.Accepted, new CustodyTransferred(Given.Citizen, Items.ThirdDepartment, null, Given.Key.Seal("x")), forwarded);
        (application.DepartmentCode, application.FirstReviewBy, application.Officer, application.Handover).ShouldBe((Items.OtherDepartment, LedgerHost.Department, null, null));
        application.Reviewers.ShouldBe(["li.hua"]);
        application.IsVisibleTo(Given.Officer).ShouldBeFalse();
        ForwardFirstReviewEndpoint.Validate(Command with { Version = 4, ToDepartment = Items.ThirdDepartment, Effect = null }, Given.ForeignOfficer, application, Given.Departments, Given.Clock).ShouldBeRefused(409, "already-exists");
    }

    static ProblemDetails Answer(ForwardFirstReview command) =>
        ForwardFirstReviewEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted), Given.Departments, Given.Clock);
}
