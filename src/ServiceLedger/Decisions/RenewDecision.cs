using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The holder asks, in person or at a window, that it go on after its term: 30 days before its end or earlier (LIC art. 50).</summary>
public sealed record RequestRenewal(long Version, string? Grounds = null, EarlierEffect? Effect = null);

/// <summary>The department grants the renewal until a day, or refuses it with reasons and remedies.</summary>
/// <param name="ValidTo">The new last day; without it the renewal is refused.</param>
public sealed record DecideRenewal(long Version, DateOnly? ValidTo = null, string? Reasons = null, RemediesTold? Remedies = null, EarlierEffect? Effect = null);

public static class RequestRenewalEndpoint
{
    /// <summary>The applicant's period is counted in days; the working days of LIC art. 82 are those of the authorities.</summary>
    public const int DaysBefore = 30;

    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RequestRenewal command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.RequestRenewal, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Grounds is null ? null : Text.Refuse("$.grounds", command.Grounds, 4000, lines: true))
        ?? RefuseLate(decision.ValidTo!.Value, Text.DateOf(command.Effect?.At ?? time.GetUtcNow())) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/renewal"), EmptyResponse]
    public static RenewalRequested Post(RequestRenewal command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static RenewalRequested Decide(RequestRenewal command, Decision decision, SubjectKey key) => new(decision.CitizenId, key.Seal(command.Grounds), command.Effect);

    static ProblemDetails? RefuseLate(DateOnly validTo, DateOnly asked) => asked.DayNumber + DaysBefore <= validTo.DayNumber ? null : Problems.Make(
        409, "renewal-too-late", "It is too late to renew it.", "申请延续已逾期。",
        $"A renewal is asked for at least {DaysBefore} days before the term ends (LIC art. 50); apply anew. A request that came in on time is recorded with its earlier effect.",
        $"延续应当在有效期届满 {DaysBefore} 日前提出（许可法第五十条）；请重新申请。按期收到的申请可补录生效时间。");
}

public static class DecideRenewalEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(DecideRenewal command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.DecideRenewal, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.ValidTo is null ? RemediesTold.RefuseShortfall("$", command.Reasons, command.Remedies) : RefuseGrant(command, decision)) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/renewal/decision"), EmptyResponse]
    public static (RenewalGranted?, RenewalRefused?) Post(DecideRenewal command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) =>
        Decide(command, decision, key);

    /// <summary>One of the two.</summary>
    public static (RenewalGranted?, RenewalRefused?) Decide(DecideRenewal command, Decision decision, SubjectKey key) => command.ValidTo is { } validTo
        ? (new(decision.CitizenId, validTo, command.Effect), null)
        : (null, new(decision.CitizenId, key.Seal(command.Reasons!), command.Remedies!.Told(), command.Effect));

    static ProblemDetails? RefuseGrant(DecideRenewal command, Decision decision) =>
        command.Reasons is not null ? Problems.Invalid("$.reasons", "A decision of this kind does not take it.", "此类决定不填写该项。")
        : command.Remedies is not null ? Problems.Invalid("$.remedies", "A decision of this kind does not take it.", "此类决定不填写该项。")
        : command.ValidTo <= decision.ValidTo ? Problems.Invalid("$.validTo", "It does not go on longer than before.", "延续后的期限未超过原有效期。")
        : null;
}
