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

/// <summary>What the events add up to: that the citizen is there, and where they live.</summary>
public sealed record Citizen(Guid Id, string? ResidenceDivision, string? UrbanRuralClass, long Version = 0)
{
    /// <summary>Since when they are on record.</summary>
    public DateTimeOffset? Since { get; init; }

    public static Citizen Create(IEvent<CitizenRegistered> e) => new(e.StreamId, e.Data.ResidenceDivision, e.Data.UrbanRuralClass) { Since = e.Timestamp };
    public static Citizen Create(IEvent<CitizenImported> e) => new(e.StreamId, null, null) { Since = e.Timestamp };
}

/// <summary>Finds a citizen by their ID number: the id is its blind index, so one number is registered once.</summary>
public sealed record CitizenByIdNumber(string Id, Guid CitizenId);

/// <summary>Finds citizens by name and birth date together; several may share both.</summary>
public sealed record CitizenByName(Guid Id, string Index);
