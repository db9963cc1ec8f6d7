using System.Text.Json;
using Microsoft.Extensions.Configuration;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Citizens;

public class granting_mandates_decisions
{
    const string Firm = "91500000MA5U7W7T8X";
    static readonly DateOnly Today = Text.DateOf(LedgerHost.Now);
    static readonly Act Agent = new(ActorKind.Agent, "agent.1", Channel.VillageAgent, DivisionCode: "500103001002");
    static readonly MandateParties Adults = new(new(true, new(1980, 1, 1)), new(true, new(1985, 5, 5)));
    static readonly KnownItems Items = new(["A", "B"]);
    static readonly ProofTold Paper = new(ProofKind.SignedPaper, "签字 1"), Letter = new(ProofKind.AuthorisationLetter, "委托 1"), Birth = new(ProofKind.BirthCertificate, "出生 1");

    static readonly GrantMandate Voluntary = new(Given.Citizen, MandateKind.Voluntary, new(Given.Other), [Power.Read, Power.Submit], Today.AddDays(30), ["A"]);
    static readonly GrantMandate Guardian = Voluntary with { Kind = MandateKind.Guardian, Proofs = [Birth], AllItems = true, Items = null };
    static readonly GrantMandate OfFirm = Voluntary with { Kind = MandateKind.Firm, FirmCreditCode = ValidCode(), Proofs = [Letter] };
    static readonly GrantMandate AtHome = Voluntary with { Kind = MandateKind.VillageAgent, Representative = new(AgentId: "agent.1", Site: "500103001002") };

    // The check character that belongs to the first 17.
    static string ValidCode() => "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(c => Firm[..17] + c).Single(c => CreditCode.Check(c) is CreditCodeFinding.Valid);

    static MandateParties Child(int years) => Adults with { Principal = new(true, Today.AddYears(-years)) };

    static Microsoft.AspNetCore.Mvc.ProblemDetails Answer(GrantMandate command, Act? act = null, MandateParties? parties = null, KnownEvidence? evidence = null) =>
        GrantMandateEndpoint.Validate(command, act ?? Given.Applicant, parties ?? Adults, Items, evidence ?? KnownEvidence.None, new(), Given.Clock);

    [Fact]
    public void is_for_the_citizen_an_officer_or_the_agent_who_will_act()
    {
        Answer(Voluntary).ShouldBeAccepted();
        Answer(Voluntary with { Proofs = [Paper] }, Given.Officer).ShouldBeAccepted();
        Answer(AtHome, Agent).ShouldBeAccepted();
        Answer(AtHome).ShouldBeAccepted();
        Answer(Voluntary, Given.Stranger).ShouldBeRefused(403, "forbidden");
        Answer(Guardian).ShouldBeRefused(403, "forbidden");
        Answer(Voluntary, Agent).ShouldBeRefused(403, "forbidden");
        Answer(AtHome, Agent with { ActorId = "agent.2" }).ShouldBeRefused(403, "forbidden");
        Answer(AtHome with { Proofs = [Paper] }, Given.Officer).ShouldBeRefused(403, "forbidden");
        foreach (var kind in new[] { ActorKind.System, ActorKind.Clock })
            Answer(Voluntary, Given.Officer with { Kind = kind }).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void is_never_done_under_another_mandate()
    {
        Answer(Voluntary, Given.Applicant with { OnBehalfOf = Given.Matter }).ShouldBeRefused(403, "forbidden");
        var representative = new Act(ActorKind.Citizen, Given.Other.ToString(), Channel.Online, OnBehalfOf: Given.Matter) { Represents = new(Given.Citizen, null, Enum.GetValues<Power>()) };
        Answer(Voluntary with { Representative = new(Given.Ruled) }, representative).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void names_two_people_on_record()
    {
        Answer(Voluntary with { Proofs = [Paper] }, Given.Officer, Adults with { Principal = new(false, null) }).ShouldBeInvalid("$.principalId");
        Answer(Voluntary, parties: Adults with { Representative = new(false, null) }).ShouldBeInvalid("$.representative.citizenId");
        Answer(Voluntary with { Representative = new(Given.Citizen) }).ShouldBeInvalid("$.representative.citizenId");
        Answer(Voluntary with { Representative = new(Given.Other, "agent.1") }).ShouldBeInvalid("$.representative.agentId");
        Answer(Voluntary with { Representative = new(Given.Other, Site: "500103") }).ShouldBeInvalid("$.representative.agentId");
        Answer(AtHome with { Representative = new(Given.Other) }).ShouldBeInvalid("$.representative.citizenId");
        Answer(AtHome with { Representative = new(AgentId: " ", Site: "500103") }).ShouldBeInvalid("$.representative.agentId");
        Answer(AtHome with { Representative = new(AgentId: "agent.1", Site: "5") }).ShouldBeInvalid("$.representative.site");
    }

    [Fact]
    public void says_in_what()
    {
        Answer(Voluntary with { Items = null, AllItems = true }).ShouldBeAccepted();
        Answer(Voluntary with { Items = null }).ShouldBeInvalid("$.items");
        Answer(Voluntary with { Items = [] }).ShouldBeInvalid("$.items");
        Answer(Voluntary with { Items = ["A", "C"] }).ShouldBeInvalid("$.items[1]");
        Answer(Voluntary with { AllItems = true }).ShouldBeInvalid("$.items");
        Answer(AtHome with { Items = null, AllItems = true }, Agent).ShouldBeInvalid("$.allItems");
        Answer(Voluntary with { Powers = [Power.Submit] }).ShouldBeInvalid("$.powers");
        Answer(Voluntary with { Powers = [] }).ShouldBeInvalid("$.powers");
        Answer(Voluntary with { Powers = [Power.Read, Power.Read] }).ShouldBeInvalid("$.powers");
    }

    [Fact]
    public void says_how_long()
    {
        Answer(Voluntary with { To = Today }).ShouldBeAccepted();
        Answer(Voluntary with { To = Today.AddDays(-1) }).ShouldBeInvalid("$.to");
        Answer(Voluntary with { From = Today.AddDays(-1) }).ShouldBeInvalid("$.from");
        Answer(Voluntary with { From = Today.AddDays(31) }).ShouldBeInvalid("$.to");
        Answer(AtHome with { To = Today.AddDays(89) }, Agent).ShouldBeAccepted();
        Answer(AtHome with { To = Today.AddDays(90) }, Agent).ShouldBeInvalid("$.to");
        GrantMandateEndpoint.Validate(AtHome with { To = Today.AddDays(30) }, Agent, Adults, Items, KnownEvidence.None, new(30), Given.Clock).ShouldBeInvalid("$.to");
    }

    [Fact]
    public void leaves_a_child_under_14_to_a_guardian()
    {
        foreach (var command in new[] { Voluntary with { Proofs = [Paper] }, OfFirm })
        {
            Answer(command, Given.Officer, Child(13)).ShouldBeRefused(403, "forbidden");
            Answer(command, Given.Officer, Child(14)).ShouldBeAccepted();
        }

        Answer(Voluntary, parties: Child(13)).ShouldBeRefused(403, "forbidden");
        Answer(AtHome, Agent, Child(13)).ShouldBeRefused(403, "forbidden");
        foreach (var years in new[] { 0, 13, 14, 17 })
            Answer(Guardian, Given.Officer, Child(years)).ShouldBeAccepted();
        Answer(Guardian, Given.Officer, Adults with { Principal = new(true, null) }).ShouldBeInvalid("$.principalId");
    }

    [Fact]
    public void of_a_guardian_ends_before_the_ward_is_of_age_and_rests_on_a_document()
    {
        var ward = Child(10);
        var birthday = ward.Principal.Born!.Value.AddYears(18);
        Answer(Guardian with { To = birthday.AddDays(-1) }, Given.Officer, ward).ShouldBeAccepted();
        Answer(Guardian with { To = birthday }, Given.Officer, ward).ShouldBeInvalid("$.to");
        Answer(Guardian with { Proofs = null }, Given.Officer, ward).ShouldBeInvalid("$.proofs");
        Answer(Guardian with { Proofs = [Paper, Letter] }, Given.Officer, ward).ShouldBeInvalid("$.proofs");
        Answer(Guardian, Given.Officer).ShouldBeInvalid("$.proofs");
        Answer(Guardian with { Proofs = [new(ProofKind.CourtRuling, "(2026)渝01民特1号")] }, Given.Officer).ShouldBeAccepted();
    }

    [Fact]
    public void for_a_firm_names_it_and_its_letter()
    {
        Answer(OfFirm).ShouldBeAccepted();
        Answer(OfFirm with { FirmCreditCode = null }).ShouldBeInvalid("$.firmCreditCode");
        Answer(OfFirm with { FirmCreditCode = Firm[..17] + (ValidCode()[17] == '0' ? '1' : '0') }).ShouldBeInvalid("$.firmCreditCode");
        Answer(OfFirm with { Proofs = [Paper] }).ShouldBeInvalid("$.proofs");
        Answer(Voluntary with { FirmCreditCode = ValidCode() }).ShouldBeInvalid("$.firmCreditCode");
    }

    [Fact]
    public void at_a_window_rests_on_what_was_signed()
    {
        Answer(Voluntary, Given.Officer).ShouldBeInvalid("$.proofs");
        Answer(Voluntary with { Proofs = [Birth] }, Given.Officer).ShouldBeInvalid("$.proofs");
        Answer(Voluntary with { Proofs = [new(ProofKind.SignedPaper)] }).ShouldBeInvalid("$.proofs[0]");
        Answer(Voluntary with { Proofs = [Paper, null!] }).ShouldBeInvalid("$.proofs[1]");
        Answer(Voluntary with { Proofs = [.. Enumerable.Repeat(Paper, 11)] }).ShouldBeInvalid("$.proofs");
        Texts.ShouldBeTakenOnly("$.proofs[0].number", 100, number => Answer(Voluntary with { Proofs = [new(ProofKind.SignedPaper, number)] }));

        var held = Given.State<HeldEvidence>(Given.Ruled, new EvidenceReceived(Given.Citizen, "other", EvidenceGrade.C, null, new(ReuseScope.None), new("ab", Given.Key.Seal("h"), "application/pdf", 1000)));
        var kept = Voluntary with { Proofs = [new(ProofKind.AuthorisationLetter, EvidenceId: Given.Ruled)] };
        Answer(kept).ShouldBeInvalid("$.proofs[0].evidenceId");
        Answer(kept, evidence: new([held])).ShouldBeAccepted();
        Answer(kept, evidence: new([held with { CitizenId = Given.Other }])).ShouldBeInvalid("$.proofs[0].evidenceId");
    }

    [Fact]
    public void waits_for_whoever_has_not_said_yes()
    {
        MandateParty? Awaits(GrantMandate command, Act act) => GrantMandateEndpoint.Decide(command, act, Given.Key, Today).Awaits;
        Awaits(Voluntary, Given.Applicant).ShouldBe(MandateParty.Representative);
        Awaits(Guardian, Given.Officer).ShouldBe(MandateParty.Representative);
        Awaits(Guardian with { AcceptedInPresence = true }, Given.Officer).ShouldBeNull();
        Awaits(AtHome, Given.Applicant).ShouldBe(MandateParty.Representative);
        Awaits(AtHome, Agent).ShouldBe(MandateParty.Principal);
        Awaits(AtHome with { Proofs = [Paper] }, Agent).ShouldBeNull();
        Answer(Voluntary with { AcceptedInPresence = true }).ShouldBeInvalid("$.acceptedInPresence");
        Answer(Guardian with { AcceptedInPresence = true }, Given.Officer, Child(3)).ShouldBeAccepted();
        Answer(Guardian with { AcceptedInPresence = true }, Given.Officer, Child(3) with { Representative = new(true, Today.AddYears(-17)) }).ShouldBeInvalid("$.representative.citizenId");
    }

    [Fact]
    public void records_what_was_said_with_the_numbers_of_documents_sealed()
    {
        var granted = GrantMandateEndpoint.Decide(OfFirm with { Items = ["A", "B", "A"], Assurance = AssuranceLevel.High }, Given.Applicant, Given.Key, Today);
        (granted.From, granted.To, granted.FirmCreditCode, granted.Assurance).ShouldBe((Today, Today.AddDays(30), ValidCode(), AssuranceLevel.High));
        granted.Scope.Items.ShouldBe(["A", "B"]);
        Given.Key.Open(granted.Proofs.Single().Number).ShouldBe("委托 1");
        JsonSerializer.Serialize(granted, LedgerJson.Stored).ShouldNotContain("委托");
    }

    [Theory]
    [InlineData(null, 90)]
    [InlineData("30", 30)]
    [InlineData("366", 366)]
    [InlineData("0", null)]
    [InlineData("367", null)]
    [InlineData("ninety", null)]
    public void knows_how_long_an_agents_mandate_may_last(string? set, int? days)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Mandates:LongestAgentDays", set)]).Build();
        if (days is { } longest)
            MandateTerms.Read(configuration).LongestAgentDays.ShouldBe(longest);
        else
            Should.Throw<RefusedToStart>(() => MandateTerms.Read(configuration)).Message.ShouldContain("LongestAgentDays");
    }
}
