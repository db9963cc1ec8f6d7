using System.Text.Json.Nodes;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace ServiceLedger.MerkleLog.Tests;

public class signing_notes
{
    const string Words = "One line.\n\nAnother, after an empty one: 你好.\n";

    [Fact]
    public void verifies_under_the_key_that_signed_and_no_other()
    {
        var note = SignedNote.Sign(Words, Given.Log);
        note.Verify(Given.Log.Verifier).ShouldBeTrue();
        note.Verify(Given.Stranger.Verifier).ShouldBeFalse();
        note.Verify([], out _).ShouldBeFalse();
        // Under the same name, another key.
        note.Verify(Given.Signer(Given.Origin, SignatureType.Ed25519, 2).Verifier).ShouldBeFalse();
    }

    [Fact]
    public void reads_back_what_it_wrote()
    {
        var written = SignedNote.Sign(Words, Given.Log, Given.Stranger).ToString();
        SignedNote.TryParse(written, out var note).ShouldBeTrue();
        note.Text.ShouldBe(Words);
        note.ToString().ShouldBe(written);
        SignedNote.TryParse(Encoding.UTF8.GetBytes(written), out var bytes).ShouldBeTrue();
        bytes.ToString().ShouldBe(written);
        note.Verify([Given.Log.Verifier, Given.Stranger.Verifier], out var signers).ShouldBeTrue();
        signers.ShouldBe([Given.Log.Verifier, Given.Stranger.Verifier]);
    }

    [Fact]
    public void signs_the_same_text_the_same_way()
    {
        SignedNote.Sign(Words, Given.Log).ToString().ShouldBe(SignedNote.Sign(Words, Given.Log).ToString());
        var signer = new Ed25519Signer();
        signer.Init(true, new Ed25519PrivateKeyParameters(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(1))));
        signer.BlockUpdate(Encoding.UTF8.GetBytes(Words));
        Given.Log.Sign(Words).Bytes.ToArray().ShouldBe(signer.GenerateSignature());
    }

    [Fact]
    public void with_any_bit_flipped_does_not_verify()
    {
        var note = Encoding.UTF8.GetBytes(SignedNote.Sign(Words, Given.Log).ToString());
        foreach (var other in Given.WithOneBitFlipped(note))
            (SignedNote.TryParse(other, out var read) && read.Verify(Given.Log.Verifier)).ShouldBeFalse(Convert.ToHexString(other));
    }

    [Fact]
    public void with_any_byte_left_out_or_added_does_not_verify()
    {
        var note = SignedNote.Sign(Words, Given.Log).ToString();
        for (var i = 0; i < note.Length; i++)
        {
            // Of two equal characters side by side it does not matter which is left out, so that every place is tried.
            Refused(note.Remove(i, 1));
            foreach (var added in new[] { "\n", " ", "A", "=", "\0", "\r", "\u00a0", "—" })
                Refused(note.Insert(i, added));
        }
        foreach (var tail in new[] { "\n", " ", "x", "— \n", "— name\n", "\0" })
            Refused(note + tail);

        static void Refused(string text) => (SignedNote.TryParse(text, out var read) && read.Verify(Given.Log.Verifier)).ShouldBeFalse(text);
    }

    [Fact]
    public void ignores_signatures_of_unknown_keys_even_of_a_known_name_or_id()
    {
        var sameName = Given.Signer(Given.Origin, SignatureType.Ed25519, 2);
        var note = SignedNote.Sign(Words, Given.Stranger, sameName, Given.Log);
        note.Verify([Given.Log.Verifier], out var signers).ShouldBeTrue();
        signers.ShouldBe([Given.Log.Verifier]);
        // The known id under another name, with a signature that is none.
        var id = SignedNote.Sign(Words, Given.Log).ToString().Replace("— " + Given.Origin, "— other");
        SignedNote.TryParse(SignedNote.Sign(Words, Given.Log) + id[(id.LastIndexOf("\n\n", StringComparison.Ordinal) + 2)..], out var two).ShouldBeTrue();
        two.Verify(Given.Log.Verifier).ShouldBeTrue();
    }

    [Fact]
    public void refuses_the_whole_note_for_one_false_signature_of_a_known_key()
    {
        var other = Given.Log.Sign("another text\n");
        var note = SignedNote.Sign(Words, Given.Log, Given.Stranger).With(other);
        note.Verify([Given.Log.Verifier, Given.Stranger.Verifier], out var signers).ShouldBeFalse();
        signers.ShouldBeEmpty();
        note.Verify(Given.Stranger.Verifier).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no newline")]
    [InlineData("a\r\n")]
    [InlineData("a\tb\n")]
    [InlineData("a\0b\n")]
    public void takes_no_text_that_a_note_cannot_hold(string text) => Should.Throw<ArgumentException>(() => SignedNote.Sign(text, Given.Log));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n\n")]
    [InlineData("text\n— name AAAAAAA=\n")]
    [InlineData("text\n\n— name AAAAAAA=")]
    [InlineData("text\n\n- name AAAAAAA=\n")]
    [InlineData("text\n\n— name  AAAAAAA=\n")]
    [InlineData("text\n\n— name AAAAAAA= \n")]
    [InlineData("text\n\n— name\n")]
    [InlineData("text\n\n—  AAAAAAA=\n")]
    [InlineData("text\n\n— na+me AAAAAAA=\n")]
    [InlineData("text\n\n— na\u00a0me AAAAAAA=\n")]
    [InlineData("text\n\n— na\u3000me AAAAAAA=\n")]
    [InlineData("text\n\n— name AAAAAA==\n")]
    [InlineData("text\n\n— name AAAAAAB=\n")]
    [InlineData("text\n\n— name AAAAAAA\n")]
    [InlineData("text\n\n— name AAAA_AA=\n")]
    [InlineData("text\n\n— name AAAAAAA=\r\n")]
    [InlineData("text\r\n\n— name AAAAAAA=\n")]
    public void reads_nothing_of_another_form(string text) => SignedNote.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void reads_no_bytes_that_are_not_utf8() => SignedNote.TryParse([0xff, .. "text\n\n— name AAAAAAA=\n"u8], out _).ShouldBeFalse();

    /// <summary>Which UTF-8 has no bytes for; it would be signed as something else.</summary>
    [Fact]
    public void takes_no_half_of_a_surrogate_pair_anywhere()
    {
        const string Half = "\ud800";
        Should.Throw<ArgumentException>(() => SignedNote.Sign(Half + "\n", Given.Log));
        Should.Throw<ArgumentException>(() => NoteSigner.NewKey(Half));
        Should.Throw<ArgumentException>(() => new Checkpoint(Half, 5, Given.Root(5)));
        SignedNote.TryParse($"{Half}\n\n— name AAAAAAA=\n", out _).ShouldBeFalse();
        SignedNote.TryParse($"text\n\n— name{Half} AAAAAAA=\n", out _).ShouldBeFalse();
        Checkpoint.TryParse($"{Half}\n5\n{Given.Root(5)}\n", out _).ShouldBeFalse();
    }

    [Fact]
    public void keeps_an_upper_limit()
    {
        var line = "— name AAAAAAA=\n";
        SignedNote.TryParse("text\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures)), out var note).ShouldBeTrue();
        note.Signatures.Count.ShouldBe(100);
        SignedNote.TryParse("text\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures + 1)), out _).ShouldBeFalse();
        var rest = "\n\n" + line;
        var length = SignedNote.MaxLength - Encoding.UTF8.GetByteCount(rest);
        SignedNote.TryParse(new string('a', length) + rest, out _).ShouldBeTrue();
        SignedNote.TryParse(new string('a', length + 1) + rest, out _).ShouldBeFalse();
        SignedNote.TryParse(Encoding.UTF8.GetBytes(new string('a', length + 1) + rest), out _).ShouldBeFalse();
    }

    [Fact]
    public void agrees_with_the_notes_of_others()
    {
        var vectors = Given.Vectors("signed-notes.json");
        string Of(string name, string member) => (string)vectors[name]![member]!;
        Verified(Of("c2sp_example", "note"), Of("c2sp_example", "vkey"));
        var text = Of("go_peter", "text");
        Verified($"{text}\n{Of("go_peter", "sig_line")}", Of("go_peter", "vkey"));
        Verified($"{text}\n{Of("go_enoch", "sig_line_same_text")}", Of("go_enoch", "vkey"));
        foreach (var bad in vectors["bad_vkeys"]!.AsArray())
            NoteVerifier.TryParse((string)bad!, out _).ShouldBeFalse();

        static void Verified(string text, string vkey)
        {
            SignedNote.TryParse(text, out var note).ShouldBeTrue();
            note.ToString().ShouldBe(text);
            NoteVerifier.Parse(vkey).ToString().ShouldBe(vkey);
            note.Verify(NoteVerifier.Parse(vkey)).ShouldBeTrue();
            foreach (var other in Given.WithOneBitFlipped(Encoding.UTF8.GetBytes(text)))
                (SignedNote.TryParse(other, out var read) && read.Verify(NoteVerifier.Parse(vkey))).ShouldBeFalse();
        }
    }

    /// <summary>Where the message is text, by way of a note's key; else by the library beneath. Another library judges each as well.</summary>
    [Fact]
    public void judges_the_ed25519_signatures_of_wycheproof_as_they_are_known_to_be()
    {
        int notes = 0, all = 0;
        foreach (var group in Given.Vectors("ed25519_test.json")["testGroups"]!.AsArray())
            foreach (var test in group!["tests"]!.AsArray())
            {
                byte[] Hex(JsonNode? node) => Convert.FromHexString((string)node!);
                var (key, message, signature) = (Hex(group["publicKey"]!["pk"]), Hex(test!["msg"]), Hex(test["sig"]));
                var valid = (string)test["result"]! == "valid";
                var which = $"{test["tcId"]}: {test["comment"]}";
                all++;
                (PublicKey.TryImport(SignatureAlgorithm.Ed25519, key, KeyBlobFormat.RawPublicKey, out var imported)
                    && SignatureAlgorithm.Ed25519.Verify(imported!, message, signature)).ShouldBe(valid, which);
                Second(key, message, signature).ShouldBe(valid, which);
                if (!System.Text.Unicode.Utf8.IsValid(message))
                    continue;
                notes++;
                var vkey = Given.VerifierKey("wycheproof", SignatureType.Ed25519, key);
                byte[] line = [.. Convert.FromHexString(vkey.Split('+')[1]), .. signature];
                (NoteVerifier.TryParse(vkey, out var verifier) && NoteSignature.TryParse($"— wycheproof {Convert.ToBase64String(line)}", out var read)
                    && verifier.Verify(Encoding.UTF8.GetString(message), read)).ShouldBe(valid, which);
            }
        all.ShouldBe(151);
        notes.ShouldBeGreaterThan(80);

        static bool Second(byte[] key, byte[] message, byte[] signature)
        {
            var signer = new Ed25519Signer();
            signer.Init(false, new Ed25519PublicKeyParameters(key));
            signer.BlockUpdate(message);
            return signature.Length == 64 && signer.VerifySignature(signature);
        }
    }
}
