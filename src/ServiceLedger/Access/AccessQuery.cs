using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>Which looks are asked for: what stands in the query of the list and of its export, so that an address holds the whole question.</summary>
/// <param name="Own">Whether the citizen's own looks are among them.</param>
public sealed record AccessQuery(
    string? Department = null, string? Purpose = null, FileSection? Section = null, AccessKind? Kind = null, DateOnly? From = null, DateOnly? To = null, Guid? Matter = null, bool Own = false,
    long Before = long.MaxValue, int Size = 50, ExportFormat? Format = null)
{
    static readonly string[] ForLists = ["department", "purpose", "section", "kind", "from", "to", "matter", "own", "before", "size"];
    static readonly string[] ForExports = ["department", "purpose", "section", "kind", "from", "to", "matter", "own", "format"];

    /// <summary>Reads the query of a list or, with <paramref name="exports"/>, of an export.</summary>
    public static (AccessQuery? Query, ProblemDetails? Fault) Read(IQueryCollection query, bool exports = false)
    {
        var known = exports ? ForExports : ForLists;
        if (query.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
            return (null, Problems.Invalid(unknown, $"The query takes {string.Join(", ", known)}.", $"查询参数为 {string.Join("、", known)}。"));
        if (query.FirstOrDefault(q => q.Value.Count > 1) is { Key: { } twice })
            return (null, Problems.Invalid(twice, "The member stands there twice.", "成员重复出现。"));
        string? Of(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;

        var read = new AccessQuery();
        if (Of("department") is { } department)
        {
            if (CreditCode.Check(department) is CreditCodeFinding.NotACreditCode)
                return Bad("department", "The credit code of a department, 18 characters.", "部门的统一社会信用代码，18 位。");
            read = read with { Department = department };
        }

        if (Of("purpose") is { } purpose)
        {
            if (Text.Fault(purpose, 100) is { } fault)
                return Bad("purpose", fault.En, fault.Zh);
            read = read with { Purpose = purpose };
        }

        if (Of("section") is { } section)
        {
            if (!EnumNames.TryRead<FileSection>(section, out var value))
                return Bad("section", OneOf<FileSection>(), OneOf<FileSection>());
            read = read with { Section = value };
        }

        if (Of("kind") is { } kind)
        {
            if (!EnumNames.TryRead<AccessKind>(kind, out var value))
                return Bad("kind", OneOf<AccessKind>(), OneOf<AccessKind>());
            read = read with { Kind = value };
        }

        if (Of("from") is { } from)
        {
            if (!Day(from, out var day))
                return Bad("from", "A day written yyyy-MM-dd.", "日期格式为 yyyy-MM-dd。");
            read = read with { From = day };
        }

        if (Of("to") is { } to)
        {
            if (!Day(to, out var day))
                return Bad("to", "A day written yyyy-MM-dd.", "日期格式为 yyyy-MM-dd。");
            read = read with { To = day };
        }

        if (read.To < read.From)
            return Bad("to", "It lies before from.", "早于起始日期。");
        if (Of("matter") is { } matter)
        {
            if (!Guid.TryParse(matter, out var id))
                return Bad("matter", "An application's id.", "应为办件的标识。");
            read = read with { Matter = id };
        }

        if (Of("own") is { } own)
        {
            if (!bool.TryParse(own, out var value))
                return Bad("own", "true or false.", "应为 true 或 false。");
            read = read with { Own = value };
        }

        if (Of("before") is { } before)
        {
            if (!long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
                return Bad("before", "The next of the page before: a whole number.", "应为上一页 next 的整数值。");
            read = read with { Before = position };
        }

        if (Of("size") is { } size)
        {
            if (!int.TryParse(size, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var asked))
                return Bad("size", "A whole number.", "应为整数。");
            read = read with { Size = HistoryPage.Size(asked) };
        }

        if (exports)
        {
            if (!EnumNames.TryRead<ExportFormat>(Of("format") ?? "", out var format) || format is ExportFormat.Pdf)
                return Bad("format", "csv, json", "csv, json");
            read = read with { Format = format };
        }

        return (read, null);
    }

    static (AccessQuery?, ProblemDetails?) Bad(string field, string en, string zh) => (null, Problems.Invalid(field, en, zh));

    static bool Day(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    static string OneOf<T>()
        where T : struct, Enum => string.Join(", ", EnumNames.Of<T>());
}
