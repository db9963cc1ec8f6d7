using JasperFx.Events;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Meters;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A figure is made public: of which definition, period and cell, and what it was.</summary>
/// <param name="From">The first day of the period.</param>
/// <param name="To">Its last day.</param>
/// <param name="UrbanRuralClass">NBS class, where it is of one; <paramref name="Area"/> where it is of all in city or country.</param>
/// <param name="Value">The quotient to four places.</param>
public sealed record IndicatorPublished(
    string Code, int DefinitionVersion, DateOnly From, DateOnly To, long Numerator, long Denominator, string Value,
    string? Department = null, string? Item = null, string? District = null, Channel? Channel = null, string? UrbanRuralClass = null, Area? Area = null);

/// <summary>City or country, by the first digit of the NBS class.</summary>
public enum Area { Urban, Rural }

/// <summary>What the events add up to: a figure as it was published last. Published again, the last counts and the ones before stay on record.</summary>
/// <param name="Times">How often it was published.</param>
public sealed record PublishedIndicator(Guid Id, IndicatorPublished Last, DateTimeOffset PublishedAt, int Times = 1, long Version = 0)
{
    // The moment that all ids of published figures share; the rest of each is its name.
    static readonly Guid Origin = new("01980000-0000-7000-8000-00000000f16e");

    public static PublishedIndicator Create(IEvent<IndicatorPublished> e) => new(e.StreamId, e.Data, e.Timestamp);
    public PublishedIndicator Apply(IEvent<IndicatorPublished> e) => this with { Last = e.Data, PublishedAt = e.Timestamp, Times = Times + 1 };

    /// <summary>The stream of a figure: the same question has the same one.</summary>
    public static Guid StreamOf(string code, int definitionVersion, DateOnly from, DateOnly to, IndicatorCell cell) => LedgerId.Named(
        Origin, $"{code}\n{definitionVersion}\n{from:yyyy-MM-dd}\n{to:yyyy-MM-dd}\n{cell.Department}\n{cell.Item}\n{cell.District}\n{cell.Channel?.InJson()}\n{cell.UrbanRuralClass}\n{cell.Rural}", Origin);
}
