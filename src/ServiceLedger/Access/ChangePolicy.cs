using Marten;
using Marten.Services;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>Other rules are proposed: all of them, as they would stand.</summary>
/// <param name="Why">What the change is for; it names nobody.</param>
public sealed record ProposePolicy(PolicyRule[] Rules, string Why, long Version);

/// <summary>A second officer puts the proposal into force.</summary>
public sealed record AdoptPolicy(long Version);

/// <summary>The proposal is turned down.</summary>
public sealed record RejectPolicy(string Why, long Version);

public static class ProposePolicyEndpoint
{
    const int MostRules = 500;

    // The book is one stream without an id in the address.
    public static async Task<PolicyBook> LoadAsync(IDocumentSession session, CancellationToken ct) => (await session.LoadAsync<PolicyBook>(PolicyBook.Stream, ct))!;

    public static ProblemDetails Validate(ProposePolicy command, PolicyBook book) =>
        command.Version != book.Version ? Problems.Stale()
        : book.Proposal is not null ? Problems.AlreadyExists("A proposal waits for its decision.", "已有待决定的规则提案。")
        : command.Rules.Length is 0 or > MostRules ? Problems.Invalid("$.rules", $"1 to {MostRules} rules.", $"应为 1 至 {MostRules} 条规则。")
        : Text.Refuse("$.why", command.Why, 1000)
        ?? PolicyRules.Refuse(command.Rules)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/policy/proposals"), EmptyResponse]
    public static void Post(ProposePolicy command, PolicyBook book, IDocumentSession session) =>
        session.Events.Append(PolicyBook.Stream, book.Version + 1, new PolicyProposed(book.InForce + 1, command.Rules, command.Why));
}

public static class AdoptPolicyEndpoint
{
    public static Task<PolicyBook> LoadAsync(IDocumentSession session, CancellationToken ct) => ProposePolicyEndpoint.LoadAsync(session, ct);

    /// <summary>Who proposed the rules does not put them into force.</summary>
    public static ProblemDetails Validate(AdoptPolicy command, Act act, PolicyBook book) =>
        command.Version != book.Version ? Problems.Stale()
        : book.Proposal is not { } proposal ? Problems.NotInThisState("settled", ["propose"])
        : TwoOfficers.Refuse(act, proposal.By, Roles.PolicyAdmin) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/policy/adoption"), EmptyResponse]
    public static void Post(AdoptPolicy command, PolicyBook book, IDocumentSession session, PolicyInForce policy)
    {
        var adopted = Decide(book);
        session.Events.Append(PolicyBook.Stream, book.Version + 1, adopted);
        session.Listeners.Add(new Adopting(policy, adopted));
    }

    public static PolicyAdopted Decide(PolicyBook book) => new(book.Proposal!.PolicyVersion, book.Proposal.Rules);

    sealed class Adopting(PolicyInForce policy, PolicyAdopted adopted) : DocumentSessionListenerBase
    {
        public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
        {
            policy.Adopt(adopted);
            return Task.CompletedTask;
        }
    }
}

public static class RejectPolicyEndpoint
{
    public static Task<PolicyBook> LoadAsync(IDocumentSession session, CancellationToken ct) => ProposePolicyEndpoint.LoadAsync(session, ct);

    public static ProblemDetails Validate(RejectPolicy command, PolicyBook book) =>
        command.Version != book.Version ? Problems.Stale()
        : book.Proposal is null ? Problems.NotInThisState("settled", ["propose"])
        : Text.Refuse("$.why", command.Why, 1000) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/policy/rejection"), EmptyResponse]
    public static void Post(RejectPolicy command, PolicyBook book, IDocumentSession session) =>
        session.Events.Append(PolicyBook.Stream, book.Version + 1, new PolicyRejected(book.Proposal!.PolicyVersion, command.Why));
}

/// <summary>What no policy may do away with.</summary>
static class PolicyRules
{
    public static ProblemDetails? Refuse(PolicyRule[] rules)
    {
        for (var i = 0; i < rules.Length; i++)
            if ((Text.Refuse($"$.rules[{i}].id", rules[i].Id, 100) ?? Text.Refuse($"$.rules[{i}].ground", rules[i].Ground, 500)) is { } fault)
                return fault;
        if (rules.Select(r => r.Id).Distinct().Count() != rules.Length)
            return Problems.Invalid("$.rules", "Every rule has an id of its own.", "规则编号不得重复。");
        return !Policy.Effective(rules, new("citizen", Relation.Self, PolicyAction.Read, null, false)).ShowsEverything(except: FieldClass.Officers)
            ? Problems.Invalid("$.rules", "A person reads all that is on record of them (PIPL art. 44, 45).", "个人有权查阅其全部记录（《个人信息保护法》第四十四条、第四十五条）。")
            : Roles(rules).Any(who => Purposes(rules).Any(p => Policy.Effective(rules, new(who, Relation.OwnCase, PolicyAction.Read, p, true)).ShowsAnything || Policy.Effective(rules, new(who, Relation.OwnCase, PolicyAction.Decide, p, true)).ShowsAnything))
                ? Problems.Invalid("$.rules", "Nobody acts on their own case.", "任何人不得办理本人或近亲属事项。")
            : !Purposes(rules).Any(p => Roles(rules).Any(who => Policy.Effective(rules, new(who, Relation.None, PolicyAction.ChangePolicy, p, false)).ShowsAnything))
                ? Problems.Invalid("$.rules", "Somebody must be able to change the policy again.", "须保留可修改规则的岗位。")
            : null;
    }

    static IEnumerable<string> Roles(PolicyRule[] rules) => rules.SelectMany(r => r.Who).Where(w => w is not ("citizen" or "agent")).Distinct();

    static IEnumerable<string?> Purposes(PolicyRule[] rules) => rules.SelectMany(r => r.Purposes).Distinct().Append(null);
}
