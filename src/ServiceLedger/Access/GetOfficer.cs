using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>An officer's standing.</summary>
/// <param name="Roles">What is known of each role; what the sign-in gives is known of who is asking only.</param>
/// <param name="UnlockProposal">The proposal a second supervisor may agree to.</param>
/// <param name="Relatives">Citizen ids; to supervisors only.</param>
/// <param name="OwnRecord">The officer's citizen id; to supervisors only.</param>
public sealed record OfficerView(
    string OfficerId, IReadOnlyList<RoleView> Roles, IReadOnlyList<RoleProposal> Proposals, bool Locked, Guid? UnlockProposal, IReadOnlyList<Guid>? Relatives, Guid? OwnRecord, long Version);

/// <summary>One role: whether it is held, and why.</summary>
/// <param name="By">Who granted or revoked it.</param>
public sealed record RoleView(string Role, string Label, bool Held, RoleGround Ground, string? By = null, DateTimeOffset? At = null);

public enum RoleGround { SignIn, Granted, Revoked }

public static class GetOfficerEndpoint
{
    public static ProblemDetails Validate(string officerId, Act act) =>
        OfficerStream.Read(officerId) is not { } id ? Problems.NotFound()
        : act.IsOfficer && (act.ActorId == id || act.Role is Roles.RoleAdmin or Roles.Supervisor) ? WolverineContinue.NoProblems
        : Problems.Forbidden("This is for the officer, for supervisors and for who grants roles.", "仅限本人、监督人员和角色管理员查看。");

    [WolverineGet("/api/officers/{officerId}")]
    public static async Task<OfficerView> Get(string officerId, Act act, IQuerySession session, CancellationToken ct)
    {
        var id = OfficerStream.Read(officerId)!;
        return View(await session.LoadAsync<Officer>(OfficerStream.Of(id), ct) ?? new(OfficerStream.Of(id), id), act);
    }

    public static OfficerView View(Officer officer, Act act)
    {
        var ofSignIn = act.ActorId == officer.ActorId ? (act.RolesOfSignIn ?? [act.Role!]).Where(role => officer.Roles.All(r => r.Role != role)) : [];
        var supervises = act.Role is Roles.Supervisor && act.ActorId != officer.ActorId;
        return new(
            officer.ActorId,
            [
                .. ofSignIn.Select(role => new RoleView(role, Roles.InWords(role), true, RoleGround.SignIn)),
                .. officer.Roles.Select(r => new RoleView(r.Role, Roles.InWords(r.Role), r.Granted, r.Granted ? RoleGround.Granted : RoleGround.Revoked, r.By, r.At))
            ],
            officer.Proposals, officer.Locked, officer.Unlocking?.Id, supervises ? officer.Relatives : null, supervises ? officer.OwnRecord : null, officer.Version);
    }
}
