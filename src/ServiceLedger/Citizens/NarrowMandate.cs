using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>Something is taken from a mandate: powers, items, days. What is not named stays as it is.</summary>
public sealed record NarrowMandate(long Version, IReadOnlyList<Power>? Powers = null, IReadOnlyList<string>? Items = null, DateOnly? To = null);

/// <summary>A mandate ends at once: the citizen takes it back, or the representative lays it down.</summary>
/// <param name="Reason">Officers, who record it on a party's word, give one.</param>
public sealed record RevokeMandate(long Version, string? Reason = null);

public static class NarrowMandateEndpoint
{
    public static async Task<(OfficersMatter, KnownItems)> LoadAsync(NarrowMandate command, Act act, ItemCatalogue items, IQuerySession session, CancellationToken ct) =>
        (await OfficersMatter.Load(act, session, ct), await KnownItems.Load(items, command.Items, ct));

    public static ProblemDetails Validate(NarrowMandate command, Act act, Mandate mandate, OfficersMatter matter, KnownItems items, TimeProvider time) =>
        mandate.Refuse(act, MandateAction.Narrow, matter, command.Version, time.Today())
        ?? (command.Powers is { } powers ? GrantMandateEndpoint.RefusePowers(powers) ?? (powers.Except(mandate.Scope.Powers).Any() ? Wider("$.powers") : null) : null)
        ?? (command.Items is { } named ? items.Refuse(named) ?? (!mandate.Scope.AllItems && named.Except(mandate.Scope.Items).Any() ? Wider("$.items") : null) : null)
        ?? (command.To > mandate.To ? Wider("$.to") : command.To < time.Today() ? Problems.Invalid("$.to", "It lies in the past; to end it at once, revoke it.", "日期已过；如需立即终止请撤销。") : null)
        ?? (TakesAway(command, mandate) ? WolverineContinue.NoProblems : Problems.Invalid("$", "It takes nothing away.", "未缩小任何权限。"));

    static ProblemDetails Wider(string field) => Problems.Invalid(field, "A mandate is only ever narrowed; for more, grant another.", "授权只能缩小；如需扩大请另行授权。");

    static bool TakesAway(NarrowMandate command, Mandate mandate)
    {
        var (scope, to) = After(command, mandate);
        return to < mandate.To || scope.Powers.Length < mandate.Scope.Powers.Length || (mandate.Scope.AllItems && !scope.AllItems) || scope.Items.Length < mandate.Scope.Items.Length;
    }

    static (MandateScope, DateOnly) After(NarrowMandate command, Mandate mandate) => (
        new(mandate.Scope.AllItems && command.Items is null, command.Items is { } items ? [.. items.Distinct()] : mandate.Scope.Items, command.Powers is { } powers ? [.. powers] : mandate.Scope.Powers),
        command.To ?? mandate.To);

    [WolverinePost("/api/mandates/{mandateId:guid}/narrowing"), EmptyResponse]
    public static MandateNarrowed Post(NarrowMandate command, [State] Mandate mandate) => Decide(command, mandate);

    public static MandateNarrowed Decide(NarrowMandate command, Mandate mandate)
    {
        var (scope, to) = After(command, mandate);
        return new(mandate.CitizenId, scope, to);
    }
}

public static class RevokeMandateEndpoint
{
    public static async Task<(OfficersMatter, SubjectKey)> LoadAsync(Act act, Mandate mandate, IQuerySession session, Vault vault, CancellationToken ct) =>
        (await OfficersMatter.Load(act, session, ct), await vault.KeyOf(mandate.CitizenId, PurposeClass.Matters, ct));

    public static ProblemDetails Validate(RevokeMandate command, Act act, Mandate mandate, OfficersMatter matter, TimeProvider time) =>
        mandate.Refuse(act, MandateAction.Revoke, matter, command.Version, time.Today())
        ?? (act.IsOfficer ? Text.Refuse("$.reason", command.Reason, 2000, lines: true) : Text.RefuseIfGiven("$.reason", command.Reason, 2000, lines: true))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/mandates/{mandateId:guid}/revocation"), EmptyResponse]
    public static MandateRevoked Post(RevokeMandate command, [State] Mandate mandate, SubjectKey key) => new(mandate.CitizenId, key.Seal(command.Reason));
}
