using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Citizens;

/// <summary>What each power opens, and that it opens nothing else.</summary>
public class representing_a_citizen_decisions
{
    static Act With(IReadOnlyCollection<string>? items, RepresentedMatter? matter, params Power[] powers) =>
        new(ActorKind.Citizen, Given.Other.ToString(), Channel.Online, OnBehalfOf: Given.Ruled) { Represents = new(Given.Citizen, items, powers, matter) };

    static Act With(params Power[] powers) => With([Items.WithPapers], new(Given.Matter, Items.WithPapers), powers);

    [Theory]
    [InlineData(ApplicationAction.SaveDraft, Power.Submit)]
    [InlineData(ApplicationAction.DiscardDraft, Power.Submit)]
    [InlineData(ApplicationAction.SubmitDraft, Power.Submit)]
    [InlineData(ApplicationAction.ReceiveMaterials, Power.HandIn)]
    [InlineData(ApplicationAction.RecordVisit, Power.HandIn)]
    [InlineData(ApplicationAction.SubmitCorrection, Power.Correct)]
    [InlineData(ApplicationAction.Promise, Power.Promise)]
    [InlineData(ApplicationAction.RequestHearing, Power.AskForHearing)]
    [InlineData(ApplicationAction.Withdraw, Power.Withdraw)]
    public void in_an_application_takes_the_power_of_the_action(ApplicationAction action, Power power)
    {
        var application = Enum.GetValues<ApplicationStatus>().Select(Given.Application).First(a => a.Allows(action));
        Microsoft.AspNetCore.Mvc.ProblemDetails? Answer(Act act) => application.Refuse(act, action, application.Version, null, LedgerHost.Now);
        Answer(With([Power.Read, power, .. application.Draft is null ? Array.Empty<Power>() : [Power.Submit]])).ShouldBeAccepted();
        Answer(With([.. Enum.GetValues<Power>().Except([power])])).ShouldBeRefused(application.Draft is null ? 403 : 404, application.Draft is null ? "forbidden" : "not-found");
        Answer(With([Items.Plain], null, Enum.GetValues<Power>())).ShouldBeRefused(404, "not-found");
        Answer(With() with { Represents = new(Given.Other, null, Enum.GetValues<Power>()) }).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public void opens_nothing_that_offices_do()
    {
        var everything = With(null, null, Enum.GetValues<Power>());
        foreach (var status in Enum.GetValues<ApplicationStatus>())
            Given.Application(status).NextFor(everything).ShouldBe(Given.Application(status).NextFor(Given.Applicant), status.ToString());
        Given.Application().Refuse(everything, ApplicationAction.Accept, 1, null, LedgerHost.Now).ShouldBeRefused(403, "forbidden");
        Given.Application().Refuse(everything, ApplicationAction.Withdraw, 1, Given.Earlier(LedgerHost.Now), LedgerHost.Now).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void leaves_the_representatives_own_matters_alone()
    {
        var own = With(null, null, Enum.GetValues<Power>()) with { ActorId = Given.Citizen.ToString(), Represents = new(Given.Other, null, Enum.GetValues<Power>()) };
        own.IsCitizen(Given.Citizen).ShouldBeFalse();
        Given.Application().IsVisibleTo(own).ShouldBeFalse();
    }

    [Fact]
    public void in_drafts_takes_the_power_to_submit()
    {
        Given.Draft().IsVisibleTo(With(Power.Read)).ShouldBeFalse();
        Given.Draft().IsVisibleTo(With(Power.Read, Power.Submit)).ShouldBeTrue();
        var draft = new SubmitApplication(Given.Citizen, Items.WithPapers);
        SubmitApplicationEndpoint.Refuse(draft, With(Power.Read, Power.Submit), Given.Item, LedgerHost.Now).ShouldBeAccepted();
        SubmitApplicationEndpoint.Refuse(draft, With(Power.Read), Given.Item, LedgerHost.Now).ShouldBeRefused(403, "forbidden");
        SubmitApplicationEndpoint.Refuse(draft with { CitizenId = Given.Other }, With(Power.Read, Power.Submit), Given.Item, LedgerHost.Now).ShouldBeRefused(403, "forbidden");
        SubmitApplicationEndpoint.Refuse(draft, new(ActorKind.Agent, "agent.1", Channel.VillageAgent), Given.Item, LedgerHost.Now).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void in_decisions_takes_the_power_to_receive_them()
    {
        var decision = Given.DecisionOf(Given.Made with { Ruling = new Grant(null, new(2026, 12, 31)), Automation = new(AutomationLevel.Full, "t", "1", explanationRightTold: true) });
        decision.IsVisibleTo(With(Power.Read)).ShouldBeFalse();
        decision.IsVisibleTo(With(Power.ReceiveDecisions)).ShouldBeTrue();
        decision.NextFor(With(Power.ReceiveDecisions)).ShouldBeEmpty();
        decision.NextFor(With(Power.ReceiveDecisions, Power.Renew)).ShouldBe([DecisionAction.RequestRenewal]);
        decision.NextFor(With(Power.ReceiveDecisions, Power.AskForReview)).ShouldBe([DecisionAction.RequestExplanation, DecisionAction.DemandHumanReview]);
        decision.Refuse(With(Power.ReceiveDecisions), DecisionAction.RequestRenewal, 1, null, LedgerHost.Now).ShouldBeRefused(403, "forbidden");
        decision.Refuse(With(Power.Read, Power.Renew), DecisionAction.RequestRenewal, 1, null, LedgerHost.Now).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public void in_data_requests_takes_the_matter_and_the_power_to_speak_on_them()
    {
        var request = DataRequests.Asking.Request(DataRequestStatus.Provided);
        request.IsVisibleTo(With(Power.Read)).ShouldBeTrue();
        request.OpensValuesTo(With(Power.Read)).ShouldBeFalse();
        request.OpensValuesTo(With(Power.Read, Power.ContestData)).ShouldBeTrue();
        request.NextFor(With(Power.Read, Power.ConfirmData)).ShouldBe([DataRequestAction.Confirm]);
        request.NextFor(With(Power.Read, Power.ContestData)).ShouldBe([DataRequestAction.Contest]);
        request.Refuse(With(Power.Read), DataRequestAction.Contest, request.Version, null, LedgerHost.Now).ShouldBeRefused(403, "forbidden");
        request.IsVisibleTo(With([Items.WithPapers], null, Power.Read)).ShouldBeFalse("The request names no matter.");
        request.IsVisibleTo(With([Items.WithPapers], new(Given.Other, Items.WithPapers), Power.Read)).ShouldBeFalse("It is of another matter.");
        request.IsVisibleTo(With([Items.Plain], new(Given.Matter, Items.WithPapers), Power.Read)).ShouldBeFalse("The matter's item is not in scope.");
        request.IsVisibleTo(With(null, null, Power.Read)).ShouldBeTrue();
        DataRequests.Asking.Draft().IsVisibleTo(With(Power.Read)).ShouldBeFalse();
    }

    [Fact]
    public void in_documents_takes_what_is_handed_in_or_brought_under_the_mandate()
    {
        var received = new EvidenceReceived(Given.Citizen, "premises-proof", EvidenceGrade.C, null, new(ReuseScope.None), new("ab", Given.Key.Seal("h"), "application/pdf", 1000));
        var other = Given.State<HeldEvidence>(Given.Other, received);
        var brought = Given.State<HeldEvidence>(Given.Other, new Done(With(Power.Read), received));
        var handed = new ActorsMatter(Given.Application(new MaterialsReceived(Given.Citizen, "M", [new("P1", PaperForm.Copy, EvidenceGrade.C, null, Given.Other)])), [], []);
        other.IsVisibleTo(With(Power.Read), ActorsMatter.None).ShouldBeFalse();
        other.IsVisibleTo(With(Power.Read), handed).ShouldBeTrue();
        other.IsVisibleTo(With([Items.Plain], null, Power.Read), handed).ShouldBeFalse();
        other.IsVisibleTo(With(null, null, Power.Read), ActorsMatter.None).ShouldBeTrue();
        brought.IsVisibleTo(With(Power.Read), ActorsMatter.None).ShouldBeTrue();
        brought.IsVisibleTo(With(Power.Read) with { OnBehalfOf = Given.Matter }, ActorsMatter.None).ShouldBeFalse();
        brought.NextFor(With(Power.Read), ActorsMatter.None).ShouldBeEmpty();
        brought.NextFor(With(Power.Read, Power.HandIn), ActorsMatter.None).ShouldBe([EvidenceAction.Supersede]);
        brought.NextFor(With(Power.Read, Power.DecideOnReuse), ActorsMatter.None).ShouldBe([EvidenceAction.SetReuse]);
        brought.Refuse(With(Power.Read), EvidenceAction.SetReuse, ActorsMatter.None, 1, null, LedgerHost.Now).ShouldBeRefused(403, "forbidden");

        other.MayBeHandedInBy(With(Power.Read, Power.HandIn), null, "premises-proof").ShouldBeTrue();
        other.MayBeHandedInBy(With(Power.Read, Power.HandIn), null, "lease").ShouldBeFalse();
        other.MayBeHandedInBy(With(Power.Read, Power.HandIn), null).ShouldBeFalse();
        brought.MayBeHandedInBy(With(Power.Read, Power.HandIn), null).ShouldBeTrue();
        other.MayBeHandedInBy(With(null, null, Power.Read), null).ShouldBeTrue();

        var receive = new ReceiveEvidence(Given.Citizen, "premises-proof", EvidenceGrade.C, ReuseScope.None, null, null);
        ReceiveEvidenceEndpoint.Refuse(receive, With(Power.Read, Power.HandIn), LedgerHost.Now).ShouldBeAccepted();
        ReceiveEvidenceEndpoint.Refuse(receive, With(Power.Read), LedgerHost.Now).ShouldBeRefused(403, "forbidden");
        ReceiveEvidenceEndpoint.Refuse(receive with { Grade = EvidenceGrade.B }, With(Power.Read, Power.HandIn), LedgerHost.Now).ShouldBeInvalid("grade");
        ReceiveEvidenceEndpoint.Refuse(receive, new(ActorKind.Agent, "agent.1", Channel.VillageAgent), LedgerHost.Now).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void in_commitments_takes_the_item()
    {
        var commitment = Given.State<Commitment>(Given.Other, new CommitmentDeclared(Given.Citizen, Given.Matter, Items.WithPapers, LedgerHost.Department, ["P1"], Given.Key.Seal("属实")));
        commitment.IsVisibleTo(With(Power.Read)).ShouldBeTrue();
        commitment.IsVisibleTo(With([Items.Plain], null, Power.Read)).ShouldBeFalse();
    }
}
