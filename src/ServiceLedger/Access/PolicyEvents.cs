namespace ServiceLedger.Access;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>Somebody proposes other rules; nothing changes by it.</summary>
/// <param name="Proposed">The version the rules would be.</param>
/// <param name="Rules">All of them: a version stands by itself.</param>
/// <param name="Why">What the change is for; it names nobody.</param>
public sealed record PolicyProposed(int Proposed, PolicyRule[] Rules, string Why);

/// <summary>The proposal is turned down.</summary>
public sealed record PolicyRejected(int Proposed, string Why);

/// <summary>From here on these rules hold. Version 1 is the one the service ships with.</summary>
public sealed record PolicyAdopted(int PolicyVersion, PolicyRule[] Rules);

// -- What stands in the events --

/// <summary>
/// One line of the policy. An empty list stands for everything of its kind. A question is answered by every line it meets: nothing is allowed
/// that no line permits, and what one line forbids no other permits.
/// </summary>
/// <param name="Id">A short name, unique in the policy.</param>
/// <param name="Who">Roles of officers; or citizen, agent, system for those who have no role.</param>
/// <param name="Relations">How whoever asks stands to what is asked for.</param>
/// <param name="Purposes">DPV codes of the purpose that was stated.</param>
/// <param name="Matter">Whether a matter of the person, in which whoever asks takes part, must have been stated.</param>
/// <param name="Ground">The law it rests on, as it is told to whoever is refused by it.</param>
public sealed record PolicyRule(
    string Id, PolicyEffect Effect, string[] Who, Relation[] Relations, FileSection[] Sections, FieldClass[] Fields, PolicyAction[] Actions, string[] Purposes, bool Matter, string Ground);

public enum PolicyEffect { Permit, Forbid }

/// <summary>How an actor stands to a thing on record.</summary>
public enum Relation
{
    /// <summary>In none of the following.</summary>
    None,

    /// <summary>It is about them.</summary>
    Self,

    /// <summary>They act for the person it is about, under a mandate that covers it.</summary>
    Represented,

    /// <summary>Their department handles the matter, made the decision, asked for the data or holds the document.</summary>
    InCharge,

    /// <summary>Their department takes part: it was asked, sent to, provides the data, is above the one in charge, or may reuse the document.</summary>
    Party,

    /// <summary>They opened the file in an emergency that still runs.</summary>
    Emergency,

    /// <summary>It is about the officer or a relative the officer declared.</summary>
    OwnCase
}

public enum PolicyAction
{
    Read,

    /// <summary>Finds somebody by what is known of them.</summary>
    Search,
    Export,
    Print,

    /// <summary>Puts somebody on record.</summary>
    Register,

    /// <summary>Does the next thing in a matter.</summary>
    Write,

    /// <summary>Decides about somebody, or changes what was decided.</summary>
    Decide,
    Supervise,

    /// <summary>Opens a file in an emergency.</summary>
    BreakGlass,
    GrantRoles,
    ChangePolicy,

    /// <summary>Reads the rules and the own standing, and says of whom one is a relative.</summary>
    OwnOffice,

    /// <summary>Reads the entries of the transparency log.</summary>
    AuditLog,

    /// <summary>Restricts what may be done with somebody's data, keeps it from being destroyed, or lifts either.</summary>
    Restrict,

    /// <summary>Reads data that is restricted.</summary>
    ReadRestricted,

    /// <summary>Proposes, reviews or approves the destruction of what was kept long enough.</summary>
    Destroy
}

/// <summary>What sort of value a field holds.</summary>
public enum FieldClass
{
    /// <summary>States, dates, codes, ids of matters: nothing that was written in words or tells who somebody is.</summary>
    Facts,
    Name,

    /// <summary>The ID number in full; without it a mask is shown.</summary>
    IdNumber,
    BirthDate,
    Residence,

    /// <summary>What somebody wrote: reasons, statements, findings.</summary>
    Texts,

    /// <summary>The values that another department gave.</summary>
    Values,

    /// <summary>The content of documents.</summary>
    Content,

    /// <summary>Which officer did something.</summary>
    Officers
}
