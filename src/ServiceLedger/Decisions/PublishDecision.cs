using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The decision becomes public (LIC art. 40) in a text from which everything personal was taken out.</summary>
/// <param name="RedactedText">It stands in plain, for everyone.</param>
/// <param name="Redactions">What was left out; none where there was nothing to leave out.</param>
public sealed record PublishDecision(string RedactedText, IReadOnlyList<string> Redactions, long Version, EarlierEffect? Effect = null);

/// <summary>Fields of what is public are hidden, with ground and article.</summary>
public sealed record RedactDecision(IReadOnlyList<PublicField> Hidden, SecrecyGround Ground, string Article, long Version, EarlierEffect? Effect = null);

public static partial class PublishDecisionEndpoint
{
    const int MostRedactions = 50;

    public static ProblemDetails Validate(PublishDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Publish, command.Version, command.Effect, time.GetUtcNow()) ?? Refuse(command) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/publication"), EmptyResponse]
    public static DecisionPublished Post(PublishDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision) => Decide(command, decision);

    public static DecisionPublished Decide(PublishDecision command, Decision decision) =>
        new(decision.CitizenId, command.RedactedText, [.. command.Redactions], command.Effect);

    static ProblemDetails? Refuse(PublishDecision command)
    {
        if (Text.Refuse("$.redactedText", command.RedactedText, 8000, lines: true) is { } text)
            return text;
        if (IdNumber().IsMatch(command.RedactedText) || MobileNumber().IsMatch(command.RedactedText))
            return Problems.Invalid("$.redactedText", "It holds an ID number or a telephone number; leave it out.", "文本含有身份证号码或手机号码，请隐去。");
        if (command.Redactions.Count > MostRedactions)
            return Problems.Invalid("$.redactions", $"At most {MostRedactions}.", $"最多 {MostRedactions} 项。");
        for (var i = 0; i < command.Redactions.Count; i++)
            if (Text.Refuse($"$.redactions[{i}]", command.Redactions[i], 100) is { } redaction)
                return redaction;
        return null;
    }

    // Division, birth date, sequence, check (GB 11643); a credit code of digits only has no date there but by chance.
    [System.Text.RegularExpressions.GeneratedRegex(@"(?<!\d)\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")]
    private static partial System.Text.RegularExpressions.Regex IdNumber();

    [System.Text.RegularExpressions.GeneratedRegex(@"(?<!\d)1[3-9]\d{9}(?!\d)")]
    private static partial System.Text.RegularExpressions.Regex MobileNumber();
}

public static class RedactDecisionEndpoint
{
    public static ProblemDetails Validate(RedactDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Redact, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Hidden.Count == 0 || command.Hidden.Distinct().Count() != command.Hidden.Count ? Problems.Invalid("$.hidden", "Name at least one field, each once.", "请列明至少一个字段，且不重复。") : null)
        ?? Texts.RefuseArticle(command.Article) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/redaction"), EmptyResponse]
    public static DecisionRedacted Post(RedactDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision) => Decide(command, decision);

    public static DecisionRedacted Decide(RedactDecision command, Decision decision) => new(decision.CitizenId, [.. command.Hidden], command.Ground, command.Article, command.Effect);
}
