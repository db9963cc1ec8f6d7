using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceLedger.Hosting;

namespace ServiceLedger.Privacy;

/// <summary>
/// Salted commitments to values that stand in the record in plain and must not stand so in the log: which officer it was, which person. The salt is not stored but
/// computed, so that the log's entries can be made again from the record; without the key nobody finds the value by trying.
/// <code>
/// salt       = base64url(first 16 bytes of HMAC-SHA-256(key, event id "\n" member)); event id: lower case, with hyphens
/// disclosure = base64url(JSON [salt, value])                                        RFC 9901 §4.2
/// digest     = base64url(SHA-256(disclosure))
/// </code>
/// The stored format: never change it.
/// </summary>
public sealed class Commitments(byte[] key)
{
    const int SaltBytes = 16;

    /// <summary>Shows the value of a member of an event to whoever has the digest.</summary>
    public string Disclosure(Guid eventId, string member, string value)
    {
        var salt = Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{eventId:D}\n{member}")).AsSpan(0, SaltBytes));
        return Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new object[] { salt, value }, LedgerJson.Stored));
    }

    /// <summary>What the log holds in the place of the value.</summary>
    public string Digest(Guid eventId, string member, string value) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Disclosure(eventId, member, value))));
}
