using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Access;

/// <summary>A question or objection about a look: what was asked, explained and decided, and what may be done next.</summary>
/// <param name="Officer">Whose look it was, for whom <see cref="OfficerShown"/> says.</param>
/// <param name="Overdue">Not decided although the day it was due has passed.</param>
public sealed record AccessCaseView(
    Guid Id, Guid CitizenId, Guid AccessId, AccessQuestionKind Kind, string Department, string? Officer, AccessCaseStatus Status, string StatusName, DateTimeOffset AskedAt, DateOnly DueBy, bool Overdue,
    string Text, IReadOnlyList<AccessExplanation> Explanations, string? Reasons, string? LegalBasis, string? Measures, long Version, IReadOnlyList<AccessCaseAction> Next);

public sealed record AccessExplanation(DateTimeOffset At, string Text, IReadOnlyList<string> Sources);

public static class GetAccessCaseEndpoint
{
    public static ProblemDetails Validate(Act act, AccessCase accessCase) => accessCase.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/access-cases/{accessCaseId:guid}")]
    public static async Task<AccessCaseView> Get([ReadModel("accessCaseId")] AccessCase accessCase, Act act, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var key = await vault.KeyFor(act, accessCase.CitizenId, PurposeClass.Matters, ct);
        var (text, explanations, reasons, basis, measures) = ("", new List<AccessExplanation>(), (string?)null, (string?)null, (string?)null);
        foreach (var e in await session.Events.Known().Where(e => e.StreamId == accessCase.Id).OrderBy(e => e.Version).ToListAsync(ct))
            switch (e.Data)
            {
                case AccessObjectedBySubject d: text = key.Open(d.Text); break;
                case AccessExplained d: explanations.Add(new(e.Timestamp, key.Open(d.Text), [.. d.Sources.Select(s => key.Open(s))])); break;
                case AccessJustified d: (reasons, basis) = (key.Open(d.Reasons), d.LegalBasis); break;
                case AccessFoundUnlawful d: (reasons, measures) = (key.Open(d.Reasons), key.Open(d.Measures)); break;
            }

        return new(
            accessCase.Id, accessCase.CitizenId, accessCase.AccessId, accessCase.Kind, accessCase.Department, OfficerShown.To(AccessLines.ReaderOf(act), accessCase.Status) ? accessCase.LookedBy : null,
            accessCase.Status, AccessWords.InWords(accessCase.Status), accessCase.AskedAt, accessCase.DueBy, accessCase.IsOverdue(time.Today()), text, explanations, reasons, basis, measures,
            accessCase.Version, [.. accessCase.NextFor(act)]);
    }
}

/// <summary>Cases without what was written in them, the oldest first.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record AccessCasePage(IReadOnlyList<AccessCaseRow> Cases, Guid? Next);

public sealed record AccessCaseRow(Guid Id, Guid CitizenId, Guid AccessId, AccessQuestionKind Kind, string Department, AccessCaseStatus Status, DateTimeOffset AskedAt, DateOnly DueBy, bool Overdue, long Version);

public static class GetAccessCasesEndpoint
{
    public static ProblemDetails Validate(Act act, string? department, string? status) =>
        !act.IsOfficer ? Problems.Forbidden("Departments and supervision list cases.", "仅限部门和监督人员查看。")
        : !act.May(PolicyAction.Read, FileSection.Accesses, Relation.InCharge) ? Problems.NotForThisRole()
        : !act.Supervises() && department is not null && department != act.Department ? Problems.Forbidden("A department lists the cases about its own looks.", "仅可查看涉及本部门查阅的事项。")
        : status is not null && !EnumNames.TryRead<AccessCaseStatus>(status, out _)
            ? Problems.Invalid("status", string.Join(", ", Enum.GetValues<AccessCaseStatus>().Select(s => s.InJson())), string.Join("、", Enum.GetValues<AccessCaseStatus>().Select(s => s.InJson())))
        : WolverineContinue.NoProblems;

    /// <summary>The cases about a department's looks; supervision lists those of all.</summary>
    [WolverineGet("/api/access-cases")]
    public static async Task<AccessCasePage> Get(
        Act act, HttpContext context, string? department, string? status, bool? overdue, Guid? after, int? size, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        var (today, take) = (time.Today(), HistoryPage.Size(size));
        IQueryable<AccessCase> cases = session.Query<AccessCase>();
        if ((act.Supervises() ? department : act.Department) is { } code)
            cases = cases.Where(c => c.Department == code);
        if (status is not null && EnumNames.TryRead<AccessCaseStatus>(status, out var asked))
            cases = cases.Where(c => c.Status == asked);
        if (overdue is true)
            cases = cases.Where(c => c.DueBy < today && (c.Status == AccessCaseStatus.Open || c.Status == AccessCaseStatus.Explained));
        if (act.Kin.ToArray() is { Length: > 0 } kin)
            cases = cases.Where(c => !c.CitizenId.IsOneOf(kin));
        if (after is { } last)
            cases = cases.Where(c => c.MatchesSql("d.id > ?", last));
        var page = await cases.OrderBy(c => c.Id).Take(take).ToListAsync(ct);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. page.Select(c => (c.CitizenId, c.Id))];
        return new(
            [.. page.Select(c => new AccessCaseRow(c.Id, c.CitizenId, c.AccessId, c.Kind, c.Department, c.Status, c.AskedAt, c.DueBy, c.IsOverdue(today), c.Version))],
            page.Count == take ? page[^1].Id : null);
    }
}
