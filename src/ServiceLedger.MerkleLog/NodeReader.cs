using System.Numerics;

namespace ServiceLedger.MerkleLog;

/// <summary>Reads the hash of the complete subtree of 2^level leaves whose first leaf has the number index · 2^level (RFC 6962 §2.1); level 0 is the leaves.</summary>
public delegate TreeHash NodeReader(int level, long index);

static class Nodes
{
    /// <summary>The largest power of two smaller than n, where a tree of n leaves divides (RFC 6962 §2.1); n is at least 2.</summary>
    internal static long Split(long n) => 1L << BitOperations.Log2((ulong)n - 1);

    /// <summary>The hash of the leaves from start to end, end excluded: MTH(D[start:end]) of RFC 6962 §2.1, where start is where such a subtree may begin.</summary>
    internal static TreeHash Of(this NodeReader nodes, long start, long end)
    {
        var length = end - start;
        if (BitOperations.IsPow2(length))
            return nodes(BitOperations.Log2((ulong)length), start / length);
        var middle = start + Split(length);
        return TreeHash.OfNode(nodes.Of(start, middle), nodes.Of(middle, end));
    }
}
