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

    /// <summary>The shard, 0 to 255, that an id belongs to.</summary>
    public static byte ShardOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return bytes[15];
    }

    /// <summary>A text of any length as a document id: SHA-256 in hex.</summary>
    public static string ToLookupId(this string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
