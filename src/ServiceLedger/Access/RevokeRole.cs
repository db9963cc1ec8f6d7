using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>A role is taken away from an officer at once, also where the sign-in names it.</summary>
public sealed record RevokeRole(string Role, string Reason);

public static class RevokeRoleEndpoint
{
    public static Task<OfficerOnRecord> LoadAsync(string officerId, IDocumentSession session, CancellationToken ct) => OfficerOnRecord.Load(officerId, session, ct);

    public static ProblemDetails Validate(RevokeRole command, Act act, OfficerOnRecord officer) =>
        officer.Refuse(act, Roles.RoleAdmin)
        ?? Text.Refuse("$.role", command.Role, 100)
        ?? (officer.Standing?.Roles.Any(r => !r.Granted && r.Role == command.Role) is true ? Problems.AlreadyExists("The role is revoked.", "该角色已撤销。") : null)
        ?? Text.Refuse("$.reason", command.Reason, 1000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/roles/revocation"), EmptyResponse]
    public static async Task Post(RevokeRole command, OfficerOnRecord officer, Vault vault, CancellationToken ct) => officer.Append(Decide(command, await officer.KeyAsync(vault, ct)));

    public static RoleRevoked Decide(RevokeRole command, SubjectKey key) => new(command.Role, key.Seal(command.Reason));
}
