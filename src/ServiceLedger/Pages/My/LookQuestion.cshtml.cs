using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Pages.My;

/// <summary>What did I ask about a look, what did the department say, and what was found?</summary>
public sealed class LookQuestionModel(Names names) : MyPage
{
    public AccessCaseView Question { get; private set; } = null!;
    public string Department { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid accessCaseId, CancellationToken ct)
    {
        var (question, problem, _) = await ReadAsync<AccessCaseView>($"/api/access-cases/{accessCaseId}");
        if (question is null)
            return Refused(problem!);
        (Question, Department) = (question, await names.DepartmentAsync(question.Department, ct));
        return Page();
    }
}
