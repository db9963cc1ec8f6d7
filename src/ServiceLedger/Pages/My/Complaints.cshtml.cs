using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.My;

/// <summary>What did I complain about, and where does it stand?</summary>
public sealed class ComplaintsModel(Names names) : MyPage
{
    public IReadOnlyList<ParticipationRow> Complaints { get; private set; } = [];
    public IReadOnlyDictionary<string, Department> Departments { get; private set; } = new Dictionary<string, Department>();

    /// <summary>Matters that it can be about.</summary>
    public IReadOnlyList<(ApplicationRow Row, string Text)> Matters { get; private set; } = [];

    public string NameOf(string code) => Departments.TryGetValue(code, out var department) ? department.Name : code;

    [BindProperty]
    public string? Department { get; set; }

    [BindProperty]
    public ComplaintKind Kind { get; set; } = ComplaintKind.Delay;

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public Guid? ApplicationId { get; set; }

    public async Task<IActionResult> OnGetAsync([FromQuery] Guid? matter, CancellationToken ct)
    {
        var (file, problem) = await FileAsync();
        if (problem is not null)
            return Refused(problem);
        ApplicationId ??= matter;
        Departments = await names.DepartmentsAsync(ct);
        Complaints = [.. (file?.Participation ?? []).Where(p => p.Kind is ParticipationKind.Complaint).Reverse()];
        var matters = new List<(ApplicationRow, string)>();
        foreach (var row in file?.Applications ?? [])
            matters.Add((row, $"{await names.ItemAsync(row.ItemCode, row.ItemVersion, ct)} {row.CaseNumber}"));
        Matters = matters;
        Department ??= file?.Applications.FirstOrDefault(a => a.Id == ApplicationId)?.Department;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var answer = await SendAsync("/api/complaints", new FileComplaint(Citizen, Department ?? "", Kind, Text ?? "", ApplicationId));
        return IsRefused(answer) ? await OnGetAsync(null, ct) : Redirect($"/my/complaints/{answer.Read<ComplaintAnswer>().ComplaintId}");
    }
}
