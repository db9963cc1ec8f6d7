using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>The officer who proposed what takes two.</summary>
public sealed record Proposer(string ActorId, string? Role, string? Department)
{
    public static Proposer Of(Act act) => new(act.ActorId, act.Role, act.Department);
}

/// <summary>Some acts take two officers of the right role: the one who proposes, and another who agrees.</summary>
public static class TwoOfficers
{
    /// <summary>Refuses the second one: who has not the role, who proposed it themselves, and where the law wants another department, who is of the same.</summary>
    public static ProblemDetails? Refuse(Act act, Proposer first, string role, bool ofAnotherDepartment = false) =>
        !act.IsOfficer || act.Role != role || first.Role != role ? Problems.Forbidden($"Two officers of the role {role} do this.", $"须由两名{Roles.Labels[role].Zh}（{role}）办理。")
        : act.ActorId == first.ActorId ? Problems.Forbidden("A second officer does this, not the one who proposed it.", "须由提议人以外的另一名人员办理。")
        : ofAnotherDepartment && act.Department == first.Department ? Problems.Forbidden("An officer of another department does this.", "须由另一部门的人员办理。")
        : null;
}
