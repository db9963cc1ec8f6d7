using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Catalogue;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Which suggestions wait to be shown, and what of them must not be public?</summary>
public sealed class ModerationModel(Names names, IStringLocalizer<SupervisionWords> L) : SupervisionPage
{
    /// <summary>A suggestion to be moderated.</summary>
    public sealed record Waiting(Guid Id, string Title, string Text, string? Name, string Department, string? Item, DateOnly MadeOn, long Version);

    public IReadOnlyList<Waiting> Suggestions { get; private set; } = [];
    public string? Next { get; private set; }

    /// <summary>Whether those are listed that are shown already: they can be hidden, or shown otherwise.</summary>
    public bool AreShown => Request.Query["show"] == "shown";

    /// <summary>The suggestion whose form was refused.</summary>
    public Guid? Tried { get; private set; }

    /// <summary>What was typed for a suggestion; what stands there where nothing was.</summary>
    public string? Typed(Waiting suggestion, string field, string? otherwise) => Tried == suggestion.Id ? Request.Form[$"{field}-{suggestion.Id}"].ToString() : otherwise;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (WithoutEmpty() is { } clean)
            return clean;
        var after = ("after", (string?)Request.Query["after"].ToString());
        IEnumerable<Waiting> found;
        Guid? next;
        if (AreShown)
        {
            var (shown, problem, _) = await ReadAsync<SuggestionPage>(Addresses.With("/api/suggestions", after));
            if (shown is null)
                return Refused(problem!);
            (found, next) = (shown.Suggestions.Select(s => new Waiting(s.Id, s.Title, s.Text, s.Name, s.Department, s.ItemCode, s.MadeOn, s.Version)), shown.Next);
        }
        else
        {
            var (waiting, problem, _) = await ReadAsync<WaitingSuggestionPage>(Addresses.With("/api/supervision/suggestions", after));
            if (waiting is null)
                return Refused(problem!);
            (found, next) = (waiting.Suggestions.Select(s => new Waiting(s.Id, s.Title, s.Text, s.Name, s.Department, s.ItemCode, s.MadeOn, s.Version)), waiting.Next);
        }

        var suggestions = new List<Waiting>();
        foreach (var one in found)
            suggestions.Add(one with { Department = await names.DepartmentAsync(one.Department, ct), Item = one.Item is { } item ? await names.ItemAsync(item, ct) : null });
        (Suggestions, Next) = (suggestions, next is { } more ? "/supervision/suggestions" + And(Asked("show"), "after", more.ToString()) : null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid suggestion, long version, CancellationToken ct)
    {
        string? Sent(string field) => Request.Form[$"{field}-{suggestion}"].ToString().Trim() is { Length: > 0 } text ? text : null;
        if (Sent("what") is not { } what)
            Faults.Add(new($"what-{suggestion}", L["Say what is to be done with it."]));
        else
        {
            var isHidden = what == "hidden";
            var command = new { What = what, Version = version, Ground = Sent("ground"), Title = isHidden ? null : Sent("title") ?? "", Text = isHidden ? null : Sent("text") ?? "" };
            if (!IsRefused(await SendAsync($"/api/suggestions/{suggestion}/moderation", command)))
                return Redirect("/supervision/suggestions" + Asked("show", "after"));
            if (Faults is [{ Field: { } field } fault])
                Faults[0] = fault with { Field = $"{field}-{suggestion}" };
        }

        Tried = suggestion;
        return await OnGetAsync(ct);
    }
}
