using Marten;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;

namespace ServiceLedger.Evidence;

/// <summary>The matter an actor names, and what of the person's documents belongs to it.</summary>
/// <param name="Application">Null where none is named, or there is none.</param>
/// <param name="Given">Documents that came with data provided for it and still permitted, and the person's own ones that prevail over such data.</param>
/// <param name="AskedFor">The evidence types that the papers of its item ask for: what may be used again for it is of one of these.</param>
public sealed record ActorsMatter(Application? Application, IReadOnlyCollection<Guid> Given, IReadOnlyCollection<string> AskedFor)
{
    public static readonly ActorsMatter None = new(null, [], []);

    public static async Task<ActorsMatter> Load(Act act, IQuerySession session, ItemCatalogue items, CancellationToken ct) =>
        (act.Kind is ActorKind.Officer or ActorKind.System || act.Represents is not null) && act.MatterId is { } matter && await session.LoadAsync<Application>(matter, ct) is { } application
            ? await Of(application, session, items, ct) : None;

    public static async Task<ActorsMatter> Of(Application application, IQuerySession session, ItemCatalogue items, CancellationToken ct)
    {
        var requests = (await session.Query<DataRequest>().Where(r => r.CitizenId == application.CitizenId && r.ApplicationId == application.Id).ToListAsync(ct)).Where(r => r.IsInUse).ToArray();
        var terms = (await items.Find(application.ItemCode, application.ItemVersion, ct))?.Terms(application.ItemVersion);
        return new(application, [.. requests.SelectMany(r => r.Evidence.Concat(r.Contested.Select(c => c.OwnEvidenceId).OfType<Guid>()))], EvidenceTypes(terms));
    }

    public static string[] EvidenceTypes(ItemTerms? terms) => [.. (terms?.Papers ?? []).Select(p => p.EvidenceType).OfType<string>().Distinct()];

    /// <summary>Whether the document was handed in or given for it.</summary>
    public bool Has(Guid evidenceId) => Application?.Evidence.Contains(evidenceId) is true || Given.Contains(evidenceId);
}
