using Marten;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;

namespace ServiceLedger.Evidence;

/// <summary>The matter an actor names, and the evidence that came with data provided for it and still permitted.</summary>
/// <param name="Application">Null where none is named, or there is none.</param>
public sealed record ActorsMatter(Application? Application, IReadOnlyCollection<Guid> Provided)
{
    public static readonly ActorsMatter None = new(null, []);

    public static async Task<ActorsMatter> Load(Act act, IQuerySession session, CancellationToken ct) =>
        act.IsOfficer && act.MatterId is { } matter && await session.LoadAsync<Application>(matter, ct) is { } application ? await Of(application, session, ct) : None;

    public static async Task<ActorsMatter> Of(Application application, IQuerySession session, CancellationToken ct)
    {
        var requests = await session.Query<DataRequest>().Where(r => r.CitizenId == application.CitizenId && r.ApplicationId == application.Id).ToListAsync(ct);
        return new(application, [.. requests.Where(r => r.Status is DataRequestStatus.Provided or DataRequestStatus.PartlyProvided).SelectMany(r => r.Evidence)]);
    }

    /// <summary>Whether the document was handed in or provided for it.</summary>
    public bool Has(Guid evidenceId) => Application?.Evidence.Contains(evidenceId) is true || Provided.Contains(evidenceId);
}
