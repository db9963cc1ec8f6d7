using System.Security.Cryptography;
using System.Text;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>
/// The id of the stream that holds the looks at one citizen's record in one month of China's time: a UUID version 7 (RFC 9562 §5.7) of the month's
/// first moment, whose random bits are the SHA-256 of citizen and month, and which ends in the citizen's shard. Whoever knows the citizen finds it without asking.
/// </summary>
public static class AccessStream
{
    public static Guid Of(Guid citizenId, DateOnly day)
    {
        var month = new DateOnly(day.Year, day.Month, 1);
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(Hosting.Text.StartOf(month)).TryWriteBytes(bytes, bigEndian: true, out _);
        var random = SHA256.HashData(Encoding.UTF8.GetBytes($"{citizenId:N}\n{month:yyyy-MM}"));
        bytes[6] = (byte)(0x70 | (random[0] & 0x0F));
        bytes[7] = random[1];
        bytes[8] = (byte)(0x80 | (random[2] & 0x3F));
        random.AsSpan(3, 6).CopyTo(bytes[9..]);
        bytes[15] = LedgerId.ShardOf(citizenId);
        return new(bytes, bigEndian: true);
    }

    /// <summary>The streams of this and earlier months, the latest first.</summary>
    public static Guid[] Of(Guid citizenId, DateOnly today, int months) => [.. Enumerable.Range(0, months).Select(i => Of(citizenId, today.AddMonths(-i)))];
}
