namespace ServiceLedger.MerkleLog.Tests;

public class bundling_entries
{
    static ReadOnlyMemory<byte>[] Some(int count) => [.. Given.Entries[..count].Select(e => (ReadOnlyMemory<byte>)e)];

    [Fact]
    public void gives_them_back_in_order()
    {
        foreach (var count in new[] { 1, 2, 255, 256 })
        {
            EntryBundle.TryRead(EntryBundle.Write(Some(count)), count, out var entries).ShouldBeTrue();
            entries.Select(e => e.ToArray()).ShouldBe(Given.Entries[..count]);
        }
    }

    [Fact]
    public void writes_a_length_of_two_bytes_before_each() =>
        EntryBundle.Write([new byte[] { 7, 8 }, ReadOnlyMemory<byte>.Empty, new byte[258]]).ShouldBe([0, 2, 7, 8, 0, 0, 1, 2, .. new byte[258]]);

    [Fact]
    public void takes_up_to_256_entries_of_up_to_65535_bytes()
    {
        EntryBundle.TryRead(EntryBundle.Write([new byte[65_535]]), 1, out var entries).ShouldBeTrue();
        entries[0].Length.ShouldBe(65_535);
        Should.Throw<ArgumentException>(() => EntryBundle.Write([new byte[65_536]]));
        Should.Throw<ArgumentException>(() => EntryBundle.Write([]));
        Should.Throw<ArgumentException>(() => EntryBundle.Write(Some(257)));
    }

    [Fact]
    public void refuses_what_is_cut_or_lengthened()
    {
        var bundle = EntryBundle.Write(Some(20));
        for (var length = 0; length < bundle.Length; length++)
            EntryBundle.TryRead(bundle.AsMemory(0, length), 20, out _).ShouldBeFalse();
        EntryBundle.TryRead((byte[])[.. bundle, 0], 20, out _).ShouldBeFalse();
        EntryBundle.TryRead((byte[])[.. bundle, 0, 0], 20, out _).ShouldBeFalse();
        EntryBundle.TryRead(bundle, 19, out _).ShouldBeFalse();
        EntryBundle.TryRead(bundle, 21, out _).ShouldBeFalse();
        EntryBundle.TryRead(bundle, 0, out _).ShouldBeFalse();
        EntryBundle.TryRead(ReadOnlyMemory<byte>.Empty, 0, out _).ShouldBeFalse();
    }

    [Fact]
    public void lets_the_full_bundle_stand_in_for_a_partial_one()
    {
        EntryBundle.TryRead(EntryBundle.Write(Some(256)), 20, out var entries).ShouldBeTrue();
        entries.Count.ShouldBe(20);
    }

    [Fact]
    public void with_a_bit_flipped_gives_other_leaves()
    {
        var bundle = EntryBundle.Write(Some(20));
        foreach (var other in Given.WithOneBitFlipped(bundle))
            if (EntryBundle.TryRead(other, 20, out var entries))
                entries.Select(e => TreeHash.OfLeaf(e.Span)).ShouldNotBe(Given.Leaves[..20]);
    }
}
