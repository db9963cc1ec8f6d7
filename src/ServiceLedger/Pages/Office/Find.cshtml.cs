using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Citizens;

namespace ServiceLedger.Pages.Office;

/// <summary>Who is this, or which matter is it?</summary>
public sealed partial class FindModel(IStringLocalizer<OfficeWords> L) : OfficePage
{
    /// <summary>The people found; null before anybody was looked for.</summary>
    public FindCitizensEndpoint.Found? Found { get; private set; }

    public void OnGet()
    {
    }

    /// <summary>What was typed stands in no address: a search is sent, and its answer is the page.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] string? what, [FromForm] string? birthDate)
    {
        var sought = (what ?? "").Trim();
        (ViewData["What"], ViewData["BirthDate"]) = (sought, birthDate);
        if (sought.Length == 0)
            Faults.Add(new("what", L["Type an ID number, a case number or a name."]));
        else if (IdNumber().IsMatch(sought))
            await FindAsync(new(IdNumber: sought.ToUpperInvariant()));
        else if (char.IsDigit(sought[0]))
            return await MatterAsync(sought);
        else if (!DateOnly.TryParse(birthDate, System.Globalization.CultureInfo.InvariantCulture, out var born))
            Faults.Add(new("birthDate", L["Give the date of birth with the name."]));
        else
            await FindAsync(new(Name: sought, BirthDate: born));
        return Page();
    }

    async Task<IActionResult> MatterAsync(string number)
    {
        var answer = await SendAsync("/api/applications/find", new FindApplication(number));
        if (answer.IsGood)
            return Redirect($"/office/matters/{answer.Read<ApplicationFound>().ApplicationId}");
        Faults.Add(new("what", answer.Status is 404 ? L["You see no matter of this number."] : Fault.Of(answer.Problem!).Text));
        return Page();
    }

    async Task FindAsync(FindCitizens by)
    {
        var answer = await SendAsync("/api/citizens/find", by);
        if (answer.IsGood)
            Found = answer.Read<FindCitizensEndpoint.Found>();
        else if (Fault.Of(answer.Problem!) is var fault)
            Faults.Add(fault with { Field = fault.Field is null ? null : "what" });
    }

    [GeneratedRegex(@"^\d{17}[\dXx]\z")]
    private static partial Regex IdNumber();
}
