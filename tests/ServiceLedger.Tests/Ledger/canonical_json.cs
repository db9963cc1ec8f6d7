using System.Text;
using System.Text.Json;
using ServiceLedger.Ledger;

namespace ServiceLedger.Tests.Ledger;

/// <summary>One value has one form (RFC 8785).</summary>
public class canonical_json
{
    const string Vectors = "../shared/data/vectors/jcs";

    [Fact]
    public void is_that_of_the_published_vectors()
    {
        var folder = Path.Combine(ServiceLedger.Hosting.LocalDatabase.Root(), Vectors);
        Assert.SkipUnless(Directory.Exists(folder), $"{Vectors} is not there.");
        var files = Directory.GetFiles(Path.Combine(folder, "input"));
        files.Length.ShouldBe(6);
        foreach (var file in files)
        {
            Of(File.ReadAllText(file)).ShouldBe(File.ReadAllText(Path.Combine(folder, "output", Path.GetFileName(file))), file);
            var hex = string.Concat(File.ReadAllText(Path.Combine(folder, "outhex", Path.GetFileNameWithoutExtension(file) + ".txt")).Where(c => !char.IsWhiteSpace(c)));
            Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Of(File.ReadAllText(file)))).ShouldBe(hex, file);
        }
    }

    // RFC 8785, appendix B: the bits of a double and its one form.
    [Theory]
    [InlineData("0000000000000000", "0"), InlineData("8000000000000000", "0"), InlineData("0000000000000001", "5e-324"), InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308"), InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992"), InlineData("c340000000000000", "-9007199254740992"), InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22"), InlineData("44b52d02c7e14af6", "1e+23"), InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000"), InlineData("444b1ae4d6e2ef4f", "999999999999999900000"), InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"), InlineData("3eb0c6f7a0b5ed8d", "0.000001"), InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325"), InlineData("41b3de4355555555", "333333333.3333333"), InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343"), InlineData("becbf647612f3696", "-0.0000033333333333333333"), InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void writes_numbers_as_ecmascript_does(string bits, string form) =>
        Jcs.EcmaScript(BitConverter.Int64BitsToDouble(Convert.ToInt64(bits, 16))).ShouldBe(form);

    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"\u20ac":1,"\r":2,"1":3,"\ud83d\ude00":4,"\ufb33":5}""", """{"\r":2,"1":3,"€":1,"😀":4,"דּ":5}""")]
    [InlineData("""["\u0000\u001f\u007f\/\"\\"]""", "[\"\\u0000\\u001f\u007f/\\\"\\\\\"]")]
    [InlineData("[-0, 0.0, 1.0, 1e2, 100, 9007199254740991]", "[0,0,1,100,100,9007199254740991]")]
    [InlineData("{}", "{}"), InlineData("[[],{}]", "[[],{}]"), InlineData("\"慕容雪\"", "\"慕容雪\"")]
    public void has_sorted_members_no_white_space_and_the_fewest_escapes(string json, string form) => Of(json).ShouldBe(form);

    [Fact]
    public void keeps_numbers_apart_that_a_double_would_make_one()
    {
        Of("[9007199254740992, 9007199254740993, 12345678901234567890123, 1e400, 1e-400]").ShouldBe("[9007199254740992,9007199254740993,12345678901234567890123,1e400,1e-400]");
    }

    [Fact]
    public void of_its_own_form_is_itself()
    {
        const string Form = """{"a":[1,2.5,"€\n"],"b":{"c":null}}""";
        Of(Of(Form)).ShouldBe(Form);
    }

    [Fact]
    public void does_not_exist_for_a_lone_surrogate()
    {
        Should.Throw<InvalidOperationException>(() => Of("""["\ud800"]"""));
        Should.Throw<InvalidOperationException>(() => Of("""{"\ud800":1}"""));
    }

    static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(Jcs.Of(document.RootElement));
    }
}
