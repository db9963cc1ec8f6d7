using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Citizens;

public class registering_a_citizen
{
    static readonly RegisterCitizen Wang = new(People.IdNumber(1), "王芳", "500103");

    [Fact]
    public void is_for_officers()
    {
        Answer(Wang).ShouldBeAccepted();
        Answer(Wang, act: Given.ForeignOfficer).ShouldBeAccepted();
        Answer(Wang, act: Given.Applicant).ShouldBeRefused(403, "forbidden");
    }

    [Theory]
    [InlineData("", IdNumberFault.Missing)]
    [InlineData("500103800102001", IdNumberFault.FifteenDigits)]
    [InlineData("50010319800102", IdNumberFault.WrongLength)]
    [InlineData("50010319800102001Y", IdNumberFault.NotDigits)]
    [InlineData("999999198001020018", IdNumberFault.UnknownCounty)]
    [InlineData("500103198002300018", IdNumberFault.NoSuchDate)]
    [InlineData("500103299001020018", IdNumberFault.BornInFuture)]
    [InlineData("500103198001020000", IdNumberFault.WrongCheckCharacter)]
    public void needs_a_right_id_number_and_says_what_is_wrong_with_another(string number, IdNumberFault fault)
    {
        var answer = Answer(Wang with { IdNumber = number });
        answer.ShouldBeInvalid("$.idNumber");
        answer.Detail.ShouldBeOneOf(IdNumberText.En(fault), IdNumberText.Zh(fault));
    }

    [Fact]
    public void does_not_repeat_the_id_number_in_the_refusal()
    {
        var right = People.IdNumber(1);
        var wrong = right[..17] + (right[17] is '0' ? '1' : '0');
        var refusal = Answer(Wang with { IdNumber = wrong }).ShouldBeRefused(400, "invalid");
        JsonSerializer.Serialize(refusal).ShouldNotContain(wrong);
    }

    [Fact]
    public void needs_a_name_of_up_to_100_characters_in_one_line()
    {
        Answer(Wang with { Name = new('王', 100) }).ShouldBeAccepted();
        foreach (var broken in new[] { "", " ", "王\n芳", new('王', 101) })
            Answer(Wang with { Name = broken }).ShouldBeInvalid("$.name");
    }

    [Theory]
    [InlineData("500103", true)]
    [InlineData("500103001", true)]
    [InlineData("500103001001", true)]
    [InlineData("500000", true)]
    [InlineData("", false)]
    [InlineData("50", false)]
    [InlineData("5001030", false)]
    [InlineData("999999", false)]
    [InlineData("500000001", false)]
    [InlineData("50010a", false)]
    [InlineData("５００１０３", false)]
    public void needs_the_division_of_a_residence(string division, bool right)
    {
        if (right)
            Answer(Wang with { ResidenceDivision = division }).ShouldBeAccepted();
        else
            Answer(Wang with { ResidenceDivision = division }).ShouldBeInvalid("$.residenceDivision");
    }

    [Fact]
    public void takes_the_urban_rural_classes_of_the_statistics_bureau()
    {
        foreach (var one in new[] { "111", "112", "121", "122", "123", "210", "220" })
            Answer(Wang with { UrbanRuralClass = one }).ShouldBeAccepted();
        foreach (var none in new[] { "", "113", "urban" })
            Answer(Wang with { UrbanRuralClass = none }).ShouldBeInvalid("$.urbanRuralClass");
    }

    [Fact]
    public void happens_once_for_a_number_and_tells_nothing_of_the_person()
    {
        var refusal = Answer(Wang, known: true).ShouldBeRefused(409, "already-exists");
        refusal.Extensions.ShouldBeEmpty();
        refusal.Detail!.ShouldNotContain("王芳");
    }

    [Fact]
    public void seals_number_name_and_birth_date()
    {
        var registered = RegisterCitizenEndpoint.Decide(Given.Citizen, Wang with { Name = " 王芳 ", UrbanRuralClass = "111" }, Number, Given.Key);
        (registered.CitizenId, registered.ResidenceDivision, registered.UrbanRuralClass).ShouldBe((Given.Citizen, "500103", "111"));
        (Given.Key.Open(registered.IdNumber), Given.Key.Open(registered.Name), Given.Key.Open(registered.BirthDate)).ShouldBe((Number.Value, "王芳", "1980-01-02"));
        var stored = JsonSerializer.Serialize(registered, LedgerJson.Stored);
        foreach (var personal in new[] { Number.Value, "王芳", "1980" })
            stored.ShouldNotContain($"\"{personal}");
    }

    static CitizenIdNumber Number => CitizenIdNumber.TryParse(Wang.IdNumber, new(2026, 3, 2), out var number, out _) ? number : default;

    static ProblemDetails Answer(RegisterCitizen command, bool known = false, Act? act = null) =>
        RegisterCitizenEndpoint.Validate(command, act ?? Given.Officer, new Identity(Number, "by-number", "by-name", known), Given.Clock);
}
