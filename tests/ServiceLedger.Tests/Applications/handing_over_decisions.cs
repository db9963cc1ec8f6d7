using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class handing_over
{
    static readonly EarlierEffect Effect = Given.Earlier(LedgerHost.Now);
    static readonly TransferCustody Transfer = new(Items.OtherDepartment, "属其职责", 1, "sun.li", Effect);
    static readonly CustodyTransferred Sent = new(Given.Citizen, Items.OtherDepartment, null, Given.Key.Seal("属其职责"));

    [Fact]
    public void is_to_a_registered_department_and_says_why()
    {
        Answer(Transfer).ShouldBeAccepted();
        foreach (var code in new[] { "", "11500000009275780X", new string('1', 1000) })
            Answer(Transfer with { ToDepartment = code }).ShouldBeInvalid("$.toDepartment");
        Texts.ShouldBeTakenOnly("$.toOfficer", 100, text => Answer(Transfer with { ToOfficer = text }));
        Texts.ShouldBeTakenOnly("$.reason", 2000, text => Answer(Transfer with { Reason = text }), lines: true);
    }

    [Fact]
    public void is_to_somewhere_it_does_not_lie()
    {
        Answer(Transfer with { ToDepartment = LedgerHost.Department, ToOfficer = null }).ShouldBeInvalid("$.toDepartment");
        Answer(Transfer with { ToDepartment = LedgerHost.Department, ToOfficer = "zhao.yun" }).ShouldBeAccepted();
        var hers = Given.Application(new CustodyAccepted(Given.Citizen, LedgerHost.Department, "zhao.yun"));
        Answer(Transfer with { ToDepartment = LedgerHost.Department, ToOfficer = "zhao.yun", Version = 2 }, hers).ShouldBeInvalid("$.toDepartment");
    }

    [Fact]
    public void is_not_to_a_recused_officer() =>
        Answer(Transfer with { Version = 2 }, Given.Application(new OfficerRecused(Given.Citizen, "sun.li", "zhao.yun"))).ShouldBeInvalid("$.toOfficer");

    [Fact]
    public void happens_once_until_it_is_taken_or_sent_back()
    {
        Answer(Transfer with { Version = 2 }, Given.Application(Sent)).ShouldBeRefused(409, "already-exists");
        Answer(Transfer with { Version = 3 }, Given.Application(Sent, new CustodyReturned(Given.Citizen, Given.Key.Seal("不属本部门")))).ShouldBeAccepted();
    }

    [Fact]
    public void shows_the_matter_to_the_receiver_and_leaves_the_sender_in_charge()
    {
        var sent = Given.Application(Sent);
        sent.IsVisibleTo(Given.ForeignOfficer).ShouldBeTrue();
        sent.NextFor(Given.ForeignOfficer).ShouldBe([ApplicationAction.AcceptCustody, ApplicationAction.ReturnCustody]);
        sent.DepartmentCode.ShouldBe(LedgerHost.Department);
        sent.NextFor(Given.Officer).ShouldContain(ApplicationAction.Accept);
        sent.NextFor(Given.Officer).ShouldNotContain(ApplicationAction.AcceptCustody);
    }

    [Fact]
    public void to_an_officer_is_theirs_alone_to_take()
    {
        var sent = Given.Application(Sent with { ToOfficer = "sun.li" });
        sent.IsVisibleTo(Given.ForeignOfficer).ShouldBeFalse();
        sent.IsVisibleTo(Given.ForeignOfficer with { ActorId = "sun.li" }).ShouldBeTrue();
        var within = Given.Application(Sent with { ToDepartment = LedgerHost.Department, ToOfficer = "zhao.yun" });
        AcceptCustodyEndpoint.Validate(new(2), Given.Officer, within, Given.Clock).ShouldBeRefused(403, "forbidden");
        AcceptCustodyEndpoint.Validate(new(2), Given.Colleague, within, Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void taken_puts_the_receiver_in_charge()
    {
        var taken = AcceptCustodyEndpoint.Decide(new(2, Effect), Given.ForeignOfficer, Given.Application(Sent));
        taken.ShouldBe(new CustodyAccepted(Given.Citizen, Items.OtherDepartment, "li.hua", Effect));
        var application = Given.Application(Sent, taken);
        (application.DepartmentCode, application.Officer, application.Handover).ShouldBe((Items.OtherDepartment, "li.hua", null));
        application.IsVisibleTo(Given.Officer).ShouldBeFalse();
        AcceptCustodyEndpoint.Validate(new(3), Given.ForeignOfficer, application, Given.Clock).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void sent_back_was_never_the_receivers()
    {
        Texts.ShouldBeTakenOnly("$.reason", 2000, text => ReturnCustodyEndpoint.Validate(new(text, 2), Given.ForeignOfficer, Given.Application(Sent), Given.Clock), lines: true);
        var returned = ReturnCustodyEndpoint.Post(new("不属本部门", 2, Effect), Given.Application(Sent), Given.Key);
        (returned.CitizenId, Given.Key.Open(returned.Reason), returned.Effect).ShouldBe((Given.Citizen, "不属本部门", Effect));
        var application = Given.Application(Sent, returned);
        (application.DepartmentCode, application.Handover).ShouldBe((LedgerHost.Department, null));
        application.IsVisibleTo(Given.ForeignOfficer).ShouldBeFalse();
    }

    [Fact]
    public void is_recorded_with_the_reason_sealed()
    {
        var sent = TransferCustodyEndpoint.Post(Transfer, Given.Application(), Given.Key);
        (sent.CitizenId, sent.ToDepartment, sent.ToOfficer, Given.Key.Open(sent.Reason), sent.Effect).ShouldBe((Given.Citizen, Items.OtherDepartment, "sun.li", "属其职责", Effect));
    }

    [Fact]
    public void ends_with_the_matter()
    {
        var withdrawn = Given.Application(Sent, new ApplicationWithdrawn(Given.Citizen, null));
        withdrawn.Handover.ShouldBeNull();
        withdrawn.IsVisibleTo(Given.ForeignOfficer).ShouldBeFalse();
    }

    static ProblemDetails Answer(TransferCustody command, Application? application = null) =>
        TransferCustodyEndpoint.Validate(command, Given.Officer, application ?? Given.Application(), Given.Departments, Given.Clock);
}
