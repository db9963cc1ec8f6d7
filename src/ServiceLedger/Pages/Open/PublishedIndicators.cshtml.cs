using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Pages.Open;

/// <summary>Which figures has supervision published, of whom and when?</summary>
public sealed class PublishedIndicatorsModel(Names names) : OpenPage
{
    public IReadOnlyList<(PublicFigure Figure, string Of)> Figures { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (page, problem, _) = await ReadAsync<PublicFigures>(Addresses.With("/api/indicators", ("code", Asked("code")), ("after", Asked("after"))));
        if (page is null)
            return Refused(problem!);
        var figures = new List<(PublicFigure, string)>();
        foreach (var figure in page.Indicators)
            figures.Add((figure, await OfAsync(figure.Figure, ct)));
        (Figures, Next) = (figures, page.Next is { } next ? Addresses.With("/indicators", ("code", Asked("code")), ("after", next.ToString())) : null);
        return Page();
    }

    async Task<string> OfAsync(IndicatorPublished figure, CancellationToken ct) => string.Join(", ", new[]
    {
        figure.Department is { } department ? await names.DepartmentAsync(department, ct) : null, figure.Item is { } item ? await names.ItemAsync(item, ct) : null, figure.District, figure.Channel?.InJson(), figure.UrbanRuralClass, figure.Area?.InJson()
    }.OfType<string>());

    /// <summary>The value in its unit.</summary>
    public static string Value(IndicatorPublished figure)
    {
        var value = decimal.Parse(figure.Value, CultureInfo.InvariantCulture);
        return MeterCatalogue.Find(figure.Code)?.Unit is MeterUnit.Share ? Shown.Share(value) : Shown.Decimal(value);
    }
}
