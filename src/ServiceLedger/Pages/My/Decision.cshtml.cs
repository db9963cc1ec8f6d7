using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Reviews;

namespace ServiceLedger.Pages.My;

/// <summary>What was decided, for which reasons, and what can I do about it?</summary>
public sealed class DecisionModel(Names names) : MyPage
{
    public DecisionView Decision { get; private set; } = null!;
    public string Item { get; private set; } = "";
    public string Department { get; private set; } = "";

    /// <summary>The action whose form is open.</summary>
    public string? Opened { get; private set; }

    [BindProperty]
    public string? Claims { get; set; }

    [BindProperty]
    public DateOnly? KnownOn { get; set; }

    [BindProperty]
    public string? Question { get; set; }

    [BindProperty]
    public string? Grounds { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid decisionId, [FromQuery] Guid? matter, CancellationToken ct)
    {
        var (decision, problem, _) = await ReadAsync<DecisionView>($"/api/decisions/{decisionId}", matter is { } stated ? In(stated) : States);
        if (decision is null)
            return Refused(problem!);
        (Decision, Item, Department) = (decision, await names.ItemAsync(decision.ItemCode, decision.ItemVersion, ct), await names.DepartmentAsync(decision.Department, ct));
        return Page();
    }

    public async Task<IActionResult> OnPostChallengeAsync(Guid decisionId, long version, CancellationToken ct)
    {
        var answer = await SendAsync($"/api/decisions/{decisionId}/reviews", new LodgeReview(Claims ?? "", version, KnownOn: KnownOn));
        return IsRefused(answer) ? await AgainAsync(decisionId, "challenge", ct) : Redirect($"/my/reviews/{answer.Read<ReviewAnswer>().ReviewId}");
    }

    public Task<IActionResult> OnPostExplainAsync(Guid decisionId, long version, CancellationToken ct) => DoAsync(decisionId, "explain", "explanation-request", new RequestExplanation(version, Question), ct);

    public Task<IActionResult> OnPostRenewAsync(Guid decisionId, long version, CancellationToken ct) => DoAsync(decisionId, "renew", "renewal", new RequestRenewal(version, Grounds), ct);

    public Task<IActionResult> OnPostHumanAsync(Guid decisionId, long version, CancellationToken ct) => DoAsync(decisionId, "human", "human-review-demand", new DemandHumanReview(version), ct);

    async Task<IActionResult> DoAsync<T>(Guid decisionId, string form, string act, T command, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/decisions/{decisionId}/{act}", command)) ? await AgainAsync(decisionId, form, ct) : Redirect($"/my/decisions/{decisionId}");

    async Task<IActionResult> AgainAsync(Guid decisionId, string form, CancellationToken ct)
    {
        Opened = form;
        return await OnGetAsync(decisionId, null, ct);
    }
}
