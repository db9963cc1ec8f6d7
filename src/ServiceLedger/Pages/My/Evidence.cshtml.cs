using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Evidence;

namespace ServiceLedger.Pages.My;

/// <summary>Which papers are held about me and by whom, and what did departments ask each other about me?</summary>
public sealed class EvidenceModel(Names names) : MyPage
{
    public CitizenFileView? Record { get; private set; }
    public IReadOnlyDictionary<string, Department> Departments { get; private set; } = new Dictionary<string, Department>();

    public string NameOf(string code) => Departments.TryGetValue(code, out var department) ? department.Name : code;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (file, problem) = await FileAsync();
        if (problem is not null)
            return Refused(problem);
        (Record, Departments) = (file, await names.DepartmentsAsync(ct));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? document, bool reuse, CancellationToken ct)
    {
        if (document is not { Length: > 0 })
        {
            var problem = Hosting.Problems.Invalid("$.document", "Choose a file.", "请选择文件。");
            Faults.Add(Fault.Of(problem));
            return await OnGetAsync(ct);
        }

        var kept = await KeepAsync(document, null, EvidenceGrade.C, reuse ? ReuseScope.AnyDepartment : ReuseScope.None);
        return IsRefused(kept) ? await OnGetAsync(ct) : Back("/my/evidence", kept);
    }
}
