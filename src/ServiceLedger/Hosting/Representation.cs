namespace ServiceLedger.Hosting;

/// <summary>What somebody may do for another under a mandate; the names are the stored format: add, never rename or remove.</summary>
public enum Power
{
    /// <summary>Read the matters of the items in scope; whoever may do anything else may read.</summary>
    Read,

    /// <summary>Apply: drafts and submissions.</summary>
    Submit,

    /// <summary>Hand in papers and keep documents for it.</summary>
    HandIn,
    Correct,
    Promise,
    Withdraw,
    AskForHearing,

    /// <summary>Receive decisions and read them.</summary>
    ReceiveDecisions,
    Renew,

    /// <summary>Ask how a machine came to a decision, and that a person look at it (PIPL art. 24).</summary>
    AskForReview,

    /// <summary>Say that data fetched about the person are right.</summary>
    ConfirmData,

    /// <summary>Say that data fetched about the person are wrong.</summary>
    ContestData,

    /// <summary>Say who may use the person's documents for other matters.</summary>
    DecideOnReuse,

    /// <summary>Read who looked at the person's record.</summary>
    SeeLooks,
    ObjectToLooks,

    /// <summary>Ask for what the law gives the person over their data (PIPL art. 44 to 48).</summary>
    ExerciseRights,

    /// <summary>Apply for reconsideration and sue, and do in it what the person may do (REV art. 17; LIT art. 31).</summary>
    Challenge
}

/// <summary>What one request may do for another person: the mandate it names as it stands now. It goes into no event; the mandate's id does.</summary>
/// <param name="CitizenId">The person represented.</param>
/// <param name="Items">Codes of the items in scope; null where all are.</param>
/// <param name="Matter">The person's matter that the request names, where it names one.</param>
public sealed record Representation(Guid CitizenId, IReadOnlyCollection<string>? Items, IReadOnlyCollection<Power> Powers, RepresentedMatter? Matter = null)
{
    /// <summary>Whether it reaches this far; what belongs to no one item (null) takes a mandate over all items.</summary>
    public bool Covers(Guid citizenId, Power power, string? itemCode) => Has(citizenId, power) && (Items is null || (itemCode is not null && Items.Contains(itemCode)));

    /// <summary>Whether it reaches this far in some item.</summary>
    public bool Has(Guid citizenId, Power power) => CitizenId == citizenId && Powers.Contains(power);
}

/// <summary>A matter and the item it is about.</summary>
public sealed record RepresentedMatter(Guid Id, string ItemCode);
