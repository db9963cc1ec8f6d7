namespace ServiceLedger.MerkleLog.Tests;

public class asking_a_witness
{
    static AddCheckpoint Asked(long from, long size) => new(from, ConsistencyProof.Make(from, size, Given.Nodes), Given.Signed(size));

    [Fact]
    public void reads_back_what_it_wrote()
    {
        foreach (var (from, size) in new[] { (0, 0), (0, 5), (3, 7), (7, 7), (600, 1000) })
        {
            var asked = Asked(from, size);
            AddCheckpoint.TryParse(Encoding.UTF8.GetBytes(asked.ToString()), out var read).ShouldBeTrue();
            read.ToString().ShouldBe(asked.ToString());
            (read.OldSize, read.Checkpoint.Text).ShouldBe((from, asked.Checkpoint.Text));
            read.Proof.ShouldBe(asked.Proof);
        }
        Asked(1, 2).ToString().ShouldBe($"old 1\n{Given.Leaves[1]}\n\n{Given.Signed(2)}");
    }

    [Fact]
    public void is_read_in_one_spelling_only()
    {
        var text = Asked(3, 7).ToString();
        foreach (var other in Given.WithOneBitFlipped(Encoding.UTF8.GetBytes(text)))
            if (AddCheckpoint.TryParse(other, out var read))
                Encoding.UTF8.GetBytes(read.ToString()).ShouldBe(other);
    }

    [Fact]
    public void carries_63_hashes_at_most()
    {
        Should.Throw<ArgumentException>(() => new AddCheckpoint(1, Given.Leaves[..64], Given.Signed(9)));
        Should.Throw<ArgumentException>(() => new AddCheckpoint(-1, [], Given.Signed(9)));
        var most = new AddCheckpoint(1, Given.Leaves[..63], Given.Signed(9)).ToString();
        AddCheckpoint.TryParse(Encoding.UTF8.GetBytes(most), out _).ShouldBeTrue();
        AddCheckpoint.TryParse(Encoding.UTF8.GetBytes(most.Replace("old 1\n", $"old 1\n{Given.Leaves[0]}\n", StringComparison.Ordinal)), out _).ShouldBeFalse();
    }

    [Fact]
    public void passes_on_of_a_note_the_known_signatures_only()
    {
        var note = Given.Signed(5, Given.Witnesses[0], Given.Witnesses[1]);
        note.With(note.Signatures).Only([Given.Log.Verifier, Given.Witnesses[1].Verifier]).ToString().ShouldBe(Given.Signed(5, Given.Witnesses[1]).ToString());
    }
}
