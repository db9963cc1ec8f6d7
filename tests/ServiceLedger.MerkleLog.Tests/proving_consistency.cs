namespace ServiceLedger.MerkleLog.Tests;

public class proving_consistency
{
    [Fact]
    public void between_all_sizes_gives_the_proof_of_the_rfc_and_holds()
    {
        for (var size = 0; size <= Given.Largest; size++)
            for (var old = 0; old <= size; old++)
            {
                var proof = ConsistencyProof.Make(old, size, Given.Nodes);
                proof.ShouldBe(Given.Hashes(Naive.PROOF(old, Given.Entries[..size])));
                ConsistencyProof.Check(old, Given.Root(old), size, Given.Root(size), proof).ShouldBeTrue($"{old} to {size}");
            }
    }

    [Fact]
    public void holds_for_no_other_sizes_and_roots()
    {
        for (var size = 1; size <= 20; size++)
            for (var old = 1; old <= size; old++)
            {
                var proof = ConsistencyProof.Make(old, size, Given.Nodes);
                for (var other = 0; other <= 40; other++)
                {
                    if (other != old)
                        ConsistencyProof.Check(old, Given.Root(other), size, Given.Root(size), proof).ShouldBeFalse();
                    if (other != size)
                        ConsistencyProof.Check(old, Given.Root(old), size, Given.Root(other), proof).ShouldBeFalse();
                    // From 0 there is only the empty proof, and between equal sizes too.
                    if (other != old && !(proof.Length == 0 && (other == 0 || other == size)))
                        ConsistencyProof.Check(other, Given.Root(other), size, Given.Root(size), proof).ShouldBeFalse($"{old} to {size} as from {other}");
                    if (other != size && !(proof.Length == 0 && other == old))
                        ConsistencyProof.Check(old, Given.Root(old), other, Given.Root(other), proof).ShouldBeFalse($"{old} to {size} as to {other}");
                }
            }
    }

    [Fact]
    public void holds_with_no_hash_altered_left_out_added_or_moved()
    {
        for (var size = 0; size <= 12; size++)
            for (var old = 0; old <= size; old++)
            {
                var proof = ConsistencyProof.Make(old, size, Given.Nodes);
                foreach (var other in Altered.Proofs(proof))
                    ConsistencyProof.Check(old, Given.Root(old), size, Given.Root(size), other).ShouldBeFalse($"{old} to {size}");
                foreach (var other in Altered.Hashes(Given.Root(old)))
                    ConsistencyProof.Check(old, other, size, Given.Root(size), proof).ShouldBeFalse();
                if (old > 0)
                    foreach (var other in Altered.Hashes(Given.Root(size)))
                        ConsistencyProof.Check(old, Given.Root(old), size, other, proof).ShouldBeFalse();
            }
    }

    [Fact]
    public void holds_for_no_tree_that_was_rewritten()
    {
        for (var size = 2; size <= 20; size++)
            for (var old = 1; old < size; old++)
                for (var changed = 0; changed < old; changed++)
                {
                    var leaves = Given.Leaves[..size];
                    leaves[changed] = TreeHash.OfLeaf("something else"u8);
                    var nodes = Given.NodesOf(leaves);
                    ConsistencyProof.Check(old, Given.Root(old), size, GrowingTree.Read(size, nodes).Root, ConsistencyProof.Make(old, size, nodes)).ShouldBeFalse();
                }
    }

    [Fact]
    public void agrees_with_what_others_verified()
    {
        foreach (var vector in Given.Vectors("serviceledger-crosschecked.json")["consistency"]!.AsArray())
        {
            var proof = vector!["proof"]!.AsArray().Select(h => TreeHash.Parse((string)h!)).ToArray();
            long old = (long)vector["old_size"]!, size = (long)vector["new_size"]!;
            TreeHash oldRoot = TreeHash.Parse((string)vector["old_root"]!), root = TreeHash.Parse((string)vector["new_root"]!);
            ConsistencyProof.Check(old, oldRoot, size, root, proof).ShouldBeTrue();
            foreach (var other in Altered.Proofs(proof))
                ConsistencyProof.Check(old, oldRoot, size, root, other).ShouldBeFalse();
        }
    }

    [Theory, InlineData(1L << 62), InlineData((1L << 62) + 1), InlineData(long.MaxValue - 1), InlineData(long.MaxValue)]
    public void goes_up_to_the_largest_sizes(long size)
    {
        TreeHash Root(long n) => GrowingTree.Read(n, Altered.EqualLeaves).Root;
        foreach (var old in new[] { 1, 2, 3, 1L << 40, size / 2, size / 2 + 1, size - 1 })
        {
            var proof = ConsistencyProof.Make(old, size, Altered.EqualLeaves);
            proof.Length.ShouldBeLessThanOrEqualTo(64);
            ConsistencyProof.Check(old, Root(old), size, Root(size), proof).ShouldBeTrue();
            ConsistencyProof.Check(old - 1, Root(old - 1), size, Root(size), proof).ShouldBeFalse();
            foreach (var other in Altered.Proofs(proof).Take(700))
                ConsistencyProof.Check(old, Root(old), size, Root(size), other).ShouldBeFalse();
        }
    }

    [Theory, InlineData(1, 0), InlineData(-1, 5), InlineData(6, 5), InlineData(-2, -1), InlineData(long.MaxValue, 1), InlineData(long.MinValue, long.MaxValue)]
    public void of_a_log_that_shrinks_is_refused(long old, long size)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ConsistencyProof.Make(old, size, Given.Nodes));
        foreach (var length in new[] { 0, 1, 63, 64, 1000 })
            ConsistencyProof.Check(old, TreeHash.Empty, size, TreeHash.Empty, new TreeHash[length]).ShouldBeFalse();
    }

    [Fact]
    public void from_nothing_asks_for_the_root_of_nothing()
    {
        ConsistencyProof.Check(0, TreeHash.Empty, 5, Given.Root(5), []).ShouldBeTrue();
        ConsistencyProof.Check(0, Given.Root(1), 5, Given.Root(5), []).ShouldBeFalse();
        ConsistencyProof.Check(0, TreeHash.Empty, 0, Given.Root(1), []).ShouldBeFalse();
        ConsistencyProof.Check(0, TreeHash.Empty, 5, Given.Root(5), [Given.Root(5)]).ShouldBeFalse();
    }
}
