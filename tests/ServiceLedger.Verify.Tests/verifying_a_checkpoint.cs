namespace ServiceLedger.Verify.Tests;

/// <summary>One checkpoint, or two of which the later must go on from the earlier.</summary>
public sealed class verifying_a_checkpoint : IDisposable
{
    readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    string Checkpoint(int size) => desk.Write($"checkpoint-{size}", Given.Checkpoint(size).ToString());

    [Fact]
    public void says_what_the_log_signed() =>
        desk.Run("checkpoint", Checkpoint(300), "--key", Given.Key).ShouldBe((0, $"""
            VERIFIED: The log ledger.example/log signed that it has 300 entries.
            log: ledger.example/log, 300 entries, root {Given.Root(300)}
            signed by: {Given.Key}

            """));

    [Fact]
    public void by_the_tiles_shows_that_it_goes_on_from_an_older_one()
    {
        var log = desk.Export("log");
        desk.Run("checkpoint", Checkpoint(300), "--against", Checkpoint(200), "--tiles", log, "--key", Given.Key).ShouldBe((0, $"""
            VERIFIED: The log ledger.example/log signed that it has 300 entries.
            log: ledger.example/log, 300 entries, root {Given.Root(300)}
            signed by: {Given.Key}
            log: ledger.example/log, 200 entries, root {Given.Root(200)}
            signed by: {Given.Key}
            note: It goes on from the checkpoint of 200 entries: nothing of them was altered or removed.

            """));
        foreach (var older in new[] { 1, 2, 255, 256, 257, 299, 300 })
            desk.Run("checkpoint", Checkpoint(300), "--against", Checkpoint(older), "--tiles", log, "--key", Given.Key).Code.ShouldBe(0, $"{older}");
    }

    [Fact]
    public void without_tiles_says_plainly_that_it_is_not_proven()
    {
        var (code, said) = desk.Run("checkpoint", Checkpoint(300), "--against", Checkpoint(200), "--key", Given.Key);
        code.ShouldBe(3);
        said.ShouldStartWith("NOT DECIDED: Not proven: that the checkpoint of 300 entries goes on from that of 200. Give the log's tiles with --tiles.\n");
        desk.Reason("checkpoint", Checkpoint(300), "--against", Checkpoint(200), "--tiles", desk.Export("short", 100), "--key", Given.Key).ShouldBe((3, "consistencyNotProven"));
        desk.Reason("checkpoint", Checkpoint(300), "--against", Checkpoint(300), "--key", Given.Key).ShouldBe((0, "checkpoint"));
    }

    [Fact]
    public void shows_a_fork()
    {
        var fork = Given.Forked(150);
        var other = desk.Write("other", Given.Checkpoint(300, fork).ToString());
        desk.Reason("checkpoint", other, "--against", Checkpoint(300), "--key", Given.Key).ShouldBe((1, "fork"));
        // The larger has other beginnings than the smaller; its own tiles convict it.
        desk.Reason("checkpoint", other, "--against", Checkpoint(200), "--tiles", desk.Export("forked", entries: fork), "--key", Given.Key).ShouldBe((1, "fork"));
        desk.Reason("checkpoint", other, "--against", Checkpoint(140), "--tiles", desk.At("forked"), "--key", Given.Key).ShouldBe((0, "checkpoint"));
        // Tiles of another tree prove nothing about this one.
        desk.Reason("checkpoint", other, "--against", Checkpoint(200), "--tiles", desk.Export("log"), "--key", Given.Key).ShouldBe((1, "tilesWrong"));
    }

    [Fact]
    public void shows_that_a_log_was_set_back()
    {
        var (code, said) = desk.Run("checkpoint", Checkpoint(200), "--against", Checkpoint(300), "--key", Given.Key, "--lang", "zh-CN");
        code.ShouldBe(1);
        said.ShouldStartWith("核验不通过：日志已回退：此前签署 300 个条目，如今仅 200 个。\n");
    }

    [Fact]
    public void takes_no_altered_tile()
    {
        desk.Export("log");
        var tile = Path.Combine(desk.At("log"), Tile.InTree(0, 0, 300).Path);
        var content = File.ReadAllBytes(tile);
        content[199 * 32] ^= 1;
        File.WriteAllBytes(tile, content);
        desk.Reason("checkpoint", Checkpoint(300), "--against", Checkpoint(200), "--tiles", desk.At("log"), "--key", Given.Key).ShouldBe((1, "tilesWrong"));
        File.WriteAllBytes(tile, content[..100]);
        desk.Reason("checkpoint", Checkpoint(300), "--against", Checkpoint(200), "--tiles", desk.At("log"), "--key", Given.Key).ShouldBe((1, "tilesWrong"));
    }

    [Fact]
    public void with_any_bit_flipped_verifies_nothing_else()
    {
        var good = Encoding.UTF8.GetBytes(Given.Checkpoint().ToString());
        for (var place = 0; place < good.Length; place++)
            for (var bit = 0; bit < 8; bit++)
            {
                var bad = good.ToArray();
                bad[place] ^= (byte)(1 << bit);
                desk.Run("checkpoint", desk.Write("c", bad), "--key", Given.Key).Code.ShouldBeOneOf([1, 2], $"{place}.{bit}");
            }
    }

    [Fact]
    public void takes_nothing_that_is_no_checkpoint()
    {
        desk.Reason("checkpoint", desk.Write("c", Given.Promise(3)), "--key", Given.Key).ShouldBe((1, "notACheckpoint"));
        desk.Reason("checkpoint", desk.Write("c", "hello\n"), "--key", Given.Key).ShouldBe((2, "form"));
        desk.Reason("checkpoint", desk.Write("c", Given.Checkpoint().ToString()[..^10]), "--key", Given.Key).ShouldBe((2, "form"));
        desk.Reason("checkpoint", desk.At("nothing"), "--key", Given.Key).ShouldBe((2, "noFile"));
    }
}
