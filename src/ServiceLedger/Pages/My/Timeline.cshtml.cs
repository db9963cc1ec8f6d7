using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.My;

/// <summary>What happened in all that is on record of me, and when? The newest first.</summary>
public sealed class TimelineModel(Names names) : MyPage
{
    // An event tells all that stands in it: more of them would make a page that is long to load and to read.
    const int PageSize = 25;

    public HistoryPage History { get; private set; } = new([], null);

    /// <summary>What can be chosen: each matter by its number and item.</summary>
    public IReadOnlyList<(Guid Id, string Text)> Matters { get; private set; } = [];

    /// <summary>One thing only: a matter, a decision, a document …</summary>
    [FromQuery]
    public Guid? Of { get; set; }

    [FromQuery]
    public DateOnly? From { get; set; }

    [FromQuery]
    public DateOnly? To { get; set; }

    [FromQuery]
    public bool Oldest { get; set; }

    [FromQuery]
    public long? After { get; set; }

    public bool IsFiltered => Of is not null || From is not null || To is not null || Oldest;

    public static string Written(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The next page, with the same filters.</summary>
    public string Next(long after) => Addresses.With("/my/timeline", [.. Filters, ("oldest", Oldest ? "true" : null), ("after", after.ToString(CultureInfo.InvariantCulture))]);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (file, problem) = await FileAsync();
        if (problem is not null)
            return Refused(problem);
        if (file is null)
            return Page();
        var matters = new List<(Guid, string)>();
        foreach (var row in file.Applications)
            matters.Add((row.Id, $"{await names.ItemAsync(row.ItemCode, row.ItemVersion, ct)} {row.CaseNumber}"));
        Matters = matters;
        var (history, refused, _) = await ReadAsync<HistoryPage>(Addresses.With(
            $"/api/citizens/{Citizen}/file/history", [("newest", Oldest ? "false" : "true"), ("size", PageSize.ToString(CultureInfo.InvariantCulture)), .. Filters, ("after", After?.ToString(CultureInfo.InvariantCulture))]));
        if (history is null)
            return Refused(refused!);
        History = history;
        return Page();
    }

    IEnumerable<(string, string?)> Filters => [("of", Of?.ToString()), ("from", Written(From)), ("to", Written(To))];
}
