using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.Office;

/// <summary>Which document did the person bring? It is kept, so that nobody need ask for it again, and handed in for this matter.</summary>
public sealed class MatterDocumentModel(IStringLocalizer<OfficeWords> L, MatterDesk desk) : OfficePage
{
    Guid id;

    protected override Guid? StatedMatter => id;

    public ApplicationView Matter { get; private set; } = null!;
    public IReadOnlyList<PaperState> Papers { get; private set; } = [];
    public string Item { get; private set; } = "";
    public string? PaperId { get; private set; }
    public string? Grade { get; private set; }
    public string? PaperForm { get; private set; }

    public string Back => With($"/office/matters/{id}");

    public IEnumerable<Choice> PaperChoices => Papers.Select(p => new Choice(p.PaperId, MatterDesk.NameOf(p)));

    public async Task<IActionResult> OnGetAsync(Guid applicationId, CancellationToken ct) => await LoadAsync(applicationId, ct) ?? Page();

    public async Task<IActionResult> OnPostAsync(Guid applicationId, [FromForm] string? paperId, [FromForm] string? grade, [FromForm] string? form, long version, IFormFile? document, CancellationToken ct)
    {
        (PaperId, Grade, PaperForm) = (paperId, grade, form);
        if (await LoadAsync(applicationId, ct) is { } refused)
            return refused;
        var paper = Papers.FirstOrDefault(p => p.PaperId == paperId);
        var isGraded = EnumNames.TryRead<EvidenceGrade>(grade ?? "", out var trusted);
        var isOfForm = EnumNames.TryRead<PaperForm>(form ?? "", out var brought);
        if (paper is null)
            Faults.Add(new("paperId", L["Say which paper it is."]));
        if (!isOfForm)
            Faults.Add(new("form", L["Fill this in."]));
        if (!isGraded)
            Faults.Add(new("grade", L["Fill this in."]));
        // Nothing is kept for a matter in which somebody acted since it was read.
        if (version != Matter.Version)
            Faults.Add(Fault.Of(Problems.Stale()));
        if (paper is null || Faults.Count > 0)
            return Page();
        if (document is not { Length: > 0 })
        {
            Faults.Add(new("document", L["Choose the document."]));
            return Page();
        }

        var kept = await KeepAsync(Matter.CitizenId, document, paper.EvidenceType, trusted);
        if (IsRefused(kept))
            return Page();
        var answer = await SendAsync($"/api/applications/{id}/materials", new ReceiveMaterials([new(paper.PaperId, brought, trusted, EvidenceId: kept.Read<EvidenceAnswer>().EvidenceId)], version));
        return IsRefused(answer) ? Page() : Redirect(Back);
    }

    async Task<IActionResult?> LoadAsync(Guid applicationId, CancellationToken ct)
    {
        id = applicationId;
        var (matter, problem, _) = await ReadAsync<ApplicationView>($"/api/applications/{id}");
        if (matter is null)
            return Refused(problem!);
        (Matter, Item) = (matter, await desk.ItemAsync(matter, ct));
        Papers = (await ReadAsync<PapersView>($"/api/applications/{id}/papers")).Value?.Papers ?? [];
        return null;
    }
}
