using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Supervision;

namespace ServiceLedger.Pages.Supervision;

/// <summary>What did the officer see when deciding, what not; and how did the file stand at any other time?</summary>
public sealed class AsSeenModel(Names names) : SupervisionPage
{
    const string Local = "yyyy-MM-dd'T'HH:mm";

    static readonly TimeSpan China = TimeSpan.FromHours(8);

    public AsSeenView View { get; private set; } = null!;
    public string Item { get; private set; } = "";
    public string? Department { get; private set; }

    /// <summary>The file at the moments asked for; null where none was asked, or it is not shown.</summary>
    public CitizenFileView? FileThen { get; private set; }
    public IReadOnlyDictionary<string, string> Items { get; private set; } = new Dictionary<string, string>();

    public string AsOf { get; private set; } = "";
    public string KnownAt { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid decisionId, string? asOf, string? knownAt, CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        var (view, problem, _) = await ReadAsync<AsSeenView>($"/api/decisions/{decisionId}/as-seen");
        if (view is null)
            return Refused(problem!);
        (View, Item) = (view, await names.ItemAsync(view.Item.Code, view.Item.Version, ct));
        Department = view.By?.Department is { } code ? await names.DepartmentAsync(code, ct) : null;
        (AsOf, KnownAt) = (asOf ?? "", knownAt ?? "");
        if (asOf is null && knownAt is null)
            return Page();
        var (file, wrong, _) = await ReadAsync<CitizenFileView>($"/api/citizens/{view.CitizenId}/file" + Question([("asOf", Moment(asOf)), ("knownAt", Moment(knownAt))]));
        if (wrong is not null)
            Faults.Add(Fault.Of(wrong));
        if (file is null)
            return Page();
        var items = new Dictionary<string, string>();
        foreach (var row in file.Applications.Select(a => (a.ItemCode, a.ItemVersion)).Concat(file.Decisions.Select(d => (d.ItemCode, 1))).DistinctBy(i => i.Item1))
            items[row.Item1] = await names.ItemAsync(row.Item1, row.Item2, ct);
        (FileThen, Items) = (file, items);
        return Page();
    }

    /// <summary>A moment as fields have it, in Chinese time; what is none is passed on, and refused there.</summary>
    static string? Moment(string? local) =>
        DateTime.TryParseExact(local, [Local, Local + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new DateTimeOffset(at, China).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture) : local;

    /// <summary>Steps of the slider: the addresses of the file a day and a month before and after the moment shown on an axis.</summary>
    public IEnumerable<(string Words, string Address)> Steps(string axis, IReadOnlyList<string> words)
    {
        var shown = axis == "asOf" ? AsOf : KnownAt;
        if (!DateTime.TryParseExact(shown, [Local, Local + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            at = View.DecidedAt.ToOffset(China).DateTime;
        if (at.Year is < 1950 or > 9000)
            yield break;
        foreach (var (i, to) in new[] { at.AddMonths(-1), at.AddDays(-1), View.DecidedAt.ToOffset(China).DateTime, at.AddDays(1), at.AddMonths(1) }.Index())
        {
            var moment = to.ToString(Local, CultureInfo.InvariantCulture);
            yield return (words[i], $"/supervision/decisions/{View.DecisionId}/as-seen{Question([("asOf", axis == "asOf" ? moment : AsOf), ("knownAt", axis == "knownAt" ? moment : KnownAt)])}#file");
        }
    }
}
