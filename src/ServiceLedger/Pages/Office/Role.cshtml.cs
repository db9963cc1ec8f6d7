using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Access;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.Office;

/// <summary>In which of my roles do I act?</summary>
public sealed class RoleModel(IStringLocalizer<OfficeWords> L) : OfficePage
{
    public string? Chosen => ChosenRole.Of(HttpContext);

    public IEnumerable<Choice> Choices => Who!.Roles.Select(role => new Choice(role, Roles.InWords(role)));

    public void OnGet()
    {
    }

    public IActionResult OnPost([FromForm] string? role)
    {
        if (role is null || !Who!.Roles.Contains(role))
        {
            Faults.Add(new("role", L["Choose one of your roles."]));
            return Page();
        }

        ChosenRole.Choose(HttpContext, role);
        return Redirect(role is Roles.Supervisor or Roles.Auditor ? "/supervision" : "/office");
    }
}
