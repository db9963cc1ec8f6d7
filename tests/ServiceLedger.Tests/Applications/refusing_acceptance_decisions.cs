using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;

namespace ServiceLedger.Tests.Applications;

public class refusing_acceptance
{
    static readonly RefuseAcceptance Refusal = new("许可法第三十二条", "不符合形式。", Given.Told, 1, Given.Earlier(LedgerHost.Now));
    static readonly RevokeAcceptance Revocation = new("浙江规定第十一条", "逾期未补。", Given.Told, 2, Given.Earlier(LedgerHost.Now));

    [Fact]
    public void names_the_article_and_the_reasons()
    {
        Texts.ShouldBeTakenOnly("$.article", 300, text => Answer(Refusal with { Article = text }));
        Texts.ShouldBeTakenOnly("$.reasons", 8000, text => Answer(Refusal with { Reasons = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.article", 300, text => Answer(Revocation with { Article = text }));
        Texts.ShouldBeTakenOnly("$.reasons", 8000, text => Answer(Revocation with { Reasons = text }), lines: true);
    }

    [Fact]
    public void tells_the_remedies_and_no_shorter_ones_than_the_laws()
    {
        foreach (var told in new Func<RemediesTold, ProblemDetails>[] { r => Answer(Refusal with { Remedies = r }), r => Answer(Revocation with { Remedies = r }) })
        {
            told(null!).ShouldBeInvalid("$.remedies");
            Texts.ShouldBeTakenOnly("$.remedies.reconsiderationAuthority", 200, text => told(Given.Told with { ReconsiderationAuthority = text }));
            Texts.ShouldBeTakenOnly("$.remedies.court", 200, text => told(Given.Told with { Court = text }));
            Texts.ShouldBeTakenOnly("$.remedies.onlineChannel", 500, text => told(Given.Told with { OnlineChannel = text }));
            foreach (var days in new[] { int.MinValue, -1, 0, 59, 3651, int.MaxValue })
                told(Given.Told with { ReconsiderationDays = days }).ShouldBeInvalid("$.remedies.reconsiderationDays");
            foreach (var months in new[] { int.MinValue, -1, 0, 5, 241, int.MaxValue })
                told(Given.Told with { LitigationMonths = months }).ShouldBeInvalid("$.remedies.litigationMonths");
            told(Given.Told with { ReconsiderationDays = 3650, LitigationMonths = 240 }).ShouldBeAccepted();
        }
    }

    [Fact]
    public void is_recorded_with_a_voucher_and_the_reasons_sealed()
    {
        var remedies = Given.Remedies;
        var refused = RefuseAcceptanceEndpoint.Decide(Refusal, Given.Application(), Given.Key);
        refused.ShouldBe(new AcceptanceRefused(Given.Citizen, Given.CaseNumber + "-R2", "许可法第三十二条", refused.Reasons, remedies, Refusal.Effect));
        Given.Key.Open(refused.Reasons).ShouldBe("不符合形式。");
        Given.Application(refused).Outcome.ShouldBe(ApplicationOutcome.AcceptanceRefused);

        var revoked = RevokeAcceptanceEndpoint.Decide(Revocation, Given.Application(Given.Provisional), Given.Key);
        revoked.ShouldBe(new AcceptanceRevoked(Given.Citizen, Given.CaseNumber + "-R3", "浙江规定第十一条", revoked.Reasons, remedies, Revocation.Effect));
        Given.Key.Open(revoked.Reasons).ShouldBe("逾期未补。");
        Given.Application(Given.Provisional, revoked).Outcome.ShouldBe(ApplicationOutcome.AcceptanceRevoked);
    }

    [Theory]
    [InlineData(ApplicationStatus.NotRequired, ApplicationOutcome.NotRequired)]
    [InlineData(ApplicationStatus.OutOfRemit, ApplicationOutcome.OutOfRemit)]
    [InlineData(ApplicationStatus.AcceptanceRefused, ApplicationOutcome.AcceptanceRefused)]
    [InlineData(ApplicationStatus.AcceptanceRevoked, ApplicationOutcome.AcceptanceRevoked)]
    [InlineData(ApplicationStatus.Merged, ApplicationOutcome.Merged)]
    public void is_closed_with_its_own_outcome(ApplicationStatus status, ApplicationOutcome outcome) =>
        CloseApplicationEndpoint.Decide(new(1), Given.Application(status), Given.Item, LedgerHost.Now).Outcome.ShouldBe(outcome);

    static ProblemDetails Answer(RefuseAcceptance command) => RefuseAcceptanceEndpoint.Validate(command, Given.Officer, Given.Application(), Given.Clock);
    static ProblemDetails Answer(RevokeAcceptance command) => RevokeAcceptanceEndpoint.Validate(command, Given.Officer, Given.Application(Given.Provisional), Given.Clock);
}
