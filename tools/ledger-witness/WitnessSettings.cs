using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Witnessing;

/// <summary>A log to follow.</summary>
/// <param name="Origin">Its name, as its checkpoints give it.</param>
/// <param name="VerifierKeys">Its public keys, as C2SP signed-note writes them; a former one stays until a checkpoint by the new one was cosigned.</param>
public sealed record LogToFollow(string Origin, IReadOnlyList<string> VerifierKeys);

/// <summary>What a witness was told: a JSON file with these members. Paths are taken from the folder of that file.</summary>
/// <param name="KeyFile">The file of its secret key, made by <c>new-key</c>.</param>
/// <param name="Folder">Where it keeps what it cosigned, a file for each log. Whoever sets it back makes the witness forget.</param>
/// <param name="Listen">Where it listens, such as <c>http://127.0.0.1:5190</c>.</param>
public sealed record WitnessSettings(string KeyFile, string Folder, string Listen, IReadOnlyList<LogToFollow> Logs)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip
    };

    /// <summary>Reads the settings; <see cref="RefusedToWitness"/> says what is wrong with them.</summary>
    public static WitnessSettings Read(string file)
    {
        try
        {
            var read = JsonSerializer.Deserialize<WitnessSettings>(File.ReadAllText(file), Json) ?? throw new RefusedToWitness($"{file} is empty.");
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            return read with { KeyFile = Path.GetFullPath(read.KeyFile, folder), Folder = Path.GetFullPath(read.Folder, folder) };
        }
        catch (JsonException e)
        {
            throw new RefusedToWitness($"{file} does not hold the settings of a witness: {e.Message}");
        }
    }

    /// <summary>Makes a secret key in a file that was not there, readable by its owner alone; the verifier key.</summary>
    public static string NewKey(string name, string file)
    {
        var key = NoteSigner.NewKey(name, SignatureType.CosignatureV1);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(file, options))
            writer.WriteLine(key);
        using var signer = NoteSigner.Parse(key);
        return signer.Verifier.ToString();
    }

    /// <summary>The secret key.</summary>
    public NoteSigner Key() => NoteSigner.TryParse(File.ReadAllText(KeyFile).Trim(), out var signer) && signer.Verifier.Type == SignatureType.CosignatureV1
        ? signer
        : throw new RefusedToWitness($"{KeyFile} holds no secret key for cosignatures; `new-key` makes one.");

    /// <summary>The keys of each log, by its origin.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<NoteVerifier>> Keys()
    {
        var keys = new Dictionary<string, IReadOnlyList<NoteVerifier>>();
        foreach (var log in Logs)
            if (log.VerifierKeys.Count == 0 || !keys.TryAdd(log.Origin, [.. log.VerifierKeys.Select(k => Verifier(log.Origin, k))]))
                throw new RefusedToWitness($"The log {log.Origin} stands in the settings twice or without a key.");
        return keys;
    }

    static NoteVerifier Verifier(string origin, string vkey) => NoteVerifier.TryParse(vkey, out var verifier) && verifier.Type == SignatureType.Ed25519
        ? verifier
        : throw new RefusedToWitness($"A key of the log {origin} is no verifier key of Ed25519.");
}

/// <summary>The witness does not start; the message says what is to be looked at.</summary>
public sealed class RefusedToWitness(string message) : Exception(message);
