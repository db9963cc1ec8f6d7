namespace ServiceLedger.Verify.Tests;

/// <summary>The command line: what it takes, in which language, and how it says that it does not understand.</summary>
public sealed class asking_the_verifier : IDisposable
{
    readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData("Choose receipt, proof, checkpoint, log or bundle; --help explains them.", "look", "x")]
    [InlineData("`receipt` takes one file.", "receipt")]
    [InlineData("`receipt` takes one file.", "receipt", "a", "b")]
    [InlineData("`log` takes one folder.", "log")]
    [InlineData("Give the log's verifier key with --key: without it nothing can be trusted.", "receipt", "a")]
    [InlineData("There is no option --kye.", "receipt", "a", "--kye", "b")]
    [InlineData("--key needs a value.", "receipt", "a", "--key")]
    [InlineData("--key+ is neither a verifier key nor a file of them.", "receipt", "a", "--key", "--key+")]
    [InlineData("--lang is zh-CN or en.", "receipt", "a", "--lang", "fr")]
    [InlineData("--against is for `checkpoint`.", "receipt", "a", "--against", "b")]
    [InlineData("--entry is for `proof`.", "receipt", "a", "--entry", "b")]
    [InlineData("`log` has its tiles in its folder.", "log", "a", "--tiles", "b")]
    [InlineData("--tiles stands there twice.", "checkpoint", "a", "--tiles", "b", "--tiles", "c")]
    [InlineData("--quorum is a number from 0 to that of the witnesses, 0.", "receipt", "a", "--key", "KEY", "--quorum", "1")]
    [InlineData("--quorum is a number from 0 to that of the witnesses, 0.", "receipt", "a", "--key", "KEY", "--quorum", "-1")]
    public void says_what_it_does_not_understand(string said, params string[] args)
    {
        desk.RunWith([.. args.Select(a => a == "KEY" ? Given.Key : a)]).ShouldBe((2, $"NOT READABLE: {said}\n"));
        desk.RunWith([.. args.Select(a => a == "KEY" ? Given.Key : a)], "zh_CN.UTF-8").Text.ShouldStartWith(said.Contains("zh-CN or en", StringComparison.Ordinal) ? "NOT READABLE" : "无法核验：");
    }

    [Fact]
    public void takes_each_key_for_what_it_is()
    {
        desk.Reason("receipt", "a", "--key", Given.Witnesses[0].Verifier.ToString()).ShouldBe((2, "badKey"));
        desk.Reason("receipt", "a", "--key", Given.Key, "--witness", Given.Key).ShouldBe((2, "badKey"));
        desk.Reason("receipt", "a", "--key", desk.Write("empty", "\n")).ShouldBe((2, "badKey"));
        desk.Reason("receipt", "a", "--key", desk.Write("other", "hello\n")).ShouldBe((2, "badKey"));
        desk.Reason("receipt", "a", "--key", Given.Key.Replace("d1913288", "d1913289", StringComparison.Ordinal)).ShouldBe((2, "badKey"));
        desk.Reason("receipt", desk.At("nothing"), "--key", Given.Key).ShouldBe((2, "noFile"));
        desk.Reason("receipt", desk.At(""), "--key", Given.Key).ShouldBe((2, "noFile"));
        desk.Reason("checkpoint", "a", "--key", Given.Key, "--tiles", desk.At("nothing")).ShouldBe((2, "noFile"));
    }

    [Fact]
    public void speaks_the_language_of_its_surroundings()
    {
        desk.RunWith([], "zh_CN.UTF-8").Text.ShouldStartWith("核验透明日志给出的凭据");
        desk.RunWith([], "de_DE.UTF-8").ShouldBe((2, desk.RunWith(["--help"]).Text));
        desk.RunWith(["--help"]).Code.ShouldBe(0);
        desk.RunWith(["--help", "--lang", "zh-CN"], "en_GB").Text.ShouldStartWith("核验");
    }
}
