using Microsoft.Extensions.Localization;

namespace ServiceLedger.Pages.My;

/// <summary>How many working days are left, in words.</summary>
public static class DaysLeft
{
    public static string Of(int? left, IStringLocalizer<MyWords> L) => left switch
    {
        null => "",
        0 => L["today is the last day"],
        1 => L["1 working day left"],
        > 0 => L["{0} working days left", left],
        -1 => L["1 working day late"],
        _ => L["{0} working days late", -left]
    };
}
