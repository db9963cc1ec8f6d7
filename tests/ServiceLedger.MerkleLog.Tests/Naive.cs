using System.Security.Cryptography;

namespace ServiceLedger.MerkleLog.Tests;

/// <summary>RFC 6962 §2.1 word for word, over the entries themselves: slow, and without anything of the library.</summary>
static class Naive
{
    public static byte[] MTH(byte[][] d) => d.Length switch
    {
        0 => SHA256.HashData([]),
        1 => SHA256.HashData([0, .. d[0]]),
        _ => SHA256.HashData([1, .. MTH(d[..K(d.Length)]), .. MTH(d[K(d.Length)..])])
    };

    public static byte[][] PATH(int m, byte[][] d)
    {
        if (d.Length == 1)
            return [];
        var k = K(d.Length);
        return m < k ? [.. PATH(m, d[..k]), MTH(d[k..])] : [.. PATH(m - k, d[k..]), MTH(d[..k])];
    }

    public static byte[][] PROOF(int m, byte[][] d) => m == 0 ? [] : SUBPROOF(m, d, true);

    static byte[][] SUBPROOF(int m, byte[][] d, bool b)
    {
        if (m == d.Length)
            return b ? [] : [MTH(d)];
        var k = K(d.Length);
        return m <= k ? [.. SUBPROOF(m, d[..k], b), MTH(d[k..])] : [.. SUBPROOF(m - k, d[k..], false), MTH(d[..k])];
    }

    /// <summary>The largest power of two smaller than n.</summary>
    static int K(int n)
    {
        var k = 1;
        while (k * 2 < n)
            k *= 2;
        return k;
    }
}
