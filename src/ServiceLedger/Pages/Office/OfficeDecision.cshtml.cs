using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;

namespace ServiceLedger.Pages.Office;

/// <summary>What was decided, did it reach the person, and what can I do with it?</summary>
public sealed class OfficeDecisionModel(MatterDesk desk, Names names) : OfficePage
{
    public DecisionView Decision { get; private set; } = null!;
    public IReadOnlyList<ActionForm> Next { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Departments { get; private set; } = new Dictionary<string, string>();
    public string Item { get; private set; } = "";

    /// <summary>Whether the reader's department made it and it can be challenged: then it records that somebody sued.</summary>
    public bool MayRecordSuit => Who!.Department == Decision.Department && Decision.NextBy.Citizen.Contains(DecisionAction.Challenge);

    public async Task<IActionResult> OnGetAsync(Guid decisionId, CancellationToken ct)
    {
        var (decision, problem, _) = await ReadAsync<DecisionView>($"/api/decisions/{decisionId}");
        if (decision is null)
            return Refused(problem!);
        (Decision, Next) = (decision, desk.Next(decision));
        (Item, Departments) = (await names.ItemAsync(decision.ItemCode, decision.ItemVersion, ct), (await names.DepartmentsAsync(ct)).ToDictionary(d => d.Key, d => d.Value.Name));
        return Page();
    }
}
