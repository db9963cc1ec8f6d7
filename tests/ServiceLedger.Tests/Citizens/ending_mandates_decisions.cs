using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Citizens;

public class ending_mandates_decisions
{
    static readonly DateOnly Today = Text.DateOf(LedgerHost.Now);
    static readonly MandateGranted Granted = new(
        Given.Citizen, MandateKind.Voluntary, new(Given.Other), new(false, ["A", "B"], [Power.Read, Power.Submit, Power.Withdraw]), Today, Today.AddDays(30), [], MandateParty.Representative);
    static readonly Act Representative = new(ActorKind.Citizen, Given.Other.ToString(), Channel.Online);
    static readonly KnownItems Items = new(["A", "B", "C"]);
    static readonly KnownPerson Adult = new(true, new(1985, 5, 5));
    static readonly OfficersMatter Matter = new(Given.Application());

    static Mandate Waiting => Given.State<Mandate>(Given.Matter, Granted);
    static Mandate Holding(MandateGranted? granted = null) => Given.State<Mandate>(Given.Matter, (granted ?? Granted) with { Awaits = null });

    static Microsoft.AspNetCore.Mvc.ProblemDetails Accept(Mandate mandate, Act act, KnownPerson? person = null, long version = 1) =>
        AcceptMandateEndpoint.Validate(new(version), act, mandate, person ?? Adult, Given.Clock);
    static Microsoft.AspNetCore.Mvc.ProblemDetails Decline(Mandate mandate, Act act, string? reason = null) => DeclineMandateEndpoint.Validate(new(1, reason), act, mandate, Given.Clock);
    static Microsoft.AspNetCore.Mvc.ProblemDetails Narrow(Mandate mandate, NarrowMandate command, Act? act = null) =>
        NarrowMandateEndpoint.Validate(command, act ?? Given.Applicant, mandate, OfficersMatter.None, Items, Given.Clock);
    static Microsoft.AspNetCore.Mvc.ProblemDetails Revoke(Mandate mandate, Act act, string? reason = null, OfficersMatter? matter = null) =>
        RevokeMandateEndpoint.Validate(new(1, reason), act, mandate, matter ?? OfficersMatter.None, Given.Clock);

    [Fact]
    public void an_acceptance_is_for_the_one_whose_word_is_missing()
    {
        Accept(Waiting, Representative).ShouldBeAccepted();
        Accept(Waiting, Given.Applicant).ShouldBeRefused(403, "forbidden");
        Accept(Waiting, Given.Stranger).ShouldBeRefused(404, "not-found");
        Accept(Waiting, Given.Officer).ShouldBeRefused(404, "not-found");
        Accept(Waiting, Representative, version: 2).ShouldBeRefused(409, "stale-version");
        Accept(Waiting, Representative, new(true, Today.AddYears(-17))).ShouldBeInvalid("$");
        Accept(Waiting, Representative with { OnBehalfOf = Given.Matter }).ShouldBeRefused(403, "forbidden");
        Accept(Holding(), Representative).ShouldBeRefused(403, "forbidden");
        var atHome = Given.State<Mandate>(Given.Matter, Granted with { Kind = MandateKind.VillageAgent, Representative = new(AgentId: "agent.1", Site: "500103"), Awaits = MandateParty.Principal });
        Accept(atHome, Given.Applicant, new(false, null)).ShouldBeAccepted();
        Accept(atHome, new(ActorKind.Agent, "agent.1", Channel.VillageAgent, DivisionCode: "500103"), new(false, null)).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void a_refusal_is_for_the_same_and_may_say_why()
    {
        Decline(Waiting, Representative).ShouldBeAccepted();
        Decline(Waiting, Given.Applicant).ShouldBeRefused(403, "forbidden");
        Texts.ShouldBeTakenOnly("$.reason", 2000, reason => Decline(Waiting, Representative, reason), lines: true);
    }

    [Fact]
    public void a_narrowing_only_takes_away()
    {
        var mandate = Holding();
        Narrow(mandate, new(1, Powers: [Power.Read])).ShouldBeAccepted();
        Narrow(mandate, new(1, Items: ["B"])).ShouldBeAccepted();
        Narrow(mandate, new(1, To: Today)).ShouldBeAccepted();
        Narrow(mandate, new(1, Powers: [Power.Read]), Representative).ShouldBeAccepted();
        Narrow(mandate, new(2, Powers: [Power.Read])).ShouldBeRefused(409, "stale-version");
        Narrow(mandate, new(1)).ShouldBeInvalid("$");
        Narrow(mandate, new(1, [Power.Withdraw, Power.Submit, Power.Read], ["B", "A"], Today.AddDays(30))).ShouldBeInvalid("$");
        Narrow(mandate, new(1, Powers: [Power.Read, Power.Renew])).ShouldBeInvalid("$.powers");
        Narrow(mandate, new(1, Powers: [Power.Submit])).ShouldBeInvalid("$.powers");
        Narrow(mandate, new(1, Items: ["A", "C"])).ShouldBeInvalid("$.items");
        Narrow(mandate, new(1, Items: ["X"])).ShouldBeInvalid("$.items[0]");
        Narrow(mandate, new(1, Items: [])).ShouldBeInvalid("$.items");
        Narrow(mandate, new(1, To: Today.AddDays(31))).ShouldBeInvalid("$.to");
        Narrow(mandate, new(1, To: Today.AddDays(-1))).ShouldBeInvalid("$.to");
        Narrow(mandate, new(1, Powers: [Power.Read]), Given.Stranger).ShouldBeRefused(404, "not-found");
        var all = Holding(Granted with { Scope = new(true, [], [Power.Read]) });
        Narrow(all, new(1, Items: ["C"])).ShouldBeAccepted();
        var narrowed = NarrowMandateEndpoint.Decide(new(1, Items: ["C"]), all);
        (narrowed.Scope.AllItems, narrowed.Scope.Items.Single(), narrowed.Scope.Powers.Single(), narrowed.To).ShouldBe((false, "C", Power.Read, Today.AddDays(30)));
    }

    [Fact]
    public void a_revocation_is_for_either_side_and_for_an_office_on_their_word()
    {
        foreach (var act in new[] { Given.Applicant, Representative })
        {
            Revoke(Holding(), act).ShouldBeAccepted();
            Revoke(Waiting, act).ShouldBeAccepted();
        }

        Revoke(Holding(), Given.Stranger).ShouldBeRefused(404, "not-found");
        Revoke(Holding(), Given.Officer, "本人口头要求").ShouldBeRefused(404, "not-found");
        Revoke(Holding(), Given.Officer, "本人口头要求", Matter).ShouldBeAccepted();
        Revoke(Holding() with { CitizenId = Given.Other }, Given.Officer, "本人口头要求", Matter).ShouldBeRefused(404, "not-found");
        Revoke(Holding() with { RecordedBy = LedgerHost.Department }, Given.Officer).ShouldBeInvalid("$.reason");
        Revoke(Holding() with { RecordedBy = LedgerHost.Department }, Given.Officer, "本人口头要求").ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.reason", 2000, reason => Revoke(Holding(), Given.Applicant, reason), lines: true);
        Revoke(Holding(), Representative with { OnBehalfOf = Given.Matter }).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void a_ward_does_not_end_it_the_guardian_and_the_office_do()
    {
        var guardian = Holding(Granted with { Kind = MandateKind.Guardian });
        Revoke(guardian, Given.Applicant).ShouldBeRefused(403, "forbidden");
        Narrow(guardian, new(1, Powers: [Power.Read])).ShouldBeRefused(403, "forbidden");
        Revoke(guardian, Representative).ShouldBeAccepted();
        Revoke(guardian with { RecordedBy = LedgerHost.Department }, Given.Officer, "监护人变更").ShouldBeAccepted();
    }

    [Fact]
    public void nothing_is_done_with_what_is_over()
    {
        foreach (var over in new[]
            {
                Given.State<Mandate>(Given.Matter, Granted, new MandateDeclined(Given.Citizen, null)), Given.State<Mandate>(Given.Matter, Granted, new MandateRevoked(Given.Citizen, null)),
                Given.State<Mandate>(Given.Matter, Granted, new MandateExpired(Given.Citizen)), Holding(Granted with { From = Today.AddDays(-9), To = Today.AddDays(-1) })
            })
            RevokeMandateEndpoint.Validate(new(over.Version), Representative, over, OfficersMatter.None, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
    }
}
