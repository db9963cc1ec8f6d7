using System.Globalization;
using System.Text;
using System.Text.Json;
using JasperFx.Events;
using Marten;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;
using ServiceLedger.Privacy;

namespace ServiceLedger.Ledger;

/// <summary>
/// The service's signed word that an event is on record and will be in the log: a signed note (C2SP signed-note) by the log's key.
/// <code>
/// text = "serviceledger/receipt/v1" LF origin LF event-id LF leaf-hash LF accepted-at LF include-by LF
/// event-id               = UUID, lower case, with hyphens
/// leaf-hash              = base64 of the 32 bytes; RFC 6962 §2.1
/// accepted-at, include-by = RFC 3339, UTC; the second is 5 s after the first
/// </code>
/// Its second line is no number, so that no promise reads as a checkpoint. The same event always gets the same promise.
/// </summary>
public sealed class Receipts(LogKeys keys, Vault vault)
{
    /// <summary>Within what time an event has its place in the log.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    const string Time = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    /// <summary>The receipt of an event that was just committed, for whoever sent what it holds.</summary>
    public Task<Receipt> OfAsync(IEvent e, CancellationToken ct) => OfAsync(new LoggedEvent(
        e.Id, e.StreamId, e.Version, e.EventTypeName, e.Timestamp, e.GetHeader(Act.Header) is { } act ? JsonSerializer.Serialize(act, LedgerJson.Stored) : null,
            JsonSerializer.Serialize(e.Data, e.Data.GetType(), LedgerJson.Stored), null, null), null, ct);

    /// <summary>The same of an event on record: the same receipt, without the values where they are restricted or erased since.</summary>
    public async Task<Receipt> OfAsync(LoggedEvent e, IQuerySession? session, CancellationToken ct)
    {
        var entry = await EntryAsync(e, ct);
        using var data = JsonDocument.Parse(e.Data);
        var citizen = data.RootElement.TryGetProperty("citizenId", out var id) ? id.GetGuid() : (Guid?)null;
        var isClosed = citizen is null || (session is not null && await session.LoadAsync<Protection>(ProtectionStream.Of(citizen.Value), ct) is { } p && (p.Erased is not null || p.Restrictions.Length > 0));
        var key = isClosed ? null : await vault.FindKey(citizen!.Value, PurposeClass.Matters, ct);
        return new(Receipt.V1, Promise(e.Id, entry, e.RecordedAt), Convert.ToBase64String(entry), key is null ? [] : Disclosures(e.Data, [key]), null);
    }

    /// <summary>The promise for an entry.</summary>
    public string Promise(Guid eventId, byte[] entry, DateTimeOffset acceptedAt) => keys.Sign(
        $"serviceledger/receipt/v1\n{keys.Origin}\n{eventId:D}\n{TreeHash.OfLeaf(entry)}\n{Said(acceptedAt)}\n{Said(acceptedAt + Within)}\n").ToString();

    /// <summary>The entry of an event on record: as the log holds it or, where it has no place yet, as it will.</summary>
    public async ValueTask<byte[]> EntryAsync(LoggedEvent e, CancellationToken ct) =>
        e.Entry ?? LogEntry.Of(await vault.Commitments(ct), e.Id, e.Stream, e.Version, e.Type, e.RecordedAt, e.Act, e.Data);

    /// <summary>The disclosures (RFC 9901 §4.2) of all values in an event's data that one of these keys opens, in their order.</summary>
    public static IReadOnlyList<string> Disclosures(string data, IReadOnlyList<SubjectKey> subjects)
    {
        using var json = JsonDocument.Parse(data);
        var disclosures = new List<string>();
        Collect(json.RootElement);
        return disclosures;

        void Collect(JsonElement value)
        {
            if (value.ValueKind is JsonValueKind.Array)
                foreach (var item in value.EnumerateArray())
                    Collect(item);
            if (value.ValueKind is not JsonValueKind.Object)
                return;
            if (value.TryGetProperty("ciphertext", out _) && value.Deserialize<Sealed<string>>(LedgerJson.Stored) is { } closed && subjects.FirstOrDefault(k => k.KeyId == closed.KeyId) is { IsClosed: false } key)
                disclosures.Add(Encoding.ASCII.GetString(key.Disclosure(closed)));
            else
                foreach (var member in value.EnumerateObject())
                    Collect(member.Value);
        }
    }

    static string Said(DateTimeOffset at) => at.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);
}

/// <summary>A receipt as it is kept: what was promised, what was recorded, what the person can show of it, and the proof once there is one.</summary>
/// <param name="Promise">The signed promise.</param>
/// <param name="Entry">The entry, base64.</param>
/// <param name="Disclosures">Of the values whoever reads this may know (RFC 9901 §4.2).</param>
/// <param name="Proof">The tlog-proof (C2SP tlog-proof); null until a checkpoint covers the event.</param>
public sealed record Receipt(string Format, string Promise, string Entry, IReadOnlyList<string> Disclosures, string? Proof)
{
    /// <summary>The name of the format.</summary>
    public const string V1 = "serviceledger-receipt@v1";

    /// <summary>What goes along with the proof where it stands alone: JSON of entry (base64) and disclosures.</summary>
    public static byte[] Extra(byte[] entry, IReadOnlyList<string> disclosures) =>
        JsonSerializer.SerializeToUtf8Bytes(new { entry = Convert.ToBase64String(entry), disclosures }, LedgerJson.Stored);
}
