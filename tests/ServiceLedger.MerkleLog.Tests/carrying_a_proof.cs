namespace ServiceLedger.MerkleLog.Tests;

public class carrying_a_proof
{
    static readonly TrustPolicy Policy = new([Given.Log.Verifier], [.. Given.Witnesses.Select(w => w.Verifier)], 2);

    static TlogProof Proof(int index, int size, byte[]? extra = null) => new(index, InclusionProof.Make(index, size, Given.Nodes), Given.Signed(size, Given.Witnesses[0], Given.Witnesses[2]), extra);

    static LogVerdict Judged(TlogProof proof, TreeHash leaf)
    {
        var verdict = proof.Check(leaf, Policy, out var checkpoint);
        (checkpoint is not null).ShouldBe(verdict == LogVerdict.Verified);
        return verdict;
    }

    [Fact]
    public void verifies_for_its_entry_and_no_other()
    {
        for (var size = 1; size <= 9; size++)
            for (var index = 0; index < size; index++)
                for (var leaf = 0; leaf < 10; leaf++)
                    Judged(Proof(index, size), Given.Leaves[leaf]).ShouldBe(leaf == index ? LogVerdict.Verified : LogVerdict.NotIncluded);
    }

    [Fact]
    public void reads_back_what_it_wrote()
    {
        foreach (var proof in new[] { Proof(0, 1), Proof(3, 7), Proof(900, 1000, [1, 2, 3, 4]) })
        {
            TlogProof.TryParse(proof.ToString(), out var read).ShouldBeTrue();
            read.ToString().ShouldBe(proof.ToString());
            read.Extra.ToArray().ShouldBe(proof.Extra.ToArray());
            TlogProof.TryParse(Encoding.UTF8.GetBytes(proof.ToString()), out var bytes).ShouldBeTrue();
            bytes.ToString().ShouldBe(proof.ToString());
        }
        Proof(0, 2, [0]).ToString().ShouldBe($"c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n{Given.Leaves[1]}\n\n{Given.Signed(2, Given.Witnesses[0], Given.Witnesses[2])}");
    }

    [Fact]
    public void with_any_bit_flipped_does_not_verify()
    {
        foreach (var other in Given.WithOneBitFlipped(Encoding.UTF8.GetBytes(Proof(3, 7).ToString())))
            (TlogProof.TryParse(other, out var read) && Judged(read, Given.Leaves[3]) == LogVerdict.Verified).ShouldBeFalse(Convert.ToHexString(other));
    }

    [Fact]
    public void with_any_character_left_out_or_added_does_not_verify()
    {
        var proof = Proof(3, 7).ToString();
        for (var i = 0; i < proof.Length; i++)
        {
            Refused(proof.Remove(i, 1));
            foreach (var added in new[] { "\n", " ", "0", "A", "\r" })
                Refused(proof.Insert(i, added));
        }
        Refused(proof + "\n");
        Refused(proof + " ");

        static void Refused(string text) => (TlogProof.TryParse(text, out var read) && Judged(read, Given.Leaves[3]) == LogVerdict.Verified).ShouldBeFalse(text);
    }

    [Fact]
    public void says_what_is_wrong()
    {
        Judged(new(3, Proof(3, 7).Inclusion, Given.Signed(7, Given.Witnesses[0])), Given.Leaves[3]).ShouldBe(LogVerdict.TooFewWitnesses);
        Judged(new(3, Proof(3, 7).Inclusion, Given.Signed(8, Given.Witnesses)), Given.Leaves[3]).ShouldBe(LogVerdict.NotIncluded);
        Judged(new(long.MaxValue, Proof(3, 7).Inclusion, Given.Signed(7, Given.Witnesses)), Given.Leaves[3]).ShouldBe(LogVerdict.NotIncluded);
        Judged(new(3, [], Given.Signed(7, Given.Witnesses)), Given.Leaves[3]).ShouldBe(LogVerdict.NotIncluded);
        Judged(new(3, [.. Enumerable.Repeat(Given.Leaves[0], 63)], Given.Signed(7, Given.Witnesses)), Given.Leaves[3]).ShouldBe(LogVerdict.NotIncluded);
        foreach (var other in Altered.Proofs([.. Proof(3, 7).Inclusion]).Where(p => p.Length <= 63))
            Judged(new(3, other, Given.Signed(7, Given.Witnesses)), Given.Leaves[3]).ShouldBe(LogVerdict.NotIncluded);
        Should.Throw<ArgumentException>(() => new TlogProof(-1, [], Given.Signed(7)));
        Should.Throw<ArgumentException>(() => new TlogProof(0, new TreeHash[64], Given.Signed(7)));
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex \n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n")]
    [InlineData("c2sp.org/tlog-proof@v1\r\nindex 0\n\n")]
    [InlineData("\n\n")]
    [InlineData("")]
    public void reads_nothing_of_another_form(string beginning)
    {
        TlogProof.TryParse(beginning + Given.Signed(1), out _).ShouldBeFalse();
        TlogProof.TryParse("c2sp.org/tlog-proof@v1\nindex 0\n\n" + Given.Signed(1), out _).ShouldBeTrue();
    }

    [Fact]
    public void holds_63_hashes_at_most()
    {
        string With(int hashes) => $"c2sp.org/tlog-proof@v1\nindex 0\n{string.Concat(Enumerable.Repeat(Given.Leaves[0] + "\n", hashes))}\n{Given.Signed(1)}";
        TlogProof.TryParse(With(63), out _).ShouldBeTrue();
        TlogProof.TryParse(With(64), out _).ShouldBeFalse();
    }

    [Fact]
    public void agrees_with_proofs_that_others_verified()
    {
        var vectors = Given.Vectors("serviceledger-crosschecked.json");
        var witness = NoteVerifier.Parse((string)vectors["cosignature"]!["vkey"]!);
        var log = NoteVerifier.Parse((string)Given.Vectors("signed-notes.json")["tessera_testdata_log"]!["vkey"]!);
        var policy = new TrustPolicy([log], [witness], 1);
        foreach (var vector in vectors["tlog_proofs"]!.AsArray())
        {
            var text = (string)vector!["tlog_proof"]!;
            var leaf = TreeHash.OfLeaf(Encoding.UTF8.GetBytes((string)vector["entry"]!));
            TlogProof.TryParse(text, out var proof).ShouldBeTrue();
            proof.ToString().ShouldBe(text);
            proof.Index.ShouldBe((long)vector["index"]!);
            proof.Check(leaf, policy, out var checkpoint).ShouldBe(LogVerdict.Verified);
            checkpoint!.Size.ShouldBe(15);
            foreach (var other in Given.WithOneBitFlipped(Encoding.UTF8.GetBytes(text)))
                (TlogProof.TryParse(other, out var read) && read.Check(leaf, policy, out _) == LogVerdict.Verified).ShouldBeFalse();
        }
    }
}
