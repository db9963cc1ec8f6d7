using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;

namespace ServiceLedger.Pages.Office;

/// <summary>What do I need this person's file for, and for which matter?</summary>
public sealed class OpenModel(IStringLocalizer<OfficeWords> L) : OfficePage
{
    [BindProperty(SupportsGet = true, Name = "citizen")]
    public Guid Citizen { get; set; }

    /// <summary>The matter one comes from; null where it is named by its number.</summary>
    [BindProperty(SupportsGet = true, Name = "matter")]
    public Guid? Matter { get; set; }

    public string? CaseNumber { get; private set; }

    public string? Role => ChosenRole.Of(HttpContext);

    /// <summary>Supervision and protection need no matter.</summary>
    public bool NeedsMatter => Role is not (Access.Roles.Supervisor or Access.Roles.Auditor or Access.Roles.ProtectionOfficer);

    public IActionResult OnGet() => Citizen == Guid.Empty ? Redirect("/office/find") : Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? caseNumber, [FromForm(Name = "purpose")] string? chosen)
    {
        (CaseNumber, Purpose) = (caseNumber, chosen);
        if (string.IsNullOrEmpty(Purpose))
            Faults.Add(new("purpose", L["Say what you need the file for."]));
        if (NeedsMatter && Matter is null && string.IsNullOrWhiteSpace(caseNumber))
            Faults.Add(new("caseNumber", L["Name the matter you need it for."]));
        if (Faults.Count > 0)
            return Page();
        if (Matter is null && !string.IsNullOrWhiteSpace(caseNumber))
        {
            var found = await SendAsync("/api/applications/find", new FindApplication(caseNumber));
            if (!found.IsGood)
            {
                Faults.Add(new("caseNumber", found.Status is 404 ? L["You see no matter of this number."] : Fault.Of(found.Problem!).Text));
                return Page();
            }

            Matter = found.Read<ApplicationFound>().ApplicationId;
        }

        return Redirect(With($"/office/citizens/{Citizen}", Matter));
    }
}
