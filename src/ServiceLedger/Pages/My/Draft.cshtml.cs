using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.My;

/// <summary>What is still to be said and handed in before I submit this; and, to be checked, what will be submitted?</summary>
public sealed class DraftModel(Names names, IStringLocalizer<MyWords> L, IStringLocalizer<EnumWords> enums) : MyPage
{
    const string InDraft = "draft", Held = "held-", ByOffice = "office", AsFile = "file", Promised = "promise", Later = "later";
    readonly HashSet<string> handedIn = [];

    public ApplicationView Matter { get; private set; } = null!;

    /// <summary>The item in the version in force.</summary>
    public CatalogueEndpoints.ItemView Item { get; private set; } = null!;
    public string Name => Names.Of(Item.Terms.Name, Item.Terms.NameEn);
    public string Department { get; private set; } = "";
    public IReadOnlyDictionary<string, Department> Departments { get; private set; } = new Dictionary<string, Department>();
    public DateTimeOffset SavedAt { get; private set; }

    /// <summary>The papers in the draft, as they will be submitted.</summary>
    public IReadOnlyList<SubmittedMaterial> Materials { get; private set; } = [];

    /// <summary>The papers of the item that somebody has to say something about, and those that offices supply.</summary>
    public IReadOnlyList<PaperState> Asked { get; private set; } = [];
    public IReadOnlyList<PaperState> Supplied { get; private set; } = [];

    /// <summary>Ids of the papers that a promise may stand for.</summary>
    public IReadOnlyList<string> Promisable { get; private set; } = [];

    /// <summary>Whether the item has changed since the draft was saved.</summary>
    public bool IsOutdated => Item.InForce != Matter.ItemVersion;

    [BindProperty]
    public string? Situation { get; set; }

    /// <summary>Whether the answers are shown, to be checked.</summary>
    [BindProperty(Name = "check", SupportsGet = true)]
    public bool Checking { get; set; }

    /// <summary>Papers to be promised with the submission: a promise is made then and kept in no draft.</summary>
    [BindProperty(Name = "promise", SupportsGet = true)]
    public List<string> Promises { get; set; } = [];

    [BindProperty]
    public string? Statement { get; set; }

    public static string NameOf(PaperState paper) => Names.Of(paper.Name, paper.NameEn);

    public SubmittedMaterial? Of(PaperState paper) => Materials.FirstOrDefault(m => m.PaperId == paper.PaperId);

    /// <summary>Where this page leads to, with the promises chosen.</summary>
    public string Address(bool check) => Addresses.With($"/my/drafts/{Matter.Id}", [("check", check ? "true" : null), .. Promises.Select(p => ("promise", (string?)p))]);

    public async Task<IActionResult> OnGetAsync(Guid applicationId, CancellationToken ct) => await LoadAsync(applicationId, ct) ?? Page();

    /// <summary>Saves the draft, and goes on to check it or leaves it for later.</summary>
    public async Task<IActionResult> OnPostAsync(Guid applicationId, long version, bool reuse, bool later, CancellationToken ct)
    {
        if (await LoadAsync(applicationId, ct) is { } instead)
            return instead;
        var materials = new List<SubmittedMaterial>();
        Promises.Clear();
        foreach (var paper in Asked)
            await TakeAsync(paper, reuse, later, materials);
        var answer = await SendAsync($"/api/applications/{applicationId}/draft", new SaveDraft(version, Said, materials), In(applicationId));
        if (IsRefused(answer))
        {
            handedIn.Clear();
            if (Faults[^1].Field is { } field && materials.Index().FirstOrDefault(m => field.StartsWith($"materials[{m.Index}]", StringComparison.Ordinal)).Item is { } refused)
                Faults[^1] = new($"paper-{refused.PaperId}", $"{NameOf(Asked.First(p => p.PaperId == refused.PaperId))}: {Faults[^1].Text}");
        }

        if (Faults.Count == 0)
            return Redirect(later ? "/my" : Address(check: true));
        // What will do is saved already: mended, the form is another request.
        Key = Guid.CreateVersion7();
        return await LoadAsync(applicationId, ct) ?? Page();
    }

    /// <summary>Submits what was saved, and makes the promises.</summary>
    public async Task<IActionResult> OnPostSubmitAsync(Guid applicationId, long version, CancellationToken ct)
    {
        Checking = true;
        if (Promises.Count > 0 && Text.Refuse("$.statement", Statement, 4000, lines: true) is { } unsaid)
        {
            Faults.Add(Fault.Of(unsaid));
            return await LoadAsync(applicationId, ct) ?? Page();
        }

        if (IsRefused(await SendAsync($"/api/applications/{applicationId}/submission", new SubmitDraft(version), In(applicationId))))
            return await LoadAsync(applicationId, ct) ?? Page();
        // The submission is one event, after which the matter has the next version.
        var kept = Promises.Count == 0 || (await SendAsync($"/api/applications/{applicationId}/commitment", new PromisePapers(Promises, Statement!, version + 1), In(applicationId))).IsGood;
        return Redirect($"/my/matters/{applicationId}?received={(kept ? "all" : "unpromised")}");
    }

    /// <summary>Takes what fits over to the item as it is now.</summary>
    public async Task<IActionResult> OnPostRenewAsync(Guid applicationId, long version, CancellationToken ct)
    {
        if (await LoadAsync(applicationId, ct) is { } instead)
            return instead;
        var fitting = Materials.Where(m => Item.Terms.Papers.Any(p => p.Id == m.PaperId && Asked.Any(a => a.PaperId == p.Id && a.EvidenceType == p.EvidenceType))).ToArray();
        var answer = await SendAsync($"/api/applications/{applicationId}/draft", new SaveDraft(version, Said, fitting), In(applicationId));
        return IsRefused(answer) ? await LoadAsync(applicationId, ct) ?? Page() : Redirect($"/my/drafts/{applicationId}");
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid applicationId, long version, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/applications/{applicationId}/draft/discarding", new DiscardDraft(version), In(applicationId))) ? await LoadAsync(applicationId, ct) ?? Page() : Redirect("/my");

    /// <summary>What can be done about a paper.</summary>
    public IEnumerable<Choice> Choices(PaperState paper)
    {
        if (Of(paper) is { } material && !IsHeld(paper, material))
            yield return new(InDraft, L["What you handed in for this draft"], enums.Of(material.Grade));
        foreach (var held in MatterModel.HeldAs(paper))
            yield return new($"{Held}{held.EvidenceId}", Of(paper)?.EvidenceId == held.EvidenceId ? L["The document in this draft"] : L["The document that is held already; you need not hand it in again"], Source(held));
        if (paper.Held.FirstOrDefault(h => h.EvidenceId is null) is { } known)
            yield return new(ByOffice, L["Nothing: an office holds it already, and it is taken from there"], Source(known));
        yield return new(AsFile, L["Upload a file"], L["PDF or picture, at most 20 MB. Choose it below."]);
        if (Promisable.Contains(paper.PaperId))
            yield return new(Promised, L["Promise it instead"], L["You say what you promise when you submit."]);
        yield return paper.Required
            ? new(Later, L["Hand it in later"], Item.Terms.TolerablyMissing.Contains(paper.PaperId) ? L["The item allows it: you can be accepted before it is here."] : L["You are told once, in full, what is still missing."])
            : new(Later, L["Leave it out"], L["It is only asked for where it applies."]);
    }

    /// <summary>The choice that stands: what was chosen just now, what the draft holds, or at first what spares the person most.</summary>
    public string Chosen(PaperState paper) =>
        !handedIn.Contains(paper.PaperId) && Request.HasFormContentType && Request.Form[$"paper-{paper.PaperId}"].ToString() is { Length: > 0 } typed ? typed
        : Of(paper) is { } material ? IsHeld(paper, material) ? $"{Held}{material.EvidenceId}" : InDraft
        : Promises.Contains(paper.PaperId) ? Promised
        : Matter.Version == 1 && MatterModel.HeldAs(paper).FirstOrDefault() is { } held ? $"{Held}{held.EvidenceId}"
        : paper.Held.Any(h => h.EvidenceId is null) ? ByOffice
        : Matter.Version == 1 && paper.Required ? AsFile
        : Later;

    /// <summary>What will be done about a paper, in words.</summary>
    public string Answer(PaperState paper) =>
        Of(paper) is { } material ? paper.Held.FirstOrDefault(h => h.EvidenceId == material.EvidenceId && h.EvidenceId is not null) is { } held
            ? $"{L["A document that is held"]}: {Source(held)}" : $"{L["Handed in with this"]}: {enums.Of(material.Grade)}"
        : Promises.Contains(paper.PaperId) ? L["You promise it."]
        : paper.Held.FirstOrDefault(h => h.EvidenceId is null) is { } known ? $"{L["An office holds it already"]}: {Source(known)}"
        : paper.Required ? L["Not yet: you hand it in later."] : L["Left out."];

    /// <summary>Where, of which day and how trustworthy.</summary>
    public string Source(HeldPaper held) => string.Join(L[", "], new[]
    {
        held.Source is HeldAs.Document ? null : enums.Of(held.Source), held.HeldBy is { } holder ? Departments.TryGetValue(holder, out var department) ? department.Name : holder : L["you keep it here"].Value,
        held.AsOf is { } day ? Shown.Day(day) : null, enums.Of(held.Grade)
    }.OfType<string>());

    string? Said => string.IsNullOrWhiteSpace(Situation) ? null : Situation;

    static bool IsHeld(PaperState paper, SubmittedMaterial material) => material.EvidenceId is { } id && paper.Held.Any(h => h.EvidenceId == id);

    /// <summary>Takes what was chosen for one paper; a file is kept first, and stays kept whatever else is wrong.</summary>
    async Task TakeAsync(PaperState paper, bool reuse, bool later, List<SubmittedMaterial> materials)
    {
        var choice = Request.Form[$"paper-{paper.PaperId}"].ToString();
        if (Request.Form.Files.GetFile($"file-{paper.PaperId}") is { Length: > 0 } file)
        {
            var kept = await KeepAsync(file, paper.EvidenceType, EvidenceGrade.C, reuse ? ReuseScope.AnyDepartment : ReuseScope.None, In(Matter.Id));
            if (kept.Problem is { } problem)
                Faults.Add(new($"file-{paper.PaperId}", $"{NameOf(paper)}: {(problem.Status is 415 ? L["This file is no PDF and no picture. Choose another."].Value : $"{problem.Title} {problem.Detail}")}"));
            else
            {
                handedIn.Add(paper.PaperId);
                materials.Add(new(paper.PaperId, PaperForm.Electronic, EvidenceGrade.C, EvidenceId: kept.Read<EvidenceAnswer>().EvidenceId));
            }
        }
        else if (choice == AsFile && !later)
            Faults.Add(new($"file-{paper.PaperId}", $"{NameOf(paper)}: {L["Choose a file, or say that you hand it in later."]}"));
        else if (choice.StartsWith(Held, StringComparison.Ordinal) && MatterModel.HeldAs(paper).FirstOrDefault(h => $"{Held}{h.EvidenceId}" == choice) is { } held)
            materials.Add(new(paper.PaperId, PaperForm.Electronic, held.Grade, EvidenceId: held.EvidenceId));
        else if (choice == InDraft && Of(paper) is { } material)
            materials.Add(material);
        else if (choice == Promised && Promisable.Contains(paper.PaperId))
            Promises.Add(paper.PaperId);
    }

    /// <summary>The page instead of this one; null where this one is shown.</summary>
    async Task<IActionResult?> LoadAsync(Guid applicationId, CancellationToken ct)
    {
        var address = $"/api/applications/{applicationId}";
        var (matter, problem, _) = await ReadAsync<ApplicationView>(address, In(applicationId));
        if (matter is null)
            return Refused(problem!);
        if (matter.Status is not ApplicationStatus.Draft)
            return Redirect($"/my/matters/{applicationId}");
        var (item, gone, _) = await ReadAsync<CatalogueEndpoints.ItemView>($"/api/items/{Uri.EscapeDataString(matter.ItemCode)}");
        if (item is null)
            return Refused(gone!);
        var papers = (await ReadAsync<PapersView>($"{address}/papers", In(applicationId))).Value?.Papers ?? [];
        // The content stands in the last event of a draft.
        if ((await ReadAsync<HistoryPage>(FormattableString.Invariant($"{address}/history?after={matter.Version - 1}"), In(applicationId))).Value?.Events is [.., var saved])
            (SavedAt, Materials, Situation) = (saved.RecordedAt, [.. MaterialsOf(saved.Data)], Request.HasFormContentType && Request.Form.ContainsKey("situation") ? Situation : saved.Data["situation"]?.ToString());
        (Matter, Item, Department, Departments) = (matter, item, await names.DepartmentAsync(item.Terms.DepartmentCode, ct), await names.DepartmentsAsync(ct));
        var supplied = papers.Where(p => p.SuppliedBy is PaperSource.Department && p.Held.Any(h => h.Source is HeldAs.Register)).ToArray();
        (Supplied, Asked) = (supplied, [.. papers.Except(supplied)]);
        Promisable = await MayPromiseAsync() ? item.Terms.Promisable ?? [] : [];
        Promises = [.. Promises.Intersect(Promisable).Except(Materials.Select(m => m.PaperId))];
        return null;
    }

    /// <summary>Whoever acts for another promises for them only where the mandate says so.</summary>
    async Task<bool> MayPromiseAsync() =>
        For is not { } acts || (await ReadAsync<MandateView>($"/api/mandates/{acts.Mandate}", States with { OnBehalfOf = null })).Value?.Powers.Contains(Power.Promise) is true;

    static IEnumerable<SubmittedMaterial> MaterialsOf(JsonNode data)
    {
        foreach (var material in (data["materials"] as JsonArray ?? []).OfType<JsonObject>())
            if (EnumNames.TryRead<PaperForm>($"{material["form"]}", out var form) && EnumNames.TryRead<EvidenceGrade>($"{material["grade"]}", out var grade))
                yield return new($"{material["paperId"]}", form, grade, (material["contentHash"] as JsonValue)?.ToString(), Guid.TryParse($"{material["evidenceId"]}", out var evidence) ? evidence : null);
    }
}
