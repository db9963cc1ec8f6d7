using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Evidence;

/// <summary>
/// The sealed content of evidence, a file each: <c>ab/ab…</c> by the SHA-256 of the sealed bytes in hex. What is still being written lies in
/// <c>incoming</c>, what no event names is set aside in <c>orphans</c>.
/// </summary>
public sealed class EvidenceFolder(Settings settings)
{
    /// <summary>The largest content taken, in bytes.</summary>
    public const long MaxBytes = 20 << 20;

    public string Incoming => Path.Combine(settings.EvidenceFolder, "incoming");
    public string Orphans => Path.Combine(settings.EvidenceFolder, "orphans");
    public string Root => settings.EvidenceFolder;

    /// <summary>
    /// Seals content as it streams in; when this returns, it lasts. Refuses what is empty, too large, of a type not taken or not the one declared, or
    /// not of the digest expected, and then keeps nothing.
    /// </summary>
    /// <param name="expected">SHA-256 of the content as the sender has it.</param>
    public async Task<(StoredContent? Kept, ProblemDetails? Refused)> KeepAsync(Stream content, SubjectKey key, string declared, byte[] expected, CancellationToken ct)
    {
        DurableFiles.MakeFolder(Incoming);
        var written = Path.Combine(Incoming, Guid.CreateVersion7().ToString("N"));
        try
        {
            var (digest, kept, refused) = await SealAsync(content, written, key, declared, expected, ct);
            if (refused is not null)
                return (null, refused);
            DurableFiles.Name(written, FileOf(digest!));
            return (kept, null);
        }
        finally
        {
            File.Delete(written);
        }
    }

    static async Task<(string? Digest, StoredContent? Kept, ProblemDetails? Refused)> SealAsync(Stream content, string written, SubjectKey key, string declared, byte[] expected, CancellationToken ct)
    {
        using var plainHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var sealedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var salt = RandomNumberGenerator.GetBytes(ContentCipher.SaltBytes);
        using var cipher = key.CipherFor(salt);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ContentCipher.ChunkBytes), next = ArrayPool<byte>.Shared.Rent(ContentCipher.ChunkBytes), closed = new byte[ContentCipher.SealedChunkBytes];
        try
        {
            await using var file = new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            sealedHash.AppendData(salt);
            await file.WriteAsync(salt, ct);
            var length = await ReceiveAsync(content, chunk, ct);
            var found = MediaType.Of(chunk.AsSpan(0, length));
            if (found is null || found != declared)
                return (null, null, Problems.Make(
                    415, "media-type", "The content is not of a type that is taken, or not of the type declared.", "内容类型不受支持或与声明不符。",
                    $"Taken are {string.Join(", ", MediaType.Taken)}; declare the type in Content-Type.", $"支持的类型：{string.Join("、", MediaType.Taken)}；请在 Content-Type 中如实声明。"));

            var ofd = false;
            for (long total = 0; ;)
            {
                if ((total += length) > MaxBytes)
                    return (null, null, TooLarge());
                ofd |= MediaType.NamesOfd(chunk.AsSpan(0, length));
                plainHash.AppendData(chunk, 0, length);
                var following = length < ContentCipher.ChunkBytes ? 0 : await ReceiveAsync(content, next, ct);
                var last = following == 0;
                var size = cipher.Seal(chunk.AsSpan(0, length), last, closed);
                sealedHash.AppendData(closed, 0, size);
                await file.WriteAsync(closed.AsMemory(0, size), ct);
                if (last)
                {
                    if (found == MediaType.Ofd && !ofd)
                        return (null, null, Problems.Make(415, "media-type", "The content is not of a type that is taken.", "内容类型不受支持。", "It is a ZIP, but no OFD.", "该 ZIP 文件不是 OFD 文件。"));
                    var hash = plainHash.GetHashAndReset();
                    if (!CryptographicOperations.FixedTimeEquals(hash, expected))
                        return (null, null, Problems.Make(400, "digest-mismatch", "The content is not what was sent.", "内容与摘要不符。", "Its SHA-256 is not that of Content-Digest; send it again.", "内容的 SHA-256 与 Content-Digest 不一致，请重新发送。"));
                    file.Flush(flushToDisk: true);
                    var digest = Convert.ToHexStringLower(sealedHash.GetHashAndReset());
                    return (digest, new(digest, key.Seal(Base64Url.EncodeToString(hash)), found, total), null);
                }

                (chunk, next, length) = (next, chunk, following);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
            ArrayPool<byte>.Shared.Return(next, clearArray: true);
        }
    }

    /// <summary>Opens the content into a stream; throws <see cref="CryptographicException"/> at the first chunk that is not what was kept.</summary>
    public async Task CopyAsync(StoredContent content, SubjectKey key, Stream to, CancellationToken ct)
    {
        await using var file = new FileStream(FileOf(content.Digest), FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var salt = new byte[ContentCipher.SaltBytes];
        await file.ReadExactlyAsync(salt, ct);
        using var cipher = key.CipherFor(salt);
        byte[] closed = new byte[ContentCipher.SealedChunkBytes], plain = ArrayPool<byte>.Shared.Rent(ContentCipher.ChunkBytes);
        try
        {
            for (var last = false; !last;)
            {
                var size = await FillAsync(file, closed, ct);
                last = file.Position == file.Length;
                var length = cipher.Open(closed.AsSpan(0, size), last, plain);
                await to.WriteAsync(plain.AsMemory(0, length), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
        }
    }

    /// <summary>Deletes the sealed content, where it is still there.</summary>
    public void Delete(StoredContent content)
    {
        if (File.Exists(FileOf(content.Digest)))
            File.Delete(FileOf(content.Digest));
    }

    internal static ProblemDetails TooLarge() => Problems.Make(413, "too-large", "The content is too large.", "内容过大。", $"At most {MaxBytes} bytes.", $"最多 {MaxBytes} 字节。");

    internal string FileOf(string digest) => Path.Combine(settings.EvidenceFolder, digest[..2], digest);

    static Task<int> FillAsync(Stream from, Memory<byte> to, CancellationToken ct) => from.ReadAtLeastAsync(to, to.Length, throwOnEndOfStream: false, ct).AsTask();

    static Task<int> ReceiveAsync(Stream body, byte[] to, CancellationToken ct) => RequestDoor.ReadingAsync(() => FillAsync(body, to.AsMemory(0, ContentCipher.ChunkBytes), ct), ct);
}
