using ServiceLedger.Citizens;

namespace ServiceLedger.Tests.Citizens;

public class finding_citizens
{
    static readonly DateOnly Born = new(1980, 1, 2);

    [Fact]
    public void is_for_officers() =>
        FindCitizensEndpoint.Validate(new(People.IdNumber(1)), Given.Applicant, Given.Clock).ShouldBeRefused(403, "forbidden");

    [Fact]
    public void goes_by_id_number_or_by_name_and_birth_date()
    {
        Answer(new(People.IdNumber(1))).ShouldBeAccepted();
        Answer(new(null, "王芳", Born)).ShouldBeAccepted();
    }

    [Fact]
    public void goes_by_nothing_less_and_nothing_more()
    {
        Answer(new()).ShouldBeInvalid("$");
        Answer(new(null, "王芳")).ShouldBeInvalid("$");
        Answer(new(null, null, Born)).ShouldBeInvalid("$");
        Answer(new(People.IdNumber(1), "王芳")).ShouldBeInvalid("$");
        Answer(new(People.IdNumber(1), null, Born)).ShouldBeInvalid("$");
        Answer(new(People.IdNumber(1), "王芳", Born)).ShouldBeInvalid("$");
    }

    [Theory]
    [InlineData("")]
    [InlineData("500103198001020000")]
    public void needs_a_right_id_number(string number) => Answer(new(number)).ShouldBeInvalid("$.idNumber");

    [Fact]
    public void needs_a_name_of_up_to_100_characters()
    {
        Answer(new(null, new('王', 100), Born)).ShouldBeAccepted();
        foreach (var broken in new[] { "", " ", "王\n芳", new('王', 101) })
            Answer(new(null, broken, Born)).ShouldBeInvalid("$.name");
    }

    static Microsoft.AspNetCore.Mvc.ProblemDetails Answer(FindCitizens command) => FindCitizensEndpoint.Validate(command, Given.Officer, Given.Clock);
}
