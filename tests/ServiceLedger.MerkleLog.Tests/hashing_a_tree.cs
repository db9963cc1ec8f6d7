using System.Diagnostics;

namespace ServiceLedger.MerkleLog.Tests;

public class hashing_a_tree
{
    [Fact]
    public void gives_the_root_of_the_rfc_at_every_size()
    {
        var tree = new GrowingTree();
        for (var size = 0; size <= Given.Largest; size++)
        {
            tree.Size.ShouldBe(size);
            tree.Root.ToArray().ShouldBe(Naive.MTH(Given.Entries[..size]));
            tree.Append(Given.Leaves[size]).ShouldBe(size);
        }
    }

    [Fact]
    public void gives_the_roots_of_the_test_tree_that_is_known_everywhere()
    {
        var vectors = Given.Vectors("rfc6962-eight-leaves.json");
        var tree = new GrowingTree();
        foreach (var leaf in vectors["leaf_inputs_hex"]!.AsArray())
        {
            Check();
            tree.Append(TreeHash.OfLeaf(Convert.FromHexString((string)leaf!)));
        }
        Check();
        tree.Size.ShouldBe(8);

        void Check() => Convert.ToHexStringLower(tree.Root.ToArray()).ShouldBe((string)vectors["root_hex_by_size"]![$"{tree.Size}"]!);
    }

    [Fact]
    public void goes_on_from_its_size_and_edge_alone()
    {
        for (var size = 0; size <= Given.Largest; size++)
        {
            var read = GrowingTree.Read(size, Given.Nodes);
            var resumed = new GrowingTree(size, read.Edge);
            for (var more = size; more < size + 9; more++)
                resumed.Append(Given.Leaves[more]);
            resumed.Root.ShouldBe(Given.Root(size + 9));
        }
    }

    [Fact]
    public void refuses_an_edge_that_does_not_belong_to_the_size()
    {
        Should.Throw<ArgumentException>(() => new GrowingTree(3, [TreeHash.Empty]));
        Should.Throw<ArgumentException>(() => new GrowingTree(4, [TreeHash.Empty, TreeHash.Empty]));
        Should.Throw<ArgumentException>(() => new GrowingTree(-1, []));
    }

    [Fact]
    public void ends_at_two_to_the_sixty_third_less_one()
    {
        var tree = new GrowingTree(long.MaxValue - 1, new TreeHash[62]);
        tree.Append(TreeHash.Empty).ShouldBe(long.MaxValue - 1);
        tree.Edge.Length.ShouldBe(63);
        Should.Throw<InvalidOperationException>(() => tree.Append(TreeHash.Empty));
        tree.Size.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void tells_leaves_from_nodes()
    {
        TreeHash.OfLeaf([.. Given.Leaves[0].ToArray(), .. Given.Leaves[1].ToArray()]).ShouldNotBe(TreeHash.OfNode(Given.Leaves[0], Given.Leaves[1]));
        TreeHash.OfNode(Given.Leaves[0], Given.Leaves[1]).ShouldNotBe(TreeHash.OfNode(Given.Leaves[1], Given.Leaves[0]));
        TreeHash.OfLeaf([]).ShouldNotBe(TreeHash.Empty);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(1022), InlineData(1023), InlineData(1024), InlineData(65_535)]
    public void hashes_leaves_of_every_length(int length)
    {
        var entry = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        TreeHash.OfLeaf(entry).ToArray().ShouldBe(Naive.MTH([entry]));
    }

    [Fact]
    public void writes_hashes_in_base64_and_reads_no_other_spelling()
    {
        var hash = Given.Leaves[5];
        TreeHash.Parse(hash.ToString()).ShouldBe(hash);
        var text = Encoding.ASCII.GetBytes(hash.ToString());
        foreach (var other in Given.WithOneBitFlipped(text))
            if (TreeHash.TryParse(Encoding.Latin1.GetString(other), out var read))
                read.ShouldNotBe(hash);
        string[] wrong = ["", "=", hash.ToString()[..43], hash + "=", hash.ToString()[..^1], " " + hash, hash + "\n", hash.ToString().Replace('=', '-'), Convert.ToBase64String(new byte[31]), Convert.ToBase64String(new byte[33])];
        foreach (var text2 in wrong)
        {
            TreeHash.TryParse(text2, out _).ShouldBeFalse(text2);
            Should.Throw<FormatException>(() => TreeHash.Parse(text2));
        }
        Should.Throw<ArgumentException>(() => TreeHash.FromBytes(new byte[31]));
    }

    [Fact]
    public void compares_hashes_by_all_bytes()
    {
        var bytes = Given.Leaves[5].ToArray();
        (TreeHash.FromBytes(bytes) == Given.Leaves[5]).ShouldBeTrue();
        TreeHash.FromBytes(bytes).GetHashCode().ShouldBe(Given.Leaves[5].GetHashCode());
        foreach (var other in Given.WithOneBitFlipped(bytes))
        {
            (TreeHash.FromBytes(other) != Given.Leaves[5]).ShouldBeTrue();
            Given.Leaves[5].Equals((object)TreeHash.FromBytes(other)).ShouldBeFalse();
        }
    }

    [Fact]
    public void appends_leaves_without_allocating()
    {
        var tree = new GrowingTree();
        Append(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Append(100_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);

        void Append(int leaves)
        {
            for (var i = 0; i < leaves; i++)
                tree.Append(Given.Leaves[0]);
        }
    }

    /// <summary>Asked for by name, since it measures.</summary>
    [Fact(Explicit = true)]
    public void appends_a_million_leaves_in_a_second()
    {
        var tree = new GrowingTree();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 5_000_000; i++)
            tree.Append(Given.Leaves[0]);
        var rate = 5_000_000 / watch.Elapsed.TotalSeconds;
        TestContext.Current.SendDiagnosticMessage($"{rate:N0} leaves/s");
        TestContext.Current.TestOutputHelper!.WriteLine($"{rate:N0} leaves/s");
        rate.ShouldBeGreaterThan(1_000_000);
    }
}
