using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Supervision.Cards;

namespace ServiceLedger.Pages.Supervision;

/// <summary>What is this card for, what shows it, what was said about it, and what is to be done?</summary>
public sealed class CardModel(Names names) : CardPages
{
    public CardView View { get; private set; } = null!;
    public CardRow Card => View.Card;
    public string Department { get; private set; } = "";

    /// <summary>What was typed in the form that was refused.</summary>
    public string? Typed { get; private set; }
    public string? DueBy { get; private set; }

    /// <summary>Which form was refused; null where none was.</summary>
    public CardAction? Tried { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid cardId, CancellationToken ct)
    {
        var (view, problem, _) = await ReadAsync<CardView>($"/api/supervision/cards/{cardId}");
        if (view is null)
            return Refused(problem!);
        (View, Department) = (view, await names.DepartmentAsync(view.Card.Department, ct));
        return Page();
    }

    public Task<IActionResult> OnPostContestAsync(Guid cardId, long version, string? reasons, CancellationToken ct) =>
        SentAsync(cardId, CardAction.Contest, "contest", new ContestCard(reasons ?? "", version), reasons, null, ct);

    public Task<IActionResult> OnPostUpholdAsync(Guid cardId, long version, string? reasons, CancellationToken ct) =>
        SentAsync(cardId, CardAction.Uphold, "decision", new DecideCard(CardVerdict.Upheld, reasons ?? "", version), reasons, null, ct);

    public Task<IActionResult> OnPostCancelAsync(Guid cardId, long version, string? reasons, CancellationToken ct) =>
        SentAsync(cardId, CardAction.Cancel, "decision", new DecideCard(CardVerdict.Cancelled, reasons ?? "", version), reasons, null, ct);

    public Task<IActionResult> OnPostOrderAsync(Guid cardId, long version, string? dueBy, string? order, CancellationToken ct) =>
        SentAsync(cardId, CardAction.OrderRectification, "rectification-order", new { DueBy = dueBy ?? "", Order = order ?? "", Version = version }, order, dueBy, ct);

    public Task<IActionResult> OnPostRectifiedAsync(Guid cardId, long version, string? report, CancellationToken ct) =>
        SentAsync(cardId, CardAction.ReportRectification, "rectification", new ReportRectification(report ?? "", version), report, null, ct);

    async Task<IActionResult> SentAsync<T>(Guid cardId, CardAction action, string address, T command, string? typed, string? dueBy, CancellationToken ct)
    {
        if (!IsRefused(await SendAsync($"/api/supervision/cards/{cardId}/{address}", command)))
            return Redirect($"/supervision/cards/{cardId}");
        (Tried, Typed, DueBy) = (action, typed, dueBy);
        return await OnGetAsync(cardId, ct);
    }
}
