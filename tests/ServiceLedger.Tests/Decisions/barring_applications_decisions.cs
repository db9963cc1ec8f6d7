using ServiceLedger.Decisions;

namespace ServiceLedger.Tests.Decisions;

public class barring_applications
{
    static readonly ItemAppliedFor Safety = new(Items.WithPapers, true);
    static readonly Decision Fraud = Given.DecisionOf(Acts.Made, new DecisionRevoked(Given.Citizen, RevocationCause.FraudOrBribery, false, Given.Key.Seal("虚假材料"), Given.Remedies));
    static readonly DateOnly Revoked = new(2026, 3, 1);

    [Fact]
    public void lasts_three_years_after_a_licence_of_public_safety_got_by_fraud()
    {
        Fraud.RevokedOn.ShouldBe(Revoked);
        Bars.On(Safety, [Fraud], Revoked).ShouldBe(Revoked.AddYears(3));
        Bars.On(Safety, [Fraud], Revoked.AddYears(3).AddDays(-1)).ShouldBe(Revoked.AddYears(3));
        Bars.On(Safety, [Fraud], Revoked.AddYears(3)).ShouldBeNull();
    }

    [Fact]
    public void lasts_as_long_as_the_latest_fraud_says() =>
        Bars.On(Safety, [Fraud, Fraud with { RevokedOn = Revoked.AddYears(1) }, Given.Decision()], Revoked.AddYears(3)).ShouldBe(Revoked.AddYears(4));

    [Fact]
    public void concerns_the_same_item_and_items_of_public_safety_only()
    {
        Bars.On(Safety with { OfPublicSafety = false }, [Fraud], Revoked).ShouldBeNull();
        Bars.On(Safety with { Code = Items.Plain }, [Fraud], Revoked).ShouldBeNull();
        Bars.On(Safety, [], Revoked).ShouldBeNull();
    }

    [Fact]
    public void follows_from_no_other_end_of_a_decision()
    {
        foreach (var cause in Enum.GetValues<RevocationCause>().Except([RevocationCause.FraudOrBribery]))
            Bars.On(Safety, [Fraud with { RevokedFor = cause }], Revoked).ShouldBeNull();
        Bars.On(Safety, [Given.DecisionOf(Acts.Made, Acts.Withdrawn), Given.DecisionOf(Acts.Made)], Revoked).ShouldBeNull();
    }

    [Fact]
    public void lasts_on_when_the_revoked_decision_is_struck_off() =>
        Bars.On(Safety, [Given.DecisionOf(Acts.Made, new DecisionRevoked(Given.Citizen, RevocationCause.FraudOrBribery, false, Given.Key.Seal("虚假材料"), Given.Remedies),
            new DecisionCancelled(Given.Citizen, CancellationCause.WithdrawnOrRevoked, "许可法第七十条"))], Revoked).ShouldBe(Revoked.AddYears(3));
}
