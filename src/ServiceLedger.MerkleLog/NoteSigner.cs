using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NSec.Cryptography;

namespace ServiceLedger.MerkleLog;

/// <summary>The secret key that signs under one name, in the text form of Go's golang.org/x/mod/sumdb/note; signatures by it are deterministic (RFC 8032 §5.1.6).</summary>
/// <remarks>
/// <code>
/// skey = "PRIVATE+KEY+" name "+" key-id "+" base64( type seed )
/// ; name, key-id and type as in the vkey; seed: 32 bytes, RFC 8032 §5.1.5
/// </code>
/// </remarks>
public sealed class NoteSigner : IDisposable
{
    const string Prefix = "PRIVATE+KEY+";
    readonly Key key;

    NoteSigner(string name, SignatureType type, Key key)
    {
        this.key = key;
        Verifier = new(name, type, key.PublicKey);
    }

    /// <summary>The public key, whose text is the vkey to give away.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>A new secret key in its text form; an <see cref="ArgumentException"/> where nobody may be called so (C2SP signed-note, "Format").</summary>
    public static string NewKey(string name, SignatureType type = SignatureType.Ed25519)
    {
        if (!NoteVerifier.IsName(name))
            throw new ArgumentException("The name of a key is not empty and has no white space, no control characters and no plus sign.", nameof(name));
        using var key = Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        var verifier = new NoteVerifier(name, type, key.PublicKey);
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{name}+{verifier.KeyId:x8}+{Convert.ToBase64String([(byte)type, .. key.Export(KeyBlobFormat.RawPrivateKey)])}");
    }

    /// <summary>Reads a secret key in its text form; false for any other spelling, an unknown type and a key id that does not belong to the key.</summary>
    public static bool TryParse(string skey, [NotNullWhen(true)] out NoteSigner? signer)
    {
        signer = null;
        if (!skey.StartsWith(Prefix, StringComparison.Ordinal) || !NoteVerifier.TrySplit(skey.AsSpan(Prefix.Length), out var name, out var id, out var type, out var seed))
            return false;
        signer = new(name, type, Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey));
        if (signer.Verifier.KeyId == id)
            return true;
        signer.Dispose();
        signer = null;
        return false;
    }

    /// <summary>Reads a secret key; a <see cref="FormatException"/>, which does not repeat it, where <see cref="TryParse"/> says false.</summary>
    public static NoteSigner Parse(string skey) => TryParse(skey, out var signer) ? signer : throw new FormatException("This is not a secret key of Ed25519 whose key id is right.");

    /// <summary>Signs the text of a note (C2SP signed-note, "Ed25519 signatures"); a key for cosignatures is an <see cref="InvalidOperationException"/>: <see cref="Cosignature.Sign"/> is for it.</summary>
    public NoteSignature Sign(string text) => Verifier.Type == SignatureType.Ed25519
        ? new(Verifier.Name, Verifier.KeyId, Signed(Spelling.Utf8.GetBytes(text)))
        : throw new InvalidOperationException("This key signs checkpoints with a time only.");

    internal byte[] Signed(byte[] message) => SignatureAlgorithm.Ed25519.Sign(key, message);

    /// <summary>Wipes the key from memory.</summary>
    public void Dispose() => key.Dispose();
}
