using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Tests.Applications;

public class accepting_provisionally
{
    static readonly AcceptProvisionally Command = new(new(2026, 3, 9), "三日内补齐", 1, Given.Earlier(LedgerHost.Now));
    static readonly SubmittedMaterial P1 = new("P1", PaperForm.Original, EvidenceGrade.A);

    [Fact]
    public void is_for_papers_the_item_tolerates_to_be_missing()
    {
        Answer(Command).ShouldBeAccepted();
        var refusal = AcceptProvisionallyEndpoint.Validate(Command, Given.Officer, Given.Application(), Given.Item, Given.Clock).ShouldBeRefused(409, "papers-missing");
        refusal.Detail!.ShouldContain("P1");
    }

    [Fact]
    public void is_not_needed_where_nothing_is_missing()
    {
        var whole = Given.State<Application>(Given.Matter, Given.Submitted with { Materials = [new("P1", PaperForm.Original, EvidenceGrade.A)] });
        AcceptProvisionallyEndpoint.Validate(Command, Given.Officer, whole, Given.Lenient, Given.Clock).ShouldBeRefused(409, "nothing-missing");
        var promised = Given.Application(new PapersPromised(Given.Citizen, Given.Other, ["P1"]));
        AcceptProvisionallyEndpoint.Validate(Command with { Version = 2 }, Given.Officer, promised, Given.Lenient, Given.Clock).ShouldBeRefused(409, "nothing-missing");
    }

    [Fact]
    public void takes_the_applicants_promise_by_a_day()
    {
        Texts.ShouldBeTakenOnly("$.promise", 2000, text => Answer(Command with { Promise = text }), lines: true);
        Answer(Command with { CureBy = new(2026, 3, 2) }).ShouldBeAccepted();
        Answer(Command with { CureBy = new(2026, 3, 1) }).ShouldBeInvalid("$.cureBy");
    }

    [Fact]
    public void records_what_is_missing_and_pins_the_limits()
    {
        var accepted = AcceptProvisionallyEndpoint.Decide(Command, Given.Application(), Given.Lenient, Given.Key);
        (accepted.CitizenId, accepted.AcceptanceNumber, accepted.Limits, accepted.CureBy, Given.Key.Open(accepted.Promise), accepted.Effect)
            .ShouldBe((Given.Citizen, Given.CaseNumber + "-A", Items.Limits, Command.CureBy, "三日内补齐", Command.Effect));
        accepted.Missing.ShouldBe(["P1"]);
        var application = Given.Application(accepted);
        (application.AcceptedAt, application.Limits).ShouldBe((LedgerHost.Now, Items.Limits));
    }

    [Fact]
    public void is_completed_by_the_last_missing_paper()
    {
        var two = Given.Provisional with { Missing = ["P1", "P3"] };
        var first = ReceiveMaterialsEndpoint.Decide(new([P1], 2), Given.Application(two), Given.Key).ToArray();
        first.ShouldHaveSingleItem().ShouldBeOfType<MaterialsReceived>();
        var application = Given.Application([two, .. first]);
        (application.Status, string.Join(' ', application.Missing)).ShouldBe((ApplicationStatus.ProvisionallyAccepted, "P3"));

        var effect = Given.Earlier(LedgerHost.Now);
        var last = ReceiveMaterialsEndpoint.Decide(new([P1 with { PaperId = "P3" }], 3, effect), application, Given.Key).ToArray();
        last[1].ShouldBe(new ProvisionalAcceptanceCompleted(Given.Citizen, effect));
        application = Given.Application([two, .. first, .. last]);
        (application.Status, application.Missing.Length).ShouldBe((ApplicationStatus.Accepted, 0));
        application.AcceptedAt.ShouldBe(Given.Start.AddHours(1), "It was accepted when it was accepted.");
        ReceiveMaterialsEndpoint.Decide(new([P1], 5), application, Given.Key).ShouldHaveSingleItem();
    }

    static ProblemDetails Answer(AcceptProvisionally command) => AcceptProvisionallyEndpoint.Validate(command, Given.Officer, Given.Application(), Given.Lenient, Given.Clock);
}
