using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Citizens;

/// <summary>Whether a mandate covers an item and a power on a day: the examples.</summary>
public class how_far_a_mandate_reaches
{
    static readonly MandateGranted Granted = new(
        Given.Citizen, MandateKind.Voluntary, new(Given.Other), new(false, ["A", "B"], [Power.Read, Power.Submit]), new(2026, 3, 2), new(2026, 3, 31), [], null);

    static Mandate Of(MandateGranted granted, params object[] then) => Given.State<Mandate>(Given.Matter, [granted, .. then]);

    [Theory]
    [InlineData(Power.Read, "A", "2026-03-02", true, "on the first day")]
    [InlineData(Power.Submit, "B", "2026-03-31", true, "on the last day")]
    [InlineData(Power.Read, "A", "2026-03-01", false, "before the first day")]
    [InlineData(Power.Read, "A", "2026-04-01", false, "after the last day, though nothing was recorded")]
    [InlineData(Power.Withdraw, "A", "2026-03-10", false, "a power that was not given")]
    [InlineData(Power.Read, "C", "2026-03-10", false, "an item that is not in scope")]
    [InlineData(Power.Read, "a", "2026-03-10", false, "codes are compared as they are")]
    [InlineData(Power.Read, null, "2026-03-10", false, "what belongs to no one item")]
    public void is_what_it_says(Power power, string? item, string day, bool covers, string because) =>
        Of(Granted).Covers(power, item, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(covers, because);

    [Theory]
    [InlineData("A")]
    [InlineData("anything")]
    [InlineData(null)]
    public void is_everything_of_a_power_over_all_items(string? item)
    {
        var all = Of(Granted with { Scope = new(true, [], [Power.Read]) });
        all.Covers(Power.Read, item, new(2026, 3, 10)).ShouldBeTrue();
        all.Covers(Power.Submit, item, new(2026, 3, 10)).ShouldBeFalse();
    }

    [Fact]
    public void is_nothing_before_both_have_agreed_and_after_it_has_ended()
    {
        var (waiting, day) = (Granted with { Awaits = MandateParty.Representative }, new DateOnly(2026, 3, 10));
        Of(waiting).Covers(Power.Read, "A", day).ShouldBeFalse();
        Of(waiting, new MandateAccepted(Given.Citizen)).Covers(Power.Read, "A", day).ShouldBeTrue();
        Of(waiting, new MandateDeclined(Given.Citizen, null)).Covers(Power.Read, "A", day).ShouldBeFalse();
        Of(Granted, new MandateRevoked(Given.Citizen, null)).Covers(Power.Read, "A", day).ShouldBeFalse();
        Of(Granted, new MandateExpired(Given.Citizen)).Covers(Power.Read, "A", day).ShouldBeFalse();
    }

    [Fact]
    public void is_less_once_it_is_narrowed()
    {
        var narrowed = Of(Granted, new MandateNarrowed(Given.Citizen, new(false, ["A"], [Power.Read]), new(2026, 3, 10)));
        narrowed.Covers(Power.Read, "A", new(2026, 3, 10)).ShouldBeTrue();
        narrowed.Covers(Power.Read, "A", new(2026, 3, 11)).ShouldBeFalse();
        narrowed.Covers(Power.Read, "B", new(2026, 3, 10)).ShouldBeFalse();
        narrowed.Covers(Power.Submit, "A", new(2026, 3, 10)).ShouldBeFalse();
    }

    [Fact]
    public void is_for_nobody_but_the_one_it_names()
    {
        var (person, agent) = (Of(Granted), Of(Granted with { Kind = MandateKind.VillageAgent, Representative = new(AgentId: "agent.1", Site: "500103001") }));
        var representative = new Act(ActorKind.Citizen, Given.Other.ToString(), Channel.Online);
        var there = new Act(ActorKind.Agent, "agent.1", Channel.VillageAgent, DivisionCode: "500103001002");
        person.IsHeldBy(representative).ShouldBeTrue();
        agent.IsHeldBy(there).ShouldBeTrue();
        foreach (var other in new[] { Given.Applicant, Given.Stranger, Given.Officer, there, Given.Officer with { ActorId = Given.Other.ToString() }, representative with { Kind = ActorKind.Agent } })
            person.IsHeldBy(other).ShouldBeFalse();
        foreach (var other in new[] { representative, there with { DivisionCode = "500103002" }, there with { DivisionCode = null }, there with { ActorId = "agent.2" }, there with { Kind = ActorKind.Citizen } })
            agent.IsHeldBy(other).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "low", true)]
    [InlineData(AssuranceLevel.Low, null, false)]
    [InlineData(AssuranceLevel.Substantial, "low", false)]
    [InlineData(AssuranceLevel.Substantial, "substantial", true)]
    [InlineData(AssuranceLevel.Substantial, "high", true)]
    [InlineData(AssuranceLevel.High, "2", false)]
    public void asks_how_surely_the_representative_is_known(AssuranceLevel? needed, string? has, bool enough) =>
        Of(Granted with { Assurance = needed }).IsSureOf(new Act(ActorKind.Citizen, "x", Channel.Online, AssuranceLevel: has)).ShouldBe(enough);

    [Fact]
    public void is_asked_at_every_request()
    {
        var holder = new Act(ActorKind.Citizen, Given.Other.ToString(), Channel.Online, OnBehalfOf: Given.Matter);
        var day = new DateOnly(2026, 3, 10);
        ActingForAnother.Refuse(Of(Granted), holder, day).ShouldBeNull();
        var foreign = ActingForAnother.Refuse(Of(Granted), Given.Stranger, day).ShouldBeRefused(403, "no-mandate");
        ActingForAnother.Refuse(null, holder, day).ShouldBeRefused(403, "no-mandate").Detail.ShouldBe(foreign.Detail);
        ActingForAnother.Refuse(Of(Granted), Given.Officer with { OnBehalfOf = Given.Matter }, day).ShouldBeRefused(403, "no-mandate").Detail.ShouldBe(foreign.Detail);
        foreach (var (mandate, on) in new[]
            {
                (Of(Granted), new DateOnly(2026, 3, 1)), (Of(Granted), new(2026, 4, 1)), (Of(Granted with { Awaits = MandateParty.Representative }), day),
                (Of(Granted, new MandateRevoked(Given.Citizen, null)), day), (Of(Granted with { Awaits = MandateParty.Principal }, new MandateDeclined(Given.Citizen, null)), day),
                (Of(Granted, new MandateExpired(Given.Citizen)), day), (Of(Granted with { Assurance = AssuranceLevel.High }), day)
            })
            ActingForAnother.Refuse(mandate, holder, on).ShouldBeRefused(403, "no-mandate").Detail.ShouldNotBe(foreign.Detail);
    }

    [Fact]
    public void ends_with_its_last_day_in_china_whenever_that_is_recorded() =>
        Of(Granted).Expire().Effect.ShouldBe(new(new(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(8)), EarlierEffectReason.DeemedByLaw));
}
