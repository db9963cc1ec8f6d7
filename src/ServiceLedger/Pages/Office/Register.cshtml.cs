using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.Office;

/// <summary>Who is this person, whom nobody has served here before?</summary>
public sealed class RegisterModel(IStringLocalizer<OfficeWords> words) : FormPage(words)
{
    public IActionResult OnGet()
    {
        Load();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Load();
        await ReadFormAsync(ct);
        if (IsIncomplete())
            return Page();
        var answer = await SendAsync(Form.Address, (await CommandAsync(null))!);
        return IsRefused(answer) ? Page() : Redirect($"/office/intake?citizen={answer.Read<CitizenAnswer>().CitizenId}");
    }

    void Load()
    {
        Form = new(
            "register", "/api/citizens", L["Register a person"], L["Their ID card is shown; number and name are kept sealed."],
            [
                new("idNumber", L["ID number"]), new("name", L["Name"]), new("residenceDivision", L["Division code of where they live"], Hint: L["6, 9 or 12 digits"]),
                new("urbanRuralClass", L["Urban-rural class of it"], FieldKind.OneOf, Optional: true, Choices: [.. DivisionCode.UrbanRuralClasses.Select(c => new Choice(c, c))])
            ], Dated: false);
        if (Who!.DivisionCode is { } division)
            Fill("residenceDivision", division);
    }
}
