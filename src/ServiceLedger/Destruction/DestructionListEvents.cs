namespace ServiceLedger.Destruction;

// The permanent record. These names and fields are the stored format: add, never rename or remove.
// One stream per list. It names citizens by their ids and says nothing else of them, so that it stays as the proof when they are erased.

/// <summary>Records that were kept long enough are to be destroyed (PIPL art. 47; implementing regulations of the archives law, art. 24).</summary>
/// <param name="Law">The provision it rests on.</param>
public sealed record DestructionListProposed(string ListNumber, string Law, ListedRecord[] Records);

/// <summary>A second officer has gone through the list; what is taken off stays on record.</summary>
public sealed record DestructionListReviewed(TakenOff[] TakenOff);

/// <summary>An officer other than who proposed it approves; the second approval lets it be executed.</summary>
public sealed record DestructionListApproved(int Approval);

/// <summary>Everything on the list is destroyed, or kept because something demands it again.</summary>
/// <param name="Erased">How many records.</param>
/// <param name="Kept">The citizens whose records were not due any more when it came to them.</param>
/// <param name="Commitments">How many sealed values stay as their digests.</param>
/// <param name="Documents">How many files with the content of documents were deleted.</param>
/// <param name="Matters">What was destroyed, by item.</param>
public sealed record DestructionListExecuted(string ListNumber, int Erased, Guid[] Kept, long Commitments, int Documents, DestroyedMatters[] Matters);

// -- What stands in the events --

/// <summary>A citizen's record on a list.</summary>
/// <param name="Matters">How many matters it holds.</param>
/// <param name="KeptUntil">The last day on which it had to be kept; absent where it holds none.</param>
public sealed record ListedRecord(Guid CitizenId, int Matters, DateOnly? KeptUntil = null);

/// <summary>A record that is kept after all.</summary>
public sealed record TakenOff(Guid CitizenId, TakenOffReason Reason);

/// <summary>A proceeding or an audit needs it; it is of value to the archives; its day was computed wrongly; the person asked for it.</summary>
public enum TakenOffReason { UnderProceeding, ArchivalValue, WrongDay, RightsRequest }

/// <summary>How many matters of one item were destroyed.</summary>
public sealed record DestroyedMatters(string ItemCode, int Matters);
