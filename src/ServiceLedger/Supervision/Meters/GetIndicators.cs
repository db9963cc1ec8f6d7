using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Meters;

/// <summary>A meter as it is told: what it says, and how it is counted.</summary>
/// <param name="Register">The table it is counted from.</param>
/// <param name="At">The column whose day puts a row into a period.</param>
/// <param name="Rows">The rows that are counted: the denominator is their number.</param>
/// <param name="Numerator">The numerator over them.</param>
/// <param name="DepartmentIs">The column that says whose figure it is.</param>
public sealed record Definition(
    string Code, int DefinitionVersion, MeterUnit Unit, MeterDirection Better, string Article, string Means, string Over, string Register, string At, string Rows, string Numerator, string DepartmentIs)
{
    public static Definition Of(Meter m) => new(m.Code, m.DefinitionVersion, m.Unit, m.Better, m.Article, m.Means.Asked, m.Over.Asked, m.Register.Table, m.At, $"{m.At} is not null and {m.Of}", m.Counts, m.Department);
}

/// <summary>The figures of one meter.</summary>
/// <param name="Position">The sequence of the last event they take into account.</param>
/// <param name="Gap">By <c>area</c> alone: the urban value less the rural one.</param>
/// <param name="Cut">Whether there are more figures than one answer holds.</param>
public sealed record Indicator(
    string Code, int DefinitionVersion, MeterUnit Unit, MeterDirection Better, string Article, DateOnly? From, DateOnly? To, IReadOnlyList<IndicatorBy> By, long Position,
    IReadOnlyList<Figure> Rows, decimal? Gap, bool Cut);

public static class GetMetersEndpoint
{
    public static ProblemDetails Validate(Act act) => Roles.RefuseOthersThanSupervisors(act) ?? WolverineContinue.NoProblems;

    /// <summary>The meters there are, and how each is counted.</summary>
    [WolverineGet("/api/supervision/indicators")]
    public static IReadOnlyList<Definition> Get() => [.. MeterCatalogue.All.Select(Definition.Of)];
}

public static class GetIndicatorEndpoint
{
    public static ProblemDetails Validate(string indicator, Act act, HttpContext context) =>
        Roles.RefuseOthersThanSupervisors(act)
        ?? (MeterCatalogue.Find(indicator) is null ? Problems.NotFound() : IndicatorQuery.Read(context.Request.Query, "by").Fault ?? WolverineContinue.NoProblems);

    /// <summary>One meter's figures: all of it, or told apart by the names in <c>by</c>, within a period and of whom the other members say.</summary>
    [WolverineGet("/api/supervision/indicators/{indicator}")]
    public static async Task<Indicator> Get(string indicator, HttpContext context, Figures figures, CancellationToken ct)
    {
        var (meter, query) = (MeterCatalogue.Find(indicator)!, IndicatorQuery.Read(context.Request.Query, "by").Query!);
        var position = await figures.PositionAsync(ct);
        var rows = await figures.OfAsync(meter, query, ct);
        return new(
            meter.Code, meter.DefinitionVersion, meter.Unit, meter.Better, meter.Article, query.From, query.To, query.By, position,
            [.. rows.Take(Figures.Most)], Gap(query.By, rows), rows.Count > Figures.Most);
    }

    /// <summary>How far city and country lie apart.</summary>
    public static decimal? Gap(IReadOnlyList<IndicatorBy> by, IReadOnlyList<Figure> rows)
    {
        decimal? Of(string area) => rows.FirstOrDefault(r => r.Of["area"] == area)?.Value;
        return by is [IndicatorBy.Area] ? Of("urban") - Of("rural") : null;
    }
}
