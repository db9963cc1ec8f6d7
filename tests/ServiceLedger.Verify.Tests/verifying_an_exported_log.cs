namespace ServiceLedger.Verify.Tests;

/// <summary>The whole log in a folder, verified by an auditor.</summary>
public sealed class verifying_an_exported_log : IDisposable
{
    readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public void says_that_every_entry_and_tile_is_right() =>
        desk.Run("log", desk.Export("log"), "--key", Given.Key).ShouldBe((0, $"""
            VERIFIED: The folder holds the whole log ledger.example/log: 300 entries make the root that was signed, and every tile is right.
            log: ledger.example/log, 300 entries, root {Given.Root(300)}
            signed by: {Given.Key}

            """));

    [Fact]
    public void without_a_key_says_whose_word_it_is()
    {
        var (code, said) = desk.Run("log", desk.Export("log", log: Given.Stranger), "--lang", "zh-CN");
        code.ShouldBe(0);
        said.ShouldContain("注意：公钥仅出自文件夹自身（log.vkey）");
        desk.Run("log", desk.At("log"), "--key", Given.Key).ShouldBe((1, "REFUSED: None of the given keys of the log ledger.example/log signed the checkpoint.\n"));
        File.Delete(Path.Combine(desk.At("log"), "log.vkey"));
        desk.Reason("log", desk.At("log")).ShouldBe((2, "usage"));
        // Such a key is not remembered: it would speak for the log ever after.
        desk.Export("log", log: Given.Stranger);
        desk.Remembering("log", desk.At("log"));
        File.Exists(desk.State).ShouldBeFalse();
    }

    [Fact]
    public void of_any_size_is_verified()
    {
        foreach (var size in new[] { 0, 1, 2, 255, 256, 257 })
            desk.Run("log", desk.Export($"log{size}", size), "--key", Given.Key).Code.ShouldBe(0, $"{size}");
    }

    [Fact]
    public void names_an_altered_entry()
    {
        var bundle = Path.Combine(desk.Export("log"), Tile.InTree(Tile.Entries, 1, 300).Path);
        var bytes = File.ReadAllBytes(bundle);
        bytes[10] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        desk.Run("log", desk.At("log"), "--key", Given.Key).ShouldBe((1, $"""
            REFUSED: The entries do not make the root that was signed: tile/entries/001.p/44, entry 256 is not the one that its tile holds the hash of.
            log: ledger.example/log, 300 entries, root {Given.Root(300)}
            signed by: {Given.Key}

            """));
    }

    [Fact]
    public void names_an_altered_tile()
    {
        foreach (var (level, index, path) in new[] { (0, 0, "tile/0/000"), (0, 1, "tile/0/001.p/44"), (1, 0, "tile/1/000.p/1") })
        {
            var tile = Path.Combine(desk.Export("log"), Tile.InTree(level, index, 300).Path);
            var bytes = File.ReadAllBytes(tile);
            bytes[5] ^= 1;
            File.WriteAllBytes(tile, bytes);
            desk.Run("log", desk.At("log"), "--key", Given.Key).Text.ShouldStartWith($"REFUSED: {path} was altered: the entries make the root that was signed, and other hashes than it holds.\n");
            File.WriteAllBytes(tile, bytes[..^1]);
            desk.Reason("log", desk.At("log"), "--key", Given.Key).ShouldBe((1, "tileAltered"));
            File.Delete(tile);
            desk.Run("log", desk.At("log"), "--key", Given.Key).ShouldBe((1, $"""
                REFUSED: {path} is missing: the checkpoint covers it.
                log: ledger.example/log, 300 entries, root {Given.Root(300)}
                signed by: {Given.Key}

                """));
        }
    }

    [Fact]
    public void names_an_entry_altered_together_with_its_tiles()
    {
        // Whoever alters entry and tiles has no signature for the root they make.
        var log = desk.Export("log", entries: Given.Forked(299));
        File.WriteAllText(Path.Combine(log, "checkpoint"), Given.Checkpoint().ToString());
        desk.Reason("log", log, "--key", Given.Key).ShouldBe((1, "entryAltered"));
    }

    [Fact]
    public void takes_no_bundle_that_is_too_short_or_too_long()
    {
        var bundle = Path.Combine(desk.Export("log"), Tile.InTree(Tile.Entries, 1, 300).Path);
        var bytes = File.ReadAllBytes(bundle);
        foreach (var other in new[] { bytes[..^1], bytes[..^200], [], [.. bytes, 0, 0], EntryBundle.Write([.. Given.Entries.Skip(256).Take(43).Select(e => new ReadOnlyMemory<byte>(e))]), EntryBundle.Write([.. Given.Entries.Take(45).Select(e => new ReadOnlyMemory<byte>(e))]) })
        {
            File.WriteAllBytes(bundle, other);
            desk.Run("log", desk.At("log"), "--key", Given.Key).Text.ShouldStartWith("REFUSED: tile/entries/001.p/44 is no bundle of as many entries as it should hold: it was cut short or altered.\n");
        }
    }

    [Fact]
    public void takes_a_full_bundle_for_a_partial_one_whose_entries_it_begins_with()
    {
        var log = desk.Export("log", 200);
        File.Delete(Path.Combine(log, Tile.InTree(Tile.Entries, 0, 200).Path));
        desk.Write("log/tile/entries/000", EntryBundle.Write([.. Given.Entries.Take(256).Select(e => new ReadOnlyMemory<byte>(e))]));
        desk.Run("log", log, "--key", Given.Key).Code.ShouldBe(0);
    }

    [Fact]
    public void takes_no_folder_that_holds_none()
    {
        desk.Reason("log", desk.At("nothing"), "--key", Given.Key).ShouldBe((2, "noFile"));
        Directory.CreateDirectory(desk.At("empty"));
        desk.Reason("log", desk.At("empty"), "--key", Given.Key).ShouldBe((2, "noFile"));
        desk.Reason("log", desk.Write("file", "x"), "--key", Given.Key).ShouldBe((2, "noFile"));
    }
}
