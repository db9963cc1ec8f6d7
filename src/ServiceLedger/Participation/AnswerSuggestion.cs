using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Participation;

/// <summary>Another suggestion says the same.</summary>
public sealed record MergeSuggestion(Guid IntoSuggestionId, long Version);

/// <summary>The department answers in public; another answer takes the place of an earlier one.</summary>
/// <param name="ItemVersion">The version of the item that brings it.</param>
public sealed record AnswerSuggestion(SuggestionOutcome Outcome, string Reasons, long Version, int? ItemVersion = null);

/// <summary>What was accepted is done.</summary>
public sealed record ImplementSuggestion(string Done, DateOnly Since, long Version, int? ItemVersion = null);

/// <summary>What it brought.</summary>
/// <param name="Figure">A number, e.g. <c>-3</c> or <c>12.5</c>, with its unit.</param>
public sealed record MeasureEffect(string Text, long Version, string? Figure = null, string? Unit = null);

/// <summary>The suggestion another one is to be merged into; null where there is none.</summary>
public sealed record MergeTarget(Suggestion? Into);

/// <summary>The item a suggestion is about; null where it is about none.</summary>
public sealed record SuggestedItem(ServiceItem? Item)
{
    public static async Task<SuggestedItem> Of(Suggestion suggestion, ItemCatalogue items, int? version, CancellationToken ct) =>
        new(suggestion.ItemCode is { } code ? await items.Find(code, version ?? 1, ct) : null);

    public ProblemDetails? Refuse(int? version) =>
        version is { } number && Item?.Terms(number) is null ? Problems.Invalid("$.itemVersion", "The item has no such version.", "该事项没有此版本。") : null;
}

public static class MergeSuggestionEndpoint
{
    public static async Task<MergeTarget> LoadAsync(MergeSuggestion command, IQuerySession session, CancellationToken ct) => new(await session.LoadAsync<Suggestion>(command.IntoSuggestionId, ct));

    public static ProblemDetails Validate(MergeSuggestion command, Act act, Suggestion suggestion, MergeTarget target) =>
        suggestion.Refuse(act, SuggestionAction.Merge, command.Version)
        ?? (target.Into is { Shown: true, Status: not SuggestionStatus.Merged } into && into.Id != suggestion.Id && into.DepartmentCode == suggestion.DepartmentCode
            ? WolverineContinue.NoProblems : Problems.Invalid("$.intoSuggestionId", "Another one that is shown, of the same department.", "应为同一部门已公开的另一建议。"));

    [WolverinePost("/api/suggestions/{suggestionId:guid}/merge"), EmptyResponse]
    public static SuggestionMerged Post(MergeSuggestion command, [State] Suggestion suggestion) => new(command.IntoSuggestionId);
}

public static class AnswerSuggestionEndpoint
{
    public static Task<SuggestedItem> LoadAsync(AnswerSuggestion command, Suggestion suggestion, ItemCatalogue items, CancellationToken ct) => SuggestedItem.Of(suggestion, items, command.ItemVersion, ct);

    public static ProblemDetails Validate(AnswerSuggestion command, Act act, Suggestion suggestion, SuggestedItem item) =>
        suggestion.Refuse(act, SuggestionAction.Answer, command.Version)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true)
        ?? (command is { Outcome: SuggestionOutcome.NotAccepted, ItemVersion: not null } ? Problems.Invalid("$.itemVersion", "What is not accepted is brought by no version.", "未采纳的建议不填写事项版本。") : null)
        ?? item.Refuse(command.ItemVersion) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/suggestions/{suggestionId:guid}/answer"), EmptyResponse]
    public static SuggestionAnswered Post(AnswerSuggestion command, [State] Suggestion suggestion) => new(command.Outcome, command.Reasons, command.ItemVersion);
}

public static class ImplementSuggestionEndpoint
{
    public static Task<SuggestedItem> LoadAsync(ImplementSuggestion command, Suggestion suggestion, ItemCatalogue items, CancellationToken ct) => SuggestedItem.Of(suggestion, items, command.ItemVersion, ct);

    public static ProblemDetails Validate(ImplementSuggestion command, Act act, Suggestion suggestion, SuggestedItem item, TimeProvider time) =>
        suggestion.Refuse(act, SuggestionAction.Implement, command.Version)
        ?? Text.Refuse("$.done", command.Done, 4000, lines: true)
        ?? (command.Since > time.Today() ? Problems.Invalid("$.since", "It lies in the future.", "日期在未来。") : null)
        ?? item.Refuse(command.ItemVersion) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/suggestions/{suggestionId:guid}/implementation"), EmptyResponse]
    public static SuggestionImplemented Post(ImplementSuggestion command, [State] Suggestion suggestion) => new(command.Done, command.Since, command.ItemVersion);
}

public static class MeasureEffectEndpoint
{
    public static ProblemDetails Validate(MeasureEffect command, Act act, Suggestion suggestion) =>
        suggestion.Refuse(act, SuggestionAction.MeasureEffect, command.Version)
        ?? Text.Refuse("$.text", command.Text, 4000, lines: true)
        ?? (command.Figure is null || (command.Figure.Length <= 20 && decimal.TryParse(command.Figure, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            ? null : Problems.Invalid("$.figure", "A number, e.g. -3 or 12.5.", "应为数字，如 -3 或 12.5。"))
        ?? (command.Figure is null == command.Unit is null ? Text.RefuseIfGiven("$.unit", command.Unit, 20) : Problems.Invalid("$.unit", "A figure and its unit stand together.", "数值与单位须同时填写。"))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/suggestions/{suggestionId:guid}/effect"), EmptyResponse]
    public static EffectMeasured Post(MeasureEffect command, [State] Suggestion suggestion) => new(command.Text, command.Figure, command.Unit);
}
