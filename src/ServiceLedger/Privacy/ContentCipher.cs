using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ServiceLedger.Privacy;

/// <summary>
/// Seals content too large for one value, a chunk at a time, under a key of its own derived from the subject's.
/// <code>
/// file   = salt chunk*                       salt: 32 random bytes
/// chunk  = AES-256-GCM(plain) tag            plain: 65,536 bytes, in the last chunk 0 to 65,536; tag: 16 bytes
/// nonce  = 7 zero bytes, number, last        number: of the chunk from 0, 4 bytes, big-endian; last: 1 for the last chunk, otherwise 0
/// key    = HKDF-SHA-256(subject's key, salt, info = "content." keyId), 32 bytes
/// </code>
/// Number and last-flag in the nonce (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015) make chunks that were swapped, left out or
/// cut off fail to open. The stored format: never change it.
/// </summary>
public sealed class ContentCipher : IDisposable
{
    public const int SaltBytes = 32, ChunkBytes = 1 << 16, TagBytes = 16, SealedChunkBytes = ChunkBytes + TagBytes;

    readonly AesGcm aes;
    readonly byte[] nonce = new byte[12];
    uint number;

    internal ContentCipher(ReadOnlySpan<byte> contentKey) => aes = new AesGcm(contentKey, TagBytes);

    /// <summary>Seals the next chunk; returns how many bytes of <paramref name="to"/> it filled.</summary>
    public int Seal(ReadOnlySpan<byte> plain, bool last, Span<byte> to)
    {
        aes.Encrypt(Nonce(last), plain, to[..plain.Length], to.Slice(plain.Length, TagBytes));
        return plain.Length + TagBytes;
    }

    /// <summary>Opens the next chunk; throws <see cref="CryptographicException"/> where it is not the one that belongs here.</summary>
    public int Open(ReadOnlySpan<byte> chunk, bool last, Span<byte> to)
    {
        if (chunk.Length < TagBytes)
            throw new CryptographicException("The sealed content ends within a tag.");
        aes.Decrypt(Nonce(last), chunk[..^TagBytes], chunk[^TagBytes..], to[..(chunk.Length - TagBytes)]);
        return chunk.Length - TagBytes;
    }

    ReadOnlySpan<byte> Nonce(bool last)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(7), checked(number++));
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    public void Dispose() => aes.Dispose();
}
