using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using JasperFx;
using Marten;

namespace ServiceLedger.Privacy;

/// <summary>The database that holds nothing but wrapped keys; in production it has a connection of its own.</summary>
public interface IVaultStore : IDocumentStore;

/// <summary>A data key as the vault keeps it: wrapped by the key-encryption key.</summary>
/// <param name="Id">For a subject's key: subject, '/', purpose class; for a key of the service: its name.</param>
/// <param name="KeyId">The name that sealed values carry: 16 random bytes, base64url.</param>
/// <param name="Wrapped">base64url(nonce, ciphertext, tag) of the 32-byte key; the additional data is Id, '.', KeyId. Empty once the key is destroyed.</param>
/// <param name="DestroyedUnder">The number of the list under which it was destroyed: what is left keeps its place, so that no other key is ever made for the subject.</param>
public sealed record WrappedKey(string Id, string KeyId, string Wrapped, string? DestroyedUnder = null);

/// <summary>
/// The key-encryption key: 32 bytes from configuration or a key file; a key management service can take its place here. While it takes the place of a former one,
/// what that one wrapped is unwrapped too, and nothing more is wrapped by it.
/// </summary>
/// <param name="former">The one before, while keys are still wrapped by it.</param>
public sealed class KeyEncryptionKey(byte[] key, KeyEncryptionKey? former = null)
{
    const int NonceBytes = 12, TagBytes = 16;

    /// <summary>Reads base64 of exactly 32 bytes; throws <see cref="FormatException"/> saying so otherwise.</summary>
    public static KeyEncryptionKey Parse(string base64)
    {
        var bytes = Convert.FromBase64String(base64.Trim());
        return bytes.Length == 32 ? new(bytes) : throw new FormatException($"The key-encryption key must be 32 bytes in base64; this one has {bytes.Length}.");
    }

    public WrappedKey Wrap(string id, string keyId, ReadOnlySpan<byte> dataKey)
    {
        Span<byte> bytes = stackalloc byte[NonceBytes + dataKey.Length + TagBytes];
        RandomNumberGenerator.Fill(bytes[..NonceBytes]);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(bytes[..NonceBytes], dataKey, bytes[NonceBytes..^TagBytes], bytes[^TagBytes..], Encoding.UTF8.GetBytes($"{id}.{keyId}"));
        return new(id, keyId, Base64Url.EncodeToString(bytes));
    }

    /// <summary>This key in the place of a former one.</summary>
    public KeyEncryptionKey InPlaceOf(KeyEncryptionKey? before) => new(key, before);

    /// <summary>Whether a former key still unwraps beside this one.</summary>
    public bool HasFormer => former is not null;

    /// <summary>Whether it was this key that wrapped it, and not the former one.</summary>
    public bool Wrapped(WrappedKey wrapped)
    {
        try
        {
            Own(wrapped);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The data key; throws <see cref="CryptographicException"/> where neither this key nor the former one wrapped it.</summary>
    public byte[] Unwrap(WrappedKey wrapped) => former is null || Wrapped(wrapped) ? Own(wrapped) : former.Unwrap(wrapped);

    byte[] Own(WrappedKey wrapped)
    {
        var bytes = Base64Url.DecodeFromChars(wrapped.Wrapped);
        var dataKey = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, dataKey.Length), bytes.AsSpan(NonceBytes + dataKey.Length), dataKey, Encoding.UTF8.GetBytes($"{wrapped.Id}.{wrapped.KeyId}"));
        return dataKey;
    }
}

/// <summary>Keeps one data key per subject and purpose class. A key is made before the first value it seals is recorded.</summary>
public sealed class Vault(IVaultStore store, KeyEncryptionKey wrapping)
{
    const int Remembered = 20_000;

    readonly ConcurrentDictionary<string, SubjectKey> keys = new();
    BlindIndex? blindIndex;
    Commitments? commitments;

    /// <summary>The subject's key; throws <see cref="InvalidOperationException"/> when there is none.</summary>
    public async Task<SubjectKey> KeyOf(Guid subject, PurposeClass purpose, CancellationToken ct = default) =>
        await FindKey(subject, purpose, ct) ?? throw new InvalidOperationException($"The vault holds no key {IdOf(subject, purpose)}.");

    /// <summary>The subject's key; null when there is no such subject.</summary>
    public async Task<SubjectKey?> FindKey(Guid subject, PurposeClass purpose, CancellationToken ct = default)
    {
        var id = IdOf(subject, purpose);
        if (keys.TryGetValue(id, out var known))
            return known;
        await using var session = store.QuerySession();
        return await session.LoadAsync<WrappedKey>(id, ct) is { } wrapped ? Remember(wrapped) : null;
    }

    /// <summary>All keys the vault holds still, by the id that sealed values carry: for an audit, which opens everything there is.</summary>
    internal async Task<IReadOnlyDictionary<string, WrappedKey>> AllByKeyIdAsync(CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return (await session.Query<WrappedKey>().Where(k => k.DestroyedUnder == null).ToListAsync(ct)).ToDictionary(k => k.KeyId);
    }

    internal SubjectKey Unwrap(WrappedKey wrapped) => new(wrapped.KeyId, wrapping.Unwrap(wrapped));

    /// <summary>
    /// Destroys the subject's keys, all purpose classes, in one transaction, and forgets them here. What is left of each keeps its place, so that no other key is made for
    /// the subject. Done again, it changes nothing.
    /// </summary>
    public async Task DestroyAsync(Guid subject, string listNumber, CancellationToken ct = default)
    {
        await using var session = store.LightweightSession();
        foreach (var purpose in Enum.GetValues<PurposeClass>())
            if (await session.LoadAsync<WrappedKey>(IdOf(subject, purpose), ct) is { DestroyedUnder: null } known)
                session.Update(known with { Wrapped = "", DestroyedUnder = listNumber });
        var destroyed = session.PendingChanges.UpdatesFor<WrappedKey>().ToArray();
        await session.SaveChangesAsync(ct);
        foreach (var key in destroyed)
            Remember(key);
    }

    /// <summary>Makes the keys of new subjects, all purpose classes, in one transaction; throws where one was ever made.</summary>
    public async Task MakeKeysFor(IReadOnlyCollection<Guid> subjects, CancellationToken ct = default)
    {
        var made = subjects.SelectMany(s => Enum.GetValues<PurposeClass>().Select(p => NewKey(IdOf(s, p)))).ToArray();
        await using var session = store.LightweightSession();
        session.Insert(made);
        await session.SaveChangesAsync(ct);
        foreach (var wrapped in made)
            Remember(wrapped);
    }

    /// <summary>The index by which citizens are found without their data standing anywhere in plain.</summary>
    public async Task<BlindIndex> BlindIndex(CancellationToken ct = default) => blindIndex ??= new BlindIndex(await ServiceKey("blind-index", ct));

    /// <summary>The commitments by which the log holds who acted without saying it.</summary>
    public async Task<Commitments> Commitments(CancellationToken ct = default) => commitments ??= new Commitments(await ServiceKey("log-commitments", ct));

    /// <summary>A key of the service itself, made when it is first needed.</summary>
    async Task<byte[]> ServiceKey(string name, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        var wrapped = await session.LoadAsync<WrappedKey>(name, ct);
        if (wrapped is null)
        {
            wrapped = NewKey(name);
            session.Insert(wrapped);
            try
            {
                await session.SaveChangesAsync(ct);
            }
            catch (DocumentAlreadyExistsException)
            {
                // Another process was first: its key counts.
                wrapped = await session.LoadAsync<WrappedKey>(name, ct)
                    ?? throw new InvalidOperationException($"The key {name} was made by another process and is gone.");
            }
        }

        return wrapping.Unwrap(wrapped);
    }

    static string IdOf(Guid subject, PurposeClass purpose) => $"{subject:N}/{(purpose is PurposeClass.Identity ? "identity" : "matters")}";

    WrappedKey NewKey(string id) => wrapping.Wrap(id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), RandomNumberGenerator.GetBytes(32));

    SubjectKey Remember(WrappedKey wrapped)
    {
        // A full cache starts afresh: simpler than tracking use, and a miss costs one read by key.
        if (keys.Count >= Remembered)
            keys.Clear();
        var key = wrapped.DestroyedUnder is { } list ? SubjectKey.Destroyed(wrapped.KeyId, list) : new SubjectKey(wrapped.KeyId, wrapping.Unwrap(wrapped));
        // Whoever read the key just before it was destroyed does not bring it back.
        return keys.AddOrUpdate(wrapped.Id, key, (_, known) => known.IsClosed ? known : key);
    }
}

/// <summary>Keyed hashes (HMAC-SHA-256, base64url) by which equal values are found without being revealed.</summary>
public sealed class BlindIndex(byte[] key)
{
    public string OfIdNumber(string normalised) => Of($"id-number\n{normalised}");

    public string OfNameAndBirthDate(string name, DateOnly born) =>
        Of($"name-and-birth-date\n{name.Normalize(NormalizationForm.FormKC).Trim()}\n{born:yyyy-MM-dd}");

    /// <summary>The index of a person as another register knows them.</summary>
    public string OfForeignReference(string source, string reference) => Of($"foreign-reference\n{source}\n{reference}");

    /// <summary>The name under which a person supports a suggestion: of each suggestion another one, so that nobody is followed from one to the next.</summary>
    public string OfSupporter(Guid suggestionId, Guid citizenId) => Of($"supporter\n{suggestionId:N}\n{citizenId:N}");

    /// <summary>The hash of a request's body, which may hold personal data that somebody could guess.</summary>
    public string OfRequest(string hash) => Of($"request\n{hash}");

    string Of(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
