using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;

namespace ServiceLedger.Pages.Open;

/// <summary>What was granted, without who asked for it (LIC art. 40)?</summary>
public sealed class PublishedDecisionsModel(Names names) : OpenPage
{
    public IReadOnlyList<(PublishedDecision Decision, string? Item, string? Department)> Decisions { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (page, problem, _) = await ReadAsync<PublishedDecisionPage>(Addresses.With("/api/decisions/published", ("after", Asked("after")), ("size", "50")));
        if (page is null)
            return Refused(problem!);
        var decisions = new List<(PublishedDecision, string?, string?)>();
        foreach (var decision in page.Decisions)
            decisions.Add((decision, decision.ItemCode is { } item ? await names.ItemAsync(item, ct) : null, decision.Department is { } department ? await names.DepartmentAsync(department, ct) : null));
        (Decisions, Next) = (decisions, page.Next is { } next ? Addresses.With("/decisions", ("after", next.ToString())) : null);
        return Page();
    }
}
