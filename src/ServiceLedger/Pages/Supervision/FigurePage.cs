using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Pages.Supervision;

/// <summary>A page of figures: whose and of when they are is asked in its address.</summary>
public abstract class FigurePage(Names names, IStringLocalizer<SupervisionWords> own, IStringLocalizer<EnumWords> words) : SupervisionPage
{
    protected IStringLocalizer<SupervisionWords> L => own;

    protected static CultureInfo Culture => CultureInfo.CurrentUICulture;

    /// <summary>The members of the query that narrow what is counted.</summary>
    public static readonly string[] Filters = ["department", "item", "district", "from", "to", "channel", "class", "area"];

    /// <summary>The filter as a query.</summary>
    public string Filter => Asked(Filters);

    public IReadOnlyList<Choice> Departments { get; private set; } = [];

    /// <summary>What was asked for under this name.</summary>
    public string Of(string name) => Request.Query[name].ToString();

    public IReadOnlyList<Choice> Classes => [new("", L["All"]), .. DivisionCode.UrbanRuralClasses.Select(c => new Choice(c, c))];

    public IReadOnlyList<Choice> Areas => [new("", L["City and country"]), new("urban", L["City"]), new("rural", L["Country"])];

    public IReadOnlyList<Choice> Channels => [new("", L["All"]), .. words.Choices<Channel>()];

    /// <summary>What a question was refused for, said of the field that asks it.</summary>
    protected static Fault OfQuery(ProblemDetails problem) =>
        Fault.Of(problem) is { Field: null } fault && problem.Extensions.TryGetValue("field", out var field) ? fault with { Field = field?.ToString() } : Fault.Of(problem);

    protected async Task LoadChoicesAsync(CancellationToken ct) =>
        Departments = [new("", L["All"]), .. (await names.DepartmentsAsync(ct)).Values.OrderBy(d => d.CreditCode, StringComparer.Ordinal).Select(d => new Choice(d.CreditCode, d.Name))];

    protected Task<Read<Indicator>> FiguresAsync(string code, string by = "", string? only = null) =>
        ReadAsync<Indicator>($"/api/supervision/indicators/{Uri.EscapeDataString(code)}{And(only ?? Filter, by)}");

    static string And(string query, string by) => by.Length == 0 ? query : And(query, "by", by);

    /// <summary>What a figure is of, in words.</summary>
    public async Task<string> WordsAsync(IndicatorBy by, string? value, CancellationToken ct) => (by, value) switch
    {
        (_, null) => L["not known"],
        (IndicatorBy.Department, _) => await names.DepartmentAsync(value, ct),
        (IndicatorBy.Item, _) => await names.ItemAsync(value, ct),
        (IndicatorBy.Channel, _) when EnumNames.TryRead<Channel>(value, out var channel) => words.Of(channel),
        (IndicatorBy.Area, "urban") => L["City"],
        (IndicatorBy.Area, _) => L["Country"],
        _ => value
    };

    /// <summary>A value in its unit; what was withheld says so.</summary>
    public string Shown(MeterUnit unit, Figure figure) => figure.Withheld is true ? L["withheld: fewer than {0}", Figure.Few] : figure.Value is { } value ? Shown(unit, value) : L["none"];

    public static string Shown(MeterUnit unit, decimal value) => unit is MeterUnit.Share ? Parts.Shown.Share(value) : Parts.Shown.Decimal(value);

    public string Unit(MeterUnit unit) => unit.InJson() switch { "share" => L["share"], "days" => L["days"], "visits" => L["visits"], "papers" => L["papers"], "fen" => L["fen"], var other => other };

    /// <summary>What a meter is called: the short of what it says.</summary>
    public static string Title(Definition meter) =>
        meter.Means.Split('：')[0] is { Length: > 0 } name ? char.ToUpper(name[0], CultureInfo.CurrentUICulture) + name[1..] : meter.Code;

    /// <summary>A value as a chart takes it: shares in percent.</summary>
    protected static decimal? Drawn(MeterUnit unit, Figure? figure) => figure?.Value is { } value ? unit is MeterUnit.Share ? Math.Round(value * 100, 1) : Math.Round(value, 2) : null;

    protected static string Sign(MeterUnit unit) => unit is MeterUnit.Share ? "%" : "";
}

/// <summary>A chart with its table.</summary>
/// <param name="Told">What it shows, in a sentence.</param>
/// <param name="More">Where it is told in full.</param>
public sealed record ChartShown(string Id, string Title, string Told, Microsoft.AspNetCore.Html.IHtmlContent Svg, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string? More);
