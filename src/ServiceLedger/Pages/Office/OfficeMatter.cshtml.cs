using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Office;

/// <summary>Where does this matter stand, when is it due, and what can I do?</summary>
public sealed class OfficeMatterModel(MatterDesk desk, Names names) : OfficePage
{
    Guid id;

    protected override Guid? StatedMatter => id;

    public ApplicationView Matter { get; private set; } = null!;
    public PapersView? Papers { get; private set; }
    public DeadlineView? Deadline { get; private set; }
    public IReadOnlyList<(string Group, IReadOnlyList<ActionForm> Forms)> Next { get; private set; } = [];
    public IReadOnlyList<HistoryLine> Events { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Departments { get; private set; } = new Dictionary<string, string>();
    public string Item { get; private set; } = "";

    public string? Later { get; private set; }

    public bool MayDecide => Matter.Next.Contains(ApplicationAction.Decide);

    /// <summary>Whether the officer's department is in charge of it, and so asks others for data.</summary>
    public bool MayAsk => Who!.Department == Matter.Department && Matter.Next.Contains(ApplicationAction.ReceiveMaterials);

    public string DepartmentOf(string? code) => code is null ? "" : Departments.GetValueOrDefault(code, code);

    public string PaperOf(string requirement) => Papers?.Papers.FirstOrDefault(p => p.PaperId == requirement) is { } paper ? MatterDesk.NameOf(paper) : requirement;

    public async Task<IActionResult> OnGetAsync(Guid applicationId, [FromQuery(Name = "after")] long? after, CancellationToken ct)
    {
        id = applicationId;
        var (matter, problem, _) = await ReadAsync<ApplicationView>($"/api/applications/{id}");
        if (matter is null)
            return Refused(problem!);
        (Matter, Item, Departments) = (matter, await desk.ItemAsync(matter, ct), (await names.DepartmentsAsync(ct)).ToDictionary(d => d.Key, d => d.Value.Name));
        Papers = (await ReadAsync<PapersView>($"/api/applications/{id}/papers")).Value;
        Deadline = (await ReadAsync<DeadlineView>($"/api/applications/{id}/deadline")).Value;
        Next = await desk.NextAsync(matter, Papers, Who!, ct);
        var history = (await ReadAsync<HistoryPage>($"/api/applications/{id}/history?size=100&after={after ?? 0}")).Value;
        (Events, Later) = (history?.Events ?? [], history?.Next is { } more ? With($"/office/matters/{id}?after={more}#timeline") : null);
        return Page();
    }
}
