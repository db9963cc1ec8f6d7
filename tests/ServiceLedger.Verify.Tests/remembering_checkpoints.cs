namespace ServiceLedger.Verify.Tests;

/// <summary>Whoever remembers what the log signed finds out when it says something else.</summary>
public sealed class remembering_checkpoints : IDisposable
{
    readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    (int Code, string Text) Checkpoint(int size, byte[][]? entries = null, params string[] more) =>
        desk.Remembering(["checkpoint", desk.Write("c", Given.Checkpoint(size, entries).ToString()), "--key", Given.Key, .. more]);

    (int Code, string Text) Receipt(int size, byte[][]? entries = null, params string[] more) =>
        desk.Remembering(["receipt", desk.Write("r", Given.Proof(3, size, Given.Extra(3), entries).ToString()), "--key", Given.Key, .. more]);

    string Remembered => File.ReadAllText(desk.State);

    [Fact]
    public void keeps_the_first_it_sees()
    {
        var (code, said) = Checkpoint(200);
        code.ShouldBe(0);
        said.ShouldContain("note: It is the first checkpoint of this log seen here; it is remembered, and later ones must go on from it.\n");
        Remembered.ShouldStartWith("""{"format":"ledger-verify-state@v1","logs":{"ledger.example/log":{"seenAt":"2026-03-03T01:00:00Z","checkpoint":"ledger.example/log\n200\n""");
        Checkpoint(200).Text.ShouldNotContain("first checkpoint");
    }

    [Fact]
    public void goes_on_only_where_it_is_proven()
    {
        Checkpoint(200);
        var before = Remembered;
        var (code, said) = Checkpoint(300);
        code.ShouldBe(3);
        said.ShouldContain("Not proven: that this checkpoint goes on from the checkpoint of 200 entries seen at 2026-03-03T01:00:00Z, which stays remembered.");
        Remembered.ShouldBe(before);
        var log = desk.Export("log");
        Checkpoint(300, null, "--tiles", log).Code.ShouldBe(0);
        Remembered.ShouldContain("\\n300\\n");
    }

    [Fact]
    public void by_a_whole_log_goes_on_without_further_tiles()
    {
        Checkpoint(200);
        var (code, said) = desk.Remembering("log", desk.Export("log"), "--key", Given.Key);
        code.ShouldBe(0);
        said.ShouldContain("note: It is consistent with the checkpoint of 200 entries seen at 2026-03-03T01:00:00Z.\n");
        Remembered.ShouldContain("\\n300\\n");
        desk.Remembering("log", desk.Export("fork", entries: Given.Forked(150)), "--key", Given.Key).Text.ShouldStartWith("REFUSED: The log is split");
        desk.Remembering("log", desk.Export("old", 250), "--key", Given.Key).Text.ShouldStartWith("REFUSED: The log was set back");
    }

    [Fact]
    public void finds_out_a_log_that_is_set_back_or_split()
    {
        Checkpoint(200);
        var before = Remembered;
        Checkpoint(150).ShouldBe((1, $"""
            REFUSED: The log was set back: this checkpoint has 150 entries, less than the checkpoint of 200 entries seen at 2026-03-03T01:00:00Z.
            log: ledger.example/log, 150 entries, root {Given.Root(150)}
            signed by: {Given.Key}
            note: The log ledger.example/log signed that it has 150 entries.

            """));
        Checkpoint(200, Given.Forked(100)).Text.ShouldStartWith("REFUSED: The log is split: this checkpoint contradicts the checkpoint of 200 entries seen at 2026-03-03T01:00:00Z, and both are signed. Keep both: together they convict the log. That one is kept in DESK/state.json.\n");
        Checkpoint(300, Given.Forked(100), "--tiles", desk.Export("fork", entries: Given.Forked(100))).Text.ShouldStartWith("REFUSED: The log is split");
        Checkpoint(300, null, "--tiles", desk.At("fork")).Text.ShouldStartWith("REFUSED: The tiles are not those");
        Remembered.ShouldBe(before);
    }

    [Fact]
    public void takes_an_old_receipt_for_what_it_is()
    {
        Checkpoint(200);
        var (code, said) = Receipt(100);
        code.ShouldBe(0);
        said.ShouldContain("note: It is older than the checkpoint of 200 entries seen at 2026-03-03T01:00:00Z; that the log still holds it is not proven here (--tiles proves it).\n");
        Receipt(100, null, "--tiles", desk.Export("log", 200)).Text.ShouldContain("note: It is consistent with the checkpoint of 200 entries");
        Receipt(100, Given.Forked(50), "--tiles", desk.At("log")).Text.ShouldStartWith("REFUSED: The log is split");
        Receipt(200, Given.Forked(50)).Text.ShouldStartWith("REFUSED: The log is split");
    }

    [Fact]
    public void takes_a_newer_receipt_and_says_what_is_not_proven()
    {
        Receipt(200).Text.ShouldContain("first checkpoint");
        var before = Remembered;
        var (code, said) = Receipt(300);
        code.ShouldBe(0);
        said.ShouldContain("note: Not proven: that it goes on from the checkpoint of 200 entries seen at 2026-03-03T01:00:00Z, which stays remembered (--tiles proves it).\n");
        Remembered.ShouldBe(before);
    }

    [Fact]
    public void remembers_nothing_it_does_not_believe()
    {
        desk.Remembering("checkpoint", desk.Write("c", Given.Checkpoint().ToString()), "--key", Given.Stranger.Verifier.ToString()).Code.ShouldBe(1);
        desk.Remembering("checkpoint", desk.At("c"), "--key", Given.Key, "--witness", Given.Witnesses[0].Verifier.ToString()).Code.ShouldBe(3);
        File.Exists(desk.State).ShouldBeFalse();
    }

    [Fact]
    public void trusts_no_memory_it_cannot_read()
    {
        foreach (var broken in new[] { "", "{", "[]", "{\"format\":\"ledger-verify-state@v2\",\"logs\":{}}", "{\"format\":\"ledger-verify-state@v1\",\"logs\":{\"a\":1}}", "{\"format\":\"ledger-verify-state@v1\",\"logs\":{\"a\":{\"seenAt\":\"x\",\"checkpoint\":\"y\"}}}" })
        {
            desk.Write("state.json", broken);
            var (code, said) = Checkpoint(200);
            code.ShouldBe(2);
            said.ShouldStartWith("NOT READABLE: What was remembered of earlier checkpoints cannot be read:");
            Remembered.ShouldBe(broken);
        }

        Directory.CreateDirectory(desk.At("folder"));
        desk.RunWith(["checkpoint", desk.At("c"), "--key", Given.Key, "--state", desk.At("folder")]).Code.ShouldBe(2);
    }

    [Fact]
    public async Task by_several_at_once_loses_nothing()
    {
        Checkpoint(100);
        var log = desk.Export("log");
        var checkpoints = Enumerable.Range(0, 8).Select(i => desk.Write($"c{i}", Given.Checkpoint(200 + i).ToString())).ToArray();
        await Task.WhenAll(checkpoints.Select(c => Task.Run(() => desk.Remembering("checkpoint", c, "--key", Given.Key, "--tiles", log), TestContext.Current.CancellationToken)));
        Remembered.ShouldContain("\\n207\\n");
    }
}
