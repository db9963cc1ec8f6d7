using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Access;

/// <summary>The department whose look it was says why it looked.</summary>
/// <param name="Sources">What shows it: a document, a matter, an order.</param>
public sealed record ExplainAccess(string Text, long Version, IReadOnlyList<string>? Sources = null);

/// <summary>Supervision decides the case.</summary>
/// <param name="LegalBasis">With justified, and only there.</param>
/// <param name="Measures">With unlawful, and only there.</param>
public sealed record DecideAccessCase(AccessOutcome Outcome, string Reasons, long Version, string? LegalBasis = null, string? Measures = null);

public enum AccessOutcome { Justified, Unlawful }

public static class ExplainAccessEndpoint
{
    const int MostSources = 20;

    public static Task<SubjectKey> LoadAsync(AccessCase accessCase, Vault vault, CancellationToken ct) => vault.KeyOf(accessCase.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ExplainAccess command, Act act, AccessCase accessCase) =>
        accessCase.Refuse(act, AccessCaseAction.Explain, command.Version)
        ?? Text.Refuse("$.text", command.Text, 4000, lines: true)
        ?? (command.Sources?.Count > MostSources ? Problems.Invalid("$.sources", $"At most {MostSources}.", $"最多 {MostSources} 项。") : null)
        ?? command.Sources?.Select((source, i) => Text.Refuse($"$.sources[{i}]", source, 300)).FirstOrDefault(fault => fault is not null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/access-cases/{accessCaseId:guid}/explanation"), EmptyResponse]
    public static AccessExplained Post(ExplainAccess command, [State] AccessCase accessCase, SubjectKey key) =>
        new(accessCase.CitizenId, key.Seal(command.Text), [.. (command.Sources ?? []).Select(source => key.Seal(source))]);
}

public static class DecideAccessCaseEndpoint
{
    public static Task<SubjectKey> LoadAsync(AccessCase accessCase, Vault vault, CancellationToken ct) => vault.KeyOf(accessCase.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(DecideAccessCase command, Act act, AccessCase accessCase, TimeProvider time) =>
        accessCase.Refuse(act, AccessCaseAction.Decide, command.Version)
        ?? (command.Outcome is AccessOutcome.Justified && accessCase.IsOffice(act)
            ? Problems.Forbidden("Nobody finds a look of their own department justified.", "不得认定本部门的查阅正当。") : null)
        ?? (accessCase.Status is AccessCaseStatus.Open && !accessCase.IsOverdue(time.Today()) ? Problems.Make(
            409, "explanation-awaited", "The department has not explained the look yet.", "查阅部门尚未作出说明。",
            "Wait for its explanation, or until the day the case is due has passed.", "请等待其说明，或在办理期限届满后再作认定。") : null)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true)
        ?? (command.Outcome is AccessOutcome.Justified
            ? Text.Refuse("$.legalBasis", command.LegalBasis, 300) ?? Absent("$.measures", command.Measures)
            : Text.Refuse("$.measures", command.Measures, 4000, lines: true) ?? Absent("$.legalBasis", command.LegalBasis))
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? Absent(string field, string? text) =>
        text is null ? null : Problems.Invalid(field, "This belongs to the other outcome.", "此项属于另一种认定结果。");

    [WolverinePost("/api/access-cases/{accessCaseId:guid}/decision"), EmptyResponse]
    public static Events Post(DecideAccessCase command, [State] AccessCase accessCase, SubjectKey key) => [Decide(command, accessCase, key)];

    public static object Decide(DecideAccessCase command, AccessCase accessCase, SubjectKey key) => command.Outcome is AccessOutcome.Justified
        ? new AccessJustified(accessCase.CitizenId, key.Seal(command.Reasons), command.LegalBasis!)
        : new AccessFoundUnlawful(accessCase.CitizenId, key.Seal(command.Reasons), key.Seal(command.Measures!));
}
