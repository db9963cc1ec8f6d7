using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Pages.My;

/// <summary>Where does this matter stand, why is it due on that day, and what can I do?</summary>
public sealed class MatterModel(Names names) : MyPage
{
    public ApplicationView Matter { get; private set; } = null!;
    public string Item { get; private set; } = "";
    public string Department { get; private set; } = "";
    public DeadlineView? Deadline { get; private set; }
    public IReadOnlyList<PaperState> Papers { get; private set; } = [];

    /// <summary>Papers that the person still has to bring, or may.</summary>
    public IReadOnlyList<PaperState> Outstanding => [.. Papers.Where(p => p.SuppliedBy is PaperSource.Applicant && p.Progress is PaperProgress.Outstanding or PaperProgress.ToCorrect or PaperProgress.Promised)];

    /// <summary>Ids of papers that a promise may stand for and none stands for yet.</summary>
    public IReadOnlyList<string> Promisable { get; private set; } = [];

    /// <summary>Working days within which the department promises to decide.</summary>
    public int? PromisedDays { get; private set; }

    /// <summary>What was told to be put right, with what is wrong and how to cure it.</summary>
    public IReadOnlyList<DefectTold> Defects { get; private set; } = [];

    /// <summary>The action whose form is open.</summary>
    public string? Opened { get; private set; }

    /// <summary>Whether somebody can challenge that nothing was decided, or that it was not accepted.</summary>
    public bool CanChallenge { get; private set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public List<string> Cured { get; set; } = [];

    [BindProperty]
    public List<string> Promises { get; set; } = [];

    [BindProperty]
    public string? Statement { get; set; }

    [BindProperty]
    public string? Claims { get; set; }

    /// <summary>Whether it was submitted just now: <c>all</c> of it, or <c>unpromised</c> where a promise that went with it was not taken.</summary>
    [FromQuery]
    public string? Received { get; set; }

    /// <summary>The event of the submission, by which it is proved; told once it was submitted.</summary>
    public Guid? Submission { get; private set; }

    public string NameOf(string paper) => Papers.FirstOrDefault(p => p.PaperId == paper) is { } known ? NameOf(known) : paper;

    public static string NameOf(PaperState paper) => Names.Of(paper.Name, paper.NameEn);

    /// <summary>Documents held of the person that may be handed in as this paper.</summary>
    public static IEnumerable<HeldPaper> HeldAs(PaperState paper) => paper.Held.Where(h => h.EvidenceId is not null);

    public async Task<IActionResult> OnGetAsync(Guid applicationId, CancellationToken ct)
    {
        var address = $"/api/applications/{applicationId}";
        var (matter, problem, _) = await ReadAsync<ApplicationView>(address, In(applicationId));
        if (matter is null)
            return Refused(problem!);
        if (matter.Status is ApplicationStatus.Draft)
            return Redirect($"/my/drafts/{applicationId}");
        (Matter, Item, Department) = (matter, await names.ItemAsync(matter.ItemCode, matter.ItemVersion, ct), await names.DepartmentAsync(matter.Department, ct));
        Deadline = (await ReadAsync<DeadlineView>($"{address}/deadline", In(applicationId))).Value;
        Papers = (await ReadAsync<PapersView>($"{address}/papers", In(applicationId))).Value?.Papers ?? [];
        if (Received is not null)
            Submission = (await ReadAsync<HistoryPage>($"{address}/history?size=200", In(applicationId))).Value?.Events.LastOrDefault(e => e.Type == "application_submitted")?.EventId;
        if (matter.Next.Contains(ApplicationAction.SubmitCorrection))
            Defects = await ToldAsync(address, applicationId);
        if (matter.Next.Contains(ApplicationAction.Promise) || Submission is not null)
        {
            var terms = (await ReadAsync<CatalogueEndpoints.ItemView>($"/api/items/{Uri.EscapeDataString(matter.ItemCode)}?version={matter.ItemVersion.ToString(CultureInfo.InvariantCulture)}")).Value?.Terms;
            (Promisable, PromisedDays) = ([.. (terms?.Promisable ?? []).Except(matter.Promised)], terms?.Limits.PromisedDays);
        }

        CanChallenge = matter.Challenges.All(c => c.Outcome is Decisions.ChallengeOutcome.NotAccepted or Decisions.ChallengeOutcome.Ended) && (
            matter.Status is ApplicationStatus.AcceptanceRefused or ApplicationStatus.AcceptanceRevoked or ApplicationStatus.OutOfRemit
            || Deadline?.Limits.Any(l => l is { Kind: Clock.TimerKind.Decision, Late: true, DoneOn: null }) is true);
        return Page();
    }

    public Task<IActionResult> OnPostWithdrawAsync(Guid applicationId, long version, CancellationToken ct) =>
        DoAsync(applicationId, "withdraw", "withdrawal", new WithdrawApplication(version, Reason), ct);

    public async Task<IActionResult> OnPostCorrectAsync(Guid applicationId, long version, bool reuse, CancellationToken ct) =>
        await HandedInAsync(applicationId, version, reuse) is { } materials
            ? await DoAsync(applicationId, "correct", "corrections", new SubmitCorrection(Cured, version, materials), ct) : await AgainAsync(applicationId, "correct", ct);

    public async Task<IActionResult> OnPostHandInAsync(Guid applicationId, long version, bool reuse, CancellationToken ct) =>
        await HandedInAsync(applicationId, version, reuse) is { } materials
            ? await DoAsync(applicationId, "hand-in", "materials", new ReceiveMaterials(materials, version), ct) : await AgainAsync(applicationId, "hand-in", ct);

    public Task<IActionResult> OnPostPromiseAsync(Guid applicationId, long version, CancellationToken ct) =>
        DoAsync(applicationId, "promise", "commitment", new PromisePapers(Promises, Statement ?? "", version), ct);

    public Task<IActionResult> OnPostHearingAsync(Guid applicationId, long version, CancellationToken ct) =>
        DoAsync(applicationId, "hearing", "hearing/request", new RequestHearing(HearingParty.Applicant, version), ct);

    public Task<IActionResult> OnPostChallengeAsync(Guid applicationId, long version, CancellationToken ct) =>
        DoAsync(applicationId, "challenge", "reviews", new LodgeReview(Claims ?? "", version), ct);

    async Task<IActionResult> DoAsync<T>(Guid applicationId, string form, string act, T command, CancellationToken ct) =>
        IsRefused(await SendAsync($"/api/applications/{applicationId}/{act}", command, In(applicationId))) ? await AgainAsync(applicationId, form, ct) : Redirect($"/my/matters/{applicationId}");

    async Task<IActionResult> AgainAsync(Guid applicationId, string form, CancellationToken ct)
    {
        Opened = form;
        var page = await OnGetAsync(applicationId, ct);
        // The form has a field for each paper, and calls those of a promise otherwise.
        for (var i = 0; i < Faults.Count; i++)
            Faults[i] = Faults[i] with { Field = Faults[i].Field switch { "materials" => Outstanding is [var first, ..] ? $"file-{first.PaperId}" : null, "papers" => "promises", var other => other } };
        return page;
    }

    /// <summary>The papers of the form: documents held that were chosen, and files, which are kept first; null where one of them cannot be. Where somebody acted in between, nothing is kept.</summary>
    async Task<IReadOnlyList<SubmittedMaterial>?> HandedInAsync(Guid applicationId, long version, bool reuse)
    {
        if ((await ReadAsync<ApplicationView>($"/api/applications/{applicationId}", In(applicationId))).Value is { } now && now.Version != version)
        {
            Faults.Add(Fault.Of(Problems.Stale()));
            return null;
        }

        var papers = (await ReadAsync<PapersView>($"/api/applications/{applicationId}/papers", In(applicationId))).Value?.Papers ?? [];
        var materials = new List<SubmittedMaterial>();
        foreach (var paper in papers)
        {
            if (Request.Form.Files.GetFile($"file-{paper.PaperId}") is { Length: > 0 } file)
            {
                var kept = await KeepAsync(file, paper.EvidenceType, EvidenceGrade.C, reuse ? ReuseScope.AnyDepartment : ReuseScope.None, In(applicationId));
                if (kept.Problem is { } problem)
                {
                    Faults.Add(new($"file-{paper.PaperId}", $"{NameOf(paper)}: {problem.Title} {problem.Detail}"));
                    return null;
                }

                materials.Add(new(paper.PaperId, PaperForm.Electronic, EvidenceGrade.C, EvidenceId: kept.Read<EvidenceAnswer>().EvidenceId));
            }
            else if (Guid.TryParse(Request.Form[$"held-{paper.PaperId}"], out var held) && HeldAs(paper).FirstOrDefault(h => h.EvidenceId == held) is { } known)
                materials.Add(new(paper.PaperId, PaperForm.Electronic, known.Grade, EvidenceId: held));
        }

        return materials;
    }

    async Task<IReadOnlyList<DefectTold>> ToldAsync(string address, Guid applicationId)
    {
        var told = (await ReadAsync<HistoryPage>($"{address}/history?size=200", In(applicationId))).Value?.Events.LastOrDefault(e => e.Type is "correction_requested" or "correction_list_amended");
        return [.. (told?.Data["defects"] as JsonArray ?? []).OfType<JsonObject>().Select(d => new DefectTold(Text(d, "requirement"), Text(d, "fault"), Text(d, "cure")))];

        // What is restricted stands there as what hides it.
        static string Text(JsonObject defect, string member) => defect[member] is JsonValue value ? value.ToString() : defect[member]?["hidden"]?.ToString() ?? "";
    }
}
