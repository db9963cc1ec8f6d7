namespace ServiceLedger.MerkleLog.Tests;

public class proving_inclusion
{
    [Fact]
    public void of_every_leaf_at_every_size_gives_the_path_of_the_rfc_and_holds()
    {
        for (var size = 1; size <= Given.Largest; size++)
            for (var index = 0; index < size; index++)
            {
                var proof = InclusionProof.Make(index, size, Given.Nodes);
                proof.ShouldBe(Given.Hashes(Naive.PATH(index, Given.Entries[..size])));
                InclusionProof.Check(Given.Leaves[index], index, size, proof, Given.Root(size)).ShouldBeTrue($"{index} of {size}");
            }
    }

    [Fact]
    public void holds_for_no_other_leaf_index_size_or_root()
    {
        for (var size = 1; size <= 33; size++)
            for (var index = 0; index < size; index++)
            {
                var proof = InclusionProof.Make(index, size, Given.Nodes);
                var root = Given.Root(size);
                for (var other = -1; other <= 66; other++)
                {
                    if (other != index)
                        InclusionProof.Check(Given.Leaves[index], other, size, proof, root).ShouldBeFalse($"{index} as {other} of {size}");
                    // A path says of the size only what the way from the leaf depends on; with the size's own root it is bound to it.
                    if (other >= 0 && other != size)
                        InclusionProof.Check(Given.Leaves[index], index, other, proof, Given.Root(other)).ShouldBeFalse($"{index} of {size} as of {other}");
                    if (other >= 0 && other != index)
                        InclusionProof.Check(Given.Leaves[other], index, size, proof, root).ShouldBeFalse();
                }
            }
    }

    [Fact]
    public void holds_with_no_hash_altered_left_out_added_or_moved()
    {
        for (var size = 1; size <= 17; size++)
            for (var index = 0; index < size; index++)
            {
                var proof = InclusionProof.Make(index, size, Given.Nodes);
                var root = Given.Root(size);
                foreach (var other in Altered.Proofs(proof))
                    InclusionProof.Check(Given.Leaves[index], index, size, other, root).ShouldBeFalse($"{index} of {size}");
                foreach (var other in Altered.Hashes(root))
                    InclusionProof.Check(Given.Leaves[index], index, size, proof, other).ShouldBeFalse();
                foreach (var other in Altered.Hashes(Given.Leaves[index]))
                    InclusionProof.Check(other, index, size, proof, root).ShouldBeFalse();
            }
    }

    [Fact]
    public void of_a_leaf_does_not_pass_a_node_for_a_leaf()
    {
        var proof = InclusionProof.Make(0, 8, Given.Nodes);
        // The parent of leaves 0 and 1, with the rest of the path, is no leaf of a tree of 4.
        var parent = Given.Nodes(1, 0);
        InclusionProof.Check(parent, 0, 8, proof.AsSpan(1), Given.Root(8)).ShouldBeFalse();
    }

    [Theory, InlineData(1L << 40), InlineData((1L << 40) + 1), InlineData(long.MaxValue - 1), InlineData(long.MaxValue)]
    public void goes_up_to_the_largest_sizes(long size)
    {
        var root = GrowingTree.Read(size, Altered.EqualLeaves).Root;
        foreach (var index in new[] { 0, 1, size / 2, size - 2, size - 1 })
        {
            var proof = InclusionProof.Make(index, size, Altered.EqualLeaves);
            proof.Length.ShouldBeLessThanOrEqualTo(63);
            InclusionProof.Check(Given.Leaves[0], index, size, proof, root).ShouldBeTrue();
            foreach (var other in Altered.Proofs(proof).Take(700))
                InclusionProof.Check(Given.Leaves[0], index, size, other, root).ShouldBeFalse();
            InclusionProof.Check(Given.Leaves[0], size, size, proof, root).ShouldBeFalse();
            InclusionProof.Check(Given.Leaves[0], long.MaxValue, size, proof, root).ShouldBeFalse();
        }
    }

    [Theory, InlineData(0, 0), InlineData(-1, 5), InlineData(5, 5), InlineData(0, -1), InlineData(long.MinValue, long.MinValue), InlineData(long.MaxValue, long.MaxValue), InlineData(-1, long.MaxValue)]
    public void outside_of_the_tree_is_refused(long index, long size)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => InclusionProof.Make(index, size, Given.Nodes));
        foreach (var length in new[] { 0, 1, 63, 64, 1000 })
            InclusionProof.Check(Given.Leaves[0], index, size, new TreeHash[length], Given.Root(5)).ShouldBeFalse();
    }
}
