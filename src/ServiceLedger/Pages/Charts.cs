using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jint;
using Microsoft.AspNetCore.Html;

namespace ServiceLedger.Pages;

/// <summary>One row of values of a chart.</summary>
/// <param name="Line">Drawn as a line; otherwise as bars.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal?> Values, bool Line = false);

/// <summary>A chart: values over categories. Whatever it shows stands in a table beside it as well.</summary>
/// <param name="Unit">What stands behind the numbers of the axis.</param>
/// <param name="Stacked">Whether bars of one category stand upon each other.</param>
public sealed record Chart(IReadOnlyList<string> Categories, IReadOnlyList<ChartSeries> Series, string Unit = "", bool Stacked = false);

/// <summary>
/// Draws charts on the server: ECharts in an engine of the process, so that no script is needed to see one. Colours are those of the text around it, or read on light and dark;
/// what the content policy would block is taken out. The same chart is drawn once.
/// </summary>
public sealed partial class Charts : IDisposable
{
    const int Kept = 500;

    // Three to one at least against white and against the dark page (WCAG 1.4.11), and apart from each other by lightness too.
    static readonly string[] Colours = ["#2e78b7", "#d1652d", "#7a6fc0", "#3f8f5b"];

    readonly SemaphoreSlim one = new(1);
    readonly Dictionary<string, HtmlString> drawn = [];
    Engine? engine;

    public async Task<IHtmlContent> DrawAsync(Chart chart, CancellationToken ct)
    {
        var options = JsonSerializer.Serialize(Options(chart));
        var name = "c" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(options)))[..8];
        await one.WaitAsync(ct);
        try
        {
            if (drawn.TryGetValue(options, out var known))
                return known;
            if (drawn.Count >= Kept)
                drawn.Clear();
            engine ??= Load();
            return drawn[options] = new(Clean(engine.Invoke("draw", options).AsString(), name));
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose()
    {
        engine?.Dispose();
        one.Dispose();
    }

    static Engine Load()
    {
        var engine = new Engine(options => options.LimitRecursion(5000));
        engine.Execute("var globalThis = this, self = this, process = { env: { NODE_ENV: 'production' } }; function setTimeout() { return 0 } function clearTimeout() {}");
        engine.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "charts", "echarts.js")));
        engine.Execute("""
            function draw(options) {
              const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 560, height: 300 })
              chart.setOption(JSON.parse(options))
              const drawn = chart.renderToSVGString()
              chart.dispose()
              return drawn
            }
            """);
        return engine;
    }

    static Dictionary<string, object?> Options(Chart chart)
    {
        var text = new { color = "currentColor", fontSize = 15, fontFamily = "inherit" };
        return new()
        {
            ["animation"] = false,
            ["textStyle"] = text,
            ["grid"] = new { left = 5, right = 15, top = chart.Series.Count > 1 ? 45 : 15, bottom = 5, containLabel = true },
            ["legend"] = new { show = chart.Series.Count > 1, top = 0, left = 0, textStyle = text, borderColor = "transparent", inactiveBorderColor = "transparent" },
            ["xAxis"] = new { type = "category", data = chart.Categories, axisTick = new { show = false }, axisLine = new { lineStyle = new { color = "currentColor" } }, axisLabel = new { color = "currentColor", fontSize = 15, fontFamily = "inherit", hideOverlap = true, width = 120, overflow = "truncate" } },
            ["yAxis"] = new { type = "value", splitNumber = 4, axisLabel = new { color = "currentColor", fontSize = 15, fontFamily = "inherit", formatter = "{value}" + chart.Unit }, splitLine = new { lineStyle = new { color = "currentColor", opacity = 0.2 } } },
            ["series"] = chart.Series.Select((series, i) => new
            {
                name = series.Name,
                type = series.Line ? "line" : "bar",
                stack = chart.Stacked ? "all" : null,
                data = series.Values,
                silent = true,
                barMaxWidth = 40,
                symbol = i % 2 == 0 ? "circle" : "rect",
                symbolSize = 7,
                itemStyle = new { color = Colours[i % Colours.Length] },
                lineStyle = new { color = Colours[i % Colours.Length], width = 2.5, type = i % 2 == 0 ? "solid" : "dashed" },
                emphasis = new { disabled = true }
            }).ToArray()
        };
    }

    /// <summary>Without styles in it, and without a size of its own; ids of its own, for several stand on a page.</summary>
    static string Clean(string svg, string name)
    {
        svg = Styles().Replace(svg, "");
        svg = FontSize().Replace(svg, m => $"font-size=\"{m.Groups[1].Value}\"");
        svg = Left().Replace(svg, "");
        svg = Own().Replace(svg, name + "-");
        svg = svg.Replace(">\n<", "><", StringComparison.Ordinal);
        return Size().Replace(svg, "<svg aria-hidden=\"true\" focusable=\"false\" ", 1);
    }

    [GeneratedRegex(@"<style.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();

    [GeneratedRegex(@"style=""font-size:([0-9.]+)px;[^""]*""")]
    private static partial Regex FontSize();

    [GeneratedRegex(@" (?:style|class|pointer-events|xml:space|xmlns:xlink|version|baseProfile|ecmeta_\w+)=""[^""]*""")]
    private static partial Regex Left();

    [GeneratedRegex(@"zr\d+-")]
    private static partial Regex Own();

    [GeneratedRegex(@"<svg width=""\d+"" height=""\d+"" ")]
    private static partial Regex Size();
}
