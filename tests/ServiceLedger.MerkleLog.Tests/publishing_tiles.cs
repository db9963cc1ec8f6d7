using System.Runtime.InteropServices;

namespace ServiceLedger.MerkleLog.Tests;

public class publishing_tiles
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(63, 999, 1, "tile/63/999.p/1")]
    [InlineData(1, 1000, 255, "tile/1/x001/000.p/255")]
    [InlineData(-1, 0, 17, "tile/entries/000.p/17")]
    [InlineData(-1, 273, 256, "tile/entries/273")]
    [InlineData(0, long.MaxValue, 256, "tile/0/x009/x223/x372/x036/x854/x775/807")]
    public void names_each_by_its_path(int level, long index, int width, string path)
    {
        var tile = new Tile(level, index, width);
        tile.Path.ShouldBe(path);
        Tile.TryParse(path, out var read).ShouldBeTrue();
        read.ShouldBe(tile);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/0//000")]
    [InlineData("Tile/0/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/+1/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/99999999999999999999/000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/1000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/x000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/X001/000")]
    [InlineData("tile/0/x001/x000")]
    [InlineData("tile/0/ 01")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/0/٠٠٠")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/-1")]
    [InlineData("tile/0/000.p/1/1")]
    [InlineData("tile/0/000.q/1")]
    [InlineData("tile/0/000.p/1 ")]
    [InlineData("tile/0/x009/x223/x372/x036/x854/x775/808")]
    [InlineData("tile/0/x001/x009/x223/x372/x036/x854/x775/807")]
    [InlineData("tile/entries")]
    [InlineData("tile/entries/0")]
    [InlineData("tile/0/../000")]
    public void takes_no_other_path(string path) => Tile.TryParse(path, out _).ShouldBeFalse();

    [Theory, InlineData(-2, 0, 1), InlineData(64, 0, 1), InlineData(0, -1, 1), InlineData(0, 0, 0), InlineData(0, 0, 257)]
    public void knows_no_other_coordinates(int level, long index, int width) => Should.Throw<ArgumentOutOfRangeException>(() => new Tile(level, index, width));

    [Fact]
    public void has_of_a_tree_of_seventy_thousand_what_the_standard_counts()
    {
        var tiles = Tile.Changed(0, 70_000).ToArray();
        tiles.Where(t => t.IsEntries).Select(t => new Tile(0, t.Index, t.Width)).ShouldBe(tiles.Where(t => t.Level == 0));
        tiles.Count(t => t.Level == 0 && !t.IsPartial).ShouldBe(273);
        tiles.Where(t => t.Level >= 0 && t.IsPartial).ShouldBe([new(0, 273, 112), new(1, 1, 17), new(2, 0, 1)]);
        tiles.Where(t => t.Level == 1 && !t.IsPartial).ShouldBe([new(1, 0)]);
        Tile.Changed(0, 256).ShouldBe([new(Tile.Entries, 0), new(0, 0), new(1, 0, 1)]);
        Tile.Changed(0, 0).ShouldBeEmpty();
    }

    [Fact]
    public void changes_with_growth_what_differs_between_the_two_trees_and_nothing_else()
    {
        long[] sizes = [0, 1, 2, 255, 256, 257, 511, 512, 513, 1000, 65_535, 65_536, 65_537, 70_000, 131_072];
        foreach (var old in sizes)
            foreach (var size in sizes.Where(s => s >= old))
                Tile.Changed(old, size).ShouldBe(Of(size).Except(Of(old)), ignoreOrder: true, $"{old} to {size}");

        // The definition: at level l and size s, floor(s / 256^l) hashes in tiles of 256.
        static IEnumerable<Tile> Of(long size) =>
            from level in Enumerable.Range(-1, 5)
            let hashes = size / (long)Math.Pow(256, Math.Max(level, 0))
            from index in Enumerable.Range(0, (int)((hashes + 255) / 256))
            select new Tile(level, index, (int)Math.Min(256, hashes - 256L * index));
    }

    [Fact]
    public void reaches_the_largest_sizes()
    {
        Tile.InTree(7, 0, long.MaxValue).Width.ShouldBe(127);
        Tile.Changed(long.MaxValue - 1, long.MaxValue).ShouldBe([new(Tile.Entries, long.MaxValue >> 8, 255), new(0, long.MaxValue >> 8, 255)]);
        Should.Throw<ArgumentOutOfRangeException>(() => Tile.InTree(0, long.MaxValue, long.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(() => Tile.InTree(8, 0, long.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(() => Tile.InTree(0, 1, 256));
    }

    [Fact]
    public void holds_the_hashes_of_the_standard_however_the_log_grew()
    {
        var leaves = Enumerable.Range(0, 70_000).Select(i => TreeHash.OfLeaf(BitConverter.GetBytes(i))).ToArray();
        var nodes = Given.NodesOf(leaves);
        foreach (var steps in new int[][] { [70_000], [1, 255, 256, 257, 70_000], [300, 65_535, 65_536, 65_537, 70_000] })
        {
            var stored = new Dictionary<Tile, byte[]>();
            var old = 0;
            foreach (var size in steps)
            {
                var grown = Tiles.Grow(old, leaves[old..size], t => stored[t]).ToArray();
                grown.Select(g => g.Key).ShouldBe(Tile.Changed(old, size).Where(t => !t.IsEntries));
                foreach (var (tile, content) in grown)
                {
                    stored[tile] = content;
                    content.ShouldBe(Enumerable.Range(0, tile.Width).SelectMany(i => nodes(8 * tile.Level, 256 * tile.Index + i).ToArray()));
                }
                old = size;
            }
            var read = Tiles.Read(70_000, t => stored[t]);
            for (var level = 0; level <= 16; level++)
                for (long index = 0; index < 70_000 >> level; index += 1 + (70_000 >> level) / 50)
                    read(level, index).ShouldBe(nodes(level, index));
        }
    }

    [Fact]
    public void serves_all_proofs_from_the_tiles_alone()
    {
        foreach (var size in new[] { 1, 2, 255, 256, 257, 511, 513, 1000, 1024 })
        {
            var stored = Tiles.Grow(0, Given.Leaves[..size], _ => throw new UnreachableTile()).ToDictionary();
            var nodes = Tiles.Read(size, t => stored[t]);
            GrowingTree.Read(size, nodes).Root.ShouldBe(Given.Root(size));
            for (var index = 0; index < size; index += 7)
                InclusionProof.Check(Given.Leaves[index], index, size, InclusionProof.Make(index, size, nodes), Given.Root(size)).ShouldBeTrue();
            for (var old = 0; old <= size; old += 5)
                ConsistencyProof.Check(old, Given.Root(old), size, Given.Root(size), ConsistencyProof.Make(old, size, nodes)).ShouldBeTrue();
        }
    }

    sealed class UnreachableTile : Exception;

    [Fact]
    public void lets_the_full_tile_stand_in_for_a_partial_one()
    {
        var full = Tiles.Grow(0, Given.Leaves[..256], _ => default).ToDictionary();
        var nodes = Tiles.Read(100, t => full[new(t.Level, t.Index)]);
        GrowingTree.Read(100, nodes).Root.ShouldBe(Given.Root(100));
        var grown = Tiles.Grow(100, Given.Leaves[100..300], t => full[new(t.Level, t.Index)]).ToDictionary();
        grown[new(0, 0)].ShouldBe(full[new(0, 0)]);
    }

    [Fact]
    public void with_a_bit_flipped_gives_another_root()
    {
        var stored = Tiles.Grow(0, Given.Leaves[..300], _ => default).ToDictionary();
        // The root is of the full tile's own root, which stands at level 1, and of the partial tile.
        foreach (var tile in new Tile[] { new(1, 0, 1), new(0, 1, 44) })
            foreach (var other in WithAFlippedBitInEachByte(stored[tile]))
                GrowingTree.Read(300, Tiles.Read(300, t => t == tile ? other : stored[t])).Root.ShouldNotBe(Given.Root(300));
        // A bit of the full tile is found by growing it anew.
        foreach (var other in WithAFlippedBitInEachByte(stored[new(0, 0)]))
            Tiles.Grow(0, MemoryMarshal.Cast<byte, TreeHash>(other).ToArray(), _ => default).Last().Value.ShouldNotBe(stored[new(1, 0, 1)]);

        static IEnumerable<byte[]> WithAFlippedBitInEachByte(byte[] tile)
        {
            for (var i = 0; i < tile.Length; i++)
            {
                var other = (byte[])tile.Clone();
                other[i] ^= (byte)(1 << i % 8);
                yield return other;
            }
        }
    }

    [Theory, InlineData(0), InlineData(31), InlineData(32 * 43), InlineData(32 * 44 - 1), InlineData(32 * 44 + 1), InlineData(32 * 45), InlineData(8191), InlineData(8193)]
    public void of_another_length_are_refused(int length)
    {
        var nodes = Tiles.Read(300, _ => new byte[length]);
        Should.Throw<InvalidDataException>(() => nodes(0, 299));
        Should.Throw<InvalidDataException>(() => Tiles.Hashes(new(0, 1, 44), _ => new byte[length]));
    }

    [Theory, InlineData(-1, 0), InlineData(0, -1), InlineData(0, 300), InlineData(8, 1), InlineData(9, 0), InlineData(63, 0), InlineData(62, 0)]
    public void hold_no_nodes_outside_of_the_tree(int level, long index)
    {
        var nodes = Tiles.Read(300, _ => new byte[8192]);
        Should.Throw<ArgumentOutOfRangeException>(() => nodes(level, index));
    }
}
