using System.Text.Json;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class withdrawing_an_application_is_decided
{
    [Fact]
    public void needs_no_reason() => Answer(null).ShouldBeAccepted();

    [Fact]
    public void takes_a_reason_of_up_to_2000_characters_in_lines()
    {
        Answer(new('字', 2000)).ShouldBeAccepted();
        Answer("第一行\n第二行").ShouldBeAccepted();
        Answer(new('字', 2001)).ShouldBeInvalid("$.reason");
        Answer(" ").ShouldBeInvalid("$.reason");
        Answer("a\u001b").ShouldBeInvalid("$.reason");
    }

    [Fact]
    public void records_the_reason_sealed()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var withdrawn = WithdrawApplicationEndpoint.Decide(new(1, "不再需要", effect), Given.Application(), Given.Key);
        (withdrawn.CitizenId, withdrawn.Effect).ShouldBe((Given.Citizen, effect));
        Given.Key.Open(withdrawn.Reason).ShouldBe("不再需要");
        JsonSerializer.Serialize(withdrawn, LedgerJson.Stored).ShouldNotContain("不再需要");
        WithdrawApplicationEndpoint.Decide(new(1), Given.Application(), Given.Key).Reason.ShouldBeNull();
    }

    static Microsoft.AspNetCore.Mvc.ProblemDetails Answer(string? reason) =>
        WithdrawApplicationEndpoint.Validate(new(1, reason), Given.Applicant, Given.Application(), Given.Clock);
}
