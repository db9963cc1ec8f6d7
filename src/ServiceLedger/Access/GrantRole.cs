using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>An officer proposes that another one gets a role.</summary>
public sealed record ProposeRole(string Role, string Reason);

/// <summary>A second officer grants what was proposed.</summary>
public sealed record GrantRole(Guid ProposalId);

/// <summary>What was proposed is not granted.</summary>
public sealed record DenyRole(Guid ProposalId, string Reason);

/// <summary>The answer: the id only.</summary>
public sealed record ProposalAnswer(Guid ProposalId);

public static class ProposeRoleEndpoint
{
    public static Task<OfficerOnRecord> LoadAsync(string officerId, IDocumentSession session, CancellationToken ct) => OfficerOnRecord.Load(officerId, session, ct);

    public static ProblemDetails Validate(ProposeRole command, Act act, OfficerOnRecord officer) =>
        officer.RefuseSelf(act, Roles.RoleAdmin)
        ?? (Roles.Labels.ContainsKey(command.Role) ? null : Problems.Invalid("$.role", $"One of {string.Join(", ", Roles.Labels.Keys)}.", $"应为 {string.Join("、", Roles.Labels.Keys)} 之一。"))
        ?? (officer.Standing?.Roles.Any(r => r.Granted && r.Role == command.Role) is true ? Problems.AlreadyExists("The role is granted.", "该角色已授予。") : null)
        ?? (officer.Standing?.Proposals.Any(p => p.Role == command.Role) is true ? Problems.AlreadyExists("The role is proposed; a second officer answers.", "该角色已有待批提议。") : null)
        ?? Text.Refuse("$.reason", command.Reason, 1000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/roles")]
    public static async Task<Created<ProposalAnswer>> Post(ProposeRole command, OfficerOnRecord officer, Vault vault, IdempotencyRecord record, CancellationToken ct)
    {
        var id = LedgerId.New();
        officer.Append(Decide(id, command, await officer.KeyAsync(vault, ct)));
        return record.Creates($"/api/officers/{Uri.EscapeDataString(officer.ActorId!)}", new ProposalAnswer(id));
    }

    public static RoleProposed Decide(Guid id, ProposeRole command, SubjectKey key) => new(id, command.Role, key.Seal(command.Reason));
}

public static class GrantRoleEndpoint
{
    public static Task<OfficerOnRecord> LoadAsync(string officerId, IDocumentSession session, CancellationToken ct) => OfficerOnRecord.Load(officerId, session, ct);

    public static ProblemDetails Validate(GrantRole command, Act act, OfficerOnRecord officer) =>
        officer.RefuseSelf(act, Roles.RoleAdmin)
        ?? (Proposals.Find(command.ProposalId, officer) is { } proposal ? TwoOfficers.Refuse(act, proposal.By, Roles.RoleAdmin) : Proposals.Unknown())
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/roles/approval"), EmptyResponse]
    public static void Post(GrantRole command, OfficerOnRecord officer) => officer.Append(Decide(command, officer));

    public static RoleGranted Decide(GrantRole command, OfficerOnRecord officer) => new(command.ProposalId, Proposals.Find(command.ProposalId, officer)!.Role);
}

public static class DenyRoleEndpoint
{
    public static Task<OfficerOnRecord> LoadAsync(string officerId, IDocumentSession session, CancellationToken ct) => OfficerOnRecord.Load(officerId, session, ct);

    /// <summary>Who proposed it may take it back this way.</summary>
    public static ProblemDetails Validate(DenyRole command, Act act, OfficerOnRecord officer) =>
        officer.RefuseSelf(act, Roles.RoleAdmin)
        ?? (Proposals.Find(command.ProposalId, officer) is null ? Proposals.Unknown() : null)
        ?? Text.Refuse("$.reason", command.Reason, 1000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/roles/denial"), EmptyResponse]
    public static async Task Post(DenyRole command, OfficerOnRecord officer, Vault vault, CancellationToken ct) => officer.Append(Decide(command, officer, await officer.KeyAsync(vault, ct)));

    public static RoleDenied Decide(DenyRole command, OfficerOnRecord officer, SubjectKey key) =>
        new(command.ProposalId, Proposals.Find(command.ProposalId, officer)!.Role, key.Seal(command.Reason));
}

static class Proposals
{
    public static RoleProposal? Find(Guid id, OfficerOnRecord officer) => officer.Standing?.Proposals.FirstOrDefault(p => p.Id == id);

    public static ProblemDetails Unknown() => Problems.Invalid("$.proposalId", "No proposal of this id waits for an answer.", "没有此待批提议。");
}
