using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Pages.Supervision;

/// <summary>What does this indicator say, how is it counted, and for whom is it what?</summary>
public sealed class IndicatorModel(Charts charts, Names names, IStringLocalizer<SupervisionWords> own, IStringLocalizer<EnumWords> words) : FigurePage(names, own, words)
{
    const int Most = 24;

    public Definition Meter { get; private set; } = null!;
    public Indicator? Told { get; private set; }
    public Figure? All { get; private set; }
    public ChartShown? Drawing { get; private set; }

    /// <summary>The whole question as a query, for the export of exactly this.</summary>
    public string Query => Asked([.. Filters, "by"]);

    public IReadOnlyList<Choice> Breakdowns =>
    [
        new("", L["Nothing"]), new("department", L["Department"]), new("item", L["Item"]), new("district", L["County"]), new("channel", L["Channel"]), new("class", L["Urban-rural class"]), new("area", L["City or country"]),
        new("month", L["Month"]), new("quarter", L["Quarter"]), new("year", L["Year"]), new("department,area", L["Department, and city or country"]), new("quarter,area", L["Quarter, and city or country"])
    ];

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        if (await LoadAsync(name) is { } refusal)
            return refusal;
        await LoadChoicesAsync(ct);
        if (Told is { By.Count: > 0, Rows.Count: > 0 } told)
        {
            var labels = new List<string[]>();
            foreach (var row in told.Rows)
                labels.Add(await LabelsAsync(told, row, ct));
            var drawn = told.Rows.Take(Most).ToArray();
            var inTime = told.By is [IndicatorBy.Month or IndicatorBy.Quarter or IndicatorBy.Year];
            var chart = new Chart([.. labels.Take(Most).Select(l => string.Join(' ', l))], [new(Title(Meter), [.. drawn.Select(r => Drawn(Meter.Unit, r))], Line: inTime)], Sign(Meter.Unit));
            Drawing = new("figures", L["Broken down"], drawn.Length < told.Rows.Count ? L["The chart shows the first {0}; the table shows all.", Most] : Meter.Over, await charts.DrawAsync(chart, ct),
                [.. told.By.Select(b => Breakdowns.First(c => c.Value == b.InJson()).Text), L["Numerator"], L["Denominator"], L["Value"], .. Spread(told) ? [L["Half at most"], L["Nine of ten at most"], L["At most"]] : Array.Empty<string>()],
                [.. told.Rows.Select((r, i) => (string[])[.. labels[i], Number(r.Numerator), Number(r.Denominator), Shown(Meter.Unit, r), .. Spread(told) ? [Number(r.Spread?.P50), Number(r.Spread?.P90), Number(r.Spread?.Max)] : Array.Empty<string>()])], null);
        }

        return Page();
    }

    /// <summary>The figures as shown, as a file: names as codes, numbers as they are.</summary>
    public async Task<IActionResult> OnGetCsvAsync(string name)
    {
        if (await LoadAsync(name) is { } refusal)
            return refusal;
        if (Told is null)
            return Redirect($"/supervision/indicators/{Uri.EscapeDataString(name)}{Query}");
        string[] others = [.. Filters.Except(["from", "to"])];
        var text = new StringBuilder();
        text.AppendJoin(',', ["indicator", "definitionVersion", "from", "to", .. others.Select(f => "filter." + f), .. Told.By.Select(b => b.InJson()), "numerator", "denominator", "value", "withheld", "p50", "p90", "max"]).Append("\r\n");
        foreach (var row in Told.Rows)
            text.AppendJoin(',', ((string?[])
            [
                Told.Code, Invariant(Told.DefinitionVersion), Told.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Told.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), .. others.Select(Of),
                .. Told.By.Select(b => row.Of[b.InJson()]), Invariant(row.Numerator), Invariant(row.Denominator), row.Value?.ToString(CultureInfo.InvariantCulture), row.Withheld is true ? "true" : "",
                Invariant(row.Spread?.P50), Invariant(row.Spread?.P90), Invariant(row.Spread?.Max)
            ]).Select(AccessCsv.Cell)).Append("\r\n");

        // Spreadsheets take it for what it is only by its mark.
        return File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", $"{Told.Code}.csv");
    }

    /// <summary>Makes the figure that is shown public: that of its period and filters, not broken down.</summary>
    public async Task<IActionResult> OnPostAsync(string name, CancellationToken ct)
    {
        string? Given(string member) => Of(member) is { Length: > 0 } text ? text : null;
        var command = new { From = Given("from"), To = Given("to"), Department = Given("department"), Item = Given("item"), District = Given("district"), Channel = Given("channel"), Class = Given("class"), Area = Given("area") };
        return IsRefused(await SendAsync($"/api/supervision/indicators/{Uri.EscapeDataString(name)}/publication", command)) ? await OnGetAsync(name, ct) : Redirect("/indicators");
    }

    /// <summary>Whether it is asked of when the figure is: only then it is published.</summary>
    public bool HasPeriod => Of("from").Length > 0 && Of("to").Length > 0;

    async Task<IActionResult?> LoadAsync(string name)
    {
        var (meters, problem, _) = await ReadAsync<IReadOnlyList<Definition>>("/api/supervision/indicators");
        if (meters is null)
            return Refused(problem!);
        if (meters.FirstOrDefault(m => m.Code == name) is not { } meter)
            return Refused(Problems.NotFound());
        Meter = meter;
        var (told, wrong, _) = await FiguresAsync(name, only: Query);
        if (wrong is not null)
        {
            Faults.Add(Fault.Of(wrong));
            return null;
        }

        (Told, All) = (told, (await FiguresAsync(name)).Value?.Rows is [var one, ..] ? one : null);
        return null;
    }

    async Task<string[]> LabelsAsync(Indicator told, Figure row, CancellationToken ct)
    {
        var labels = new List<string>();
        foreach (var by in told.By)
            labels.Add(await WordsAsync(by, row.Of[by.InJson()], ct));
        return [.. labels];
    }

    static bool Spread(Indicator told) => told.Rows.Any(r => r.Spread is not null);

    public string Number(long? number) => number is { } n ? Parts.Shown.Number(n) : L["withheld"];

    static string? Invariant(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
