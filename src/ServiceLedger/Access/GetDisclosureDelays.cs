using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>The delays on record, the oldest first.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record DisclosureDelayPage(IReadOnlyList<DisclosureDelayRow> Delays, Guid? Next);

/// <summary>One delay.</summary>
/// <param name="Matter">The address of the matter it is about; absent: all looks of the department.</param>
/// <param name="Asked">What is not approved yet.</param>
/// <param name="Hides">Whether looks are hidden by it today.</param>
public sealed record DisclosureDelayRow(
    Guid Id, Guid CitizenId, string Department, string? Matter, DisclosureDelayGround Ground, string Authority, string DocumentNumber, DelayAsked? Asked, DisclosureDelayStatus Status, DateTimeOffset? Since,
    DateOnly? Until, DateTimeOffset? ReleasedAt, bool Hides, long Version, IReadOnlyList<DisclosureDelayAction> Next);

public static class GetDisclosureDelaysEndpoint
{
    public static ProblemDetails Validate(Act act) =>
        act.Supervises() || (act.IsOfficer && act.Role == Roles.Head) ? WolverineContinue.NoProblems
        : Problems.Forbidden("This is for supervision, and for heads of departments.", "仅限监督人员和部门负责人查看。");

    /// <summary>All delays; a head of department reads those of the department.</summary>
    [WolverineGet("/api/disclosure-delays")]
    public static async Task<DisclosureDelayPage> Get(Act act, HttpContext context, string? department, Guid? after, int? size, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        var take = HistoryPage.Size(size);
        IQueryable<DisclosureDelay> delays = session.Query<DisclosureDelay>();
        if ((act.Supervises() ? department : act.Department) is { } code)
            delays = delays.Where(d => d.Department == code);
        if (act.Kin.ToArray() is { Length: > 0 } kin)
            delays = delays.Where(d => !d.CitizenId.IsOneOf(kin));
        if (after is { } last)
            delays = delays.Where(d => d.MatchesSql("d.id > ?", last));
        var page = await delays.OrderBy(d => d.Id).Take(take).ToListAsync(ct);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. page.Select(d => (d.CitizenId, d.Id))];
        return new([.. page.Select(d => Row(d, act, time.Today()))], page.Count == take ? page[^1].Id : null);
    }

    static DisclosureDelayRow Row(DisclosureDelay d, Act act, DateOnly today) => new(
        d.Id, d.CitizenId, d.Department, d.MatterId is { } matter ? $"/api/applications/{matter}" : null, d.Ground, d.Authority, d.DocumentNumber, d.Asked, d.Status, d.Since, d.Until, d.ReleasedAt,
        d.Hides(today), d.Version, [.. d.NextFor(act)]);
}
