using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Tests.Ledger;

/// <summary>A folder with the whole log under one checkpoint, for whoever keeps or verifies it.</summary>
public class exporting_the_log(LedgerHost host) : IClassFixture<LedgerHost>, IDisposable
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "log-export-" + Guid.NewGuid());

    LogExport Export => new(new(host.LogFolder), host.Services.GetRequiredService<PublishedLog>(), host.Services.GetRequiredService<LogKeys>());

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task holds_the_entries_tiles_and_keys_of_one_checkpoint_and_nothing_else()
    {
        var size = await Grow(3);
        var report = await Export.RunAsync(folder, _ => { });
        (report.Size, report.Entries, report.Kept).ShouldBe((size, size, 0));
        Files().ShouldBe([.. Tile.Changed(0, size).Select(t => t.Path).Concat(["checkpoint", "log.vkey"]).Order(StringComparer.Ordinal)]);

        var tree = new GrowingTree();
        foreach (var bundle in Tile.Changed(0, size).Where(t => t.IsEntries))
        {
            EntryBundle.TryRead(File.ReadAllBytes(Path.Combine(folder, bundle.Path)), bundle.Width, out var entries).ShouldBeTrue();
            foreach (var entry in entries)
                tree.Append(TreeHash.OfLeaf(entry.Span));
        }

        var key = NoteVerifier.Parse(File.ReadAllLines(Path.Combine(folder, "log.vkey")).Single());
        SignedNote.TryParse(File.ReadAllBytes(Path.Combine(folder, "checkpoint")), out var note).ShouldBeTrue();
        note.Verify(key).ShouldBeTrue();
        Checkpoint.TryParse(note.Text, out var checkpoint).ShouldBeTrue();
        (checkpoint.Size, checkpoint.Root).ShouldBe((size, tree.Root));
    }

    [Fact]
    public async Task again_writes_only_what_is_new_or_was_altered()
    {
        var size = await Grow(2);
        await Export.RunAsync(folder, _ => { });
        var again = await Export.RunAsync(folder, _ => { });
        again.Written.ShouldBe(0);

        var altered = Path.Combine(folder, Tile.Changed(0, size).First().Path);
        var bytes = File.ReadAllBytes(altered);
        var flipped = bytes.ToArray();
        flipped[^1] ^= 1;
        File.WriteAllBytes(altered, flipped);
        (await Export.RunAsync(folder, _ => { })).Written.ShouldBe(1);
        File.ReadAllBytes(altered).ShouldBe(bytes);

        var grown = await Grow(1);
        await Export.RunAsync(folder, _ => { });
        Files().ShouldBe([.. Tile.Changed(0, grown).Select(t => t.Path).Concat(["checkpoint", "log.vkey"]).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task interrupted_goes_on_where_it_was()
    {
        await Grow(2);
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => Export.RunAsync(folder, _ => stop.Cancel(), stop.Token));
        File.Exists(Path.Combine(folder, "checkpoint")).ShouldBeFalse();
        (await Export.RunAsync(folder, _ => { })).Kept.ShouldBe(1);
    }

    [Fact]
    public async Task past_a_full_tile_leaves_no_narrower_one()
    {
        await Grow(1);
        await Export.RunAsync(folder, _ => { });
        var size = 0L;
        while (size <= Tile.FullWidth)
            size = await Grow(20);
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => Export.RunAsync(folder, _ => stop.Cancel(), stop.Token));
        // As if the power had failed between writing a full tile and removing the narrower one.
        Directory.CreateDirectory(Path.Combine(folder, "tile/entries/000.p"));
        File.WriteAllBytes(Path.Combine(folder, "tile/entries/000.p/7"), [0]);
        await Export.RunAsync(folder, _ => { });
        Files().ShouldBe([.. Tile.Changed(0, size).Select(t => t.Path).Concat(["checkpoint", "log.vkey"]).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task writes_over_nothing_that_is_not_this_log()
    {
        await Grow(1);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "mine");
        await Refused("no export of this log");
        using var stranger = NoteSigner.Parse(NoteSigner.NewKey("serviceledger.example/log"));
        File.WriteAllText(Path.Combine(folder, "log.vkey"), stranger.Verifier + "\n");
        await Refused("no export of this log");
        Sign(new Checkpoint("another.example/log", 1, TreeHash.Empty));
        await Refused("another log");
        Sign(new Checkpoint("serviceledger.example/log", 1, TreeHash.Empty));
        await Refused("not the first of this log");
        Sign(new Checkpoint("serviceledger.example/log", 1_000_000, TreeHash.Empty));
        await Refused("set back");
        Files().ShouldBe(["checkpoint", "log.vkey", "notes.txt"]);

        async Task Refused(string said) => (await Should.ThrowAsync<NoExport>(() => Export.RunAsync(folder, _ => { }))).Message.ShouldContain(said);

        void Sign(Checkpoint checkpoint) => File.WriteAllText(Path.Combine(folder, "checkpoint"), SignedNote.Sign(checkpoint.ToString(), stranger).ToString());
    }

    [Fact]
    public async Task stops_at_an_entry_that_is_not_the_one_that_was_signed()
    {
        await Grow(1);
        await using var database = NpgsqlDataSource.Create(host.Connection);
        await Do("update ledger.leaf set entry = entry || ' ' where leaf_index = 1");
        (await Should.ThrowAsync<LogBroken>(() => Export.RunAsync(folder, _ => { }))).Message.ShouldBe("Leaf 1 in the database is not the one that was signed.");
        File.Exists(Path.Combine(folder, "checkpoint")).ShouldBeFalse();
        await Do("update ledger.leaf set entry = substring(entry from 1 for length(entry) - 1) where leaf_index = 1");

        async Task Do(string sql)
        {
            await using var command = database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    async Task<long> Grow(int citizens)
    {
        for (var i = 0; i < citizens; i++)
            await host.Submit(await host.Register());
        return await host.Services.GetRequiredService<KeepsLog>().CatchUpAsync();
    }

    string[] Files() => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
}
