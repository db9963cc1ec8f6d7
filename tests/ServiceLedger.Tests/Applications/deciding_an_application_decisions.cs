using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Applications;

public class deciding_an_application
{
    const string Reasons = "收入超过低保标准。\n依据见附表。";
    static readonly string[] Basis = ["《中华人民共和国行政许可法》第三十八条"];
    static readonly RemediesTold Told = new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/apply");
    static readonly DecideApplication Grants = new(RulingKind.Grant, Basis, 2);
    static readonly DecideApplication Refuses = new(RulingKind.Refusal, Basis, 2, Reasons, Told);

    [Fact]
    public void grants_with_or_without_a_term()
    {
        Answer(Grants).ShouldBeAccepted();
        Answer(Grants with { ValidFrom = new(2026, 3, 2) }).ShouldBeAccepted();
        Answer(Grants with { ValidTo = new(2026, 3, 2) }).ShouldBeAccepted();
        Answer(Grants with { ValidFrom = new(2026, 3, 2), ValidTo = new(2026, 3, 2) }).ShouldBeAccepted();
        Answer(Grants with { ValidFrom = new(2026, 3, 2), ValidTo = new(2026, 3, 1) }).ShouldBeInvalid("$.validTo");
    }

    [Fact]
    public void grants_without_reasons_and_remedies()
    {
        Answer(Grants with { Reasons = Reasons }).ShouldBeInvalid("$.reasons");
        Answer(Grants with { Remedies = Told }).ShouldBeInvalid("$.remedies");
    }

    [Fact]
    public void refuses_with_reasons_and_remedies() => Answer(Refuses).ShouldBeAccepted();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("a\0b")]
    public void refuses_never_without_reasons(string? reasons) => Answer(Refuses with { Reasons = reasons }).ShouldBeInvalid("$.reasons");

    [Fact]
    public void refuses_with_reasons_of_up_to_8000_characters()
    {
        Answer(Refuses with { Reasons = new('字', 8000) }).ShouldBeAccepted();
        Answer(Refuses with { Reasons = new('字', 8001) }).ShouldBeInvalid("$.reasons");
    }

    [Fact]
    public void refuses_never_without_remedies() => Answer(Refuses with { Remedies = null }).ShouldBeInvalid("$.remedies");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public void refuses_never_without_naming_authority_and_court(string blank)
    {
        Answer(Refuses with { Remedies = Told with { ReconsiderationAuthority = blank } }).ShouldBeInvalid("$.remedies.reconsiderationAuthority");
        Answer(Refuses with { Remedies = Told with { Court = blank } }).ShouldBeInvalid("$.remedies.court");
        Answer(Refuses with { Remedies = Told with { OnlineChannel = blank } }).ShouldBeInvalid("$.remedies.onlineChannel");
    }

    [Fact]
    public void refuses_with_names_that_fit()
    {
        Answer(Refuses with { Remedies = Told with { ReconsiderationAuthority = new('字', 200), Court = new('字', 200), OnlineChannel = new('a', 500) } }).ShouldBeAccepted();
        Answer(Refuses with { Remedies = Told with { ReconsiderationAuthority = new('字', 201) } }).ShouldBeInvalid("$.remedies.reconsiderationAuthority");
        Answer(Refuses with { Remedies = Told with { Court = new('字', 201) } }).ShouldBeInvalid("$.remedies.court");
        Answer(Refuses with { Remedies = Told with { OnlineChannel = new('a', 501) } }).ShouldBeInvalid("$.remedies.onlineChannel");
        Answer(Refuses with { Remedies = Told with { OnlineChannel = null } }).ShouldBeAccepted();
    }

    [Theory]
    [InlineData(59, 6, "$.remedies.reconsiderationDays")]
    [InlineData(60, 5, "$.remedies.litigationMonths")]
    [InlineData(3651, 6, "$.remedies.reconsiderationDays")]
    [InlineData(60, 241, "$.remedies.litigationMonths")]
    public void refuses_with_the_periods_the_law_gives(int days, int months, string field) =>
        Answer(Refuses with { Remedies = Told with { ReconsiderationDays = days, LitigationMonths = months } }).ShouldBeInvalid(field);

    [Fact]
    public void refuses_with_periods_up_to_10_and_20_years() =>
        Answer(Refuses with { Remedies = Told with { ReconsiderationDays = 3650, LitigationMonths = 240 } }).ShouldBeAccepted();

    [Fact]
    public void refuses_without_a_term()
    {
        Answer(Refuses with { ValidFrom = new(2026, 3, 2) }).ShouldBeInvalid("$.validFrom");
        Answer(Refuses with { ValidTo = new(2026, 3, 2) }).ShouldBeInvalid("$.validTo");
    }

    [Fact]
    public void names_1_to_20_provisions()
    {
        Answer(Grants with { LegalBasis = [] }).ShouldBeInvalid("$.legalBasis");
        Answer(Grants with { LegalBasis = [.. Enumerable.Repeat(Basis[0], 20)] }).ShouldBeAccepted();
        Answer(Grants with { LegalBasis = [.. Enumerable.Repeat(Basis[0], 21)] }).ShouldBeInvalid("$.legalBasis");
        Answer(Grants with { LegalBasis = [Basis[0], new('法', 300)] }).ShouldBeAccepted();
        foreach (var broken in new[] { "", " ", "a\tb", new('法', 301) })
            Answer(Refuses with { LegalBasis = [Basis[0], broken] }).ShouldBeInvalid("$.legalBasis[1]");
    }

    [Fact]
    public void refuses_for_the_state_before_the_content() =>
        DecideApplicationEndpoint.Validate(Grants with { LegalBasis = [], Version = 1 }, Given.Officer, Given.Application(), Given.Clock).ShouldBeRefused(409, "not-in-this-state");

    [Fact]
    public void records_a_grant_in_both_streams()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var (decided, made) = Decide(Grants with { ValidFrom = new(2026, 3, 2), ValidTo = new(2029, 3, 1), Effect = effect });
        decided.ShouldBe(new ApplicationDecided(Given.Citizen, Given.Ruled, effect));
        (made.CitizenId, made.ApplicationId, made.ApplicationVersion, made.DecisionNumber, made.ItemCode, made.ItemVersion, made.DepartmentCode, made.Effect)
            .ShouldBe((Given.Citizen, Given.Matter, 2, Given.CaseNumber + "-D", Items.WithPapers, 1, LedgerHost.Department, effect));
        made.Ruling.ShouldBe(new Grant(new(2026, 3, 2), new(2029, 3, 1)));
        made.LegalBasis.ShouldBe(Basis);
        Given.State<Decision>(Given.Ruled, made).Granted.ShouldBeTrue();
        Given.Application(Given.Accepted, decided).DecisionId.ShouldBe(Given.Ruled);
    }

    [Fact]
    public void records_a_refusal_with_its_reasons_sealed()
    {
        var (decided, made) = Decide(Refuses);
        var refusal = made.Ruling.ShouldBeOfType<Refusal>();
        Given.Key.Open(refusal.Reasons).ShouldBe(Reasons);
        refusal.Remedies.ShouldBe(new Remedies("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/apply"));
        Given.State<Decision>(Given.Ruled, made).Granted.ShouldBeFalse();

        var stored = JsonSerializer.Serialize(made, LedgerJson.Stored) + JsonSerializer.Serialize(decided, LedgerJson.Stored);
        stored.ShouldNotContain("低保");
        stored.ShouldContain("重庆市人民政府");
        var back = JsonSerializer.Deserialize<DecisionMade>(JsonSerializer.Serialize(made, LedgerJson.Stored), LedgerJson.Stored)!;
        Given.Key.Open(((Refusal)back.Ruling).Reasons).ShouldBe(Reasons);
    }

    [Fact]
    public void cannot_write_down_a_refusal_without_reasons_or_remedies()
    {
        var remedies = new Remedies("甲", 60, "乙", 6);
        Should.Throw<ArgumentNullException>(() => new Refusal(null!, remedies));
        Should.Throw<ArgumentNullException>(() => new Refusal(Given.Key.Seal(Reasons), null!));
        typeof(Refusal).GetConstructors().Length.ShouldBe(1);
        typeof(Refusal).GetProperties().ShouldAllBe(p => p.SetMethod == null);
    }

    [Theory]
    [InlineData(null, 60, "乙", 6)]
    [InlineData("", 60, "乙", 6)]
    [InlineData(" ", 60, "乙", 6)]
    [InlineData("甲", 60, null, 6)]
    [InlineData("甲", 60, "\t", 6)]
    [InlineData("甲", 0, "乙", 6)]
    [InlineData("甲", 60, "乙", 0)]
    public void cannot_write_down_remedies_that_name_nothing(string? authority, int days, string? court, int months)
    {
        Should.Throw<ArgumentException>(() => new Remedies(authority!, days, court!, months));
        typeof(Remedies).GetProperties().ShouldAllBe(p => p.SetMethod == null);
    }

    [Theory]
    [InlineData("""{"kind":"refusal"}""")]
    [InlineData("""{"kind":"refusal","remedies":{"reconsiderationAuthority":"甲","reconsiderationDays":60,"court":"乙","litigationMonths":6}}""")]
    [InlineData("""{"kind":"refusal","reasons":{"digest":"d","keyId":"k","nonce":"n","ciphertext":"c"}}""")]
    [InlineData("""{"kind":"refusal","reasons":{"digest":"d","keyId":"k","nonce":"n","ciphertext":"c"},"remedies":{"reconsiderationAuthority":" ","reconsiderationDays":60,"court":"乙","litigationMonths":6}}""")]
    public void cannot_read_such_a_refusal_either(string stored) => Should.Throw<ArgumentException>(() => JsonSerializer.Deserialize<Ruling>(stored, LedgerJson.Stored));

    [Fact]
    public void records_reasons_that_another_key_does_not_open()
    {
        var refusal = (Refusal)Decide(Refuses).Made.Ruling;
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => new SubjectKey("test-key", new byte[32]).Open(refusal.Reasons));
    }

    static (ApplicationDecided Decided, DecisionMade Made) Decide(DecideApplication command) =>
        DecideApplicationEndpoint.Decide(Given.Ruled, command, Given.Application(Given.Accepted), Given.Key);

    static ProblemDetails Answer(DecideApplication command) => DecideApplicationEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted), Given.Clock);
}
