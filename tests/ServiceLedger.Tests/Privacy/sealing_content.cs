using System.Security.Cryptography;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Privacy;

public class sealing_content
{
    static readonly byte[] Salt = [.. Enumerable.Range(0, ContentCipher.SaltBytes).Select(i => (byte)i)];

    [Fact]
    public void opens_chunk_by_chunk_in_order() => Open(Sealed("one", "two", "three")).ShouldBe(["one", "two", "three"]);

    [Fact]
    public void opens_nothing_that_was_swapped_left_out_cut_off_added_or_changed()
    {
        var chunks = Sealed("one", "two", "three");
        foreach (var wrong in new byte[][][]
            {
                [chunks[1], chunks[0], chunks[2]], [chunks[0], chunks[2]], [chunks[1], chunks[2]], [chunks[0], chunks[1]], [chunks[0]], [.. chunks, chunks[2]],
                [chunks[0], chunks[1], chunks[2][..^1]], [chunks[0], chunks[1], chunks[2][..15]], [[]]
            })
            Should.Throw<CryptographicException>(() => Open(wrong));
        for (var i = 0; i < chunks[0].Length; i++)
        {
            var flipped = chunks[0].ToArray();
            flipped[i] ^= 1;
            Should.Throw<CryptographicException>(() => Open([flipped, chunks[1], chunks[2]]));
        }
    }

    [Fact]
    public void hangs_on_the_key_its_name_and_the_salt()
    {
        var chunks = Sealed("one");
        Should.Throw<CryptographicException>(() => Open(chunks, new("other", [.. Enumerable.Range(0, 32).Select(i => (byte)i)])));
        Should.Throw<CryptographicException>(() => Open(chunks, new("test-key", new byte[32])));
        Should.Throw<CryptographicException>(() => Open(chunks, Given.Key, new byte[ContentCipher.SaltBytes]));
        Open(chunks, Given.Key, Salt).ShouldBe(["one"]);
    }

    static byte[][] Sealed(params string[] texts)
    {
        using var cipher = Given.Key.CipherFor(Salt);
        return [.. texts.Select((text, i) =>
        {
            var to = new byte[text.Length + ContentCipher.TagBytes];
            cipher.Seal(System.Text.Encoding.ASCII.GetBytes(text), i == texts.Length - 1, to).ShouldBe(to.Length);
            return to;
        })];
    }

    static string[] Open(byte[][] chunks, SubjectKey? key = null, byte[]? salt = null)
    {
        using var cipher = (key ?? Given.Key).CipherFor(salt ?? Salt);
        return [.. chunks.Select((chunk, i) =>
        {
            var to = new byte[Math.Max(chunk.Length - ContentCipher.TagBytes, 0)];
            cipher.Open(chunk, i == chunks.Length - 1, to);
            return System.Text.Encoding.ASCII.GetString(to);
        })];
    }
}
