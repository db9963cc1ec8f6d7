using System.Buffers.Binary;
using System.Globalization;

namespace ServiceLedger.MerkleLog;

/// <summary>The statement of a witness that, at a time, this was the largest tree of the log it knew, and consistent with all it had seen (C2SP tlog-cosignature, "Ed25519 signed message").</summary>
/// <remarks>
/// <code>
/// signature = time ed25519                       ; time: 8 bytes, the most significant first; ed25519: 64 bytes
/// signed    = "cosignature/v1" LF
///             "time " seconds LF                 ; since 1970, decimal without leading zeroes, at most 2^63 − 1
///             checkpoint                         ; the text of the note, with its final newline
/// </code>
/// </remarks>
public static class Cosignature
{
    const int TimeLength = 8, SignatureLength = 64;

    /// <summary>Cosigns the text of a checkpoint, seen at this time in seconds since 1970; an <see cref="ArgumentException"/> for another text, a negative time or a key of another type (C2SP tlog-cosignature, "Format").</summary>
    public static NoteSignature Sign(NoteSigner witness, string checkpoint, long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        if (witness.Verifier.Type != SignatureType.CosignatureV1)
            throw new ArgumentException("The key is not for cosignatures.", nameof(witness));
        if (!Checkpoint.TryParse(checkpoint, out _))
            throw new ArgumentException("This is not the text of a checkpoint.", nameof(checkpoint));
        var bytes = new byte[TimeLength + SignatureLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        witness.Signed(Message(checkpoint, time)).CopyTo(bytes, TimeLength);
        return new(witness.Verifier.Name, witness.Verifier.KeyId, bytes);
    }

    /// <summary>Reads the time of a cosignature, in seconds since 1970; false where the signature has another form. It holds only if <see cref="NoteVerifier.Verify"/> says so.</summary>
    public static bool TryGetTime(NoteSignature signature, out long time) => TryRead(signature, out time, out _);

    internal static bool TryRead(NoteSignature signature, out long time, out ReadOnlySpan<byte> signed)
    {
        var bytes = signature.Bytes.Span;
        var read = bytes.Length == TimeLength + SignatureLength;
        time = read ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;
        signed = read ? bytes[TimeLength..] : default;
        return read && time >= 0;
    }

    internal static byte[] Message(string checkpoint, long time) => Spelling.Utf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{checkpoint}"));
}
