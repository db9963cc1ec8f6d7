using ServiceLedger.Citizens;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

/// <summary>The mandates of people in the country: one agent of the village brings what they apply for; some ask a second one, who declines, or whom they limit and then let go.</summary>
static class DemoMandates
{
    static readonly Power[] ForAgents = [Power.Read, Power.Submit, Power.HandIn, Power.Correct];

    /// <summary>Who brings what the person applies for: the agent of their village, under the mandate that was given at home.</summary>
    public static Act Tell(DemoLife life)
    {
        var agent = AgentOf(life.Person, 0);
        // Most sign a paper; the others say yes online.
        var isSigned = life.Person.Index % 4 != 0;
        var mandate = Grant(life, agent, agent, isSigned ? [new ProofTold(ProofKind.SignedPaper, $"代办〔2026〕{life.Person.Index} 号")] : null);
        if (!isSigned)
            Do(life, mandate, Person(life), new AcceptMandate(1), (c, act) => AcceptMandateEndpoint.Validate(c, act, mandate.Now, new(false, null), life.Time), c => AcceptMandateEndpoint.Post(c, mandate.Now));
        if (life.Person.Index % 3 == 0)
            TellSecond(life);
        return agent with { OnBehalfOf = mandate.Id, Represents = mandate.Now.Represent(null) };
    }

    static void TellSecond(DemoLife life)
    {
        var agent = AgentOf(life.Person, 1);
        var mandate = Grant(life, Person(life), agent, null);
        if (life.Person.Index % 2 == 0)
        {
            Do(life, mandate, agent, new DeclineMandate(1, "本月不在村"), (c, act) => DeclineMandateEndpoint.Validate(c, act, mandate.Now, life.Time), c => DeclineMandateEndpoint.Post(c, mandate.Now, life.Key));
            return;
        }

        Do(life, mandate, agent, new AcceptMandate(1), (c, act) => AcceptMandateEndpoint.Validate(c, act, mandate.Now, new(false, null), life.Time), c => AcceptMandateEndpoint.Post(c, mandate.Now));
        Do(life, mandate, Person(life), new NarrowMandate(2, [Power.Read]), (c, act) => NarrowMandateEndpoint.Validate(c, act, mandate.Now, OfficersMatter.None, new([]), life.Time), c => NarrowMandateEndpoint.Decide(c, mandate.Now));
        Do(life, mandate, Person(life), new RevokeMandate(3, "已回村自行办理"), (c, act) => RevokeMandateEndpoint.Validate(c, act, mandate.Now, OfficersMatter.None, life.Time), c => RevokeMandateEndpoint.Post(c, mandate.Now, life.Key));
    }

    static DemoStream<Mandate> Grant(DemoLife life, Act by, Act agent, ProofTold[]? proofs)
    {
        var (terms, today) = (new MandateTerms(), life.Time.Today());
        string[] items = [.. life.City.Items.Select(i => i.Code)];
        var command = new GrantMandate(life.Id, MandateKind.VillageAgent, new(AgentId: agent.ActorId, Site: agent.DivisionCode), ForAgents, today.AddDays(terms.LongestAgentDays - 1), items, Proofs: proofs);
        var mandate = life.Begin<Mandate>(LedgerId.For(life.Id));
        Do(life, mandate, by, command, (c, act) => GrantMandateEndpoint.Validate(c, act, new(new(true, life.Person.Born), new(false, null)), new(items), KnownEvidence.None, terms, life.Time),
            c => GrantMandateEndpoint.Decide(c, by, life.Key, today));
        return mandate;
    }

    static void Do<TCommand>(DemoLife life, DemoStream<Mandate> mandate, Act by, TCommand command, Func<TCommand, Act, Microsoft.AspNetCore.Mvc.ProblemDetails> refuse, Func<TCommand, object> decide)
        where TCommand : notnull
    {
        DemoMatter.Refused(refuse(command, by), "mandates", command);
        mandate.Add(decide(command), by, life.Time.GetUtcNow());
    }

    static Act Person(DemoLife life) => new(ActorKind.Citizen, life.Id.ToString(), Channel.Online, DivisionCode: life.Person.County, UrbanRuralClass: life.Person.UrbanRuralClass);

    static Act AgentOf(DemoPerson person, int next) =>
        new(ActorKind.Agent, $"agent.{person.County}.{(person.Index + next) % 3 + 1}", Channel.VillageAgent, "villageAgent", DivisionCode: person.County, UrbanRuralClass: person.UrbanRuralClass);
}
