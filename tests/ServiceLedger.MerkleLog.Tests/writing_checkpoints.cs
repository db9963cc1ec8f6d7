namespace ServiceLedger.MerkleLog.Tests;

public class writing_checkpoints
{
    static readonly string Root = Given.Root(5).ToString();

    [Fact]
    public void reads_back_what_it_wrote()
    {
        foreach (var checkpoint in new Checkpoint[] { new("a", 0, TreeHash.Empty), new(Given.Origin, long.MaxValue, Given.Root(5)), new("a b+c 名", 7, Given.Root(7), "one", "two 二") })
        {
            Checkpoint.TryParse(checkpoint.ToString(), out var read).ShouldBeTrue();
            read.ShouldBe(checkpoint);
        }
        new Checkpoint("a", 5, Given.Root(5), "x").ToString().ShouldBe($"a\n5\n{Root}\nx\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("a\n5\n")]
    [InlineData("a\n5\nROOT")]
    [InlineData("\n5\nROOT\n")]
    [InlineData("a\n\nROOT\n")]
    [InlineData("a\n05\nROOT\n")]
    [InlineData("a\n00\nROOT\n")]
    [InlineData("a\n-5\nROOT\n")]
    [InlineData("a\n+5\nROOT\n")]
    [InlineData("a\n5 \nROOT\n")]
    [InlineData("a\n 5\nROOT\n")]
    [InlineData("a\n٥\nROOT\n")]
    [InlineData("a\n5.0\nROOT\n")]
    [InlineData("a\n0x5\nROOT\n")]
    [InlineData("a\n9223372036854775808\nROOT\n")]
    [InlineData("a\n99999999999999999999999999\nROOT\n")]
    [InlineData("a\n5\nROOT \n")]
    [InlineData("a\n5\nROOT=\n")]
    [InlineData("a\n5\nAAAA\n")]
    [InlineData("a\n5\nROOT\n\n")]
    [InlineData("a\n5\nROOT\n\nx\n")]
    [InlineData("a\n5\nROOT\nx")]
    [InlineData("a\r\n5\nROOT\n")]
    [InlineData("a\n5\nROOT\nx\ty\n")]
    public void reads_nothing_of_another_form(string text) => Checkpoint.TryParse(text.Replace("ROOT", Root), out _).ShouldBeFalse();

    [Fact]
    public void with_any_bit_flipped_says_something_else_or_nothing()
    {
        var checkpoint = new Checkpoint(Given.Origin, 5, Given.Root(5), "more");
        foreach (var other in Given.WithOneBitFlipped(Encoding.UTF8.GetBytes(checkpoint.ToString())))
            if (Checkpoint.TryParse(Encoding.Latin1.GetString(other), out var read))
                read.ShouldNotBe(checkpoint);
    }

    [Theory, InlineData(""), InlineData("a\nb"), InlineData("a\rb")]
    public void takes_no_line_that_is_none(string line)
    {
        Should.Throw<ArgumentException>(() => new Checkpoint(line, 5, Given.Root(5)));
        Should.Throw<ArgumentException>(() => new Checkpoint("a", 5, Given.Root(5), line));
        Should.Throw<ArgumentException>(() => new Checkpoint("a", -1, Given.Root(5)));
    }
}
