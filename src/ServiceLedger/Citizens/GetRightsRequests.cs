using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Citizens;

/// <summary>A request without what was written in it.</summary>
public sealed record RightsRequestLine(Guid Id, Guid CitizenId, RightsRequestKind Kind, string Department, RightsLodger By, RightsRequestStatus Status, DateTimeOffset LodgedAt, DateOnly DueBy, bool Overdue, long Version)
{
    public static RightsRequestLine Of(RightsRequest r, DateOnly today) => new(r.Id, r.CitizenId, r.Kind, r.Department, r.By, r.Status, r.LodgedAt, r.DueBy, r.IsOverdue(today), r.Version);
}

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record RightsRequestPage(IReadOnlyList<RightsRequestLine> Requests, Guid? Next = null);

/// <summary>One request: what was asked, what became of it, and what may be done next.</summary>
/// <param name="Reasons">Of a refusal or a restriction instead; or what was told on access.</param>
/// <param name="Copy">Where the copy is, once it is issued.</param>
public sealed record RightsRequestView(
    Guid Id, Guid CitizenId, RightsRequestKind Kind, string Department, RightsLodger By, RightsRequestStatus Status, DateTimeOffset LodgedAt, DateOnly DueBy, bool Overdue, string? Text, DeletionGround? DeletionGround,
    FactTold? Fact, KinTold? Kin, string? Findings, string? Reasons, Remedies? Remedies, string? Law, DateOnly? KeptUntil, Guid? RestrictionId, string? Before, string? After, string? Copy, long Version,
    IReadOnlyList<RightsRequestAction> Next);

public static class GetRightsRequestEndpoint
{
    public static ProblemDetails Validate(Act act, RightsRequest request) => request.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/rights-requests/{rightsRequestId:guid}")]
    public static async Task<RightsRequestView> Get([ReadModel("rightsRequestId")] RightsRequest request, Act act, HttpContext context, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var texts = act.May(PolicyAction.Read, FileSection.Rights, request.RelationTo(act), FieldClass.Texts);
        var matters = texts ? await vault.KeyFor(act, request.CitizenId, PurposeClass.Matters, ct) : null;
        var identity = request.Fact?.Kind is FactKind.Name && texts ? await vault.KeyFor(act, request.CitizenId, PurposeClass.Identity, ct) : matters;
        string? Read(Sealed<string>? value) => matters?.Open(value);
        if (texts)
            context.Features.GetRequiredFeature<Seen>().Fields = [FieldClass.Facts, FieldClass.Texts];
        var view = new RightsRequestView(
            request.Id, request.CitizenId, request.Kind, request.Department, request.By, request.Status, request.LodgedAt, request.DueBy, request.IsOverdue(time.Today()), null, request.DeletionGround, null, null, null, null, null,
            null, null, null, null, null, request.GivesCopyTo(act) ? $"/api/rights-requests/{request.Id}/copy" : null, request.Version, [.. request.NextFor(act)]);
        foreach (var e in await session.Events.Known().Where(e => e.StreamId == request.Id).OrderBy(e => e.Version).ToListAsync(ct))
            view = e.Data switch
            {
                RightsRequestLodged d => view with
                {
                    Text = Read(d.Text),
                    Fact = d.Fact is { } f ? new(f.Kind, Read(f.Claim) ?? "", f.DataRequestId, f.Field) : null,
                    Kin = d.Kin is { } k && texts ? new(Read(k.Name)!, Read(k.Relation)!, Read(k.DeathProof)!) : null
                },
                RectificationVerified d => view with { Findings = Read(d.Findings) },
                AccessGranted d => view with { Reasons = Read(d.Text) },
                FactRectified d => view with { Before = identity?.Open(d.Before), After = identity?.Open(d.After) },
                RestrictionGranted d => view with { RestrictionId = d.RestrictionId },
                DeletionDecided d => view with { Law = d.Law, KeptUntil = d.KeptUntil, RestrictionId = d.RestrictionId, Reasons = Read(d.Reasons), Remedies = d.Remedies },
                RightsRequestRefused d => view with { Reasons = Read(d.Reasons), Remedies = d.Remedies },
                _ => view
            };
        return view;
    }
}

public static class GetRightsRequestsOfCitizenEndpoint
{
    /// <summary>The person, who exercises their rights for them, the departments asked, and officers who watch over the protection of data.</summary>
    public static ProblemDetails Validate(Guid citizenId, Act act) =>
        act.IsOfNoOffice ? act.SpeaksFor(citizenId, Power.ExerciseRights) ? WolverineContinue.NoProblems : Problems.NotFound()
        : act.IsOfficer && (act.May(PolicyAction.Read, FileSection.Rights, Relation.None) || act.May(PolicyAction.Read, FileSection.Rights, Relation.InCharge)) ? WolverineContinue.NoProblems
        : Problems.NotForThisRole();

    [WolverineGet("/api/citizens/{citizenId:guid}/rights-requests"), ProducesResponseType<RightsRequestPage>(200)]
    public static async Task<IResult> Get(Guid citizenId, Act act, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        if (await session.LoadAsync<Citizen>(citizenId, ct) is null)
            return Results.Problem(Problems.NotFound());
        var requests = await session.Query<RightsRequest>().Where(r => r.CitizenId == citizenId).OrderByDescending(r => r.Id).ToListAsync(ct);
        RightsRequestLine[] lines = [.. requests.Where(r => r.IsVisibleTo(act)).Select(r => RightsRequestLine.Of(r, time.Today()))];
        // To a department that nothing was asked of there is nothing to find out.
        return lines.Length == 0 && act.IsOfficer && !act.May(PolicyAction.Read, FileSection.Rights, Relation.None) ? Results.Problem(Problems.NotFound()) : Results.Ok(new RightsRequestPage(lines));
    }
}

public static class GetRightsRequestsEndpoint
{
    public static ProblemDetails Validate(Act act) =>
        act.IsOfficer && (act.May(PolicyAction.Read, FileSection.Rights, Relation.None) || act.May(PolicyAction.Read, FileSection.Rights, Relation.InCharge)) ? WolverineContinue.NoProblems : Problems.NotForThisRole();

    /// <summary>Requests to the own department, those that watch over the protection of data list those to all; the oldest first, <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/rights-requests")]
    public static async Task<RightsRequestPage> Get(Act act, HttpContext context, string? department, bool? open, Guid? after, int? size, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        var (take, kin) = (HistoryPage.Size(size), act.Kin.ToArray());
        var requests = session.Query<RightsRequest>().Where(r => r.MatchesSql("d.id > ?", after ?? Guid.Empty) && !r.CitizenId.IsOneOf(kin));
        if ((act.May(PolicyAction.Read, FileSection.Rights, Relation.None) ? department : act.Department) is { } code)
            requests = requests.Where(r => r.Department == code);
        if (open is true)
            requests = requests.Where(r => r.Status == RightsRequestStatus.Lodged || r.Status == RightsRequestStatus.Verified);
        var page = await requests.OrderBy(r => r.Id).Take(take).ToListAsync(ct);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. page.Select(r => (r.CitizenId, r.Id))];
        return new([.. page.Select(r => RightsRequestLine.Of(r, time.Today()))], page.Count == take ? page[^1].Id : null);
    }
}
