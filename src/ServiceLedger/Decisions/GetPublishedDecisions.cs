using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Authorization;
using Wolverine.Http;

namespace ServiceLedger.Decisions;

/// <summary>A published decision as everyone may read it; what was redacted is absent.</summary>
/// <param name="Status">Whether it still holds: withdrawn, revoked and cancelled ones say so.</param>
public sealed record PublishedDecision(
    Guid Id, string? DecisionNumber, string? ItemCode, string? Department, RulingKind? Kind, DateOnly? MadeOn, string? Text, DecisionStatus Status, IReadOnlyList<PublicField> Hidden);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record PublishedDecisionPage(IReadOnlyList<PublishedDecision> Decisions, Guid? Next);

public static class GetPublishedDecisionsEndpoint
{
    /// <summary>Published decisions in the order they were made, a page at a time: <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/decisions/published"), AllowAnonymous]
    public static async Task<PublishedDecisionPage> Get(IQuerySession session, Guid? after, int? size, CancellationToken ct)
    {
        var take = Hosting.HistoryPage.Size(size);
        var page = await session.Query<Decision>().Where(d => d.Published && d.MatchesSql("d.id > ?", after ?? Guid.Empty)).OrderBy(d => d.Id).Take(take).ToListAsync(ct);
        return new([.. page.Select(Public)], page.Count == take ? page[^1].Id : null);
    }

    /// <summary>What everyone may read of it.</summary>
    public static PublishedDecision Public(Decision d)
    {
        var notice = d.Notice!;
        return new(
            d.Id, Shown(PublicField.DecisionNumber, d.DecisionNumber), Shown(PublicField.Item, d.ItemCode), Shown(PublicField.Department, d.DepartmentCode),
            notice.Hidden.Contains(PublicField.Kind) ? null : d.Kind, notice.Hidden.Contains(PublicField.MadeOn) ? null : Hosting.Text.DateOf(d.MadeAt),
            Shown(PublicField.Text, notice.Text), d.Status, notice.Hidden);

        string? Shown(PublicField field, string value) => notice.Hidden.Contains(field) ? null : value;
    }
}
