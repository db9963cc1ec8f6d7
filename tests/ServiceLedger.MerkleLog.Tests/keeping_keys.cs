namespace ServiceLedger.MerkleLog.Tests;

public class keeping_keys
{
    static readonly string Secret = Given.SecretKey("name.example/a", SignatureType.Ed25519, new byte[32]);

    [Theory, InlineData(SignatureType.Ed25519), InlineData(SignatureType.CosignatureV1)]
    public void makes_a_new_one_each_time_that_reads_back(SignatureType type)
    {
        var text = NoteSigner.NewKey("name.example/a", type);
        NoteSigner.NewKey("name.example/a", type).ShouldNotBe(text);
        using var signer = NoteSigner.Parse(text);
        signer.Verifier.Name.ShouldBe("name.example/a");
        signer.Verifier.Type.ShouldBe(type);
        NoteVerifier.Parse(signer.Verifier.ToString()).PublicKey.ToArray().ShouldBe(signer.Verifier.PublicKey.ToArray());
    }

    [Fact]
    public void gives_the_same_key_another_id_for_another_use()
    {
        var seed = new byte[32];
        NoteSigner note = NoteSigner.Parse(Given.SecretKey("a", SignatureType.Ed25519, seed)), witness = NoteSigner.Parse(Given.SecretKey("a", SignatureType.CosignatureV1, seed));
        note.Verifier.PublicKey.ToArray().ShouldBe(witness.Verifier.PublicKey.ToArray());
        note.Verifier.KeyId.ShouldNotBe(witness.Verifier.KeyId);
    }

    [Fact]
    public void reads_no_key_with_any_bit_flipped()
    {
        var vkey = Given.Log.Verifier.ToString();
        foreach (var other in Given.WithOneBitFlipped(Encoding.UTF8.GetBytes(vkey)).Select(Encoding.Latin1.GetString))
            NoteVerifier.TryParse(other, out _).ShouldBeFalse(other);
        foreach (var other in Given.WithOneBitFlipped(Encoding.UTF8.GetBytes(Secret)).Select(Encoding.Latin1.GetString))
            NoteSigner.TryParse(other, out _).ShouldBeFalse();
    }

    public static TheoryData<string> Wrong()
    {
        var key = Given.Log.Verifier.ToString();
        var parts = key.Split('+', 3);
        return
        [
            "", "+", "++", "a", "a+b", "a+b+c", key[..^1], key + "=", key + "\n", " " + key, key + "+", "+" + key, $"+{parts[1]}+{parts[2]}",
            $"{parts[0]}+{parts[1].ToUpperInvariant()}+{parts[2]}", $"{parts[0]}+0{parts[1]}+{parts[2]}", $"{parts[0]}+{parts[1][1..]}+{parts[2]}", $"{parts[0]}+00000000+{parts[2]}",
            $"{parts[0]}x+{parts[1]}+{parts[2]}", $"{parts[0]}+{parts[1]}+", $"{parts[0]}+{parts[1]}+AQ==",
            // Right in all but the length of the key, the type, the name.
            Given.VerifierKey("a", SignatureType.Ed25519, new byte[31]), Given.VerifierKey("a", SignatureType.Ed25519, new byte[33]),
            Given.VerifierKey("a", (SignatureType)2, Given.Log.Verifier.PublicKey.ToArray()), Given.VerifierKey("a", 0, Given.Log.Verifier.PublicKey.ToArray()), Given.VerifierKey("a", (SignatureType)6, Given.Log.Verifier.PublicKey.ToArray()),
            Given.VerifierKey("", SignatureType.Ed25519, Given.Log.Verifier.PublicKey.ToArray()), Given.VerifierKey("a b", SignatureType.Ed25519, Given.Log.Verifier.PublicKey.ToArray()),
            Given.VerifierKey("a\u2003b", SignatureType.Ed25519, Given.Log.Verifier.PublicKey.ToArray()), Given.VerifierKey("a\nb", SignatureType.Ed25519, Given.Log.Verifier.PublicKey.ToArray()),
            Given.VerifierKey("a\u0001b", SignatureType.Ed25519, Given.Log.Verifier.PublicKey.ToArray())
        ];
    }

    [Theory, MemberData(nameof(Wrong))]
    public void reads_no_public_key_in_another_spelling(string vkey)
    {
        NoteVerifier.TryParse(vkey, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => NoteVerifier.Parse(vkey));
        NoteSigner.TryParse("PRIVATE+KEY+" + vkey, out _).ShouldBeFalse();
        NoteSigner.TryParse(vkey, out _).ShouldBeFalse();
    }

    [Fact]
    public void does_not_tell_a_secret_key_it_could_not_read() =>
        Should.Throw<FormatException>(() => NoteSigner.Parse(Secret + "x")).ToString().ShouldNotContain(Secret[^20..]);

    [Theory, InlineData(""), InlineData("a b"), InlineData("a+b"), InlineData("a\n"), InlineData("\u3000")]
    public void gives_nobody_such_a_name(string name) => Should.Throw<ArgumentException>(() => NoteSigner.NewKey(name));

    [Fact]
    public void signs_nothing_but_checkpoints_with_a_key_for_cosignatures()
    {
        Should.Throw<InvalidOperationException>(() => Given.Witnesses[0].Sign("text\n"));
        Should.Throw<InvalidOperationException>(() => SignedNote.Sign("text\n", Given.Witnesses[0]));
        Should.Throw<ArgumentException>(() => Cosignature.Sign(Given.Log, new Checkpoint("o", 0, TreeHash.Empty).ToString(), 1));
    }
}
