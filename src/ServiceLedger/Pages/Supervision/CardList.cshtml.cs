using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Supervision.Cards;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Which warnings and cards are there, of which office, and where do they stand?</summary>
public sealed class CardListModel(Names names, IStringLocalizer<SupervisionWords> L) : CardPages
{
    static readonly string[] Filters = ["department", "level", "status", "cause"];

    public IReadOnlyList<(CardRow Card, string Department)> Cards { get; private set; } = [];
    public IReadOnlyList<Choice> Departments { get; private set; } = [];

    /// <summary>Where the next page is; null on the last.</summary>
    public string? Next { get; private set; }

    public bool Supervises => Who?.Roles.Contains(Roles.Supervisor) is true;

    public string Of(string name) => Request.Query[name].ToString();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        var (page, problem, _) = await ReadAsync<CardPage>($"/api/supervision/cards{Asked([.. Filters, "after"])}");
        if (page is null)
            return Refused(problem!);
        var cards = new List<(CardRow, string)>();
        foreach (var card in page.Cards)
            cards.Add((card, await names.DepartmentAsync(card.Department, ct)));
        Departments = [new("", L["All"]), .. (await names.DepartmentsAsync(ct)).Values.OrderBy(d => d.CreditCode, StringComparer.Ordinal).Select(d => new Choice(d.CreditCode, d.Name))];
        (Cards, Next) = (cards, page.Next is { } next ? "/supervision/cards" + And(Asked(Filters), "after", next.ToString()) : null);
        return Page();
    }
}
