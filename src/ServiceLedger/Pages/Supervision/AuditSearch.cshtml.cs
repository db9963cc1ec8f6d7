using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Supervision;

namespace ServiceLedger.Pages.Supervision;

/// <summary>What was done, by whom in office, where and when?</summary>
public sealed class AuditSearchModel(Names names, IStringLocalizer<SupervisionWords> L) : SupervisionPage
{
    static readonly string[] Qualifiers = ["actor", "action", "department", "item", "created"];

    /// <summary>Whether decisions are read as they were seen: auditors of the log read of events, and no texts.</summary>
    public bool Supervises => Who?.Roles.Contains(Roles.Supervisor) is true;

    public string Query => Request.Query["q"].ToString();
    public IReadOnlyList<(FoundEvent Event, string? Department)> Found { get; private set; } = [];
    public DateTimeOffset? Back { get; private set; }
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var asked = Read(Query);
        if (Faults.Count > 0)
            return Page();
        var (page, problem, answer) = await ReadAsync<FoundEvents>("/api/supervision/events" + Question([.. asked.Select(a => (a.Key, (string?)a.Value)), ("before", Request.Query["before"].ToString())]));
        if (page is null)
        {
            if (answer.Status is not 400)
                return Refused(problem!);
            Faults.Add(Fault.Of(problem!) with { Field = "q" });
            return Page();
        }

        var found = new List<(FoundEvent, string?)>();
        foreach (var e in page.Events)
            found.Add((e, e.Department is { } code ? await names.DepartmentAsync(code, ct) : null));
        (Found, Back) = (found, page.Back);
        Next = page.Next is { } next ? "/supervision/audit" + Question([("q", Query), ("before", next.ToString(CultureInfo.InvariantCulture))]) : null;
        return Page();
    }

    /// <summary>The qualifiers of a search: a word, a colon and its value; days of <c>created</c> as one, or as from and to with two dots between.</summary>
    Dictionary<string, string> Read(string query)
    {
        var asked = new Dictionary<string, string>();
        foreach (var term in query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = term.IndexOf(':', StringComparison.Ordinal) is int colon and > 0 ? (term[..colon], term[(colon + 1)..]) : ("", term);
            if (!Qualifiers.Contains(name) || value.Length == 0 || asked.ContainsKey(name == "created" ? "from" : name))
                Faults.Add(new("q", L["“{0}” is not understood: write {1}, each once, with a colon and a value.", term, string.Join(", ", Qualifiers)]));
            else if (name != "created")
                asked[name] = value;
            else if (Days(value) is var (from, to))
                (asked["from"], asked["to"]) = (from, to);
            else
                Faults.Add(new("q", L["“{0}” is not a day, or two: write 2026-01-31 or 2026-01-01..2026-01-31.", value]));
        }

        return asked;
    }

    static (string From, string To)? Days(string value)
    {
        var days = value.Split("..");
        return days.Length <= 2 && days.All(d => DateOnly.TryParseExact(d, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) ? (days[0], days[^1]) : null;
    }
}
