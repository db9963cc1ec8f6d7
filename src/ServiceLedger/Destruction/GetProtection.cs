using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Destruction;

/// <summary>What protects a citizen's record, and how long it is kept.</summary>
public sealed record ProtectionView(Guid CitizenId, IReadOnlyList<Restriction> Restrictions, IReadOnlyList<Hold> Holds, RecordRetention Retention, Erasure? Erased, long Version);

public static class GetProtectionEndpoint
{
    /// <summary>The citizen, whoever may read all of their matters for them, and officers who watch over the protection of data.</summary>
    public static ProblemDetails Validate(Guid citizenId, Act act) =>
        act.IsOfNoOffice ? act.SpeaksFor(citizenId, Power.Read) ? WolverineContinue.NoProblems : Problems.NotFound()
        : act.May(PolicyAction.Read, FileSection.Rights, Relation.None) ? WolverineContinue.NoProblems
        : Problems.Forbidden("This is for the citizen, and for those who watch over the protection of data.", "仅限本人及个人信息保护、监督人员查看。");

    [WolverineGet("/api/citizens/{citizenId:guid}/protection"), ProducesResponseType<ProtectionView>(200)]
    public static async Task<IResult> Get(Guid citizenId, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        if (await RecordRetention.LoadAsync([citizenId], session, time.Today(), ct) is not [var retention])
            return Results.Problem(Problems.NotFound());
        var protection = await session.LoadAsync<Protection>(ProtectionStream.Of(citizenId), ct);
        return Results.Ok(new ProtectionView(citizenId, protection?.Restrictions ?? [], protection?.Holds ?? [], retention, protection?.Erased, protection?.Version ?? 0));
    }
}
