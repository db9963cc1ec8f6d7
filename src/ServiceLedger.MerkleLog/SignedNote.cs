using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ServiceLedger.MerkleLog;

/// <summary>One signature of a note, not yet verified (C2SP signed-note, "Format").</summary>
/// <remarks>
/// <code>
/// line = U+2014 " " name " " base64( key-id signature )     ; key-id: 4 bytes, the most significant first; signature: 1 byte or more
/// </code>
/// </remarks>
public sealed class NoteSignature
{
    const string Dash = "— ";

    internal NoteSignature(string name, uint keyId, byte[] signature) => (Name, KeyId, Bytes) = (name, keyId, signature);

    /// <summary>The name of the key that is said to have signed.</summary>
    public string Name { get; }

    /// <summary>The id of the key that is said to have signed.</summary>
    public uint KeyId { get; }

    /// <summary>What that key made, in the form of its <see cref="SignatureType"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads a signature line without its newline, as <see cref="ToString"/> writes it; false for any other spelling.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal))
            return false;
        line = line[Dash.Length..];
        var space = line.IndexOf(' ');
        if (space < 0 || !NoteVerifier.IsName(line[..space]) || !Spelling.TryBase64(line[(space + 1)..], out var bytes) || bytes.Length < 5)
            return false;
        signature = new(line[..space].ToString(), BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]);
        return true;
    }

    /// <summary>The signature line without its newline.</summary>
    public override string ToString()
    {
        var bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.CopyTo(bytes.AsMemory(4));
        return $"{Dash}{Name} {Convert.ToBase64String(bytes)}";
    }
}

/// <summary>A text with signatures under it (C2SP signed-note). The text is to be ignored until a signature is verified.</summary>
/// <remarks>
/// <code>
/// note = text LF 1*100( line LF )     ; UTF-8, at most 1,000,000 bytes, no control characters but LF
/// text = *( any characters ) LF       ; empty lines too: the last one of the note ends the text
/// line                                ; see NoteSignature
/// </code>
/// </remarks>
public sealed class SignedNote
{
    /// <summary>The longest note that is read, in bytes; the standard leaves the limit to its readers (C2SP signed-note, "Format").</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>The most signatures that are read in one note; the standard demands at least 16 (C2SP signed-note, "Format").</summary>
    public const int MaxSignatures = 100;

    SignedNote(string text, IReadOnlyList<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>The text with its final newline.</summary>
    public string Text { get; }

    /// <summary>The signatures in the order of their lines, none of them verified.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>The text signed by these keys, in their order; an <see cref="ArgumentException"/> where no note can hold the text or nobody signs.</summary>
    public static SignedNote Sign(string text, params ReadOnlySpan<NoteSigner> signers)
    {
        if (!IsNoteText(text))
            throw new ArgumentException("The text of a note ends with a newline and has no other control characters.", nameof(text));
        if (signers.IsEmpty)
            throw new ArgumentException("A note has a signature.", nameof(signers));
        var signatures = new List<NoteSignature>();
        foreach (var signer in signers)
            signatures.Add(signer.Sign(text));
        return new(text, signatures);
    }

    /// <summary>The same note with further signatures after those it has, as a log adds what its witnesses answered (C2SP tlog-witness).</summary>
    public SignedNote With(params IEnumerable<NoteSignature> further) => new(Text, [.. Signatures, .. further]);

    /// <summary>The same text with the first signature only under the name and id of each of these keys, in the order of their lines: what others hung on it is not passed on.</summary>
    public SignedNote Only(IReadOnlyCollection<NoteVerifier> keys) =>
        new(Text, [.. Signatures.Where(s => keys.Any(k => k.KeyId == s.KeyId && k.Name == s.Name)).DistinctBy(s => (s.Name, s.KeyId))]);

    /// <summary>Reads a note from its bytes; false where it is not exactly of the form (C2SP signed-note, "Format").</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        return utf8.Length <= MaxLength && Spelling.TryUtf8(utf8, out var text) && TryParse(text, out note);
    }

    /// <summary>Reads a note from its text; false where it is not exactly of the form (C2SP signed-note, "Format").</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        var end = text.LastIndexOf("\n\n", StringComparison.Ordinal) + 1;
        if (end < 1 || end + 1 == text.Length || text.Length > MaxLength || !IsNoteText(text) || Spelling.Utf8.GetByteCount(text) > MaxLength)
            return false;
        var signatures = new List<NoteSignature>();
        foreach (var line in text[(end + 1)..^1].Split('\n'))
        {
            if (signatures.Count == MaxSignatures || !NoteSignature.TryParse(line, out var signature))
                return false;
            signatures.Add(signature);
        }
        note = new(text[..end], signatures);
        return true;
    }

    /// <summary>Whether one of these keys signed the text, and which did. Signatures by other keys are ignored; a false signature under the name and id of one of these refuses the whole note (C2SP signed-note, "Signatures").</summary>
    public bool Verify(IReadOnlyCollection<NoteVerifier> known, out IReadOnlyList<NoteVerifier> signers)
    {
        signers = SignedBy(known) ?? [];
        return signers.Count > 0;
    }

    /// <summary>Whether this key signed the text.</summary>
    public bool Verify(NoteVerifier known) => Verify([known], out _);

    /// <summary>The note as it is written: what was read, character by character.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => s + "\n"))}";

    /// <summary>Those of the keys that signed; null where a signature under one of their names is false.</summary>
    internal IReadOnlyList<NoteVerifier>? SignedBy(IReadOnlyCollection<NoteVerifier> known)
    {
        var signers = new List<NoteVerifier>();
        foreach (var signature in Signatures)
            foreach (var key in known.Where(k => k.KeyId == signature.KeyId && k.Name == signature.Name))
            {
                if (!key.Verify(Text, signature))
                    return null;
                if (!signers.Contains(key))
                    signers.Add(key);
            }
        return signers;
    }

    static bool IsNoteText(string text) => text.EndsWith('\n') && !text.Any(c => c < ' ' && c != '\n') && Spelling.IsText(text);
}
