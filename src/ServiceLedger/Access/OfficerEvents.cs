using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

// The permanent record. These names and fields are the stored format: add, never rename or remove.
// One stream per officer. What concerns the officer is sealed under the officer's key, what concerns a relative under the relative's.

/// <summary>Something is recorded of an officer for the first time: whose stream it is.</summary>
/// <param name="Officer">The actor id that the officer signs in with.</param>
public sealed record OfficerListed(string Officer);

/// <summary>An officer proposes that another one gets a role.</summary>
public sealed record RoleProposed(Guid ProposalId, string Role, Sealed<string> Reason);

/// <summary>A second officer agrees: the role is held from now on.</summary>
public sealed record RoleGranted(Guid ProposalId, string Role);

/// <summary>It was not agreed to.</summary>
public sealed record RoleDenied(Guid ProposalId, string Role, Sealed<string> Reason);

/// <summary>The role is taken away, also where the sign-in names it; it stands until a new grant.</summary>
public sealed record RoleRevoked(string Role, Sealed<string> Reason);

/// <summary>The officer can do nothing any more, in any role.</summary>
public sealed record OfficerLocked(Sealed<string> Reason);

/// <summary>A supervisor proposes that the officer be unlocked.</summary>
public sealed record UnlockProposed(Guid ProposalId, Sealed<string> Reason);

/// <summary>A second supervisor agrees.</summary>
public sealed record OfficerUnlocked(Guid ProposalId);

/// <summary>A citizen is a relative of the officer, who keeps away from their cases (LIC art. 48(3), Civil Servants Law art. 76).</summary>
/// <param name="RelativeId">The relative's citizen id.</param>
/// <param name="Relation">How they are related.</param>
/// <param name="Reason">Where a supervisor records it.</param>
public sealed record KinDeclared(Guid RelativeId, Sealed<string> Relation, Sealed<string>? Reason = null);

/// <summary>The declaration was wrong, or holds no longer.</summary>
public sealed record KinWithdrawn(Guid RelativeId, Sealed<string> Reason);

/// <summary>Which citizen the officer is.</summary>
public sealed record OwnRecordLinked(Guid CitizenId);
