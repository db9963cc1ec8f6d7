using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Participation;

/// <summary>A moderator shows a suggestion, as it was written or without what must not be public; or hides it.</summary>
/// <param name="Ground">Of what was changed or hidden, and only there.</param>
/// <param name="Title">What everybody reads; with what is shown, and only there.</param>
public sealed record ModerateSuggestion(ModerationAct What, long Version, ModerationGround? Ground = null, string? Title = null, string? Text = null);

public static class ModerateSuggestionEndpoint
{
    public static ProblemDetails Validate(ModerateSuggestion command, Act act, Suggestion suggestion) =>
        suggestion.Refuse(act, SuggestionAction.Moderate, command.Version)
        ?? (command.What is ModerationAct.Published == command.Ground is null ? null : Problems.Invalid("$.ground", "What is changed or hidden has a ground, what is shown as it was has none.", "修改或隐藏须说明理由，原样公开的不填写。"))
        ?? (command.What is ModerationAct.Hidden
            ? command.Title is null && command.Text is null ? null : Problems.Invalid("$.text", "What is hidden has no public text.", "隐藏的建议没有公开文本。")
            : Text.Refuse("$.title", command.Title, 100) ?? Text.Refuse("$.text", command.Text, 4000, lines: true))
        ?? (command.What is ModerationAct.Hidden && suggestion is { Shown: false, Moderated: true } ? Problems.AlreadyExists("It is hidden already.", "该建议已隐藏。") : WolverineContinue.NoProblems);

    [WolverinePost("/api/suggestions/{suggestionId:guid}/moderation"), EmptyResponse]
    public static ModerationDone Post(ModerateSuggestion command, [State] Suggestion suggestion) => Decide(command);

    public static ModerationDone Decide(ModerateSuggestion command) => new(command.What, command.Ground, command.Title, command.Text);
}
