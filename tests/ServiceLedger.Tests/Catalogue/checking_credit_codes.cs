using System.Text.Json;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Tests.Catalogue;

public class checking_credit_codes
{
    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("11500000009275780L")]
    public void accepts_a_code_whose_check_character_fits(string code) => CreditCode.Check(code).ShouldBe(CreditCodeFinding.Valid);

    [Theory]
    [InlineData("91350100M000100Y44")]
    [InlineData("91350100M000100YA3")]
    [InlineData("11500000009275708L")]
    public void notices_a_check_character_that_does_not_fit(string code) => CreditCode.Check(code).ShouldBe(CreditCodeFinding.WrongCheckCharacter);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100M000100Y433")]
    [InlineData("91350100m000100y43")]
    [InlineData("91350100M000100I43")]
    [InlineData("9135010AM000100Y43")]
    [InlineData("９1350100M000100Y43")]
    public void tells_what_is_no_credit_code_at_all(string? code) => CreditCode.Check(code).ShouldBe(CreditCodeFinding.NotACreditCode);

    [Fact]
    public void agrees_with_codes_of_real_departments()
    {
        using var codes = JsonDocument.Parse(SharedData.Open("reference/uscc_real_government_units.json"));
        foreach (var code in codes.RootElement.GetProperty("valid").EnumerateArray())
            CreditCode.Check(code.GetString()).ShouldBe(CreditCodeFinding.Valid, code.GetString());
        foreach (var code in codes.RootElement.GetProperty("invalid").EnumerateArray())
            CreditCode.Check(code.GetString()).ShouldBe(CreditCodeFinding.WrongCheckCharacter, code.GetString());
    }
}

public class knowing_county_codes
{
    [Theory]
    [InlineData("500103")]
    [InlineData("510211")]
    [InlineData("110103")]
    [InlineData("330113")]
    [InlineData("441900")]
    [InlineData("620200")]
    [InlineData("659012")]
    public void includes_present_withdrawn_and_recent_ones(string code) => CountyCodes.Contains(code).ShouldBeTrue();

    [Theory]
    [InlineData("500000")]
    [InlineData("510100")]
    [InlineData("999999")]
    [InlineData("50010")]
    [InlineData("")]
    public void excludes_provinces_cities_and_anything_else(string code) => CountyCodes.Contains(code).ShouldBeFalse();

    [Fact]
    public void covers_every_county_since_1980()
    {
        using var counties = JsonDocument.Parse(SharedData.OpenGzip("reference/idcard_area_codes_incl_historic.json.gz"));
        counties.RootElement.EnumerateObject().Select(county => county.Name).Where(code => !CountyCodes.Contains(code)).ShouldBeEmpty();
    }

    [Fact]
    public void covers_every_county_of_2023()
    {
        using var counties = new StreamReader(SharedData.OpenGzip("reference/cn_areas_2023.csv.gz"));
        counties.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(',')[0].Trim('"')).Where(code => !CountyCodes.Contains(code)).ShouldBeEmpty();
    }
}
