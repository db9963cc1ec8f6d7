using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.Office;

/// <summary>How is this matter decided, and is all of it right? Filled in, checked, confirmed.</summary>
public sealed class DecideModel(IStringLocalizer<OfficeWords> words, IStringLocalizer<EnumWords> enums, DecisionForms forms, MatterDesk desk) : FormPage(words)
{
    Guid id;

    protected override Guid? StatedMatter => id;

    public ApplicationView Matter { get; private set; } = null!;
    public string Item { get; private set; } = "";

    /// <summary>Chosen first: what is to be filled in hangs on it.</summary>
    public RulingKind? Kind { get; private set; }

    /// <summary>Whether the answers are shown to be checked.</summary>
    public bool Checks { get; private set; }

    /// <summary>The version that was read when the form was opened.</summary>
    public long Version { get; private set; }

    public string Back => With($"/office/matters/{id}");

    public async Task<IActionResult> OnGetAsync(Guid applicationId, [FromQuery(Name = "kind")] string? kind, CancellationToken ct) => await LoadAsync(applicationId, kind, ct) ?? Page();

    public async Task<IActionResult> OnPostAsync(Guid applicationId, [FromForm(Name = "kind")] string? kind, long version, CancellationToken ct)
    {
        await ReadFormAsync(ct);
        if (await LoadAsync(applicationId, kind, ct) is { } refused)
            return refused;
        var now = Version;
        Version = version;
        if (Kind is null)
            return Redirect(With($"/office/matters/{id}/decide"));
        if (WantsMore || Request.Form["do"] == "change" || IsIncomplete())
            return Page();
        if (Request.Form["do"] != "confirm")
        {
            Checks = true;
            return Page();
        }

        // The version the officer read is what was seen; another one's act in between makes it stale.
        var command = (await CommandAsync(version))!;
        command["kind"] = kind;
        command["seenManifest"] = new JsonObject { ["streams"] = new JsonArray(new JsonObject { ["id"] = id.ToString(), ["version"] = version }), ["itemVersion"] = Matter.ItemVersion };
        var answer = await SendAsync(Form.Address, command);
        Version = now;
        return IsRefused(answer) ? Page() : Redirect(With($"/office/decisions/{answer.Read<DecisionAnswer>().DecisionId}"));
    }

    /// <summary>Everything that was typed, to be read again: the label, and the answer in words.</summary>
    public IEnumerable<(string Label, string Answer, string Field)> Answers()
    {
        foreach (var field in Form.Fields)
            if (Typed.AllOf(field.Name) is { Count: > 0 } all && all.Any(a => !string.IsNullOrWhiteSpace(a)))
                yield return (field.Label, InWords(field, all), field.Name);
        foreach (var rows in Form.Rows)
            for (var row = 0; row < Typed.RowsOf(rows); row++)
                foreach (var field in rows.Fields)
                    if (Typed.Of(FormRead.Name(rows, row, field)) is { } text)
                        yield return ($"{rows.Row} {row + 1}: {field.Label}", InWords(field, [text]), FormRead.Name(rows, row, field));
        if (Typed.Of("effect.at") is { } at)
            yield return (L["It had effect earlier"], at.Replace('T', ' '), "effect.at");
    }

    /// <summary>What is sent along unseen while the answers are checked.</summary>
    public IEnumerable<(string Name, string Value)> Carried() =>
        Request.Form.Where(f => f.Key is not ("do" or "version" or "kind" or nameof(Key) or "__RequestVerificationToken")).SelectMany(f => f.Value.OfType<string>().Select(v => (f.Key, v)));

    static string InWords(FormField field, IReadOnlyList<string> all) =>
        string.Join("\n", all.Select(a => field.Choices?.FirstOrDefault(c => c.Value == a)?.Text ?? (field.Kind is FieldKind.Day && DateOnly.TryParse(a, System.Globalization.CultureInfo.InvariantCulture, out var day) ? Shown.Day(day) : a)));

    async Task<IActionResult?> LoadAsync(Guid applicationId, string? kind, CancellationToken ct)
    {
        id = applicationId;
        var (matter, problem, _) = await ReadAsync<ApplicationView>($"/api/applications/{id}");
        if (matter is null)
            return Refused(problem!);
        (Matter, Item, Version) = (matter, await desk.ItemAsync(matter, ct), matter.Version);
        if (!matter.Next.Contains(ApplicationAction.Decide))
            return Refused(Problems.NotInThisState(matter.Status.InJson(), matter.Next.Select(a => a.InJson())));
        Kind = kind is not null && EnumNames.TryRead<RulingKind>(kind, out var read) ? read : null;
        if (Kind is not { } chosen)
            return null;
        var papers = (await ReadAsync<PapersView>($"/api/applications/{id}/papers")).Value;
        Form = forms.Ruling(chosen, id, [.. (papers?.Papers ?? []).SelectMany(p => p.Held.Where(h => h.EvidenceId is not null).Select(h => new Choice(h.EvidenceId.ToString()!, $"{MatterDesk.NameOf(p)} ({enums.Of(h.Grade)})"))).DistinctBy(c => c.Value)]);
        Fill("remedies.reconsiderationDays", "60");
        Fill("remedies.litigationMonths", "6");
        return null;
    }
}
