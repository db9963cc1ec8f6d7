using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;

namespace ServiceLedger.Pages.My;

/// <summary>What can I ask for over my data, and what came of what I asked? (PIPL art. 44 to 50)</summary>
public sealed class RightsModel(Names names) : MyPage
{
    public IReadOnlyList<RightsRequestLine> Requests { get; private set; } = [];
    public IReadOnlyDictionary<string, Department> Departments { get; private set; } = new Dictionary<string, Department>();

    /// <summary>Fields that one department gave another, which can be put right: the data request and the field.</summary>
    public IReadOnlyList<(string Value, string Text)> Given { get; private set; } = [];

    public string NameOf(string code) => Departments.TryGetValue(code, out var department) ? department.Name : code;

    [BindProperty]
    public RightsRequestKind Kind { get; set; } = RightsRequestKind.Copy;

    [BindProperty]
    public string? Department { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public DeletionGround? Ground { get; set; }

    /// <summary>The fact that is wrong: <c>name</c>, or a data request and its field.</summary>
    [BindProperty]
    public string? Fact { get; set; }

    [BindProperty]
    public string? Claim { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (page, problem, _) = await ReadAsync<RightsRequestPage>($"/api/citizens/{Citizen}/rights-requests");
        if (page is null)
            return Refused(problem!);
        var (file, refused) = await FileAsync();
        if (refused is not null)
            return Refused(refused);
        (Requests, Departments) = (page.Requests, await names.DepartmentsAsync(ct));
        Given = [.. (file?.DataRequests ?? []).SelectMany(r => r.Provided.Select(f => ($"{r.Id:N}.{f}", $"{NameOf(r.ProvidingDepartment)}: {r.DataItemCode}, {f}")))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var wrong = Kind is not RightsRequestKind.Rectification ? null
            : Fact?.Split('.', 2) is [var request, var field] && Guid.TryParse(request, out var id) ? new FactTold(FactKind.Data, Claim ?? "", id, field)
            : new FactTold(FactKind.Name, Claim ?? "");
        var answer = await SendAsync($"/api/citizens/{Citizen}/rights-requests", new LodgeRightsRequest(
            Kind, Department ?? "", string.IsNullOrWhiteSpace(Text) ? null : Text, Kind is RightsRequestKind.Deletion ? Ground : null, wrong));
        if (!IsRefused(answer))
            return Redirect($"/my/rights/{answer.Read<RightsRequestAnswer>().RightsRequestId}");
        Faults[^1] = Faults[^1] with { Field = Faults[^1].Field switch { "fact.claim" => "claim", "fact.dataRequestId" or "fact.field" => "fact", var named => named } };
        return await OnGetAsync(ct);
    }
}
