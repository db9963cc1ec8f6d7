using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Tests.Ledger;

/// <summary>Whoever reads the log over HTTP can check all of it.</summary>
public class publishing_the_log(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Auditor = "kind=officer; id=wu.jun; role=auditor; department=11500000009275780L; purpose=Oversight";

    [Fact]
    public async Task shows_everybody_a_signed_checkpoint_and_the_tiles_that_make_its_root()
    {
        var checkpoint = await Grown(300);
        using var anybody = host.Client();
        var tiles = new Dictionary<string, byte[]>();
        foreach (var tile in Tile.Changed(0, checkpoint.Size).Where(t => !t.IsEntries))
        {
            using var answer = await anybody.GetAsync($"/log/{tile.Path}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, tile.Path);
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
            tiles[tile.Path] = await answer.Content.ReadAsByteArrayAsync();
        }

        GrowingTree.Read(checkpoint.Size, Tiles.Read(checkpoint.Size, t => tiles[t.Path])).Root.ShouldBe(checkpoint.Root);
    }

    [Fact]
    public async Task shows_auditors_the_entries_under_the_tree_and_nobody_else()
    {
        var checkpoint = await Grown(260);
        using var auditor = host.Client(Auditor);
        var tree = new GrowingTree();
        for (var index = 0L; index * Tile.FullWidth < checkpoint.Size; index++)
        {
            var width = (int)Math.Min(Tile.FullWidth, checkpoint.Size - index * Tile.FullWidth);
            var bundle = await auditor.GetByteArrayAsync($"/log/{new Tile(Tile.Entries, index, width).Path}");
            EntryBundle.TryRead(bundle, width, out var entries).ShouldBeTrue();
            foreach (var entry in entries)
                tree.Append(TreeHash.OfLeaf(entry.Span));
        }

        tree.Root.ShouldBe(checkpoint.Root);
        (await host.Client().GetAsync("/log/tile/entries/000")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.Client(LedgerHost.Officer).GetAsync("/log/tile/entries/000")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/log/tile/0/x999/999")]
    [InlineData("/log/tile/0/999")]
    [InlineData("/log/tile/0/000.p/256")]
    [InlineData("/log/tile/0/000.p/0")]
    [InlineData("/log/tile/63/000")]
    [InlineData("/log/tile/-1/000")]
    [InlineData("/log/tile/0/%2e%2e/%2e%2e/lock")]
    [InlineData("/log/tile/0/0")]
    [InlineData("/log/tile/0/")]
    [InlineData("/log/tile/0/x000/000")]
    [InlineData("/log/tile/0/99999999999999999999999999999")]
    public async Task says_that_what_is_no_tile_of_it_is_not_there(string path)
    {
        await Grown(1);
        (await host.Client().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task says_who_it_is_to_programs_and_to_people()
    {
        var checkpoint = await Grown(1);
        var identity = JsonNode.Parse(await host.Client().GetStringAsync("/log"))!;
        identity["origin"]!.GetValue<string>().ShouldBe(checkpoint.Origin);
        identity["root"]!.GetValue<string>().ShouldBe(checkpoint.Root.ToString());
        NoteVerifier.Parse(identity["verifierKeys"]![0]!.GetValue<string>()).Name.ShouldBe(checkpoint.Origin);

        using var browser = host.Client();
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        var page = await browser.GetStringAsync("/log");
        page.ShouldContain("透明日志");
        page.ShouldContain(WebUtility.HtmlEncode(identity["verifierKeys"]![0]!.GetValue<string>()));
    }

    async Task<Checkpoint> Grown(int atLeast)
    {
        var log = host.Services.GetRequiredService<KeepsLog>();
        await log.CatchUpAsync();
        while (await host.Scalar<long>("select count(*) from ledger.mt_events where type <> 'tombstone'") < atLeast)
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Register()));
        await log.CatchUpAsync();
        var note = await host.Client().GetStringAsync("/log/checkpoint");
        SignedNote.TryParse(note, out var signed).ShouldBeTrue();
        signed!.Verify(host.Services.GetRequiredService<LogKeys>().Verifiers, out _).ShouldBeTrue();
        Checkpoint.TryParse(signed.Text, out var checkpoint).ShouldBeTrue();
        checkpoint!.Size.ShouldBeGreaterThanOrEqualTo(atLeast);
        return checkpoint;
    }
}
