using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Participation;

/// <summary>One complaint, what became of it, and what may be done next. The officer complained about reads of which kind it is and how it stands.</summary>
/// <param name="AssignedTo">For those who are shown officers.</param>
public sealed record ComplaintView(
    Guid Id, Guid? CitizenId, Guid? ApplicationId, string Department, ComplaintKind Kind, string? Text, string? Officer, string? HotlineNumber, string? AssignedTo, DateOnly FiledOn, DateOnly DueBy, bool Overdue,
    ComplaintStatus Status, ComplaintOutcome? Outcome, string? Reasons, string? Measures, string? ReopenedBecause, long Version, IReadOnlyList<ComplaintAction> Next);

/// <summary>A line of the list of complaints: nothing that was written, and nobody.</summary>
public sealed record ComplaintLine(Guid Id, string Department, ComplaintKind Kind, bool OfMatter, DateOnly FiledOn, DateOnly DueBy, bool Overdue, ComplaintStatus Status, ComplaintOutcome? Outcome, long Version);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record ComplaintPage(IReadOnlyList<ComplaintLine> Complaints, Guid? Next);

public static class GetComplaintEndpoint
{
    public static ProblemDetails Validate(Act act, Complaint complaint) => complaint.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/complaints/{complaintId:guid}")]
    public static async Task<ComplaintView> Get([ReadModel("complaintId")] Complaint complaint, Act act, HttpContext context, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var view = new ComplaintView(
            complaint.Id, null, null, complaint.DepartmentCode, complaint.Kind, null, null, null, null, Text.DateOf(complaint.FiledAt), complaint.DueBy, complaint.IsOverdue(time.Today()), complaint.Status,
            complaint.Outcome, null, null, null, complaint.Version, [.. complaint.NextFor(act)]);
        if (complaint.IsAbout(act))
            return view;
        var texts = act.May(PolicyAction.Read, FileSection.Participation, complaint.RelationTo(act), FieldClass.Texts);
        var key = texts ? await vault.KeyFor(act, complaint.CitizenId, PurposeClass.Matters, ct) : null;
        if (texts)
            context.Features.GetRequiredFeature<Seen>().Fields = [FieldClass.Facts, FieldClass.Texts];
        view = view with
        {
            CitizenId = complaint.CitizenId,
            ApplicationId = complaint.ApplicationId,
            AssignedTo = act.May(PolicyAction.Read, FileSection.Participation, complaint.RelationTo(act), FieldClass.Officers) ? complaint.AssignedTo : null
        };
        foreach (var e in await session.Events.Known().Where(e => e.StreamId == complaint.Id).OrderBy(e => e.Version).ToListAsync(ct))
            view = e.Data switch
            {
                ComplaintFiled d => view with { Text = key?.Open(d.Text), Officer = d.Officer, HotlineNumber = d.HotlineNumber },
                ComplaintAnswered d => view with { Reasons = key?.Open(d.Reasons), Measures = key?.Open(d.Measures) },
                ComplaintReopened d => view with { ReopenedBecause = key?.Open(d.Reasons) },
                _ => view
            };
        return view;
    }
}

public static class GetComplaintsEndpoint
{
    public static ProblemDetails Validate(Act act) =>
        act.IsOfficer && (act.May(PolicyAction.Read, FileSection.Participation, Relation.None) || act.May(PolicyAction.Read, FileSection.Participation, Relation.InCharge)) ? WolverineContinue.NoProblems : Problems.NotForThisRole();

    /// <summary>Complaints about the own department, for supervision and audits about all; the oldest first, <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/complaints")]
    public static async Task<ComplaintPage> Get(Act act, HttpContext context, string? department, bool? open, Guid? after, int? size, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        var (take, kin, reader) = (HistoryPage.Size(size), act.Kin.ToArray(), act.ActorId);
        var complaints = session.Query<Complaint>().Where(c => c.MatchesSql("d.id > ?", after ?? Guid.Empty) && !c.CitizenId.IsOneOf(kin) && (c.About == null || c.About != reader));
        if ((act.May(PolicyAction.Read, FileSection.Participation, Relation.None) ? department : act.Department) is { } code)
            complaints = complaints.Where(c => c.DepartmentCode == code);
        if (open is true)
            complaints = complaints.Where(c => c.Status != ComplaintStatus.Answered && c.Status != ComplaintStatus.Closed);
        var page = await complaints.OrderBy(c => c.Id).Take(take).ToListAsync(ct);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. page.Select(c => (c.CitizenId, c.Id))];
        return new(
            [.. page.Select(c => new ComplaintLine(c.Id, c.DepartmentCode, c.Kind, c.ApplicationId is not null, Text.DateOf(c.FiledAt), c.DueBy, c.IsOverdue(time.Today()), c.Status, c.Outcome, c.Version))],
            page.Count == take ? page[^1].Id : null);
    }
}
