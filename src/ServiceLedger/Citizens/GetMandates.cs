using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Citizens;

/// <summary>One mandate: who acts for whom in what and how long, and what may be done next.</summary>
/// <param name="PrincipalId">The person represented.</param>
/// <param name="Items">Absent where it is over all items.</param>
/// <param name="Status">As of today.</param>
public sealed record MandateView(
    Guid Id, Guid PrincipalId, MandateKind Kind, Representative Representative, bool AllItems, IReadOnlyList<string>? Items, IReadOnlyList<Power> Powers, DateOnly From, DateOnly To,
    MandateStatus Status, MandateParty? Awaits, IReadOnlyList<ProofKind> Proofs, string? FirmCreditCode, AssuranceLevel? Assurance, string? RecordedBy, long Version, IReadOnlyList<MandateAction> Next)
{
    public static MandateView Of(Mandate m, Act act, OfficersMatter matter, DateOnly today) => new(
        m.Id, m.CitizenId, m.Kind, m.Representative, m.Scope.AllItems, m.Scope.AllItems ? null : m.Scope.Items, m.Scope.Powers, m.From, m.To, m.StatusOn(today), m.Awaits, m.Proofs, m.FirmCreditCode,
        m.Assurance, m.RecordedBy, m.Version, [.. m.NextFor(act, matter, today)]);
}

/// <summary>The mandates of one citizen, the latest first.</summary>
/// <param name="Given">Under which others act for them.</param>
/// <param name="Held">Under which they act for others; shown to nobody else.</param>
public sealed record MandatesView(IReadOnlyList<MandateView> Given, IReadOnlyList<MandateView> Held);

public static class GetMandateEndpoint
{
    public static Task<OfficersMatter> LoadAsync(Act act, IQuerySession session, CancellationToken ct) => OfficersMatter.Load(act, session, ct);

    public static ProblemDetails Validate(Act act, Mandate mandate, OfficersMatter matter) => mandate.IsVisibleTo(act, matter) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/mandates/{mandateId:guid}")]
    public static MandateView Get([ReadModel] Mandate mandate, Act act, OfficersMatter matter, TimeProvider time) => MandateView.Of(mandate, act, matter, time.Today());
}

public static class GetMandatesEndpoint
{
    public static async Task<ProblemDetails> ValidateAsync(Guid citizenId, Act act, IQuerySession session, Catalogue.ItemCatalogue items, Access.BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct) =>
        act.IsOfNoOffice ? act.IsCitizen(citizenId) ? WolverineContinue.NoProblems : Problems.NotFound()
        : await FileReading.LoadAsync(citizenId, act, "GET /api/citizens/{citizenId}/mandates", session, items, blocks, time, ct) is var reading && reading.Kept is null && reading.View(reading.Relation).Shows(Access.FileSection.Mandates) ? WolverineContinue.NoProblems
        : Problems.Forbidden("State a matter of this citizen in which your department takes part.", "请说明本部门参与办理的该公民办件。");

    [WolverineGet("/api/citizens/{citizenId:guid}/mandates"), ProducesResponseType<MandatesView>(200)]
    public static async Task<IResult> Get(Guid citizenId, Act act, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        if (await session.LoadAsync<Citizen>(citizenId, ct) is null)
            return Results.Problem(Problems.NotFound());
        var matter = await OfficersMatter.Load(act, session, ct);
        var given = await session.Query<Mandate>().Where(m => m.CitizenId == citizenId).OrderByDescending(m => m.Id).ToListAsync(ct);
        var held = act.IsCitizen(citizenId) ? await session.Query<Mandate>().Where(m => m.Representative.CitizenId == citizenId).OrderByDescending(m => m.Id).ToListAsync(ct) : [];
        return Results.Ok(new MandatesView([.. given.Select(m => MandateView.Of(m, act, matter, time.Today()))], [.. held.Select(m => MandateView.Of(m, act, matter, time.Today()))]));
    }
}
