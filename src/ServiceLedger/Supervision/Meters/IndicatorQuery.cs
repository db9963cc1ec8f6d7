using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Meters;

/// <summary>By what figures are told apart; <c>area</c> is urban or rural.</summary>
public enum IndicatorBy { Department, Item, District, Channel, Class, Area, Month, Quarter, Year }

/// <summary>Whose figure is asked for: empty is everybody's.</summary>
/// <param name="District">County where the applicant lives, 6 digits.</param>
/// <param name="UrbanRuralClass">NBS class of where the applicant lives.</param>
/// <param name="Rural">All classes of the country, or all of the city.</param>
public sealed record IndicatorCell(string? Department = null, string? Item = null, string? District = null, Channel? Channel = null, string? UrbanRuralClass = null, bool? Rural = null)
{
    public static readonly IndicatorCell Everybody = new();

    /// <summary>Whether it says where people live.</summary>
    public bool TellsWhere => (District ?? UrbanRuralClass) is not null || Rural is not null;

    /// <summary>Refuses what cannot be meant.</summary>
    /// <param name="prefix">What stands before the names of the members.</param>
    public ProblemDetails? Refuse(string prefix = "") =>
        Department is not null && CreditCode.Check(Department) is CreditCodeFinding.NotACreditCode ? Problems.Invalid(prefix + "department", "The credit code of a department, 18 characters.", "部门的统一社会信用代码，18 位。")
        : Item is not null && Text.Refuse(prefix + "item", Item, 100) is { } fault ? fault
        : District is not null && !(District.Length == 6 && DivisionCode.IsValid(District)) ? Problems.Invalid(prefix + "district", "A county's code, 6 digits.", "县级区划代码，6 位。")
        : UrbanRuralClass is not null && !DivisionCode.UrbanRuralClasses.Contains(UrbanRuralClass)
            ? Problems.Invalid(prefix + "class", "One of " + string.Join(", ", DivisionCode.UrbanRuralClasses) + ".", "应为 " + string.Join("、", DivisionCode.UrbanRuralClasses) + " 之一。")
        : null;
}

/// <summary>What stands in the query of an indicator, so that an address holds the whole question.</summary>
/// <param name="From">The first day of the period; null from the beginning.</param>
/// <param name="To">Its last day.</param>
public sealed record IndicatorQuery(IReadOnlyList<IndicatorBy> By, DateOnly? From, DateOnly? To, IndicatorCell Cell, int Size = 100, Guid? After = null)
{
    static readonly string[] Filters = ["from", "to", "department", "item", "district", "channel", "class", "area"];

    /// <summary>Whether a figure says where people live, so that a small one could tell of one person.</summary>
    public bool TellsWhere => Cell.TellsWhere || By.Any(b => b is IndicatorBy.District or IndicatorBy.Class or IndicatorBy.Area);

    /// <summary>Reads the query of an indicator or, with other names besides the filters, of a list.</summary>
    public static (IndicatorQuery? Query, ProblemDetails? Fault) Read(IQueryCollection query, params string[] others)
    {
        string[] known = [.. Filters, .. others];
        if (query.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
            return (null, Problems.Invalid(unknown, $"The query takes {string.Join(", ", known)}.", $"查询参数为 {string.Join("、", known)}。"));
        if (query.FirstOrDefault(q => q.Value.Count > 1) is { Key: { } twice })
            return (null, Problems.Invalid(twice, "The member stands there twice.", "成员重复出现。"));
        string? Of(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;

        var by = new List<IndicatorBy>();
        foreach (var name in Of("by")?.Split(',') ?? [])
            if (EnumNames.TryRead<IndicatorBy>(name, out var one) && !by.Contains(one))
                by.Add(one);
            else
                return Bad("by", $"Some of {string.Join(", ", EnumNames.Of<IndicatorBy>())}, separated by commas.", $"应为 {string.Join("、", EnumNames.Of<IndicatorBy>())}，以逗号分隔。");
        if (!Day(Of("from"), out var from))
            return Bad("from", "A day written yyyy-MM-dd.", "日期格式为 yyyy-MM-dd。");
        if (!Day(Of("to"), out var to))
            return Bad("to", "A day written yyyy-MM-dd.", "日期格式为 yyyy-MM-dd。");
        if (to < from)
            return Bad("to", "It lies before from.", "早于起始日期。");
        Channel? channel = null;
        if (Of("channel") is { } way)
        {
            if (!EnumNames.TryRead<Channel>(way, out var value))
                return Bad("channel", $"One of {string.Join(", ", EnumNames.Of<Channel>())}.", $"应为 {string.Join("、", EnumNames.Of<Channel>())} 之一。");
            channel = value;
        }

        if (Of("area") is not (null or "urban" or "rural"))
            return Bad("area", "urban or rural.", "应为 urban 或 rural。");
        Guid? after = null;
        if (Of("after") is { } id)
        {
            if (!Guid.TryParse(id, out var value))
                return Bad("after", "The next of the page before.", "应为上一页的 next。");
            after = value;
        }

        int? size = null;
        if (Of("size") is { } number)
        {
            if (!int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                return Bad("size", "A whole number.", "应为整数。");
            size = value;
        }

        var cell = new IndicatorCell(Of("department"), Of("item"), Of("district"), channel, Of("class"), Of("area") is { } area ? area == "rural" : null);
        return cell.Refuse() is { } fault ? (null, fault) : (new(by, from, to, cell, HistoryPage.Size(size), after), null);
    }

    static (IndicatorQuery?, ProblemDetails?) Bad(string field, string en, string zh) => (null, Problems.Invalid(field, en, zh));

    static bool Day(string? text, out DateOnly? day)
    {
        day = null;
        if (text is null)
            return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) || read == DateOnly.MaxValue)
            return false;
        day = read;
        return true;
    }
}
