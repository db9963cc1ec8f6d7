using System.Buffers.Binary;

namespace ServiceLedger.MerkleLog.Tests;

public class cosigning_checkpoints
{
    static readonly string Text = new Checkpoint(Given.Origin, 5, Given.Root(5)).ToString();

    [Fact]
    public void verifies_with_its_time_under_the_witness_key()
    {
        var cosignature = Cosignature.Sign(Given.Witnesses[0], Text, Given.Time);
        Given.Witnesses[0].Verifier.Verify(Text, cosignature).ShouldBeTrue();
        Given.Witnesses[1].Verifier.Verify(Text, cosignature).ShouldBeFalse();
        Cosignature.TryGetTime(cosignature, out var time).ShouldBeTrue();
        time.ShouldBe(Given.Time);
        NoteSignature.TryParse(cosignature.ToString(), out var read).ShouldBeTrue();
        Given.Witnesses[0].Verifier.Verify(Text, read).ShouldBeTrue();
    }

    [Theory, InlineData(0), InlineData(1), InlineData(long.MaxValue)]
    public void takes_every_time_that_is_not_negative(long time)
    {
        Given.Witnesses[0].Verifier.Verify(Text, Cosignature.Sign(Given.Witnesses[0], Text, time)).ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => Cosignature.Sign(Given.Witnesses[0], Text, -1));
    }

    [Fact]
    public void with_any_bit_flipped_does_not_verify()
    {
        var note = Encoding.UTF8.GetBytes(Given.Signed(5, Given.Witnesses[0]).ToString());
        foreach (var other in Given.WithOneBitFlipped(note))
            (SignedNote.TryParse(other, out var read) && read.Verify([Given.Log.Verifier, Given.Witnesses[0].Verifier], out var signers) && signers.Count == 2).ShouldBeFalse();
    }

    [Fact]
    public void signs_no_other_text_than_a_checkpoint()
    {
        Should.Throw<ArgumentException>(() => Cosignature.Sign(Given.Witnesses[0], "text\n", Given.Time));
        // A signature over the message of a cosignature is none by the key of a note.
        var message = $"cosignature/v1\ntime {Given.Time}\n{Text}";
        var signed = Given.Log.Sign(message);
        Given.Log.Verifier.Verify(Text, signed).ShouldBeFalse();
    }

    [Fact]
    public void has_one_length_only()
    {
        var right = Cosignature.Sign(Given.Witnesses[0], Text, Given.Time).ToString();
        var bytes = Convert.FromBase64String(right.Split(' ')[2]);
        foreach (var other in new[] { bytes[..^1], bytes[..12], bytes[..5], [.. bytes, 0], [.. bytes[..4], .. bytes[12..]] })
        {
            NoteSignature.TryParse($"— {Given.Witnesses[0].Verifier.Name} {Convert.ToBase64String(other)}", out var read).ShouldBeTrue();
            Given.Witnesses[0].Verifier.Verify(Text, read).ShouldBeFalse();
            Cosignature.TryGetTime(read, out _).ShouldBeFalse();
        }
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(4), -1);
        NoteSignature.TryParse($"— {Given.Witnesses[0].Verifier.Name} {Convert.ToBase64String(bytes)}", out var negative).ShouldBeTrue();
        Cosignature.TryGetTime(negative, out _).ShouldBeFalse();
        Given.Witnesses[0].Verifier.Verify(Text, negative).ShouldBeFalse();
    }

    [Fact]
    public void agrees_with_a_cosignature_that_others_verified()
    {
        var vector = Given.Vectors("serviceledger-crosschecked.json")["cosignature"]!;
        var (line, message, time) = ((string)vector["line"]!, (string)vector["signed_message"]!, (long)vector["time"]!);
        var text = message[message.IndexOf("example.com", StringComparison.Ordinal)..];
        var witness = NoteVerifier.Parse((string)vector["vkey"]!);
        NoteSignature.TryParse(line.TrimEnd('\n'), out var signature).ShouldBeTrue();
        witness.Verify(text, signature).ShouldBeTrue();
        using var signer = NoteSigner.Parse(Given.SecretKey(witness.Name, SignatureType.CosignatureV1, Convert.FromHexString((string)vector["seed_hex"]!)));
        signer.Verifier.ToString().ShouldBe(witness.ToString());
        (Cosignature.Sign(signer, text, time) + "\n").ShouldBe(line);
    }
}
