namespace ServiceLedger.Ledger;

/// <summary>What an audit finds wrong. The names stand in reports: add, never rename.</summary>
public enum AuditFault
{
    /// <summary>An event's row is not what was sequenced; the members that differ are named.</summary>
    Altered,

    /// <summary>Two events' rows, or parts of them, have changed places.</summary>
    Swapped,

    /// <summary>An event has a place in the log and no row any more.</summary>
    Removed,

    /// <summary>A row came in past the queue, into a gap of the numbers, or past the count of its stream.</summary>
    Inserted,

    /// <summary>An event claims a time of record at which the log was already further.</summary>
    BackDated,

    /// <summary>An event waits for its place longer than was promised.</summary>
    Unsequenced,

    /// <summary>A leaf in the database is not the one that was signed.</summary>
    LeafAltered,

    /// <summary>A leaf that was signed is not in the database any more.</summary>
    LeafMissing,

    /// <summary>A tile on disk does not belong to the tree that was signed, or is not there.</summary>
    TileAltered,

    /// <summary>The checkpoint is not signed by a key of this log, or is not there.</summary>
    CheckpointRefused,

    /// <summary>Neither leaves nor tiles make the root that was signed, and what differs cannot be told from them.</summary>
    RootMismatch,

    /// <summary>An older checkpoint or export is of a longer log than the present one.</summary>
    RolledBack,

    /// <summary>An older checkpoint or export is of another history.</summary>
    Forked,

    /// <summary>A sealed value is not the one that its digest commits to.</summary>
    ValueAltered,

    /// <summary>A sealed value's key is gone, and no destruction of it is on record.</summary>
    ValueMissing
}

/// <summary>One thing that is wrong, and which event it is about.</summary>
/// <param name="Index">The place in the log.</param>
/// <param name="Number">The event's sequence number in the database.</param>
/// <param name="What">In plain words, with the members that differ; never a value.</param>
public sealed record AuditFinding(AuditFault Fault, long? Index, Guid? EventId, long? Number, string? Type, string What);

/// <summary>Sealed values of events, counted by what became of them.</summary>
/// <param name="Match">They open to what their digest commits to.</param>
/// <param name="Mismatch">They do not.</param>
/// <param name="Erased">Their key was destroyed, and the destruction is itself in the log.</param>
/// <param name="Missing">Their key is gone, and nobody recorded why.</param>
public sealed record AuditedValues(long Match, long Mismatch, long Erased, long Missing)
{
    public static AuditedValues operator +(AuditedValues a, AuditedValues b) => new(a.Match + b.Match, a.Mismatch + b.Mismatch, a.Erased + b.Erased, a.Missing + b.Missing);
}

/// <summary>What an audit looks at.</summary>
/// <param name="From">The first place in the log.</param>
/// <param name="To">The place after the last; absent: all there are.</param>
/// <param name="Stream">Only the events of this stream.</param>
/// <param name="Against">A checkpoint kept from earlier, or the folder of an exported log.</param>
/// <param name="State">Where progress is kept, so that an interrupted audit goes on.</param>
public sealed record AuditScope(long From = 0, long? To = null, Guid? Stream = null, string? Against = null, string? State = null)
{
    /// <summary>Whether the whole log is looked at.</summary>
    public bool IsWhole => From == 0 && To is null && Stream is null;
}

/// <summary>How far an audit has got.</summary>
public sealed record AuditProgress(long Done, long Of, TimeSpan Took)
{
    public double PerSecond => Done / Math.Max(Took.TotalSeconds, 0.001);
}

/// <summary>The outcome: the log as it was signed, what was compared with it, and everything that does not fit.</summary>
/// <param name="Size">Leaves under the checkpoint.</param>
/// <param name="Root">The root that was signed.</param>
/// <param name="Events">Events whose entry was made again and compared.</param>
/// <param name="Matched">How many of them are as they were sequenced.</param>
/// <param name="Waiting">Events that have no place yet, within the time that was promised.</param>
public sealed record AuditReport(long Size, string? Root, long Events, long Matched, long Waiting, AuditedValues Values, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Holds => Findings.Count == 0;
}
