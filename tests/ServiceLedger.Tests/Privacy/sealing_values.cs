using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using ServiceLedger.Tests.Catalogue;

namespace ServiceLedger.Tests.Privacy;

public class sealing_values
{
    const string Value = "渝中区，王芳 \"x\"";

    [Fact]
    public void opens_them_again_with_the_key() => Given.Key.Open(Given.Key.Seal(Value)).ShouldBe(Value);

    [Fact]
    public void leaves_nothing_as_nothing()
    {
        Given.Key.Seal<string>(null).ShouldBeNull();
        Given.Key.Open<string>(null).ShouldBeNull();
    }

    [Fact]
    public void commits_to_the_disclosure_by_its_sha_256()
    {
        var value = Given.Key.Seal(Value);
        value.Digest.ShouldBe(DigestOf(Given.Key.Disclosure(value)));
        value.Digest.Length.ShouldBe(43);
        value.KeyId.ShouldBe("test-key");
        Base64Url.DecodeFromChars(value.Nonce).Length.ShouldBe(12);
    }

    [Fact]
    public void discloses_a_salt_of_128_bits_and_the_value()
    {
        var disclosure = Given.Key.Disclosure(Given.Key.Seal(Value));
        var json = JsonDocument.Parse(Base64Url.DecodeFromUtf8(disclosure)).RootElement;
        json.GetArrayLength().ShouldBe(2);
        Base64Url.DecodeFromChars(json[0].GetString()!).Length.ShouldBe(16);
        json[1].GetString().ShouldBe(Value);
    }

    [Fact]
    public void seals_the_same_value_differently_every_time()
    {
        var (a, b) = (Given.Key.Seal(Value), Given.Key.Seal(Value));
        a.Digest.ShouldNotBe(b.Digest);
        a.Nonce.ShouldNotBe(b.Nonce);
        a.Ciphertext.ShouldNotBe(b.Ciphertext);
    }

    [Fact]
    public void keeps_the_value_out_of_what_is_stored()
    {
        var stored = JsonSerializer.Serialize(Given.Key.Seal("plaintext"), LedgerJson.Stored);
        stored.ShouldNotContain("plaintext");
        stored.ShouldNotContain(Base64Url.EncodeToString("plaintext"u8)[..10]);
        JsonDocument.Parse(stored).RootElement.EnumerateObject().Select(m => m.Name).ShouldBe(["digest", "keyId", "nonce", "ciphertext"]);
    }

    [Fact]
    public void refuses_a_changed_ciphertext()
    {
        var value = Given.Key.Seal(Value);
        for (var i = 0; i < Base64Url.DecodeFromChars(value.Ciphertext).Length; i++)
            Refused(value with { Ciphertext = Changed(value.Ciphertext, i) });
    }

    [Fact]
    public void refuses_a_changed_digest_nonce_or_key_id()
    {
        var value = Given.Key.Seal(Value);
        Refused(value with { Digest = Changed(value.Digest, 0) });
        Refused(value with { Digest = value.Digest + "=" });
        Refused(value with { Nonce = Changed(value.Nonce, 11) });
        Refused(value with { KeyId = "another-key" });
    }

    [Fact]
    public void refuses_the_digest_of_another_value()
    {
        var (a, b) = (Given.Key.Seal("甲"), Given.Key.Seal("乙"));
        Refused(a with { Digest = b.Digest });
        Refused(a with { Ciphertext = b.Ciphertext, Nonce = b.Nonce });
    }

    [Fact]
    public void refuses_another_key_of_the_same_name_and_the_same_key_of_another_name()
    {
        var value = Given.Key.Seal(Value);
        Should.Throw<CryptographicException>(() => new SubjectKey("test-key", new byte[32]).Open(value));
        Should.Throw<CryptographicException>(() => new SubjectKey("renamed", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]).Open(value with { KeyId = "renamed" }));
    }

    [Fact]
    public void refuses_a_value_whose_digest_is_bound_but_not_its_own()
    {
        var disclosure = Base64Url.EncodeToUtf8("[\"_26bc4LT-ac6q2KI6cBW5es\",\"x\"]"u8);
        var digest = DigestOf("other"u8.ToArray());
        var sealedBytes = new byte[disclosure.Length + 16];
        using var aes = new AesGcm([.. Enumerable.Range(0, 32).Select(i => (byte)i)], 16);
        aes.Encrypt(new byte[12], disclosure, sealedBytes.AsSpan(0, disclosure.Length), sealedBytes.AsSpan(disclosure.Length), Encoding.UTF8.GetBytes($"{digest}.test-key"));
        Refused(new(digest, "test-key", Base64Url.EncodeToString(new byte[12]), Base64Url.EncodeToString(sealedBytes)));
    }

    [Fact]
    public void uses_the_digest_of_rfc_9901()
    {
        using var file = SharedData.Open("vectors/sdjwt.json");
        var vector = JsonDocument.Parse(file).RootElement;
        var disclosure = vector.GetProperty("disclosure_b64url").GetString()!;
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(vector.GetProperty("disclosure_json").GetString()!)).ShouldBe(disclosure);
        DigestOf(Encoding.ASCII.GetBytes(disclosure)).ShouldBe(vector.GetProperty("sha256_b64url").GetString());
    }

    static void Refused(Sealed<string> value) => Should.Throw<CryptographicException>(() => Given.Key.Open(value));

    static string DigestOf(byte[] disclosure) => Base64Url.EncodeToString(SHA256.HashData(disclosure));

    static string Changed(string base64Url, int at)
    {
        var bytes = Base64Url.DecodeFromChars(base64Url);
        bytes[at] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }
}

public class wrapping_keys
{
    static readonly KeyEncryptionKey Wrapping = new([.. Enumerable.Repeat((byte)7, 32)]);
    static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void unwraps_them_again()
    {
        var wrapped = Wrapping.Wrap("subject/matters", "key-id", DataKey);
        (wrapped.Id, wrapped.KeyId).ShouldBe(("subject/matters", "key-id"));
        Base64Url.DecodeFromChars(wrapped.Wrapped).Length.ShouldBe(12 + 32 + 16);
        Wrapping.Unwrap(wrapped).ShouldBe(DataKey);
    }

    [Fact]
    public void wraps_the_same_key_differently_every_time() =>
        Wrapping.Wrap("a", "b", DataKey).Wrapped.ShouldNotBe(Wrapping.Wrap("a", "b", DataKey).Wrapped);

    [Fact]
    public void refuses_another_wrapping_key() =>
        Should.Throw<CryptographicException>(() => new KeyEncryptionKey(new byte[32]).Unwrap(Wrapping.Wrap("a", "b", DataKey)));

    [Fact]
    public void refuses_a_key_put_in_the_place_of_another()
    {
        var wrapped = Wrapping.Wrap("a", "b", DataKey);
        Should.Throw<CryptographicException>(() => Wrapping.Unwrap(wrapped with { Id = "c" }));
        Should.Throw<CryptographicException>(() => Wrapping.Unwrap(wrapped with { KeyId = "c" }));
    }

    [Fact]
    public void reads_32_bytes_in_base64() =>
        new KeyEncryptionKey(DataKey).Unwrap(KeyEncryptionKey.Parse($" {Convert.ToBase64String(DataKey)}\n").Wrap("a", "b", DataKey)).ShouldBe(DataKey);

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void refuses_keys_of_other_lengths(int length) =>
        Should.Throw<FormatException>(() => KeyEncryptionKey.Parse(Convert.ToBase64String(new byte[length]))).Message.ShouldContain("32 bytes");

    [Fact]
    public void refuses_what_is_not_base64() => Should.Throw<FormatException>(() => KeyEncryptionKey.Parse("not base64"));
}
