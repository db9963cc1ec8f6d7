namespace ServiceLedger.MerkleLog;

/// <summary>The hashes that lead from one leaf to the root: the Merkle audit path of RFC 6962 §2.1.1, the leaf's sibling first.</summary>
public static class InclusionProof
{
    /// <summary>Makes the proof that the leaf of this index is in the tree of this size, up to 63 hashes; an index outside of the tree is an <see cref="ArgumentOutOfRangeException"/> (RFC 6962 §2.1.1).</summary>
    public static TreeHash[] Make(long index, long size, NodeReader nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<TreeHash>();
        Path(0, size);
        return [.. proof];

        void Path(long start, long end)
        {
            if (end - start == 1)
                return;
            var middle = start + Nodes.Split(end - start);
            var left = index < middle;
            if (left)
                Path(start, middle);
            else
                Path(middle, end);
            proof.Add(left ? nodes.Of(middle, end) : nodes.Of(start, middle));
        }
    }

    /// <summary>Whether the proof leads from this leaf hash, at this index, to this root of a tree of this size; false for whatever does not, and never an exception (RFC 9162 §2.1.3.2).</summary>
    public static bool Check(TreeHash leaf, long index, long size, ReadOnlySpan<TreeHash> proof, TreeHash root)
    {
        if (index < 0 || index >= size)
            return false;
        // The node the hash stands for and the last node of its level; the names are those of the RFC.
        long fn = index, sn = size - 1;
        var hash = leaf;
        foreach (var sibling in proof)
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                hash = TreeHash.OfNode(sibling, hash);
                // The last node of a level may have no sibling there: it is carried up until it is a right child.
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                hash = TreeHash.OfNode(hash, sibling);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && hash == root;
    }
}
