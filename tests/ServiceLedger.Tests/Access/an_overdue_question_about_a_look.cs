namespace ServiceLedger.Tests.Access;

/// <summary>On a host of its own, whose clock it moves.</summary>
public class an_overdue_question_about_a_look(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_listed_as_such_and_decided_without_the_office_that_is_silent()
    {
        var (citizen, look) = await a_question_about_a_look.Looked(host);
        var (_, id) = await a_question_about_a_look.Ask(host, citizen, look);
        var late = new DateTimeOffset(2026, 3, 17, 0, 0, 0, TimeSpan.FromHours(8));
        host.Time.SetUtcNow(late.AddTicks(-1));
        (await a_question_about_a_look.Line(host, citizen, look))["case"]!["overdue"]!.GetValue<bool>().ShouldBeFalse();
        host.Time.SetUtcNow(late);
        (await a_question_about_a_look.Line(host, citizen, look))["case"]!["overdue"]!.GetValue<bool>().ShouldBeTrue();
        (await a_question_about_a_look.Cases(host, a_question_about_a_look.Supervisor, "overdue=true")).ShouldContain(id);
        // The office that is silent does not keep supervision from deciding.
        await host.Do($"/api/access-cases/{id}/decision", new { outcome = "unlawful", reasons = "逾期未说明", measures = "责令改正", version = 1 }, a_question_about_a_look.Supervisor);
        (await a_question_about_a_look.Cases(host, a_question_about_a_look.Supervisor, "overdue=true")).ShouldNotContain(id);
    }
}
