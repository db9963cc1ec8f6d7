using System.Numerics;

namespace ServiceLedger.MerkleLog;

/// <summary>The Merkle tree as the one who appends needs it: its size and the hashes of the complete subtrees along its right edge, at most 63 (RFC 6962 §2.1).</summary>
public sealed class GrowingTree
{
    // The largest subtree first. A tree of n leaves has one for every bit that is set in n.
    readonly TreeHash[] edge = new TreeHash[63];
    int count;

    /// <summary>The tree without leaves.</summary>
    public GrowingTree() { }

    /// <summary>The tree of this size with these hashes along its edge, as <see cref="Edge"/> gave them; a negative size or another number of hashes is an <see cref="ArgumentException"/>.</summary>
    public GrowingTree(long size, ReadOnlySpan<TreeHash> edge)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (edge.Length != BitOperations.PopCount((ulong)size))
            throw new ArgumentException($"A tree of {size} leaves has {BitOperations.PopCount((ulong)size)} complete subtrees along its edge, not {edge.Length}.", nameof(edge));
        edge.CopyTo(this.edge);
        count = edge.Length;
        Size = size;
    }

    /// <summary>The tree of this size whose nodes can be read.</summary>
    public static GrowingTree Read(long size, NodeReader nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var edge = new List<TreeHash>();
        for (var level = 62; level >= 0; level--)
            if ((size >> level & 1) == 1)
                edge.Add(nodes(level, (size >> level) - 1));
        return new(size, edge.ToArray());
    }

    /// <summary>The number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The hashes of the complete subtrees along the right edge, the largest first; with the size they are all that is needed to go on.</summary>
    public ReadOnlySpan<TreeHash> Edge => edge.AsSpan(0, count);

    /// <summary>The root of the tree at this size (RFC 6962 §2.1).</summary>
    public TreeHash Root
    {
        get
        {
            if (count == 0)
                return TreeHash.Empty;
            var root = edge[count - 1];
            for (var i = count - 2; i >= 0; i--)
                root = TreeHash.OfNode(edge[i], root);
            return root;
        }
    }

    /// <summary>Appends a leaf by its hash and returns the index it got; a tree of 2^63 − 1 leaves takes no more (<see cref="InvalidOperationException"/>).</summary>
    public long Append(TreeHash leaf)
    {
        if (Size == long.MaxValue)
            throw new InvalidOperationException("The tree is full.");
        for (var merged = Size; (merged & 1) == 1; merged >>= 1)
            leaf = TreeHash.OfNode(edge[--count], leaf);
        edge[count++] = leaf;
        return Size++;
    }
}
