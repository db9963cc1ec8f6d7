using System.Numerics;

namespace ServiceLedger.MerkleLog;

/// <summary>The hashes that show a tree to be the beginning of a larger one: the Merkle consistency proof of RFC 6962 §2.1.2.</summary>
public static class ConsistencyProof
{
    /// <summary>Makes the proof between two sizes of the tree, up to 64 hashes, none from size 0 or between equal sizes; sizes that shrink are an <see cref="ArgumentOutOfRangeException"/> (RFC 6962 §2.1.2).</summary>
    public static TreeHash[] Make(long oldSize, long newSize, NodeReader nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var proof = new List<TreeHash>();
        if (oldSize > 0)
            Subproof(0, newSize, known: true);
        return [.. proof];

        // `known` is b of the RFC: whether this subtree is the whole old tree, whose root the checker has.
        void Subproof(long start, long end, bool known)
        {
            if (end == oldSize)
            {
                if (!known)
                    proof.Add(nodes.Of(start, end));
                return;
            }
            var middle = start + Nodes.Split(end - start);
            if (oldSize <= middle)
            {
                Subproof(start, middle, known);
                proof.Add(nodes.Of(middle, end));
            }
            else
            {
                Subproof(middle, end, known: false);
                proof.Add(nodes.Of(start, middle));
            }
        }
    }

    /// <summary>Whether the proof shows that the old tree is the beginning of the new one; false for whatever does not, and never an exception (RFC 9162 §2.1.4.2). The empty tree is the beginning of every tree, by the empty proof.</summary>
    public static bool Check(long oldSize, TreeHash oldRoot, long newSize, TreeHash newRoot, ReadOnlySpan<TreeHash> proof)
    {
        if (oldSize < 0 || oldSize > newSize)
            return false;
        if (oldSize == 0)
            return proof.IsEmpty && oldRoot == TreeHash.Empty && (newSize > 0 || newRoot == TreeHash.Empty);
        if (oldSize == newSize)
            return proof.IsEmpty && oldRoot == newRoot;
        if (proof.IsEmpty)
            return false;

        // A complete old tree is itself the first hash, which the proof then leaves out; the names are those of the RFC.
        var complete = BitOperations.IsPow2(oldSize);
        var fr = complete ? oldRoot : proof[0];
        var sr = fr;
        long fn = oldSize - 1, sn = newSize - 1;
        while ((fn & 1) == 1)
            (fn, sn) = (fn >> 1, sn >> 1);
        foreach (var hash in complete ? proof : proof[1..])
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                fr = TreeHash.OfNode(hash, fr);
                sr = TreeHash.OfNode(hash, sr);
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = TreeHash.OfNode(sr, hash);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && fr == oldRoot && sr == newRoot;
    }
}
