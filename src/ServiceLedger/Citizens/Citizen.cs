using JasperFx.Events;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Citizens;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A person becomes known to the ledger by their ID number (GB 11643).</summary>
/// <param name="BirthDate">yyyy-MM-dd, taken from the ID number.</param>
/// <param name="ResidenceDivision">Division code, 6, 9 or 12 digits.</param>
/// <param name="UrbanRuralClass">NBS class of the residence, where known.</param>
public sealed record CitizenRegistered(
    Guid CitizenId, Sealed<string> IdNumber, Sealed<string> Name, Sealed<string> BirthDate, string ResidenceDivision, string? UrbanRuralClass) : ICitizenEvent;

/// <summary>A person is taken over from another register's log, known only by a reference there.</summary>
public sealed record CitizenImported(Guid CitizenId, string Source, Sealed<string> Reference) : ICitizenEvent;

/// <summary>
/// Two records turn out to be one person's. Each says so of itself: first the one that stands for both from then on, then, by another officer, the one that is used no more.
/// Nothing of either is copied or changed, so that it can be taken back.
/// </summary>
/// <param name="Other">The other record.</param>
/// <param name="Grounds">What shows that they are one.</param>
public sealed record IdentitiesMerged(Guid CitizenId, Guid Other, MergePart Part, Sealed<string> Grounds) : ICitizenEvent;

/// <summary>They are two after all: said by the record that was used no more first, then by the other.</summary>
public sealed record MergeReversed(Guid CitizenId, Guid Other, Sealed<string> Reasons) : ICitizenEvent;

/// <summary>Which of two records of one person it is: the one that stands for both, or the one that is used no more.</summary>
public enum MergePart { Survivor, Absorbed }

/// <summary>What a record says of another of the same person.</summary>
/// <param name="Officer">Who recorded it.</param>
public sealed record Merge(Guid Other, MergePart Part, string Officer);

/// <summary>What the events add up to: that the citizen is there, where they live, and which other records are theirs.</summary>
public sealed record Citizen(Guid Id, string? ResidenceDivision, string? UrbanRuralClass, long Version = 0)
{
    /// <summary>Since when they are on record.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Other records of the same person.</summary>
    public Merge[] Merges { get; init; } = [];

    public static Citizen Create(IEvent<CitizenRegistered> e) => new(e.StreamId, e.Data.ResidenceDivision, e.Data.UrbanRuralClass) { Since = e.Timestamp };
    public static Citizen Create(IEvent<CitizenImported> e) => new(e.StreamId, null, null) { Since = e.Timestamp };
    public Citizen Apply(IEvent<IdentitiesMerged> e) => this with { Merges = [.. Merges, new(e.Data.Other, e.Data.Part, e.UserName ?? "")] };
    public Citizen Apply(MergeReversed e) => this with { Merges = [.. Merges.Where(m => m.Other != e.Other)] };
}

/// <summary>Finds a citizen by their ID number: the id is its blind index, so one number is registered once.</summary>
public sealed record CitizenByIdNumber(string Id, Guid CitizenId);

/// <summary>Finds citizens by name and birth date together; several may share both.</summary>
public sealed record CitizenByName(Guid Id, string Index);
