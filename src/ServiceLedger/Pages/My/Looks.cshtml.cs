using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Pages.My;

/// <summary>Who looked at what is on record of me, when, for what, and which parts? And why, where I ask.</summary>
public sealed class LooksModel(Names names) : MyPage
{
    static readonly string[] Filters = ["department", "purpose", "section", "kind", "from", "to", "matter", "own"];

    public AccessPage Looks { get; private set; } = null!;
    public IReadOnlyList<Department> Departments { get; private set; } = [];

    /// <summary>The look whose form is open.</summary>
    [FromQuery]
    public Guid? Ask { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public AccessQuestionKind Kind { get; set; }

    /// <summary>What was filtered by, as it stands in the address.</summary>
    public string Of(string filter) => Request.Query[filter].ToString();

    /// <summary>This address with the same filters.</summary>
    public string Here(string? before = null, Guid? ask = null, IEnumerable<string>? filters = null) =>
        Addresses.With("/my/looks", [.. Given(filters ?? Filters), ("before", before ?? Of("before")), ("ask", ask?.ToString())]);

    /// <summary>The same lines as a file.</summary>
    public string Export(string format) => Addresses.With("/my/looks", [("handler", "Export"), ("format", format), .. Given(Filters)]);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (looks, problem, _) = await ReadAsync<AccessPage>(Addresses.With($"/api/citizens/{Citizen}/accesses", Given([.. Filters, "before"])));
        if (looks is null)
            return Refused(problem!);
        (Looks, Departments) = (looks, [.. (await names.DepartmentsAsync(ct)).Values.OrderBy(d => d.CreditCode, StringComparer.Ordinal)]);
        return Page();
    }

    public Task<IActionResult> OnGetExportAsync(string format) => FileOfAsync(Addresses.With($"/api/citizens/{Citizen}/accesses/export", [.. Given(Filters), ("format", format)]), format == "csv" ? "looks.csv" : "looks.jsonl");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/citizens/{Citizen}/accesses/{Ask}/question", new QuestionAccess(Kind, Text ?? ""))) ? await OnGetAsync(ct) : Redirect($"{Here()}#look-{Ask}");

    // An empty field of a form is no filter.
    IEnumerable<(string, string?)> Given(IEnumerable<string> filters) => filters.Select(f => (f, (string?)Of(f)));
}
