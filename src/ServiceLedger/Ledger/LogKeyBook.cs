using Marten;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>From here on checkpoints are signed with this key too; <paramref name="VerifierKey"/> is its public part as C2SP signed-note writes it.</summary>
public sealed record LogKeyIntroduced(string VerifierKey);

/// <summary>From here on no checkpoint is signed with this key any more; those that were hold.</summary>
public sealed record LogKeyRetired(string VerifierKey);

/// <summary>The keys of the log as they stand in the record, and so in the log itself: a rotation is there for everybody to see, with its overlap.</summary>
/// <param name="InUse">Verifier keys (C2SP signed-note), in the order they came.</param>
/// <param name="Retired">Those that sign no more; what they signed is still verified with them.</param>
public sealed record LogKeyBook(Guid Id, string[] InUse, string[] Retired, long Version = 0)
{
    /// <summary>There is one log, and so one stream.</summary>
    public static readonly Guid Stream = new("01980000-0000-7000-8000-000000001060");

    public static LogKeyBook Create(JasperFx.Events.IEvent<LogKeyIntroduced> e) => new(e.StreamId, [e.Data.VerifierKey], []);
    public LogKeyBook Apply(LogKeyIntroduced e) => this with { InUse = [.. InUse, e.VerifierKey], Retired = [.. Retired.Where(k => k != e.VerifierKey)] };
    public LogKeyBook Apply(LogKeyRetired e) => this with { InUse = [.. InUse.Where(k => k != e.VerifierKey)], Retired = [.. Retired, e.VerifierKey] };

    /// <summary>What changed since; nothing where nothing did. New keys come first, so that the log is never without one.</summary>
    public static IReadOnlyList<object> Decide(LogKeyBook? book, IReadOnlyList<NoteVerifier> now)
    {
        var keys = now.Select(k => k.ToString()).ToArray();
        return [.. keys.Except(book?.InUse ?? []).Select(k => new LogKeyIntroduced(k)), .. (book?.InUse ?? []).Except(keys).Select(k => new LogKeyRetired(k))];
    }

    /// <summary>Records what changed; by the process that keeps the log, before it signs.</summary>
    public static async Task RecordAsync(IDocumentStore store, LogKeys keys, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        var book = await session.LoadAsync<LogKeyBook>(Stream, ct);
        if (Decide(book, keys.Verifiers) is not { Count: > 0 } changes)
            return;
        session.Record(new Act(ActorKind.System, "serviceledger", Channel.SystemInterface));
        if (book is null)
            session.Events.StartStream<LogKeyBook>(Stream, changes);
        else
            session.Events.Append(Stream, changes);
        await session.SaveChangesAsync(ct);
    }
}
