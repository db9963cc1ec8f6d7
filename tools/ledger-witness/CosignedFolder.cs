using System.Security.Cryptography;
using System.Text;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Witnessing;

/// <summary>The checkpoint cosigned last for a log, the time in its cosignature (seconds since 1970), and the note as it is given to monitors.</summary>
public sealed record Cosigned(Checkpoint Checkpoint, long Time, SignedNote Note);

/// <summary>
/// What a witness remembers: for each log one file, named by the SHA-256 (hex) of its origin, that holds the checkpoint cosigned last as a signed note with the
/// signatures of the log and of the witness. It is written beside, flushed and renamed, and the folder flushed, before anybody is answered.
/// </summary>
public sealed class CosignedFolder : IDisposable
{
    readonly string folder;
    readonly FileStream place;

    /// <summary>Takes the folder for this process; <see cref="RefusedToWitness"/> where another has it.</summary>
    public CosignedFolder(string folder)
    {
        this.folder = folder;
        DurableFiles.MakeFolder(folder);
        try
        {
            place = new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new RefusedToWitness($"Another witness remembers in {folder}.");
        }
    }

    /// <summary>The name of the file of a log.</summary>
    public static string HashOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    /// <summary>What was cosigned last for a log, null where nothing was; <see cref="RefusedToWitness"/> where the file holds anything but what this witness wrote.</summary>
    public Cosigned? Read(string origin, IReadOnlyList<NoteVerifier> log, NoteVerifier witness)
    {
        var file = Path.Combine(folder, HashOf(origin));
        if (!File.Exists(file))
            return null;
        if (SignedNote.TryParse(File.ReadAllBytes(file), out var note)
            && note.Verify([.. log, witness], out var signers) && signers.Contains(witness) && signers.Any(log.Contains)
            && Checkpoint.TryParse(note.Text, out var checkpoint) && checkpoint.Origin == origin && (checkpoint.Size > 0 || checkpoint.Root == TreeHash.Empty)
            && note.Signatures.SingleOrDefault(s => s.Name == witness.Name && s.KeyId == witness.KeyId) is { } cosignature && Cosignature.TryGetTime(cosignature, out var time))
            return new(checkpoint, time, note);
        throw new RefusedToWitness($"{file} is not what this witness wrote for {origin}, or a key it was signed with is no longer in the settings. What was cosigned last is unknown: nothing is cosigned until a person has looked.");
    }

    /// <summary>Remembers for good.</summary>
    public void Write(string origin, SignedNote note)
    {
        var file = Path.Combine(folder, HashOf(origin));
        var beside = file + ".new";
        using (var written = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            written.Write(Encoding.UTF8.GetBytes(note.ToString()));
            written.Flush(flushToDisk: true);
        }

        DurableFiles.Name(beside, file);
    }

    /// <summary>Leaves the folder to another process.</summary>
    public void Dispose() => place.Dispose();
}
