using ServiceLedger.Hosting;

namespace ServiceLedger.Privacy;

// The permanent record. These names and fields are the stored format: add, never rename or remove.
// One stream per citizen: what keeps their data from being used, from being destroyed, and that they are destroyed.

/// <summary>All processing but storing and protecting stops, for the whole record or one thing in it (PIPL art. 46, 47).</summary>
/// <param name="StreamId">The matter or document; absent where it is the whole record.</param>
/// <param name="Law">The provision it rests on.</param>
/// <param name="Approver">The officer who answers for it.</param>
public sealed record ProcessingRestricted(
    Guid CitizenId, Guid RestrictionId, RestrictionScope Scope, Guid? StreamId, RestrictionGround Ground, string Law, string Approver, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>A restriction ends: what it rested on is gone.</summary>
public sealed record RestrictionLifted(Guid CitizenId, Guid RestrictionId, string Approver, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>Nothing is destroyed that a proceeding or an audit may need, however long it was kept.</summary>
/// <param name="ApplicationId">The matter; absent where it is the whole record.</param>
/// <param name="Authority">The body that needs it.</param>
/// <param name="DocumentNumber">Its order.</param>
public sealed record LegalHoldPlaced(Guid CitizenId, Guid HoldId, Guid? ApplicationId, string Authority, string DocumentNumber, string Approver) : ICitizenEvent;

/// <summary>A hold ends.</summary>
public sealed record LegalHoldLifted(Guid CitizenId, Guid HoldId, string Authority, string DocumentNumber, string Approver) : ICitizenEvent;

/// <summary>The citizen's keys are destroyed under a list; written before they are, so that no key is ever gone without a word (PIPL art. 47; archives law art. 24).</summary>
/// <param name="KeyIds">As sealed values name them.</param>
public sealed record SubjectKeyDestroyed(Guid CitizenId, Guid DestructionListId, string ListNumber, string[] KeyIds) : ICitizenEvent;

/// <summary>Nobody can read the citizen's values any more; what the log commits to stays as it is.</summary>
/// <param name="Commitments">How many sealed values stay as their digests.</param>
/// <param name="Documents">How many files with the content of documents were deleted.</param>
/// <param name="Approver">The officer whose approval was the last one needed.</param>
public sealed record PayloadErased(
    Guid CitizenId, ErasureScope Scope, string[] KeyIds, long Commitments, int Documents, string Law, string Approver, Guid DestructionListId, string ListNumber) : ICitizenEvent;

// -- What stands in the events --

public enum RestrictionScope { WholeRecord, Matter, Document }

/// <summary>The law demands that it is kept on, or it cannot be deleted with the means there are (PIPL art. 47), or whether it is right is contested (art. 46).</summary>
public enum RestrictionGround { RetentionNotExpired, TechnicallyHard, AccuracyContested }

/// <summary>Who somebody is, and everything written about their matters.</summary>
public enum ErasureScope { IdentityAndMatters }
