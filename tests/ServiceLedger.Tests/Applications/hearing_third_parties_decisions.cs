using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class hearing_third_parties
{
    static readonly NotifyThirdParty Notice = new("邻居李某", "采光受影响", new(2026, 3, 9), 2, Given.Earlier(LedgerHost.Now));
    static readonly ThirdPartyNotified Notified = new(Given.Citizen, 1, Given.Key.Seal("邻居李某"), Given.Key.Seal("采光"), new(2026, 3, 9));

    [Fact]
    public void tells_them_by_a_day()
    {
        Texts.ShouldBeTakenOnly("$.party", 200, text => Answer(Notice with { Party = text }));
        Texts.ShouldBeTakenOnly("$.interest", 2000, text => Answer(Notice with { Interest = text }), lines: true);
        Answer(Notice with { DueBy = new(2026, 3, 2) }).ShouldBeAccepted();
        Answer(Notice with { DueBy = new(2026, 3, 1) }).ShouldBeInvalid("$.dueBy");
    }

    [Fact]
    public void numbers_them_and_seals_who_they_are()
    {
        var notified = NotifyThirdPartyEndpoint.Post(Notice, Given.Application(Given.Accepted, Notified), Given.Key);
        (notified.CitizenId, notified.Number, Given.Key.Open(notified.Party), Given.Key.Open(notified.Interest), notified.DueBy, notified.Effect)
            .ShouldBe((Given.Citizen, 2, "邻居李某", "采光受影响", new DateOnly(2026, 3, 9), Notice.Effect));
    }

    [Fact]
    public void takes_what_they_say()
    {
        foreach (var number in new[] { -1, 0, 2, int.MaxValue })
            Said(new(number, "反对", 3)).ShouldBeInvalid("$.number");
        Texts.ShouldBeTakenOnly("$.statement", 8000, text => Said(new(1, text, 3)), lines: true);
        var said = ReceiveStatementEndpoint.Post(new(1, "反对", 3, Notice.Effect), Given.Application(Given.Accepted, Notified), Given.Key);
        (said.CitizenId, said.Number, Given.Key.Open(said.Statement), said.Effect).ShouldBe((Given.Citizen, 1, "反对", Notice.Effect));
        Given.Application(Given.Accepted, Notified, Notified with { Number = 2 }, said with { Effect = null }).ThirdParties.ShouldBe([new(1, new(2026, 3, 9), true), new(2, new(2026, 3, 9))]);
    }

    static ProblemDetails Answer(NotifyThirdParty command) => NotifyThirdPartyEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted), Given.Clock);
    static ProblemDetails Said(ReceiveStatement command) => ReceiveStatementEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted, Notified), Given.Clock);
}
