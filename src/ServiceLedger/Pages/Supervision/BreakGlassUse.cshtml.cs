using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Who opened this file in an emergency and why, and was it one?</summary>
public sealed class BreakGlassUseModel(IStringLocalizer<SupervisionWords> L) : SupervisionPage
{
    public BreakGlassLine Use { get; private set; } = null!;

    /// <summary>What was typed in the form that was refused.</summary>
    public string? Verdict { get; private set; }
    public string? Typed { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid citizenId, Guid breakGlassId)
    {
        var (list, problem, _) = await ReadAsync<BreakGlassList>($"/api/citizens/{citizenId}/break-glass");
        if (list?.BreakGlass.FirstOrDefault(g => g.BreakGlassId == breakGlassId) is not { } use)
            return Refused(problem ?? Problems.NotFound());
        Use = use;
        return Page();
    }

    public Task<IActionResult> OnPostReviewAsync(Guid citizenId, Guid breakGlassId, long version, string? verdict, string? remarks)
    {
        if (string.IsNullOrEmpty(verdict))
            Faults.Add(new("verdict", L["Say what was found."]));
        return SentAsync(citizenId, breakGlassId, "review", new { Verdict = verdict, Remarks = remarks ?? "", Version = version }, verdict, remarks);
    }

    public Task<IActionResult> OnPostLiftAsync(Guid citizenId, Guid breakGlassId, long version, string? reason) =>
        SentAsync(citizenId, breakGlassId, "lifting", new LiftBreakGlassBlock(reason ?? "", version), null, reason);

    async Task<IActionResult> SentAsync<T>(Guid citizenId, Guid breakGlassId, string address, T command, string? verdict, string? typed)
    {
        if (Faults.Count == 0 && !IsRefused(await SendAsync($"/api/break-glass/{breakGlassId}/{address}", command)))
            return Redirect($"/supervision/break-glass/{citizenId}/{breakGlassId}");
        (Verdict, Typed) = (verdict, typed);
        return await OnGetAsync(citizenId, breakGlassId);
    }
}
