using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Pages.Supervision;

/// <summary>How do departments do: in time, what waits how long, what was decided, what was asked again or denied, recorded late, and how far city and country lie apart?</summary>
public sealed class OverviewModel(Charts charts, Names names, IStringLocalizer<SupervisionWords> own, IStringLocalizer<EnumWords> words) : FigurePage(names, own, words)
{
    const int Most = 12;

    public IReadOnlyList<Definition> Meters { get; private set; } = [];
    public List<ChartShown> Charts { get; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        var (meters, problem, _) = await ReadAsync<IReadOnlyList<Definition>>("/api/supervision/indicators");
        if (meters is null)
            return Refused(problem!);
        Meters = meters;
        await LoadChoicesAsync(ct);
        await InPeriodsAsync("on-time", L["Decided in time"], ct);
        await BacklogAsync("overdue", ct);
        await DecisionsAsync("refusal", ct);
        await InPeriodsAsync("re-asks", L["Papers asked for again"], ct);
        await ByDepartmentAsync("refused-shares", L["Data denied or given late"], ct);
        await InPeriodsAsync("late-entry", L["Recorded late"], ct);
        await CityAndCountryAsync(["on-time", "at-most-once", "completion", "digital-take-up"], ct);
        return Page();
    }

    async Task<(Definition Meter, Indicator Told)?> CountedAsync(string code, string by)
    {
        if (Faults.Count > 0 || Meters.FirstOrDefault(m => m.Code == code) is not { } meter)
            return null;
        var (told, problem, _) = await FiguresAsync(code, by);
        if (problem is not null)
            Faults.Add(OfQuery(problem));
        return told is null ? null : (meter, told);
    }

    async Task InPeriodsAsync(string code, string title, CancellationToken ct)
    {
        if (await CountedAsync(code, "quarter") is not var (meter, told) || told.Rows.Count == 0)
            return;
        var periods = told.Rows.Select(r => r.Of["quarter"] ?? "").ToArray();
        await AddAsync(code, title, meter, new(periods, [new(title, [.. told.Rows.Select(r => Drawn(meter.Unit, r))], Line: true)], Sign(meter.Unit)),
            [L["Quarter"], L["Counted"], L["Of"], L["Value"]], [.. told.Rows.Select(r => (string[])[r.Of["quarter"] ?? "", Number(r.Numerator), Number(r.Denominator), Shown(meter.Unit, r)])], And(Filter, "by", "quarter"), ct);
    }

    async Task BacklogAsync(string code, CancellationToken ct)
    {
        if (await CountedAsync(code, "department") is not var (meter, told))
            return;
        var rows = told.Rows.Where(r => r.Spread is not null && r.Denominator > 0).OrderByDescending(r => r.Spread!.P90).Take(Most).ToArray();
        if (rows.Length == 0)
            return;
        var offices = await NamesAsync(rows, ct);
        await AddAsync(code, L["Age of the backlog"], meter, new(offices, [new(L["Half are no older than"], [.. rows.Select(r => (decimal?)r.Spread!.P50)]), new(L["Nine of ten are no older than"], [.. rows.Select(r => (decimal?)r.Spread!.P90)])]),
            [L["Department"], L["Not decided yet"], L["Half are no older than"], L["Nine of ten are no older than"], L["The oldest"]],
            [.. rows.Select((r, i) => (string[])[offices[i], Number(r.Denominator), Days(r.Spread!.P50), Days(r.Spread.P90), Days(r.Spread.Max)])], And(Filter, "by", "department"), ct);
    }

    async Task DecisionsAsync(string code, CancellationToken ct)
    {
        if (await CountedAsync(code, "quarter") is not var (meter, told) || told.Rows.Count == 0)
            return;
        var periods = told.Rows.Select(r => r.Of["quarter"] ?? "").ToArray();
        await AddAsync("decisions", L["Decisions"], meter,
            new(periods, [new(L["Not refused"], [.. told.Rows.Select(r => (decimal?)(r.Denominator - r.Numerator))]), new(L["Refused"], [.. told.Rows.Select(r => (decimal?)r.Numerator)])], Stacked: true),
            [L["Quarter"], L["Decisions"], L["Refused"], L["Share refused"]], [.. told.Rows.Select(r => (string[])[r.Of["quarter"] ?? "", Number(r.Denominator), Number(r.Numerator), Shown(meter.Unit, r)])], And(Filter, "by", "quarter"), ct);
    }

    async Task ByDepartmentAsync(string code, string title, CancellationToken ct)
    {
        if (await CountedAsync(code, "department") is not var (meter, told))
            return;
        var rows = told.Rows.Where(r => r.Denominator > 0).OrderByDescending(r => r.Value).Take(Most).ToArray();
        if (rows.Length == 0)
            return;
        var offices = await NamesAsync(rows, ct);
        await AddAsync(code, title, meter, new(offices, [new(title, [.. rows.Select(r => Drawn(meter.Unit, r))])], Sign(meter.Unit)),
            [L["Department"], L["Counted"], L["Of"], L["Value"]], [.. rows.Select((r, i) => (string[])[offices[i], Number(r.Numerator), Number(r.Denominator), Shown(meter.Unit, r)])], And(Filter, "by", "department"), ct);
    }

    async Task CityAndCountryAsync(string[] codes, CancellationToken ct)
    {
        var told = new List<(Definition Meter, Indicator Told)>();
        foreach (var code in codes)
            if (await CountedAsync(code, "area") is { } counted)
                told.Add(counted);
        if (told.Count == 0 || told.All(t => t.Told.Gap is null))
            return;
        ChartSeries In(string area, string name) => new(name, [.. told.Select(t => Drawn(t.Meter.Unit, Row(t.Told, area)))]);
        await AddAsync("area", L["City and country"], null, new([.. told.Select(t => Title(t.Meter))], [In("urban", L["City"]), In("rural", L["Country"])], "%"),
            [L["Indicator"], L["City"], L["Country"], L["Gap"]],
            [.. told.Select(t => (string[])[Title(t.Meter), Cell(t, "urban"), Cell(t, "rural"), t.Told.Gap is { } gap ? L["{0} points", (gap * 100).ToString("+0.0;−0.0;0.0", Culture)] : L["none"]])], null, ct);

        static Figure? Row(Indicator told, string area) => told.Rows.FirstOrDefault(r => r.Of["area"] == area);
        string Cell((Definition Meter, Indicator Told) t, string area) => Row(t.Told, area) is { } row ? Shown(t.Meter.Unit, row) : L["none"];
    }

    async Task AddAsync(string id, string title, Definition? meter, Chart chart, IReadOnlyList<string> columns, IReadOnlyList<string[]> rows, string? query, CancellationToken ct) =>
        Charts.Add(new(id, title, meter is null ? L["The same indicators for people in the city and in the country."] : $"{meter.Means} / {meter.Over}", await charts.DrawAsync(chart, ct), columns, rows, meter is null ? null : $"/supervision/indicators/{meter.Code}{query}"));

    async Task<string[]> NamesAsync(IEnumerable<Figure> rows, CancellationToken ct)
    {
        var found = new List<string>();
        foreach (var row in rows)
            found.Add(await WordsAsync(IndicatorBy.Department, row.Of["department"], ct));
        return [.. found];
    }

    string Number(long? number) => number is { } n ? Parts.Shown.Number(n) : L["withheld"];

    string Days(long days) => L["{0} days", Parts.Shown.Number(days)];
}
