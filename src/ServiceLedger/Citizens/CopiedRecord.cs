using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using JasperFx.Events;
using Marten;
using ServiceLedger.Hosting;

namespace ServiceLedger.Citizens;

/// <summary>What a copy of a person's record holds: every event of the streams that belonged to their file at a position, up to it. Asked again, it is the same.</summary>
/// <param name="Position">The sequence of the last event that was folded into the file.</param>
public sealed record CopiedRecord(Guid CitizenId, long Position, IReadOnlyList<IEvent> Events)
{
    /// <summary>base64url(SHA-256 of the ids of the events in order, each followed by LF).</summary>
    public string Digest => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Events.Select(e => $"{e.Id:D}\n")))));

    /// <summary>The record as it stood at this position; now, where none is named.</summary>
    public static async Task<CopiedRecord> LoadAsync(Guid citizenId, long? position, IQuerySession session, CancellationToken ct)
    {
        var file = await session.LoadAsync<CitizenFile>(citizenId, ct) ?? CitizenFile.Empty(citizenId);
        var (last, streams) = (position ?? file.Position, file.Streams().ToArray());
        var events = await session.Events.Known().Where(e => e.StreamId.In(streams) && e.Sequence <= last).OrderBy(e => e.Sequence).ToListAsync(ct);
        // What was a draft then belongs to the file only since.
        var then = events.Aggregate(CitizenFile.Empty(citizenId), (f, e) => CitizenFile.Fold(f, citizenId, e)).Streams().ToHashSet();
        return new(citizenId, last, [.. events.Where(e => then.Contains(e.StreamId))]);
    }
}
