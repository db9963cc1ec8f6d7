using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

/// <summary>What the ledger holds of an officer: roles granted and taken away, whether they are locked, and whose cases are not theirs to handle.</summary>
/// <param name="ActorId">The id that the officer signs in with.</param>
public sealed record Officer(Guid Id, string ActorId, long Version = 0)
{
    /// <summary>The last word on each role; of a role not named here the sign-in has it.</summary>
    public RoleStanding[] Roles { get; init; } = [];

    /// <summary>Proposals nobody has answered.</summary>
    public RoleProposal[] Proposals { get; init; } = [];
    public bool Locked { get; init; }
    public UnlockProposal? Unlocking { get; init; }

    /// <summary>Citizen ids of the relatives declared.</summary>
    public Guid[] Relatives { get; init; } = [];

    /// <summary>The officer's own citizen id.</summary>
    public Guid? OwnRecord { get; init; }

    public static Officer Create(IEvent<OfficerListed> e) => new(e.StreamId, e.Data.Officer);

    public Officer Apply(IEvent<RoleProposed> e) => this with { Proposals = [.. Proposals, new(e.Data.ProposalId, e.Data.Role, By(e))] };
    public Officer Apply(IEvent<RoleGranted> e) => Answered(e.Data.ProposalId) with { Roles = With(new(e.Data.Role, true, By(e).ActorId, e.Timestamp)) };
    public Officer Apply(RoleDenied e) => Answered(e.ProposalId);
    public Officer Apply(IEvent<RoleRevoked> e) => this with { Roles = With(new(e.Data.Role, false, By(e).ActorId, e.Timestamp)) };
    public Officer Apply(OfficerLocked _) => this with { Locked = true, Unlocking = null };
    public Officer Apply(IEvent<UnlockProposed> e) => this with { Unlocking = new(e.Data.ProposalId, By(e)) };
    public Officer Apply(OfficerUnlocked _) => this with { Locked = false, Unlocking = null };
    public Officer Apply(KinDeclared e) => this with { Relatives = [.. Relatives.Union([e.RelativeId])] };
    public Officer Apply(KinWithdrawn e) => this with { Relatives = [.. Relatives.Except([e.RelativeId])] };
    public Officer Apply(OwnRecordLinked e) => this with { OwnRecord = e.CitizenId };

    Officer Answered(Guid proposal) => this with { Proposals = [.. Proposals.Where(p => p.Id != proposal)] };

    RoleStanding[] With(RoleStanding last) => [.. Roles.Where(r => r.Role != last.Role), last];

    static Proposer By(IEvent e) => e.Act() is { } act ? Proposer.Of(act) : new("", null, null);

    /// <summary>Whose cases are not theirs to handle.</summary>
    [JsonIgnore]
    public IEnumerable<Guid> Kin => OwnRecord is { } own ? [own, .. Relatives] : Relatives;

    /// <summary>The roles held: those of the sign-in and those granted here, without those revoked here.</summary>
    public IEnumerable<string> Effective(IEnumerable<string> ofSignIn) =>
        ofSignIn.Union(Roles.Where(r => r.Granted).Select(r => r.Role)).Except(Roles.Where(r => !r.Granted).Select(r => r.Role));

    /// <summary>Refuses everything to an officer who is locked, or acts in a role that was revoked, or that neither sign-in nor ledger gives them.</summary>
    public static ProblemDetails? Refuse(Officer? officer, Act act)
    {
        if (officer is { Locked: true })
            return Problems.Forbidden("You are locked; a supervisor tells why.", "您的账号已被锁定，请联系监督人员。");
        if (act.Role is not { } role || (officer?.Effective(act.RolesOfSignIn ?? [role]) ?? act.RolesOfSignIn ?? [role]).Contains(role))
            return null;
        return officer?.Roles.Any(r => r.Role == role) is true
            ? Problems.Forbidden($"The role {role} was revoked.", $"角色 {role} 已被撤销。")
            : Problems.Forbidden("You do not have the role you state.", "您没有所述角色。");
    }
}

/// <summary>The last word on a role.</summary>
/// <param name="Granted">False: it was revoked.</param>
public sealed record RoleStanding(string Role, bool Granted, string By, DateTimeOffset At);

public sealed record RoleProposal(Guid Id, string Role, Proposer By);

public sealed record UnlockProposal(Guid Id, Proposer By);

/// <summary>
/// The id of an officer's stream: a UUID version 8 (RFC 9562 §5.8) of the SHA-256 of the actor id, so that whoever knows the officer finds it without asking.
/// </summary>
public static class OfficerStream
{
    public static Guid Of(string actorId)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"officer\n{actorId}"))[..16];
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }

    /// <summary>The actor id that an address names; null where it is none. A slash in it comes encoded, and routing leaves it so.</summary>
    public static string? Read(string inAddress)
    {
        var id = inAddress.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return WhoIs.IsActorId(id) ? id : null;
    }
}

/// <summary>The officer whom a request is about, with what is on record of them.</summary>
/// <param name="ActorId">Null where the address names nobody.</param>
/// <param name="Standing">Null where nothing is on record.</param>
public sealed record OfficerOnRecord(string? ActorId, Officer? Standing = null, IEventStream<Officer>? Stream = null)
{
    public static async Task<OfficerOnRecord> Load(string inAddress, IDocumentSession session, CancellationToken ct)
    {
        if (OfficerStream.Read(inAddress) is not { } id)
            return new(ActorId: null);
        var stream = await session.Events.FetchForWriting<Officer>(OfficerStream.Of(id), ct);
        return new(id, stream.Aggregate, stream);
    }

    /// <summary>Whether the actor is the officer concerned.</summary>
    public bool Is(Act act) => act.IsOfficer && act.ActorId == ActorId;

    /// <summary>Refuses whoever has not the role that this takes.</summary>
    public ProblemDetails? Refuse(Act act, string role) =>
        ActorId is null ? Problems.NotFound()
        : !act.IsOfficer || act.Role != role ? Problems.Forbidden($"Officers of the role {role} do this.", $"由{Roles.Labels[role].Zh}（{role}）办理。")
        : null;

    /// <summary>Refuses the officer concerned too.</summary>
    public ProblemDetails? RefuseSelf(Act act, string role) =>
        Refuse(act, role) ?? (Is(act) ? Problems.Forbidden("Nobody does this for themselves.", "本人不得为自己办理。") : null);

    /// <summary>The key of the officer, made where there is none yet.</summary>
    public async Task<SubjectKey> KeyAsync(Vault vault, CancellationToken ct)
    {
        var id = OfficerStream.Of(ActorId!);
        if (await vault.FindKey(id, PurposeClass.Matters, ct) is { } key)
            return key;
        await vault.MakeKeysFor([id], ct);
        return await vault.KeyOf(id, PurposeClass.Matters, ct);
    }

    /// <summary>Records it, and whose stream it is where nothing was recorded before.</summary>
    public void Append(object happened) => Stream!.AppendMany(Standing is null ? [new OfficerListed(ActorId!), happened] : [happened]);
}
