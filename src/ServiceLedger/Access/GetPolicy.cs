using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>The policy: the rules of one version.</summary>
/// <param name="InForce">The version that holds today.</param>
/// <param name="Proposal">What waits for a second officer; shown in the version in force.</param>
public sealed record PolicyRulesView(int PolicyVersion, int InForce, IReadOnlyList<PolicyRule> Rules, Proposed? Proposal, long Version);

/// <summary>What the policy in force answers to one question.</summary>
/// <param name="Shown">By section, the classes of fields shown.</param>
public sealed record PolicyAnswer(int PolicyVersion, IReadOnlyDictionary<string, FieldClass[]> Shown);

public static class GetPolicyEndpoint
{
    public static Task<PolicyBook> LoadAsync(IDocumentSession session, CancellationToken ct) => ProposePolicyEndpoint.LoadAsync(session, ct);

    public static ProblemDetails Validate(PolicyBook book, int? version) =>
        version is null || (version >= 1 && version <= book.InForce) ? WolverineContinue.NoProblems : Problems.Invalid("version", $"1 to {book.InForce}.", $"应为 1 至 {book.InForce}。");

    /// <summary>The rules are no secret to those they bind.</summary>
    [WolverineGet("/api/policy")]
    public static PolicyRulesView Get(PolicyBook book, int? version) =>
        new(version ?? book.InForce, book.InForce, book.Versions[(version ?? book.InForce) - 1], version is null || version == book.InForce ? book.Proposal : null, book.Version);
}

public static class GetPolicyAnswerEndpoint
{
    public static ProblemDetails Validate(string? who, string? relation, string? action) =>
        string.IsNullOrEmpty(who) ? Problems.Invalid("who", "A role, or citizen, agent, system.", "应为岗位，或 citizen、agent、system。")
        : !EnumNames.TryRead<Relation>(relation ?? "", out _) ? Problems.Invalid("relation", $"One of {Names<Relation>()}.", $"应为下列之一：{Names<Relation>()}。")
        : !EnumNames.TryRead<PolicyAction>(action ?? "", out _) ? Problems.Invalid("action", $"One of {Names<PolicyAction>()}.", $"应为下列之一：{Names<PolicyAction>()}。")
        : WolverineContinue.NoProblems;

    /// <summary>What somebody in this role and relation would see or could do.</summary>
    [WolverineGet("/api/policy/answer")]
    public static PolicyAnswer Get(string? who, string? relation, string? action, string? purpose, bool? matter, Act act)
    {
        EnumNames.TryRead<Relation>(relation!, out var stands);
        EnumNames.TryRead<PolicyAction>(action!, out var does);
        var view = act.Policy.Answer(new(who!, stands, does, purpose, matter is true));
        return new(act.Policy.Version, Enum.GetValues<FileSection>().Where(view.Shows).ToDictionary(s => s.InJson(), s => view.Of([s])));
    }

    static string Names<T>()
        where T : struct, Enum => string.Join(", ", EnumNames.Of<T>());
}
