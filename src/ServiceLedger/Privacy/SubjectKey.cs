using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Privacy;

/// <summary>What a subject's values are kept for; each class has a key of its own.</summary>
public enum PurposeClass { Identity, Matters }

/// <summary>The data key of one subject and purpose class: seals values and opens them again. Where they are closed, it says why in their place.</summary>
public sealed class SubjectKey(string keyId, byte[] key, Closure? closed = null)
{
    const int SaltBytes = 16, NonceBytes = 12, TagBytes = 16;

    /// <summary>Names the key in every value it sealed.</summary>
    public string KeyId => keyId;

    /// <summary>Whether it opens nothing: the values are restricted, or the key is destroyed.</summary>
    public bool IsClosed => closed is not null;

    /// <summary>A key that is destroyed: its name is left, and why it opens nothing.</summary>
    public static SubjectKey Destroyed(string keyId, string listNumber) => new(keyId, [], Closure.Erased(listNumber));

    /// <summary>The same key, closed where there is a reason; what is closed stays so.</summary>
    public SubjectKey ClosedFor(Closure? why) => why is null || IsClosed ? this : new(keyId, [], why);

    /// <summary>Seals a value; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public Sealed<T>? Seal<T>(T? value)
        where T : class
    {
        if (value is null)
            return null;
        if (closed is not null)
            throw new SubjectErased(closed);
        var salt = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SaltBytes));
        var json = JsonSerializer.SerializeToUtf8Bytes(new object[] { salt, value }, LedgerJson.Stored);
        var disclosure = Base64Url.EncodeToUtf8(json);
        var digest = Base64Url.EncodeToString(SHA256.HashData(disclosure));
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var sealedBytes = new byte[disclosure.Length + TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, disclosure, sealedBytes.AsSpan(0, disclosure.Length), sealedBytes.AsSpan(disclosure.Length), Bound(digest));
        return new(digest, keyId, Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(sealedBytes));
    }

    /// <summary>Opens a value sealed with this key, or says why it is closed; throws <see cref="CryptographicException"/> when value, digest or key do not belong together.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public T? Open<T>(Sealed<T>? value)
        where T : class
    {
        if (value is null)
            return null;
        if (closed is not null)
            return Said<T>(value.Digest);
        var disclosure = Disclosure(value);
        using var json = JsonDocument.Parse(Base64Url.DecodeFromUtf8(disclosure));
        return json.RootElement[1].Deserialize<T>(LedgerJson.Stored)
            ?? throw new CryptographicException("The sealed value is null.");
    }

    /// <summary>The disclosure of a sealed value, as ASCII: whoever holds it can show the value and prove it against the digest.</summary>
    public byte[] Disclosure<T>(Sealed<T> value)
    {
        if (closed is not null || value.KeyId != keyId)
            throw new CryptographicException("The value was sealed with another key.");
        if (!Base64Url.IsValid(value.Ciphertext) || !Base64Url.IsValid(value.Nonce, out var nonce) || nonce != NonceBytes)
            throw new CryptographicException("The sealed value is malformed.");
        var sealedBytes = Base64Url.DecodeFromChars(value.Ciphertext);
        if (sealedBytes.Length < TagBytes)
            throw new CryptographicException("The sealed value is malformed.");
        var disclosure = new byte[sealedBytes.Length - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(Base64Url.DecodeFromChars(value.Nonce), sealedBytes.AsSpan(0, disclosure.Length), sealedBytes.AsSpan(disclosure.Length), disclosure, Bound(value.Digest));
        return Base64Url.EncodeToString(SHA256.HashData(disclosure)) == value.Digest
            ? disclosure
            : throw new CryptographicException("The digest is not that of the value.");
    }

    T Said<T>(string digest)
        where T : class =>
        typeof(T) == typeof(string) ? (T)(object)closed!.Text
        : typeof(T) == typeof(JsonNode) ? (T)(object)new JsonObject { ["digest"] = digest, ["hidden"] = closed!.Text }
        : throw new CryptographicException("The value is closed.");

    /// <summary>The cipher for one piece of content with this salt.</summary>
    public ContentCipher CipherFor(ReadOnlySpan<byte> salt)
    {
        if (closed is not null)
            throw new SubjectErased(closed);
        Span<byte> contentKey = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, contentKey, salt, Encoding.UTF8.GetBytes($"content.{keyId}"));
        return new(contentKey);
    }

    byte[] Bound(string digest) => Encoding.UTF8.GetBytes($"{digest}.{keyId}");
}
