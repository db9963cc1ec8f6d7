using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace ServiceLedger.MerkleLog;

/// <summary>What a key signs and how; the byte that stands before the public key in a vkey (C2SP signed-note, "Signature types").</summary>
public enum SignatureType
{
    /// <summary>Ed25519 over the text of a note (C2SP signed-note, "Ed25519 signatures").</summary>
    Ed25519 = 0x01,

    /// <summary>Ed25519 over a checkpoint and the time it was seen, by a witness (C2SP tlog-cosignature, "Ed25519 signed message").</summary>
    CosignatureV1 = 0x04
}

/// <summary>The public key that verifies the signatures of one name: a vkey (C2SP signed-note, "Verifier keys").</summary>
/// <remarks>
/// <code>
/// vkey   = name "+" key-id "+" base64( type public-key )
/// name   = 1*( any character but white space, control characters and "+" )
/// key-id = 8 lower-case hexadecimal digits: SHA-256( name 0x0A type public-key ), its first 4 bytes
/// type   = 0x01 / 0x04      ; public-key: 32 bytes, RFC 8032 §5.1.5
/// </code>
/// </remarks>
public sealed class NoteVerifier
{
    readonly PublicKey key;

    internal NoteVerifier(string name, SignatureType type, PublicKey key)
    {
        (Name, Type, this.key) = (name, type, key);
        byte[] hashed = [.. Spelling.Utf8.GetBytes(name), (byte)'\n', (byte)type, .. PublicKey.Span];
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(hashed));
    }

    /// <summary>The name of the key, as signature lines give it; a log's is by custom its origin.</summary>
    public string Name { get; }

    /// <summary>The number that finds the key for a signature; it proves nothing (C2SP signed-note, "Signatures").</summary>
    public uint KeyId { get; }

    /// <summary>What the key signs.</summary>
    public SignatureType Type { get; }

    /// <summary>The 32 bytes of the public key (RFC 8032 §5.1.5).</summary>
    public ReadOnlyMemory<byte> PublicKey => key.Export(KeyBlobFormat.RawPublicKey);

    /// <summary>Reads a vkey; false for a name that is none, a wrong key id, an unknown type, a key that is no point of the curve, and any other spelling than <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string vkey, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = null;
        if (!TrySplit(vkey, out var name, out var id, out var type, out var bytes)
            || !NSec.Cryptography.PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey, out var key) || key is null)
            return false;
        verifier = new(name, type, key);
        if (verifier.KeyId == id)
            return true;
        verifier = null;
        return false;
    }

    /// <summary>Reads a vkey; a <see cref="FormatException"/> where <see cref="TryParse"/> says false.</summary>
    public static NoteVerifier Parse(string vkey) => TryParse(vkey, out var verifier) ? verifier : throw new FormatException("This is not a vkey of Ed25519 whose key id is right.");

    /// <summary>Whether the signature, its name and key id included, was made by this key over this text: the text of a note, for a cosignature that of a checkpoint.</summary>
    public bool Verify(string text, NoteSignature signature)
    {
        if (signature.Name != Name || signature.KeyId != KeyId)
            return false;
        var bytes = signature.Bytes.Span;
        if (Type == SignatureType.Ed25519)
            return SignatureAlgorithm.Ed25519.Verify(key, Spelling.Utf8.GetBytes(text), bytes);
        return Cosignature.TryRead(signature, out var time, out var signed) && Checkpoint.TryParse(text, out _)
            && SignatureAlgorithm.Ed25519.Verify(key, Cosignature.Message(text, time), signed);
    }

    /// <summary>The vkey.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([(byte)Type, .. PublicKey.Span])}");

    /// <summary>Whether a key may be called so: something, without white space, control characters and plus signs, that UTF-8 can hold (C2SP signed-note, "Format").</summary>
    internal static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var rune in name.EnumerateRunes())
            if (rune.Value is '+' or < ' ' || System.Text.Rune.IsWhiteSpace(rune))
                return false;
        return !name.IsEmpty && Spelling.IsText(name);
    }

    /// <summary>Takes apart what vkeys and secret keys have in common: a name, 8 hexadecimal digits, and the base64 of a known type with 32 bytes.</summary>
    internal static bool TrySplit(ReadOnlySpan<char> text, out string name, out uint id, out SignatureType type, out byte[] key)
    {
        (name, id, type, key) = ("", 0, default, []);
        var end = text.IndexOf('+');
        if (end < 0 || !IsName(text[..end]) || text[(end + 1)..] is not { Length: > 9 } rest || rest[8] != '+')
            return false;
        name = text[..end].ToString();
        if (!uint.TryParse(rest[..8], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id) || !rest[..8].SequenceEqual(id.ToString("x8", CultureInfo.InvariantCulture)))
            return false;
        if (!Spelling.TryBase64(rest[9..], out var bytes) || bytes.Length != 33 || bytes[0] is not ((byte)SignatureType.Ed25519 or (byte)SignatureType.CosignatureV1))
            return false;
        (type, key) = ((SignatureType)bytes[0], bytes[1..]);
        return true;
    }
}
