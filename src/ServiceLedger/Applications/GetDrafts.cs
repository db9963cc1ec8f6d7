using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>What somebody has begun to apply for and not submitted, the last saved first.</summary>
public sealed record DraftsView(IReadOnlyList<DraftRow> Drafts);

/// <summary>A draft without what is written in it.</summary>
public sealed record DraftRow(Guid ApplicationId, string ItemCode, int ItemVersion, string Department, DateTimeOffset SavedAt, long Version);

public static class GetDraftsEndpoint
{
    public static ProblemDetails Validate(Guid citizenId, Act act) =>
        act.SpeaksInPartFor(citizenId, Power.Submit) ? WolverineContinue.NoProblems
        : act.IsOfNoOffice ? Problems.NotFound()
        : Problems.Forbidden("Drafts are their writer's until they are submitted.", "草稿提交前仅供申请人查看。");

    /// <summary>Drafts stand in no file: until they are submitted they are the business of whoever may submit them.</summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/drafts")]
    public static async Task<DraftsView> Get(Guid citizenId, Act act, IQuerySession session, CancellationToken ct)
    {
        var drafts = (await session.Query<Application>().Where(a => a.CitizenId == citizenId && a.Status == ApplicationStatus.Draft).ToListAsync(ct)).Where(a => a.IsVisibleTo(act)).ToArray();
        var streams = drafts.Select(d => d.Id).ToArray();
        var saved = (await session.Events.Known().Where(e => e.StreamId.In(streams)).ToListAsync(ct)).ToLookup(e => e.StreamId, e => e.Timestamp);
        return new([.. drafts.Select(d => new DraftRow(d.Id, d.ItemCode, d.ItemVersion, d.DepartmentCode, saved[d.Id].Max(), d.Version)).OrderByDescending(d => d.SavedAt)]);
    }
}
