namespace ServiceLedger.MerkleLog.Tests;

/// <summary>Things that are almost what they should be.</summary>
static class Altered
{
    static readonly TreeHash[] Level = Levels();

    /// <summary>The nodes of a tree of any size all of whose leaves are the first given one.</summary>
    public static readonly NodeReader EqualLeaves = (level, _) => Level[level];

    public static IEnumerable<TreeHash> Hashes(TreeHash hash) => Given.WithOneBitFlipped(hash.ToArray()).Select(b => TreeHash.FromBytes(b));

    /// <summary>Truncated, extended, with hashes swapped, or with a bit flipped.</summary>
    public static IEnumerable<TreeHash[]> Proofs(TreeHash[] proof)
    {
        for (var i = 0; i < proof.Length; i++)
        {
            yield return [.. proof[..i], .. proof[(i + 1)..]];
            yield return [.. proof[..i], proof[i], .. proof[i..]];
            if (i > 0 && proof[i - 1] != proof[i])
                yield return [.. proof[..(i - 1)], proof[i], proof[i - 1], .. proof[(i + 1)..]];
        }
        foreach (var length in new[] { 1, 63, 500 })
        {
            yield return [.. proof, .. new TreeHash[length]];
            yield return [.. new TreeHash[length], .. proof];
        }
        for (var i = 0; i < proof.Length; i++)
            foreach (var other in Hashes(proof[i]))
                yield return [.. proof[..i], other, .. proof[(i + 1)..]];
    }

    static TreeHash[] Levels()
    {
        var levels = new TreeHash[63];
        levels[0] = Given.Leaves[0];
        for (var i = 1; i < levels.Length; i++)
            levels[i] = TreeHash.OfNode(levels[i - 1], levels[i - 1]);
        return levels;
    }
}
