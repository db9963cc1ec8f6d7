using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto.Parameters;

namespace ServiceLedger.MerkleLog.Tests;

/// <summary>What the tests start from: entries, trees and keys that are the same at every run.</summary>
static class Given
{
    public const string Origin = "ledger.example/log";
    public const int Largest = 64;

    public static readonly byte[][] Entries = [.. Enumerable.Range(0, 1100).Select(i => Encoding.UTF8.GetBytes($"entry {i}"))];

    public static readonly TreeHash[] Leaves = [.. Entries.Select(e => TreeHash.OfLeaf(e))];

    /// <summary>Reads the nodes of the tree over these entries from the plain definition.</summary>
    public static NodeReader Nodes { get; } = NodesOf(Leaves);

    public static NodeReader NodesOf(TreeHash[] leaves)
    {
        var known = new Dictionary<(int, long), TreeHash>();
        return Read;

        TreeHash Read(int level, long index)
        {
            if (level == 0)
                return leaves[index];
            if (!known.TryGetValue((level, index), out var hash))
                known[(level, index)] = hash = TreeHash.OfNode(Read(level - 1, 2 * index), Read(level - 1, 2 * index + 1));
            return hash;
        }
    }

    public static TreeHash Root(long size) => GrowingTree.Read(size, Nodes).Root;

    public static TreeHash[] Hashes(byte[][] proof) => [.. proof.Select(h => TreeHash.FromBytes(h))];

    public static readonly NoteSigner Log = Signer(Origin, SignatureType.Ed25519, 1);

    public static readonly NoteSigner[] Witnesses = [.. Enumerable.Range(1, 3).Select(i => Signer($"witness{i}.example", SignatureType.CosignatureV1, 100 + i))];

    public static readonly NoteSigner Stranger = Signer("stranger.example", SignatureType.Ed25519, 200);

    public const long Time = 1_790_000_000;

    /// <summary>The checkpoint of the given tree at this size, signed by the log and cosigned by these witnesses.</summary>
    public static SignedNote Signed(long size, params NoteSigner[] witnesses)
    {
        var text = new Checkpoint(Origin, size, Root(size)).ToString();
        return SignedNote.Sign(text, Log).With(witnesses.Select(w => Cosignature.Sign(w, text, Time)));
    }

    public static NoteSigner Signer(string name, SignatureType type, int number) => NoteSigner.Parse(SecretKey(name, type, SHA256.HashData(BitConverter.GetBytes(number))));

    /// <summary>The text of a secret key, with the public key and the key id as another library makes them.</summary>
    public static string SecretKey(string name, SignatureType type, byte[] seed) =>
        $"PRIVATE+KEY+{name}+{KeyId(name, type, new Ed25519PrivateKeyParameters(seed).GeneratePublicKey().GetEncoded())}+{Convert.ToBase64String([(byte)type, .. seed])}";

    public static string VerifierKey(string name, SignatureType type, byte[] publicKey) => $"{name}+{KeyId(name, type, publicKey)}+{Convert.ToBase64String([(byte)type, .. publicKey])}";

    static string KeyId(string name, SignatureType type, byte[] publicKey) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 10, (byte)type, .. publicKey])[..4]);

    /// <summary>Every text that differs from this one in a single bit.</summary>
    public static IEnumerable<byte[]> WithOneBitFlipped(byte[] bytes) =>
        from place in Enumerable.Range(0, bytes.Length)
        from bit in Enumerable.Range(0, 8)
        select bytes.Select((b, i) => i == place ? (byte)(b ^ 1 << bit) : b).ToArray();

    /// <summary>Vectors made by others, beside the clone; without them the test is skipped and says so.</summary>
    public static JsonNode Vectors(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ServiceLedger.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the clone.");
        var path = Path.Combine(folder, "../shared/data/vectors", name);
        Assert.SkipUnless(File.Exists(path), $"{path} is missing.");
        return JsonNode.Parse(File.ReadAllText(path))!;
    }
}
