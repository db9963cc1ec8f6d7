using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Citizens;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>Somebody asks for what the law gives them over their data (PIPL art. 45 to 49).</summary>
/// <param name="Department">Which answers: the person may go to any that handles their data (art. 20).</param>
/// <param name="DueBy">By when it answers; the law says only: in time (art. 50).</param>
/// <param name="Fact">Of a rectification.</param>
/// <param name="Kin">Of the dead: who asks for their own lawful interest (art. 49).</param>
public sealed record RightsRequestLodged(
    Guid CitizenId, RightsRequestKind Kind, string Department, RightsLodger By, DateOnly DueBy, Sealed<string>? Text = null, DeletionGround? DeletionGround = null, FactInQuestion? Fact = null,
    NextOfKin? Kin = null) : ICitizenEvent;

/// <summary>The person is told what is processed about them, why and how long (PIPL art. 45, 48).</summary>
public sealed record AccessGranted(Guid CitizenId, Sealed<string>? Text) : ICitizenEvent;

/// <summary>The person may take everything along (PIPL art. 45).</summary>
/// <param name="Position">The sequence of the last event in the copy.</param>
/// <param name="Events">How many.</param>
/// <param name="Digest">base64url(SHA-256 of the ids of the events in order, each followed by LF).</param>
public sealed record CopyIssued(Guid CitizenId, long Position, int Events, string Digest) : ICitizenEvent;

/// <summary>The department has checked whether a fact is wrong (PIPL art. 46).</summary>
public sealed record RectificationVerified(Guid CitizenId, Sealed<string> Findings) : ICitizenEvent;

/// <summary>A fact is put right; what stood before stays on record and counts no more (PIPL art. 46).</summary>
/// <param name="DataRequestId">The request by which the wrong one was given.</param>
public sealed record FactRectified(Guid CitizenId, FactKind Fact, Guid? DataRequestId, string? Field, Sealed<string>? Before, Sealed<string> After) : ICitizenEvent;

/// <summary>The restriction that was asked for is in force.</summary>
public sealed record RestrictionGranted(Guid CitizenId, Guid RestrictionId) : ICitizenEvent;

/// <summary>The data are to be destroyed; or, because the law demands that they are kept on, they are restricted instead (PIPL art. 47).</summary>
/// <remarks>A restriction instead refuses what was asked: it cannot be without reasons and what can be done about it (PIPL art. 50).</remarks>
public sealed record DeletionDecided : ICitizenEvent
{
    public DeletionDecided(Guid citizenId, DeletionOutcome outcome, string law, Guid? restrictionId = null, DateOnly? keptUntil = null, Sealed<string>? reasons = null, Remedies? remedies = null)
    {
        if (outcome is DeletionOutcome.RestrictInstead)
        {
            ArgumentNullException.ThrowIfNull(reasons);
            ArgumentNullException.ThrowIfNull(remedies);
        }

        (CitizenId, Outcome, Law, RestrictionId, KeptUntil, Reasons, Remedies) = (citizenId, outcome, law, restrictionId, keptUntil, reasons, remedies);
    }

    public Guid CitizenId { get; }
    public DeletionOutcome Outcome { get; }
    public string Law { get; }
    public Guid? RestrictionId { get; }

    /// <summary>The last day on which they must be kept, where there is one.</summary>
    public DateOnly? KeptUntil { get; }

    public Sealed<string>? Reasons { get; }
    public Remedies? Remedies { get; }
}

/// <summary>What was asked for is refused, with reasons and what can be done about it (PIPL art. 50).</summary>
public sealed record RightsRequestRefused : ICitizenEvent
{
    public RightsRequestRefused(Guid citizenId, Sealed<string> reasons, Remedies remedies)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (CitizenId, Reasons, Remedies) = (citizenId, reasons, remedies);
    }

    public Guid CitizenId { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
}

// -- What stands in the events --

/// <summary>To know what is processed, to have a copy, to have it put right, restricted, deleted.</summary>
public enum RightsRequestKind { Access, Copy, Rectification, Restriction, Deletion }

public enum RightsLodger { Person, Guardian, Representative, NextOfKin }

/// <summary>PIPL art. 47(1) to (5): the purpose is reached or cannot be, or the data are not needed for it; the service has ended or the time is over; consent is withdrawn; against law or agreement; other cases of the law.</summary>
public enum DeletionGround { PurposeReached, ServiceEnded, ConsentWithdrawn, AgainstTheLaw, OtherByLaw }

/// <summary>The name of the person, or a field that one department gave another.</summary>
public enum FactKind { Name, Data }

public enum DeletionOutcome { Erase, RestrictInstead }

/// <summary>A fact that the person says is wrong.</summary>
/// <param name="Claim">What they say is right.</param>
public sealed record FactInQuestion(FactKind Kind, Sealed<string> Claim, Guid? DataRequestId = null, string? Field = null);

/// <summary>A near relative of somebody who died.</summary>
/// <param name="DeathProof">Number of the death certificate.</param>
public sealed record NextOfKin(Sealed<string> Name, Sealed<string> Relation, Sealed<string> DeathProof);
