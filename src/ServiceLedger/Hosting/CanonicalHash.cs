using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using ServiceLedger.Ledger;

namespace ServiceLedger.Hosting;

/// <summary>
/// The hash of something on record, as anybody can compute it from an entry of the log:
/// <code>hash = base64url(SHA-256(JCS (RFC 8785) of the value as stored, each sealed value in it as { "digest" }))</code>
/// </summary>
public static class CanonicalHash
{
    public static string Of<T>(T value) => Base64Url.EncodeToString(SHA256.HashData(LogEntry.Canonical(JsonSerializer.SerializeToElement(value, LedgerJson.Stored))));
}
