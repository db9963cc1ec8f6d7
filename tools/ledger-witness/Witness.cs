using System.Globalization;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Witnessing;

/// <summary>What a witness says to a request: a status, and what goes with it.</summary>
public sealed record Answer(int Status, string Text, string MediaType = "text/plain");

/// <summary>
/// Cosigns a checkpoint where it goes on from the one it cosigned last for that log, one at a time for each log, and never before it is on disk that it did
/// (C2SP tlog-witness, "add-checkpoint").
/// </summary>
public sealed class Witness(NoteSigner signer, IReadOnlyDictionary<string, IReadOnlyList<NoteVerifier>> logs, CosignedFolder folder, TimeProvider time, ILogger log)
{
    readonly Dictionary<string, Followed> followed = logs.ToDictionary(l => l.Key, l => new Followed { Keys = l.Value, Last = folder.Read(l.Key, l.Value, signer.Verifier) });

    /// <summary>Answers a request.</summary>
    public Answer Add(ReadOnlySpan<byte> body)
    {
        if (!AddCheckpoint.TryParse(body, out var asked) || !Checkpoint.TryParse(asked.Checkpoint.Text, out var checkpoint))
            return new(400, "This is not a request as C2SP tlog-witness writes it.\n");
        if (!followed.TryGetValue(checkpoint.Origin, out var origin))
            return new(404, "This witness does not follow this log.\n");
        if (!asked.Checkpoint.Verify(origin.Keys, out _))
            return new(403, "No known key of this log signed the checkpoint.\n");
        lock (origin)
        {
            if (Refuse(origin.Last?.Checkpoint, asked, checkpoint) is { } refusal)
            {
                Say(origin.Last?.Checkpoint, checkpoint, asked, refusal);
                return refusal;
            }

            // The clock of this machine may be set back; what was said of a later time is not followed by something of an earlier one.
            var at = Math.Max(time.GetUtcNow().ToUnixTimeSeconds(), origin.Last?.Time ?? 0);
            var cosignature = Cosignature.Sign(signer, asked.Checkpoint.Text, at);
            var note = asked.Checkpoint.Only(origin.Keys).With(cosignature);
            folder.Write(checkpoint.Origin, note);
            origin.Last = new(checkpoint, at, note);
            return new(200, cosignature + "\n");
        }
    }

    /// <summary>Why a checkpoint that its log signed is not cosigned; null where it is.</summary>
    /// <param name="last">What was cosigned last; null where nothing was.</param>
    public static Answer? Refuse(Checkpoint? last, AddCheckpoint asked, Checkpoint checkpoint)
    {
        if (asked.OldSize > checkpoint.Size)
            return new(400, "The old size is larger than that of the checkpoint.\n");
        var size = last?.Size ?? 0;
        if (asked.OldSize != size)
            return new(409, size.ToString(CultureInfo.InvariantCulture) + "\n", "text/x.tlog.size");
        return ConsistencyProof.Check(size, last?.Root ?? TreeHash.Empty, checkpoint.Size, checkpoint.Root, [.. asked.Proof])
            ? null
            : new(422, "The proof does not show that the checkpoint goes on from the one cosigned last.\n");
    }

    /// <summary>The checkpoint cosigned last for the log whose origin has this SHA-256 (hex), for monitors; null where there is none (C2SP tlog-witness, "Monitor Retrieval Mechanism").</summary>
    public SignedNote? Newest(string originHash) => followed.FirstOrDefault(f => CosignedFolder.HashOf(f.Key) == originHash).Value?.Last?.Note;

    // Two trees of one size, both signed, are the proof of a log that shows different people different things: it is kept in the words of the log.
    void Say(Checkpoint? last, Checkpoint checkpoint, AddCheckpoint asked, Answer refusal)
    {
        if (last is not null && checkpoint.Size == last.Size && checkpoint.Root != last.Root)
            log.LogCritical("The log {Origin} signed two trees of {Size} leaves. Cosigned was {Root}; now it signed {Note}", checkpoint.Origin, checkpoint.Size, last.Root, asked.Checkpoint.Only(followed[checkpoint.Origin].Keys));
        else if (refusal.Status == 422)
            log.LogWarning("The log {Origin} was not cosigned at {Size} leaves: no proof leads there from {Last}.", checkpoint.Origin, checkpoint.Size, last?.Size ?? 0);
    }

    sealed class Followed
    {
        public required IReadOnlyList<NoteVerifier> Keys { get; init; }
        public Cosigned? Last { get; set; }
    }
}
