namespace ServiceLedger.Privacy;

/// <summary>
/// A personal value as it stands in events and documents: its commitment and its ciphertext, never the value.
/// digest = base64url(SHA-256(disclosure)); disclosure = base64url(JSON [salt, value]) with a salt of 128 bits, as in RFC 9901 §4.2.
/// ciphertext = base64url(AES-256-GCM(disclosure) and its 16-byte tag) under the subject's data key; nonce is 12 bytes, base64url;
/// the additional data is UTF-8 of digest, '.', keyId. The stored format: never change it.
/// </summary>
/// <typeparam name="T">What the value is once opened; it is not stored.</typeparam>
public sealed record Sealed<T>(string Digest, string KeyId, string Nonce, string Ciphertext);
