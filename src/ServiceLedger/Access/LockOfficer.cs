using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>A supervisor locks an officer: from the next request on nothing is answered to them.</summary>
public sealed record LockOfficer(string Reason);

/// <summary>A supervisor proposes to unlock an officer.</summary>
public sealed record ProposeUnlock(string Reason);

/// <summary>A second supervisor unlocks the officer.</summary>
public sealed record UnlockOfficer(Guid ProposalId);

public static class LockOfficerEndpoint
{
    public static Task<OfficerOnRecord> LoadAsync(string officerId, IDocumentSession session, CancellationToken ct) => OfficerOnRecord.Load(officerId, session, ct);

    public static ProblemDetails Validate(LockOfficer command, Act act, OfficerOnRecord officer) =>
        officer.Refuse(act, Roles.Supervisor)
        ?? (officer.Standing is { Locked: true } ? Problems.AlreadyExists("The officer is locked.", "该人员已被锁定。") : null)
        ?? Text.Refuse("$.reason", command.Reason, 1000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/lock"), EmptyResponse]
    public static async Task Post(LockOfficer command, OfficerOnRecord officer, Vault vault, CancellationToken ct) => officer.Append(Decide(command, await officer.KeyAsync(vault, ct)));

    public static OfficerLocked Decide(LockOfficer command, SubjectKey key) => new(key.Seal(command.Reason));
}

public static class ProposeUnlockEndpoint
{
    public static Task<OfficerOnRecord> LoadAsync(string officerId, IDocumentSession session, CancellationToken ct) => OfficerOnRecord.Load(officerId, session, ct);

    public static ProblemDetails Validate(ProposeUnlock command, Act act, OfficerOnRecord officer) =>
        officer.RefuseSelf(act, Roles.Supervisor)
        ?? (officer.Standing is { Locked: true } ? null : Problems.NotInThisState("unlocked", ["lock"]))
        ?? (officer.Standing!.Unlocking is null ? null : Problems.AlreadyExists("It is proposed; a second supervisor answers.", "已有待批的解锁提议。"))
        ?? Text.Refuse("$.reason", command.Reason, 1000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/unlock-proposal")]
    public static async Task<Created<ProposalAnswer>> Post(ProposeUnlock command, OfficerOnRecord officer, Vault vault, IdempotencyRecord record, CancellationToken ct)
    {
        var id = LedgerId.New();
        officer.Append(Decide(id, command, await officer.KeyAsync(vault, ct)));
        return record.Creates($"/api/officers/{Uri.EscapeDataString(officer.ActorId!)}", new ProposalAnswer(id));
    }

    public static UnlockProposed Decide(Guid id, ProposeUnlock command, SubjectKey key) => new(id, key.Seal(command.Reason));
}

public static class UnlockOfficerEndpoint
{
    public static Task<OfficerOnRecord> LoadAsync(string officerId, IDocumentSession session, CancellationToken ct) => OfficerOnRecord.Load(officerId, session, ct);

    public static ProblemDetails Validate(UnlockOfficer command, Act act, OfficerOnRecord officer) =>
        officer.RefuseSelf(act, Roles.Supervisor)
        ?? (officer.Standing?.Unlocking is { } proposal && proposal.Id == command.ProposalId ? TwoOfficers.Refuse(act, proposal.By, Roles.Supervisor) : Proposals.Unknown())
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/officers/{officerId}/unlock"), EmptyResponse]
    public static void Post(UnlockOfficer command, OfficerOnRecord officer) => officer.Append(Decide(command));

    public static OfficerUnlocked Decide(UnlockOfficer command) => new(command.ProposalId);
}
