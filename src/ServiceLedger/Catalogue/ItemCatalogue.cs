using System.Collections.Concurrent;
using Marten;

namespace ServiceLedger.Catalogue;

/// <summary>The items by code, remembered for a few seconds: every submission asks for one, they change a few times a year.</summary>
public sealed class ItemCatalogue(IDocumentStore store, TimeProvider time)
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    readonly ConcurrentDictionary<string, (ServiceItem Item, DateTimeOffset Read)> items = new();

    /// <summary>The item of this code, with at least this version where there is one; null where the catalogue has none.</summary>
    public async Task<ServiceItem?> Find(string code, int version = 1, CancellationToken ct = default)
    {
        var now = time.GetUtcNow();
        if (items.TryGetValue(code, out var known) && now - known.Read < Fresh && known.Item.InForce >= version)
            return known.Item;
        await using var session = store.QuerySession();
        var item = await session.Query<ServiceItem>().SingleOrDefaultAsync(i => i.Code == code, ct);
        if (item is not null)
            items[code] = (item, now);
        return item;
    }

    /// <summary>Whether a version in force of some item asks for evidence of this type; <c>other</c> is always taken.</summary>
    public async Task<bool> Asks(string evidenceType, CancellationToken ct)
    {
        if (evidenceType == ServiceItem.OtherEvidence)
            return true;
        await using var session = store.QuerySession();
        return await session.Query<ServiceItem>().AnyAsync(i => i.EvidenceTypes.Contains(evidenceType), ct);
    }

    /// <summary>Whether this department issues evidence of this type: by the certificate of one of its items, or as the one that papers of the type are supplied by.</summary>
    public async Task<bool> Issues(string department, string evidenceType, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        var items = await session.Query<ServiceItem>().Where(i => i.DepartmentCode == department || i.EvidenceTypes.Contains(evidenceType)).ToListAsync(ct);
        return items.Select(i => i.Versions[^1]).Any(t => (t.DepartmentCode == department && t.Output == evidenceType) || t.Papers.Any(p => p.EvidenceType == evidenceType && p.Department == department));
    }
}
