using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>Verifies a log that was exported as a whole: every entry, every tile, and the root that was signed.</summary>
public sealed class ExportedLog(TileFolder folder, Report report, Action<long, long> progress)
{
    string? tileWrong, entryWrong, bundleWrong;

    /// <summary>Whether entries and tiles are those of the checkpoint; where not, the report names the first that is wrong.</summary>
    public bool Holds(Checkpoint checkpoint)
    {
        try
        {
            var root = Compare(checkpoint.Size);
            if (bundleWrong is { } bundle)
                return report.Refuse("bundleWrong", $"{bundle} is no bundle of as many entries as it should hold: it was cut short or altered.", $"{bundle} 不是应有数目条目的合集：不完整或已被改动。");
            // Where the entries make the signed root they are right, and whatever differs from them is not.
            if (root == checkpoint.Root)
                return tileWrong is null || report.Refuse("tileAltered", $"{tileWrong} was altered: the entries make the root that was signed, and other hashes than it holds.", $"{tileWrong} 已被改动：条目可推导出所签的根，但与其所载哈希不符。");
            return report.Refuse("entryAltered", entryWrong is not null
                ? $"The entries do not make the root that was signed: {entryWrong} is not the one that its tile holds the hash of." : "The entries do not make the root that was signed.", entryWrong is not null
                ? $"条目不能推导出所签的根：{entryWrong} 与其瓦片所载哈希不符。" : "条目不能推导出所签的根。");
        }
        catch (MissingTile missing)
        {
            return report.Refuse("missing", $"{missing.Tile.Path} is missing: the checkpoint covers it.", $"缺少 {missing.Tile.Path}，而检查点涵盖它。");
        }
    }

    // The root that the entries make; on the way every hash tile is compared with what it should be.
    TreeHash Compare(long size)
    {
        var tree = new GrowingTree();
        var above = new List<TreeHash>();
        foreach (var bundle in Tile.Changed(0, size).TakeWhile(t => t.IsEntries))
        {
            var content = folder.Read(bundle);
            if (!EntryBundle.TryRead(content, bundle.Width, out var entries))
            {
                bundleWrong = bundle.Path;
                return default;
            }

            var leaves = entries.Select(e => TreeHash.OfLeaf(e.Span)).ToArray();
            var differs = Same(new(0, bundle.Index, bundle.Width), leaves);
            if (differs >= 0)
                entryWrong ??= $"{bundle.Path}, entry {bundle.Index * Tile.FullWidth + differs}";
            foreach (var leaf in leaves)
                tree.Append(leaf);
            if (!bundle.IsPartial)
                above.Add(Root(leaves));
            progress(tree.Size, size);
        }

        for (var level = 1; above.Count > 0; level++)
        {
            var hashes = above;
            above = [];
            for (var first = 0; first < hashes.Count; first += Tile.FullWidth)
            {
                var part = hashes.GetRange(first, Math.Min(Tile.FullWidth, hashes.Count - first)).ToArray();
                Same(new(level, first / Tile.FullWidth, part.Length), part);
                if (part.Length == Tile.FullWidth)
                    above.Add(Root(part));
            }
        }

        return tree.Root;
    }

    // The first hash of the tile that is another than it should be; −1 where there is none. A tile of a wrong length differs from its beginning on.
    int Same(Tile tile, TreeHash[] hashes)
    {
        try
        {
            var there = Tiles.Hashes(tile, folder.Read);
            for (var i = 0; i < hashes.Length; i++)
                if (there[i] != hashes[i])
                {
                    tileWrong ??= tile.Path;
                    return i;
                }
            return -1;
        }
        catch (InvalidDataException)
        {
            tileWrong ??= tile.Path;
            return 0;
        }
    }

    static TreeHash Root(TreeHash[] hashes)
    {
        var tree = new GrowingTree();
        foreach (var hash in hashes)
            tree.Append(hash);
        return tree.Root;
    }
}
