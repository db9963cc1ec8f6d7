using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Access;

namespace ServiceLedger.Pages.Office;

/// <summary>What is the emergency in which I need this person's file without a matter?</summary>
public sealed class EmergencyModel(IStringLocalizer<OfficeWords> L) : OfficePage
{
    [BindProperty(SupportsGet = true, Name = "citizen")]
    public Guid Citizen { get; set; }

    public string? Reason { get; private set; }
    public string Minutes { get; private set; } = "";

    /// <summary>What is to be opened; everything a break-glass may open where nothing is left out.</summary>
    public IReadOnlyList<string> Sections { get; private set; } = [];

    public IActionResult OnGet() => Citizen == Guid.Empty ? Redirect("/office/find") : Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? reason, [FromForm] string? minutes, [FromForm] string[]? sections)
    {
        (Reason, Minutes, Sections) = (reason, minutes ?? "", sections ?? []);
        if (!int.TryParse(minutes, out var asked))
        {
            Faults.Add(new("minutes", L["Say for how many minutes."]));
            return Page();
        }

        // Urgent help has a purpose of its own only once the file is open.
        var answer = await SendAsync(
            $"/api/citizens/{Citizen}/break-glass", new { Reason = reason ?? "", Minutes = asked, Sections = Sections.Count == 0 ? null : Sections }, States with { Purpose = "ServiceProvision" });
        if (!IsRefused(answer))
            return Redirect(Addresses.With($"/office/citizens/{Citizen}", ("purpose", BreakGlass.Purpose), ("emergency", answer.Read<BreakGlassAnswer>().BreakGlassId.ToString())));
        // One of them is at fault; the form has one field for all.
        Faults[^1] = Faults[^1] with { Field = Faults[^1].Field?.Split('[')[0] };
        return Page();
    }
}
