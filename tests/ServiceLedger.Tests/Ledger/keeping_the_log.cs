using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Tests.Ledger;

/// <summary>Every event on record gets one place in the log, and every checkpoint goes on from the one before.</summary>
public class keeping_the_log(LedgerHost host) : IClassFixture<LedgerHost>
{
    KeepsLog Log => host.Services.GetRequiredService<KeepsLog>();
    LogFolder Folder => new(host.LogFolder);
    LogKeys Keys => host.Services.GetRequiredService<LogKeys>();

    [Fact]
    public async Task gives_each_event_one_leaf_and_signs_the_tree_of_them()
    {
        await host.Submit(await host.Register());
        var size = await Log.CatchUpAsync();
        size.ShouldBe(await host.Scalar<long>("select count(*) from ledger.mt_events where type <> 'tombstone'"));
        (await host.Scalar<long>("select count(*) from ledger.pending")).ShouldBe(0);
        (await host.Scalar<long>("select count(*) from ledger.leaf l join ledger.mt_events e on e.seq_id = l.seq_id and e.id = l.event_id")).ShouldBe(size);
        (await host.Scalar<long>("select max(leaf_index) from ledger.leaf")).ShouldBe(size - 1);

        var checkpoint = Signed();
        checkpoint.Size.ShouldBe(size);
        var tree = new GrowingTree();
        foreach (var leaf in await Entries())
            tree.Append(TreeHash.OfLeaf(leaf));
        checkpoint.Root.ShouldBe(tree.Root);
        GrowingTree.Read(size, Tiles.Read(size, Folder.Tile)).Root.ShouldBe(tree.Root);
    }

    [Fact]
    public async Task makes_of_an_event_the_entry_that_anybody_makes_of_it_again()
    {
        var application = await host.Submit(await host.Register());
        await Log.CatchUpAsync();
        var entry = await host.Scalar<byte[]>($"select entry from ledger.leaf l join ledger.mt_events e using (seq_id) where e.stream_id = '{application}' and e.version = 1");
        var text = Encoding.UTF8.GetString(entry);
        text.ShouldStartWith("""{"act":{"actorId":{"digest":""");
        text.ShouldContain($"\"stream\":\"{application}\",\"type\":\"application_submitted\",\"version\":1}}");
        text.ShouldNotContain("li.hua");
    }

    [Fact]
    public async Task goes_on_from_every_earlier_checkpoint()
    {
        var signed = new List<Checkpoint>();
        for (var i = 0; i < 5; i++)
        {
            await host.Register();
            await Log.CatchUpAsync();
            signed.Add(Signed());
        }

        var last = signed[^1];
        foreach (var earlier in signed)
            ConsistencyProof.Check(earlier.Size, earlier.Root, last.Size, last.Root, ConsistencyProof.Make(earlier.Size, last.Size, Tiles.Read(last.Size, Folder.Tile))).ShouldBeTrue();
        signed.Select(c => c.Size).ShouldBe(signed.Select(c => c.Size).Order());
    }

    [Fact]
    public async Task with_several_at_once_gives_each_event_one_place()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Register()));
        await using var database = NpgsqlDataSource.Create(host.Connection);
        var vault = host.Services.GetRequiredService<ServiceLedger.Privacy.Vault>();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await host.Register();
        }, TestContext.Current.CancellationToken);
        var sequencing = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
                await new Sequencer(database, vault).SequenceAsync();
        }, TestContext.Current.CancellationToken));
        await Task.WhenAll(sequencing.Append(writing));
        await gives_each_event_one_leaf_and_signs_the_tree_of_them();
    }

    [Fact]
    public async Task leaves_an_event_in_the_queue_that_somebody_removed_before_it_had_its_place()
    {
        await Log.CatchUpAsync();
        await host.Register();
        var gone = await host.Scalar<long>("with gone as (delete from ledger.mt_events where seq_id = (select max(seq_id) from ledger.mt_events) returning seq_id) select seq_id from gone");
        await Log.CatchUpAsync();
        (await host.Scalar<long>("with q as (delete from ledger.pending returning seq_id) select seq_id from q")).ShouldBe(gone);
    }

    [Fact]
    public async Task by_another_hand_that_is_behind_or_was_set_back_signs_nothing()
    {
        await host.Register();
        await Log.CatchUpAsync();
        await using var database = NpgsqlDataSource.Create(host.Connection);
        // A leaf altered before it was signed, one removed, the size set back: each is refused, and what was signed stays.
        var before = Folder.ReadCheckpoint();
        await host.Register();
        await host.Services.GetRequiredService<Sequencer>().SequenceAsync(TestContext.Current.CancellationToken);
        await Refused("update ledger.leaf set entry = entry || ' ' where leaf_index = (select max(leaf_index) from ledger.leaf)", "update ledger.leaf set entry = substring(entry from 1 for length(entry) - 1) where leaf_index = (select max(leaf_index) from ledger.leaf)", "altered");
        await Refused("update ledger.tree_head set size = size + 1", "update ledger.tree_head set size = size - 1", "missing");
        await Refused($"update ledger.tree_head set size = 1", $"update ledger.tree_head set size = (select max(leaf_index) + 1 from ledger.leaf)", "set back");
        Folder.ReadCheckpoint().ShouldBe(before);
        await Log.CatchUpAsync();

        async Task Refused(string tamper, string undo, string said)
        {
            await using (var command = database.CreateCommand(tamper))
                await command.ExecuteNonQueryAsync();
            (await Should.ThrowAsync<LogBroken>(() => new Checkpoints(database, Folder, Keys).SignAsync())).Message.ShouldContain(said);
            await using var repair = database.CreateCommand(undo);
            await repair.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public void by_one_process_at_a_time()
    {
        var folder = new LogFolder(host.LogFolder);
        using (folder.TryLock().ShouldNotBeNull())
            new LogFolder(host.LogFolder).TryLock().ShouldBeNull();
        folder.TryLock().ShouldNotBeNull().Dispose();
    }

    Checkpoint Signed() => Keys.TryRead(Folder.ReadCheckpoint()!, out var checkpoint) ? checkpoint : throw new InvalidOperationException("No checkpoint.");

    Task<List<byte[]>> Entries() => host.Column<byte[]>("select entry from ledger.leaf order by leaf_index");
}
