using System.Text.Json;
using ServiceLedger.Citizens;
using ServiceLedger.Tests.Catalogue;

namespace ServiceLedger.Tests.Citizens;

public class reading_an_id_number
{
    static readonly DateOnly Today = new(2026, 11, 23);

    [Theory]
    [InlineData("11010519491231002X")]
    [InlineData("500103199001010010")]
    public void accepts_a_number_whose_check_character_fits(string text) => FaultOf(text).ShouldBe(IdNumberFault.None);

    [Theory]
    [InlineData("11010519491231002x")]
    [InlineData("  11010519491231002X\t")]
    [InlineData("　１１０１０５１９４９１２３１００２Ｘ　")]
    [InlineData("１１０１０５１９４９１２３１００２ｘ")]
    public void takes_spaces_around_it_full_width_characters_and_a_small_x(string text) => Read(text).Value.ShouldBe("11010519491231002X");

    [Fact]
    public void tells_county_birth_date_and_sex()
    {
        var woman = Read("500103199001010029");
        (woman.CountyCode, woman.BirthDate, woman.IsFemale).ShouldBe(("500103", new DateOnly(1990, 1, 1), true));
        Read("500103199001010010").IsFemale.ShouldBeFalse();
    }

    [Fact]
    public void accepts_a_person_born_in_1880() => Read("440524188001010014").BirthDate.ShouldBe(new DateOnly(1880, 1, 1));

    [Theory]
    [InlineData("810000198506150047")]
    [InlineData("820000198506150057")]
    [InlineData("830000198506150067")]
    public void accepts_residence_permits_of_people_from_Hong_Kong_Macao_and_Taiwan(string text) => FaultOf(text).ShouldBe(IdNumberFault.None);

    [Fact]
    public void accepts_a_city_without_counties() => FaultOf("441900200002290039").ShouldBe(IdNumberFault.None);

    [Theory]
    [InlineData(null, IdNumberFault.Missing)]
    [InlineData("", IdNumberFault.Missing)]
    [InlineData(" 　", IdNumberFault.Missing)]
    [InlineData("431389760616601", IdNumberFault.FifteenDigits)]
    [InlineData("43138976061660X", IdNumberFault.WrongLength)]
    [InlineData("11010519491231002", IdNumberFault.WrongLength)]
    [InlineData("11010519491231002XX", IdNumberFault.WrongLength)]
    [InlineData("110105 9491231002X", IdNumberFault.NotDigits)]
    [InlineData("1101051949123100XX", IdNumberFault.NotDigits)]
    [InlineData("11010519491231002Y", IdNumberFault.NotDigits)]
    [InlineData("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", IdNumberFault.NotDigits)]
    [InlineData("999999199001010016", IdNumberFault.UnknownCounty)]
    [InlineData("500103199002290018", IdNumberFault.NoSuchDate)]
    [InlineData("500103199013010018", IdNumberFault.NoSuchDate)]
    [InlineData("500103202611240010", IdNumberFault.BornInFuture)]
    [InlineData("500103184912310012", IdNumberFault.BornInFuture)]
    [InlineData("500103199001010011", IdNumberFault.WrongCheckCharacter)]
    [InlineData("50010319900101001X", IdNumberFault.WrongCheckCharacter)]
    public void says_what_is_wrong(string? text, IdNumberFault fault) => FaultOf(text).ShouldBe(fault);

    [Fact]
    public void accepts_a_child_on_the_day_of_birth() =>
        CitizenIdNumber.TryParse("500103202611240010", new DateOnly(2026, 11, 24), out _, out _).ShouldBeTrue();

    [Fact]
    public void notices_every_single_wrong_digit()
    {
        const string number = "500103199001010010";
        var wrong =
            from place in Enumerable.Range(0, 18)
            from digit in "0123456789"
            where digit != number[place]
            select number[..place] + digit + number[(place + 1)..];
        wrong.ShouldAllBe(text => FaultOf(text) != IdNumberFault.None);
    }

    [Fact]
    public void never_shows_the_number_by_accident()
    {
        $"{Read("11010519491231002X")}".ShouldBe("ID ************");
        default(CitizenIdNumber).ToString().ShouldBe("ID ************");
    }

    [Fact]
    public void agrees_with_the_published_vectors()
    {
        using var vectors = JsonDocument.Parse(SharedData.Open("reference/id_test_vectors.json"));
        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            var id = vector.GetProperty("id").GetString();
            // Fifteen digits were valid when the vectors were published.
            var valid = vector.GetProperty("expected_valid").GetBoolean() && id!.Length is 18;
            (FaultOf(id) is IdNumberFault.None).ShouldBe(valid, id);
        }
    }

    static IdNumberFault FaultOf(string? text)
    {
        CitizenIdNumber.TryParse(text, Today, out _, out var fault).ShouldBe(fault is IdNumberFault.None);
        return fault;
    }

    static CitizenIdNumber Read(string text)
    {
        CitizenIdNumber.TryParse(text, Today, out var number, out _).ShouldBeTrue();
        return number;
    }
}
