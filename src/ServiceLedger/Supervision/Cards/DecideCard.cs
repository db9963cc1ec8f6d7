using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Cards;

/// <summary>Supervision upholds a card that was contested, or takes a card back.</summary>
public sealed record DecideCard(CardVerdict Verdict, string Reasons, long Version);

public enum CardVerdict { Upheld, Cancelled }

/// <summary>The office is to put right what the card is for, by a day.</summary>
public sealed record OrderRectification(DateOnly DueBy, string Order, long Version);

public static class DecideCardEndpoint
{
    public static Task<SubjectKey> LoadAsync(CardCase card, Vault vault, CancellationToken ct) => vault.KeyOf(card.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(DecideCard command, Act act, CardCase card) =>
        card.Refuse(act, command.Verdict is CardVerdict.Upheld ? CardAction.Uphold : CardAction.Cancel, command.Version)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/supervision/cards/{cardId:guid}/decision"), EmptyResponse]
    public static (CardUpheld?, CardCancelled?) Post(DecideCard command, [State("cardId")] CardCase card, SubjectKey key) => Decide(command, card, key);

    /// <summary>One of the two.</summary>
    public static (CardUpheld?, CardCancelled?) Decide(DecideCard command, CardCase card, SubjectKey key) =>
        command.Verdict is CardVerdict.Upheld ? (new(card.CitizenId, key.Seal(command.Reasons)), null) : (null, new(card.CitizenId, key.Seal(command.Reasons)));
}

public static class OrderRectificationEndpoint
{
    public static Task<SubjectKey> LoadAsync(CardCase card, Vault vault, CancellationToken ct) => vault.KeyOf(card.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(OrderRectification command, Act act, CardCase card, TimeProvider time) =>
        card.Refuse(act, CardAction.OrderRectification, command.Version)
        ?? (command.DueBy < time.Today() ? Problems.Invalid("$.dueBy", "It lies before the day of this act.", "日期早于本行为之日。") : null)
        ?? Text.Refuse("$.order", command.Order, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/supervision/cards/{cardId:guid}/rectification-order"), EmptyResponse]
    public static RectificationOrdered Post(OrderRectification command, [State("cardId")] CardCase card, SubjectKey key) => new(card.CitizenId, command.DueBy, key.Seal(command.Order));
}
