using ServiceLedger.Applications;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Tests.Applications;

public class accepting_an_application
{
    static readonly MaterialsReceived P1 = new(Given.Citizen, Given.CaseNumber + "-M2", [new("P1", PaperForm.Original, EvidenceGrade.A)]);

    [Fact]
    public void names_the_required_papers_the_applicant_has_not_brought_and_no_others()
    {
        var detail = AcceptApplicationEndpoint.Validate(new(1), Given.Officer, Given.Application(), Given.Item, Given.Clock).ShouldBeRefused(409, "papers-missing").Detail!;
        detail.ShouldContain("P1");
        detail.ShouldNotContain("P2", customMessage: "A department holds it.");
        detail.ShouldNotContain("P3", customMessage: "It is optional.");
    }

    [Fact]
    public void is_possible_once_they_are_there()
    {
        AcceptApplicationEndpoint.Validate(new(2), Given.Officer, Given.Application(P1), Given.Item, Given.Clock).ShouldBeAccepted();
        var brought = Given.State<Application>(Given.Matter, Given.Submitted with { Materials = P1.Materials });
        AcceptApplicationEndpoint.Validate(new(1), Given.Officer, brought, Given.Item, Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void goes_by_the_version_that_was_applied_for()
    {
        var stricter = Given.Item.Apply(new(Items.WithPapers, 2, Given.Item.Versions[0] with { Papers = [.. Items.Papers, new("P4", "新增材料", null, PaperSource.Applicant, PaperForm.Copy, true)] }));
        AcceptApplicationEndpoint.Validate(new(2), Given.Officer, Given.Application(P1), stricter, Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void pins_the_limits_and_numbers_the_notice()
    {
        var effect = Given.Earlier(LedgerHost.Now.AddHours(-1));
        var changed = Given.Item.Apply(new(Items.WithPapers, 2, Given.Item.Versions[0] with { Limits = new(ClockProfile.Immediate, null, null) }));
        AcceptApplicationEndpoint.Decide(new(2, effect), Given.Application(P1), changed)
            .ShouldBe(new ApplicationAccepted(Given.Citizen, Given.CaseNumber + "-A", Items.Limits, effect));
    }
}
