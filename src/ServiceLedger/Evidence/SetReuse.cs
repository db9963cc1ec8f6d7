using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Evidence;

/// <summary>Says anew which departments may use the document for other matters of the person.</summary>
/// <param name="Departments">Credit codes, with the scope <c>named</c> and only there.</param>
public sealed record SetReuse(ReuseScope Scope, long Version, IReadOnlyList<string>? Departments = null);

public static class SetReuseEndpoint
{
    const int Most = 50;

    public static async Task<(ActorsMatter, KnownDepartments)> LoadAsync(SetReuse command, Act act, IQuerySession session, ItemCatalogue items, CancellationToken ct) =>
        (await ActorsMatter.Load(act, session, items, ct), await KnownDepartments.Load(session, command.Departments ?? [], ct));

    public static ProblemDetails Validate(SetReuse command, Act act, HeldEvidence evidence, ActorsMatter matter, KnownDepartments departments, TimeProvider time) =>
        evidence.Refuse(act, EvidenceAction.SetReuse, matter, command.Version, null, time.GetUtcNow())
        ?? (command.Scope is ReuseScope.Named
            ? command.Departments is not { Count: > 0 and <= Most } ? Problems.Invalid("$.departments", $"Name 1 to {Most} departments.", $"请列明 1 至 {Most} 个部门。")
                : command.Departments.Select((code, i) => departments.Refuse($"$.departments[{i}]", code)).FirstOrDefault(fault => fault is not null)
            : command.Departments is null ? null : Problems.Invalid("$.departments", "Departments are named with the scope named only.", "仅在范围为 named 时指定部门。"))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/evidence/{evidenceId:guid}/reuse"), EmptyResponse]
    public static EvidenceReuseSet Post(SetReuse command, [State("evidenceId")] HeldEvidence evidence) => Decide(command, evidence);

    public static EvidenceReuseSet Decide(SetReuse command, HeldEvidence evidence) => new(evidence.CitizenId, new(command.Scope, command.Departments is { } named ? [.. named.Distinct()] : null));
}
