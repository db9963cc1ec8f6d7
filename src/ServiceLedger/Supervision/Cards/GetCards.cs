using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Supervision.Cards;

/// <summary>A card as its list tells it: ids, and nothing that was written.</summary>
/// <param name="Overdue">To be put right by a day that is over.</param>
public sealed record CardRow(
    Guid CardId, Guid StreamId, Guid? ApplicationId, CardLevel Level, CardStatus Status, CardCause? Cause, TimerKind? Timer, DateOnly? DueOn, string Department, string? Officer, string? Article,
    DateTimeOffset At, DateOnly? RectifyBy, bool Overdue, long Version, IReadOnlyList<CardAction> Next);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record CardPage(IReadOnlyList<CardRow> Cards, Guid? Next);

/// <summary>One card, with the events that show it and what was said about it.</summary>
/// <param name="Because">Permalinks of the events.</param>
public sealed record CardView(CardRow Card, IReadOnlyList<string> Because, IReadOnlyList<CardSaid> Said);

/// <summary>What was said about a card.</summary>
public sealed record CardSaid(string Type, DateTimeOffset At, string Text);

public static class GetCardsEndpoint
{
    public static ProblemDetails Validate(Act act, string? department, string? level, string? status, string? cause) =>
        !act.IsOfficer ? Problems.Forbidden("Departments and supervision list cards.", "仅限部门和监督人员查看。")
        : !act.Supervises() && !act.May(PolicyAction.Write, FileSection.Applications, Relation.InCharge) ? Problems.NotForThisRole()
        : !act.Supervises() && department is not null && department != act.Department ? Problems.Forbidden("A department lists the cards it answers for.", "仅可查看本部门的牌。")
        : OneOf.Refuse<CardLevel>("level", level) ?? OneOf.Refuse<CardStatus>("status", status) ?? OneOf.Refuse<CardCause>("cause", cause) ?? WolverineContinue.NoProblems;

    /// <summary>Warnings and cards, the oldest first, a page at a time: <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/supervision/cards")]
    public static async Task<CardPage> Get(
        Act act, HttpContext context, string? department, string? level, string? status, string? cause, Guid? after, int? size, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        var (take, kin, today) = (HistoryPage.Size(size), act.Kin.ToArray(), time.Today());
        var cards = session.Query<CardCase>().Where(c => c.MatchesSql("d.id > ?", after ?? Guid.Empty) && !c.CitizenId.IsOneOf(kin));
        if ((act.Supervises() ? department : act.Department) is { } office)
            cards = cards.Where(c => c.Department == office);
        if (OneOf.Read<CardLevel>(level) is { } grave)
            cards = cards.Where(c => c.Level == grave);
        if (OneOf.Read<CardStatus>(status) is { } stands)
            cards = cards.Where(c => c.Status == stands);
        if (OneOf.Read<CardCause>(cause) is { } why)
            cards = cards.Where(c => c.Cause == why);
        var page = await cards.OrderBy(c => c.Id).Take(take).ToListAsync(ct);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. page.DistinctBy(c => c.CitizenId).Select(c => (c.CitizenId, c.Id))];
        return new([.. page.Select(c => Row(c, act, today))], page.Count == take ? page[^1].Id : null);
    }

    internal static CardRow Row(CardCase c, Act act, DateOnly today) => new(
        c.Id, c.StreamId, c.ApplicationId, c.Level, c.Status, c.Cause, c.Timer, c.DueOn, c.Department, c.Officer, c.Article, c.IssuedAt ?? c.At, c.RectifyBy,
        c.Status is CardStatus.RectificationOrdered && c.RectifyBy < today, c.Version, [.. c.NextFor(act)]);
}

public static class GetCardEndpoint
{
    public static ProblemDetails Validate(Act act, CardCase card) => card.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/supervision/cards/{cardId:guid}")]
    public static async Task<CardView> Get([ReadModel("cardId")] CardCase card, Act act, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var key = await vault.KeyFor(act, card.CitizenId, PurposeClass.Matters, ct);
        var said = new List<CardSaid>();
        foreach (var e in await session.Events.Known().Where(e => e.StreamId == card.Id).OrderBy(e => e.Version).ToListAsync(ct))
            if (e.Data switch
            {
                CardContested d => d.Reasons,
                CardUpheld d => d.Reasons,
                CardCancelled d => d.Reasons,
                RectificationOrdered d => d.Order,
                RectificationDone d => d.Report,
                _ => null
            } is { } text)
                said.Add(new(e.EventTypeName, e.Timestamp, key.Open(text)));
        return new(GetCardsEndpoint.Row(card, act, time.Today()), [.. card.Because.Select(id => $"/api/events/{id}")], said);
    }
}
