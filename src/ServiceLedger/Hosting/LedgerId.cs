using System.Security.Cryptography;
using System.Text;

namespace ServiceLedger.Hosting;

/// <summary>
/// Makes every id of the ledger: UUID version 7 (RFC 9562 §5.7). The last byte is the citizen's shard: random at registration,
/// shared by everything about that citizen, so that a later split over several databases routes by id alone.
/// </summary>
public static class LedgerId
{
    /// <summary>A new id with a random shard: a citizen, a department, an item.</summary>
    public static Guid New() => Guid.CreateVersion7();

    /// <summary>A new id for something about this citizen: it ends in the citizen's shard byte.</summary>
    public static Guid For(Guid citizenId)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7().TryWriteBytes(bytes);
        bytes[15] = ShardOf(citizenId);
        return new Guid(bytes);
    }

    /// <summary>
    /// The id of something about a citizen that whoever knows its name makes again without asking: it has the moment of another UUID version 7, in place of random bits the
    /// SHA-256 of the name, and ends in the citizen's shard byte.
    /// </summary>
    public static Guid Named(Guid moment, string name, Guid citizenId)
    {
        Span<byte> bytes = stackalloc byte[16];
        moment.TryWriteBytes(bytes, bigEndian: true, out _);
        var random = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        bytes[6] = (byte)(0x70 | (random[0] & 0x0F));
        bytes[7] = random[1];
        bytes[8] = (byte)(0x80 | (random[2] & 0x3F));
        random.AsSpan(3, 6).CopyTo(bytes[9..]);
        bytes[15] = ShardOf(citizenId);
        return new(bytes, bigEndian: true);
    }

    /// <summary>The shard, 0 to 255, that an id belongs to.</summary>
    public static byte ShardOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return bytes[15];
    }

    /// <summary>A text of any length as a document id: SHA-256 in hex.</summary>
    public static string ToLookupId(this string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
