using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ServiceLedger.MerkleLog;

/// <summary>A hash of the Merkle tree, 32 bytes of SHA-256 (RFC 6962 §2.1); two are equal when all their bytes are.</summary>
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>The length of a hash in bytes (RFC 6962 §2.1).</summary>
    public const int Length = 32;

    [InlineArray(Length)]
    struct Bytes
    {
        byte first;
    }

    readonly Bytes bytes;

    TreeHash(ReadOnlySpan<byte> hash) => hash.CopyTo(bytes);

    /// <summary>The root of the tree without leaves: the hash of nothing (RFC 6962 §2.1).</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of a leaf: SHA-256 of 0x00 and the entry (RFC 6962 §2.1).</summary>
    public static TreeHash OfLeaf(ReadOnlySpan<byte> entry)
    {
        const int OnTheStack = 1024;
        var rented = entry.Length < OnTheStack ? null : ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        var input = rented is null ? stackalloc byte[OnTheStack] : rented;
        input[0] = 0;
        entry.CopyTo(input[1..]);
        var hash = Of(input[..(entry.Length + 1)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>The hash of an inner node: SHA-256 of 0x01, the hash on the left and the hash on the right (RFC 6962 §2.1).</summary>
    public static TreeHash OfNode(in TreeHash left, in TreeHash right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * Length];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Length)..]);
        return Of(input);
    }

    /// <summary>The hash that these 32 bytes are; any other number of bytes is an <see cref="ArgumentException"/>.</summary>
    public static TreeHash FromBytes(ReadOnlySpan<byte> hash) =>
        hash.Length == Length ? new(hash) : throw new ArgumentException($"A hash has {Length} bytes, not {hash.Length}.", nameof(hash));

    /// <summary>Reads a hash in standard base64, 44 characters with padding (RFC 4648 §4), as proofs and checkpoints write it; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> base64, out TreeHash hash)
    {
        hash = default;
        if (base64.Length != 44 || !Spelling.TryBase64(base64, out var bytes) || bytes.Length != Length)
            return false;
        hash = new(bytes);
        return true;
    }

    /// <summary>Reads a hash in standard base64 (RFC 4648 §4); anything else is a <see cref="FormatException"/>.</summary>
    public static TreeHash Parse(ReadOnlySpan<char> base64) =>
        TryParse(base64, out var hash) ? hash : throw new FormatException("This is not the base64 of a hash of 32 bytes.");

    /// <summary>Writes the 32 bytes to the start of the destination.</summary>
    public void CopyTo(Span<byte> destination) => AsSpan(this).CopyTo(destination);

    /// <summary>The 32 bytes in an array of their own.</summary>
    public byte[] ToArray() => AsSpan(this).ToArray();

    /// <summary>The hash in standard base64, 44 characters with padding (RFC 4648 §4).</summary>
    public override string ToString() => Convert.ToBase64String(AsSpan(this));

    /// <summary>Whether all bytes are equal.</summary>
    public bool Equals(TreeHash other) => AsSpan(this).SequenceEqual(AsSpan(other));

    /// <summary>Whether the other is a hash with equal bytes.</summary>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TreeHash other && Equals(other);

    /// <summary>A number for hash tables, taken from the first bytes.</summary>
    public override int GetHashCode() => MemoryMarshal.Read<int>(AsSpan(this));

    /// <summary>Whether all bytes are equal.</summary>
    public static bool operator ==(TreeHash left, TreeHash right) => left.Equals(right);

    /// <summary>Whether some byte differs.</summary>
    public static bool operator !=(TreeHash left, TreeHash right) => !left.Equals(right);

    static TreeHash Of(ReadOnlySpan<byte> input)
    {
        TreeHash hash = default;
        SHA256.HashData(input, MemoryMarshal.AsBytes(new Span<TreeHash>(ref hash)));
        return hash;
    }

    static ReadOnlySpan<byte> AsSpan(in TreeHash hash) => MemoryMarshal.AsBytes(new ReadOnlySpan<TreeHash>(in hash));
}
