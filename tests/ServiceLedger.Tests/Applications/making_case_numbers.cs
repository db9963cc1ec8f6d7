using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class making_case_numbers
{
    static readonly DateOnly Date = new(2026, 11, 23);

    [Theory]
    [InlineData("500103")]
    [InlineData("500103001")]
    [InlineData("500103001002")]
    public void joins_county_date_sequence_and_check_character(string division) =>
        CaseNumber.Make(division, Date, 42).ShouldBe("500103-20261123-000042-P");

    [Fact]
    public void goes_on_after_a_million() => CaseNumber.Make("500103", Date, 1_234_567).ShouldBe("500103-20261123-1234567-G");

    [Fact]
    public void uses_the_check_character_published_for_GRid() => CaseNumber.CheckCharacter("A12425GABC1234002").ShouldBe('M');

    [Theory]
    [InlineData("50010", 1)]
    [InlineData("", 1)]
    [InlineData("50010A", 1)]
    [InlineData("500103", -1)]
    public void throws_where_no_number_can_be_made(string division, long sequence) =>
        Should.Throw<ArgumentException>(() => CaseNumber.Make(division, Date, sequence));

    [Theory]
    [InlineData("500103-20261123-000042-P")]
    [InlineData("500103-20261123-000042-p")]
    [InlineData("50010320261123000042P")]
    [InlineData(" 50010320261123-000042p ")]
    [InlineData("５００１０３－２０２６１１２３－００００４２－Ｐ")]
    [InlineData("500103–20261123—000042−P")]
    public void is_read_back_as_people_type_it(string text)
    {
        CaseNumber.TryNormalise(text, out var caseNumber).ShouldBeTrue();
        caseNumber.ShouldBe("500103-20261123-000042-P");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999_999)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue)]
    public void makes_only_valid_numbers(long sequence)
    {
        var made = CaseNumber.Make("500103", Date, sequence);
        CaseNumber.IsValid(made).ShouldBeTrue();
        CaseNumber.TryNormalise(made, out var read).ShouldBeTrue();
        read.ShouldBe(made);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("500103-20261123-000042-K")]
    [InlineData("500103-20261323-000042-P")]
    [InlineData("500103-20261123-00042-P")]
    [InlineData("500103-20261123-000042-PP")]
    [InlineData("500103-20261123-0000x2-P")]
    [InlineData("500103-20261123-000042-*")]
    public void refuses_what_was_never_a_case_number(string? text) => CaseNumber.IsValid(text).ShouldBeFalse();

    [Fact]
    public void refuses_more_leading_zeros_than_are_written()
    {
        const string number = "500103202611230000042";
        CaseNumber.IsValid(number + CaseNumber.CheckCharacter(number)).ShouldBeFalse();
    }

    [Fact]
    public void notices_every_single_wrong_digit()
    {
        const string number = "50010320261123000042P";
        var wrong =
            from place in Enumerable.Range(0, 20)
            from digit in "0123456789"
            where digit != number[place]
            select number[..place] + digit + number[(place + 1)..];
        wrong.ShouldAllBe(text => !CaseNumber.IsValid(text));
    }
}
