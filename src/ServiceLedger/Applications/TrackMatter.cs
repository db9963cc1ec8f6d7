using Marten;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>How a matter stands, for whoever knows its number: nothing that tells whose it is.</summary>
/// <param name="Due">The last day on which the decision is in time; absent while it is not accepted, stands still, or nothing is due.</param>
public sealed record TrackedMatter(string CaseNumber, string ItemCode, int ItemVersion, string Department, ApplicationStatus Status, DateOnly? Due);

public static class TrackMatterEndpoint
{
    /// <summary>A number that is none, or that no matter has, and a matter whose person's record is closed: the answer is the same.</summary>
    [WolverineGet("/api/matters/{caseNumber}"), AllowAnonymous, TriedByNumber, ProducesResponseType<TrackedMatter>(200)]
    public static async Task<IResult> Get(string caseNumber, IQuerySession session, Almanacs almanacs, CancellationToken ct)
    {
        if (!CaseNumber.TryNormalise(caseNumber, out var number)
            || await session.Query<Application>().SingleOrDefaultAsync(a => a.CaseNumber == number, ct) is not { } application
            || await session.LoadAsync<Protection>(ProtectionStream.Of(application.CitizenId), ct) is { } p && (p.Erased is not null || p.Restrictions.Length > 0))
            return Results.Problem(Problems.NotFound());
        var next = application.Binding(application.Limits(await almanacs.OnRecordAsync(session, ct)));
        return Results.Ok(new TrackedMatter(number, application.ItemCode, application.ItemVersion, application.DepartmentCode, application.Status, next is { DoneOn: null } running ? running.Due : null));
    }
}
