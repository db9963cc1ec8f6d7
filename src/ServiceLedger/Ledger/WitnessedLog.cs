using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>A checkpoint that the quorum of witnesses cosigned.</summary>
/// <param name="At">When the last of the quorum did, by the witnesses' clocks.</param>
public sealed record Witnessed(SignedNote Note, Checkpoint Checkpoint, DateTimeOffset At);

/// <summary>How far the log is witnessed: what others have seen of it, so that it cannot be shown differently to different people (C2SP tlog-cosignature).</summary>
public sealed class WitnessedLog(LogFolder folder, LogKeys keys, LogSettings settings, TimeProvider time)
{
    /// <summary>How far the clock of a witness may be ahead of ours (C2SP tlog-cosignature, "Format").</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    // Before the first witnessed checkpoint, time counts from here.
    readonly DateTimeOffset started = time.GetUtcNow();
    readonly ReadOnce<Witnessed?> newest = new(bytes => Read(bytes, keys, settings.Witnessing));

    WitnessTerms Terms => settings.Witnessing;

    /// <summary>The newest checkpoint that the quorum cosigned; null where there is none, or no witness is configured.</summary>
    public Witnessed? Newest() => Terms.Witnesses.Count > 0 && folder.ReadWitnessed() is { } bytes ? newest.Of(bytes) : null;

    /// <summary>The same note with the cosignatures there are of it.</summary>
    public SignedNote Cosigned(SignedNote note) =>
        folder.ReadCosigned() is { } bytes && SignedNote.TryParse(bytes, out var cosigned) && cosigned.Text == note.Text ? cosigned : note;

    /// <summary>Whether nobody vouches for the log now: no witness is configured, or the quorum has not cosigned for a while.</summary>
    public bool IsUnwitnessed => Terms.Witnesses.Count == 0 || Newest() is not { } newest || time.GetUtcNow() - newest.At > Terms.Fresh;

    /// <summary>How long ago the quorum cosigned last; where it never did, since this process started.</summary>
    public TimeSpan Age => time.GetUtcNow() - (Newest()?.At ?? started);

    /// <summary>Whether the quorum has been missing for so long that no decision is taken any more.</summary>
    public bool StopsDecisions => Terms.DecisionsStopAfter is { } stop && Age > stop;

    static Witnessed? Read(byte[] bytes, LogKeys keys, WitnessTerms terms)
    {
        if (!keys.TryRead(bytes, out var note, out var checkpoint))
            return null;
        var times = terms.Witnesses.Select(w => CosignedAt(note, w.Verifier)).OfType<long>().OrderDescending().ToArray();
        return times.Length >= terms.Quorum ? new(note, checkpoint, DateTimeOffset.FromUnixTimeSeconds(times[terms.Quorum - 1])) : null;
    }

    /// <summary>When this witness cosigned the note, in seconds since 1970; null where it did not.</summary>
    public static long? CosignedAt(SignedNote note, NoteVerifier witness)
    {
        foreach (var signature in note.Signatures)
            if (witness.Verify(note.Text, signature) && Cosignature.TryGetTime(signature, out var time))
                return time;
        return null;
    }
}
