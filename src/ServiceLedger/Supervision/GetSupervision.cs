using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Supervision;

/// <summary>An emergency access as supervisors follow it; what it was for stands in the citizen's own list.</summary>
/// <param name="Link">Where the reason is read.</param>
public sealed record BreakGlassRow(
    Guid BreakGlassId, Guid CitizenId, string Officer, string? Department, string? Role, DateTimeOffset At, DateTimeOffset Until, bool Running, DateOnly ReviewBy, BreakGlassStatus Status,
    BreakGlassVerdict? Verdict, bool Lifted, long Version, IReadOnlyList<BreakGlassAction> Next, string Link);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record BreakGlassPage(IReadOnlyList<BreakGlassRow> BreakGlass, Guid? Next);

/// <summary>A line of the list of unexplained looks: ids only.</summary>
/// <param name="AccessId">The look, as it stands among the accesses of the citizen.</param>
/// <param name="Link">Where it stands there.</param>
public sealed record UnexplainedLookRow(
    Guid UnexplainedLookId, Guid AccessId, Guid CitizenId, DateTimeOffset At, string Officer, string? Role, string? Department, string? Screen, IReadOnlyList<LookCause> Causes,
    UnexplainedLookStatus Status, long Version, string Link);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record UnexplainedLookPage(IReadOnlyList<UnexplainedLookRow> Looks, Guid? Next);

public static class GetSupervisedBreakGlassEndpoint
{
    public static ProblemDetails Validate(Act act, string? status) =>
        Roles.RefuseOthersThanSupervisors(act) ?? OneOf.Refuse<BreakGlassStatus>("status", status) ?? WolverineContinue.NoProblems;

    /// <summary>Uses of break-glass in the order they began, a page at a time: <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/supervision/break-glass")]
    public static async Task<BreakGlassPage> Get(Act act, HttpContext context, string? status, Guid? after, int? size, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        var (take, today) = (HistoryPage.Size(size), time.Today());
        var kin = act.Kin.ToArray();
        var all = session.Query<BreakGlass>().Where(g => g.MatchesSql("d.id > ?", after ?? Guid.Empty) && !g.CitizenId.IsOneOf(kin));
        var asked = OneOf.Read<BreakGlassStatus>(status) switch
        {
            BreakGlassStatus.Open => all.Where(g => g.Verdict == null && g.ReviewBy > today),
            BreakGlassStatus.Due => all.Where(g => g.Verdict == null && g.ReviewBy == today),
            BreakGlassStatus.Overdue => all.Where(g => g.Verdict == null && g.ReviewBy < today),
            BreakGlassStatus.Reviewed => all.Where(g => g.Verdict != null),
            _ => all
        };
        var page = await asked.OrderBy(g => g.Id).Take(take).ToListAsync(ct);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. page.DistinctBy(g => g.CitizenId).Select(g => (g.CitizenId, g.Id))];
        var now = time.GetUtcNow();
        return new(
            [.. page.Select(g => new BreakGlassRow(
                g.Id, g.CitizenId, g.Officer, g.Department, g.Role, g.StartedAt, g.Until, g.IsRunning(now), g.ReviewBy, g.Status(today), g.Verdict, g.Lifted, g.Version, [.. g.NextFor(act, now)], g.Link))],
            page.Count == take ? page[^1].Id : null);
    }
}

public static class GetUnexplainedLooksEndpoint
{
    public static ProblemDetails Validate(Act act, string? cause, string? status) =>
        Roles.RefuseOthersThanSupervisors(act) ?? OneOf.Refuse<LookCause>("cause", cause) ?? OneOf.Refuse<UnexplainedLookStatus>("status", status) ?? WolverineContinue.NoProblems;

    /// <summary>Looks that stand out, in the order they were listed, a page at a time: <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/supervision/unexplained-looks")]
    public static async Task<UnexplainedLookPage> Get(
        Act act, HttpContext context, DateOnly? day, string? department, string? cause, string? status, Guid? after, int? size, IQuerySession session, CancellationToken ct)
    {
        var take = HistoryPage.Size(size);
        var kin = act.Kin.ToArray();
        var looks = session.Query<UnexplainedLook>().Where(u => u.MatchesSql("d.id > ?", after ?? Guid.Empty) && !u.CitizenId.IsOneOf(kin));
        if (day is { } on)
            looks = looks.Where(u => u.Day == on);
        if (department is not null)
            looks = looks.Where(u => u.Department == department);
        if (cause is not null)
            looks = looks.Where(u => u.MatchesSql("d.data->'causes' @> ?::jsonb", $"[\"{cause}\"]"));
        if (OneOf.Read<UnexplainedLookStatus>(status) is { } asked)
            looks = looks.Where(u => u.Status == asked);
        var page = await looks.OrderBy(u => u.Id).Take(take).ToListAsync(ct);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. page.DistinctBy(u => u.CitizenId).Select(u => (u.CitizenId, u.Id))];
        return new(
            [.. page.Select(u => new UnexplainedLookRow(
                u.Id, u.AccessId, u.CitizenId, u.LookedAt, u.Officer, u.Role, u.Department, u.Screen, u.Causes, u.Status, u.Version, $"/api/citizens/{u.CitizenId}/accesses"))],
            page.Count == take ? page[^1].Id : null);
    }
}

/// <summary>One of the names of an enum in a query.</summary>
static class OneOf
{
    public static T? Read<T>(string? name)
        where T : struct, Enum => name is not null && EnumNames.TryRead<T>(name, out var value) ? value : null;

    public static ProblemDetails? Refuse<T>(string field, string? name)
        where T : struct, Enum
    {
        var names = EnumNames.Of<T>();
        return name is null || Read<T>(name) is not null ? null : Problems.Invalid(field, "One of " + string.Join(", ", names) + ".", "应为 " + string.Join("、", names) + " 之一。");
    }
}
