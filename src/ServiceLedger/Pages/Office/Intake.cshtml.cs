using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.Office;

/// <summary>What does this person apply for, and what do they bring? At a window, or in their village under a mandate.</summary>
public sealed class IntakeModel(IStringLocalizer<OfficeWords> L) : OfficePage
{
    const string NotBrought = "";

    [BindProperty(SupportsGet = true, Name = "citizen")]
    public Guid? Citizen { get; set; }

    [BindProperty(SupportsGet = true, Name = "item")]
    public string? Item { get; set; }

    /// <summary>The department whose items are chosen from: the officer's own, where none is chosen.</summary>
    [BindProperty(SupportsGet = true, Name = "department")]
    public string? Department { get; set; }

    public bool IsAgent => Who!.Kind is ActorKind.Agent;

    public MandateView? Under { get; private set; }
    public IReadOnlyList<Choice> Items { get; private set; } = [];
    public IReadOnlyList<Choice> Departments { get; private set; } = [];
    public CatalogueEndpoints.ItemView? Chosen { get; private set; }
    public string ItemName => Chosen is null ? "" : Names.Of(Chosen.Terms.Name, Chosen.Terms.NameEn);

    public static string NameOf(Paper paper) => Names.Of(paper.Name, paper.NameEn);

    /// <summary>What was typed into a field of the form.</summary>
    public string? Typed(string name) => Request.HasFormContentType && Request.Form.TryGetValue(name, out var value) ? value.ToString() : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? situation, [FromForm] string? submittedBy, [FromForm] int version, CancellationToken ct)
    {
        if (await LoadAsync() is { } refused)
            return refused;
        if (Citizen is not { } citizen || Chosen is not { } item)
            return Redirect("/office/find");
        Faults.AddRange(Unreadable(item.Terms.Papers).Select(name => Fault.Of(Problems.Invalid("$." + name, "The value is not of the type or form expected here.", "值的类型或格式不符合要求。"))));
        if (Faults.Count > 0)
            return Page();
        var effect = Typed("effect.at") is { Length: > 0 } at && DateTime.TryParse(at, CultureInfo.InvariantCulture, out var received)
            ? new EarlierEffect(new(received, TimeSpan.FromHours(8)), EarlierEffectReason.PaperIntake) : null;
        var command = new SubmitApplication(
            citizen, item.Code, version, EnumNames.TryRead<Channel>(submittedBy ?? "", out var channel) ? channel : null, string.IsNullOrWhiteSpace(situation) ? null : situation, [.. Brought(item.Terms.Papers)], effect);
        var answer = await SendAsync("/api/applications", command);
        if (!IsRefused(answer))
            return Redirect(With($"/office/matters/{answer.Read<ApplicationAnswer>().ApplicationId}"));
        // Person and item were chosen before: the form has no field for them.
        Faults[^1] = Faults[^1] with { Field = Faults[^1].Field is "citizenId" or "itemCode" or "itemVersion" ? null : Faults[^1].Field };
        return Page();
    }

    /// <summary>Fields in which something stands that is none of what can stand there: it is not left out unsaid.</summary>
    IEnumerable<string> Unreadable(IEnumerable<Paper> papers)
    {
        if (IsUnreadable<Channel>("submittedBy"))
            yield return "submittedBy";
        foreach (var paper in papers)
        {
            if (IsUnreadable<PaperForm>($"form.{paper.Id}"))
                yield return $"form.{paper.Id}";
            if (IsUnreadable<EvidenceGrade>($"grade.{paper.Id}"))
                yield return $"grade.{paper.Id}";
        }

        if (Typed("effect.at") is { Length: > 0 } at && !DateTime.TryParse(at, CultureInfo.InvariantCulture, out _))
            yield return "effect.at";
    }

    bool IsUnreadable<T>(string name)
        where T : struct, Enum => Typed(name) is { Length: > 0 } text && !EnumNames.TryRead<T>(text, out _);

    IEnumerable<SubmittedMaterial> Brought(IEnumerable<Paper> papers)
    {
        foreach (var paper in papers)
            if (Typed($"form.{paper.Id}") is { Length: > 0 } form && EnumNames.TryRead<PaperForm>(form, out var read))
                yield return new(paper.Id, read, EnumNames.TryRead<EvidenceGrade>(Typed($"grade.{paper.Id}") ?? "", out var grade) ? grade : EvidenceGrade.C);
    }

    async Task<IActionResult?> LoadAsync()
    {
        if (Mandate is { } mandate)
        {
            var (under, problem, _) = await ReadAsync<MandateView>($"/api/mandates/{mandate}");
            if (under is null)
                return Refused(problem!);
            (Under, Citizen) = (under, under.PrincipalId);
        }

        if (Citizen is null)
            return null;
        if (!string.IsNullOrEmpty(Item))
        {
            Chosen = (await ReadAsync<CatalogueEndpoints.ItemView>($"/api/items/{Uri.EscapeDataString(Item)}")).Value;
            if (Chosen is null)
                Faults.Add(new("item", L["There is no such item."]));
        }

        if (Chosen is not null)
            return null;
        var departments = (await ReadAsync<IReadOnlyList<Department>>("/api/departments")).Value ?? [];
        Departments = [.. departments.Select(d => new Choice(d.CreditCode, d.Name))];
        Department ??= Who!.Department ?? (departments is [var first, ..] ? first.CreditCode : null);
        var items = (await ReadAsync<CatalogueEndpoints.ItemPage>($"/api/items?size=200&department={Uri.EscapeDataString(Department ?? "")}")).Value?.Items ?? [];
        Items = [.. items.Where(i => Under?.Items is not { } scope || scope.Contains(i.Code)).Select(i => new Choice(i.Code, Names.Of(i.Name, i.NameEn)))];
        return null;
    }

    /// <summary>In which form a paper was brought, or that it was not.</summary>
    public IEnumerable<Choice> Forms(IStringLocalizer<EnumWords> enums) => enums.Choices<PaperForm>().Prepend(new(NotBrought, L["not brought"]));
}
